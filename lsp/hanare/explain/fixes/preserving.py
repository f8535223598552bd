"""Whether a change leaves a program what it was, as far as syntax can tell.

A model asked to remove a weakness may remove the feature, or tell scanners to look away. What is
checked here needs no analysis: the outside and the signature stay, names that others use survive,
the parameters are still used, and something does the work of the code that was changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hanare.analysis.catalogue import helps
from hanare.analysis.finding import Finding, Span
from hanare.analysis.redaction import visible
from hanare.explain.fixes.refusals import Why
from hanare.explain.fixes.region import BODIES, Region, body_of, definition_in, ink
from hanare.syntax.elements import Element, around
from hanare.syntax.outline import outline
from hanare.syntax.tree import Place, SyntaxTree

# Words that scanners and linters obey, most of them in comments.
_SILENCERS = re.compile(
    r"nosec\b|noqa\b|nosemgrep\b|hanare:|nosonar\b|nolint\b|allowlist|gitleaks:allow"
    r"|usedforsecurity[ \t]*=[ \t]*False"
    r"|type:[ \t]*ignore|(?:eslint|pylint|rubocop|shellcheck)[-:=[ \t]*disable",
    re.IGNORECASE,
)
_STATEMENTS = (
    "_statement", "_definition", "_declaration", "_instruction", "_clause", "_directive", "command",
    "pipeline",
)  # fmt: skip
# What does nothing in the place of something.
_IDLE = re.compile(
    r"(?:pass|\.\.\.|return(?: (?:None|null|nil|undefined|false|False|0|\"\"|''))?|raise\b.*"
    r"|throw\b.*|continue|break|[A-Za-z]{0,2}(?:\"[^\"]*\"|'[^']*')"
    r"|(?:print|puts|echo|(?:logging|logger|log|console|System \. out|fmt) \. \w+)\b.*)? ?;?"
)
# What switches something off, or to something weak: without it the usual, safe setting holds.
_SETTING = re.compile(
    r"[\w \]\[\"']+(?:\.|\[)[\w .\]\[\"']+"
    r" = (?:True|False|None|true|false|null|\d+|(?:\w+ \. )*[A-Z_]{3,})(?: ;)?"
)
_LONGEST_SETTING = 200
# Names of what is around the definition are given other values.
_REBINDS = re.compile(r"(?:global|nonlocal)\b")
_ATTRIBUTE_SET = re.compile(r"(\w+)(?: \. \w+)+ (?==(?!=))")
_BINDINGS = frozenset((
    "assignment", "augmented_assignment", "assignment_expression", "variable_declarator",
    "init_declarator", "short_var_declaration", "var_spec", "const_spec", "variable_assignment",
))  # fmt: skip
_BOUND_FIELDS = ("left", "name", "declarator")
_COMMANDS = (77, 78, 88)
"""CWEs of running programs: whatever the example runs, it is another program."""
_SQL_INJECTION = 89
_EXECUTED = re.compile(r"\bexecute \( [^()]+ , (\w+) \)")
_CREDENTIALS = (259, 321, 798)
"""CWEs of what is wrong to write down at all, wherever in the code it stands."""
# A file, a folder or a host.
_SOMEWHERE = re.compile(r"[\w.:-]*/[\w./:-]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
_LITERAL = re.compile(r"\"([^\"\n]{3,})\"|'([^'\n]{3,})'")
_FIRST = re.compile(r"\S")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Part:
    """A region of a text that is parsed."""

    tree: SyntaxTree
    region: Region

    @property
    def text(self) -> str:
        """What the region says."""
        return self.tree.text[self.region.start : self.region.end]


def harm(old: Part, new: Part, finding: Finding) -> Why | None:
    """Return what a change spoils; None if nothing is seen to be spoilt.

    `new` is the same region after the change; the texts differ there, and by lines added above.
    """
    was, now = _statements(old), _statements(new)
    if not now:
        return Why.EMPTY
    if was == now:
        return Why.UNCHANGED
    if _hidden(new) - _hidden(old):
        return Why.HIDDEN
    if new.tree.problems() > old.tree.problems():
        return Why.SYNTAX
    if _reaches_out(new) or _tokens_after(old) != _tokens_after(new):
        return Why.OUTSIDE
    before, after = definition_in(old.tree, old.region), definition_in(new.tree, new.region)
    if before is not None and (
        after is None or not _same_head(old, before, new, after, finding.span)
    ):
        return Why.SIGNATURE
    if not _names(old, local=before is None) <= _names(new, local=before is None):
        return Why.NAMES
    if _silencers(new) > _silencers(old):
        return Why.SILENCED
    added, removed = Counter(now) - Counter(was), Counter(was) - Counter(now)
    if any(map(_REBINDS.match, added)) or _changed_modules(new, added, removed):
        return Why.OUTSIDE
    idle = all(_IDLE.fullmatch(each) for each in added)
    if idle and not all(map(_is_setting, removed)):
        return Why.REMOVED
    if before is not None and after is not None and not _uses(before) <= _uses(after):
        return Why.REMOVED
    return _particular_harm(old, new, finding, added, removed)


def _particular_harm(
    old: Part, new: Part, finding: Finding, added: Iterable[str], removed: Iterable[str]
) -> Why | None:
    """Return what models do wrong with some kinds of findings."""
    if finding.cwe in _CREDENTIALS:
        if _literals(old, finding.span) & _literals(new):
            return Why.STILL_THERE
        names = set(_WORD.findall(_LITERAL.sub("", " ".join(removed))))
        if not names <= set(_WORD.findall(new.text)):
            return Why.REMOVED
    if finding.cwe == _SQL_INJECTION and _misses_a_sequence(added, removed):
        return Why.PARAMETERS
    example = helps()[finding.rule].good if finding.cwe in _COMMANDS else ""
    return Why.INVENTED if _invented(old, new, example) else None


def _changed_modules(part: Part, added: Iterable[str], removed: Iterable[str]) -> bool:
    """Whether something of an imported module, which all that import it share, is replaced."""
    was, now = (
        {match[0]: match[1] for match in map(_ATTRIBUTE_SET.match, statements) if match}
        for statements in (removed, added)
    )
    imported = {
        word
        for each in outline(part.tree).imports
        for word in (*(name for _, name in each.names), each.alias or each.module.split(".")[0])
    }
    return any(name in imported for target, name in now.items() if target not in was)


def _statements(part: Part) -> list[str]:
    """Return a region's statements, without comments and blanks; of compound ones the heads."""
    open_: list[tuple[int, list[str]]] = []
    found: list[list[str]] = []
    heads = _heads(part)
    upcoming = next(heads, None)
    loose: list[str] = []
    for token in part.tree.tokens(part.region.start, part.region.end):
        while upcoming is not None and upcoming[0] <= token.start:
            words: list[str] = []
            open_.append((upcoming[1], words))
            found.append(words)
            upcoming = next(heads, None)
        if token.place is Place.COMMENT or not token.text.strip():
            continue
        while open_ and open_[-1][0] <= token.start:
            open_.pop()
        (open_[-1][1] if open_ else loose).append(token.text)
    return [" ".join(words) for words in (*found, loose) if words]


def _heads(part: Part) -> Iterator[tuple[int, int]]:
    """Yield where statements that begin in a region begin and end, outer ones first."""
    start, end = part.region.start, part.region.end
    holder = next(
        each
        for each in reversed(around(part.tree, start, end))
        if each.start <= start and each.end >= end
    )
    for each in holder.walk():
        if start <= each.start < end and each.kind.endswith(_STATEMENTS):
            yield each.start, each.end


def _reaches_out(part: Part) -> bool:
    """Whether something that begins in the region goes on behind it, or the other way round."""
    text = part.tree.text
    start, end = ink(text, part.region)
    follower = _FIRST.search(text, end)
    if follower is not None:
        shared = around(part.tree, end - 1, follower.start() + 1)[1:]
        if any(each.start >= start and each.kind not in BODIES for each in shared):
            return True
    above = len(text[:start].rstrip())
    shared = around(part.tree, above - 1, start + 1)[1:] if above else []
    return any(each.end < end for each in shared)


def _tokens_after(part: Part) -> list[tuple[str, Place]]:
    tokens = part.tree.tokens(part.region.end, len(part.tree.text))
    return [(each.text, each.place) for each in tokens if each.start >= part.region.end]


def _same_head(old: Part, before: Element, new: Part, after: Element, finding: Span) -> bool:
    one, other = body_of(before), body_of(after)
    if before.kind != after.kind or one is None or other is None:
        return False
    if finding.start >= one.start:
        heads = (
            old.tree.tokens(before.start, one.start),
            new.tree.tokens(after.start, other.start),
        )
        was, now = (
            [each.text for each in head if each.place is not Place.COMMENT] for head in heads
        )
        return was == now
    # What is wrong is in the head itself, e.g. a default value: the names in it stay.
    was_called, is_called = (each.field("definition") or each for each in (before, after))
    return (_name(was_called), _parameters(was_called)) == (
        _name(is_called),
        _parameters(is_called),
    )


def _name(definition: Element) -> str:
    name = definition.field("name")
    return name.text if name is not None else ""


def _parameters(function: Element) -> list[str]:
    holder = function.field("parameters")
    if holder is None:
        return []
    found = []
    for parameter in holder.children:
        names = (each.text for each in parameter.walk() if each.kind == "identifier")
        found += [name for name in (next(names, ""),) if name]
    return found


def _uses(definition: Element) -> set[str]:
    """Return the parameters that the body of a definition uses."""
    body = body_of(definition)
    function = definition.field("definition") or definition
    used = set(_WORD.findall(body.text)) if body is not None else set()
    return used & set(_parameters(function))


def _names(part: Part, *, local: bool) -> set[str]:
    """Return the names of a region that code elsewhere may use.

    With `local` variables count, too: the region is not a function of its own.
    """
    region = part.region
    seen = outline(part.tree)
    kinds = None if local else ("field",)
    names = {
        each.name
        for each in seen.definitions
        if region.start <= each.start < region.end and (kinds is None or each.kind in kinds)
    }
    if local:
        for each in seen.imports:
            if region.start <= each.start < region.end:
                names |= {name for _, name in each.names} or {each.alias or each.module}
        names |= _bound(part)
    return names


def _bound(part: Part) -> set[str]:
    found: set[str] = set()
    start, end = part.region.start, part.region.end
    for holder in around(part.tree, start, end)[-1:]:
        for each in holder.walk():
            if not (start <= each.start < end and each.kind in _BINDINGS):
                continue
            target = next(filter(None, map(each.field, _BOUND_FIELDS)), None)
            if target is not None:
                found |= set(_WORD.findall(target.text))
    return found


def _literals(part: Part, span: Span | None = None) -> set[str]:
    """Return what stands between quotes in a region, or in a part of it."""
    return _quoted(part.text if span is None else part.tree.text[span.start : span.end])


def _quoted(text: str) -> set[str]:
    return {one or other for one, other in _LITERAL.findall(text)}


def _invented(old: Part, new: Part, example: str) -> bool:
    """Whether the new code names a file or a host, or says what `example` does, out of nowhere.

    Models take such things from the example that they are shown.
    """
    known, shown = set(_WORD.findall(old.tree.text)), _quoted(example)
    for literal in _literals(new) - _literals(old):
        last = literal.rstrip("/").rpartition("/")[2]
        is_name = _SOMEWHERE.fullmatch(literal) is not None or literal in shown
        if is_name and not known & set(_WORD.findall(last)):
            return True
    return False


def _is_setting(statement: str) -> bool:
    # A longer one is none, and could keep the pattern busy.
    return len(statement) <= _LONGEST_SETTING and _SETTING.fullmatch(statement) is not None


def _misses_a_sequence(added: Iterable[str], removed: Iterable[str]) -> bool:
    """Whether what was a piece of an SQL text is now all of its parameters."""
    pieces = set(_WORD.findall(" ".join(removed)))
    return any(match[1] in pieces for statement in added for match in _EXECUTED.finditer(statement))


def _hidden(part: Part) -> set[str]:
    """Return the characters of a region that a reader does not see, or that a terminal obeys."""
    return {each for each in set(part.text) if each not in "\r\n" and visible(each) != each}


def _silencers(part: Part) -> int:
    return sum(1 for _ in _SILENCERS.finditer(part.text))
