/** The language client: vscode-languageclient, told what is ours. */

import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import {
  ClientCapabilities,
  CloseAction,
  ErrorAction,
  ErrorHandler,
  FeatureState,
  RevealOutputChannelOn,
  State,
  StaticFeature,
} from 'vscode-languageclient';
import { LanguageClient, LanguageClientOptions } from 'vscode-languageclient/node';
import { Launch } from './start/finding';
import { DIRECTORY, environment } from './start/programs';
import { EXPLAIN, ExplainParams } from './protocol';
import { explicitSettings } from './settings';
import { Suggestions } from './suggestions';

const MOST_CRASHES = 4;
const CRASHES_WITHIN_MS = 3 * 60 * 1000;

const SHOW_RULE = 'hanare.showRule';

/** The documents that the server is told of; it decides itself what it does with each. */
export const DOCUMENTS: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: 'untitled' }];

export interface Channels {
  log: vscode.LogOutputChannel;
  trace: vscode.LogOutputChannel;
}

/** What is shown on pages of ours when an action of the server's asks for it. */
export interface AskedPages {
  help(rule: string, markdown: string): void;
  explain(params: ExplainParams): Promise<void>;
}

/** A client whose own messages go to the log alone: what users need to know we tell them ourselves. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Return a client that is not started yet. */
export function createClient(
  launch: Launch,
  channels: Channels,
  suggestions: Suggestions,
  pages: AskedPages,
  onGivenUp: () => void,
): LanguageClient {
  const restarts = new Restarts(onGivenUp);
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    outputChannel: channels.log,
    traceOutputChannel: channels.trace,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    stdioOptions: { stdout: logged, stderr: logged },
    // Hovers hold code of the workspace: nothing in them may become a command.
    markdown: { isTrusted: false, supportHtml: false },
    errorHandler: restarts,
    initializationFailedHandler: () => false,
    middleware: {
      provideInlineCompletionItems: (document, position, context, token, next) =>
        suggestions.remember(document, next(document, position, context, token)),
      // Of the actions that the server offers for what it reports; our own commands ask by themselves.
      executeCommand: async (command, args, next) => {
        if (command === EXPLAIN) {
          return pages.explain(args[0] as ExplainParams);
        }
        const result: unknown = await next(command, args);
        if (command === SHOW_RULE && isHelp(result)) {
          pages.help(String(args[0]), result.markdown);
        }
        return result;
      },
      workspace: { configuration: (params) => params.items.map(() => explicitSettings()) },
    },
  };
  const server = {
    command: launch.command,
    args: launch.args,
    options: { cwd: DIRECTORY, env: environment() },
  };
  const client = new Client('hanare', 'Hanare', server, options);
  client.registerFeature(new OurCapabilities());
  client.onDidChangeState(({ newState }) => restarts.follow(newState));
  return client;
}

/** Log what the server writes to standard error, as grave as it says itself. */
function logged(input: NodeJS.ReadableStream, log: vscode.LogOutputChannel): void {
  createInterface({ input }).on('line', (line) => {
    const level = / (DEBUG|INFO|WARNING|ERROR|CRITICAL) /.exec(line)?.[1];
    const write = { DEBUG: log.debug, INFO: log.info, WARNING: log.warn }[level ?? ''] ?? log.error;
    write.call(log, line);
  });
}

function isHelp(result: unknown): result is { markdown: string } {
  return typeof result === 'object' && result !== null && 'markdown' in result;
}

class OurCapabilities implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { hanare: { status: true } };
    // The server would write what it shows into a file; our preview needs none.
    delete capabilities.window?.showDocument;
  }
  initialize(): void {}
  getState(): FeatureState {
    return { kind: 'static' };
  }
  clear(): void {}
}

/** Starts a server that has died again, but not forever, and not one that never answered. */
class Restarts implements ErrorHandler {
  private crashes: number[] = [];
  private ran = false;

  constructor(private readonly onGivenUp: () => void) {}

  follow(state: State): void {
    this.ran ||= state === State.Running;
  }

  error(_error: Error, _message: unknown, count: number | undefined) {
    const action = (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown;
    return { action, handled: true };
  }

  closed() {
    if (!this.ran) {
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    this.ran = false;
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now];
    if (this.crashes.length <= MOST_CRASHES) {
      return { action: CloseAction.Restart, handled: true };
    }
    this.onGivenUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
