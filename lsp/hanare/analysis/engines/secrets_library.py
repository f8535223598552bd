"""What is used of detect-secrets: patterns, entropy, and what a secret does not look like.

Its scanner is not used: it opens files itself, keeps its settings in globals and tries each plugin
on each line. Nor can its plugins ask a service whether a key is valid: they would use `requests`,
which is kept out, since merely importing it opens a socket.

It is imported when a text first holds something that may be a secret, as most texts do not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from re import Pattern
from types import ModuleType

_NETWORK = "requests"


@dataclass(frozen=True, slots=True)
class _Library:
    patterns: Mapping[str, tuple[Pattern[str], ...]]
    is_json_web_token: Callable[[str], bool]
    entropy: Callable[[str], float]
    entropy_of_digits: Callable[[str], float]
    stand_ins: tuple[Callable[[str], bool], ...]
    generated: tuple[Callable[[str], bool], ...]


@cache
def _library() -> _Library:
    with _no_network():
        from detect_secrets.filters import heuristic
        from detect_secrets.plugins.aws import AWSKeyDetector
        from detect_secrets.plugins.github_token import GitHubTokenDetector
        from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
        from detect_secrets.plugins.high_entropy_strings import (
            Base64HighEntropyString,
            HexHighEntropyString,
        )
        from detect_secrets.plugins.jwt import JwtTokenDetector
        from detect_secrets.plugins.pypi_token import PypiTokenDetector
        from detect_secrets.plugins.sendgrid import SendGridDetector
        from detect_secrets.plugins.slack import SlackDetector
        from detect_secrets.plugins.square_oauth import SquareOAuthDetector
        from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
        from detect_secrets.plugins.twilio import TwilioKeyDetector

    return _Library(
        # Those of other plugins are slow on hostile texts, or match too much.
        patterns={
            # The second one takes any 40 characters somewhere after "aws".
            "aws": tuple(AWSKeyDetector.denylist[:1]),
            "github": tuple(GitHubTokenDetector.denylist),
            "gitlab": tuple(GitLabTokenDetector.denylist),
            "pypi": tuple(PypiTokenDetector.denylist),
            "sendgrid": tuple(SendGridDetector.denylist),
            "slack-token": tuple(SlackDetector.denylist[:1]),
            "slack-webhook": tuple(SlackDetector.denylist[1:]),
            "square": tuple(SquareOAuthDetector.denylist),
            "telegram": tuple(TelegramBotTokenDetector.denylist),
            # The first one finds account numbers, which are no secrets.
            "twilio": tuple(TwilioKeyDetector.denylist[1:]),
        },
        is_json_web_token=JwtTokenDetector.is_formally_valid,
        entropy=Base64HighEntropyString().calculate_shannon_entropy,
        entropy_of_digits=HexHighEntropyString().calculate_shannon_entropy,
        stand_ins=(
            heuristic.is_templated_secret,
            heuristic.is_prefixed_with_dollar_sign,
            heuristic.is_not_alphanumeric_string,
            heuristic.is_sequential_string,
            heuristic.is_potential_uuid,
        ),
        generated=(heuristic.is_lock_file, heuristic.is_non_text_file),
    )


@contextmanager
def _no_network() -> Iterator[None]:
    """Give an empty module to whatever imports `requests` meanwhile, unless it is there already."""
    if _NETWORK in sys.modules:
        yield
        return
    sys.modules[_NETWORK] = ModuleType(_NETWORK)
    try:
        yield
    finally:
        del sys.modules[_NETWORK]


def patterns(name: str) -> tuple[Pattern[str], ...]:
    """Return the patterns of one kind of secret."""
    return _library().patterns[name]


def is_json_web_token(text: str) -> bool:
    """Whether three parts with dots between can be decoded as a JSON web token."""
    return _library().is_json_web_token(text)


def entropy(text: str) -> float:
    """Return bits per character, as far as they are of base64; for digits alone somewhat less."""
    library = _library()
    return library.entropy_of_digits(text) if text.isdigit() else library.entropy(text)


def stands_for_another(text: str) -> bool:
    """Whether a value is a template, a variable, an identifier or a row of the alphabet."""
    return any(each(text) for each in _library().stand_ins)


def is_generated(path: str) -> bool:
    """Whether a file's name says that a program fills it with checksums or data."""
    return any(each(path) for each in _library().generated)
