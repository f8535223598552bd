/** Hanare's own messages, as its server's documentation gives them. */

import { Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver-protocol';

/** What the server's notification `hanare/didChangeStatus` brings. */
export interface ShortStatus {
  state: 'off' | 'waiting' | 'open' | 'failed';
  engine: 'stopped' | 'starting' | 'running' | 'broken';
  /** How the last request ended, e.g. `not-triggered:mid-word`. */
  reason: string | null;
  document: string | null;
  /** URIs of the paused documents. */
  paused: string[];
}

/** The part of `hanare/status` that is shown. */
export interface Status {
  /** Empty for the catalogue's default. */
  model: string;
  engine: { state: ShortStatus['engine']; percent?: number; error?: string };
}

/** The result of `hanare/lastReason`. */
export interface LastReason {
  reason: string;
  explanation: { en: string; ja: string };
}

/** The command that explains. */
export const EXPLAIN = 'hanare.explain';

export type ExplainKind =
  | 'selection'
  | 'symbol'
  | 'file'
  | 'diagnostic'
  | 'finding'
  | 'error'
  | 'docstring'
  | 'name'
  | 'test'
  | 'question';

/** The argument of the command `hanare.explain`. */
export interface ExplainParams {
  kind: ExplainKind;
  uri?: string;
  range?: Range;
  text?: string;
  question?: string;
  rule?: string;
  stream?: string;
}

/** What is streamed under the token that the client chose. */
export type ExplainProgress =
  | { kind: 'hanare.explain'; append: string }
  | { kind: 'hanare.explain'; replace: string };

/** The result of `hanare.explain`. */
export interface Explanation {
  markdown: string;
  code: string;
  edit: WorkspaceEdit | null;
  notes: string[];
  finished: boolean;
}

/** The result of `hanare.analyze`. */
export interface Analysis {
  files: { uri: string; diagnostics: Diagnostic[] }[];
  analysed: number;
  notAnalysed: { uri: string; reason: string }[];
  /** URI of the report as HTML; empty if it could not be written. */
  report: string;
}

/** One entry of the result of `hanare.models`. */
export interface Model {
  id: string;
  name: string;
  licence: string;
  bytes: number;
  installed: boolean;
  chosen: boolean;
  recommended: boolean;
  why: string;
}
