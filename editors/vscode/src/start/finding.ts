/** Which server is started. */

import { readFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Environment } from './environment';
import { expanded, findProgram, WINDOWS } from './programs';

/** A command that can be started as it is. */
export interface Launch {
  command: string;
  args: string[];
}

/** The setting names a program that is not there. */
export class NotFound extends Error {}

/**
 * Return how the server is started: as the setting says, from the extension's own environment, by
 * `hanare` on the search path, or by the Hanare that installed the extension. Undefined if there is
 * none.
 */
export async function findServer(environment: Environment): Promise<Launch | undefined> {
  const [name, ...args] = vscode.workspace.getConfiguration('hanare').get<string[]>('command', []);
  if (name) {
    const command = await findProgram(expanded(name));
    if (command === undefined) {
      throw new NotFound(
        vscode.l10n.t('The program in the setting hanare.command was not found: {0}', name),
      );
    }
    return { command, args };
  }
  const command = (await environment.program()) ?? (await findProgram('hanare'));
  return command === undefined ? await installer() : { command, args: ['serve'] };
}

/** Return the server of the Hanare that installed this extension, `hanare editors install vscode`. */
async function installer(): Promise<Launch | undefined> {
  const base = process.env[WINDOWS ? 'LOCALAPPDATA' : 'XDG_DATA_HOME'] ?? '';
  const usual = path.join(os.homedir(), ...(WINDOWS ? ['AppData', 'Local'] : ['.local', 'share']));
  const folder = path.isAbsolute(base) ? base : usual;
  try {
    const file = path.join(folder, 'hanare', 'vscode-server.json');
    const [name, ...args] = JSON.parse(await readFile(file, 'utf8')).map(String) as string[];
    const command = name && path.isAbsolute(name) ? await findProgram(name) : undefined;
    return command === undefined ? undefined : { command, args };
  } catch {
    return undefined; // it was installed otherwise
  }
}

/** Return the command that runs another subcommand of the same Hanare; undefined if unknown. */
export function another(launch: Launch, args: readonly string[]): Launch | undefined {
  const serve = launch.args.lastIndexOf('serve');
  return serve < 0
    ? undefined
    : { command: launch.command, args: [...launch.args.slice(0, serve), ...args] };
}
