"""A llama-server, asked over loopback HTTP as llama.vim asks it.

The plugin never gives up a request: while one runs, keystrokes only put off the next one, and
what a request brings is shown if it still fits what has been typed. That is how it is modelled,
since it is what its users get. A connection is closed before its answer only when the file is
left, so that the next target finds the processor free.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from urllib3.exceptions import HTTPError

from hanare.bench.replay import llama_vim, meter
from hanare.bench.replay.exchange import Exchange
from hanare.bench.replay.target import TargetLostError
from hanare.bench.replay.trace import Account, Source, Usage
from hanare.errors import UsageError
from hanare.models.sources import is_loopback
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.wording import said

_CACHED = Account("cached", Source.CACHE)
_NOT_ASKED = Account("line-suffix", "", 0, 0, 0)


def parse_url(url: str) -> tuple[str, int]:
    """Return host and port of a llama-server on this machine.

    Raises:
        UsageError: it is not `http://` and a loopback address with a port.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        parts, host, port = urlsplit(""), "", 0
    if parts.scheme != "http" or not port or not is_loopback(host):
        raise UsageError(
            said("{url!r} is not a server on this machine.", url=url),
            said(
                "Give its address and port, for example http://127.0.0.1:8012; the code that is "
                "typed is sent nowhere else."
            ),
        )
    return host, port


class LlamaServerTarget:
    """A llama-server behind a model of llama.vim, whose functions the methods name."""

    def __init__(self, url: str) -> None:
        self.name = "llama.vim"
        self._host, self._port = parse_url(url)
        self._pid: int | None = None
        self._cache = llama_vim.Cache()
        self._job: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._cursor = (DocumentSnapshot("", 0, ""), 0)
        self._indent = 0
        self._shown = False
        self._answer: asyncio.Future[str] | None = None
        self._account: Account | None = None
        self._lost: TargetLostError | None = None

    async def start(self) -> None:
        """Ask after the server's health; it does not say `ok` before its model is loaded."""
        try:
            await Exchange(self._host, self._port).run("GET", "/health")
        except (HTTPError, OSError, ValueError) as error:
            raise self._failed(error) from error
        self._pid = meter.listener(self._port)

    async def open(self, document: DocumentSnapshot, offset: int) -> None:
        """Nothing is sent: without chunks from other places there is nothing to warm up."""

    def edit(self, before: DocumentSnapshot, edit: Edit, after: DocumentSnapshot) -> None:
        """Nothing is sent: every request carries its context."""

    async def suggest(self, document: DocumentSnapshot, offset: int) -> str:
        """Return the first hint that is shown here: `s:on_move`, then `llama#fim`."""
        if self._lost:
            raise self._lost
        self._cursor = document, offset
        self._shown = False
        self._answer = asyncio.get_running_loop().create_future()
        self._try_hint(_CACHED)
        self._ask_at_cursor()
        return await self._answer

    async def account(self) -> Account | None:
        """Return what the server said of the answer that was shown."""
        return self._account

    async def leave(self, document: DocumentSnapshot) -> None:
        """Break off what runs; the cache stays, as it does in the plugin."""
        if self._timer:
            self._timer.cancel()
        if self._job:
            self._job.cancel()
            await asyncio.wait({self._job})

    def usage(self) -> Usage:
        """Return what the server's process uses, if its owner is us."""
        return meter.usage(self._pid) if self._pid else Usage()

    async def close(self) -> None:
        """Break off what runs; the server is not ours to end."""
        await self.leave(self._cursor[0])

    # --- the plugin ---

    def _try_hint(self, account: Account) -> None:
        """Show what the cache knows for the cursor, and ask what comes after it."""
        document, offset = self._cursor
        content = self._cache.content(llama_vim.context_at(document, offset))
        shown = llama_vim.hint(content, document, offset) if content else ""
        if shown:
            self._shown = True
            self._reply(shown, account)
            self._ask(*llama_vim.accepted(document, offset, shown), speculative=True)

    def _ask_at_cursor(self) -> None:
        self._ask(*self._cursor, speculative=False)

    def _ask(self, document: DocumentSnapshot, offset: int, *, speculative: bool) -> None:
        """Send a request unless it is needless; while another runs, try again later."""
        if self._job:
            if self._timer:
                self._timer.cancel()
            again = (
                partial(self._ask, document, offset, speculative=True)
                if speculative
                else self._ask_at_cursor
            )
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(llama_vim.DEBOUNCE_SECONDS, again)
            return
        context = llama_vim.context_at(document, offset)
        if len(context.line_suffix) > llama_vim.MAX_LINE_SUFFIX:
            self._reply("", _NOT_ASKED)
        elif self._cache.holds(context):
            self._reply("", _CACHED)
        else:
            self._indent = self._indent if speculative else context.indent
            body = llama_vim.body(context, speculative=speculative, indent=self._indent)
            self._job = asyncio.create_task(self._run(context, body))

    async def _run(self, context: llama_vim.Context, body: dict[str, Any]) -> None:
        try:
            response = await Exchange(self._host, self._port).run("POST", "/infill", body)
            self._on_response(context, response)
        except (HTTPError, OSError, ValueError) as error:
            self._lost = self._failed(error)
            if self._answer and not self._answer.done():
                self._answer.set_exception(self._lost)
        finally:
            self._job = None

    def _on_response(self, context: llama_vim.Context, response: llama_vim.Response) -> None:
        self._cache.insert(context, response)
        here = context == llama_vim.context_at(*self._cursor)
        if not self._shown:
            # What was asked a few keystrokes ago may still fit.
            origin = "engine" if here else Source.RUNNING
            self._try_hint(account_of(response, "shown", origin))
        if not self._shown and here:
            self._reply("", account_of(response, "empty", "engine"))

    def _reply(self, shown: str, account: Account) -> None:
        """Answer the typist, unless that has been done or nobody waits any more."""
        if self._answer and not self._answer.done():
            self._account = account
            self._answer.set_result(shown)

    def _failed(self, error: Exception) -> TargetLostError:
        return TargetLostError(
            said(
                "No llama-server answers at http://{host}:{port}: {error}",
                host=self._host,
                port=self._port,
                error=error,
            ),
            said(
                "Start one with a model that can fill in the middle, for example `llama-server "
                "-m MODEL.gguf --host {host} --port {port}`.",
                host=self._host,
                port=self._port,
            ),
        )


def account_of(response: llama_vim.Response, reason: str, origin: str) -> Account:
    """Return what a llama-server says of an answer."""
    return Account(
        reason=reason,
        origin=origin,
        prompt_tokens=response.get("tokens_evaluated"),
        evaluated_tokens=response.get("timings/prompt_n"),
        generated_tokens=response.get("timings/predicted_n"),
        timings_ms={
            stage: float(response[f"timings/{key}"])
            for stage, key in (("prefill", "prompt_ms"), ("decode", "predicted_ms"))
            if f"timings/{key}" in response
        },
    )
