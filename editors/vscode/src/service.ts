/** The server's life in this window: started, restarted, one after the other, and what it is doing. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, State } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import { AskedPages, Channels, createClient } from './client';
import { LastReason, Model, ShortStatus, Status } from './protocol';
import { Environment } from './start/environment';
import { findServer, Launch, NotFound } from './start/finding';
import { Suggestions } from './suggestions';

const POLL_MS = 500;
/** A server that has not answered by then will not. */
const START_MS = 30_000;

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
  private limit: NodeJS.Timeout | undefined;
  /** The name of the model that is used where none is chosen. */
  private usualModel: string | undefined;
  /** How the server was started; undefined while it is missing. */
  launch: Launch | undefined;
  readonly onHealth = this.changed.event;

  constructor(
    private readonly environment: Environment,
    private readonly suggestions: Suggestions,
    private readonly channels: Channels,
    private readonly tells: AskedPages & {
      missing(message: string | undefined): void;
      down(message: string): void;
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
    await this.settled();
    const client = this.client;
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
    this.usualModel = undefined;
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
    const client = createClient(
      this.launch,
      this.channels,
      this.suggestions,
      this.tells,
      () =>
        this.tells.down(
          vscode.l10n.t("Hanare's server ended several times and is not started any more."),
        ),
    );
    this.client = client;
    this.listen(client);
    // Not waited for: a server that never answers must not keep a restart from beginning. That it
    // failed is told by its state.
    client.start().catch((error) => this.channels.log.error(String(error)));
  }

  private listen(client: LanguageClient): void {
    client.onDidChangeState(({ newState }) => {
      if (client === this.client) {
        this.follow(client, newState);
      }
    });
    client.onNotification('hanare/didChangeStatus', (short: ShortStatus) => {
      this.tell({ ...this.current, server: 'running', short });
      void this.look(client);
    });
  }

  private follow(client: LanguageClient, state: State): void {
    clearTimeout(this.limit);
    switch (state) {
      case State.Starting:
        this.limit = setTimeout(
          () =>
            this.giveUp(client, vscode.l10n.t("Hanare's server gives no answer. The log may say why.")),
          START_MS,
        );
        this.tell({ server: 'starting' });
        break;
      case State.Running:
        this.tell({ server: 'running' });
        void this.look(client);
        break;
      case State.StartFailed:
        this.giveUp(client, vscode.l10n.t("Hanare's server could not be started. The log says why."));
        break;
      case State.Stopped:
        this.tell({ server: 'down' });
        break;
    }
  }

  /** Leave the server that does not start, and say so. */
  private giveUp(client: LanguageClient, message: string): void {
    this.client = undefined;
    void this.discard(client);
    this.tell({ server: 'down' });
    this.tells.down(message);
  }

  /** Wait until a server that is being started runs, or is given up. */
  private settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.current.server !== 'starting') {
        resolve();
        return;
      }
      const listener = this.onHealth(({ server }) => {
        if (server !== 'starting') {
          listener.dispose();
          resolve();
        }
      });
    });
  }

  private async end(): Promise<void> {
    clearTimeout(this.poll);
    clearTimeout(this.limit);
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      await this.discard(client);
    }
  }

  private async discard(client: LanguageClient): Promise<void> {
    if (!client.isRunning()) {
      // The library asks no server to end that has not answered yet.
      client.serverProcess?.kill();
    }
    await client.dispose().catch((error) => this.channels.log.debug(String(error)));
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
    if (status === undefined || status.model !== '') {
      return status?.model;
    }
    if (this.usualModel === undefined) {
      const params = { command: 'hanare.models', arguments: [] };
      const models = await ask<Model[]>(client, ExecuteCommandRequest.type.method, params);
      this.usualModel = models?.find((each) => each.chosen)?.name;
    }
    return this.usualModel;
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
