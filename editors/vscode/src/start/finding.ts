/** Which server is started. */

import * as vscode from 'vscode';
import { Environment } from './environment';
import { expanded, findProgram } from './programs';

/** A command that can be started as it is. */
export interface Launch {
  command: string;
  args: string[];
}

/** The setting names a program that is not there. */
export class NotFound extends Error {}

/**
 * Return how the server is started: as the setting says, from the extension's own environment, or
 * by `hanare` on the search path. Undefined if it is not installed.
 */
export async function findServer(environment: Environment): Promise<Launch | undefined> {
  const [name, ...args] = vscode.workspace.getConfiguration('hanare').get<string[]>('command', []);
  if (name) {
    const command = await findProgram(expanded(name));
    if (command === undefined) {
      throw new NotFound(
        vscode.l10n.t('The program in the setting hanare.command was not found: {0}', name),
      );
    }
    return { command, args };
  }
  const command = (await environment.program()) ?? (await findProgram('hanare'));
  return command === undefined ? undefined : { command, args: ['serve'] };
}

/** Return the command that runs another subcommand of the same Hanare; undefined if unknown. */
export function another(launch: Launch, args: readonly string[]): Launch | undefined {
  const serve = launch.args.lastIndexOf('serve');
  return serve < 0
    ? undefined
    : { command: launch.command, args: [...launch.args.slice(0, serve), ...args] };
}
