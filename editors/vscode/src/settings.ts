/** The settings that the server is told. */

import * as vscode from 'vscode';
import * as manifest from '../package.json';

const SECTION = 'hanare.';

/**
 * Return what the user has set, by section and name.
 *
 * Defaults are left out: the server has its own, and the user's settings file lies between them and
 * the editor. What a workspace may not set is for VS Code to ignore, by the scopes in the manifest.
 */
export function explicitSettings(): Record<string, Record<string, unknown>> {
  const [resource] = vscode.workspace.workspaceFolders ?? [];
  const configuration = vscode.workspace.getConfiguration(undefined, resource?.uri);
  const sections: Record<string, Record<string, unknown>> = {};
  for (const key of serverKeys()) {
    const found = configuration.inspect(key);
    const values = [found?.workspaceFolderValue, found?.workspaceValue, found?.globalValue];
    const value = values.find((each) => each !== undefined);
    const [section, name] = key.slice(SECTION.length).split('.');
    if (value !== undefined && section !== undefined && name !== undefined) {
      (sections[section] ??= {})[name] = value;
    }
  }
  return sections;
}

/** The first group is the extension's own; the others are generated from the server's schema. */
function serverKeys(): string[] {
  const [, ...sections] = manifest.contributes.configuration;
  return sections.flatMap((section) => Object.keys(section.properties));
}
