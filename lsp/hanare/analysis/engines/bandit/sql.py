r"""Bandit's idea of an SQL statement (B608), in time linear in the text.

Bandit searches with `select\s.*from\s` and the like, which is quadratic in the number of words
`select`, and does so for each string of a concatenation over all of its strings. Here a string is
what it does to a small automaton: a table of its states. Strings joined are tables composed, so
that all answers for one concatenation come from its prefixes and suffixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

Table = bytes
"""State after a text, by state before it; composed by `bytes.translate`."""

# What has been seen is a set of bits. The last two are seen only if nothing but blanks follows.
_SELECT, _UPDATE, _INSERT, _DELETE_ENDS, _INSERT_ENDS, _FOUND = 1, 2, 4, 8, 16, 32

_WORD = re.compile(
    r"(?P<select>select(?=\s))|(?P<update>update(?=\s))|(?P<insert>insert\s+into(?=\s))"
    r"|(?P<delete>delete\s+from(?=\s))|(?P<from>from(?=\s))|(?P<values>values(?=[\s(]))"
    r"|(?P<set>set(?=\s))",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\s*(?:(?P<from>from)|(?P<into>into))\s", re.IGNORECASE)
_ENDS = re.compile(r"(?:(?P<delete>delete)|(?P<insert>insert))\s*\Z", re.IGNORECASE)
_VERBS = ("select", "update", "insert", "delete")


def _table(needs: int, sets: int, keeps: int = ~0) -> Table:
    """Return the table that adds `sets` to each state that has all of `needs`."""
    return bytes(
        state if state & _FOUND else (state | sets if state & needs == needs else state) & keeps
        for state in range(256)
    )


_NOTHING = bytes(range(256))
_TEXT_FOLLOWS = _table(0, 0, ~(_DELETE_ENDS | _INSERT_ENDS))
_STEPS = {
    "select": _table(0, _SELECT),
    "update": _table(0, _UPDATE),
    "insert": _table(0, _INSERT),
    "delete": _table(0, _FOUND),
    "from": _table(_SELECT, _FOUND),
    "values": _table(_INSERT, _FOUND),
    "set": _table(_UPDATE, _FOUND),
}
_BEGINNINGS = {
    "from": _table(_DELETE_ENDS, _FOUND),
    "into": _table(_INSERT_ENDS, _INSERT),
}
_ENDINGS = {"delete": _table(0, _DELETE_ENDS), "insert": _table(0, _INSERT_ENDS)}


def is_sql(text: str) -> bool:
    """Tell whether a text looks like SQL, as Bandit's expression does."""
    return may_be_sql(text) and bool(_of(text)[0] & _FOUND)


def may_be_sql(text: str) -> bool:
    """Tell, at little cost, whether a text may contain the verb of an SQL statement."""
    if not text.isascii():  # case of other letters is not as simple: `ſELECT`
        return True
    lower = text.lower()
    return any(verb in lower for verb in _VERBS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A string of a concatenation, and which strings share its innermost operation.

    Bandit looks at the string itself, then at all strings of the concatenation but those of
    `shared`, with blanks between.
    """

    text: str
    shared: range


def sql_among(pieces: Sequence[Piece]) -> list[int]:
    """Return which strings of a concatenation begin what looks like SQL."""
    followed = [_of(piece.text + " ") for piece in pieces]
    last = [_of(piece.text) for piece in pieces]
    before = list(_composed(followed))
    after = [_NOTHING]
    for index in reversed(range(len(pieces))):
        table = last[index] if index == len(pieces) - 1 else followed[index]
        after.append(_then(table, after[-1]))
    after.reverse()

    found = []
    for index, piece in enumerate(pieces):
        first, end = piece.shared.start, piece.shared.stop
        if end < len(pieces):
            tables = [followed[index], before[first], after[end]]
        elif first:
            tables = [followed[index], before[first - 1], last[first - 1]]
        else:
            tables = [last[index]]
        state = 0
        for table in tables:
            state = table[state]
        if state & _FOUND:
            found.append(index)
    return found


def _composed(tables: Iterable[Table]) -> Iterable[Table]:
    """Yield what no table, the first, the first two … do together."""
    whole = _NOTHING
    yield whole
    for table in tables:
        whole = _then(whole, table)
        yield whole


def _of(text: str) -> Table:
    """Return what a text does to the automaton."""
    if not text or text.isspace():
        return _NOTHING
    begins = _BEGINS.match(text)
    table = _BEGINNINGS[begins.lastgroup or ""] if begins else _NOTHING
    table = _then(table, _TEXT_FOLLOWS)
    for word in _WORD.finditer(text):
        table = _then(table, _STEPS[word.lastgroup or ""])
    ends = _ENDS.search(text)
    return _then(table, _ENDINGS[ends.lastgroup or ""]) if ends else table


@lru_cache(maxsize=4096)  # few tables exist, so that long concatenations share them
def _then(first: Table, second: Table) -> Table:
    return first.translate(second)
