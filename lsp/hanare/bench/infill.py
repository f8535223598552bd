"""The whole way of a completion on masked code: what would be shown, and whether it is right.

Every case goes through the completer that editors get, its files in an index like a workspace's.
The engine is asked once a case; what a confidence threshold or a missing filter would change is
computed from its words afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hanare.bench.cases import InfillCase, Kind
from hanare.bench.project import write_files
from hanare.bench.statistics import edit_similarity
from hanare.completion import filters
from hanare.completion.completer import InlineCompleter
from hanare.completion.extent import decide
from hanare.completion.filters.syntax import adds_no_errors
from hanare.completion.related import Definitions
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.engine.protocol import Engine
from hanare.index.lookup import WorkspaceIndex
from hanare.index.scan import scan
from hanare.index.store import database_of
from hanare.index.walk import Limits
from hanare.models.layout import FimLayout
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

_WINDOW_CHARACTERS = 2000
_SHORT = 3
"""Characters up to which a line, such as a closing bracket, may well stand twice."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case."""

    case: str
    language: str
    kind: str
    cross_file: bool
    """Whether the expected text uses what another file of its package defines."""
    other_files: bool
    """Whether the model was shown definitions of other files."""
    expected: str
    raw: str
    """The model's words."""
    confidence: float
    shown: str | None
    """What is left of them after the filters, whatever the confidence."""
    reason: str
    prompt_tokens: int
    exact: bool
    similarity: float
    """Of what is shown to what was expected, 0 to 1."""
    broken: bool
    """Whether it leaves more syntax errors than the expected text does."""
    worse: bool
    """Whether it adds syntax errors that no way of going on would mend, as the filter judges: only
    something beside the filter can make it so. `broken` does not know the filter."""
    repeats: bool
    """Whether it ends with what the next line says already."""
    leaks: bool
    """Whether it holds a control token's text."""


def indexed(files: Mapping[str, str], folder: Path) -> WorkspaceIndex:
    """Write `files` (path, text) into `folder`, an empty one, and index them.

    Raises:
        HanareError: a path leads out of the folder, or the folder cannot be written.
    """
    sources, databases = folder / "sources", folder / "index"
    sources.mkdir()
    write_files(files, sources)
    scan(sources, database_of(sources, databases), Limits())
    return WorkspaceIndex([sources], databases)


async def run(
    engine: Engine,
    layout: FimLayout,
    cases: Iterable[InfillCase],
    definitions: Definitions | None,
    folder: Path,
    *,
    settings: CompletionSettings,
    progress: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Ask for every case; the files are taken to be in `folder`, as `indexed` wrote them.

    Everything is shown, and the model sees as much on a busy machine as on an idle one, unless
    the settings say how much.
    """
    window = settings.window_characters or _WINDOW_CHARACTERS
    shows_all = settings.model_copy(update={"min_confidence": 0.0, "window_characters": window})
    completer = InlineCompleter(
        engine, layout, shows_all, time.perf_counter, definitions=definitions
    )
    completer.loaded(await engine.start())
    results = []
    try:
        for case in cases:
            query = query_of(case, folder)
            outcome = await completer.complete(query)
            completer.forget(query.document.uri)
            shown = outcome.suggestion.text if outcome.suggestion else None
            results.append(
                judged(
                    case, query, shown, layout.markers,
                    raw=outcome.trace.raw,
                    confidence=outcome.trace.confidence,
                    reason=str(outcome.reason),
                    prompt_tokens=outcome.trace.prompt_tokens,
                    other_files=definitions is not None,
                )
            )  # fmt: skip
            progress()
    finally:
        completer.close()
    return results


def query_of(case: InfillCase, folder: Path) -> Query:
    """Return what an editor would ask with the cursor at the case's place."""
    uri = (folder / "sources" / case.path).absolute().as_uri()
    document = DocumentSnapshot(uri, 0, case.prefix + case.suffix, case.language)
    return Query(document, len(case.prefix), path=case.path)


def around_of(query: Query) -> filters.Around:
    """Return what the filters look at for this question."""
    tree = SyntaxTree.parse(query.document.text, query.document.language)
    extent = decide(query.document, query.offset, tree)
    return filters.Around(query.document, query.offset, extent, tree)


def judged(
    case: InfillCase,
    query: Query,
    shown: str | None,
    markers: Sequence[str],
    *,
    raw: str,
    confidence: float,
    reason: str,
    prompt_tokens: int,
    other_files: bool,
) -> Result:
    """Return the result of showing `shown`, None for nothing, at the case's cursor."""
    text = _compared(shown or "", case)
    return Result(
        case=case.id,
        language=case.language,
        kind=str(case.kind),
        cross_file=bool(case.cross_file),
        other_files=other_files,
        expected=case.expected,
        raw=raw,
        confidence=confidence,
        shown=shown,
        reason=reason,
        prompt_tokens=prompt_tokens,
        exact=shown is not None and text == _compared(case.expected, case),
        similarity=edit_similarity(text, _compared(case.expected, case)),
        broken=shown is not None and _errors(query, shown) > _errors(query, case.expected),
        worse=shown is not None and not adds_no_errors(shown, around_of(query)),
        repeats=_repeats(shown or "", case),
        leaks=any(each in (shown or "") and each not in query.document.text for each in markers),
    )


def without(
    case: InfillCase, result: Result, ablated: Collection[str], markers: Sequence[str]
) -> Result:
    """Return the result if the filters named in `ablated` did not exist.

    `markers` are the model's control tokens, as the layout has them.
    """
    query = query_of(case, Path.cwd())
    filtered = filters.apply(result.raw, around_of(query), ablated)
    return judged(
        case, query, filtered.text, markers,
        raw=result.raw,
        confidence=result.confidence,
        reason=str(filtered.reason or "shown"),
        prompt_tokens=result.prompt_tokens,
        other_files=result.other_files,
    )  # fmt: skip


def _compared(text: str, case: InfillCase) -> str:
    """Return what counts of a text: of all but blocks the first line, without blanks at its end.

    A suggestion that goes on after the line is right is as good.
    """
    if case.kind is not Kind.BLOCK:
        text = text.partition("\n")[0]
    return text.rstrip()


def _errors(query: Query, text: str) -> int:
    """Count the syntax errors with `text` at the cursor; without a grammar there are none."""
    tree = SyntaxTree.parse(query.document.text, query.document.language)
    return tree.edited(Edit(query.offset, query.offset, text)).problems() if tree else 0


def _repeats(shown: str, case: InfillCase) -> bool:
    """Whether the suggestion's last line is the next one, and should not be."""
    following = next((line.strip() for line in case.suffix.split("\n") if line.strip()), "")

    def last_line(text: str) -> str:
        return (case.prefix.rpartition("\n")[2] + text).rstrip().rpartition("\n")[2].strip()

    if len(following) <= _SHORT or not shown:
        return False
    return last_line(shown) == following != last_line(case.expected)
