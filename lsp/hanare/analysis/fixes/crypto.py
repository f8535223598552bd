"""Hashes, keys and random numbers."""

from __future__ import annotations

import re
from itertools import islice

from hanare.analysis.finding import Fix, Span
from hanare.analysis.fixes.calls import Call
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.fixes.imports import reference, referred, renamed
from hanare.analysis.matching.literals import string_in
from hanare.syntax.elements import Element
from hanare.wording import said

_WEAK = ("md4", "md5", "sha", "sha1")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SIMPLE = ("identifier", "attribute", "integer")
# In these places a sum needs no brackets.
_ALONE = frozenset((
    "argument_list", "assignment", "augmented_assignment", "default_parameter", "dictionary",
    "expression_statement", "interpolation", "keyword_argument", "list", "list_comprehension",
    "pair", "parenthesized_expression", "return_statement", "set", "subscript", "tuple", "yield",
))  # fmt: skip
_DRAWS = ("random", "uniform", "triangular", "choices", "sample", "randrange", "randint")
_KEY_MAKERS = ("generate_private_key", "generate")
_KEY_SIZES = ("key_size", "bits")
_ENOUGH = 2048
_MOST_NODES = 200


def not_for_security(site: Site) -> Fix | None:
    """Say that a weak hash guards nothing; only its author can know that."""
    call = site.call
    if call is None:
        return None
    module, _, name = site.called.rpartition(".")
    if name == "new":
        first = call.positional[0] if call.positional else call.value("name")
        name = (string_in(first) or "").lower() if first is not None else ""
    if module != "hashlib" or name not in _WEAK:
        return None
    title = said("Not used for security (usedforsecurity=False)")
    value = call.value("usedforsecurity")
    if value is not None:
        edit = replaced(value, "False") if value.kind == "true" else None
    else:
        edit = None if call.spreads else call.with_argument("usedforsecurity=False")
    return fix(title, edit, to_agree=True) if edit is not None else None


def longer_key(site: Site) -> Fix | None:
    """Make new RSA and DSA keys long enough."""
    call = site.call
    if call is None or site.called.rpartition(".")[2] not in _KEY_MAKERS:
        return None
    named = [value for name in _KEY_SIZES if (value := call.value(name)) is not None]
    for size in (*named, *call.positional):
        # The other number is the public exponent, 3 or 65537.
        if _NUMBER.fullmatch(size.text) and 256 <= int(size.text) < _ENOUGH:
            return fix(
                said("Make the key {enough} bits long", enough=_ENOUGH),
                replaced(size, str(_ENOUGH)),
            )
    return None


def unpredictable(site: Site) -> Fix | None:
    """Draw from the system's random numbers; not where a seed makes them repeatable."""
    call = site.call
    module, _, name = site.called.rpartition(".")
    if call is None or module != "random" or call.spreads or "seed" in site.code.source.words:
        return None
    return _by_secrets(site, call, name) or _by_system(site, call, name)


def unpredictable_secret(site: Site) -> Fix | None:
    """Do so in what is assigned, if one thing is drawn there."""
    drawn = []
    for each in islice(site.element.walk(), _MOST_NODES):
        function = each.field("function") if each.kind == "call" else None
        if function is not None and site.name(function).startswith("random."):
            drawn.append(each)
    if len(drawn) != 1:
        return None
    span = Span(drawn[0].start, drawn[0].end)
    return unpredictable(Site(site.code, span, drawn[0]))


def _by_secrets(site: Site, call: Call, name: str) -> Fix | None:
    """Use what `secrets` has for it: the same result, from the other source."""
    if len(call.values) != len(call.positional):
        return None
    match name, call.positional:
        case "choice", [_]:
            member = "choice"
        case "getrandbits", [_]:
            member = "randbits"
        case "randbytes", [_]:
            member = "token_bytes"
        case "randrange", [_]:
            member = "randbelow"
        case "randint" | "randrange", [low, high]:
            return _between(site, call, low, high, inclusive=name == "randint")
        case _:
            return None
    safe = referred(site, call.function, f"secrets.{member}")
    if safe is None:
        return None
    return fix(said("Use {text}", text=safe.text), *safe.edits)


def _between(site: Site, call: Call, low: Element, high: Element, *, inclusive: bool) -> Fix | None:
    safe = reference(site.code, "secrets", "randbelow", call.element.start)
    simple = low.kind in _SIMPLE and high.kind in _SIMPLE
    if safe is None or not simple or len(call.arguments.children) > len(call.values):
        return None
    if _NUMBER.fullmatch(low.text) and _NUMBER.fullmatch(high.text):
        span = str(int(high.text) - int(low.text) + inclusive)
        if int(span) < 1:
            return None
    else:
        span = high.text if low.text == "0" else f"{high.text} - {low.text}"
        if inclusive:
            span = high.text if low.text == "1" else f"{span} + 1"
    drawn = f"{safe.text}({span})"
    if low.text != "0":
        above = call.element.parent
        drawn += f" + {low.text}"
        if above is None or above.kind not in _ALONE:
            drawn = f"({drawn})"
    return fix(said("Use {text}", text=safe.text), *safe.edits, replaced(call.element, drawn))


def _by_system(site: Site, call: Call, name: str) -> Fix | None:
    """Use the same method of the generator that asks the system."""
    safe = None
    if name == "Random" and not call.values:
        safe = renamed(site, call.function, "SystemRandom")
    elif name in _DRAWS and call.function.kind == "attribute":
        safe = renamed(site, call.function, f"SystemRandom().{name}")
    if safe is None:
        return None
    return fix(said("Use random.SystemRandom"), *safe.edits)
