"""What a call in Python is given."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.analysis.matching.literals import string_in
from hanare.analysis.matching.names import Names
from hanare.syntax.elements import Element


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call."""

    positional: tuple[Element, ...]
    """Up to the first `*args`, after which positions are unknown."""
    named: dict[str, Element]
    """By keyword, those of literal dictionaries after `**` included."""
    expanded: frozenset[str]
    """The keywords that come from such dictionaries."""
    more_positional: bool
    """Whether `*args` may give more."""
    more_named: bool
    """Whether `**options` may give more."""

    @classmethod
    def of(cls, call: Element, names: Names) -> Arguments:
        """Read the arguments of a call; a decorator without brackets has none."""
        given = call.field("arguments") if call.kind == "call" else None
        positional: list[Element] = []
        named: dict[str, Element] = {}
        expanded: dict[str, Element] = {}
        more_positional = more_named = False
        if given is not None and given.kind != "argument_list":
            positional.append(given)  # f(x for x in y)
            given = None
        for each in given.children if given is not None else ():
            match each.kind:
                case "keyword_argument":
                    name, value = each.field("name"), each.field("value")
                    if name is not None and value is not None:
                        named[name.text] = value
                case "dictionary_splat":
                    items = _items(each.children[0], names) if each.children else None
                    more_named |= items is None
                    expanded |= items or {}
                case "list_splat":
                    more_positional = True
                case "comment" | "ERROR":
                    pass
                case _ if not more_positional:
                    positional.append(each)
        return cls(
            tuple(positional),
            expanded | named,
            frozenset(expanded),
            more_positional,
            more_named,
        )


def settled(element: Element, names: Names) -> Element:
    """Return the value of a variable that has one only, else the expression itself."""
    if element.kind not in ("identifier", "attribute"):
        return element
    values = names.values(element)
    return values[0] if len(values) == 1 else element


def items_of(element: Element) -> dict[str, Element] | None:
    """Return what a dictionary display, or a call of `dict`, holds by literal text."""
    if element.kind == "dictionary":
        pairs = [each for each in element.children if each.kind == "pair"]
        keyed = ((each.field("key"), each.field("value")) for each in pairs)
        return {
            said: value
            for key, value in keyed
            if key is not None and value is not None and (said := string_in(key)) is not None
        }
    function, given = element.field("function"), element.field("arguments")
    if element.kind == "call" and function is not None and function.text == "dict" and given:
        named = [each for each in given.children if each.kind == "keyword_argument"]
        keyed = ((each.field("name"), each.field("value")) for each in named)
        return {key.text: value for key, value in keyed if key is not None and value is not None}
    return None


def _items(element: Element, names: Names) -> dict[str, Element] | None:
    return items_of(settled(element, names))
