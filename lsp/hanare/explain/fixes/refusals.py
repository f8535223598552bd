"""Why a change that a model proposes is not offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hanare.analysis.catalogue import Language, Text


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


WORDS: Mapping[Why, Text] = {
    Why.EMPTY: Text(en="there was no code in the answer", ja="回答にコードがない"),
    Why.UNCHANGED: Text(en="the code was not changed", ja="コードが変わっていない"),
    Why.SYNTAX: Text(en="the result does not parse", ja="構文エラーになる"),
    Why.OUTSIDE: Text(
        en="code outside the definition would be affected", ja="定義の外のコードに影響する"
    ),
    Why.SIGNATURE: Text(en="the name or signature was changed", ja="名前または引数が変わっている"),
    Why.NAMES: Text(
        en="a name that other code uses is gone", ja="他のコードが使う名前がなくなっている"
    ),
    Why.UNKNOWN_NAME: Text(
        en="a name is used that is not defined", ja="定義されていない名前を使っている"
    ),
    Why.REMOVED: Text(
        en="the code was removed instead of mended", ja="修正ではなくコードが削除されている"
    ),
    Why.INVENTED: Text(
        en="a file or a host was made up", ja="実在しないファイルやホストを使っている"
    ),
    Why.PARAMETERS: Text(
        en="a statement would get its values in the wrong form", ja="SQL に渡す値の形が正しくない"
    ),
    Why.HIDDEN: Text(en="it holds invisible characters", ja="見えない文字を含む"),
    Why.SILENCED: Text(en="a scanner would be silenced", ja="検出を抑制するコメントを含む"),
    Why.UNSEEN: Text(en="the result cannot be analysed wholly", ja="結果を完全には解析できない"),
    Why.STILL_THERE: Text(en="the finding is still there", ja="問題が残っている"),
    Why.TOO_LONG: Text(en="it is too long for the model", ja="モデルが扱うには長すぎる"),
    Why.NEW_FINDING: Text(en="new findings would appear", ja="新しい問題が生じる"),
}
"""Each reason as people are told it."""


def told(refusals: Iterable[Refusal], language: Language) -> str:
    """Return reasons, most frequent first, each with how often it was met and new rules."""
    counts: Counter[Why] = Counter()
    rules: dict[Why, dict[str, None]] = {}
    for each in refusals:
        counts[each.why] += 1
        rules.setdefault(each.why, {}).update(dict.fromkeys(each.rules))
    parts = []
    for why, count in counts.most_common():
        named = f" ({', '.join(rules[why])})" if rules[why] else ""
        parts.append(f"{count} × {WORDS[why].in_(language)}{named}")
    return ("、" if language == "ja" else "; ").join(parts)
