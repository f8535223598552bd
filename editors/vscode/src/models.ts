/** Choosing the model among those that the server knows. */

import * as vscode from 'vscode';
import { Model } from './protocol';
import { Service } from './service';
import { runInTerminal } from './terminal';

interface Item extends vscode.QuickPickItem {
  model: Model;
}

/** Let the user choose a model; the server takes it over from the settings. */
export async function chooseModel(service: Service): Promise<void> {
  const models = await service.execute<Model[]>('hanare.models');
  if (models === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t("Hanare's server is not running."));
    return;
  }
  const title = vscode.l10n.t('Model for Hanare');
  const choice = await vscode.window.showQuickPick(models.map(item), {
    title,
    matchOnDescription: true,
  });
  if (choice === undefined || !(await isThere(choice.model, service))) {
    return;
  }
  const settings = vscode.workspace.getConfiguration('hanare');
  await settings.update('model.id', choice.model.id, vscode.ConfigurationTarget.Global);
}

function item(model: Model): Item {
  const marks = [
    ...(model.bytes > 0 ? [vscode.l10n.t('{0} GB', (model.bytes / 1e9).toFixed(2))] : []),
    model.licence,
    ...(model.chosen ? [vscode.l10n.t('in use')] : []),
    ...(model.recommended ? [vscode.l10n.t('recommended')] : []),
    ...(model.installed ? [] : [vscode.l10n.t('not on this machine')]),
  ];
  return {
    model,
    label: `${model.chosen ? '$(check)' : model.installed ? '$(database)' : '$(circle-outline)'} ${model.name}`,
    description: marks.join(' · '),
    detail: model.why,
  };
}

/** Say whether a model is on this machine; if it is not, offer to fetch it, which needs a network. */
async function isThere(model: Model, service: Service): Promise<boolean> {
  if (model.installed) {
    return true;
  }
  const pull = `hanare models pull ${model.id}`;
  const fetch = vscode.l10n.t('Fetch in a terminal');
  const message = vscode.l10n.t('{0} is not on this machine.', model.name);
  const detail = vscode.l10n.t(
    'The command "{0}" fetches it, by your configuration of pip. This uses the network. Choose the model again when it is there.',
    pull,
  );
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, fetch);
  if (answer === fetch) {
    await runInTerminal(service, ['models', 'pull', model.id]);
  }
  return false;
}
