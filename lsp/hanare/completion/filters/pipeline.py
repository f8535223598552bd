"""The rules in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hanare.completion.filters.around import Around
from hanare.completion.filters.brackets import unfinished, unmatched_closers
from hanare.completion.filters.indentation import indentation_of_lines
from hanare.completion.filters.markers import markers
from hanare.completion.filters.overlap import duplicate_lines, suffix_overlap
from hanare.completion.filters.repetition import echo, repetition
from hanare.completion.filters.scope import scope
from hanare.completion.filters.syntax import syntax
from hanare.completion.filters.usefulness import comment_only, too_short, trailing_space
from hanare.observe.reasons import Code, Reason

Rule = Callable[[str, Around], str | Reason]
"""Returns the text, mended, or the reason to show nothing. Pure."""

# First what is no code, then where the suggestion ends, then what the document has already, then
# whether the rest is any good. Indentation comes before scope, which measures it. Scope and
# brackets come before overlap: what is beyond the suggestion's end hides that it overlaps. What is
# unfinished is found once nothing else is cut.
RULES: Mapping[str, Rule] = MappingProxyType({
    "markers": markers,
    "trailing-space": trailing_space,
    "indentation": indentation_of_lines,
    "scope": scope,
    "unmatched-closers": unmatched_closers,
    "suffix-overlap": suffix_overlap,
    "duplicate-lines": duplicate_lines,
    "echo": echo,
    "repetition": repetition,
    "unfinished": unfinished,
    "syntax": syntax,
    "too-short": too_short,
    "comment-only": comment_only,
})  # fmt: skip
"""Every rule by its name, in the order in which they are applied."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule changed."""

    rule: str
    before: str
    after: str | Reason


@dataclass(frozen=True, slots=True)
class Filtered:
    """What is left of a raw answer: text or a reason, never both."""

    text: str | None
    reason: Reason | None
    steps: tuple[Step, ...]
    """Of the rules that changed something, in order."""


def apply(text: str, around: Around, disabled: Collection[str] = ()) -> Filtered:
    """Apply the rules to a raw answer, those named in `disabled` left out.

    The first reason ends it, and so does a text of nothing but white space.
    """
    steps: list[Step] = []
    for name, rule in RULES.items():
        if not text.strip():
            break
        if name in disabled:
            continue
        after = rule(text, around)
        if after != text:
            steps.append(Step(name, text, after))
        if isinstance(after, Reason):
            return Filtered(None, after, tuple(steps))
        text = after
    if not text.strip():
        return Filtered(None, Reason(Code.EMPTY), tuple(steps))
    return Filtered(text, None, tuple(steps))
