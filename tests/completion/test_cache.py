"""What an earlier answer still says at a later cursor. The cursor is ‸."""

from __future__ import annotations

import pytest

from hanare.completion.answer import Answer
from hanare.completion.cache import Entry, Place, TypeThroughCache
from hanare.completion.types import Query
from hanare.text.document import DocumentSnapshot

ABOVE = f"# {'long ' * 40}\nimport os\n\n\ndef f(items):\n"  # longer than what is kept
BELOW = "\n\n\ndef g():\n    pass\n"


def at(marked: str) -> Query:
    text, offset = marked.replace("‸", ""), marked.index("‸")
    return Query(DocumentSnapshot("file:///a.py", 0, text, "python"), offset)


def cached(marked: str, says: str) -> TypeThroughCache:
    cache = TypeThroughCache()
    cache.add("file:///a.py", Entry(Place.of(at(marked)), Answer(says)))
    return cache


CASES = {
    "the same place": (f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    ‸{BELOW}", "return sum(items)"),
    "typed into it": (f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    ret‸{BELOW}", "urn sum(items)"),
    "typed to its end": (f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    return sum(items)‸{BELOW}", None),
    "typed something else": (f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    ret x‸{BELOW}", None),
    "went back": (f"{ABOVE}    x‸{BELOW}", f"{ABOVE}    ‸{BELOW}", None),
    "a line more at the top": (
        f"{ABOVE}    ‸{BELOW}", f"import re\n{ABOVE}    r‸{BELOW}", "eturn sum(items)",
    ),
    "other text below": (f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    ‸\n    x = 1{BELOW}", None),
    "a bracket closed by the editor": (
        f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    return sum(‸){BELOW}", "items)",
    ),
    "a bracket that was there before nothing was typed": (
        f"{ABOVE}    ‸{BELOW}", f"{ABOVE}    ‸){BELOW}", None,
    ),
    "the end of the file": ("x = ‸", "x = r‸", "eturn sum(items)"),
    "no longer the end of the file": ("x = ‸", "x = r‸\ny = 2", None),
    "a short file, elsewhere": ("‸", "import os\n\nre‸", None),
    "a short beginning, elsewhere": ("r‸", "r = 1\nfor‸", None),
    "a short end that is no longer one": ("x = ‸\n", "x = r‸\ny = 1\n", None),
    "an empty file": ("‸", "re‸", "turn sum(items)"),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "later", "left"), CASES.values(), ids=CASES)
def test_look_up(asked: str, later: str, left: str | None) -> None:
    found = cached(asked, "return sum(items)").look_up(at(later))
    assert (found and found.text) == left


def test_the_longest_answer_wins() -> None:
    cache = cached("x = ‸", "ab")
    cache.add("file:///a.py", Entry(Place.of(at("x = ‸")), Answer("abc\ndef")))
    found = cache.look_up(at("x = a‸"))
    assert found
    assert found.text == "bc\ndef"


def test_an_empty_answer_is_remembered_where_it_was_given() -> None:
    cache = cached("x = 1‸", "")
    assert cache.look_up(at("x = 1‸")) == Answer("")
    assert cache.look_up(at("x = 12‸")) is None


def test_documents_do_not_mix_and_are_forgotten() -> None:
    cache = cached("x = ‸", "1")
    other = Query(DocumentSnapshot("file:///b.py", 0, "x = ", "python"), 4)
    assert cache.look_up(other) is None
    cache.forget("file:///a.py")
    assert cache.look_up(at("x = ‸")) is None


def test_it_is_bounded() -> None:
    cache = TypeThroughCache()
    for number in range(1000):
        cache.add("file:///a.py", Entry(Place.of(at(f"{number} = ‸")), Answer("x")))
    assert cache.look_up(at("0 = ‸")) is None
    assert cache.look_up(at("999 = ‸")) == Answer("x")
