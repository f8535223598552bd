"""Changing the arguments of a Python call without touching what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hanare.analysis.finding import Replacement, Span
from hanare.syntax.elements import Element

_SPREAD = ("list_splat", "dictionary_splat")
_LONGEST = 20_000
"""Characters of arguments: a call with more holds data, and is looked at once per finding."""
_BESIDE = ("comment", "line_continuation")


@dataclass(frozen=True)
class Call:
    """A call whose arguments stand in brackets of their own."""

    element: Element
    function: Element
    arguments: Element
    """Brackets included."""
    text: str
    """The text that the call is a part of."""

    @classmethod
    def read(cls, element: Element, text: str) -> Call | None:
        """Return what a `call` element holds.

        None for `f(x for x in y)`, whose argument has no brackets of its own, and for huge ones.
        """
        function, arguments = element.field("function"), element.field("arguments")
        if function is None or arguments is None or arguments.kind != "argument_list":
            return None
        if arguments.end - arguments.start > _LONGEST:
            return None
        return cls(element, function, arguments, text)

    @cached_property
    def values(self) -> tuple[Element, ...]:
        """All arguments as they are written, `name=value` included."""
        return tuple(each for each in self.arguments.children if each.kind not in _BESIDE)

    @cached_property
    def positional(self) -> tuple[Element, ...]:
        """The arguments without a name, up to the first `*spread`."""
        found = []
        for each in self.values:
            if each.kind in _SPREAD:
                break
            if each.kind != "keyword_argument":
                found.append(each)
        return tuple(found)

    @cached_property
    def spreads(self) -> bool:
        """Whether there is `*some` or `**some`, which may hold any argument."""
        return any(each.kind in _SPREAD for each in self.values)

    @cached_property
    def named(self) -> dict[str, Element]:
        """The `name=value` arguments, whole, by their names."""
        found = {}
        for each in self.values:
            name = each.field("name") if each.kind == "keyword_argument" else None
            if name is not None:
                found[name.text] = each
        return found

    def value(self, name: str) -> Element | None:
        """Return the value of a named argument."""
        argument = self.named.get(name)
        return argument.field("value") if argument is not None else None

    def without(self, argument: Element) -> Replacement:
        """Take out an argument with the comma that it needed. Comments stay."""
        tokens = self.arguments.tokens
        at = tokens.index(argument)
        before, after = tokens[at - 1], tokens[at + 1]
        has_comma = after.kind == ","
        following = tokens[at + 1 + has_comma]
        start, end = argument.start, after.end if has_comma else argument.end
        line_break = self._line_break(argument)
        if before.kind == ",":
            start = before.end if has_comma else before.start
        elif before.kind == "(" and following.kind == ")":
            start, end = before.end, following.start
        elif before.kind in ("(", "comment") and line_break and self._ends_line(end, following):
            start -= len(line_break)
        elif has_comma and following.kind not in (*_BESIDE, ")"):
            end = following.start
        return Replacement(Span(start, end), "")

    def _ends_line(self, at: int, following: Element) -> bool:
        return any(each in self.text[at : following.start] for each in "\r\n")

    def with_argument(self, written: str) -> Replacement:
        """Add an argument behind the others, on a line of its own if the last one has that."""
        tokens = self.arguments.tokens
        if not self.values:
            at = tokens[0].end
            return Replacement(Span(at, at), written)
        last = self.values[-1]
        separator = self._line_break(last)
        at = last.end
        if separator is None:
            return Replacement(Span(at, at), f", {written}")
        if tokens[tokens.index(last) + 1].kind != ",":
            return Replacement(Span(at, at), f",{separator}{written}")
        at = tokens[-2].end
        at -= self.text.startswith("\r\n", at - 1)  # to tree-sitter `\r` belongs to a comment
        return Replacement(Span(at, at), f"{separator}{written},")

    def _line_break(self, argument: Element) -> str | None:
        """Return what comes before an argument that begins its line: line break and indentation."""
        start = max(self.text.rfind(each, 0, argument.start) for each in "\r\n")
        indentation = self.text[start + 1 : argument.start]
        if start < self.arguments.start or indentation.strip(" \t"):
            return None
        break_ = self.text[start - 1 : start + 1]
        return (break_ if break_ == "\r\n" else self.text[start]) + indentation
