"""Explainers and composers as settings want them."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from hanare.config.own_texts import own_templates, own_texts
from hanare.config.settings import Settings
from hanare.engine.protocol import Engine
from hanare.engine.spec import chosen_model
from hanare.errors import UsageError
from hanare.explain.author import Author
from hanare.explain.composing import COMPOSED, Composer
from hanare.explain.events import Event
from hanare.explain.explaining import Explainer
from hanare.explain.glossary import House
from hanare.explain.subject import Subject, Text
from hanare.explain.templates import Templates
from hanare.models.catalog import Catalog
from hanare.wording import Language, said


class Explanations:
    """All that a model can be asked about code, with the user's own words and templates."""

    def __init__(self, author: Author, templates: Templates, house: House) -> None:
        self._author = author
        self._templates = templates
        self._house = house

    def of(
        self, subject: Subject, language: Language, *, text: Text | None = None, document: str = ""
    ) -> AsyncGenerator[Event]:
        """Return the events of an explanation; `text` is what is written about, for what stands in.

        Raises:
            HanareError: the model cannot answer.
        """
        if subject.kind in COMPOSED and text is not None:
            composer = Composer(self._author, self._templates, self._house, text)
            return composer.compose(subject, language, document)
        explainer = Explainer(self._author, self._templates, self._house)
        return explainer.explain(subject, language, document)


def open_explanations(settings: Settings, engine: Engine) -> Explanations:
    """Return what explains with an engine. Files of the user's are read anew.

    Raises:
        UsageError: the model was not trained to follow instructions.
        HanareError: a file of the user's cannot be used.
    """
    chat = chosen_model(settings, Catalog.load()).chat
    if chat is None:
        raise UsageError(
            said("This model was not trained to follow instructions."),
            said("Name another one; `hanare models list` shows all of them."),
        )
    house = House.of(own_texts(settings.explain.glossary), own_texts(settings.explain.style))
    return Explanations(Author(engine, chat), Templates(own_templates()), house)
