/** The extension: puts its parts together and registers the commands. */

import * as vscode from 'vscode';
import { Analyzing } from './analysis';
import { followCursor } from './cursor';
import { Explaining } from './explain/commands';
import { Pages } from './explain/view';
import { showMenu } from './menu';
import { chooseModel } from './models';
import { whyNothing } from './reason';
import { Service } from './service';
import { Environment } from './start/environment';
import { install } from './start/installing';
import { showStatus } from './status';
import { Suggestions } from './suggestions';
import { toggle, toggleFile, toggleLanguage } from './switching';
import { runInTerminal } from './terminal';

let service: Service | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Hanare', { log: true });
  const trace = vscode.window.createOutputChannel('Hanare Trace', { log: true });
  const environment = new Environment(context, log);
  const suggestions = new Suggestions();
  const pages = new Pages();
  const running = new Service(environment, suggestions, { log, trace }, {
    missing: (message) => void offerInstallation(message),
    down: (message) => void tellDown(message),
    help: (rule, markdown) => void pages.show(rule, markdown),
  });
  service = running;
  const explaining = new Explaining(running, pages);
  const analyzing = new Analyzing(running, log);

  const ofEditor = (name: string) => () =>
    vscode.commands.executeCommand(`editor.action.inlineSuggest.${name}`);
  const accepting = (name: string) => async () => {
    const told = await suggestions.acceptPart(`editor.action.inlineSuggest.${name}`);
    if (told !== undefined) {
      running.notify('hanare/didPartiallyAccept', told);
    }
  };
  const commands: Record<string, () => unknown> = {
    menu: () => showMenu(running),
    completeNow: ofEditor('trigger'),
    nextAlternative: ofEditor('showNext'),
    previousAlternative: ofEditor('showPrevious'),
    acceptAll: ofEditor('commit'),
    acceptWord: accepting('acceptNextWord'),
    acceptLine: accepting('acceptNextLine'),
    dismiss: ofEditor('hide'),
    toggle: () => toggle(running),
    toggleLanguage: () => toggleLanguage(running),
    toggleFile: () => toggleFile(running),
    whyNothing: () => whyNothing(running),
    chooseModel: () => chooseModel(running),
    explainSelection: () => explaining.selection(),
    explainSymbol: () => explaining.symbol(),
    explainFile: () => explaining.file(),
    explainFinding: () => explaining.finding(),
    explainError: () => explaining.error(),
    askAboutSelection: () => explaining.question(),
    writeDocstring: () => explaining.docstring(),
    suggestName: () => explaining.name(),
    writeTest: () => explaining.test(),
    fix: () => vscode.commands.executeCommand('editor.action.quickFix'),
    analyzeFile: () => analyzing.file(),
    analyzeWorkspace: () => analyzing.workspace(),
    openReport: () => analyzing.openReport(),
    openLog: () => log.show(),
    openSettings: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:hanare.hanare'),
    restart: () => running.restart(),
    doctor: () => runInTerminal(running, ['doctor']),
    install: async () => {
      if (await install(environment, log)) {
        await running.restart();
      }
    },
  };
  context.subscriptions.push(
    log,
    trace,
    pages,
    analyzing,
    showStatus(running),
    followCursor(running),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('hanare.command')) {
        void running.restart();
      }
    }),
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`hanare.${name}`, run),
    ),
  );
  // Not waited for: the commands must work whatever the server does.
  void running.restart();
  void environment.tidy();
}

export async function deactivate(): Promise<void> {
  await service?.dispose();
}

async function offerInstallation(message: string | undefined): Promise<void> {
  const text = message ?? vscode.l10n.t('Hanare is not installed on this machine.');
  const choose = vscode.l10n.t('Install from files…');
  const settings = vscode.l10n.t('Name the program…');
  const answer = await vscode.window.showWarningMessage(text, choose, settings);
  if (answer === choose) {
    await vscode.commands.executeCommand('hanare.install');
  } else if (answer === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'hanare.command');
  }
}

async function tellDown(text: string): Promise<void> {
  const restart = vscode.l10n.t('Restart the server');
  const open = vscode.l10n.t('Open log');
  const answer = await vscode.window.showErrorMessage(text, restart, open);
  if (answer === restart) {
    await vscode.commands.executeCommand('hanare.restart');
  } else if (answer === open) {
    await vscode.commands.executeCommand('hanare.openLog');
  }
}
