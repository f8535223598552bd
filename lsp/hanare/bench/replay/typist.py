"""A typist: which keys write a piece of code, when each is pressed, what is accepted.

Pure and deterministic: the same slot and seed give the same keys at the same times, whatever
the target answers, so that targets can be compared.

Dhakal et al., "Observations on Typing from 136 Million Keystrokes" (CHI 2018,
https://doi.org/10.1145/3173574.3174220), measured 52 words a minute on average, which is
230 ms a key. The typist here is a practised one, faster inside words and slower between them.
That pauses grow with the unit that begins, and how long they are in code, is our assumption.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import takewhile

from hanare.bench.cases import TypingSlot
from hanare.text.lines import LineIndex

IN_WORD_SECONDS = 0.13
WORD_START_SECONDS = 0.22
LINE_START_SECONDS = 0.5
"""Medians of the time before a key."""

SHORTEST_SECONDS, LONGEST_SECONDS = 0.04, 1.5
SPREAD = 0.35
"""Standard deviation of the logarithm: two thirds of the times are within 0.7 to 1.4 medians."""

SMALLEST_SAVING = 2
"""Characters; nobody looks up from the keys for one."""

_OPENERS = (":", "(", "[", "{")


@dataclass(frozen=True, slots=True)
class Key:
    """One keystroke at `offset` of the typed text; `text` is what the editor inserts for it."""

    offset: int
    text: str
    seconds: float
    """Since the key before."""
    seconds_after_accepting: float
    """The same if a suggestion was accepted just before: as at the start of a word."""


def keys(slot: TypingSlot, seed: int) -> list[Key]:
    """Return the keys that type `slot`, in order; their texts make up `slot.typed`."""
    rng = random.Random(f"{seed}:{slot.path}:{len(slot.before)}")  # noqa: S311  no secret
    texts = _texts(slot)
    found, offset, previous = [], 0, "\n"  # the cursor has just been put there
    for text in texts:
        times = (_seconds(rng, _median(previous, text)), _seconds(rng, WORD_START_SECONDS))
        found.append(Key(offset, text, *times))
        offset += len(text)
        previous = text
    return found


def accepted_length(suggestion: str, rest: str) -> int:
    """Return how much of `rest`, what is still to be typed, the typist takes from `suggestion`.

    One line is taken if `rest` begins with it. Of several, those leading ones are taken that
    are whole lines of `rest`. White space at the ends of lines does not matter. Zero if fewer
    than `SMALLEST_SAVING` characters would be saved, the accepting key counted.
    """
    offered, wanted = LineIndex(suggestion.rstrip()), LineIndex(rest)
    if len(offered) == 1:
        length = len(offered.text) if rest.startswith(offered.text) else 0
    else:
        length = 0
        for line in range(min(len(offered), len(wanted))):
            if offered.line_text(line).rstrip() != wanted.line_text(line).rstrip():
                break
            length = wanted.end(line)
        length = len(rest[:length].rstrip())
    return length if length - 1 >= SMALLEST_SAVING else 0


def _texts(slot: TypingSlot) -> list[str]:
    """Split `slot.typed` into characters; a line break brings the editor's indentation along."""
    typed = LineIndex(slot.typed)
    above = LineIndex(slot.before)
    # The indentation of the first line stands in `before`.
    line = above.line_text(len(above) - 1) + typed.line_text(0)
    texts = list(typed.line_text(0))
    for index in range(1, len(typed)):
        line_break = slot.typed[typed.end(index - 1) : typed.start(index)]
        new = typed.line_text(index)
        brought = _automatic_indentation(line, new)
        texts += [line_break + brought, *new[len(brought) :]]
        line = new if new.strip() else line
    return texts


def _automatic_indentation(above: str, line: str) -> str:
    """Return what an editor puts before `line` when Enter is pressed after the text `above`.

    That is the indentation of `above`, one unit more if it opens something. Where the code is
    indented less, it is the code's: after `return`, or before a closing bracket, editors
    dedent by rules of their own, and elsewhere it costs a keystroke that is not modelled.
    """
    if not line.strip():
        return ""  # editors take the white space of empty lines away again
    wanted, expected = _indentation(line), _indentation(above)
    if above.rstrip().endswith(_OPENERS):
        expected += "\t" if wanted.startswith("\t") else "    "
    same = takewhile(lambda pair: pair[0] == pair[1], zip(wanted, expected, strict=False))
    return "".join(char for char, _ in same)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _median(previous: str, text: str) -> float:
    if previous[0] in "\r\n":
        return LINE_START_SECONDS
    last, char = previous[-1], text[0]
    if char == " " or (_in_word(char) and _in_word(last)):
        return IN_WORD_SECONDS
    return WORD_START_SECONDS


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _seconds(rng: random.Random, median: float) -> float:
    return min(max(rng.lognormvariate(math.log(median), SPREAD), SHORTEST_SECONDS), LONGEST_SECONDS)
