"""An assignment in Python, or what works like one, by its target and its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.hit import Hit
from hanare.analysis.matching.literals import string_in
from hanare.analysis.matching.names import Names, names_of
from hanare.analysis.matching.values import Value
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, Pattern

Form = Literal["plain", "annotated", "walrus", "lambda", "async", "return"]
"""`x = 1`, `x: int = 1`, `x := 1`, `lambda x=1:`, `async def f(x=1)`, and `return 1` in `def x`."""

_ASSIGNMENTS = Pattern(
    "python",
    """
    (assignment left: (_) @target !type right: (_) @value) @plain
    (assignment left: (_) @target type: (_) right: (_) @value) @annotated
    (named_expression name: (_) @target value: (_) @value) @walrus
    (lambda_parameters (default_parameter name: (_) @target value: (_) @value) @lambda)
    (function_definition "async" parameters: (parameters
      (default_parameter name: (_) @target value: (_) @value) @async))
    (function_definition "async" parameters: (parameters
      (typed_default_parameter name: (_) @target value: (_) @value) @async))
    (function_definition name: (_) @target
      body: (block (return_statement (_) @value) @return))
    """,
)
_WORD = re.compile(r"\w+")


class AssignmentMatcher(BaseModel):
    """Assignments of some values to some targets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    targets: tuple[str, ...] = ()
    """`DEBUG`; `ssl.CERT_NONE`; `requests.Session().verify` for an attribute of what that makes;
    `*.verify` for any; `*[KEY]` for an item under that text."""
    named: str = ""
    """Or, a pattern for the last part of the target."""
    forms: tuple[Form, ...] = ("plain", "annotated")
    value: Value = Value()
    any_word: tuple[str, ...] = ()
    """One of these words must occur in the text."""
    is_secret: bool = False
    """Whether the value must not be shown."""
    confidence: Level | None = None
    """None for the rule's own."""

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The pattern `named`, compiled for one name or for a list with one in each line."""
        return re.compile(self.named, re.MULTILINE) if self.named else None

    @cached_property
    def last(self) -> frozenset[str]:
        """The last words of the targets."""
        return frozenset(_WORD.findall(each)[-1] for each in self.targets)

    def may_match(self, words: frozenset[str], listing: str) -> bool:
        """Tell whether it can match in a text of those words, which the listing has by line."""
        if self.any_word and words.isdisjoint(self.any_word):
            return False
        if self.pattern is not None:
            return bool(self.pattern.search(listing))
        return any(words.issuperset(_WORD.findall(each)) for each in self.targets)

    def matches(self, form: str, target: Element, value: Element, names: Names) -> bool:
        """Tell whether an assignment matches."""
        return (
            form in self.forms and self._is_target(target, names) and self.value.holds(value, names)
        )

    def _is_target(self, target: Element, names: Names) -> bool:
        last = _last(target)
        if self.pattern is not None:
            return bool(self.pattern.search(last))
        return last in self.last and any(name in self.targets for name in _targets(target, names))


class AssignmentTable:
    """All assignment matchers, run together."""

    def __init__(self, matchers: Iterable[tuple[str, AssignmentMatcher]]) -> None:
        self._matchers = tuple(matchers)

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the assignments that match, each once a rule."""
        listing = "\n".join(source.words)
        wanted = [each for each in self._matchers if each[1].may_match(source.words, listing)]
        if not wanted or source.tree is None:
            return
        names = names_of(source)
        for match in _ASSIGNMENTS.search(source.tree):
            target, value = match["target"][0], match["value"][0]
            form = next(iter(match.keys() - {"target", "value"}))
            whole = match[form][0]
            found = set()
            for rule, matcher in wanted:
                if rule not in found and matcher.matches(form, target, value, names):
                    found.add(rule)
                    secrets = (Span(value.start, value.end),) if matcher.is_secret else ()
                    span = Span(whole.start, whole.end)
                    yield Hit(rule, span, matcher.confidence, secrets)


def _last(target: Element) -> str:
    attribute = target.field("attribute")
    if attribute is not None:
        return attribute.text
    if target.kind == "subscript":
        return _key(target)
    return target.text if target.kind == "identifier" else ""


def _targets(target: Element, names: Names) -> Iterator[str]:
    """Yield what a matcher may call a target."""
    owner, attribute = target.field("object"), target.field("attribute")
    if target.kind == "identifier":
        yield target.text
    elif owner is not None and attribute is not None:
        yield f"*.{attribute.text}"
        yield names.dotted(target)
        if made := names.made_by(owner):
            yield f"{made}().{attribute.text}"
    elif target.kind == "subscript" and (key := _key(target)):
        yield f"*[{key}]"


def _key(subscript: Element) -> str:
    key = subscript.field("subscript")
    return (string_in(key) or "") if key is not None else ""
