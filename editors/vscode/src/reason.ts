/** "Why nothing?" */

import * as vscode from 'vscode';
import { LastReason } from './protocol';
import { Service } from './service';

/** Say how the last request in the document in front ended. */
export async function whyNothing(service: Service): Promise<void> {
  const client = await service.running();
  if (client === undefined) {
    void vscode.window.showWarningMessage(vscode.l10n.t("Hanare's server is not running."));
    return;
  }
  const document = vscode.window.activeTextEditor?.document;
  const params = document && {
    textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
  };
  const last = await client.sendRequest<LastReason | null>('hanare/lastReason', params ?? {});
  if (last === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was asked for here yet.'));
    return;
  }
  const text = vscode.env.language.startsWith('ja') ? last.explanation.ja : last.explanation.en;
  void vscode.window.showInformationMessage(`${text} (${last.reason})`);
}
