"""What is known while a text is run through: of the text, and of the function at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hanare.analysis.finding import Detection, Origin, Span, Step
from hanare.analysis.matching.names import Names
from hanare.analysis.source import Source
from hanare.analysis.taint import limits
from hanare.analysis.taint.environment import Environment
from hanare.analysis.taint.functions import Entry, Function
from hanare.analysis.taint.knowledge import Knowledge
from hanare.analysis.taint.sinks import Sink, Sinks
from hanare.analysis.taint.values import UNKNOWN, Taint, Value, either
from hanare.wording import Said


@dataclass(frozen=True, slots=True)
class Use:
    """A parameter that reaches a sink."""

    sink: Sink
    span: Span
    taint: Taint
    """The parameter's, with what is prevented on the way."""
    message: Said
    """What the sink is, for the last station."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call of a function does, as far as the data are concerned."""

    function: Function
    returned: Value = UNKNOWN
    uses: tuple[Use, ...] = ()


@dataclass
class Text:
    """One text, and what has been found out of it so far."""

    source: Source
    names: Names
    known: Knowledge
    sinks: Sinks
    functions: Mapping[tuple[str, str], Function] = field(default_factory=dict)
    """Those of the module and of its classes, by class and name."""
    globals: Environment = field(default_factory=Environment)
    summaries: dict[tuple[str, str], Summary] = field(default_factory=dict)
    attributes: dict[tuple[str, str], Value] = field(default_factory=dict)
    """What methods assign to attributes of `self`, by class and text."""
    detections: dict[tuple[str, Span], Detection] = field(default_factory=dict)
    statements: dict[Span, bool] = field(default_factory=dict)
    """Texts that look like SQL, and whether all their parts are constant."""
    enums: frozenset[str] = frozenset()
    """Classes of constants."""
    steps: int = 0
    complete: bool = True
    """False once something had to be left out."""

    def detect(self, sink: Sink, span: Span, taint: Taint, message: Said) -> None:
        """Record a finding; of several ways to one sink the surest is told."""
        key = sink.rule, span
        confidence = min(sink.confidence, taint.confidence, key=lambda each: each.rank)
        known = self.detections.get(key)
        if known is None and len(self.detections) >= limits.MOST_DETECTIONS:
            self.complete = False
            return
        if known is None or known.confidence is None or known.confidence.rank < confidence.rank:
            flow = (*taint.trail.steps(), Step(span, message))
            self.detections[key] = Detection(
                sink.rule, span, Origin.TAINT, confidence=confidence, flow=flow
            )

    def detect_built(self, sink: Sink, span: Span) -> None:
        """Record that a text is not constant where it should be, whoever may choose it."""
        if len(self.detections) >= limits.MOST_DETECTIONS:
            self.complete = False
            return
        detection = Detection(sink.rule, span, Origin.TAINT, confidence=sink.confidence)
        self.detections.setdefault((sink.rule, span), detection)

    def note_statement(self, span: Span, *, constant: bool) -> None:
        """Record what an SQL statement is made of; each time that it is put together counts."""
        if span in self.statements or len(self.statements) < limits.MOST_DETECTIONS:
            self.statements[span] = constant and self.statements.get(span, True)

    def remember(self, owner: str, attribute: str, value: Value) -> None:
        """Record what a method assigns to `self.x`; its parameters mean nothing elsewhere."""
        kept = Value(
            taints=tuple(each for each in value.taints if each.reach is not None),
            constant=value.constant,
            of=value.of,
        )
        known = self.attributes.get((owner, attribute))
        self.attributes[owner, attribute] = kept if known is None else either(known, kept)


class Frame:
    """One function that is run through, or the module."""

    def __init__(
        self,
        function: Function | None,
        variables: Environment,
        entry: Entry,
        *,
        outer: Frame | None = None,
    ) -> None:
        self.function = function
        self.origins = frozenset[int]() if function is None else function.origins
        """Of its own parameters; other functions' are those of functions around it."""
        self.entry = entry
        self.outer = outer
        self.variables: Environment | None = variables
        """None after what nothing goes on from."""
        self.loops: list[Environment | None] = []
        """What is known where the loops around are left or begun anew."""
        self.repeated: int = 0 if outer is None else outer.repeated + len(outer.loops)
        """How many loops are around the function itself."""
        self.local: dict[str, Summary] = {}
        self.returned: Value | None = None
        self.uses: dict[tuple[str, Span, int], Use] = {}
        self.depth: int = 0 if outer is None else outer.depth
        self.steps = 0
        self.met_unfinished = False
        """Whether it calls a function that had not been run through yet."""

    @property
    def owner(self) -> str:
        """The class that its function is a method of."""
        return "" if self.function is None else self.function.owner

    def summary(self, function: Function) -> Summary:
        """Return what is now known of the function."""
        return Summary(function, self.returned or UNKNOWN, tuple(self.uses.values()))

    def use(self, use: Use) -> None:
        """Record that a parameter reaches a sink, its own or that of a function around it."""
        frame = self
        while frame.outer is not None and use.taint.origin not in frame.origins:
            frame = frame.outer
        if len(frame.uses) < limits.MOST_USES:
            key = use.sink.rule, use.span, use.taint.parameter
            frame.uses.setdefault(key, use)
