"""Checking who is at the other end of a connection, and not waiting for it for ever."""

from __future__ import annotations

from hanare.analysis.finding import Fix
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.fixes.imports import renamed
from hanare.syntax.elements import Element
from hanare.wording import said

_UNCHECKED = ("ssl.CERT_NONE", "ssl.VerifyMode.CERT_NONE")
_CHECK = said("Check the certificate")
_OLD = {
    "PROTOCOL_SSLv2": "PROTOCOL_TLS",
    "PROTOCOL_SSLv3": "PROTOCOL_TLS",
    "PROTOCOL_TLSv1": "PROTOCOL_TLS",
    "PROTOCOL_TLSv1_1": "PROTOCOL_TLS",
    "SSLv2_METHOD": "TLS_METHOD",
    "SSLv23_METHOD": "TLS_METHOD",
    "SSLv3_METHOD": "TLS_METHOD",
    "TLSv1_METHOD": "TLS_METHOD",
    "TLSv1_1_METHOD": "TLS_METHOD",
}
_CONTEXT_ARGUMENTS = {"purpose", "cafile", "capath", "cadata"}
_SECONDS = 10


def verifying_context(site: Site) -> Fix | None:
    """Turn checking on where an attribute of an SSL context turns it off."""
    assignment = site.nearest("assignment")
    left = assignment.field("left") if assignment is not None else None
    value = assignment.field("right") if assignment is not None else None
    name = left.field("attribute") if left is not None else None
    if value is None or name is None:
        return None
    if name.text == "check_hostname" and value.kind == "false":
        # A context refuses to check names while it is told not to check certificates.
        if "CERT_NONE" in site.code.source.words:
            return None
        return fix(_CHECK, replaced(value, "True"))
    if name.text == "verify_mode" and site.name(value) in _UNCHECKED:
        required = renamed(site, value, "CERT_REQUIRED")
        return fix(_CHECK, *required.edits) if required is not None else None
    return None


def default_context(site: Site) -> Fix | None:
    """Make contexts that check, called here or set as the one that `http.client` makes."""
    call = site.call
    function = call.function if call is not None else _right(site)
    if function is None or site.name(function) != "ssl._create_unverified_context":
        return None
    if call is not None:
        names = {name.text if (name := each.field("name")) else "" for each in call.values}
        if not names <= _CONTEXT_ARGUMENTS:
            return None
    safe = renamed(site, function, "create_default_context")
    return fix(said("Use {text}", text=safe.text), *safe.edits) if safe is not None else None


def _right(site: Site) -> Element | None:
    assignment = site.nearest("assignment")
    return assignment.field("right") if assignment is not None else None


def newer_protocol(site: Site) -> Fix | None:
    """Let both sides agree on the newest version; either can be client or server here."""
    within = site.nearest("call", "function_definition", "parameters")
    for each in _values(within) if within is not None else ():
        name = each.field("attribute") or each
        if name.text in _OLD:
            newer = renamed(site, each, _OLD[name.text])
            if newer is None:
                return None
            return fix(said("Use {text}", text=newer.text), *newer.edits)
    return None


def newer_minimum(site: Site) -> Fix | None:
    """Ask a context for TLS 1.2 at least, or make one that does."""
    if site.call is not None:
        return newer_protocol(site)
    version = _right(site)
    if version is None:
        return None
    newer = renamed(site, version, "TLSv1_2")
    if newer is None or not site.name(version).startswith("ssl.TLSVersion."):
        return None
    return fix(said("Use {text}", text=newer.text), *newer.edits)


def _values(holder: Element) -> list[Element]:
    """Return the arguments of a call or the default values of a function."""
    held = holder.field("arguments") or holder.field("parameters") or holder
    return [each.field("value") or each for each in held.children]


def known_hosts(site: Site) -> Fix | None:
    """Refuse hosts whose key is not known, which is the default."""
    policy = site.call.positional[0] if site.call is not None and site.call.positional else None
    if policy is not None and policy.kind == "call":
        policy = policy.field("function")
    if policy is None or site.name(policy).rpartition(".")[2] not in (
        "AutoAddPolicy",
        "WarningPolicy",
    ):
        return None
    safe = renamed(site, policy, "RejectPolicy")
    if safe is None:
        return None
    return fix(
        said("Refuse hosts with unknown keys (RejectPolicy)"),
        *safe.edits,
    )


def timeout(site: Site) -> Fix | None:
    """Do not wait for ever."""
    call = site.call
    if call is None or site.called.partition(".")[0] not in ("requests", "httpx"):
        return None
    title = said("Wait {seconds} seconds at most", seconds=_SECONDS)
    value = call.value("timeout")
    if value is not None:
        return fix(title, replaced(value, str(_SECONDS))) if value.kind == "none" else None
    return None if call.spreads else fix(title, call.with_argument(f"timeout={_SECONDS}"))
