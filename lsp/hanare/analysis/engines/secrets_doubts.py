"""Doubts whether something is a secret: placeholders, and values that a person has made up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

from hanare.analysis.engines.secrets_library import entropy, stands_for_another
from hanare.errors import UsageError
from hanare.wording import said

_PLACEHOLDER = re.compile(
    r"""(?ix)
    example | change[-_]?me | place[-_]?holder | dummy | redacted | your[-_]?[a-z] | [-_]here\b
    | sample | replace | insert[-_] | not[-_]?a[-_]?real | fake | foobar | lorem | deadbeef
    | (?<![a-z])(?: test | todo | none | null | undefined )(?![a-z])
    | \*{3} | \.{3} | \$[({] | \{\{ | %[(s{] | <[a-z_-]+>
    """
)
_REPEATED = re.compile(r"(.)\1{5}")
_SAMPLES = (
    "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIi",  # the token that jwt.io shows
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq",  # Azure's local emulator
)
"""What vendors publish for everyone to try."""
_ROW = 8
"""So many characters in the order of the alphabet come from a person, not from a generator."""
_FEW_KINDS = 8
"""Different characters that a long secret has more of."""
_LONGEST = 4096
"""Characters of a secret that are looked at; longer are only private keys and tokens."""


def is_placeholder(secret: str) -> bool:
    """Whether it only says that something belongs here, as examples in documentation do."""
    head = secret[:_LONGEST]
    return (
        _PLACEHOLDER.search(head) is not None
        or _REPEATED.search(head) is not None
        or _has_row(head)
        or len(set(head)) <= min(len(head) // 16 + 3, _FEW_KINDS)
        or any(sample in head for sample in _SAMPLES)
    )


def _has_row(text: str) -> bool:
    """Whether it counts up: `12345678`, `abcdefgh`."""
    length = 1
    for before, char in pairwise(text):
        length = length + 1 if ord(char) - ord(before) == 1 else 1
        if length == _ROW:
            return True
    return False


_SWITCH = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
_SWITCHES = 2


def is_mixed(secret: str) -> bool:
    """Whether letters and digits alternate: people put their digits at the end of words."""
    return len(_SWITCH.findall(secret, 0, _LONGEST)) >= _SWITCHES


_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_HEXADECIMAL_LENGTH = 32
_LEAST_HEXADECIMAL_ENTROPY = 3.0
_LEAST_ENTROPY = ((64, 4.4), (40, 4.1), (32, 3.9), (24, 3.6), (0, 3.4))
"""Bits per character that random strings of so many characters have: 87 % of 16, 99 % of 32."""


def looks_random(secret: str) -> bool:
    """Whether a generator has made it, as far as entropy and its make-up tell."""
    head = secret[:_LONGEST]
    if not is_mixed(head) or stands_for_another(head):
        return False
    if _HEXADECIMAL.fullmatch(head):
        return len(head) >= _HEXADECIMAL_LENGTH and entropy(head) > _LEAST_HEXADECIMAL_ENTROPY
    return entropy(head) > next(least for length, least in _LEAST_ENTROPY if len(head) >= length)


class AllowList:
    """What a reviewer has found to be no secret: patterns, and digests of what must not be named.

    An entry `sha256:…` is the digest of the secret's UTF-8; any other is a regular expression that
    is searched in the secret.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        digests = [each.partition(":")[2] for each in entries if each.startswith("sha256:")]
        self._digests = {each.strip().lower() for each in digests}
        self._patterns = [_compiled(each) for each in entries if not each.startswith("sha256:")]

    def allows(self, secret: str) -> bool:
        """Whether it needs no finding."""
        head = secret[:_LONGEST]
        return any(each.search(head) for each in self._patterns) or (
            bool(self._digests)
            and sha256(secret.encode("utf-8", "surrogatepass")).hexdigest() in self._digests
        )


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise UsageError(
            said("An allowed secret is no regular expression: {error}.", error=error),
            said("Correct the entry, or give the secret's digest as sha256:…."),
        ) from error
