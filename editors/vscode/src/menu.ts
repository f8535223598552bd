/** What the status item opens: the commands that are of use all the time. */

import * as vscode from 'vscode';
import { Service } from './service';

interface Entry extends vscode.QuickPickItem {
  command?: string;
}

export async function showMenu(service: Service): Promise<void> {
  const t = vscode.l10n.t;
  const missing = service.health.server === 'missing';
  const entries: Entry[] = [
    ...(missing ? [entry('desktop-download', t('Install Hanare…'), 'hanare.install')] : []),
    group(t('Suggestions')),
    entry('sparkle', t('Complete now'), 'hanare.completeNow'),
    entry('question', t('Why is nothing suggested?'), 'hanare.whyNothing'),
    entry('circle-slash', t('Switch on or off everywhere'), 'hanare.toggle'),
    entry('code', t('Switch on or off for this language'), 'hanare.toggleLanguage'),
    entry('debug-pause', t('Pause or resume in this file'), 'hanare.toggleFile'),
    entry('database', t('Choose the model…'), 'hanare.chooseModel'),
    group(t('Explanations')),
    entry('comment', t('Explain the selection'), 'hanare.explainSelection'),
    entry('symbol-method', t('Explain the symbol'), 'hanare.explainSymbol'),
    entry('file-code', t('Explain the file'), 'hanare.explainFile'),
    entry('comment-discussion', t('Ask about the selection…'), 'hanare.askAboutSelection'),
    entry('symbol-string', t('Write a docstring'), 'hanare.writeDocstring'),
    entry('beaker', t('Write a test'), 'hanare.writeTest'),
    group(t('Security')),
    entry('shield', t('Analyze this file'), 'hanare.analyzeFile'),
    entry('shield', t('Analyze the workspace'), 'hanare.analyzeWorkspace'),
    entry('file', t('Open the report'), 'hanare.openReport'),
    group(t('Server')),
    entry('output', t('Open log'), 'hanare.openLog'),
    entry('debug-restart', t('Restart the server'), 'hanare.restart'),
    entry('pulse', t('Check the installation'), 'hanare.doctor'),
    entry('gear', t('Settings'), 'hanare.openSettings'),
  ];
  const choice = await vscode.window.showQuickPick(entries, { title: 'Hanare' });
  if (choice?.command !== undefined) {
    await vscode.commands.executeCommand(choice.command);
  }
}

function entry(icon: string, label: string, command: string): Entry {
  return { label: `$(${icon}) ${label}`, command };
}

function group(label: string): Entry {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
