"""Secrets of no known form, told by the name beside them and by how random they look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanare.analysis.engines.secrets_doubts import is_mixed, is_placeholder, looks_random
from hanare.analysis.engines.secrets_library import is_generated
from hanare.analysis.finding import Span
from hanare.analysis.source import Source

RANDOM_RULE = "HSC141"
PASSWORD_RULE = "HSC142"  # noqa: S105 (the rule's name)

_SETTINGS = {
    "yaml", "json", "jsonc", "toml", "ini", "properties", "dotenv", "dockercompose",
    "shellscript", "dockerfile",
}  # fmt: skip
"""Languages in which values are data, not code."""
_TEXTS = _SETTINGS | {"plaintext", "markdown", "makefile", "xml"}
"""Languages in which a value may be without quotes."""
_SETTINGS_NAME = re.compile(
    r"(?:^|/)(?:\.env(?:\.[\w.-]+)?|[^/]*\.(?:env|ini|cfg|conf|properties|cnf)|\.npmrc|\.pypirc)$"
)

_VALUE = r"(?P<value>[^\s\"'`\\<>(){}\[\],;]{%s})"
_QUOTED = re.compile(r"[:=>][ \t]{0,8}[bBrRuU@]?(?P<quote>[\"'`])" + _VALUE % "16,512")
_BARE = re.compile(r"[:=>][ \t]{0,8}(?P<quote>[\"'`])?" + _VALUE % "16,512")
_SHORT = re.compile(r"[:=>][ \t]{0,8}(?P<quote>[\"'])?" + _VALUE % "6,64")
_BEFORE = 100
"""Characters before a value in which its name is."""
_EMAN = re.compile(r"[ \t:=!]{0,16}[\"'`\])]{0,2}(?P<name>[\w.$-]*[A-Za-z_])")
"""A name, read backwards: so it is found at once, however long the line."""
_EPYT = re.compile(r"[ \t:=]{0,16}[\w.\[\]|?*&]{1,40}[ \t]{0,4}[: ]")
"""A type between a name and its value, read backwards."""
_PARTNER = re.compile(
    r"\b(?:name|key)[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?P<name>[A-Za-z_][\w.-]*)[^\w.-]", re.IGNORECASE
)
"""Where an entry is written as `name: API_KEY` and `value: …`."""

_SECRET_NAME = re.compile(
    r"""(?ix)
    secret | token | passw | passphrase | pwd | credential | bearer
    | (?: api | access | auth | private | priv | encryption | signing | client | account | service
        | master | storage | db | database | app )[-_.]?(?: key | pass )
    """
)
_OTHER_NAME = re.compile(
    r"""(?ix)
    public | hash | digest | checksum | fingerprint | sha\d | md5 | integrity | tokeniz | pattern
    | regex | csrf_?token_?name
    | (?: next | page | continu\w* | sync | update | request | idempotency ) [-_.]? token
    | (?: ids? | ur[li] | file | path | name | field | header | type | label | class | version
        | endpoint | host | count | length )$
    | [-_.](?: arn | limit | ttl | re | len | kind )$
    """
)
_PASSWORD_WORDS = ("password", "passwd", "passphrase", "pwd", "secret")
_PASSWORD_NAME = re.compile(rf"(?i)(?:{'|'.join(_PASSWORD_WORDS)})$")
_OTHER_VALUE = re.compile(
    r"""(?ix)
    \$ | / | \./ | ~ | sha\d+[-:] | md5: | pbkdf2 | argon2 | bcrypt | scrypt | ENC\b | vault:
    | env[:.] | (?: os | process | System | config | settings | self | this | var | local | secrets
        | data | each | module )\.
    | .*(?: :// | \.[a-z]{2,5}$ )
    """
)
_PASSWORD = re.compile(r"(?=.*[A-Za-z])(?=.*[^A-Za-z_.:/=&-])")
"""Words alone are more often a label or the name of a variable."""


def named(source: Source) -> Iterator[tuple[str, Span]]:
    """Yield rule and place of values beside a name that promises a secret."""
    text = source.text
    settings = source.language in _SETTINGS or _SETTINGS_NAME.search(source.path) is not None
    pattern = _BARE if settings or source.language in _TEXTS else _QUOTED
    for match in pattern.finditer(text):
        value = match["value"]
        if (
            is_mixed(value)
            and _is_whole(text, match)
            and _promises(text, match.start(), value)
            and looks_random(value)
        ):
            if is_generated(source.path):  # asked last, since it takes the library
                return
            yield RANDOM_RULE, Span(*match.span("value"))
    if not settings or not any(map(text.lower().__contains__, _PASSWORD_WORDS)):
        return
    for match in _SHORT.finditer(text):
        value = match["value"]
        if (
            _PASSWORD.match(value)
            and _is_whole(text, match)
            and _PASSWORD_NAME.search(_promises(text, match.start(), value))
        ):
            yield PASSWORD_RULE, Span(*match.span("value"))


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether the value ends where its quotes do, or at the end of a bare one."""
    after = text[match.end() : match.end() + 1]
    if quote := match["quote"]:
        return after == quote
    return not after or after.isspace() or after in "<,;"


def _promises(text: str, end: int, value: str) -> str:
    """Return the name of the secret that the value at `end` may well be, else nothing."""
    before = text[max(end - _BEFORE, 0) : end]
    line = before[before.rfind("\n") + 1 :][::-1]
    name = _name(line)
    if name.lower() in ("value", "default"):
        partners = _PARTNER.findall(before)
        name = partners[-1] if partners else ""
    if not _is_secret_name(name):
        typed = _EPYT.match(line)
        name = _name(line[typed.end() :]) if typed else ""
        if not _is_secret_name(name):
            return ""
    if _OTHER_VALUE.match(value) or is_placeholder(value) or value.casefold() in name.casefold():
        return ""
    return name


def _name(reversed_line: str) -> str:
    found = _EMAN.match(reversed_line)
    return found["name"][::-1] if found else ""


def _is_secret_name(name: str) -> bool:
    return bool(_SECRET_NAME.search(name)) and not _OTHER_NAME.search(name)
