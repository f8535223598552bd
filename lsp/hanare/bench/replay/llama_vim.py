"""How llama.vim asks a llama-server, keeps its answers and shows them.

The protocol of https://github.com/ggml-org/llama.vim, `autoload/llama.vim` at commit
381730b05805d6561283482dda18097b0189a6d8, with its default configuration; the functions here
name the ones there. What is left out:

- the ring of chunks from other places (`input_extra` is empty): of one file it can hold only
  what is further away than 256 lines before and 64 lines after the cursor;
- `id_slot` and `n_cmpl` are sent as there, but only one completion is kept, as by default.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

N_PREFIX, N_SUFFIX = 256, 64
"""Lines before and after the cursor's."""
N_PREDICT = 128
MAX_LINE_SUFFIX = 8
MAX_CACHE_KEYS = 250
DEBOUNCE_SECONDS = 0.1
T_MAX_PROMPT_MS = 500
T_MAX_PREDICT_MS = 1000
T_MAX_PREDICT_FIRST_MS = 250
"""For what is not speculative: a suggestion is to be there soon, its rest comes later."""

_LOOK_BACK = 128  # characters typed since a cached answer that it is still recognised after
_TRIMMED = 3  # lines at the top of the context that a cached answer may lack


@dataclass(frozen=True, slots=True)
class Context:
    """What the model gets to see: `s:fim_ctx_local`."""

    prefix: str
    middle: str
    suffix: str
    indent: int
    line_suffix: str
    """Text after the cursor in its line."""


def context_at(document: DocumentSnapshot, offset: int) -> Context:
    """Return the context of a cursor; of a blank line the model gets to see nothing."""
    lines = document.lines
    row, column = lines.position(offset)
    line = lines.line_text(row)
    before, after = line[:column], line[column:]
    if not line.strip():
        before = after = ""
    above = [lines.line_text(index) for index in range(max(0, row - N_PREFIX), row)]
    below = _lines_below(document, row)[:N_SUFFIX]
    return Context(
        prefix="\n".join(above) + "\n",
        middle=before,
        suffix=after + "\n" + "\n".join(below) + "\n",
        indent=len(line) - len(line.lstrip()) if line.strip() else 0,
        line_suffix=after,
    )


def body(context: Context, *, speculative: bool, indent: int) -> dict[str, Any]:
    """Return what is posted to `/infill`: `llama#fim`."""
    return {
        "id_slot": 0,
        "input_prefix": context.prefix,
        "input_suffix": context.suffix,
        "input_extra": [],
        "prompt": context.middle,
        "n_predict": N_PREDICT,
        "stop": [],
        "n_cmpl": 1,
        "n_indent": indent,
        "top_k": 40,
        "top_p": 0.90,
        "samplers": ["top_k", "top_p", "infill"],
        "stream": False,
        "cache_prompt": True,
        "t_max_prompt_ms": T_MAX_PROMPT_MS,
        "t_max_predict_ms": T_MAX_PREDICT_MS if speculative else T_MAX_PREDICT_FIRST_MS,
        "response_fields": [
            "content",
            "timings/prompt_n",
            "timings/prompt_ms",
            "timings/predicted_n",
            "timings/predicted_ms",
            "tokens_evaluated",  # the only field the plugin does not ask for: the prompt's length
        ],
    }


Response = Mapping[str, Any]


class Cache:
    """Answers by their context, the least recently used dropped first: `s:cache_*`."""

    def __init__(self) -> None:
        self._responses: OrderedDict[str, Response] = OrderedDict()

    def insert(self, context: Context, response: Response) -> None:
        """Keep an answer, also for the context without its first lines."""
        for key in _keys(context):
            if key not in self._responses and len(self._responses) >= MAX_CACHE_KEYS:
                self._responses.popitem(last=False)
            self._responses[key] = response
            self._responses.move_to_end(key)

    def holds(self, context: Context) -> bool:
        """Whether there is no need to ask: `llama#fim` before it does."""
        return any(self._get(key) is not None for key in _keys(context))

    def content(self, context: Context) -> str | None:
        """Return what is known to follow: `s:fim_try_hint`.

        That is the answer for this context, or the rest of an earlier one whose beginning has
        been typed since.
        """
        if (exact := self._get(_key(context.prefix + context.middle, context.suffix))) is not None:
            return str(exact.get("content", ""))
        before, best = context.prefix + context.middle, ""
        for length in range(1, min(_LOOK_BACK, len(before)) + 1):
            typed = before[-length:]
            if (earlier := self._get(_key(before[:-length], context.suffix))) is None:
                continue
            content = str(earlier.get("content", ""))
            if content.startswith(typed):
                best = max(best, content[length:], key=len)
        return best or None

    def _get(self, key: str) -> Response | None:
        response = self._responses.get(key)
        if response is not None:
            self._responses.move_to_end(key)
        return response


def hint(content: str, document: DocumentSnapshot, offset: int) -> str:
    """Return what is shown of an answer, or nothing: `s:fim_render`.

    What repeats the text that follows is dropped, by the plugin's own rules.
    """
    shown = content.rstrip("\n").split("\n")
    lines = document.lines
    row, column = lines.position(offset)
    line = lines.line_text(row)
    if not line.strip():
        # The model did not see the indentation, so it has written it again.
        shown[0] = shown[0][_shared_indentation(shown[0], line) :]
    after = line[column:]
    below = _lines_below(document, row)
    if len(shown) > 1 and shown[0] == "" and shown[1:] == below[: len(shown) - 1]:
        return ""
    if shown == [after]:
        return ""
    if _repeats(line[:column], shown, below):
        return ""
    text = "\n".join(shown)
    return text if text.strip() else ""


def accepted(document: DocumentSnapshot, offset: int, shown: str) -> tuple[DocumentSnapshot, int]:
    """Return the document and the cursor as they would be if `shown` was accepted."""
    after = document.edited(Edit(offset, offset, shown), document.version)
    return after, offset + len(shown)


def _lines_below(document: DocumentSnapshot, row: int) -> list[str]:
    """Return the lines after `row`; to Vim, a line break at the end of a file begins no other."""
    lines = document.lines
    count = len(lines) - (not lines.line_text(len(lines) - 1))
    return [lines.line_text(index) for index in range(row + 1, count)]


def _keys(context: Context) -> Iterator[str]:
    prefix = context.prefix
    for _ in range(1 + _TRIMMED):
        yield _key(prefix + context.middle, context.suffix)
        prefix = prefix.partition("\n")[2]
        if not prefix:
            return


def _key(before: str, after: str) -> str:
    return f"{before}\N{LATIN CAPITAL LETTER I WITH CIRCUMFLEX}{after}"


def _shared_indentation(first: str, line: str) -> int:
    return min(len(first) - len(first.lstrip()), len(line))


def _repeats(before: str, shown: list[str], below: list[str]) -> bool:
    """Whether the suggestion is what the next line with text already says."""
    at = next((index for index, each in enumerate(below) if each.strip()), None)
    if at is None or before + shown[0] != below[at]:
        return False
    if len(shown) == 2:
        return at + 1 < len(below) and below[at + 1].startswith(shown[1])
    return shown[1:] == below[at + 1 : at + len(shown)]
