"""What names in Python code mean: through imports, aliases and look-ups by text.

Flow-insensitive: what a scope binds a name to counts as if it held everywhere in it. A name that
it binds to different things means nothing.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from hanare.analysis.matching.literals import string_in
from hanare.analysis.matching.scopes import Binding, Scopes
from hanare.analysis.source import Source
from hanare.syntax.elements import Element

_MOST_PARTS = 16
"""Of a dotted name."""
_MOST_STEPS = 8
"""From one alias to the next, and through brackets."""
_MOST_BINDINGS = 8
"""Of one name in one scope; what is bound more often means nothing."""

BUILTINS = ("builtins", "__builtin__", "__builtins__")
"""What the module of the builtins is called."""


class Names:
    """The meaning of dotted names in one text. All is worked out on first use."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._meanings: dict[tuple[int, str], str] = {}

    def dotted(self, element: Element) -> str:
        """Return what an expression names, e.g. `subprocess.run` for `sp.run`; empty if nothing.

        Builtins go without their module. Names that are bound nowhere in the text mean themselves,
        since pieces of files often lack their imports.
        """
        return self._dotted(element, _MOST_STEPS)

    def is_imported(self, name: str, at: int) -> bool:
        """Return whether a name stands for an import at an offset, and for nothing else."""
        found = self._scopes.find(name, at) if self._scopes is not None else None
        return found is not None and all(each.imported for each in _telling(found[1]))

    def made_by(self, element: Element) -> str:
        """Return the name of what makes an expression's object, e.g. `requests.Session`.

        One step back: the expression is a call, or a variable, parameter or attribute of `self`
        that is assigned one, enters one by `with`, or is annotated with a class.
        """
        element = unwrapped(element)
        if element.kind == "call":
            return self._called(element)
        made = {self._made(each) for each in self._bindings(element)}
        return made.pop() if len(made) == 1 else ""

    def values(self, element: Element) -> list[Element]:
        """Return all that a variable, or an attribute of `self`, is assigned in its scope.

        Empty if it gets a value in any other way, e.g. as a parameter: then it may be anything.
        """
        bound = self._bindings(element)
        values = [each.value for each in bound if each.value is not None]
        return values if len(values) == len(bound) else []

    def is_disguised(self, element: Element) -> bool:
        """Tell whether more than imports gives an expression its meaning: Bandit sees only these.

        Such are aliases by assignment, look-ups by text, and builtins by their module.
        """
        element = unwrapped(element)
        for _ in range(_MOST_PARTS):
            owner = element.field("object") if element.kind == "attribute" else None
            if owner is None:
                break
            element = unwrapped(owner)
        if element.kind != "identifier" or self._scopes is None:
            return True
        found = self._scopes.find(element.text, element.start)
        if found is None:
            return element.text in BUILTINS
        return any(
            not each.imported or each.imported.partition(".")[0] in BUILTINS
            for each in _telling(found[1])
        )

    @cached_property
    def _scopes(self) -> Scopes | None:
        tree = self._source.tree
        return None if tree is None else Scopes(tree)

    def _dotted(self, element: Element, steps: int) -> str:
        parts: list[str] = []
        element = unwrapped(element)
        while element.kind == "attribute" and len(parts) < _MOST_PARTS:
            attribute, owner = element.field("attribute"), element.field("object")
            if attribute is None or owner is None:
                return ""
            parts.append(attribute.text)
            element = unwrapped(owner)
        base = self._base(element, steps)
        if not base:
            return ""
        dotted = ".".join((base, *reversed(parts)))
        module, _, name = dotted.partition(".")
        return name if name and module in BUILTINS else dotted

    def _base(self, element: Element, steps: int) -> str:
        if element.kind == "identifier":
            return self._meaning(element, steps)
        if steps and element.kind == "call":
            return self._looked_up(element, steps - 1)
        if steps and element.kind == "subscript":
            return self._item(element, steps - 1)
        return ""

    def _looked_up(self, call: Element, steps: int) -> str:
        """Return what a call names that is no more than a name in disguise."""
        function, arguments = call.field("function"), _positional(call, 2)
        if function is None or not arguments:
            return ""
        said = string_in(arguments[-1]) or ""
        match self._dotted(function, steps), len(arguments):
            case "getattr", 2:
                return _member(self._dotted(arguments[0], steps), said)
            case "__import__", _:
                return said.split(".")[0]
            case "importlib.import_module", 1:
                return said
            case "functools.partial", _:
                return self._dotted(arguments[0], steps)
        return ""

    def _item(self, subscript: Element, steps: int) -> str:
        """Return what `sys.modules["os"]` and `vars(os)["system"]` name."""
        value, key = subscript.field("value"), subscript.field("subscript")
        said = string_in(key) if key is not None else None
        if value is None or not said:
            return ""
        if value.kind == "call":
            function, arguments = value.field("function"), _positional(value, 1)
            is_vars = function is not None and self._dotted(function, steps) == "vars"
            return _member(self._dotted(arguments[0], steps), said) if is_vars and arguments else ""
        owner = self._dotted(value, steps)
        if owner == "sys.modules" or owner in BUILTINS:
            return said
        owner, dictionary, _ = owner.partition(".__dict__")
        return _member(owner, said) if dictionary else ""

    def _meaning(self, name: Element, steps: int) -> str:
        text = name.text
        found = self._scopes.find(text, name.start) if self._scopes is not None else None
        if found is None:
            return text
        number, bound = found
        known = self._meanings.get((number, text))
        if known is None:
            self._meanings[number, text] = ""  # what is an alias of itself means nothing
            known = self._meanings[number, text] = self._common_meaning(bound, steps)
        return known

    def _common_meaning(self, bound: list[Binding], steps: int) -> str:
        bound = _telling(bound)
        if bound and all(each.imported for each in bound):
            return bound[-1].imported  # of alternatives the fallback
        meanings = {self._bound_meaning(each, steps) for each in bound}
        return meanings.pop() if len(meanings) == 1 else ""

    def _bound_meaning(self, binding: Binding, steps: int) -> str:
        if binding.value is not None and steps:
            return self._dotted(binding.value, steps - 1)
        return binding.imported

    def _bindings(self, element: Element) -> list[Binding]:
        element = unwrapped(element)
        owner = element.field("object") if element.kind == "attribute" else element
        if self._scopes is None or owner is None or owner.kind != "identifier":
            return []
        found = self._scopes.find(element.text, element.start)
        return [] if found is None else _telling(found[1])

    def _made(self, binding: Binding) -> str:
        maker = binding.value or binding.entered
        if maker is not None and (maker := unwrapped(maker)).kind == "call":
            return self._called(maker)
        return "" if binding.annotation is None else self.dotted(binding.annotation)

    def _called(self, call: Element) -> str:
        function = call.field("function")
        return "" if function is None else self.dotted(function)


@lru_cache(maxsize=1)
def names_of(source: Source) -> Names:
    """Return the names of a text, the same for all that look at it one after the other."""
    return Names(source)


def unwrapped(element: Element) -> Element:
    """Return what is in brackets, or awaited."""
    for _ in range(_MOST_STEPS):
        if element.kind not in ("parenthesized_expression", "await") or not element.children:
            break
        element = element.children[-1]
    return element


def _telling(bound: list[Binding]) -> list[Binding]:
    """Leave out `x = None`, which only says that `x` is still to get its value."""
    if len(bound) > _MOST_BINDINGS:
        return []
    return [each for each in bound if each.value is None or each.value.kind != "none"]


def _member(owner: str, name: str) -> str:
    if owner in BUILTINS:
        return name
    return f"{owner}.{name}" if owner and name else ""


def _positional(call: Element, most: int) -> list[Element]:
    """Return the first arguments without a name."""
    arguments = call.field("arguments")
    if arguments is None or arguments.kind != "argument_list":
        return []
    named = ("keyword_argument", "comment", "list_splat", "dictionary_splat")
    return [each for each in arguments.children if each.kind not in named][:most]
