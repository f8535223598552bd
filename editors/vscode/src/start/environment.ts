/** The extension's own Python environment, made from files that the user picks. */

import { mkdir, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { findProgram, run } from './programs';

const STORED = 'environment';
const SCRIPTS = process.platform === 'win32' ? 'Scripts' : 'bin';
const SUFFIX = process.platform === 'win32' ? '.exe' : '';
const OLDEST = [3, 11] as const;

/** What is installed: a folder of wheels, or one wheel. */
export interface Source {
  folder: string;
  /** The wheel's file; undefined for the newest `hanare` in the folder. */
  wheel?: string;
  /** Whether pip may look for what is missing where its own configuration says. */
  online: boolean;
}

export class Environment {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Return the path of the installed `hanare`, or undefined if there is none. */
  async program(): Promise<string | undefined> {
    const folder = this.context.globalState.get<string>(STORED);
    return folder === undefined ? undefined : await findProgram(programIn(folder, 'hanare'));
  }

  /**
   * Install into a new environment, and take it in place of the old one once it works.
   *
   * An environment cannot be moved, so each has a folder of its own.
   */
  async install(source: Source, token: vscode.CancellationToken): Promise<void> {
    const root = path.join(this.context.globalStorageUri.fsPath, 'environments');
    const folder = path.join(root, Date.now().toString(36));
    await mkdir(root, { recursive: true });
    try {
      await this.build(folder, source, token);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    await this.context.globalState.update(STORED, folder);
    for (const name of await readdir(root)) {
      if (name !== path.basename(folder)) {
        await rm(path.join(root, name), { recursive: true, force: true });
      }
    }
  }

  private async build(
    folder: string,
    source: Source,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const stop = new AbortController();
    const listener = token.onCancellationRequested(() => stop.abort());
    const log = (line: string) => this.log.info(line);
    const python = await this.python();
    const where = ['--find-links', source.folder, ...(source.online ? [] : ['--no-index'])];
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...where];
    try {
      await run(python, ['-m', 'venv', folder], log, stop.signal);
      const inside = programIn(folder, 'python');
      await run(inside, [...pip, source.wheel ?? 'hanare'], log, stop.signal);
      await run(programIn(folder, 'hanare'), ['--version'], log, stop.signal);
    } finally {
      listener.dispose();
    }
  }

  /** Return a Python that is new enough. */
  private async python(): Promise<string> {
    for (const name of ['python3', 'python', 'python3.13', 'python3.12', 'python3.11']) {
      const program = await findProgram(name);
      if (program !== undefined && (await this.isNewEnough(program))) {
        return program;
      }
    }
    throw new Error(vscode.l10n.t('Python {0} or newer was not found.', OLDEST.join('.')));
  }

  private async isNewEnough(python: string): Promise<boolean> {
    const code = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(', ')}))`;
    try {
      await run(python, ['-I', '-c', code], () => undefined);
      return true;
    } catch {
      this.log.info(`${python} is too old, or has no venv`);
      return false;
    }
  }
}

function programIn(folder: string, name: string): string {
  return path.join(folder, SCRIPTS, name + SUFFIX);
}
