/** Asking the user what to install Hanare from. Nothing is fetched before they say so. */

import * as path from 'node:path';
import * as vscode from 'vscode';
import { Environment, Source } from './environment';

/** Let the user pick a wheel or a folder of wheels and install it; return whether that was done. */
export async function install(
  environment: Environment,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  const source = await pick();
  if (source === undefined) {
    return false;
  }
  if (await attempt(environment, source, log)) {
    return true;
  }
  if (source.wheel === undefined) {
    await failed(log, vscode.l10n.t('Hanare could not be installed from this folder.'));
    return false;
  }
  const fetch = vscode.l10n.t("Use pip's configuration");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Hanare could not be installed from this wheel alone.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The wheels of what it depends on must lie in the same folder. Or pip looks for them where its own configuration says, which may use the network.',
      ),
    },
    fetch,
  );
  if (answer !== fetch) {
    return false;
  }
  if (await attempt(environment, { ...source, online: true }, log)) {
    return true;
  }
  await failed(log, vscode.l10n.t('Hanare could not be installed.'));
  return false;
}

async function pick(): Promise<Source | undefined> {
  const folder = {
    label: vscode.l10n.t('$(folder) A folder of wheels…'),
    detail: vscode.l10n.t('An unpacked bundle: Hanare and all that it needs. Works offline.'),
  };
  const wheel = {
    label: vscode.l10n.t('$(file-zip) A wheel…'),
    detail: vscode.l10n.t('hanare-…-py3-none-any.whl, with the wheels it needs in the same folder.'),
  };
  const title = vscode.l10n.t('Install Hanare from');
  const choice = await vscode.window.showQuickPick([folder, wheel], { title });
  if (choice === undefined) {
    return undefined;
  }
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: choice === wheel,
      canSelectFolders: choice === folder,
      ...(choice === wheel ? { filters: { [vscode.l10n.t('Wheels')]: ['whl'] } } : {}),
    })) ?? [];
  if (uri === undefined) {
    return undefined;
  }
  return choice === wheel
    ? { folder: path.dirname(uri.fsPath), wheel: uri.fsPath, online: false }
    : { folder: uri.fsPath, online: false };
}

async function attempt(
  environment: Environment,
  source: Source,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Installing Hanare'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    try {
      await environment.install(source, token);
      return true;
    } catch (error) {
      log.error(String(error));
      return false;
    }
  });
}

async function failed(log: vscode.LogOutputChannel, message: string): Promise<void> {
  const open = vscode.l10n.t('Open log');
  if ((await vscode.window.showErrorMessage(message, open)) === open) {
    log.show();
  }
}
