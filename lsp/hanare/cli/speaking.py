"""Tells people things in the language of their environment, or in the one they ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from hanare.cli.language import language
from hanare.wording import Language, Tellable

_CHOSEN = f"{__name__}.chosen"


def spoken() -> Language:
    """Return the language of this run: what `--lang` says, or else the environment."""
    context = click.get_current_context(silent=True)
    return language(context.meta.get(_CHOSEN, "auto") if context else "auto", os.environ)


def asked_for_language() -> bool:
    """Whether `--lang` names a language."""
    context = click.get_current_context(silent=True)
    return context is not None and context.meta.get(_CHOSEN, "auto") != "auto"


def worded(words: Tellable) -> str:
    """Return what is said, in the language of this run."""
    return words.in_(spoken())


def say(words: Tellable, *, err: bool = False, color: str | None = None) -> None:
    """Print what is said, in the language of this run; `err` is for standard error."""
    click.secho(worded(words), err=err, fg=color)


def _choose(context: click.Context, _parameter: click.Parameter, value: str) -> None:
    context.meta[_CHOSEN] = value


lang_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--lang",
    type=click.Choice(("en", "ja", "auto")),
    default="auto",
    is_eager=True,  # errors about other options, and the help, are told in it too
    expose_value=False,
    callback=_choose,
    help="Language of what is printed; `auto` follows the environment.",
)
"""Lets a command be asked for a language, which `spoken` then returns."""
