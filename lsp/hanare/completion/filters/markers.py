"""Text that the model says about its answer rather than in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanare.completion.filters.around import Around
from hanare.completion.filters.lines import COMMENT
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import Place

# No programming language has these.
_CONTROL = re.compile(
    r"""<\|[a-z][a-z0-9_]*\|>            # <|fim_prefix|>, <|endoftext|>
      | <｜[^｜\n]{1,40}｜>
      | <\[[a-z]+[-▁][^\]\n]{1,30}\]>    # <[fim-suffix]>
      | <(?:fim|repo|file)_[a-z]+>
      | ▁<[A-Z]{3}>
      | <(?:reponame|(?:start|end)_of_turn)>""",
    re.VERBOSE,
)
# These may be code: they count where a model puts them.
_AT_LINE_START = re.compile(
    r"^[ \t]*(?:\[(?:SUFFIX|PREFIX|MIDDLE|/?INST)\]|<filename>)", re.MULTILINE
)
_AT_LINE_END = re.compile(r"(?:</s>|<(?:eos|bos|pad|PRE|SUF|MID|EOT)>)\s*$", re.MULTILINE)
_TAGGED = frozenset(
    ("html", "php", "javascriptreact", "typescriptreact", "vue", "svelte", "xml", "markdown")
)
"""Languages in which `</s>` is a tag."""
_TRUNCATED = re.compile(r"<(?:\|(?:fim|end|im_|file|repo)[a-z_]*\|?|(?:fim|file|repo)_[a-z]*)\Z")
"""A control marker whose end the token budget cut off."""

_FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)
_PROSE = frozenset(
    ("markdown", "mdx", "plaintext", "restructuredtext", "asciidoc", "latex", "quarto", "typst")
)
"""Languages in which a fence is text like any other."""

_FILL_ME_IN = re.compile(
    r"""\b(?:your|add|insert|write|put|implement)\b.{0,30}\b(?:code|logic|implementation)
            \s+(?:goes\s+)?here\b
      | \b(?:rest|remainder)\s+of\s+(?:the|your)\s+(?:code|function|class|file|implementation)\b
      | \.\.\.\s*(?:existing|other|previous|remaining)\s+code\b
      | \bimplementation\s+goes\s+here\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FILE_HEADER = re.compile(r"\W*(?:file|filename|path|language)\s*:\s*\S+\s*\W*", re.IGNORECASE)


def markers(text: str, around: Around) -> str | Reason:
    """Cut at a control marker, a Markdown fence, a text to fill in or a file's header line.

    What the document has itself may be meant.
    """
    mended = text[: _first_marker(text, around)]
    mended = _unfenced(mended, around)
    mended = _without_asides(mended, around)
    if mended == text or mended.strip():
        return mended
    return Reason(Code.MARKERS)


def _first_marker(text: str, around: Around) -> int:
    found = [*_CONTROL.finditer(text), *_TRUNCATED.finditer(text)]
    if around.language not in _TAGGED:
        found += _AT_LINE_END.finditer(text)
        begun = bool(around.line_before.strip())
        found += (match for match in _AT_LINE_START.finditer(text) if match.start() or not begun)
    known = around.document.text
    return min(
        (match.start() for match in found if match[0].strip() not in known), default=len(text)
    )


def _unfenced(text: str, around: Around) -> str:
    """Return what stands in the fence that `text` begins with, or else before the first one."""
    if around.language in _PROSE or around.place is not Place.CODE:
        return text
    if "```" not in text or "```" in around.document.text:
        return text
    fence = _FENCE.search(text)
    if fence and not text[: fence.start()].strip() and not around.line_before.strip():
        text = text[fence.end() + 1 :]
        fence = _FENCE.search(text)
    while fence and _is_text(text, fence.start(), around):
        fence = _FENCE.search(text, fence.end())
    return text[: fence.start()].rstrip() if fence else text


def _is_text(text: str, at: int, around: Around) -> bool:
    """Whether `text[at]` is inside of a string or a comment that `text` has opened."""
    tree = around.tree_with(text)
    return tree is not None and tree.place(around.offset + at) is not Place.CODE


def _without_asides(text: str, around: Around) -> str:
    """Return `text` up to a comment that is no comment on code, without a header before it."""
    if around.place not in (Place.CODE, Place.COMMENT):
        return text
    start = 0
    for at, line in _lines(text):
        whole = around.line_before + line if at == 0 else line
        if not COMMENT.match(whole) or whole.strip() in around.document.text:
            continue
        if _FILL_ME_IN.search(line):
            return text[start:at].rstrip()
        if _FILE_HEADER.fullmatch(whole) and around.offset:
            if text[start:at].strip():
                return text[start:at].rstrip()
            start = min(at + len(line) + 1, len(text))
    return text[start:]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
