/** Installing wheels with pip, without a network unless the user agreed to one. */

import { Running, run } from './programs';

/** What is installed: the newest `hanare` in a folder of wheels, or one wheel. */
export interface Wheels {
  folder: string;
  wheel?: string;
  /** Whether pip may look for what is missing where its own configuration says. */
  online: boolean;
}

// pip would follow both even with --no-index: requirements that are addresses, and pages of links.
const LEADS_ELSEWHERE = `
import email, pathlib, sys, zipfile
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix.lower() in {".html", ".htm"}:
        sys.exit(f"{path}: pages of links are not followed")
    if path.suffix.lower() != ".whl":
        continue
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if name.endswith(".dist-info/METADATA"):
                for need in email.message_from_bytes(wheel.read(name)).get_all("Requires-Dist", []):
                    if "@" in need.partition(";")[0]:
                        sys.exit(f"{path}: it needs {need}, which is an address")
`;

/** Install wheels into the environment of a Python. */
export async function installWheels(
  python: string,
  { folder, wheel, online }: Wheels,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  const what = ['--find-links', folder, wheel ?? 'hanare'];
  if (online) {
    await run(python, [...pip, ...what], log, { signal });
    return;
  }
  await run(python, ['-I', '-c', LEADS_ELSEWHERE, folder], log, { signal });
  const offline = ['--isolated', '--no-index', '--only-binary', ':all:'];
  const running: Running = { signal, environment: withoutPip() };
  await run(python, ['-I', ...pip, ...offline, ...what], log, running);
}

/** The environment without what steers pip; this name of a file switches its configuration off. */
function withoutPip(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^pip_/i.test(name));
  const nothing = process.platform === 'win32' ? 'nul' : '/dev/null';
  return { ...Object.fromEntries(others), PIP_CONFIG_FILE: nothing };
}
