/** The server's life in this window: started, restarted, one after the other, and what it is doing. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, State } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import { Channels, createClient } from './client';
import { LastReason, Model, ShortStatus, Status } from './protocol';
import { Environment } from './start/environment';
import { findServer, Launch, NotFound } from './start/finding';
import { Suggestions } from './suggestions';

const POLL_MS = 500;

/** What is known of the server; the status item shows it. */
export interface Health {
  server: 'missing' | 'starting' | 'running' | 'down';
  short?: ShortStatus;
  /** How much of the model is loaded, while it is. */
  percent?: number;
  model?: string;
  /** What is wrong with the engine. */
  error?: string;
  /** Why the last request ended without a suggestion, in words. */
  why?: string;
}

export class Service implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private restartWaiting: Promise<void> | undefined;
  private current: Health = { server: 'starting' };
  private readonly changed = new vscode.EventEmitter<Health>();
  private poll: NodeJS.Timeout | undefined;
  /** How the server was started; undefined while it is missing. */
  launch: Launch | undefined;
  readonly onHealth = this.changed.event;

  constructor(
    private readonly environment: Environment,
    private readonly suggestions: Suggestions,
    private readonly channels: Channels,
    private readonly tells: {
      missing(message: string | undefined): void;
      givenUp(): void;
      help(rule: string, markdown: string): void;
    },
  ) {}

  get health(): Health {
    return this.current;
  }

  /** Start the server, or start it anew. Calls that come while one waits share its restart. */
  restart(): Promise<void> {
    this.restartWaiting ??= this.enqueue(async () => {
      this.restartWaiting = undefined;
      await this.end();
      await this.begin();
    });
    return this.restartWaiting;
  }

  /** Return the running client, after what is under way; undefined if there is none. */
  async running(): Promise<LanguageClient | undefined> {
    await this.queue;
    const client = this.client;
    if (client?.state === State.Starting) {
      await client.start();
    }
    return client?.isRunning() ? client : undefined;
  }

  /** Run one of the server's commands. */
  async execute<R>(command: string, args: unknown[] = []): Promise<R | undefined> {
    const client = await this.running();
    const params = { command, arguments: args };
    return client?.sendRequest(ExecuteCommandRequest.type, params) as Promise<R> | undefined;
  }

  /** Send a notification if the server runs; nobody waits for it. */
  notify(method: string, params: object): void {
    if (this.client?.isRunning()) {
      void this.client.sendNotification(method, params);
    }
  }

  async dispose(): Promise<void> {
    await this.enqueue(() => this.end());
    this.changed.dispose();
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error) => this.channels.log.error(String(error)));
    return this.queue;
  }

  private async begin(): Promise<void> {
    this.tell({ server: 'starting' });
    this.launch = undefined;
    try {
      this.launch = await findServer(this.environment);
    } catch (error) {
      if (!(error instanceof NotFound)) {
        throw error;
      }
      this.tell({ server: 'missing' });
      this.tells.missing(error.message);
      return;
    }
    if (this.launch === undefined) {
      this.tell({ server: 'missing' });
      this.tells.missing(undefined);
      return;
    }
    this.channels.log.info(`starting ${[this.launch.command, ...this.launch.args].join(' ')}`);
    this.client = createClient(
      this.launch,
      this.channels,
      this.suggestions,
      this.tells.help,
      this.tells.givenUp,
    );
    this.listen(this.client);
    try {
      await this.client.start();
    } catch (error) {
      this.channels.log.error(String(error));
      this.tell({ server: 'down' });
      this.tells.givenUp();
    }
  }

  private listen(client: LanguageClient): void {
    client.onDidChangeState(({ newState }) => {
      const server = newState === State.Running ? 'running' : 'starting';
      this.tell({ server: newState === State.Stopped ? 'down' : server });
      if (newState === State.Running) {
        void this.look(client);
      }
    });
    client.onNotification('hanare/didChangeStatus', (short: ShortStatus) => {
      this.tell({ ...this.current, server: 'running', short });
      void this.look(client);
    });
  }

  private async end(): Promise<void> {
    clearTimeout(this.poll);
    const client = this.client;
    this.client = undefined;
    if (client?.needsStop()) {
      await client.stop().catch((error) => this.channels.log.warn(String(error)));
    }
    await client?.dispose().catch((error) => this.channels.log.warn(String(error)));
  }

  /** Ask for what the short status does not hold; again and again while the model is loading. */
  private async look(client: LanguageClient): Promise<void> {
    clearTimeout(this.poll);
    const status = await ask<Status>(client, 'hanare/status');
    const why = await ask<LastReason | null>(client, 'hanare/lastReason');
    const model = await this.modelName(client, status);
    if (client !== this.client || status === undefined) {
      return;
    }
    const { percent, error, state } = status.engine;
    const short = this.current.short;
    this.tell({
      server: 'running',
      ...(short === undefined ? {} : { short: { ...short, engine: state } }),
      ...(percent === undefined ? {} : { percent }),
      ...(error === undefined ? {} : { error }),
      ...(model === undefined ? {} : { model }),
      ...(why ? { why: inWords(why) } : {}),
    });
    if (state === 'starting') {
      this.poll = setTimeout(() => void this.look(client), POLL_MS);
    }
  }

  private async modelName(
    client: LanguageClient,
    status: Status | undefined,
  ): Promise<string | undefined> {
    if (status?.model || this.current.model !== undefined) {
      return status?.model || this.current.model;
    }
    const params = { command: 'hanare.models', arguments: [] };
    const models = await ask<Model[]>(client, ExecuteCommandRequest.type.method, params);
    return models?.find((each) => each.chosen)?.name;
  }

  private tell(health: Health): void {
    this.current = health;
    this.changed.fire(health);
  }
}

/** Return the answer to a request, or undefined where there is none: nothing depends on it. */
async function ask<R>(
  client: LanguageClient,
  method: string,
  params: object = {},
): Promise<R | undefined> {
  try {
    return await client.sendRequest<R>(method, params);
  } catch {
    return undefined;
  }
}

const SUGGESTED = new Set(['shown', 'cached']);

function inWords(last: LastReason): string {
  if (SUGGESTED.has(last.reason.split(':')[0] ?? '')) {
    return '';
  }
  const text = vscode.env.language.startsWith('ja') ? last.explanation.ja : last.explanation.en;
  return `${text} (${last.reason})`;
}
