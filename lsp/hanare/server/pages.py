"""Texts that a client shows as documents (`window/showDocument`)."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hanare.files import places, private
from hanare.server.language_server import HanareServer

log = logging.getLogger(__name__)


def show(ls: HanareServer, name: str, text: str) -> None:
    """Let a client that shows documents show a text; `name` is its file's. Does not wait."""
    window = ls.client_capabilities.window
    if window is not None and window.show_document is not None and window.show_document.support:
        ls.spawn(_show(ls, name, text))


async def _show(ls: HanareServer, name: str, text: str) -> None:
    try:
        path = await asyncio.to_thread(_written, name, text)
        await ls.window_show_document_async(types.ShowDocumentParams(path.as_uri()))
    except (OSError, JsonRpcException) as failure:
        log.warning("a text cannot be shown: %s", type(failure).__name__)


def _written(name: str, text: str) -> Path:
    """Return a file of that text: clients show nothing else."""
    path = places.help_folder() / name
    private.make_folder(path.parent)
    private.write_text(path, text)
    return path
