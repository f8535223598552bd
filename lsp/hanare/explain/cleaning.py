"""What a model says, made safe and honest while it is said.

A model's text is not trusted: HTML, images, links, addresses and control characters become plain
text, so that nothing in it can be loaded, run, clicked or obeyed. Names in it that are not in the
code are marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hanare.explain.hidden import shown

UNKNOWN = "⟨?⟩"
"""Right behind a name that does not occur in the code."""
_LONGEST_HELD = 240
_MOST_INDENT = 3  # of a line that closes a fence
# As CommonMark has them: backticks in its first line make a fence of backticks none.
_AT_LINE_START = re.compile(
    r"(?P<fence>(?:`{3,}[^`\n]*|~{3,}[^\n]*)(?:\n|\Z))"
    r"|(?P<reference>[ ]{0,3}\[[^\]\n]+\]:[^\n]*)"
)
_PIECE = re.compile(
    r"(?P<code>`[^`\n]+`(?!`))"
    r"|(?P<link>!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\]))"
    r"|(?P<address><?(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.|(?:mailto|javascript|command):|//(?=\w))"
    r"[^\s<>`)\]]+>?|[A-Za-z0-9.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)"
    r"|(?P<active>[<&\[\\`])"
    r"|(?P<error>\b[A-Z]\w*(?:Error|Exception)\b)"
    # Letters of one kind: an address begins behind Japanese, or behind an underscore.
    r"|(?P<other>[A-Za-z0-9]+|[^\W_a-zA-Z0-9]+|.|\n)"
)
# What may still become something else.
_OPEN = re.compile(r"(?:`[^`\n]*|!?\[[^\]\n]*(?:\](?:\([^)\n]*|\[[^\]\n]*)?)?|[!-~]+)\Z")


class Cleaner:
    """Takes a text in pieces, and gives it back safe, as early as that can be known."""

    def __init__(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """`unknown` returns the names in a piece of code that should not be there."""
        self._unknown = unknown
        self._waiting = ""
        self._before = "\n"  # the character that was given last
        self._fence = ""
        self.unknown_names: dict[str, None] = {}
        """Those that were marked, in order."""
        self.removed = 0
        """How many links, images and addresses were taken out."""

    def feed(self, text: str) -> str:
        """Return what has become certain."""
        self._waiting += shown(text).text
        return self._clean(whole=False)

    def end(self) -> str:
        """Return the rest; a fence that is open is closed."""
        cleaned = self._clean(whole=True)
        if self._fence:
            cleaned += ("" if self._before == "\n" else "\n") + self._fence
            self._fence = ""
        return cleaned

    def _clean(self, *, whole: bool) -> str:
        """Return what can be said of the waiting text, all of it if nothing will follow."""
        text, parts, at = self._waiting, [], 0
        while at < len(text):
            if self._fence:
                end = text.find("\n", at) + 1
                if not end and not whole:
                    break
                end = end or len(text)
                part = self._fenced(text[at:end])
            else:
                match = self._match(text, at)
                end = match.end()
                if not whole and self._may_go_on(text, at, end):
                    break
                part = self._piece(match)
            at = end
            parts.append(part)
            self._before = (part or self._before)[-1]
        self._waiting = text[at:]
        return "".join(parts)

    def _may_go_on(self, text: str, at: int, end: int) -> bool:
        """Whether what follows decides what `text[at:end]` is."""
        if len(text) - at > _LONGEST_HELD:
            return False
        is_line = self._before == "\n" and text[at] in "`~[ " and end == len(text)
        return (
            is_line or (end == len(text) and text[at] == "`") or _OPEN.match(text, at) is not None
        )

    def _fenced(self, line: str) -> str:
        if self._before == "\n" and self._closes(line):
            self._fence = ""
        return line

    def _closes(self, line: str) -> bool:
        bare = line.rstrip()
        indent = len(bare) - len(bare.lstrip(" "))
        ticks = bare[indent:]
        return (
            indent <= _MOST_INDENT
            and ticks.startswith(self._fence)
            and not ticks.strip(self._fence[0])
        )

    def _match(self, text: str, at: int) -> re.Match[str]:
        at_start = _AT_LINE_START.match(text, at) if self._before == "\n" else None
        match = at_start or _PIECE.match(text, at)
        if self._before == "`" and match is not None and match.lastgroup == "code":
            match = _PIECE.match(text, at, at + 1)  # two in a row open another kind of span
        assert match is not None  # noqa: S101 - any character is a piece
        return match

    def _piece(self, match: re.Match[str]) -> str:
        text = match[0]
        match match.lastgroup:
            case "fence":
                self._fence = text[: len(text) - len(text.lstrip(text[0]))]
                return text
            case "code":
                return text + self._marked(text[1:-1])
            case "error":
                return text + self._marked(text)
            case "link":
                self.removed += 1
                label = text[text.index("[") + 1 : text.index("]")]
                return "".join(map(self._piece, _PIECE.finditer(label)))
            case "reference" | "address":
                self.removed += 1
                return "…"
            case "active":
                return f"\\{text}"
        return text

    def _marked(self, code: str) -> str:
        unknown = self._unknown(code)
        self.unknown_names |= dict.fromkeys(unknown)
        return UNKNOWN if unknown else ""
