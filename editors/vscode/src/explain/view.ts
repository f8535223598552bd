/** Documents that are written while they are read: explanations, and the help of rules. */

import * as vscode from 'vscode';

const SCHEME = 'hanare-explain';
/** How many pages can be looked at again. */
const KEPT = 20;
/** A preview that is older than this has loaded. */
const LOADED_MS = 10_000;
/** So long a preview gathers changes, 300 ms, and some more. */
const GATHERED_MS = 500;
/** How long a change may take until its document has it, which is looked for again and again. */
const WRITTEN_MS = 10_000;
const LOOK_MS = 50;

export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations: vscode.Disposable;
  private count = 0;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.registrations = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Open an empty page beside the code, as the setting says. */
  async open(title: string, head = `# ${plain(title)}\n\n`): Promise<Page> {
    this.count += 1;
    const path = `/${title.replaceAll(/[/\\]/g, '-')}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(this.count) });
    this.texts.set(uri.toString(), head);
    for (const [oldest] of [...this.texts].slice(0, -KEPT)) {
      this.texts.delete(oldest);
    }
    // VS Code ignores changes of a document that it has not opened yet, and a preview opens it late.
    const document = await vscode.workspace.openTextDocument(uri);
    const asText =
      vscode.workspace.getConfiguration('hanare').get<string>('explanations') === 'text';
    if (asText) {
      const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      await vscode.window.showTextDocument(uri, { ...options, preview: true });
    } else {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    }
    const opened = Date.now();
    return new Page(
      document,
      head,
      (text) => this.write(uri, text),
      () => !asText && Date.now() - opened < LOADED_MS,
    );
  }

  /** Show a text that is complete already; it has its own heading. */
  async show(name: string, text: string): Promise<void> {
    const page = await this.open(name, '');
    await page.end(text);
  }

  private write(uri: vscode.Uri, text: string): void {
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
  }
}

/** Return a title as Markdown: names have underscores, and questions have anything. */
function plain(title: string): string {
  return title.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()<>#+!|~-]/g, '\\$&');
}

/** One page: its text is Markdown without HTML, images and links, as the server promises. */
export class Page {
  private text = '';

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly head: string,
    private readonly write: (text: string) => void,
    private readonly mayBeLoading: () => boolean,
  ) {}

  append(text: string): void {
    this.replace(this.text + text);
  }

  replace(text: string): void {
    this.text = text;
    this.write(this.head + text);
  }

  /**
   * Show the whole text.
   *
   * What a preview is sent while it is loading gets lost, and nothing follows: it must look again.
   * That is of use only once the document has the text. And while the preview gathers changes, it
   * takes the wish to look again for one of them.
   */
  async end(text: string): Promise<void> {
    this.replace(text);
    if (this.mayBeLoading()) {
      await this.written();
      await passed(GATHERED_MS);
      await vscode.commands.executeCommand('markdown.preview.refresh');
    }
  }

  /** Wait until the document has what was written last. */
  private async written(): Promise<void> {
    const text = withPlainEnds(this.head + this.text);
    for (let waited = 0; waited < WRITTEN_MS; waited += LOOK_MS) {
      if (this.document.isClosed || withPlainEnds(this.document.getText()) === text) {
        return;
      }
      await passed(LOOK_MS);
    }
  }
}

function withPlainEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
