"""What the syntax tree says of a function, for certain: a model would guess at some of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hanare.syntax.elements import Element
from hanare.text.lines import LineIndex
from hanare.wording import Language, said

_RAISES = frozenset(("raise_statement", "throw_statement", "throw_expression"))
_RETURNS = frozenset(("return_statement", "return_expression", "return"))
_YIELDS = frozenset(("yield", "yield_expression", "yield_statement"))
_CALLS = frozenset((
    "call", "call_expression", "method_invocation", "invocation_expression",
    "function_call_expression", "member_call_expression", "macro_invocation",
))  # fmt: skip
_PLACES = frozenset((
    "attribute", "subscript", "member_expression", "subscript_expression", "selector_expression",
    "field_expression", "index_expression", "field_access", "member_access_expression",
))  # fmt: skip
_OUTER_NAMES = frozenset(("global_statement", "nonlocal_statement"))
_DEFINITIONS = re.compile(r"function|method|lambda|closure|class|arrow")
_BODIES = re.compile(r"block|body|parameters")
_NAMED_BY = ("name", "pattern", "declarator", "left")
_RAISED = re.compile(r"(?:raise|throw)\s+(?:new\s+)?(?P<name>[^\W\d][\w.:]*)")
_CALLED = re.compile(r"[^\W\d][\w.]*(?:::[\w.]+)*")
_NAME = re.compile(r"[*&]*[^\W\d]\w*")
_MOST = 12
_RECEIVERS = frozenset(("self", "cls"))
_SAYS_LITTLE = frozenset((
    "bool", "dict", "enumerate", "float", "getattr", "hasattr", "int", "isinstance", "len", "list",
    "range", "repr", "reversed", "set", "str", "super", "tuple", "type", "zip",
))  # fmt: skip
"""Python's own functions that nobody would mention."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one function; names as they are written. Lines count from 1, in the whole text."""

    parameters: tuple[str, ...]
    returns: tuple[int, ...]
    """Lines that return a value."""
    yields: tuple[int, ...]
    raises: tuple[tuple[str, int], ...]
    """What is raised, and where. A bare `raise` passes on what was caught and is not here."""
    changes: tuple[str, ...]
    """Attributes, items and outer names that are assigned to."""
    calls: tuple[str, ...]

    def markdown(self, language: Language) -> str:
        """Return a list of them; empty if nothing is known."""
        rows = [
            (said("Parameters"), _quoted(self.parameters)),
            (said("Returns a value"), _lines(self.returns)),
            (said("Yields values"), _lines(self.yields)),
            (said("Raises"), ", ".join(f"`{name}` ({_line(n)})" for name, n in self.raises)),
            (said("Assigns to"), _quoted(self.changes)),
            (said("Calls"), _quoted(self.calls)),
        ]
        return "".join(f"- {label.in_(language)}: {text}\n" for label, text in rows if text)


def facts_of(definition: Element, lines: LineIndex) -> Facts:
    """Return the facts of a definition, those of definitions inside it left out."""
    inner = definition.field("definition") or definition  # below its decorators
    returns, yields = [], []
    raises: dict[str, int] = {}
    changes: dict[str, None] = {}
    calls: dict[str, None] = {}
    for each in _own(inner):
        line = lines.line_of(each.start) + 1
        if each.kind in _RAISES:
            if found := _RAISED.match(each.text):
                raises.setdefault(found["name"], line)
        elif each.kind in _RETURNS:
            if each.children:
                returns.append(line)
        elif each.kind in _YIELDS:
            yields.append(line)
        elif each.kind in _OUTER_NAMES:
            changes |= dict.fromkeys(child.text for child in each.children)
        elif each.kind in _CALLS:
            if name := _called(each):
                calls[name] = None
        elif "assignment" in each.kind and (left := each.field("left")) is not None:
            changes |= dict.fromkeys(
                place.text.split("\n")[0] for place in _targets(left) if place.kind in _PLACES
            )
    raised = frozenset(raises)
    return Facts(
        tuple(name for name in _parameters(inner) if name not in _RECEIVERS)[:_MOST],
        tuple(dict.fromkeys(returns))[:_MOST],
        tuple(dict.fromkeys(yields))[:_MOST],
        tuple(raises.items())[:_MOST],
        tuple(changes)[:_MOST],
        tuple(name for name in calls if name not in raised | _SAYS_LITTLE)[:_MOST],
    )


def _own(definition: Element) -> Iterator[Element]:
    """Yield what is in a definition, but not what is in the definitions inside it."""
    body = definition.field("body")
    pending = [body] if body is not None else []
    while pending:
        element = pending.pop()
        yield element
        pending += [
            child
            for child in reversed(element.children)
            if not _DEFINITIONS.search(child.kind) or _BODIES.search(child.kind)
        ]


def _targets(left: Element) -> list[Element]:
    return left.children if left.kind.endswith(("_list", "_pattern", "tuple")) else [left]


def _parameters(definition: Element) -> Iterator[str]:
    parameters = definition.field("parameters")
    if parameters is None and (declarator := definition.field("declarator")) is not None:
        parameters = declarator.field("parameters")  # C
    for each in parameters.children if parameters is not None else ():
        if each.kind == "comment":
            continue
        named = next((found for by in _NAMED_BY if (found := each.fields(by))), [each])
        for element in named:
            if match := _NAME.match(element.text):
                yield match[0]


def _called(call: Element) -> str:
    function = call.field("function") or call.field("name") or call.field("macro")
    if function is None:
        return ""
    found = _CALLED.fullmatch(function.text)
    return found[0] if found else ""


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _line(number: int) -> str:
    return f"L{number}"


def _lines(numbers: tuple[int, ...]) -> str:
    return ", ".join(_line(number) for number in numbers)
