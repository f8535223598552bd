"""The gate: no suggestion is shown that would make the code less secure.

Each suggestion is put into its place in a copy of the document, what it adds is scanned for, and
the settings say what becomes of it. Comments that suppress findings do not help it, and what
cannot be scanned is never taken for clean.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from hanare.analysis.checking import Added, Verdict
from hanare.analysis.finding import Level
from hanare.analysis.insertion import Insertion
from hanare.completion.types import Query
from hanare.config.settings import GatePolicy, GateSettings
from hanare.errors import HanareError
from hanare.observe.reasons import Code, Reason
from hanare.wording import Said, said

_KEPT = 32  # verdicts: while a suggestion is typed, every key asks for the same one

_START_SECONDS = 5.0
_UNKNOWN = Verdict((), scanned=False)
_STRICTNESS: Mapping[GatePolicy, int] = {"off": 0, "flag": 1, "resample": 2, "hide": 3}


class Checker(Protocol):
    """Scans suggestions, somewhere else than on the event loop."""

    async def start(self) -> None:
        """Get ready, so that the first suggestion does not wait."""
        ...

    async def check(self, insertion: Insertion, path: str) -> Verdict:
        """Return what a suggestion adds.

        Raises:
            HanareError: nothing can be scanned at all.
        """
        ...

    def abandon(self) -> None:
        """End what is being done: nobody waits for it any more."""
        ...

    async def close(self) -> None:
        """End what runs."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one suggestion. Holds no code but in `words`."""

    policy: GatePolicy
    shown: bool
    reason: Reason | None = None
    """Why it is not shown, or with what it is shown."""
    added: Added | None = None
    """The gravest of the findings that decide."""
    words: tuple[str, ...] = ()
    """What another try should do without."""
    milliseconds: float = 0.0
    scanned: bool = True
    """Whether the suggestion could be scanned."""

    @property
    def rule(self) -> str:
        """The id of the rule that decides; empty without one."""
        return self.added.rule if self.added is not None else ""

    @property
    def told(self) -> Said:
        """What was decided, in words."""
        if self.reason is None:
            return said("nothing added") if self.scanned else said("could not be scanned, shown")
        return said(
            "{reason}, {policy}: {outcome}",
            reason=self.reason,
            policy=self.policy,
            outcome=said("is shown") if self.shown else said("is not shown"),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A decision for the audit trail."""

    path: str
    decision: Decision
    document: str
    """SHA-256 of the text that was asked about."""
    suggestion: str
    """SHA-256 of the suggestion."""
    code: str = ""
    """The suggestion itself, if the user wants it written down."""

    def event(self) -> dict[str, str | int | float]:
        """Return the entry of the audit trail."""
        decision, added = self.decision, self.decision.added
        entry: dict[str, str | int | float] = {
            "kind": "gate",
            "path": self.path,
            "reason": str(decision.reason),
            "policy": decision.policy,
            "outcome": "shown" if decision.shown else "hidden",
            "milliseconds": round(decision.milliseconds, 1),
            "document": self.document,
            "suggestion": self.suggestion,
        }
        if added is not None:
            entry |= {"rule": added.rule, "cwe": added.cwe, "severity": str(added.severity)}
        if self.code:
            entry["code"] = self.code
        return entry


_CLEAN = Decision("off", shown=True)


class Gate:
    """Decides about suggestions. Used on one event loop."""

    def __init__(
        self,
        checker: Checker,
        settings: GateSettings,
        clock: Callable[[], float],
        *,
        off: Collection[str] = (),
        record: Callable[[Record], None] = lambda _record: None,
        failed: Callable[[HanareError], None] = lambda _error: None,
    ) -> None:
        """Prepare; rules in `off` do not count.

        `record` is told every decision but that nothing was found, unless the settings forbid
        it; `failed` why nothing can be scanned at all.
        """
        self.counts: Counter[str] = Counter()
        """How many suggestions came to what: clean, hidden, flagged, resampled, unscannable."""
        self._settings = settings
        self._off = frozenset(off)
        self._checker = checker
        self._clock = clock
        self._record = record
        self._failed = failed
        self._verdicts: OrderedDict[bytes, tuple[int, Verdict]] = OrderedDict()
        """By the text that a suggestion leads to; with the first cursor that it was judged at."""
        self._starting: asyncio.Future[None] | None = None
        self._broken = False

    def configure(self, settings: GateSettings, off: Collection[str]) -> None:
        """Decide by these settings from now on; rules in `off` do not count."""
        self._settings, self._off = settings, frozenset(off)
        self._broken = False  # it may have been mended

    @property
    def is_open(self) -> bool:
        """Whether everything may pass: then nothing is scanned."""
        settings = self._settings
        return settings.high == settings.medium == settings.low == "off"

    async def start(self) -> None:
        """Get ready, so that the first suggestion does not wait."""
        if not self.is_open:
            await self._started()

    async def _started(self) -> bool:
        """Whether the checker runs; what it takes to start is no suggestion's doing."""
        if self._starting is None or self._starting.done():
            self._starting = asyncio.ensure_future(self._checker.start())
        starting = self._starting
        # Not cancelled with whoever waits: a start that is begun over and over never ends.
        await asyncio.wait({starting}, timeout=_START_SECONDS)
        if not starting.done():
            return False
        failure = starting.exception()
        if isinstance(failure, HanareError):
            if not self._broken:
                self._broken = True
                self._failed(failure)
            return False
        if failure is not None:
            raise failure
        return True

    async def decide(self, query: Query, text: str, *, block: bool) -> Decision:
        """Return what becomes of a suggestion at the query's cursor."""
        if self.is_open:
            return _CLEAN
        started = self._clock()
        verdict = await self._verdict(query, text)
        decision = self._decision(verdict, text, block=block)
        decision = replace(decision, milliseconds=(self._clock() - started) * 1000)
        self.counts[_outcome(decision)] += 1
        if decision.reason is not None and self._settings.record:
            document, code = _digest(query.document.text), self._settings.record_code
            record = Record(query.path, decision, document, _digest(text), text if code else "")
            self._record(record)
        return decision

    async def close(self) -> None:
        """End what scans."""
        if self._starting is not None:
            self._starting.cancel()
            # Cancelled once more, by an event loop that ends, it would leave its process behind.
            await asyncio.wait([self._starting])
        await self._checker.close()

    async def _verdict(self, query: Query, text: str) -> Verdict:
        document, offset = query.document, query.offset
        around = document.text[:offset], document.text[offset:]
        whole = "\0".join((document.language, query.path, text.join(around)))
        key = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()
        known = self._verdicts.get(key)
        # While it is typed, the outcome stays the same. At an earlier cursor more is new.
        if known is not None and offset >= known[0]:
            self._verdicts.move_to_end(key)
            return known[1]
        if self._broken or not await self._started():
            return _UNKNOWN
        try:
            async with asyncio.timeout(self._settings.milliseconds / 1000):
                verdict = await self._checker.check(
                    Insertion(document.text, offset, text, document.language), query.path
                )
        except TimeoutError:
            self._checker.abandon()
            return _UNKNOWN
        except HanareError as error:
            self._broken = True
            self._failed(error)
            return _UNKNOWN
        self._verdicts[key] = offset, verdict
        while len(self._verdicts) > _KEPT:
            self._verdicts.popitem(last=False)
        return verdict

    def _decision(self, verdict: Verdict, text: str, *, block: bool) -> Decision:
        wanted = [each for each in verdict.added if self._policy(each) != "off"]
        if wanted:
            gravest = max(
                wanted, key=lambda each: (_STRICTNESS[self._policy(each)], each.severity.rank)
            )
            policy = self._policy(gravest)
            words = tuple(dict.fromkeys(word for each in wanted for word in each.words))
            if policy == "flag":
                reason = Reason(Code.SHOWN, f"flagged-{gravest.rule}")
                return Decision(policy, shown=True, reason=reason, added=gravest)
            reason = Reason(Code.INSECURE, gravest.rule)
            return Decision(policy, shown=False, reason=reason, added=gravest, words=words)
        if verdict.scanned:
            return _CLEAN
        if not self._hides_unscannable(text, block=block):
            return Decision("off", shown=True, scanned=False)
        return Decision("hide", shown=False, reason=Reason(Code.UNSCANNABLE), scanned=False)

    def _policy(self, added: Added) -> GatePolicy:
        # What is right too seldom takes nothing away.
        if added.advisory or added.rule in self._off:
            return "off"
        settings = self._settings
        by_level: dict[Level, GatePolicy] = {
            Level.HIGH: settings.high,
            Level.MEDIUM: settings.medium,
            Level.LOW: settings.low,
        }
        return by_level[added.severity]

    def _hides_unscannable(self, text: str, *, block: bool) -> bool:
        if self._settings.unscannable == "by-kind":
            return block or "(" in text
        return self._settings.unscannable == "hide"


def _outcome(decision: Decision) -> str:
    if decision.reason is None:
        return "clean" if decision.scanned else "unscanned"
    if decision.shown:
        return "flagged"
    return "hidden" if decision.added else "unscannable"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
