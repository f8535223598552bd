/** Other commands of Hanare, where their output can be read. */

import * as vscode from 'vscode';
import { Service } from './service';
import { another } from './start/finding';
import { DIRECTORY } from './start/programs';

/** Run a subcommand of the Hanare that serves this window in a terminal. */
export async function runInTerminal(service: Service, args: readonly string[]): Promise<void> {
  const launch = service.launch && another(service.launch, args);
  if (launch === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Hanare is not installed, or hanare.command does not end with "serve".'),
    );
    return;
  }
  // A process, not a line for a shell: nothing has to be quoted.
  const execution = new vscode.ProcessExecution(launch.command, launch.args, { cwd: DIRECTORY });
  const name = `hanare ${args.join(' ')}`;
  const task = new vscode.Task({ type: 'hanare' }, vscode.TaskScope.Global, name, 'Hanare', execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}
