/** Writes ThirdPartyNotices.txt: the licences of the packages that esbuild put into the bundle. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { inputs } = JSON.parse(readFileSync('dist/meta.json', 'utf8'));
const folders = new Set();
for (const input of Object.keys(inputs)) {
  // The innermost: packages may bring packages of their own.
  const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
  if (folder !== undefined) {
    folders.add(folder);
  }
}

const notices = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isFile() && /^(licen[cs]e|copying|notice)/i.test(each.name))
    .map((each) => readFileSync(`${folder}/${each.name}`, 'utf8').trim());
  if (files.length === 0) {
    throw new Error(`${name} ${version} comes without its licence`);
  }
  return [`${name} ${version} (${license})`, ...files].join('\n\n');
});
const head = 'Hanare for VS Code contains these packages, under their own licences.';
const line = `\n\n${'-'.repeat(80)}\n\n`;
writeFileSync('ThirdPartyNotices.txt', `${[head, ...notices].join(line)}\n`);
