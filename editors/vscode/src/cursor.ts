/** Telling the server where the cursor rests, so that the model can read the place beforehand. */

import * as vscode from 'vscode';
import { DOCUMENTS } from './client';
import { Service } from './service';

const REST_MS = 150;

export function followCursor(service: Service): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const moved = (editor: vscode.TextEditor | undefined) => {
    clearTimeout(timer);
    if (editor !== undefined && vscode.languages.match(DOCUMENTS, editor.document) > 0) {
      timer = setTimeout(() => void tell(service, editor), REST_MS);
    }
  };
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearTimeout(timer)),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => moved(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(moved),
  );
}

async function tell(service: Service, editor: vscode.TextEditor): Promise<void> {
  const converter = (await service.running())?.code2ProtocolConverter;
  if (converter !== undefined) {
    service.notify('hanare/didMoveCursor', {
      textDocument: converter.asTextDocumentIdentifier(editor.document),
      position: converter.asPosition(editor.selection.active),
    });
  }
}
