"""An explanation, from what is asked to what is shown.

What engines know for certain comes first and does not wait for a model: a finding's help, a
function's parameters and errors, a file's outline. Then the model's words, made safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.explaining import markdown as help_of
from hanare.engine.errors import PromptTooLongError
from hanare.engine.protocol import Finish
from hanare.errors import HanareError
from hanare.explain.author import Author
from hanare.explain.cleaning import Cleaner
from hanare.explain.denial import denies
from hanare.explain.diffs import changes
from hanare.explain.dividing import Piece, pieces
from hanare.explain.events import Append, Event, Explanation, Replace
from hanare.explain.glossary import House
from hanare.explain.hidden import shown
from hanare.explain.kinds import Kind
from hanare.explain.leaks import without_leaks
from hanare.explain.names import KnownNames
from hanare.explain.questions import Asker, Question
from hanare.explain.spans import code_span
from hanare.explain.speech import Speech, is_english, is_japanese
from hanare.explain.subject import Subject
from hanare.explain.templates import Templates
from hanare.syntax.outline import Definition
from hanare.wording import Language, Said, said

_LONGEST = 5_000
"""Characters of code in one question: more is divided. About 90 lines, which a small model still
oversees, and reads in some four seconds."""
_LONGEST_PART = 3_000
_SHORT_PART = 1_200  # where the model's context is small
_MOST_PARTS = 16
_LONGEST_OUTLINE = 40
_MOST_NAMED = 8
_HEAT = 0.4  # of a second try
_PART_TOKENS = 70
_SENTENCES = 4
"""In an answer. Small models are right at first and then begin to make things up."""
_TOKENS: Mapping[Kind, int] = {
    Kind.SELECTION: 180, Kind.SYMBOL: 180, Kind.FILE: 220, Kind.DIAGNOSTIC: 200,
    Kind.FINDING: 220, Kind.ERROR: 200, Kind.DIFF: 220, Kind.QUESTION: 320,
}  # fmt: skip
_OUTLINED = frozenset((
    "class", "interface", "type", "enum", "function", "method", "module", "macro",
))  # fmt: skip
_PARAGRAPH = "\n\n"


class Explainer:
    """Explains; used on one event loop."""

    def __init__(self, author: Author, templates: Templates, house: House | None = None) -> None:
        self._author = author
        self._templates = templates
        self._house = house or House()

    async def explain(
        self, subject: Subject, language: Language, document: str = ""
    ) -> AsyncGenerator[Event]:
        """Yield an explanation; leaving it at any time ends the model's work.

        `document` is what the request is about, for the engine.

        Raises:
            HanareError: the model cannot answer. A finding is explained without it.
        """
        asker = Asker(self._author, self._templates, document)
        # In a thread: all of the code is looked at.
        telling = await asyncio.to_thread(_Telling, asker, self._house, subject, language)
        async with aclosing(telling.run()) as events:
            async for event in events:
                yield event


@dataclass(frozen=True, slots=True)
class _Part:
    """What is asked about by itself."""

    template: str
    label: str
    """What a reader is told of where it is."""
    piece: Piece
    path: str


@dataclass
class _Faults:
    """What was wrong with the model's words that are shown, or would have been."""

    unknown: dict[str, None] = field(default_factory=dict)
    """Names that it made up, in order."""
    removed: int = 0
    """Links and addresses that it wrote."""
    foreign: bool = False
    """Whether some of it is in another language."""
    recited: bool = False
    denied: bool = False
    cut: bool = False
    silent: bool = False
    """Whether it has said nothing at all."""

    def notes(self) -> Iterator[Said]:
        """Yield what a reader should know of them."""
        if self.unknown:
            names = ", ".join(code_span(name) for name in self.unknown)
            yield said("Not in the code: {names}.", names=names)
        if self.removed:
            yield said("Links and addresses that the model wrote were removed.")
        if self.foreign:
            yield said("The model has not answered in the language asked for.")
        if self.recited:
            yield said("A sentence that quotes your own instructions was left out.")
        if self.denied:
            yield said(
                "The model denied the finding; what it said is left out. The verdict is the "
                "engine's."
            )
        if self.cut:
            yield said("The model did not come to an end.")
        if self.silent:
            yield said("The model had nothing to say.")


@dataclass
class _Telling:
    """One explanation."""

    asker: Asker
    house: House
    subject: Subject
    language: Language
    markdown: str = ""
    notes: list[Said] = field(default_factory=list)
    finished: bool = True
    faults: _Faults = field(default_factory=lambda: _Faults())

    def __post_init__(self) -> None:
        self.code = shown(self.subject.code).text
        if hidden := self.subject.hidden:
            lines = ", ".join(map(str, hidden[:_MOST_NAMED]))
            self.notes.append(
                said("There are hidden characters in the code, shown as escapes: line {lines}.",
                     lines=lines)
            )  # fmt: skip
        self.asked = shown(self.subject.asked).text
        self.terms = self.house.about(self.code, self.asked)
        finding = self.subject.finding
        self.help = helps()[finding.rule] if finding is not None else None
        self.known = self._known_names()

    def _known_names(self) -> KnownNames:
        subject, help_ = self.subject, self.help
        about = [self.code, self.asked, subject.name, subject.path, subject.signature]
        about += [*subject.related, *map(str, self.terms)]
        if help_ is not None:
            about += [help_.what.in_(self.language), help_.fix.in_(self.language), help_.good]
        return KnownNames(about, subject.language)

    def _append(self, text: str) -> Append:
        self.markdown += text
        return Append(text)

    def _is_right_language(self, text: str) -> bool:
        return is_japanese(text) if self.language == "ja" else is_english(text)

    async def run(self) -> AsyncGenerator[Event]:
        if certain := self._certain():
            yield self._append(certain)
        try:
            async with aclosing(self._model()) as events:
                async for event in events:
                    yield event
        except HanareError as failure:
            if self.subject.finding is None:
                raise
            self.finished = False
            self.notes.append(said("The model has not answered: {why}", why=failure.message))
        self.notes += self.faults.notes()
        if self.notes:
            yield self._append(self._footer())
        yield Explanation(self.markdown, notes=tuple(self.notes), finished=self.finished)

    # --- what is certain ---

    def _certain(self) -> str:
        """Return what needs no model."""
        subject, language = self.subject, self.language
        if subject.finding is not None and self.help is not None:
            rule = rules()[subject.finding.rule]
            heading = said("In this code").in_(language)
            return f"{help_of(rule, self.help, language)}\n**{heading}**\n\n"
        if subject.kind is Kind.FILE:
            return _outline(subject)
        facts = subject.facts.markdown(language) if subject.facts is not None else ""
        if subject.kind is Kind.SYMBOL and facts:
            heading = said("From the code").in_(language)
            return f"**{heading}**\n\n{facts}\n"
        return ""

    def _footer(self) -> str:
        lines = "".join(f"> {note.in_(self.language)}\n" for note in self.notes)
        return f"\n\n{lines}" if self.markdown else lines

    # --- the model's words ---

    async def _model(self) -> AsyncGenerator[Event]:
        """Have all of it explained at once, or in parts if it is too long for that."""
        before = self.markdown
        parts = self._parts(_LONGEST, _LONGEST_PART)
        if not parts:
            try:
                async with aclosing(self._words()) as events:
                    async for event in events:
                        yield event
            except PromptTooLongError:  # a small context, or text that is dense
                parts = self._parts(0, _SHORT_PART)
                if len(parts) < 2:
                    raise
                self.markdown = before
                yield Replace(before)
        if parts:
            async with aclosing(self._divided(parts)) as events:
                async for event in events:
                    yield event

    async def _words(self) -> AsyncGenerator[Event]:
        """Ask once; a second time if the answer is in another language."""
        before, kind = self.markdown, self.subject.kind
        for heat in (0.0, _HEAT):
            speech = Speech(0 if kind is Kind.QUESTION else _SENTENCES)
            events = self._spoken(speech, self._question(kind.value, _TOKENS[kind], heat=heat))
            async with aclosing(events):
                async for event in events:
                    yield event
            if not self.faults.foreign or heat:
                break
            self.markdown, self.faults = before, _Faults()
            yield Replace(before)
        self._conclude(speech)

    def _conclude(self, speech: Speech) -> None:
        """Take note of how the last words ended."""
        self.faults.cut = speech.finish is Finish.LENGTH
        self.faults.silent = not speech.text and not self.faults.denied
        self.finished = not (self.faults.cut or self.faults.silent)

    async def _divided(self, parts: Sequence[_Part]) -> AsyncGenerator[Event]:
        """Have parts summed up one by one, then the whole from that."""
        looked_at = parts[:_MOST_PARTS]
        summaries = []
        for part in looked_at:
            speech = Speech(1)
            yield self._append(f"- {part.label}: ")
            question = self._question(part.template, _PART_TOKENS, part=part)
            try:
                async with aclosing(self._spoken(speech, question)) as events:
                    async for event in events:
                        yield event
            except PromptTooLongError:
                self.notes.append(said("It is too long; left out: {parts}.", parts=part.label))
                yield self._append("…\n")
                continue
            if speech.text:
                summaries.append(f"{question.begun}{speech.text}")
            yield self._append("\n")
        if left_out := [part.label for part in parts[len(looked_at) :]]:
            self.notes.append(said("It is too long; left out: {parts}.", parts=", ".join(left_out)))
        yield self._append("\n")
        speech = Speech(_SENTENCES)
        if summaries:
            question = self._question("whole", _TOKENS[Kind.FILE], summaries=summaries)
            async with aclosing(self._spoken(speech, question)) as events:
                async for event in events:
                    yield event
        self._conclude(speech)

    def _parts(self, longest: int, part: int) -> list[_Part]:
        """Return the parts that are asked about one by one; none if all of it is short enough.

        `longest` and `part` are characters: of what is asked about as a whole, and of a part.
        """
        subject = self.subject
        if subject.kind is Kind.DIFF:
            files = changes(self.code)
            if len(files) == 1 and len(self.code) <= longest:
                return []
            return [
                _Part("change", code_span(each.path) or "?", piece, path=each.path)
                for each in files
                for piece in pieces(each.hunks, (), part)
            ]
        if len(self.code) <= longest:
            return []
        above = subject.first_line - 1
        return [
            _Part("piece", f"L{each.first + above}–L{each.last + above}", each, path=subject.path)
            for each in pieces(self.code, subject.starts, part)
        ]

    async def _spoken(self, speech: Speech, question: Question) -> AsyncGenerator[Event]:
        """Yield what the model says, made safe; at the end what is left of it, if that is less."""
        before, begun = self.markdown, question.begun
        cleaner = Cleaner(self.known.unknown)
        if text := cleaner.feed(begun):
            yield self._append(text)
        async with aclosing(speech.listen(self.asker.author.engine, question.request)) as deltas:
            async for delta in deltas:
                if text := cleaner.feed(delta):
                    yield self._append(text)
        if text := cleaner.end():
            yield self._append(text)
        kept = speech.whole_sentences()
        speech.text = self._discreet(kept)
        self.faults.recited |= speech.text != kept
        if self.subject.finding is not None and denies(speech.text):
            self.faults.denied, speech.text = True, ""
        self.faults.foreign |= bool(speech.text) and not self._is_right_language(speech.text)
        again = Cleaner(self.known.unknown)
        # An opening alone says nothing.
        whole = before + (again.feed(begun + speech.text) + again.end() if speech.text else "")
        if whole.rstrip() != self.markdown.rstrip():
            self.markdown = whole
            yield Replace(whole)
        self.faults.unknown |= again.unknown_names
        self.faults.removed += again.removed

    def _discreet(self, text: str) -> str:
        meanings = [term.meaning for term in self.terms]
        return without_leaks(text, self.house.style, meanings, self.code, self.asked)

    def _question(
        self,
        template: str,
        tokens: int,
        *,
        heat: float = 0.0,
        part: _Part | None = None,
        summaries: Sequence[str] = (),
    ) -> Question:
        language, help_ = self.language, self.help
        slots: dict[str, object] = {
            "glossary": [str(term) for term in self.terms],
            "style": list(self.house.style),
            "summaries": list(summaries),
        }
        if help_ is not None:
            slots |= {
                "title": help_.title.in_(language),
                "what": help_.what.in_(language),
                "remedy": help_.fix.in_(language),
            }
        if part is not None:
            above = self.subject.first_line - 1
            slots |= {
                "code": part.piece.text,
                "path": part.path,
                "first": part.piece.first + above,
                "last": part.piece.last + above,
            }
        return self.asker.question(
            template,
            self.subject,
            language,
            tokens,
            stop=() if self.subject.kind is Kind.QUESTION else (_PARAGRAPH,),
            heat=heat,
            slots=slots,
        )


def _outline(subject: Subject) -> str:
    """Return the definitions of a file, indented by what they are in."""
    found = list(_outlined(subject.parts))
    rows = [
        f"{'  ' * _depth(each.container)}- {code_span(each.signature)}\n"
        for each in found[:_LONGEST_OUTLINE]
    ]
    more = len(found) - len(rows)
    return "".join(rows) + (f"- … + {more}\n" if more > 0 else "") + "\n" if rows else ""


def _outlined(parts: Iterable[Definition]) -> Iterator[Definition]:
    """Yield what is worth a line; what is inside a function is its own affair."""
    reached = 0
    for each in parts:
        if each.start >= reached:
            if each.kind in _OUTLINED:
                yield each
            if each.kind in ("function", "method"):
                reached = each.end


def _depth(container: str) -> int:
    return container.count(".") + 1 if container else 0
