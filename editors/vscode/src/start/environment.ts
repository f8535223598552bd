/** The extension's own Hanare, installed from files that the user picks. */

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { installBundle, pythonOf, unpacked } from './bundles';
import { findProgram, programIn, run } from './programs';
import { installWheels, Wheels } from './wheels';

const STORED = 'program';
const OLDEST = '3.11';
const UNPACKED = 'bundle-';
/** The beginning of a mark's name in a folder; its end is the process that uses the folder. */
const USED_BY = 'used-by-';

/** A bundle: its folder, or its archive. */
export interface Bundle {
  bundle: string;
  packed: boolean;
  /** Whose signatures are taken: ssh-keygen's file of allowed signers. Undefined for anybody's. */
  keys?: string;
}

export type Source = Wheels | Bundle;

export class Environment {
  private readonly storage: string;
  private readonly environments: string;
  private readonly kept = new Set<string>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.storage = context.globalStorageUri.fsPath;
    this.environments = path.join(this.storage, 'environments');
  }

  /** Return the path of the installed `hanare`, which stays while this window has use for it. */
  async program(): Promise<string | undefined> {
    const program = await findProgram(this.context.globalState.get<string>(STORED) ?? '');
    if (program?.startsWith(this.environments + path.sep)) {
      await this.keep(path.dirname(path.dirname(program)));
    }
    return program;
  }

  /** Leave what this window has used; other windows may delete it. */
  async release(): Promise<void> {
    await Promise.all([...this.kept].map((mark) => rm(mark, { force: true })));
  }

  /**
   * Install, and take what was installed in place of the old one once it works.
   *
   * The old one stays until no window runs a server in it: see `tidy`.
   */
  async install(source: Source, token: vscode.CancellationToken): Promise<void> {
    const stop = new AbortController();
    const listener = token.onCancellationRequested(() => stop.abort());
    try {
      const program =
        'bundle' in source
          ? await this.fromBundle(source, stop.signal)
          : await this.fromWheels(source, stop.signal);
      await run(program, ['--version'], this.line, { signal: stop.signal });
      await this.context.globalState.update(STORED, program);
    } finally {
      listener.dispose();
    }
  }

  /**
   * Delete the environments that no window uses any more, and what interrupted installations left.
   * What cannot be deleted stays. Return whether anything stays because a window uses it.
   */
  async tidy(): Promise<boolean> {
    const program = this.context.globalState.get<string>(STORED) ?? '';
    const environments = await foldersIn(this.environments);
    const unpacked = (await foldersIn(this.storage)).filter((folder) =>
      path.basename(folder).startsWith(UNPACKED),
    );
    let inUse = false;
    for (const folder of [...environments, ...unpacked]) {
      if (program.startsWith(folder + path.sep)) {
        continue;
      }
      if (await isInUse(folder)) {
        inUse = true;
      } else {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      }
    }
    return inUse;
  }

  /** Mark a folder as used by this window. */
  private async keep(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const mark = path.join(folder, USED_BY + process.pid);
    await writeFile(mark, '');
    this.kept.add(mark);
  }

  private async fromWheels(wheels: Wheels, signal: AbortSignal): Promise<string> {
    // An environment cannot be moved, so each has a folder of its own.
    const folder = path.join(this.environments, Date.now().toString(36));
    try {
      await this.keep(folder);
      const python = await this.python(OLDEST);
      await run(python, ['-I', '-m', 'venv', folder], this.line, { signal });
      await installWheels(programIn(folder, 'python'), wheels, this.line, signal);
      return programIn(folder, 'hanare');
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private async fromBundle({ bundle, packed, keys }: Bundle, signal: AbortSignal): Promise<string> {
    const temporary = path.join(this.storage, UNPACKED + Date.now().toString(36));
    try {
      await this.keep(temporary);
      const into = path.join(temporary, 'bundle');
      const folder = packed
        ? await unpacked(bundle, into, await this.python(OLDEST), this.line, signal)
        : bundle;
      const python = await this.python(await pythonOf(folder), true);
      const prefix = path.join(this.storage, 'installed');
      return await installBundle(folder, keys, prefix, python, this.line, signal);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  /** Return a Python of a version, or of that version or a newer one. */
  private async python(version: string, exactly = false): Promise<string> {
    for (const name of [`python${version}`, 'python3', 'python', 'python3.13', 'python3.12']) {
      const program = await findProgram(name);
      if (program !== undefined && (await this.fits(program, version, exactly))) {
        return program;
      }
    }
    throw new Error(
      exactly
        ? vscode.l10n.t('Python {0}, which the bundle is for, was not found.', version)
        : vscode.l10n.t('Python {0} or newer was not found.', version),
    );
  }

  private async fits(python: string, version: string, exactly: boolean): Promise<boolean> {
    const compared = `sys.version_info[:2] ${exactly ? '==' : '>='} (${version.replace('.', ', ')})`;
    // A bundle brings pip along.
    const modules = exactly ? 'sys, venv' : 'sys, venv, ensurepip';
    try {
      await run(python, ['-I', '-c', `import ${modules}; sys.exit(not ${compared})`], () => undefined);
      return true;
    } catch {
      this.log.info(`${python} is of another version, or has no venv`);
      return false;
    }
  }

  private readonly line = (line: string): void => this.log.info(line);
}

async function foldersIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.map((name) => path.join(folder, name));
}

/** Say whether a window that is still open has marked a folder. */
async function isInUse(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some((name) => name.startsWith(USED_BY) && isAlive(Number(name.slice(USED_BY.length))));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // sends nothing
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
