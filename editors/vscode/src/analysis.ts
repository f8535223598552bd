/** Security analysis of a file or of the workspace: problems in the list, and a report to read. */

import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, WorkDoneProgress } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import { Analysis } from './protocol';
import { Service } from './service';

const COMMAND = 'hanare.analyze';
let count = 0;

export class Analyzing implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('Hanare workspace');
  /** What was found in each file; of open ones the server reports by itself. */
  private readonly found = new Map<string, vscode.Diagnostic[]>();
  /** When each file was last edited, on the clock of `performance`. */
  private readonly edited = new Map<string, number>();
  private readonly listeners: vscode.Disposable;
  private report = '';

  constructor(
    private readonly service: Service,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.collection.delete(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) =>
        this.collection.set(uri, this.found.get(uri.toString())),
      ),
      // What was found in the text before says nothing about the text now.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.found.delete(document.uri.toString());
          this.edited.set(document.uri.toString(), performance.now());
        }
      }),
    );
  }

  dispose(): void {
    this.listeners.dispose();
    this.collection.dispose();
  }

  file(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first.'));
      return Promise.resolve();
    }
    return this.run(document.uri);
  }

  workspace(): Promise<void> {
    return this.run();
  }

  /** Open the last report: in the browser, or in a view without scripts where that is elsewhere. */
  async openReport(): Promise<void> {
    if (this.report === '') {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no report yet.'));
      return;
    }
    const uri = vscode.Uri.parse(this.report);
    if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
      await vscode.env.openExternal(uri);
      return;
    }
    const title = vscode.l10n.t('Hanare: report');
    const panel = vscode.window.createWebviewPanel('hanare.report', title, vscode.ViewColumn.Beside, {
      enableScripts: false,
      localResourceRoots: [],
    });
    panel.webview.html = await readFile(uri.fsPath, 'utf8');
  }

  /** Analyse a file, or the workspace. */
  private async run(file?: vscode.Uri): Promise<void> {
    const client = await this.service.running();
    if (client === undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t("Hanare's server is not running."));
      return;
    }
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Hanare: looking for security problems'),
      cancellable: true,
    };
    const argument =
      file === undefined
        ? { scope: 'workspace' }
        : { scope: 'file', uri: client.code2ProtocolConverter.asUri(file) };
    const started = performance.now();
    try {
      const result = await vscode.window.withProgress(options, (progress, token) =>
        analyze(client, argument, progress, token),
      );
      if (result !== undefined) {
        this.report = result.report;
        if (file === undefined) {
          this.found.clear();
          this.collection.clear();
        } else {
          this.found.delete(file.toString());
        }
        await this.list(client, result, started);
        await this.tell(result);
      }
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  /** List what was found in the files as they were when the analysis started. */
  private async list(client: LanguageClient, result: Analysis, started: number): Promise<void> {
    for (const { uri, diagnostics } of result.files) {
      const place = client.protocol2CodeConverter.asUri(uri);
      const converted = await client.protocol2CodeConverter.asDiagnostics(diagnostics);
      if ((this.edited.get(place.toString()) ?? 0) > started) {
        continue;
      }
      this.found.set(place.toString(), converted);
      if (!vscode.workspace.textDocuments.some((each) => each.uri.toString() === place.toString())) {
        this.collection.set(place, converted);
      }
    }
    for (const { uri, reason } of result.notAnalysed) {
      this.log.warn(`not analysed: ${vscode.Uri.parse(uri).fsPath}: ${reason}`);
    }
  }

  private async tell(result: Analysis): Promise<void> {
    const findings = result.files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
    const unseen = result.notAnalysed.length;
    const message = vscode.l10n.t(
      'Findings: {0}. Files analysed: {1}, not analysed: {2}.',
      findings,
      result.analysed,
      unseen,
    );
    const problems = vscode.l10n.t('Show problems');
    const report = vscode.l10n.t('Open report');
    const log = vscode.l10n.t('Open log');
    const buttons = [
      ...(findings > 0 ? [problems] : []),
      ...(result.report === '' ? [] : [report]),
      ...(unseen > 0 ? [log] : []),
    ];
    const show =
      unseen > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(message, ...buttons);
    if (answer === problems) {
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    } else if (answer === report) {
      await this.openReport();
    } else if (answer === log) {
      this.log.show();
    }
  }
}

/** Return the result, or undefined if the user cancelled. */
async function analyze(
  client: LanguageClient,
  argument: object,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
): Promise<Analysis | undefined> {
  count += 1;
  const name = `hanare-analyze-${count}`;
  let reached = 0;
  const listener = client.onProgress(WorkDoneProgress.type, name, (value) => {
    if (value.kind !== 'report') {
      return;
    }
    const percentage = Math.max(value.percentage ?? reached, reached);
    progress.report({ message: value.message ?? '', increment: percentage - reached });
    reached = percentage;
  });
  const params = { command: COMMAND, arguments: [argument], workDoneToken: name };
  try {
    return (await client.sendRequest(ExecuteCommandRequest.type, params, token)) as Analysis;
  } catch (error) {
    if (token.isCancellationRequested) {
      return undefined;
    }
    throw error;
  } finally {
    listener.dispose();
  }
}
