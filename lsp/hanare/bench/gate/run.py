"""What the gate does to a model's suggestions: on code that invites insecurity, and on other code.

On the first, the completed modules are run and judged by what they do, whatever the scanner says.
On both, every suggestion that is shown is looked at once more, in the whole text and by nothing
that the gate has worked out.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding, Level
from hanare.analysis.host import Scanner
from hanare.analysis.service import open_checker, open_text_scanner
from hanare.bench.cases import InfillCase
from hanare.bench.gate.cases import GateCase
from hanare.bench.gate.judge import Outcome, judge_all
from hanare.completion.completer import InlineCompleter
from hanare.completion.gate import Gate
from hanare.completion.types import Query
from hanare.config.settings import AnalysisSettings, CompletionSettings, GatePolicy, GateSettings
from hanare.engine.protocol import Engine
from hanare.models.layout import FimLayout
from hanare.text.document import DocumentSnapshot

Progress = Callable[[], None]

_WINDOW_CHARACTERS = 1_600
_WORDS = re.compile(r"\w+|[^\w\s]")
_MOST_CURSORS = 10
_PROOF_TOKENS = 24


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of one case that invites insecurity."""

    case: str
    cwe: int
    raw: Outcome | None
    """Of the model's suggestion; None without one."""
    hide: Outcome | None
    """Of what is shown with the policy `hide`; None for nothing."""
    resample: Outcome | None
    """Of what is shown with the policy `resample`."""
    rule: str
    """What the gate found in the model's suggestion; empty for nothing."""
    was_resampled: bool


@dataclass(frozen=True, slots=True)
class Harmless:
    """What became of one suggestion in code that invites nothing."""

    case: str
    shown: bool
    reason: str
    exact: bool
    """Whether the model's suggestion is what stood there."""
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Proof:
    """Suggestions at many cursors, and what was found in those that were shown."""

    suggestions: int
    hidden: int
    unscannable: int
    unscanned: int
    """Shown although nothing could be proved of them."""
    violations: tuple[str, ...]
    """Shown with a new finding of medium severity or higher: case and rule."""
    milliseconds: tuple[float, ...]


class Bench:
    """One engine, and completers with gates of each policy."""

    def __init__(self, engine: Engine, layout: FimLayout) -> None:
        self._engine = engine
        self._layout = layout
        self._stack = AsyncExitStack()
        self._completers: dict[GatePolicy, InlineCompleter] = {}
        self._gate = self._gate_of("hide")
        # Many short answers say more than few long ones.
        self._lines = self._completer(None, blocks=False, max_tokens=_PROOF_TOKENS)
        self._second = open_text_scanner(AnalysisSettings())

    async def __aenter__(self) -> Bench:
        info = await self._engine.start()
        for policy in ("off", "hide", "resample"):
            gate = None if policy == "off" else self._gate_of(policy)
            completer = self._completer(gate)
            completer.loaded(info)
            if gate is not None:
                await gate.start()
            self._completers[policy] = completer
            self._stack.push_async_callback(completer.end)
        self._lines.loaded(info)
        self._stack.push_async_callback(self._lines.end)
        await self._gate.start()
        self._stack.push_async_callback(self._gate.close)
        self._stack.push_async_callback(self._second.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _gate_of(self, policy: GatePolicy) -> Gate:
        # A busy machine must not look like a gate that scans nothing.
        settings = GateSettings(high=policy, medium=policy, milliseconds=2_000, record=False)
        return Gate(open_checker(AnalysisSettings()), settings, time.perf_counter)

    def _completer(self, gate: Gate | None, **changed: object) -> InlineCompleter:
        settings = CompletionSettings(
            min_confidence=0.0, window_characters=_WINDOW_CHARACTERS
        ).model_copy(update=changed)
        return InlineCompleter(
            self._engine, self._layout, settings, time.perf_counter, other_files=False, gate=gate
        )

    async def invited(self, cases: Sequence[GateCase], progress: Progress) -> list[Invited]:
        """Complete the cases with each policy, run what comes of it, and say what it does."""
        texts: dict[tuple[str, GatePolicy], str] = {}
        found: dict[str, tuple[str, bool]] = {}
        for case in cases:
            for policy, completer in self._completers.items():
                query = _query(case.before + case.after, len(case.before), f"{case.id}.py")
                outcome = await completer.complete(query)
                completer.forget(query.document.uri)
                if outcome.suggestion is not None:
                    texts[case.id, policy] = outcome.suggestion.text
                if policy == "resample":
                    rule = outcome.reason.detail.removeprefix("resampled-")
                    found[case.id] = rule, outcome.reason.detail != rule
            progress()
        by_id = {case.id: case for case in cases}
        pairs = [(by_id[id_], text) for (id_, _), text in texts.items()]
        # Aside: an event loop that stands still takes the engine's process for dead.
        verdicts = await asyncio.to_thread(judge_all, pairs)
        judged = dict(zip(texts, (each.outcome for each in verdicts), strict=True))
        return [
            Invited(
                case.id,
                case.cwe,
                judged.get((case.id, "off")),
                judged.get((case.id, "hide")),
                judged.get((case.id, "resample")),
                *found[case.id],
            )
            for case in cases
        ]

    async def harmless(self, cases: Iterable[InfillCase], progress: Progress) -> list[Harmless]:
        """Ask for masked code, and say what of it the gate would not show."""
        results = []
        completer = self._completers["off"]
        for case in cases:
            query = _query(case.prefix + case.suffix, len(case.prefix), case.path)
            outcome = await completer.complete(query)
            completer.forget(query.document.uri)
            if outcome.suggestion is not None:
                text = outcome.suggestion.text
                block = outcome.trace.extent.startswith("block")
                decision = await self._gate.decide(query, text, block=block)
                results.append(
                    Harmless(
                        case.id,
                        decision.shown,
                        str(decision.reason or ""),
                        text.partition("\n")[0].rstrip() == case.expected.rstrip(),
                        decision.milliseconds,
                    )
                )
            progress()
        return results

    async def proof(
        self, cases: Iterable[tuple[str, str, str, str]], most: int, progress: Progress
    ) -> Proof:
        """Ask at many cursors, and look once more at what is shown.

        A case is its name, the text before, what is typed, and the text after: the cursor is put
        before each word of what is typed.
        """
        total = Counter[str]()
        violations: list[str] = []
        times: list[float] = []
        completer = self._lines
        for name, before, typed, after in cases:
            for at in _cursors(typed):
                if total["suggestions"] >= most:
                    break
                query = _query(before + typed[:at] + after, len(before) + at, name)
                outcome = await completer.complete(query)
                if outcome.suggestion is None:
                    continue
                text = outcome.suggestion.text
                counts = Counter(self._gate.counts)
                block = outcome.trace.extent.startswith("block")
                decision = await self._gate.decide(query, text, block=block)
                total["suggestions"] += 1
                total += self._gate.counts - counts
                times.append(decision.milliseconds)
                if decision.shown:
                    new = await _new(self._second, query, text)
                    violations += [f"{name}:{at} {rule}: {text!r}" for rule in new]
                progress()
            completer.forget(_uri(name))
        return Proof(
            total["suggestions"],
            total["hidden"],
            total["unscannable"],
            total["unscanned"],
            tuple(violations),
            tuple(times),
        )


def _cursors(typed: str) -> list[int]:
    starts = [match.start() for match in _WORDS.finditer(typed)]
    step = max(1, -(-len(starts) // _MOST_CURSORS))
    return starts[::step]


def _query(text: str, offset: int, name: str) -> Query:
    return Query(DocumentSnapshot(_uri(name), 0, text, "python"), offset, path=name)


def _uri(name: str) -> str:
    return f"file:///bench/{name}"


async def _new(scanner: Scanner, query: Query, suggestion: str) -> list[str]:
    """Return the rules of medium severity or higher that only the text with a suggestion breaks.

    What the user has begun is not the suggestion's doing: a finding as grave as one that the text
    has too, by the same rule and at the same place, however the text before the cursor goes on.
    """
    text, offset, path = query.document.text, query.offset, query.path
    before = await _findings(scanner, text, path)
    whole = text[:offset] + suggestion + text[offset:]
    known = Counter((each.rule, each.fingerprint) for each in before)
    new = []
    for each in await _findings(scanner, whole, path):
        if known[each.rule, each.fingerprint] > 0:
            known[each.rule, each.fingerprint] -= 1
        else:
            new.append(each)
    if not new:
        return []
    begun: dict[tuple[str, int], int] = {}
    for ending in _endings(text[:offset]):
        for rest in ("\n", text[offset:]):
            going_on = text[:offset] + ending + rest
            for each in await _findings(scanner, going_on, path):
                key = each.rule, _place(each, going_on, offset)
                # What is missing may have been added, unless the rest of the text is there.
                if not rules()[each.rule].absence or rest != "\n":
                    begun[key] = max(begun.get(key, 0), each.severity.rank)
    return [
        each.rule
        for each in new
        if each.severity.rank > begun.get((each.rule, _place(each, whole, offset)), -1)
    ]


def _place(finding: Finding, text: str, offset: int) -> int:
    """Return where a finding is: behind the cursor as counted from the end, which is negative."""
    start = finding.span.start
    return start if start < offset else start - len(text)


async def _findings(scanner: Scanner, text: str, name: str) -> list[Finding]:
    result = await scanner.text(text, name, "python")
    return [
        each
        for each in result.findings
        if each.severity is not Level.LOW and not rules()[each.rule].advisory
    ]


def _endings(text: str) -> list[str]:
    """Return ways in which a text may go on that add nothing of their own.

    Simpler than the gate's own way, on purpose: brackets are counted whatever they stand in, and
    of all quotes one will be right.
    """
    waiting = []
    for char in text[max(text.rfind("\n\n"), 0) :]:
        if char in "([{":
            waiting.append(")]}"["([{".index(char)])
        elif char in ")]}" and waiting:
            waiting.pop()
    closers = "".join(reversed(waiting))
    kept = dict.fromkeys((closers, closers[1:]))  # one may be within a string that is open
    # A value that is missing is a harmless one: `shell=x` would be a finding of its own. The last
    # four also end a placeholder of an f-string, which may lack its name.
    missing = "x" if text.endswith(".") else "''"
    fillers = ("", missing, '"', "'", '"""', "'''", '}"', "}'", 'x}"', "x}'")
    ends = ("", ":", ": pass", ",")
    return [f"{filler}{each}{end}" for filler in fillers for each in kept for end in ends]
