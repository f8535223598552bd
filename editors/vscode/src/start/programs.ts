/** Programs on this machine: where they are, and running one to its end. */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';

export const WINDOWS = process.platform === 'win32';

/**
 * Return the absolute path of a program, or undefined if there is none.
 *
 * Relative entries of the search path are passed over, and so is the current directory: a workspace
 * must not be able to bring its own `hanare` or `python`.
 */
export async function findProgram(name: string): Promise<string | undefined> {
  if (path.isAbsolute(name)) {
    return (await isProgram(name)) ? name : undefined;
  }
  if (name.includes('/') || name.includes('\\')) {
    return undefined;
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(path.isAbsolute);
  const suffixes = WINDOWS ? ['.exe', '.cmd'] : [''];
  for (const folder of folders) {
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix);
      if (await isProgram(file)) {
        return file;
      }
    }
  }
  return undefined;
}

/** Expand a leading `~`, as settings and people write it. */
export function expanded(name: string): string {
  return name.startsWith('~/') ? path.join(os.homedir(), name.slice(2)) : name;
}

/** Where programs are started: not in the workspace, whose files might be taken for ours. */
export const DIRECTORY = os.homedir();

/** The environment of programs: Python looks for modules in no current directory. */
export function environment(variables = process.env): NodeJS.ProcessEnv {
  return { ...variables, PYTHONSAFEPATH: '1', PYTHONUTF8: '1' };
}

/** Return where a Python environment has a program. */
export function programIn(folder: string, name: string): string {
  return path.join(folder, WINDOWS ? 'Scripts' : 'bin', name + (WINDOWS ? '.exe' : ''));
}

export interface Running {
  signal?: AbortSignal;
  /** Instead of the process's own variables. */
  environment?: NodeJS.ProcessEnv;
}

/** Run a program to its end and return what it printed; `log` gets it line by line as well. */
export function run(
  program: string,
  args: readonly string[],
  log: (line: string) => void,
  { signal, environment: variables = process.env }: Running = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = environment(variables);
    const options = { cwd: DIRECTORY, env, maxBuffer: 1 << 24, signal };
    execFile(program, args, options, (error, stdout, stderr) => {
      `${stdout}\n${stderr}`.split(/\r?\n/).filter(Boolean).forEach(log);
      if (error) {
        reject(error);
      } else {
        resolve(stdout);
      }
    });
  });
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    // Folders are executable too, in that sense.
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
