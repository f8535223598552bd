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

/** By then a window that is loaded anew has usually left what it ran in. */
const TIDY_MS = 10_000;
const TIDY_MOST_MS = 3_600_000;

let service: Service | undefined;
let environment: Environment | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Hanare', { log: true });
  const trace = vscode.window.createOutputChannel('Hanare Trace', { log: true });
  const installed = new Environment(context, log);
  environment = installed;
  const suggestions = new Suggestions();
  const pages = new Pages();
  const running: Service = new Service(installed, suggestions, { log, trace }, {
    missing: (message) => void offerInstallation(message),
    down: (message) => void tellDown(message),
    help: (rule, markdown) => void pages.show(rule, markdown),
    explain: (params) => explaining.reported(params),
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
      if (await install(installed, log)) {
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
  tidyLater(installed, TIDY_MS);
}

/** Delete what is not used any more, and what other windows use when they do not. */
function tidyLater(installed: Environment, delay: number): void {
  setTimeout(async () => {
    if (await installed.tidy()) {
      tidyLater(installed, Math.min(3 * delay, TIDY_MOST_MS));
    }
  }, delay);
}

export async function deactivate(): Promise<void> {
  await Promise.all([service?.dispose(), environment?.release()]);
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
