"""Raw answers and what is left of them. The cursor is ‸."""

from __future__ import annotations

import pytest

from hanare.completion import filters
from hanare.observe.reasons import Code, Reason

CASES = {
    "nothing to mend": ("x = ‸", "1", "", "1"),
    "trailing blanks": ("x = ‸", "1  \n\n", "", "1"),
    "a bracket that is there": ("print(‸)", "name)", "", "name"),
    "two brackets of three": ("f(g(‸))", "x))", "", "x"),
    "its own bracket stays": ("print(‸)", "str(x)", "", "str(x)"),
    "its own stays, the user's goes": ("print(‸)", "str(x))", "", "str(x)"),
    "an index of its own": ("a[‸]", "items[0]", "", "items[0]"),
    "its own quotes": ("f('‸')", "a", "", "a"),
    "a quote that is there": ("f('‸')", "a')", "", "a"),
    "a rest that is there": ("x = ‸ + 1", "y + 1", "", "y"),
    "only what is there": ("f(‸)", ")", "", Reason(Code.EMPTY)),
    "nothing": ("x‸", "  ", "", Reason(Code.EMPTY)),
    "the next line again": ("    ret‸", "urn x", "    return x", Reason(Code.REPEATS_SUFFIX)),
    "a bracket like the next line's": ("x‸", "()", "}", "()"),
    "closing what the next line closes": ("‸", "}", "}", "}"),
}


@pytest.mark.parametrize(("line", "raw", "below", "shown"), CASES.values(), ids=CASES)
def test_filters(line: str, raw: str, below: str, shown: str | Reason) -> None:
    before, after = line.split("‸")
    assert filters.apply(raw, filters.Surroundings(before, after, below)) == shown
