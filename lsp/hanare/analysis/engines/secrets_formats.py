"""Secrets that can be told by their form, and where they are in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hanare.analysis.engines.secrets_doubts import is_placeholder, looks_random
from hanare.analysis.engines.secrets_library import is_json_web_token, patterns
from hanare.analysis.finding import Span

_SHORTEST_WORD = 14
"""No hint is in a shorter run of characters without whitespace: `Authorization:`."""
_START = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))"
"""Not within a word, so that it is read but once; after an escaped line break a new one begins."""
_SHORTEST_TOKEN = 24
"""Characters, where a pattern leaves it open."""


@dataclass(frozen=True, slots=True)
class Format:
    """One form of secret. The group `secret` of its pattern is the secret, else the whole match.

    A pattern's work is bounded at each place where it can begin, so that no text is hostile to it.
    """

    rule: str
    hints: tuple[str, ...]
    """One of them is in each match: a text without them is not searched."""
    pattern: str = ""
    library: str = ""
    """What detect-secrets' patterns for it are called here, which are used besides."""
    holds: Callable[[str], bool] | None = None
    """What else must be true of the secret."""
    has_spaces: bool = False
    """Whether there can be whitespace in a match."""

    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Return what it looks like."""
        own = (re.compile(self.pattern),) if self.pattern else ()
        return own + (patterns(self.library) if self.library else ())


def _is_of_a_bot(secret: str) -> bool:
    return ":AA" in secret


def _is_long(secret: str) -> bool:
    return len(secret) >= _SHORTEST_TOKEN


def _is_hexadecimal(secret: str) -> bool:
    return not set(secret[2:]) - set("0123456789abcdef")


_USUAL_EXAMPLES = {
    "password", "passwd", "passphrase", "passw0rd", "pass", "pwd", "secret", "user", "username",
    "token",
}  # fmt: skip


def _is_own_password(secret: str) -> bool:
    return secret.casefold() not in _USUAL_EXAMPLES


FORMATS = (
    Format("HSC102", ("AKIA", "ASIA", "ABIA", "ACCA", "A3T"), library="aws"),
    Format(
        "HSC103",
        ("SECRET_ACCESS_KEY", "secret_access_key", "ecretAccessKey"),
        r"(?i:secret_?access_?key)[\"']?[ \t]{0,8}[:=]>?[ \t]{0,8}[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![/+=])",
        holds=looks_random,
        has_spaces=True,
    ),
    Format(
        "HSC104",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
        "github",
    ),
    Format(
        "HSC105",
        (
            "glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "GR1348941", "glcbt-", "glimt-",
            "glptt-", "glagent-", "gloas-",
        ),
        library="gitlab",
    ),
    Format(
        "HSC106",
        ("xox", "xapp-", "XOX"),
        r"xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[a-f0-9]{64}"
        r"|xox[bp]-[0-9]{10,13}-[0-9]{10,13}(?:-[0-9]{10,13})?-[A-Za-z0-9]{24,34}"
        r"|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,200}",
        "slack-token",
        holds=_is_long,
    ),
    Format(
        "HSC107",
        ("hooks.slack.com", "/api/webhooks/", ".webhook.office.com"),
        r"https://hooks\.slack\.com/(?:workflows|triggers)/[A-Za-z0-9/]{20,120}"
        r"|https://(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,80}"
        r"|https://[a-z0-9-]{1,63}\.webhook\.office\.com/webhookb2/[\w@-]{36,80}"
        r"/IncomingWebhook/[a-f0-9]{32}/[a-f0-9-]{36}",
        "slack-webhook",
    ),
    Format("HSC108", ("k_live_",), r"[sr]k_live_[0-9a-zA-Z]{24,247}"),
    Format(
        "HSC109",
        ("T3BlbkFJ",),
        _START + r"sk-[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}",
    ),
    Format("HSC110", ("sk-ant-",), r"sk-ant-[a-z]{3,8}[0-9]{2}-[A-Za-z0-9_-]{80,120}"),
    Format("HSC111", ("hf_", "api_org_"), r"(?:hf|api_org)_[A-Za-z0-9]{34}"),
    Format("HSC112", ("AIza",), r"AIza[0-9A-Za-z_-]{35}"),
    Format("HSC113", ("GOCSPX-",), r"GOCSPX-[A-Za-z0-9_-]{28}"),
    Format(
        "HSC114",
        ("eyJ",),
        _START + r"eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{5,8000}"
        r"\.[A-Za-z0-9_-]{20,2000}",
        holds=is_json_web_token,
    ),
    Format(
        "HSC115",
        ("npm_", "_authToken="),
        r"npm_[A-Za-z0-9]{36}"
        r"|_authToken=(?P<secret>[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12})",
    ),
    Format("HSC116", ("pypi-Ag",), library="pypi"),
    Format("HSC117", ("SG.",), library="sendgrid"),
    Format("HSC118", ("SK",), library="twilio", holds=_is_hexadecimal),
    Format("HSC119", (":AA",), library="telegram", holds=_is_of_a_bot),
    Format("HSC120", ("AccountKey=",), r"AccountKey=(?P<secret>[A-Za-z0-9+/]{86}==)"),
    Format(
        "HSC121",
        ("://",),
        r"://(?P<user>[^\s/?#@:\"'`<>{}\[\]()|\\,;]{0,64}):"
        r"(?!(?P=user)@)(?P<secret>[^\s/?#@:\"'`<>{}\[\]()|\\,;]{4,128})"
        r"@(?![\w.-]{0,64}\bexample\b)[A-Za-z0-9\[]",
        holds=_is_own_password,
    ),
    Format("HSC122", ("_v1_",), r"do[opr]_v1_[a-f0-9]{64}"),
    Format("HSC123", ("shp",), r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    Format("HSC124", ("sq0csp-",), library="square"),
    Format("HSC125", ("-us",), r"-us(?<=(?P<secret>[a-f0-9]{32})-us)[0-9]{1,2}(?!\w)"),
    Format("HSC126", ("hvs.", "hvb."), r"hv[sb]\.[A-Za-z0-9_-]{90,200}"),
    Format("HSC127", ("dckr_",), r"dckr_[po]at_[A-Za-z0-9_-]{27,32}"),
    Format("HSC128", ("AGE-SECRET-KEY-1",), r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"),
    Format(
        "HSC129",
        (
            "rubygems_", "PMAK-", "lin_api_", "sbp_", "dapi", "glsa_", "NRAK-", "AKCp", "ATATT3",
            "gsk_", "r8_", "pplx-", ".atlasv1.",
        ),
        r"rubygems_[a-f0-9]{48}"
        r"|PMAK-[a-f0-9]{24}-[a-f0-9]{34}"
        r"|lin_api_[A-Za-z0-9]{40}"
        r"|sbp_[a-f0-9]{40}"
        r"|dapi[a-f0-9]{32}"
        r"|glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}"
        r"|NRAK-[A-Z0-9]{27}"
        r"|AKCp[A-Za-z0-9]{69}"
        r"|ATATT3[A-Za-z0-9_=-]{180,250}"
        r"|gsk_[A-Za-z0-9]{52}"
        r"|r8_[A-Za-z0-9]{37}"
        r"|pplx-[A-Za-z0-9]{48}"
        r"|" + _START + r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,80}",
    ),
    Format(
        "HSC140",
        ("uthorization", "UTHORIZATION"),
        r"(?i:authorization)[\"']?[ \t]{0,8}[:=,][ \t]{0,8}[bru]?[\"'`]?"
        r"(?i:bearer|basic|token|bot)[ ]{1,4}(?P<secret>[A-Za-z0-9+/_=.~-]{16,2048})",
        holds=looks_random,
        has_spaces=True,
    ),
)  # fmt: skip
"""In the order in which they are preferred for the same place."""


def known(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the rules and the secrets of known forms in `text`, which may overlap."""
    yield from _private_keys(text)
    # A sixth of the text, in which every hint is, and all of most matches.
    words = "\n".join({word for word in text.split() if len(word) >= _SHORTEST_WORD})
    for each in FORMATS:
        if not any(hint in words for hint in each.hints):
            continue
        for pattern in each.patterns():
            if not each.has_spaces and pattern.search(words) is None:
                continue
            for span in _matches(pattern, text):
                secret = text[span.start : span.end]
                if not is_placeholder(secret) and (each.holds is None or each.holds(secret)):
                    yield each.rule, span


_BEFORE = re.compile(r"(?<![A-Za-z0-9_])|(?<=\\[nrt])")
"""Where a word begins: also after an escape sequence that stands for whitespace."""
_AFTER = re.compile(r"(?![A-Za-z0-9_])")


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    has_part = "secret" in pattern.groupindex
    for match in pattern.finditer(text):
        start, end = match.span("secret" if has_part and match["secret"] is not None else 0)
        if _BEFORE.match(text, start) and _AFTER.match(text, end):
            yield Span(start, end)


_HEADER = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[23]:"
)
_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{24}")
_FIRST_LINES = 400
"""Characters after the header in which the key itself begins, headers of its own before it."""
_LONGEST_KEY = 20_000
"""Characters of a private key; the longest in use have about 13,000."""
_REST = re.compile(r"(?:(?:\\n|[\s\"'+,]){0,80}[A-Za-z0-9+/=]{24,1000}){0,300}")
"""What may be the rest of a key that has no end: long words and nothing else."""


def _private_keys(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the private keys in `text`, but no mere mention of one."""
    if "PRIVATE KEY" not in text and "PuTTY-User-Key-File" not in text:
        return
    end = 0
    for match in _HEADER.finditer(text):
        if match.start() < end:
            continue
        begin = match.end()
        mark = "Private-MAC:" if match[0].startswith("PuTTY") else "-----"
        early = text.find(mark, begin, begin + _FIRST_LINES)
        material = _MATERIAL.search(text, begin, begin + _FIRST_LINES if early < 0 else early)
        if material is None or not _is_key_material(material[0]):
            continue
        end = early if early >= 0 else text.find(mark, begin, begin + _LONGEST_KEY)
        if end < 0 and (rest := _REST.match(text, material.end())):
            end = rest.end()
        yield "HSC101", Span(match.start(), end)


def _is_key_material(text: str) -> bool:
    """Whether it is base64 and no long name in a program."""
    kinds = (str.isdigit, str.isupper, str.islower)
    return all(any(map(kind, text)) for kind in kinds) and not is_placeholder(text)
