"""How a model is asked: a template, filled, as one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hanare.engine.protocol import Lane, Request
from hanare.explain.author import Author
from hanare.explain.hidden import shown
from hanare.explain.subject import Subject
from hanare.explain.templates import Templates
from hanare.prompting.chat import chat_prompt
from hanare.wording import Language

_NO_REPEAT = 12
"""Tokens. Shorter runs come twice in good prose: the names of what is explained."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how the answer begins: with words of ours."""

    request: Request
    begun: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Puts questions about subjects to a model."""

    author: Author
    templates: Templates
    document: str = ""
    """What the requests are about, for the engine."""

    def question(
        self,
        template: str,
        subject: Subject,
        language: Language,
        tokens: int,
        *,
        stop: Sequence[str] = (),
        heat: float = 0.0,
        repeats: bool = False,
        slots: Mapping[str, object] = MappingProxyType({}),
    ) -> Question:
        """Return a question about a subject, whose code is shown with nothing hidden in it.

        `slots` add to those that every template has, or take their places (`prompts/README.md`).
        `repeats` allows the answer to repeat itself, as code does.

        Raises:
            HanareError: a template of the user's own cannot be filled.
        """
        filled: dict[str, object] = {
            "code": shown(subject.code).text,
            "language": subject.language,
            "path": subject.path,
            "name": subject.name,
            "signature": subject.signature,
            "related": list(subject.related),
            "asked": shown(subject.asked).text,
            "line_text": shown(subject.line_text).text,
            "glossary": [],
            "style": [],
        }
        wording = self.templates.fill(template, language, **(filled | dict(slots)))
        prompt = chat_prompt(
            self.author.layout, system=wording.system, user=wording.user, begun=wording.begun
        )
        request = Request(
            prompt,
            tokens,
            stop=tuple(stop),
            lane=Lane.CHAT,
            document=self.document,
            temperature=heat,
            seed=1,
            no_repeat=0 if repeats else _NO_REPEAT,
        )
        return Question(request, wording.begun)
