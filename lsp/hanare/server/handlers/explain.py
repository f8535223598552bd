"""Explanations and what else is written about code: `hanare.explain`, a command.

Argument, one object (`ExplainParams`):
{
    "kind": "selection" | "symbol" | "file" | "diagnostic" | "finding" | "error" | "diff"
          | "docstring" | "name" | "test" | "question",
    "uri"?: string,             the document; all kinds but "error" and "diff" need it
    "range"?: Range,            what is selected, or an empty one where the cursor is
    "text"?: string,            of "error", "diff" and "diagnostic": the message, the unified diff
    "question"?: string,        of "question"
    "rule"?: string,            of "finding": its id; the range is the finding's
    "language"?: "en" | "ja",   else as `explain.language` says, else the client's own
    "stream"?: string           a token of the client's choice
}
With `stream` the text is sent as it comes about: `$/progress` notifications with that token and
{ "kind": "hanare.explain", "append": string } for what goes behind what was sent, or
{ "kind": "hanare.explain", "replace": string } for all of it, where something is taken back.
Result:
{
    "markdown": string,         all of it: no HTML, no images, no links
    "code": string,             of "docstring", "name" and "test"
    "edit": WorkspaceEdit | null,
    "notes": string[],          what was left out, or could not be believed
    "finished": boolean
}
`$/cancelRequest` ends it at any token. Without `stream` a client that shows documents is asked to
show the result.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Literal, Protocol, TypedDict, runtime_checkable

from lsprotocol import types
from pydantic import BaseModel, ConfigDict

from hanare.analysis.finding import Finding
from hanare.engine.protocol import Engine
from hanare.errors import UsageError
from hanare.explain.events import Append, Event, Explanation, Replace
from hanare.explain.kinds import Kind
from hanare.explain.related import Definitions, with_other_files
from hanare.explain.service import Explanations, open_explanations
from hanare.explain.subject import Subject, Text
from hanare.server import convert, pages
from hanare.server.language_server import HanareServer
from hanare.server.uris import display_path
from hanare.text.document import DocumentSnapshot
from hanare.text.uris import path_of
from hanare.wording import Language, said

EXPLAIN = "hanare.explain"
_OF_A_SYMBOL = frozenset((Kind.SYMBOL, Kind.DOCSTRING, Kind.NAME, Kind.TEST))

log = logging.getLogger(__name__)


class ClientPosition(BaseModel):
    """A position in the client's units."""

    line: int
    character: int


class ClientRange(BaseModel):
    """A range in the client's units."""

    start: ClientPosition
    end: ClientPosition


class ExplainParams(BaseModel):
    """The argument of `hanare.explain`."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    uri: str = ""
    range: ClientRange = ClientRange(
        start=ClientPosition(line=0, character=0), end=ClientPosition(line=0, character=0)
    )
    text: str = ""
    question: str = ""
    rule: str = ""
    language: Literal["en", "ja"] | None = None
    stream: str = ""


class Explained(TypedDict):
    """The result of `hanare.explain`."""

    markdown: str
    code: str
    edit: types.WorkspaceEdit | None
    notes: list[str]
    finished: bool


@runtime_checkable
class Knows(Protocol):
    """A completer that lets others use its engine and its index."""

    @property
    def engine(self) -> Engine:
        """The engine; its lanes say who goes first."""
        ...

    @property
    def definitions(self) -> Definitions:
        """The workspace's definitions."""
        ...


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(EXPLAIN)(on_explain)


async def on_explain(ls: HanareServer, wanted: ExplainParams) -> Explained:
    """Explain, sending the text as it comes about, and answer with all of it."""
    language = wanted.language or ls.explaining_language
    document = ls.session.snapshot(wanted.uri)
    explanations, definitions = _opened(ls)
    text, subject = await _subject(ls, wanted, document, definitions)
    events = explanations.of(subject, language, text=text, document=wanted.uri)
    made = await _last(ls, events, wanted.stream)
    log.info("explained: %s, %d characters", wanted.kind, len(made.markdown))
    _keep(ls, wanted, subject, made, language)
    return _result(ls, document, made, language)


def _opened(ls: HanareServer) -> tuple[Explanations, Definitions]:
    """Return what explains, and what knows other files.

    Raises:
        HanareError: there is no model, or none that can be asked.
    """
    completer = ls.session.open()
    if not isinstance(completer, Knows):
        raise UsageError(
            said("There is no model to ask."),
            said("Switch completions on, and see to it that a model is installed."),
        )
    settings = ls.configuration.settings
    return open_explanations(settings, completer.engine), completer.definitions


async def _last(ls: HanareServer, events: AsyncGenerator[Event], stream: str) -> Explanation:
    """Send what comes about, if the client wants it, and return what it comes to."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Explanation):
                return event
            if stream:
                _send(ls, stream, event)
    raise AssertionError("an explanation ends with itself")


def _keep(
    ls: HanareServer,
    wanted: ExplainParams,
    subject: Subject,
    made: Explanation,
    language: Language,
) -> None:
    """Keep what the pointer may come back to, and show what nobody has seen yet."""
    if wanted.kind is Kind.SYMBOL:
        ls.explained.add(wanted.uri, language, subject, made.markdown)
    if not wanted.stream:
        pages.show(ls, f"explanation.{language}.md", made.markdown)


def _result(
    ls: HanareServer, document: DocumentSnapshot | None, made: Explanation, language: Language
) -> Explained:
    return Explained(
        markdown=made.markdown,
        code=made.code,
        edit=_edit(ls, document, made),
        notes=[note.in_(language) for note in made.notes],
        finished=made.finished,
    )


def _send(ls: HanareServer, token: str, event: Append | Replace) -> None:
    key = "append" if isinstance(event, Append) else "replace"
    value = {"kind": EXPLAIN, key: event.text}
    ls.progress(types.ProgressParams(token, value))


def _edit(
    ls: HanareServer, document: DocumentSnapshot | None, made: Explanation
) -> types.WorkspaceEdit | None:
    if document is None or not made.edits:
        return None
    encoding = ls.session.documents.encoding
    return convert.workspace_edit(document, made.edits, encoding, versioned=ls.versioned_edits)


async def _subject(
    ls: HanareServer,
    wanted: ExplainParams,
    document: DocumentSnapshot | None,
    definitions: Definitions,
) -> tuple[Text | None, Subject]:
    """Return what is asked about.

    Raises:
        UsageError: there is nothing of that kind.
    """
    if wanted.kind in (Kind.ERROR, Kind.DIFF):
        if not wanted.text.strip():
            raise UsageError(said("There is nothing to explain."), said("Send its text."))
        code = wanted.text if wanted.kind is Kind.DIFF else ""
        return None, Subject(wanted.kind, code, asked="" if code else wanted.text)
    if document is None:
        raise UsageError(said("{uri} is not open.", uri=wanted.uri), said("Open it in the editor."))
    path = display_path(document.uri, ls.synced.folder_uris)
    # In a thread: the text is parsed.
    text = await asyncio.to_thread(Text, document.text, document.language, path)
    subject = await asyncio.to_thread(_of_document, ls, wanted, document, text)
    if ls.configuration.settings.context.other_files:
        subject = await with_other_files(subject, text, definitions, path_of(document.uri))
    return text, subject


def _of_document(
    ls: HanareServer, wanted: ExplainParams, document: DocumentSnapshot, text: Text
) -> Subject:
    encoding = ls.session.documents.encoding
    # Some clients send a selection that was made upwards as it was made.
    start, end = sorted(
        convert.offset(document, types.Position(at.line, at.character), encoding)
        for at in (wanted.range.start, wanted.range.end)
    )
    if wanted.kind in _OF_A_SYMBOL:
        symbol = text.symbol(start, wanted.kind)
        if symbol is None:
            raise UsageError(
                said("There is no definition at this place."),
                said("Put the cursor into a function or a class, or select the lines."),
            )
        return symbol
    if wanted.kind is Kind.FILE:
        return text.file()
    if wanted.kind is Kind.FINDING:
        return text.finding(_finding(ls, wanted, document, start))
    if wanted.kind is Kind.DIAGNOSTIC:
        return text.place(Kind.DIAGNOSTIC, start, end, wanted.text)
    selected = text.selection(start, end)
    if wanted.kind is Kind.QUESTION:
        return replace(selected, kind=Kind.QUESTION, asked=wanted.question)
    return selected


def _finding(
    ls: HanareServer, wanted: ExplainParams, document: DocumentSnapshot, offset: int
) -> Finding:
    found = [each for each in ls.diagnoser.findings(document) if each.rule == wanted.rule]
    if not found:
        raise UsageError(
            said("There is no finding {rule} here.", rule=wanted.rule),
            said("It may have gone with the last change."),
        )
    return min(found, key=lambda each: abs(each.span.start - offset))
