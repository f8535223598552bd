"""How a model is asked to mend a finding, and what of its answer is code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from hanare.analysis.catalogue import helps
from hanare.analysis.finding import Finding
from hanare.analysis.source import Source
from hanare.engine.protocol import Lane, Request
from hanare.explain.fixes.region import BODIES, Region, body_of, definition_in
from hanare.explain.templates import Templates
from hanare.models.layout import ChatLayout
from hanare.prompting.chat import chat_prompt
from hanare.syntax.elements import around
from hanare.text.languages import line_comment

_FENCE = "```"
_STOP = f"\n{_FENCE}"
_CHARACTERS_PER_TOKEN = 2.5  # of code; it is better to allow a few too many
_SPARE_TOKENS = 160
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is put: the same finding is asked about in several ways."""

    near: bool
    """Whether the answer begins with all code above the finding, and above what leads to it; else
    it begins with the head of the definition only."""
    urgent: bool
    """Whether a comment that says what to do stands right before where the model goes on, and it is
    kept from the words that are wrong. Small models copy what they were shown."""
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Question:
    """What a model is asked about a finding: the finding and its region, nothing else."""

    source: Source
    region: Region
    finding: Finding

    def request(self, layout: ChatLayout, manner: Manner, document: str) -> Request:
        """Return the request of one try."""
        slots = self._slots
        wording = _templates().fill("fix", "en", **slots)
        begun = f"{_FENCE}{self.source.language}\n{self._opening(manner)}"
        if manner.urgent:
            begun += self._reminder
        return Request(
            chat_prompt(layout, system=wording.system, user=wording.user, begun=begun),
            int(len(slots["code"]) / _CHARACTERS_PER_TOKEN) + _SPARE_TOKENS,
            stop=(_STOP,),
            lane=Lane.CHAT,
            document=document,
            temperature=manner.temperature,
            seed=manner.seed,
            discouraged=self._wrong_words if manner.urgent else (),
        )

    def code(self, said: str, manner: Manner) -> str:
        """Return the code that an answer comes to, as it is to stand in the text."""
        code = (self._opening(manner) + said.partition(_STOP)[0]).rstrip()
        lines = code.split("\n")
        return "\n".join(f"{self._indentation}{line}" if line.strip() else line for line in lines)

    @cached_property
    def _slots(self) -> dict[str, str]:
        help_, language = helps()[self.finding.rule], self.source.language
        example = ""
        if help_.bad and help_.good and help_.language == language:
            example = f"For example, instead of\n{help_.bad}\nwrite\n{help_.good}\n"
        return {
            "language": language,
            "rule": self.finding.rule,
            "title": help_.title.en,
            "what": help_.what.en,
            "fix": help_.fix.en,
            "example": example,
            "code": "\n".join(self._lines),
            "number": str(self._number + 1),
            "line": self._lines[self._number].strip(),
        }

    @cached_property
    def _written(self) -> list[str]:
        """The region's lines; a model is used to one kind of line ends."""
        text = self.source.text[self.region.start : self.region.end]
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _indentation(self) -> str:
        """What all lines begin with; the model does not see it."""
        first = self._written[0]
        indentation = first[: len(first) - len(first.lstrip(" \t"))]
        inked = (line for line in self._written if line.strip())
        return indentation if all(line.startswith(indentation) for line in inked) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return [line.removeprefix(self._indentation) for line in self._written]

    @cached_property
    def _number(self) -> int:
        """Which of the lines the finding's statement begins in."""
        assert self.source.tree is not None  # noqa: S101 - there is no region without
        start = self.finding.span.start
        path = around(self.source.tree, start, self.finding.span.end)
        for outer, inner in reversed(list(pairwise(path))):
            if outer.kind in BODIES and inner.start >= self.region.start:
                start = inner.start
                break
        return self._line_of(start)

    def _line_of(self, offset: int) -> int:
        lines = self.source.lines
        return lines.line_of(offset) - lines.line_of(self.region.start)

    def _opening(self, manner: Manner) -> str:
        """Return the lines that an answer begins with."""
        kept = self._number
        head = min(self._head, kept)
        if manner.near:
            first = self.source.lines.line_of(self.region.start)
            steps = [each.start.line - 1 - first for each in self.finding.flow]
            kept = min((kept, *(line for line in steps if line >= head)))
        else:
            kept = head
        return "".join(f"{line}\n" for line in self._lines[:kept])

    @cached_property
    def _head(self) -> int:
        """How many lines the head of the definition has; 0 if the finding is in it."""
        assert self.source.tree is not None  # noqa: S101 - there is no region without
        definition = definition_in(self.source.tree, self.region)
        body = body_of(definition) if definition is not None else None
        if body is None or self.finding.span.start < body.start:
            return 0
        return self._line_of(body.start) + self.source.text.startswith("{", body.start)

    @cached_property
    def _reminder(self) -> str:
        line = self._lines[self._number]
        indentation = line[: len(line) - len(line.lstrip())]
        return f"{indentation}{line_comment(self.source.language)} {self._slots['fix']}\n"

    @cached_property
    def _wrong_words(self) -> tuple[str, ...]:
        """The words of the finding that the rule's example has where it is wrong only."""
        help_, span = helps()[self.finding.rule], self.finding.span
        if help_.language != self.source.language or not help_.good:
            return ()
        elsewhere = {
            *_WORD.findall(help_.good),
            *_WORD.findall(self.source.text[self.region.start : span.start]),
            *_WORD.findall(self.source.text[span.end : self.region.end]),
        }
        here = _WORD.findall(self.source.text[span.start : span.end])
        wrong = set(_WORD.findall(help_.bad)) - elsewhere
        return tuple(dict.fromkeys(each for each in here if each in wrong))


@cache
def _templates() -> Templates:
    return Templates()
