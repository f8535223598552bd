"""What became of the suggestions."""

from __future__ import annotations

import logging

import pytest

from hanare.server.offers import Acceptance, Offer, Offers
from hanare.server.question import Proposal
from hanare.text.units import Encoding


def offer(offers: Offers, lead: str, new: str, rest: str = "") -> Offer:
    (made,) = offers.make([Proposal(0, 0, lead, new, rest)], "engine")
    return made


def test_a_suggestion_that_is_accepted() -> None:
    offers = Offers(Encoding.UTF16)
    made = offer(offers, "na", "me()", ")")
    offers.shown(made.id)
    offers.shown(made.id)
    offers.accepted(made.id)
    assert offers.counts == Acceptance(1, 1, 1, 0, 4)


@pytest.mark.parametrize(
    ("encoding", "lead", "new", "lengths", "characters"),
    [
        (Encoding.UTF16, "", "one two", [3], 3),
        (Encoding.UTF16, "", "one two", [3, 7], 7),
        (Encoding.UTF16, "", "one two", [3, 3], 3),
        (Encoding.UTF16, "", "one two", [7, 3], 7),
        (Encoding.UTF16, "na", "me", [1], 0),
        (Encoding.UTF16, "na", "me", [3], 1),
        (Encoding.UTF16, "na", "me", [99], 2),
        (Encoding.UTF16, "", "😀a", [2], 1),
        (Encoding.UTF16, "", "😀a", [1], 0),
        (Encoding.UTF8, "名", "前と😀", [6], 1),
        (Encoding.UTF8, "名", "前と😀", [13], 3),
        (Encoding.UTF32, "名", "前と😀", [3], 2),
    ],
)
def test_partial_acceptance_counts_each_character_once(
    encoding: Encoding, lead: str, new: str, lengths: list[int], characters: int
) -> None:
    offers = Offers(encoding)
    made = offer(offers, lead, new, "rest")
    for length in lengths:
        offers.accepted_partially(made.id, length)
    assert offers.counts == Acceptance(1, 0, 0, 1, characters)
    offers.accepted(made.id)
    assert offers.counts == Acceptance(1, 0, 1, 1, len(new))


def test_alternatives_are_one_offer() -> None:
    offers = Offers(Encoding.UTF16)
    made = offers.make([Proposal(0, 0, "", new, "") for new in "ab"], "engine")
    assert len({each.id for each in made}) == 2
    assert offers.make([], "engine") == ()
    assert offers.counts.offered == 1


def test_unknown_ids_are_ignored(caplog: pytest.LogCaptureFixture) -> None:
    offers = Offers(Encoding.UTF16)
    made = offer(offers, "", "secret")
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            offers.accepted(made.id)
        offers.accepted_partially("17", 3)
        offers.shown("no id of ours")
    assert offers.counts == Acceptance(1, 0, 1, 0, 6)
    assert "not known" in caplog.text
    assert "secret" not in caplog.text
    assert "no id of ours" not in caplog.text, "what a client sends may be anything"


def test_only_the_last_suggestions_are_known() -> None:
    offers = Offers(Encoding.UTF16)
    first, second, *_ = [offer(offers, "", "x") for _ in range(65)]
    offers.accepted(first.id)
    assert offers.counts.accepted == 0
    offers.accepted(second.id)
    assert offers.counts.accepted == 1
