"""Texts put together of pieces: which harm each piece can still do where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hanare.analysis.finding import Span
from hanare.analysis.taint.limits import LONGEST_HEAD
from hanare.analysis.taint.values import Taint, Value, merged

# After this much of an address, what follows cannot say which server it means.
_SERVER = re.compile(r"[A-Za-z][\w+.-]*://[^/?#@]+[/?#]|/[^/\\]|[?#]|[\w.-]+/(?!/)")
LITERALS = frozenset({"string", "concatenated_string"})
"""Expressions that are texts as they stand, f-strings included."""

_SERVER_HARMS = frozenset({"url", "redirect"})
# A text is no longer a query object.
_TYPE_HARMS = frozenset({"nosql"})


def concatenation(parts: Sequence[Value], span: Span, *, piecewise: bool = False) -> Value:
    """Return a text made of `parts` in this order.

    `piecewise` says that this is not done by one expression around a literal.
    """
    # A statement's kind is told by how it begins: what comes later is a part like any other.
    piecewise = piecewise or bool(parts and (parts[0].piecewise or parts[0].built))
    taints: list[Taint] = []
    head, open_, constant = "", True, True
    built: Span | None = None
    server_known = False
    for part in parts:
        taints += _in_text(part.taints, server_known=server_known)
        if open_:
            head = (head + part.head)[:LONGEST_HEAD]
            open_ = part.known and len(head) < LONGEST_HEAD
        # Of what is neither untrusted nor known it is assumed that it says where to go.
        server_known = (
            server_known
            or (not part.taints and not (part.known or part.built or part.head))
            or _SERVER.match(head) is not None
        )
        constant = constant and part.constant
        built = built or part.built
    if not constant:
        built = built or span
    return Value(
        taints=merged(taints),
        constant=constant,
        head=head,
        whole=open_,
        built=built,
        piecewise=piecewise,
    )


def _in_text(taints: Iterable[Taint], *, server_known: bool) -> list[Taint]:
    prevented = _TYPE_HARMS | _SERVER_HARMS if server_known else _TYPE_HARMS
    return [replace(each, clean=each.clean | prevented) for each in taints]


_HOLE = re.compile(r"%(?:\(\w*\))?[-#0 +]{0,4}(?:\*|\d{0,4})(?:\.\d{0,4})?[a-zA-Z]|\{[^{}]{0,80}\}")


_QUOTING = re.compile(r"%r|!r[:}]")
"""Holes in which line breaks are escaped."""


def filled(
    template: Value, values: Sequence[Value], span: Span, *, piecewise: bool = False
) -> Value:
    """Return a template, e.g. one of `%` or `.format`, with `values` in its holes.

    Which value goes where is not worked out: each may go anywhere after the first hole.
    """
    hole = _HOLE.search(template.head)
    begins = template.head[: hole.start()] if hole is not None else template.head
    before = Value(template.taints, constant=template.constant, head=begins, whole=template.known)
    whole = concatenation([before, *values], span, piecewise=piecewise or not template.known)
    if _QUOTING.search(template.head):
        whole = whole.cleaned(("log",))
    # What follows the holes is not worked out.
    return replace(whole, whole=False)


# What a text cannot do any more once it does not hold a character.
_ABSENT = (
    ("./\\", frozenset({"path", "url", "redirect"})),
    ("\n\r", frozenset({"header", "mail", "log"})),
    ("'\";", frozenset({"sql", "ldap", "xpath", "shell"})),
    ("<>", frozenset({"html"})),
)


def harms_without(said: str) -> frozenset[str]:
    """Return what a text cannot do that does not hold `said`, a literal with escapes as written."""
    said = said[:LONGEST_HEAD].replace("\\n", "\n").replace("\\r", "\r")
    return frozenset[str]().union(
        *(harms for characters, harms in _ABSENT if not set(said).isdisjoint(characters))
    )


# Taking out `../` once leaves `....//`; a quote may be doubled, or there are others.
_NOT_BY_REPLACING = frozenset({"path", "url", "redirect", "sql", "shell"})


def harms_replaced(said: str) -> frozenset[str]:
    """Return what a text cannot do after `said` has been replaced in it."""
    return harms_without(said) - _NOT_BY_REPLACING
