"""The language server: pygls' server with a session, a configuration and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import psutil
from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

import hanare
from hanare.config.layers import Layer
from hanare.config.settings import AnalysisSettings, Settings
from hanare.errors import UsageError
from hanare.server import announcing, convert, lifetime
from hanare.server import log as logs
from hanare.server.announcing import Announcer, ShortStatus
from hanare.server.configuration import Configuration
from hanare.server.convert import Wording
from hanare.server.diagnosing import Diagnoser, Diagnosis, TextScanner
from hanare.server.documents import Documents
from hanare.server.explained import Explained
from hanare.server.framing import FramingError, read_message
from hanare.server.progress import Step, WorkProgress, cancellable
from hanare.server.protocol import HanareProtocol, Phase
from hanare.server.session import Completer, Session
from hanare.server.uris import display_path
from hanare.server.workspace import SyncedWorkspace
from hanare.text.units import Encoding
from hanare.wording import Language, Tellable
from hanare.wording.catalogue import japanese
from hanare.wording.locales import language_of

log = logging.getLogger(__name__)

_CLOSE_SECONDS = 2.0


class CompleterFactory(Protocol):
    """Opens a completer for settings.

    All that is passed is called on the event loop: `notify` shows the user a message, `loading`
    how many percent of the model are loaded, `indexing` how many files of how many are read;
    both end with `None`. `loading` is also called whenever the engine's state has changed.
    `folders` are the workspace's.
    """

    def __call__(
        self,
        settings: Settings,
        *,
        notify: Callable[[Tellable], None],
        loading: Callable[[int | None], None],
        indexing: Callable[[tuple[int, int] | None], None],
        folders: Sequence[Path],
    ) -> Completer:
        """Return a completer, which may still be loading its model.

        Raises:
            HanareError: these settings cannot work; the message is shown to the user.
        """
        ...


ScannerFactory = Callable[[AnalysisSettings], TextScanner]
"""Opens what analyses documents; nothing is started before the first one."""


class Writer(Protocol):
    """Where messages to the client go."""

    def write(self, data: bytes) -> None:
        """Send `data`, without waiting."""
        ...

    def close(self) -> None:
        """Send nothing more."""
        ...


class HanareServer(LanguageServer):
    """Serves one client."""

    protocol: HanareProtocol
    session: Session
    """Made in `initialize`; the protocol lets nothing else through before."""
    synced: SyncedWorkspace
    """The client's documents and folders; made with the session."""

    diagnoser: Diagnoser
    """Made with the session."""
    wording: Wording
    """How things are told to the client; English until it says more in `initialize`."""
    versioned_edits: bool
    """Whether the client takes changes that are bound to a document's version."""

    def __init__(
        self,
        open_completer: CompleterFactory,
        layers: Iterable[Layer] = (),
        open_scanner: ScannerFactory | None = None,
    ) -> None:
        super().__init__("hanare", hanare.__version__, protocol_cls=HanareProtocol)
        self.configuration = Configuration(layers)
        self.wording = Wording("en", related=False)
        self._open_completer = open_completer
        self._open_scanner = open_scanner
        self.explained = Explained()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client_lost = asyncio.Event()

    # --- a session ---

    def begin_session(self, params: types.InitializeParams) -> None:
        """Make the documents and the session, in the encoding that pygls has agreed on."""
        documents = Documents(Encoding(self.workspace.position_encoding or Encoding.UTF16))
        self.synced = workspace = SyncedWorkspace(
            documents, self.workspace.root_uri, params.workspace_folders or ()
        )
        announcer = self._announcer(params.capabilities)
        loading, indexing = (self._progress(params.capabilities) for _ in range(2))

        def on_loading(percent: int | None) -> None:
            loading.report(Step.loading(percent, self.wording.language))
            announcer.changed()

        def open_completer(settings: Settings) -> Completer:
            return self._open_completer(
                settings,
                notify=self.tell,
                loading=on_loading,
                indexing=lambda files: indexing.report(Step.indexing(files, self.wording.language)),
                folders=workspace.local_folders,
            )

        self.session = Session(
            documents,
            self.configuration.settings,
            open_completer,
            path_of=lambda uri: display_path(uri, workspace.folder_uris),
            tell=self.tell,
            changed=announcer.changed,
        )
        self._begin_analysis(params, documents)
        self.protocol.begin(workspace)

    def _begin_analysis(self, params: types.InitializeParams, documents: Documents) -> None:
        capabilities = params.capabilities
        self.wording = Wording(
            language_of(params.locale or ""),
            related=_shows_related_places(capabilities),
        )
        if self.wording.language == "ja":
            japanese()  # read now: later that would hold the loop while somebody types
        self.versioned_edits = _takes_versioned_edits(capabilities)
        self.diagnoser = Diagnoser(
            documents,
            self.configuration.settings.analysis,
            self._open_scanner,
            path_of=lambda uri: display_path(uri, self.synced.folder_uris),
            tell=self.tell,
            changed=self._diagnosed,
            clock=time.monotonic,
            today=lambda: datetime.now().astimezone().date(),
        )

    def _diagnosed(self, diagnosis: Diagnosis) -> None:
        if not self.pulls_diagnostics:
            self.publish(diagnosis.document.uri, diagnosis)

    @property
    def explaining_language(self) -> Language:
        """The language of explanations."""
        chosen = self.configuration.settings.explain.language
        return self.wording.language if chosen == "auto" else chosen

    @property
    def pulls_diagnostics(self) -> bool:
        """Whether the client asks for diagnostics instead of being sent them."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    def publish(self, uri: str, diagnosis: Diagnosis | None) -> None:
        """Send what is found in a document; None takes back what was sent."""
        shown = self.diagnostics(diagnosis) if diagnosis else []
        version = diagnosis.document.version if diagnosis else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, version))

    def diagnostics(self, diagnosis: Diagnosis) -> list[types.Diagnostic]:
        """Return a diagnosis as the client shows it."""
        encoding, levels = self.session.documents.encoding, self.diagnoser.settings.levels
        found = convert.diagnostics(
            diagnosis.document, diagnosis.shown, self.wording, levels, encoding
        )
        if diagnosis.is_blind and diagnosis.why is not None:
            found.append(convert.not_analysed(diagnosis.why, self.wording))
        return found

    def cancellable(
        self, title: str, token: types.ProgressToken | None = None
    ) -> AbstractAsyncContextManager[Callable[[Step], None]]:
        """Show the user work of this task, which they can cancel; see `progress.cancellable`."""
        supported = _shows_work(self.client_capabilities)
        return cancellable(self.work_done_progress, title, supported=supported, token=token)

    def _progress(self, capabilities: types.ClientCapabilities) -> WorkProgress:
        progress = WorkProgress(self.work_done_progress, supported=_shows_work(capabilities))
        self.spawn(progress.run())
        return progress

    def _announcer(self, capabilities: types.ClientCapabilities) -> Announcer:
        def read() -> ShortStatus:
            return announcing.short_status(self.session)

        def send(status: ShortStatus) -> None:
            self.protocol.notify(announcing.DID_CHANGE_STATUS, status)

        return Announcer(read, send, wanted=announcing.is_wanted(capabilities))

    async def apply_settings(self) -> None:
        """Work and log by the configuration's settings, and tell the user its problems."""
        self.configuration.report(self.tell)
        self.configure_log()
        await self.session.configure(self.configuration.settings)
        if await self.diagnoser.configure(self.configuration.settings.analysis):
            await self._refresh_diagnostics()

    async def _refresh_diagnostics(self) -> None:
        """Let a client that pulls ask again: what it has follows old settings."""
        workspace = self.client_capabilities.workspace
        refreshes = workspace.diagnostics if workspace else None
        if self.pulls_diagnostics and refreshes and refreshes.refresh_support:
            with suppress(JsonRpcException):
                await self.workspace_diagnostic_refresh_async(None)

    def configure_log(self) -> None:
        """Log as the settings say; a file that cannot be written is reported, not fatal."""
        try:
            logs.configure(self.configuration.settings.log)
        except UsageError as failure:
            self.tell(failure)

    def tell(self, words: Tellable) -> None:
        """Show the user a message in the client's language, and log it in English."""
        log.warning("%s", words)
        self._show(types.MessageType.Warning, words)

    def worded(self, words: Tellable) -> str:
        """Return what is said, in the client's language."""
        return words.in_(self.wording.language)

    def inform(self, words: Tellable) -> None:
        """Show the user the outcome of what they asked for, in the client's language."""
        self._show(types.MessageType.Info, words)

    def _show(self, kind: types.MessageType, words: Tellable) -> None:
        self.window_show_message(types.ShowMessageParams(kind, self.worded(words)))

    def report_server_error(
        self,
        error: Exception,
        source: type[PyglsError] | type[JsonRpcException],
    ) -> None:
        """Log, and nothing else: pygls' own sends a message, whose failure it reports again."""
        log.error("%s: %s", source.__name__, type(error).__name__)

    # --- its life ---

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` beside the requests; it is cancelled when the server ends."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_log_failure)

    def watch(self, process_id: int) -> None:
        """End when the client's process has ended."""

        async def end_with(client: psutil.Process) -> None:
            await lifetime.ended(client)
            self.client_lost()

        if client := lifetime.visible_process(process_id):
            self.spawn(end_with(client))

    def client_lost(self) -> None:
        """End: nobody is there to be served."""
        self._client_lost.set()

    async def run(self, reader: asyncio.StreamReader, writer: Writer) -> int:
        """Serve the client until it leaves; return the exit code that LSP asks for."""
        self.protocol.set_writer(writer)
        ends = [
            asyncio.ensure_future(self._read(reader)),
            asyncio.ensure_future(self.protocol.exited.wait()),
            asyncio.ensure_future(self._client_lost.wait()),
        ]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return 0 if self.protocol.phase is Phase.SHUT_DOWN else 1

    async def end(self) -> None:
        """Stop what runs in the background and close the completer, within two seconds."""
        for task in self._tasks:
            task.cancel()
        if self.protocol.phase is not Phase.NEW:
            closing = {
                asyncio.ensure_future(each.close()) for each in (self.session, self.diagnoser)
            }
            for each in closing:
                each.add_done_callback(_log_failure)
            # Not wait_for: that would wait on for a completer that does not let go.
            await asyncio.wait(closing, timeout=_CLOSE_SECONDS)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while (body := await read_message(reader)) is not None:
                self.protocol.receive(body)
                # Reading what has arrived already does not wait: let the answers out as well.
                await asyncio.sleep(0)
        except (FramingError, OSError) as failure:
            log.error("the connection is unusable: %s", failure)  # noqa: TRY400 - no defect


def _shows_work(capabilities: types.ClientCapabilities) -> bool:
    window = capabilities.window
    return window is not None and bool(window.work_done_progress)


def _shows_related_places(capabilities: types.ClientCapabilities) -> bool:
    document = capabilities.text_document
    kinds = (document.publish_diagnostics, document.diagnostic) if document else ()
    return any(kind is not None and bool(kind.related_information) for kind in kinds)


def _takes_versioned_edits(capabilities: types.ClientCapabilities) -> bool:
    workspace = capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    return edits is not None and bool(edits.document_changes)


def _log_failure(task: asyncio.Future[None]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        logs.defect(log, "work in the background failed", failure)
