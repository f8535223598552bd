"""Web servers, templates and tokens."""

from __future__ import annotations

import re

from hanare.analysis.finding import Fix, Replacement, Span
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.matching.literals import string_in
from hanare.syntax.elements import Element
from hanare.wording import said

_EVERYWHERE = "0.0.0.0"  # noqa: S104 (it is what is looked for)
_ANY6 = "::"
_ADDRESS = re.compile(
    r"(?:^|_)(?:host|address|addr|bind|listen|interface|ip)(?:$|_)", re.IGNORECASE
)
_ASSIGNED = {
    "assignment": ("left", "right"),
    "keyword_argument": ("name", "value"),
    "default_parameter": ("name", "value"),
    "typed_default_parameter": ("name", "value"),
}
_BINDS = re.compile(r"bind|\w*Server|create_server|start_server|run_simple")


def autoescape(site: Site) -> Fix | None:
    """Escape what templates insert; another value than False is someone's decision."""
    call = site.call
    if call is None:
        return None
    title = said("Escape HTML (autoescape=True)")
    value = call.value("autoescape")
    if value is not None:
        return fix(title, replaced(value, "True")) if value.kind == "false" else None
    if call.spreads or site.called.rpartition(".")[2] != "Environment":
        return None
    return fix(title, call.with_argument("autoescape=True"))


def listen_here(site: Site) -> Fix | None:
    """Listen on this machine only, where the text surely says on what to listen."""
    literal = site.nearest("string") or _first_address(site)
    text = string_in(literal) if literal is not None else None
    if literal is None or text not in (_EVERYWHERE, _ANY6) or not _is_bound(literal):
        return None
    here = "127.0.0.1" if text == _EVERYWHERE else "::1"
    start = literal.start + literal.text.index(text)
    return fix(
        said("Listen on this machine only ({here})", here=here),
        Replacement(Span(start, start + len(text)), here),
        to_agree=True,
    )


def _first_address(site: Site) -> Element | None:
    """Return what a call listens on: its host, its first argument, or the first of a pair."""
    if site.call is None:
        return None
    given = site.call.value("host") or next(iter(site.call.positional), None)
    pair = given.children if given is not None and given.kind == "tuple" else []
    return pair[0] if pair else given


def _is_bound(literal: Element) -> bool:
    """Tell whether an address is given a name that says so, or to a function that listens."""
    above = literal.parent
    if above is not None and above.kind in _ASSIGNED:
        name, value = (above.field(each) for each in _ASSIGNED[above.kind])
        named = name.field("attribute") or name if name is not None else None
        return value == literal and named is not None and bool(_ADDRESS.search(named.text))
    if above is not None and above.kind == "tuple" and above.children[0] == literal:
        above = above.parent
    call = above.parent if above is not None and above.kind == "argument_list" else None
    function = call.field("function") if call is not None else None
    named = function.field("attribute") or function if function is not None else None
    return named is not None and bool(_BINDS.fullmatch(named.text))


def secure_cookie(site: Site) -> Fix | None:
    """Send a cookie over HTTPS only, where nothing is said about it."""
    call = site.call
    if call is None or call.spreads or "secure" in call.named:
        return None
    if (call.function.field("attribute") or call.function).text != "set_cookie":
        return None
    return fix(
        said("Send it over HTTPS only (secure=True)"),
        call.with_argument("secure=True"),
    )


def signature_checked(site: Site) -> Fix | None:
    """Leave out what tells a JWT library not to look at the signature."""
    call = site.call
    if call is None:
        return None
    title = said("Check the signature")
    verify, off = call.named.get("verify"), call.value("verify")
    if verify is not None and off is not None and off.kind == "false":
        return fix(title, call.without(verify))
    options = call.value("options")
    pairs = options.children if options is not None and options.kind == "dictionary" else []
    for pair in pairs:
        key, value = pair.field("key"), pair.field("value")
        if key is None or value is None or string_in(key) != "verify_signature":
            continue
        # PyJWT then asks for the algorithms, and a key that fits them.
        if value.kind == "false" and "algorithms" in call.named and len(call.positional) > 1:
            return fix(title, replaced(value, "True"))
    return None
