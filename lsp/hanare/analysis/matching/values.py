"""Conditions on a value in Python code, as rules state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field

from hanare.analysis.matching.arguments import items_of, settled
from hanare.analysis.matching.literals import string_in
from hanare.analysis.matching.names import Names, unwrapped
from hanare.syntax.elements import Element

_LONGEST = 2_000
"""Characters of a string that patterns look at: they are simple, hostile strings are not."""
_MOST_ITEMS = 50
_MOST_NODES = 500
_LONGEST_LITERAL = 40
"""Characters of a number or keyword."""
_LISTS = ("list", "tuple", "set")
_STRINGS = ("string", "concatenated_string")
_CONSTANTS = ("true", "false", "none", "integer", "float")
_BYTES = re.compile(r"(?i)r?br?['\"]")


class Value(BaseModel):
    """What a value must be. All that is stated must hold, in a list or tuple for one item.

    A variable that has one value only is as good as that value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    equals: tuple[str, ...] = Field(default=(), alias="is")
    """One of these: a number, `True`, `False`, `None`, or what a name means (`ssl.CERT_NONE`)."""
    matches: str = ""
    """A pattern somewhere in a string literal."""
    unlike: str = ""
    """A pattern that must not be in it."""
    bits: int = 0
    """A whole number with one of these bits set."""
    below: int | None = None
    """A whole number less than this."""
    constant: bool | None = None
    """Whether it is a literal, for strings one without anything put in, for lists one of those."""
    bytes: bool = False
    """A literal of bytes."""
    computed: bool = False
    """Text put together on the spot: an f-string, `%`, `+` or `format`."""
    key: str = ""
    """Not the value, but what it holds under this key as a dictionary, must be so."""
    calls: tuple[str, ...] = ()
    """It is, or holds, a call of one of these names."""
    mentions: str = ""
    """A pattern for the name of a variable or attribute that it shows: itself, encoded, or in an
    f-string."""

    def holds(self, element: Element, names: Names) -> bool:
        """Tell whether a value is so."""
        element = unwrapped(element)
        if self.mentions:
            return any(
                compiled(self.mentions).search((each.field("attribute") or each).text)
                for each in _shown(element)
            )
        if self.calls:
            return any(names.dotted(each) in self.calls for each in _called(element))
        element = _repeated(unwrapped(settled(element, names)))
        if self.key:
            item = (items_of(element) or {}).get(self.key)
            return item is not None and self._is_so(unwrapped(item), names)
        if element.kind in _LISTS and self.constant is None:
            return any(
                self._is_so(unwrapped(each), names) for each in element.children[:_MOST_ITEMS]
            )
        return self._is_so(element, names)

    def _is_so(self, element: Element, names: Names) -> bool:
        return (
            (not self.equals or self._equals(element, names))
            and self._reads(element)
            and self._counts(element)
            and self.constant in (None, _is_constant(element))
            and (not self.computed or _is_computed(element))
            and (not self.bytes or bool(_BYTES.match(element.text[:_LONGEST_LITERAL])))
        )

    def _equals(self, element: Element, names: Names) -> bool:
        if element.kind == "integer":
            number = _number(element)
            return any(number == _whole(each) for each in self.equals if each[0].isdigit())
        if element.kind in ("identifier", "attribute"):
            return names.dotted(element) in self.equals
        return element.end - element.start <= _LONGEST_LITERAL and element.text in self.equals

    def _reads(self, element: Element) -> bool:
        if not self.matches and not self.unlike:
            return True
        said = string_in(element)
        if said is None:
            return False
        said = said[:_LONGEST]
        return (not self.matches or bool(compiled(self.matches).search(said))) and not (
            self.unlike and compiled(self.unlike).search(said)
        )

    def _counts(self, element: Element) -> bool:
        if not self.bits and self.below is None:
            return True
        number = _number(element)
        if number is None:
            return False
        if self.below is not None and number >= self.below:
            return False
        return not self.bits or bool(number & self.bits)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a rule's pattern, compiled once."""
    return re.compile(pattern)


def _number(element: Element) -> int | None:
    return _whole(element.text) if element.kind == "integer" else None


def _whole(text: str) -> int | None:
    try:
        return int(text[:_LONGEST_LITERAL], 0)
    except ValueError:
        return None


def _repeated(element: Element) -> Element:
    """Return the string in `b"0" * 16`."""
    left, operator = element.field("left"), element.field("operator")
    if left is not None and operator is not None and operator.kind == "*" and left.kind == "string":
        return left
    return element


def _is_constant(element: Element) -> bool:
    if element.kind in _STRINGS:
        return string_in(element) is not None
    if element.kind in _LISTS:
        items = element.children
        return len(items) <= _MOST_ITEMS and all(map(_is_item, items))
    return element.kind in _CONSTANTS


def _is_item(element: Element) -> bool:
    """Tell whether an item of a list is constant; one that is a list itself is not looked into."""
    return element.kind == "comment" or (element.kind not in _LISTS and _is_constant(element))


def _is_computed(element: Element) -> bool:
    if element.kind in _STRINGS:
        return string_in(element) is None
    if element.kind == "binary_operator":
        return any(side.kind in _STRINGS for side in element.children)
    function = element.field("function")
    owner, method = (function and function.field(each) for each in ("object", "attribute"))
    return bool(owner and method and method.text == "format" and owner.kind in _STRINGS)


def _shown(element: Element) -> Iterator[Element]:
    """Yield the variables and attributes that a value shows: itself, encoded, or in an f-string."""
    function = element.field("function") if element.kind == "call" else None
    method = function.field("attribute") if function is not None else None
    if function is not None and method is not None and method.text == "encode":
        element = function.field("object") or element
    if element.kind in ("identifier", "attribute"):
        yield element
    elif element.kind == "string":
        for each in element.children[:_MOST_ITEMS]:
            inner = each.field("expression") if each.kind == "interpolation" else None
            if inner is not None and inner.kind in ("identifier", "attribute"):
                yield inner


def _called(element: Element) -> Iterator[Element]:
    """Yield the functions that are called in a value, not in functions defined in it."""
    for each in islice(element.walk(), _MOST_NODES):
        function = each.field("function") if each.kind == "call" else None
        if function is not None:
            yield function
