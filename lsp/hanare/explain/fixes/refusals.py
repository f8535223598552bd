"""Why a change that a model proposes is not offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hanare.wording import Said, joined, listed, said


class Why(StrEnum):
    """What is wrong with a change."""

    EMPTY = "empty"
    UNCHANGED = "unchanged"
    SYNTAX = "syntax"
    OUTSIDE = "outside"
    """Code beside the definition would mean something else."""
    SIGNATURE = "signature"
    NAMES = "names"
    """A name is gone that other code uses."""
    UNKNOWN_NAME = "unknown-name"
    """It uses what is not defined, and what the short list of possible imports does not have."""
    REMOVED = "removed"
    """The dangerous code is gone, and so is what it was for."""
    INVENTED = "invented"
    """It names a file or a host that the code did not."""
    PARAMETERS = "parameters"
    """A text is handed to a database where it takes a sequence of values: each letter is one."""
    HIDDEN = "hidden"
    """It holds characters that a reader does not see."""
    SILENCED = "silenced"
    UNSEEN = "unseen"
    """The result could not be analysed as a whole."""
    STILL_THERE = "still-there"
    NEW_FINDING = "new-finding"
    TOO_LONG = "too-long"
    """The model's context does not hold the code and an answer."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one change is not offered."""

    why: Why
    rules: tuple[str, ...] = ()
    """The new findings' rules."""


WORDS: Mapping[Why, Said] = {
    Why.EMPTY: said("there was no code in the answer"),
    Why.UNCHANGED: said("the code was not changed"),
    Why.SYNTAX: said("the result does not parse"),
    Why.OUTSIDE: said("code outside the definition would be affected"),
    Why.SIGNATURE: said("the name or signature was changed"),
    Why.NAMES: said("a name that other code uses is gone"),
    Why.UNKNOWN_NAME: said("a name is used that is not defined"),
    Why.REMOVED: said("the code was removed instead of mended"),
    Why.INVENTED: said("a file or a host was made up"),
    Why.PARAMETERS: said("a statement would get its values in the wrong form"),
    Why.HIDDEN: said("it holds invisible characters"),
    Why.SILENCED: said("a scanner would be silenced"),
    Why.UNSEEN: said("the result cannot be analysed wholly"),
    Why.STILL_THERE: said("the finding is still there"),
    Why.TOO_LONG: said("it is too long for the model"),
    Why.NEW_FINDING: said("new findings would appear"),
}
"""Each reason as people are told it."""


def told(refusals: Iterable[Refusal]) -> Said:
    """Return reasons, most frequent first, each with how often it was met and new rules."""
    counts: Counter[Why] = Counter()
    rules: dict[Why, dict[str, None]] = {}
    for each in refusals:
        counts[each.why] += 1
        rules.setdefault(each.why, {}).update(dict.fromkeys(each.rules))
    parts = []
    for why, count in counts.most_common():
        named = f" ({', '.join(rules[why])})" if rules[why] else ""
        parts.append(joined("", (f"{count} × ", WORDS[why], named)))
    return listed(parts)
