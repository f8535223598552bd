/** Asking the server to explain, and showing the answer while it comes. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, LSPErrorCodes, ProgressType, ResponseError } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import { Explanation, ExplainParams, ExplainProgress } from '../protocol';
import { Page, Pages } from './view';

const COMMAND = 'hanare.explain';
const PROGRESS = new ProgressType<ExplainProgress>();
let count = 0;

/** Show what the server says about something; return it, or undefined if it was cancelled. */
export async function explain(
  client: LanguageClient,
  pages: Pages,
  title: string,
  params: ExplainParams,
): Promise<Explanation | undefined> {
  const page = await pages.open(title);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Hanare: ${title}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) => stream(client, page, params, token));
}

async function stream(
  client: LanguageClient,
  page: Page,
  params: ExplainParams,
  token: vscode.CancellationToken,
): Promise<Explanation | undefined> {
  count += 1;
  const name = `hanare-explain-${count}`;
  const listener = client.onProgress(PROGRESS, name, (value) =>
    'append' in value ? page.append(value.append) : page.replace(value.replace),
  );
  const request = { command: COMMAND, arguments: [{ ...params, stream: name }] };
  try {
    const answer: Explanation = await client.sendRequest(ExecuteCommandRequest.type, request, token);
    page.replace(whole(answer));
    return answer;
  } catch (error) {
    if (isCancelled(error) || token.isCancellationRequested) {
      page.append(`\n\n*${vscode.l10n.t('Cancelled.')}*\n`);
      return undefined;
    }
    page.append(`\n\n*${vscode.l10n.t('This ended early.')}*\n`);
    throw error;
  } finally {
    listener.dispose();
  }
}

function whole(answer: Explanation): string {
  const parts = [answer.markdown.trimEnd()];
  if (!answer.finished) {
    parts.push(`*${vscode.l10n.t('The answer was cut off here.')}*`);
  }
  if (answer.notes.length > 0) {
    parts.push('---', answer.notes.map((note) => `- ${plain(note)}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function plain(text: string): string {
  return new vscode.MarkdownString().appendText(text).value;
}

function isCancelled(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}
