"""The help of a rule, as a document: `hanare.showRule`, by `workspace/executeCommand`.

Argument: the rule's id. Result: { "markdown": string }, or null for an unknown rule. A client that
shows documents (`window/showDocument`) is asked to show it as well.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TypedDict

import platformdirs
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.explaining import markdown
from hanare.server.language_server import HanareServer

SHOW_RULE = "hanare.showRule"

log = logging.getLogger(__name__)


class RuleHelp(TypedDict):
    """The result of `hanare.showRule`."""

    markdown: str


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(SHOW_RULE)(on_show_rule)


async def on_show_rule(ls: HanareServer, rule: str) -> RuleHelp | None:
    """Answer with the help of a rule, and let the client show it."""
    if rule not in rules():
        return None
    language = ls.wording.language
    text = f"# {rule}\n\n{markdown(rules()[rule], helps()[rule], language)}"
    window = ls.client_capabilities.window
    if window is not None and window.show_document is not None and window.show_document.support:
        ls.spawn(_show(ls, f"{rule}.{language}.md", text))
    return RuleHelp(markdown=text)


async def _show(ls: HanareServer, name: str, text: str) -> None:
    try:
        path = await asyncio.to_thread(_written, name, text)
        await ls.window_show_document_async(types.ShowDocumentParams(path.as_uri()))
    except (OSError, JsonRpcException) as failure:
        log.warning("the help cannot be shown: %s", type(failure).__name__)


def _written(name: str, text: str) -> Path:
    """Return a file of that text: clients show nothing else."""
    folder = Path(platformdirs.user_cache_dir("hanare", appauthor=False)) / "help"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path
