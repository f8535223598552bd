/** Asking the server to explain, and showing the answer while it comes. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, LSPErrorCodes, ProgressType, ResponseError } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import { EXPLAIN, Explanation, ExplainParams, ExplainProgress } from '../protocol';
import { Page, Pages } from './view';

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
  const request = { command: EXPLAIN, arguments: [{ ...params, stream: name }] };
  try {
    const answer: Explanation = await client.sendRequest(ExecuteCommandRequest.type, request, token);
    await page.end(whole(answer));
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

/** The notes stand in the text already; that it was cut off is only in the flag. */
function whole({ markdown, finished }: Explanation): string {
  const cut = finished ? '' : `\n\n*${vscode.l10n.t('The answer was cut off here.')}*`;
  return `${markdown.trimEnd()}${cut}\n`;
}

function isCancelled(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}
