"""What a model writes about code to stand in code: documentation, tests, names.

All of it is checked before anybody is offered it: it parses, and says nothing of what is not there.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from hanare.explain import docstrings, naming, testing
from hanare.explain.author import Author
from hanare.explain.events import Append, Event, Explanation, Replace
from hanare.explain.glossary import House
from hanare.explain.hidden import shown
from hanare.explain.kinds import Kind
from hanare.explain.leaks import without_leaks
from hanare.explain.questions import Asker, Question
from hanare.explain.speech import Speech
from hanare.explain.subject import Subject, Text
from hanare.explain.templates import Templates, fenced
from hanare.wording import Language, Said, said

COMPOSED = frozenset((Kind.DOCSTRING, Kind.NAME, Kind.TEST))
_DOCSTRING_TOKENS = 200
_TEST_TOKENS = 400
_NAME_TOKENS = 40
_FENCE_END = "\n```"


class Composer:
    """Writes for one text; used on one event loop."""

    def __init__(self, author: Author, templates: Templates, house: House, text: Text) -> None:
        self._author = author
        self._templates = templates
        self._house = house
        self._text = text

    async def compose(
        self, subject: Subject, language: Language, document: str = ""
    ) -> AsyncGenerator[Event]:
        """Yield what is asked for about a definition of the text; leaving it ends the work.

        Raises:
            HanareError: the model cannot answer.
        """
        asker = Asker(self._author, self._templates, document)
        if subject.kind is Kind.DOCSTRING:
            events = self._documentation(asker, subject, language)
        elif subject.kind is Kind.TEST:
            events = self._tests(asker, subject, language)
        else:
            events = self._names(asker, subject, language)
        async with aclosing(events):
            async for event in events:
                yield event

    async def _documentation(
        self, asker: Asker, subject: Subject, language: Language
    ) -> AsyncGenerator[Event]:
        question = asker.question(
            "docstring", subject, language, _DOCSTRING_TOKENS, stop=('"""', "```")
        )
        speech = Speech(0)
        async with aclosing(self._written(speech, question, subject.language)) as events:
            async for event in events:
                yield event
        said_so = speech.whole_sentences()
        kept = without_leaks(said_so, self._house.style, (), subject.code)
        documentation = docstrings.true_to(kept, subject.facts)
        edits = self._text.documented(subject, documentation) if documentation else ()
        if not edits:
            nothing = said("There is no place for documentation, or nothing to say.")
            for last in _nothing(nothing, language):
                yield last
            return
        code = edits[0].new.strip()
        notes = [said("Read it before you keep it: a model has written it.")]
        if edits[0].span.start != edits[0].span.end:
            notes.append(said("It takes the place of the docstring that is there."))
        markdown = _page(fenced(code, subject.language), notes, language)
        yield Replace(markdown)
        yield Explanation(markdown, code, edits, tuple(notes))

    async def _tests(
        self, asker: Asker, subject: Subject, language: Language
    ) -> AsyncGenerator[Event]:
        is_python = subject.language == "python"
        begun = testing.opening(subject.path, subject.name, subject.container) if is_python else ""
        raises = [name for name, _ in subject.facts.raises] if subject.facts is not None else []
        slots = {
            "framework": "pytest" if is_python else "unit",
            "raises": raises,
            "opening": begun,
        }
        question = asker.question(
            "test", subject, language, _TEST_TOKENS, stop=(_FENCE_END,), repeats=True, slots=slots
        )
        speech = Speech(0)
        async with aclosing(self._written(speech, question, subject.language)) as events:
            async for event in events:
                yield event
        code = testing.sound(begun, speech.text, subject.language)
        if not code or subject.name not in code:
            nothing = said("The model has not written a test that parses.")
            for last in _nothing(nothing, language):
                yield last
            return
        notes = [said("A skeleton: the values that are expected are the model's guess.")]
        markdown = _page(fenced(code, subject.language), notes, language)
        yield Replace(markdown)
        yield Explanation(markdown, code, notes=tuple(notes))

    async def _written(
        self, speech: Speech, question: Question, language: str
    ) -> AsyncGenerator[Replace]:
        """Yield code line by line, in a fence that it cannot leave."""
        begun = question.begun.partition("\n")[2] if question.begun[:3] == "```" else question.begun
        async with aclosing(speech.listen(self._author.engine, question.request)) as deltas:
            async for delta in deltas:
                if "\n" in delta:
                    code = shown(begun + speech.text).text
                    yield Replace(f"{fenced(code, language)}\n")

    async def _names(
        self, asker: Asker, subject: Subject, language: Language
    ) -> AsyncGenerator[Event]:
        question = asker.question("name", subject, language, _NAME_TOKENS, repeats=True)
        speech = Speech(0)
        async with aclosing(speech.listen(self._author.engine, question.request)) as deltas:
            async for _ in deltas:
                pass
        names = naming.names_in(question.begun + speech.text, subject.name, self._text.names)
        if not names:
            for last in _nothing(said("The model has found no other name."), language):
                yield last
            return
        markdown = "".join(f"- `{name}`\n" for name in names)
        yield Append(markdown)
        yield Explanation(markdown, "\n".join(names))


def _page(body: str, notes: list[Said], language: Language) -> str:
    return body + "\n\n" + "".join(f"> {note.in_(language)}\n" for note in notes)


def _nothing(why: Said, language: Language) -> tuple[Event, Event]:
    markdown = f"> {why.in_(language)}\n"
    return Replace(markdown), Explanation(markdown, notes=(why,), finished=False)
