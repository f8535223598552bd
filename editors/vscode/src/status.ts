/** The status item: one look says whether suggestions can be expected. */

import * as vscode from 'vscode';
import { Health, Service } from './service';

interface Shown {
  icon: string;
  text: string;
  detail: string;
  warning?: boolean;
}

/** Show a service's health, for the document in front, until it is disposed of. */
export function showStatus(service: Service): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'hanare.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  item.name = 'Hanare';
  item.command = 'hanare.menu';
  const refresh = () => {
    const { icon, text, detail, warning } = shown(service.health);
    item.text = `$(${icon}) ${text}`;
    item.tooltip = tooltip(service.health, detail);
    item.backgroundColor = warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.accessibilityInformation = { label: `${text}: ${detail}`, role: 'button' };
  };
  refresh();
  item.show();
  return vscode.Disposable.from(
    item,
    service.onHealth(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
}

function shown(health: Health): Shown {
  const t = vscode.l10n.t;
  switch (health.server) {
    case 'missing':
      return { icon: 'warning', text: 'Hanare', detail: t('not installed'), warning: true };
    case 'starting':
      return { icon: 'loading~spin', text: 'Hanare', detail: t('starting') };
    case 'down':
      return { icon: 'warning', text: 'Hanare', detail: t('the server is down'), warning: true };
    case 'running':
      return running(health);
  }
}

function running({ short, percent, error }: Health): Shown {
  const t = vscode.l10n.t;
  const document = vscode.window.activeTextEditor?.document.uri.toString();
  if (short?.state === 'failed' || short?.engine === 'broken') {
    const detail = error ?? t('the model cannot be run');
    return { icon: 'warning', text: 'Hanare', detail, warning: true };
  }
  if (short?.state === 'off') {
    return { icon: 'circle-slash', text: 'Hanare', detail: t('suggestions are switched off') };
  }
  if (document !== undefined && short?.paused.some((uri) => same(uri, document))) {
    return { icon: 'debug-pause', text: 'Hanare', detail: t('paused in this file') };
  }
  if (short?.engine === 'starting') {
    const text = percent === undefined ? 'Hanare' : `Hanare ${percent} %`;
    return { icon: 'loading~spin', text, detail: t('the model is loading') };
  }
  return { icon: 'home', text: 'Hanare', detail: t('ready') };
}

function tooltip(health: Health, detail: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('**Hanare** ').appendText(detail);
  if (health.model) {
    text.appendMarkdown('\n\n').appendText(vscode.l10n.t('Model: {0}', health.model));
  }
  if (health.why) {
    const why = vscode.l10n.t('The last request brought nothing: {0}', health.why);
    text.appendMarkdown('\n\n').appendText(why);
  }
  return text;
}

/** Servers may escape other characters of a URI than VS Code does. */
function same(left: string, right: string): boolean {
  return vscode.Uri.parse(left).toString() === right;
}
