/** Switching suggestions on and off: everywhere, for a language, in a file. */

import * as vscode from 'vscode';
import { Service } from './service';

let turn: Promise<void> = Promise.resolve();

/** Run one switch after the other: each begins from what the one before has set. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const done = turn.then(work);
  turn = done.catch(() => undefined); // who asked for it is told; the next one is not
  return done;
}

/** Switch suggestions on or off everywhere, in the user's settings. */
export function toggle(service: Service): Promise<void> {
  return inTurn(() => switchAll(service));
}

/** Switch suggestions on or off for the language in front, in the user's settings. */
export function toggleLanguage(service: Service): Promise<void> {
  return inTurn(() => switchLanguage(service));
}

async function switchAll(service: Service): Promise<void> {
  const settings = vscode.workspace.getConfiguration('hanare');
  const on = !(await inForce(service, 'completion.enabled', 'completion.enabled', true));
  await settings.update('completion.enabled', on, vscode.ConfigurationTarget.Global);
  tell(on ? vscode.l10n.t('Suggestions are on.') : vscode.l10n.t('Suggestions are off.'));
}

async function switchLanguage(service: Service): Promise<void> {
  const language = vscode.window.activeTextEditor?.document.languageId;
  if (language === undefined) {
    return;
  }
  const name = 'completion.disabledLanguages';
  const disabled = await inForce<string[]>(service, name, 'completion.disabled_languages', []);
  const off = !disabled.includes(language);
  const others = disabled.filter((each) => each !== language);
  const value = off ? [...others, language] : others;
  const settings = vscode.workspace.getConfiguration('hanare');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  tell(
    off
      ? vscode.l10n.t('Suggestions are off for {0}.', language)
      : vscode.l10n.t('Suggestions are on for {0}.', language),
  );
}

/** Pause or resume suggestions in the file in front, until it is closed. */
export async function toggleFile(service: Service): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const client = await service.running();
  if (document === undefined || client === undefined) {
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const paused = await service.execute<boolean | null>('hanare.pauseDocument', [uri]);
  if (paused !== null && paused !== undefined) {
    tell(
      paused
        ? vscode.l10n.t('Suggestions are paused in this file.')
        : vscode.l10n.t('Suggestions are on in this file.'),
    );
  }
}

/**
 * Return the value of a setting that a switch begins from: what is set here, or else what the server
 * says, which knows the user's file. What is then set here takes the file's place.
 */
async function inForce<T>(service: Service, name: string, key: string, usual: T): Promise<T> {
  const set = vscode.workspace.getConfiguration('hanare').inspect<T>(name)?.globalValue;
  if (set !== undefined) {
    return set;
  }
  const values = await service
    .execute<Record<string, unknown>>('hanare.settings')
    .catch(() => undefined);
  return (values?.[key] as T | undefined) ?? usual;
}

const SHOWN_MS = 4000;

function tell(message: string): void {
  vscode.window.setStatusBarMessage(`Hanare: ${message}`, SHOWN_MS);
}
