"""A decoder that plays back a script: the engine of unit and end-to-end tests.

It stands in for the weights only. Generation, healing, stops, lanes and cancellation above
it are the real ones, so a test against a script exercises all code but llama.cpp itself.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from hanare.engine.decoder import Interrupted, Logits
from hanare.engine.errors import EngineError
from hanare.engine.vocabulary import Vocabulary
from hanare.wording import said

_BYTES = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the text so far ends with `after` and a beginning of `says`, say the rest of it.

    Markers stand in the text as themselves, so `after` may be `<|fim_middle|>`.
    """

    after: str
    says: str


@dataclass(frozen=True, slots=True)
class Script:
    """What a scripted model says, and how slowly."""

    answers: tuple[Answer, ...]
    seconds_per_token: float = 0.0


def load_script(path: Path) -> Script:
    """Read a TOML file with `[[answers]]` tables and perhaps `seconds_per_token`.

    Raises:
        EngineError: the file is missing or not of this form.
    """
    try:
        return TypeAdapter(Script).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise EngineError(
            said("{path} is not a script of answers: {error}", path=path, error=error)
        ) from error


class ScriptedDecoder:
    """A model with one token a byte and one a marker."""

    def __init__(
        self,
        answers: Sequence[Answer],
        markers: Sequence[str] = (),
        context_tokens: int = 65536,
        gate: threading.Semaphore | None = None,
        seconds_per_token: float = 0.0,
    ) -> None:
        """`gate` lets a test hold the model: each token evaluated takes one permit."""
        self._answers = [(a.after.encode(), a.says.encode()) for a in answers]
        texts = [bytes([value]) for value in range(_BYTES)]
        texts += [marker.encode() for marker in markers]
        self._end = len(texts)
        control = range(_BYTES, self._end + 1)
        self.vocabulary = Vocabulary([*texts, b""], frozenset(control))
        self.context_tokens = context_tokens
        self.evaluated = 0
        """Tokens evaluated since the beginning."""
        self._markers = {marker: _BYTES + index for index, marker in enumerate(markers)}
        self._tokens: list[int] = []
        self._gate = gate
        self._seconds_per_token = seconds_per_token
        self._interrupted = threading.Event()

    def tokenise(self, text: str) -> list[int]:
        """Return the text's bytes."""
        return list(text.encode("utf-8", "replace"))

    def marker(self, text: str) -> int | None:
        """Return the marker's token, or None."""
        return self._markers.get(text)

    def keep(self, tokens: Sequence[int]) -> int:
        """Trim to the shared prefix; return its length."""
        shared = 0
        for mine, theirs in zip(self._tokens, tokens, strict=False):
            if mine != theirs:
                break
            shared += 1
        del self._tokens[shared:]
        return shared

    def evaluate(self, tokens: Sequence[int]) -> Logits:
        """Append tokens; score the scripted next token highest."""
        for token in tokens:
            while self._gate and not self._gate.acquire(timeout=0.01):
                if self._interrupted.is_set():
                    raise Interrupted
            if self._interrupted.wait(self._seconds_per_token):
                raise Interrupted
            self._tokens.append(token)
            self.evaluated += 1
        logits = np.zeros(len(self.vocabulary), dtype=np.float32)
        logits[self._next()] = 10.0
        return logits

    def interrupt(self) -> None:
        """Make `evaluate` raise at the next token."""
        self._interrupted.set()

    def resume(self) -> None:
        """Take `interrupt` back."""
        self._interrupted.clear()

    def _next(self) -> int:
        text = b"".join(self.vocabulary.pieces[token] for token in self._tokens)
        for after, says in self._answers:
            at = text.rfind(after)
            said = text[at + len(after) :] if at >= 0 else None
            if said is not None and len(said) < len(says) and says.startswith(said):
                return says[len(said)]
        return self._end
