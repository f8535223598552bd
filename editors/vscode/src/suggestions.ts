/** What becomes of the ghost text, as far as VS Code lets an extension know, told to the server. */

import * as vscode from 'vscode';

type Answer = vscode.InlineCompletionItem[] | vscode.InlineCompletionList | null | undefined;

interface Offered {
  uri: string;
  items: readonly vscode.InlineCompletionItem[];
}

export class Suggestions {
  private offered: Offered = { uri: '', items: [] };

  /** Keep what the server offers for a document, on its way to the editor. */
  async remember(
    document: vscode.TextDocument,
    answer: vscode.ProviderResult<Answer>,
  ): Promise<Answer> {
    const found = await answer;
    const items = found === null || found === undefined ? [] : 'items' in found ? found.items : found;
    if (items.length > 0) {
      this.offered = { uri: document.uri.toString(), items };
    }
    return found;
  }

  /**
   * Run one of the editor's commands that accept a part, and return what the server is told of it.
   *
   * The API has no event for that, so what stands in the document afterwards is compared with what
   * was offered.
   */
  async acceptPart(command: string): Promise<{ id: string; acceptedLength: number } | undefined> {
    const editor = vscode.window.activeTextEditor;
    const { uri, items } = this.offered;
    const before = editor?.document.version;
    await vscode.commands.executeCommand(command);
    if (editor?.document.uri.toString() !== uri || editor.document.version === before) {
      return undefined;
    }
    for (const item of items) {
      const [id] = item.command?.arguments ?? [];
      const length = acceptedLength(editor, item);
      if (typeof id === 'string' && length > 0) {
        return { id, acceptedLength: length };
      }
    }
    return undefined;
  }
}

/** Return how much of an item stands before the cursor, in UTF-16 units of its own text. */
function acceptedLength(editor: vscode.TextEditor, item: vscode.InlineCompletionItem): number {
  if (item.range === undefined || typeof item.insertText !== 'string') {
    return 0;
  }
  const written = editor.document.getText(
    new vscode.Range(item.range.start, editor.selection.active),
  );
  const lineEnd = item.insertText.includes('\r\n') ? '\r\n' : '\n';
  const text = written.replace(/\r?\n/g, lineEnd);
  return item.insertText.startsWith(text) ? text.length : 0;
}
