/** Installing from a bundle: what is checked before anything of it runs, and its own installer. */

import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { findProgram, programIn, run, WINDOWS } from './programs';

const SUMS = 'SHA256SUMS';
const INSTALLER = 'installer';
/** What signatures of bundles are for; `hanare.bundle.installer.layout` has it as well. */
const NAMESPACE = 'hanare-bundle';

// Nothing may be written outside of the folder, whatever the archive says. The first releases of
// Python 3.11 have no filter for that, Debian 12's among them.
const UNPACK = `
import sys, tarfile
archive, folder = sys.argv[1:]
with tarfile.open(archive) as packed:
    if hasattr(tarfile, "data_filter"):
        packed.extractall(folder, filter="data")
        sys.exit()
    for member in packed:
        parts = member.name.replace("\\\\", "/").split("/")
        if not (member.isreg() or member.isdir()) or ".." in parts or "" in parts or ":" in member.name:
            sys.exit(f"{member.name} does not belong to a bundle")
        member.mode &= 0o755
        packed.extract(member, folder)
`;

/** Say whether a folder is an unpacked bundle. */
export async function isBundle(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return [SUMS, INSTALLER, 'manifest.json'].every((name) => names.includes(name));
}

/** Unpack a bundle's archive into a new folder and return the bundle's own folder in it. */
export async function unpacked(
  archive: string,
  folder: string,
  python: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  await run(python, ['-I', '-c', UNPACK, archive, folder], log, { signal });
  const [name, ...others] = await readdir(folder);
  if (name === undefined || others.length > 0 || !(await isBundle(path.join(folder, name)))) {
    throw new Error(`${archive} is not a bundle of Hanare`);
  }
  return path.join(folder, name);
}

/** Return the version of Python that a bundle is for, such as `3.11`. */
export async function pythonOf(bundle: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(bundle, 'manifest.json'), 'utf8'));
  const found = (manifest as { python?: unknown } | null)?.python;
  if (typeof found !== 'string' || !/^3\.\d+$/.test(found)) {
    throw new Error(`${bundle} does not say which Python it is for`);
  }
  return found;
}

/**
 * Run a bundle's installer and return the program that it installed.
 *
 * Before that it is checked here, by the machine's own `ssh-keygen`, who signed the list of digests
 * (unless `keys` is undefined), and that the installer is the one on the list: a bundle cannot vouch
 * for itself. The installer then checks all other files, and writes nothing unless all is right.
 */
export async function installBundle(
  bundle: string,
  keys: string | undefined,
  prefix: string,
  python: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const sums = await readFile(path.join(bundle, SUMS));
  if (keys !== undefined) {
    await checkSignature(sums, path.join(bundle, `${SUMS}.sig`), keys);
  }
  await checkInstaller(bundle, sums.toString('utf8'));
  const before = await inUse(prefix);
  const trust = keys === undefined ? ['--allow-unsigned'] : ['--key', keys];
  const args = ['-I', '-B', path.join(bundle, INSTALLER), '--prefix', prefix, '--editors', ''];
  try {
    await run(python, [...args, ...trust], log, { signal });
  } catch (error) {
    // It also fails where all is installed but `hanare doctor` finds a fault.
    if ((await inUse(prefix)) === before) {
      throw error;
    }
  }
  const program = await inUse(prefix);
  if (program === undefined) {
    throw new Error(`the installer left no program in ${prefix}`);
  }
  return WINDOWS ? program : path.join(prefix, 'bin', 'hanare');
}

/** Return the program of the version in use. */
async function inUse(prefix: string): Promise<string | undefined> {
  try {
    if (WINDOWS) {
      const name = await readFile(path.join(prefix, 'current.txt'), 'utf8');
      return programIn(path.join(prefix, 'versions', name), 'hanare');
    }
    return await realpath(path.join(prefix, 'bin', 'hanare'));
  } catch {
    return undefined;
  }
}

async function checkSignature(sums: Buffer, signature: string, keys: string): Promise<void> {
  const program = await findProgram('ssh-keygen');
  if (program === undefined) {
    throw new Error(vscode.l10n.t('ssh-keygen, which checks signatures, was not found.'));
  }
  const common = ['-f', keys, '-s', signature];
  const found = await fed(program, ['-Y', 'find-principals', ...common], sums);
  for (const signer of found?.split(/\r?\n/).filter(Boolean) ?? []) {
    const check = ['-Y', 'verify', '-n', NAMESPACE, '-I', signer, ...common];
    if ((await fed(program, check, sums)) !== undefined) {
      return;
    }
  }
  throw new Error(vscode.l10n.t('The bundle is not signed by any of the keys in {0}.', keys));
}

async function checkInstaller(bundle: string, sums: string): Promise<void> {
  const digests = new Map<string, string>();
  for (const line of sums.split('\n').filter(Boolean)) {
    const [, digest, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (digest !== undefined && name?.startsWith(`${INSTALLER}/`)) {
      digests.set(name, digest);
    }
  }
  for (const name of await filesBelow(bundle, INSTALLER)) {
    const content = await readFile(path.join(bundle, name));
    if (createHash('sha256').update(content).digest('hex') !== digests.get(name)) {
      throw new Error(vscode.l10n.t('{0} is not the file that the list of digests names.', name));
    }
  }
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  if (!(await lstat(path.join(root, folder))).isDirectory()) {
    return [folder]; // on no list, and so refused
  }
  const names: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    names.push(...(entry.isDirectory() ? await filesBelow(root, name) : [name]));
  }
  return names;
}

/** Run a program with something to read; return what it printed, or undefined if it failed. */
function fed(program: string, args: readonly string[], input: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = execFile(program, args, (error, stdout) => resolve(error ? undefined : stdout));
    child.stdin?.on('error', () => undefined); // it may have ended without reading
    child.stdin?.end(input);
  });
}
