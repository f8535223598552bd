/** Asking the user what to install Hanare from. Nothing is fetched before they say so. */

import * as path from 'node:path';
import * as vscode from 'vscode';
import { isBundle } from './bundles';
import { Environment, Source } from './environment';

/** Let the user pick a bundle or wheels and install them; return whether that was done. */
export async function install(
  environment: Environment,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  const source = await pick();
  if (source === undefined) {
    return false;
  }
  const outcome = await attempt(environment, source, log);
  if (outcome !== 'failed') {
    return outcome === 'done';
  }
  if ('bundle' in source) {
    await failed(log, vscode.l10n.t('Hanare could not be installed from this bundle.'));
    return false;
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
  const online = await attempt(environment, { ...source, online: true }, log);
  if (online === 'failed') {
    await failed(log, vscode.l10n.t('Hanare could not be installed.'));
  }
  return online === 'done';
}

interface Choice extends vscode.QuickPickItem {
  filter?: Record<string, string[]>;
}

async function pick(): Promise<Source | undefined> {
  const folder = {
    label: vscode.l10n.t('$(folder) A folder…'),
    detail: vscode.l10n.t('An unpacked bundle, or a folder of wheels with all that Hanare needs.'),
  };
  const archive = {
    label: vscode.l10n.t("$(package) A bundle's archive…"),
    detail: vscode.l10n.t('hanare-….tar: Hanare with its models and all that it needs.'),
    filter: { [vscode.l10n.t('Bundles')]: ['tar'] },
  };
  const wheel = {
    label: vscode.l10n.t('$(file-zip) A wheel…'),
    detail: vscode.l10n.t('hanare-…-py3-none-any.whl, with the wheels it needs in the same folder.'),
    filter: { [vscode.l10n.t('Wheels')]: ['whl'] },
  };
  const title = vscode.l10n.t('Install Hanare from');
  const choices: Choice[] = [folder, archive, wheel];
  const choice = await vscode.window.showQuickPick(choices, { title });
  if (choice === undefined) {
    return undefined;
  }
  const chosen = await ask(title, choice === folder, choice.filter);
  if (chosen === undefined) {
    return undefined;
  }
  if (choice === wheel) {
    return { folder: path.dirname(chosen), wheel: chosen, online: false };
  }
  if (choice === archive || (await isBundle(chosen))) {
    return trusted(chosen, choice === archive);
  }
  return { folder: chosen, online: false };
}

/** Ask whose signature a bundle must have. */
async function trusted(bundle: string, packed: boolean): Promise<Source | undefined> {
  const keys = {
    label: vscode.l10n.t('$(key) Check the signature with a file of keys…'),
    detail: vscode.l10n.t("ssh-keygen's allowed signers, which you have by another way than the bundle."),
  };
  const anybody = {
    label: vscode.l10n.t('$(warning) Install whoever made the bundle'),
    detail: vscode.l10n.t('Only that the files are whole is checked.'),
  };
  const title = vscode.l10n.t('Who may have made the bundle');
  const choice = await vscode.window.showQuickPick([keys, anybody], { title });
  if (choice === anybody) {
    return { bundle, packed };
  }
  const file = choice && (await ask(title, false));
  return file === undefined ? undefined : { bundle, packed, keys: file };
}

/** Let the user pick a folder, or a file; return its path. */
async function ask(
  title: string,
  folder: boolean,
  filters?: Record<string, string[]>,
): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: !folder,
      canSelectFolders: folder,
      ...(filters === undefined ? {} : { filters }),
    })) ?? [];
  return uri?.fsPath;
}

async function attempt(
  environment: Environment,
  source: Source,
  log: vscode.LogOutputChannel,
): Promise<'done' | 'failed' | 'cancelled'> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Installing Hanare'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    try {
      await environment.install(source, token);
      return 'done';
    } catch (error) {
      log.error(String(error));
      return token.isCancellationRequested ? 'cancelled' : 'failed';
    }
  });
}

async function failed(log: vscode.LogOutputChannel, message: string): Promise<void> {
  const open = vscode.l10n.t('Open log');
  if ((await vscode.window.showErrorMessage(message, open)) === open) {
    log.show();
  }
}
