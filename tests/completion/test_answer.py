"""How sure the model is of what is shown."""

from __future__ import annotations

import math

import pytest

from hanare.completion.answer import Answer

SURE, UNSURE = math.log(0.9), math.log(0.1)


@pytest.mark.parametrize(
    ("answer", "confidence"),
    [
        (Answer("abc"), 1.0),
        (Answer("abc", ((3, SURE),)), 0.9),
        (Answer("abcdef", ((3, SURE), (6, SURE))), math.exp(2 * SURE / math.sqrt(2))),
        # The line break counts: it says that the line is complete.
        (Answer("abc", ((3, SURE), (4, UNSURE))), math.exp((SURE + UNSURE) / math.sqrt(2))),
        # What follows the first line does not.
        (Answer("abc\nd", ((3, SURE), (4, SURE), (5, UNSURE))), math.exp(2 * SURE / math.sqrt(2))),
        # The first line with text, where the answer begins with a line break.
        (Answer("\n  abc", ((1, SURE), (6, UNSURE))), math.exp((SURE + UNSURE) / math.sqrt(2))),
    ],
)  # fmt: skip
def test_confidence(answer: Answer, confidence: float) -> None:
    assert answer.confidence == pytest.approx(confidence)


def test_what_is_typed_no_longer_counts() -> None:
    answer = Answer("value + 1", ((5, UNSURE), (7, SURE), (9, SURE)))
    assert answer.rest(0) == answer
    assert answer.rest(5).scores == ((2, SURE), (4, SURE))
    assert answer.rest(6).text == "+ 1"
    assert answer.rest(6).confidence > answer.confidence


def test_what_was_shown_does_not_vanish_while_it_is_typed() -> None:
    answer = Answer("value + 1", ((5, SURE), (7, SURE), (9, UNSURE)))
    assert answer.rest(5).confidence == answer.confidence
    assert answer.rest(5).rest(2).confidence == answer.confidence
