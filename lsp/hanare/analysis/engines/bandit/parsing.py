"""Python's own parser, for texts that may be anything."""

from __future__ import annotations

import ast
import re
import sys
import threading
import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Python refuses these, or takes them for something else, wherever they stand. What replaces them
# is one character too, so that offsets stay.
_UNFIT = re.compile("[\0\ud800-\udfff]")
_BOM = "\ufeff"

# An expression of n terms nests n deep. CPython 3.11 lets a tree be three times as deep as its
# limit of recursion, and building it takes less than 1 kB of stack a level.
_DEEP_LIMIT = 20_000
_DEEP_STACK_BYTES = 128 * 1024 * 1024

TOO_DEEP = (RecursionError, MemoryError)
"""What the parser raises for a text that is nested too deeply: its own stack ends in the latter."""


def prepare(text: str) -> str:
    """Return the text with what Python cannot read replaced, each character by one."""
    if text.startswith(_BOM):
        text = "\f" + text[1:]  # blank that does not indent
    return _UNFIT.sub(lambda match: " " if match[0] == "\0" else "\ufffd", text)


def parse(text: str) -> ast.Module:
    """Parse a prepared text, without its warnings, e.g. of invalid escapes.

    Raises:
        SyntaxError: it is not Python, or not of this version.
        RecursionError, MemoryError: it is nested too deeply.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def with_deep_stack(work: Callable[[], T]) -> T:
    """Return what `work` does in a thread that can nest deeply, where it costs 128 MB at most.

    The limit of recursion is the interpreter's: nothing else should run meanwhile.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again where the work was asked for)
            failure.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(_DEEP_STACK_BYTES)
    sys.setrecursionlimit(max(limit, _DEEP_LIMIT))
    try:
        thread = threading.Thread(target=run, name="deep")
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return outcome[0]
