/** What can be asked about code: each command says what it is about and what is done with the answer. */

import * as path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { ExplainKind, ExplainParams, Explanation } from '../protocol';
import { Service } from '../service';
import { explain } from './asking';
import { Pages } from './view';

export class Explaining {
  constructor(
    private readonly service: Service,
    private readonly pages: Pages,
  ) {}

  selection(): Promise<void> {
    return this.about(place(), 'selection', selected);
  }

  symbol(): Promise<void> {
    return this.about(place(), 'symbol', atCursor);
  }

  file(): Promise<void> {
    const file = vscode.window.activeTextEditor?.document.uri.path ?? '';
    return this.about(path.posix.basename(file), 'file', atCursor);
  }

  /** Explain what is reported at the cursor: a finding of ours, or what anybody else says. */
  finding(): Promise<void> {
    return this.about(vscode.l10n.t('Finding'), 'finding', (editor) => {
      const found = reported(editor);
      if (found === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is reported here.'));
        return undefined;
      }
      return found.source === 'hanare'
        ? { range: found.range, rule: codeOf(found) }
        : { kind: 'diagnostic' as const, range: found.range, text: found.message };
    });
  }

  /** Explain what an action of the server's names. */
  async reported(params: ExplainParams): Promise<void> {
    const client = await this.client();
    if (client !== undefined) {
      await this.ask(client, vscode.l10n.t('Finding'), params);
    }
  }

  /** Explain a message or a traceback that the user has copied. */
  async error(): Promise<void> {
    const text = await vscode.env.clipboard.readText();
    if (text.trim() === '') {
      void vscode.window.showInformationMessage(vscode.l10n.t('Copy the error message first.'));
      return;
    }
    const client = await this.client();
    if (client !== undefined) {
      await this.ask(client, vscode.l10n.t('Error message'), { kind: 'error', text });
    }
  }

  async question(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const range = editor && selected(editor);
    if (range === undefined) {
      return;
    }
    const question = await vscode.window.showInputBox({
      title: vscode.l10n.t('Ask about the selection'),
      placeHolder: vscode.l10n.t('What happens if the list is empty?'),
    });
    if (question) {
      await this.about(question, 'question', () => ({ ...range, question }), editor);
    }
  }

  docstring(): Promise<void> {
    return this.about(vscode.l10n.t('Docstring'), 'docstring', atCursor, undefined, insert);
  }

  name(): Promise<void> {
    return this.about(vscode.l10n.t('Name'), 'name', atCursor, undefined, copy);
  }

  test(): Promise<void> {
    return this.about(vscode.l10n.t('Test'), 'test', atCursor, undefined, openAside);
  }

  private async about(
    title: string,
    kind: ExplainKind,
    find: (editor: vscode.TextEditor) => Place | undefined,
    editor = vscode.window.activeTextEditor,
    then?: (answer: Explanation, asked: Asked) => Promise<void>,
  ): Promise<void> {
    if (editor === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first.'));
      return;
    }
    const found = find(editor);
    const client = found && (await this.client());
    if (!found || !client) {
      return;
    }
    const { range, ...rest } = found;
    const { document } = editor;
    const asked = { client, document, version: document.version };
    const answer = await this.ask(client, title, {
      kind,
      uri: client.code2ProtocolConverter.asUri(document.uri),
      range: client.code2ProtocolConverter.asRange(range),
      ...rest,
    });
    if (answer !== undefined && then !== undefined) {
      await then(answer, asked);
    }
  }

  private async ask(
    client: LanguageClient,
    title: string,
    params: ExplainParams,
  ): Promise<Explanation | undefined> {
    try {
      return await explain(client, this.pages, title, params);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private async client(): Promise<LanguageClient | undefined> {
    const client = await this.service.running();
    if (client === undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t("Hanare's server is not running."));
    }
    return client;
  }
}

type Place = { range: vscode.Range } & Partial<
  Pick<ExplainParams, 'kind' | 'rule' | 'text' | 'question'>
>;

interface Asked {
  client: LanguageClient;
  document: vscode.TextDocument;
  version: number;
}

/** Name a place as a reader finds it again. */
function place(): string {
  const editor = vscode.window.activeTextEditor;
  const file = path.posix.basename(editor?.document.uri.path ?? '');
  return editor ? `${file}:${editor.selection.start.line + 1}` : '';
}

function selected(editor: vscode.TextEditor): Place | undefined {
  if (editor.selection.isEmpty) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select some code first.'));
    return undefined;
  }
  return { range: editor.selection };
}

function atCursor(editor: vscode.TextEditor): Place {
  return { range: editor.selection };
}

/** Return the smallest diagnostic at the cursor. */
function reported(editor: vscode.TextEditor): vscode.Diagnostic | undefined {
  const size = ({ range }: vscode.Diagnostic) =>
    (range.end.line - range.start.line) * 1e6 + range.end.character - range.start.character;
  return vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ range }) => range.contains(editor.selection.active))
    .sort((left, right) => size(left) - size(right))[0];
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

async function insert(answer: Explanation, { client, document, version }: Asked): Promise<void> {
  if (answer.edit === null) {
    return;
  }
  const yes = vscode.l10n.t('Insert');
  const message = vscode.l10n.t('Insert the docstring?');
  if ((await vscode.window.showInformationMessage(message, yes)) !== yes) {
    return;
  }
  if (document.version !== version) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The file has changed meanwhile.'));
    return;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(answer.edit);
  await vscode.workspace.applyEdit(edit);
}

async function copy({ code }: Explanation): Promise<void> {
  const yes = vscode.l10n.t('Copy');
  if (code && (await vscode.window.showInformationMessage(code, yes)) === yes) {
    await vscode.env.clipboard.writeText(code);
  }
}

async function openAside({ code }: Explanation, { document }: Asked): Promise<void> {
  const yes = vscode.l10n.t('Open as a new file');
  const message = vscode.l10n.t('The test is written.');
  if (code && (await vscode.window.showInformationMessage(message, yes)) === yes) {
    const created = { language: document.languageId, content: code };
    const opened = await vscode.workspace.openTextDocument(created);
    await vscode.window.showTextDocument(opened, vscode.ViewColumn.Beside);
  }
}
