"""The findings of open documents follow edits; the analysis itself is scripted here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date

from hanare.analysis.finding import Finding, Level, Origin, Place, Span
from hanare.analysis.results import FileResult, Why
from hanare.config.settings import AnalysisSettings
from hanare.errors import HanareError
from hanare.server.diagnosing import Diagnoser, Diagnosis
from hanare.text.document import DocumentSnapshot
from hanare.wording import verbatim

URI = "file:///a.py"


class OpenDocuments:
    def __init__(self) -> None:
        self.newest: dict[str, DocumentSnapshot] = {}
        self._version = 0

    def put(self, text: str, uri: str = URI) -> None:
        self._version += 1
        self.newest[uri] = DocumentSnapshot(uri, self._version, text, "python")

    def get(self, uri: str) -> DocumentSnapshot | None:
        return self.newest.get(uri)

    def __iter__(self) -> Iterator[DocumentSnapshot]:
        return iter(self.newest.values())


class ScriptedScanner:
    """Finds every `eval` in texts without `(`; waits at `gate` if there is one."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.gate: asyncio.Event | None = None
        self.failure: Exception | None = None
        self.closed = 0

    async def text(self, text: str, name: str, language: str) -> FileResult:
        self.seen.append(text)
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        if "(" in text:
            return FileResult((), (), Why.SYNTAX, verbatim("line 1"))
        at, found = text.find("eval"), []
        while at >= 0:
            found.append(_finding(at))
            at = text.find("eval", at + 1)
        return FileResult(tuple(found))

    async def close(self) -> None:
        self.closed += 1


def _finding(at: int) -> Finding:
    place = Place(1, at + 1)
    return Finding(
        "B307", Level.MEDIUM, Level.HIGH, 95, "eval", Origin.BANDIT,
        Span(at, at + 4), place, place, "f", "eval",
    )  # fmt: skip


class Desk:
    """A diagnoser and all that it talks to."""

    def __init__(self, **settings: object) -> None:
        self.documents = OpenDocuments()
        self.scanner = ScriptedScanner()
        self.told: list[str] = []
        self.changes: list[Diagnosis] = []
        self.diagnoser = Diagnoser(
            self.documents,
            AnalysisSettings.model_validate(settings),
            lambda _: self.scanner,
            path_of=lambda uri: uri,
            tell=lambda words: self.told.append(str(words)),
            changed=self.changes.append,
            clock=lambda: 0.0,
            today=lambda: date(2026, 1, 1),
        )

    def write(self, text: str) -> None:
        self.documents.put(text)
        self.diagnoser.edited(URI)

    async def starts(self) -> list[int] | None:
        diagnosis = await self.diagnoser.current(URI)
        return [each.span.start for each in diagnosis.shown] if diagnosis else None


async def test_findings_of_the_newest_text() -> None:
    desk = Desk()
    desk.write("eval")
    assert await desk.starts() == [0]
    desk.write(" eval eval")
    assert await desk.starts() == [1, 6]


async def test_a_text_is_analysed_once_however_often_it_is_asked_about() -> None:
    desk = Desk()
    desk.write("eval")
    await asyncio.gather(*(desk.starts() for _ in range(5)))
    assert desk.scanner.seen == ["eval"]


async def test_of_texts_that_come_meanwhile_only_the_newest_is_analysed() -> None:
    desk = Desk()
    desk.scanner.gate = asyncio.Event()
    desk.write("1")
    await asyncio.sleep(0)
    for text in ("12", "123", "eval"):
        desk.write(text)
    desk.scanner.gate.set()
    assert await desk.starts() == [0]
    assert desk.scanner.seen == ["1", "eval"]
    assert [change.document.text for change in desk.changes] == ["eval"]


async def test_findings_outlast_a_broken_text() -> None:
    desk = Desk()
    desk.write("eval")
    await desk.starts()
    desk.write("( eval")
    assert await desk.starts() == [2]
    desk.write("(( eval")
    assert await desk.starts() == [3]
    desk.write("(( evil")
    assert await desk.starts() == []


async def test_what_was_mended_in_a_whole_text_does_not_come_back() -> None:
    desk = Desk()
    desk.write("eval")
    await desk.starts()
    desk.write("evil")
    assert await desk.starts() == []
    desk.write("(evil")
    assert await desk.starts() == []


async def test_findings_are_where_the_code_is_before_they_are_found_again() -> None:
    desk = Desk()
    desk.write("eval")
    await desk.starts()
    desk.documents.put("12 eval")
    document = desk.documents.newest[URI]
    assert [each.span.start for each in desk.diagnoser.findings(document)] == [3]


async def test_switched_off() -> None:
    desk = Desk(enabled=False)
    desk.write("eval")
    assert await desk.starts() is None
    assert desk.scanner.seen == []


async def test_settings_take_effect_on_open_documents() -> None:
    desk = Desk()
    desk.write("eval")
    assert await desk.starts() == [0]
    changed = AnalysisSettings.model_validate({"levels": {"B307": "off"}})
    assert await desk.diagnoser.configure(changed)
    assert await desk.starts() == []
    assert not await desk.diagnoser.configure(changed)


async def test_a_large_text_is_not_sent() -> None:
    desk = Desk(max_file_kilobytes=1)
    desk.write("x" * 2000)
    diagnosis = await desk.diagnoser.current(URI)
    assert diagnosis is not None
    assert (diagnosis.why, diagnosis.is_blind, desk.scanner.seen) == (Why.TOO_LARGE, True, [])


async def test_a_failure_is_told_once() -> None:
    desk = Desk()
    desk.scanner.failure = HanareError("It does not start.")
    desk.write("1")
    assert await desk.starts() is None
    desk.write("2")
    assert await desk.starts() is None
    assert (desk.told, desk.scanner.seen) == (["It does not start."], ["1"])


async def test_a_closed_document_is_forgotten() -> None:
    desk = Desk()
    desk.scanner.gate = asyncio.Event()
    desk.write("eval")
    await asyncio.sleep(0)
    del desk.documents.newest[URI]
    desk.diagnoser.forget(URI)
    desk.scanner.gate.set()
    assert await desk.starts() is None
    assert URI not in desk.diagnoser._known
    assert desk.changes == []


async def test_closing_ends_the_process() -> None:
    desk = Desk()
    desk.write("eval")
    await desk.starts()
    await desk.diagnoser.close()
    assert desk.scanner.closed == 1
