/** Writes the digest of what the extension is built from; lsp/build_hook.py knows a stale one by it. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const LEFT_OUT = new Set(['.gitignore', 'ThirdPartyNotices.txt', 'dist', 'node_modules']);

function* files(folder) {
  for (const entry of readdirSync(folder || '.', { withFileTypes: true })) {
    const name = folder + entry.name;
    if (LEFT_OUT.has(name) || name.endsWith('.vsix')) {
      continue;
    }
    if (entry.isDirectory()) {
      yield* files(`${name}/`);
    } else {
      yield name;
    }
  }
}

const digest = createHash('sha256');
for (const name of [...files('')].map((each) => Buffer.from(each)).sort(Buffer.compare)) {
  const content = createHash('sha256').update(readFileSync(name)).digest('hex');
  digest.update(`${content}  ${name}\n`);
}
writeFileSync('dist/sources.sha256', `${digest.digest('hex')}\n`);
