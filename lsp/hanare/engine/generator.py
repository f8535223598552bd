"""One request, step by step: prompt, prefill, decode, stop.

A generation is a plain Python iterator, so that its owner can pause it between two tokens,
run something more urgent, and go on; dropping the iterator ends it. Nothing here knows of
threads or processes.
"""

from __future__ import annotations

import codecs
import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from hanare.engine.decoder import Decoder, Interrupted, Logits
from hanare.engine.errors import EngineError, PromptTooLongError
from hanare.engine.healing import tokens_to_drop
from hanare.engine.protocol import Delta, Done, Event, Finish, Prefilled, Request
from hanare.engine.stops import StopMatcher
from hanare.engine.vocabulary import TokenIds
from hanare.text.prompt import Marker, Prompt
from hanare.wording import said

Clock = Callable[[], float]

_DISCOURAGED = 4.0
"""Taken from the scores of what should rather not be said: a word that leads by less loses."""
_IMPOSSIBLE = -100.0  # in place of what JSON cannot say: minus infinity, not a number


def generate(
    decoder: Decoder, request: Request, clock: Clock = time.perf_counter
) -> Iterator[Event | None]:
    """Yield the events of `request`; None where it paused because it was interrupted.

    Raises:
        PromptTooLongError: it does not fit into the context.
        EngineError: a marker is not in the vocabulary.
    """
    prompt = tokenise_prompt(decoder, request.prompt, heal=request.heal)
    if len(prompt.tokens) + request.max_tokens > decoder.context_tokens:
        raise PromptTooLongError(
            said(
                "the prompt has {count} tokens and asks for {wanted} more, but the context "
                "holds {room}",
                count=len(prompt.tokens),
                wanted=request.max_tokens,
                room=decoder.context_tokens,
            ),
            said("Raise engine.context_tokens, or ask for less."),
        )
    yield from _Run(decoder, request, prompt, clock).steps()


@dataclass(frozen=True, slots=True)
class TokenisedPrompt:
    """The tokens to evaluate, and the text the first generated tokens must begin with."""

    tokens: list[int]
    healed: bytes = b""


def tokenise_prompt(decoder: Decoder, prompt: Prompt, *, heal: bool) -> TokenisedPrompt:
    """Tokenise piece by piece; drop the tokens that are to be healed.

    Raises:
        EngineError: a marker is not exactly one token of this model.
    """
    vocabulary = decoder.vocabulary
    tokens = [] if vocabulary.bos is None else [vocabulary.bos]
    healed = b""
    for index, piece in enumerate(prompt):
        if isinstance(piece, Marker):
            tokens.append(_marker(decoder, piece))
            continue
        plain = decoder.tokenise(piece.text)
        if heal and index == len(prompt) - 1:
            pieces = [vocabulary.pieces[token] for token in plain]
            kept = len(plain) - tokens_to_drop(pieces)
            plain, healed = plain[:kept], b"".join(pieces[kept:])
        tokens += plain
    if not tokens:
        raise EngineError(said("the prompt is empty"), said("Give the model at least one token."))
    return TokenisedPrompt(tokens, healed)


def _marker(decoder: Decoder, marker: Marker) -> int:
    token = decoder.marker(marker.name)
    if token is None:
        raise EngineError(
            said("this model has no single token for {marker!r}", marker=marker.name),
            said("The layout named in models.toml is not this model's; choose the right entry."),
        )
    return token


@dataclass
class _Run:
    decoder: Decoder
    request: Request
    prompt: TokenisedPrompt
    clock: Clock
    _logits: Logits = field(init=False)
    _unwanted: TokenIds | None = field(init=False, default=None)

    def steps(self) -> Iterator[Event | None]:
        """Evaluate the prompt, then generate until the model, a stop text or the limit ends it.

        A token is chosen in the step that evaluated the one before it: after a pause the
        scores may be another generation's.
        """
        started = self.clock()
        history, healed = list(self.prompt.tokens), self.prompt.healed
        reused = self.decoder.keep(history[:-1])
        yield from self._evaluate(history)
        sampler = _Sampler(self.request)
        self._unwanted = self._openers(self.request.discouraged)
        runs = _Runs(self.request.no_repeat)
        token, logprob = self._choose(healed, sampler, runs)
        prefilled = self.clock()
        yield Prefilled(len(history), len(history) - reused, (prefilled - started) * 1000)

        vocabulary, most = self.decoder.vocabulary, self.request.max_tokens
        end = vocabulary.control | {self.decoder.marker(text) for text in self.request.end}
        stops = StopMatcher(self.request.stop)
        utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        finish, generated = Finish.LENGTH, 0
        while generated < most:
            generated += 1
            if token in end:
                finish = Finish.END
                break
            piece = vocabulary.pieces[token]
            piece, healed = piece[len(healed) :], healed[len(piece) :]
            yield Delta(stops.feed(utf8.decode(piece)), logprob)
            if stops.stopped:
                finish = Finish.STOP
                break
            if generated < most:
                history.append(token)
                runs.add(token)
                yield from self._evaluate(history)
                token, logprob = self._choose(healed, sampler, runs)
        if not stops.stopped and (rest := stops.feed(utf8.decode(b"", final=True)) + stops.flush()):
            yield Delta(rest, 0.0)
        yield Done(finish, generated, (self.clock() - prefilled) * 1000)

    def _evaluate(self, tokens: list[int]) -> Iterator[None]:
        """Evaluate what the cache lacks of `tokens`, the last one always: its scores are needed.

        Every pause may have let another generation use the cache, so what it holds is asked
        for anew each time.
        """
        while True:
            known = self.decoder.keep(tokens[:-1])
            try:
                self._logits = self.decoder.evaluate(tokens[known:])
            except Interrupted:
                yield None
            else:
                return

    def _choose(self, healed: bytes, sampler: _Sampler, runs: _Runs) -> tuple[int, float]:
        scores = self._logits
        repeats = runs.next()
        if self._unwanted is not None or repeats:
            scores = scores.copy()
        if self._unwanted is not None:
            scores[self._unwanted] -= _DISCOURAGED
        if repeats:
            scores[list(repeats)] = -np.inf
        if not healed:
            token = sampler.pick(scores)
        else:
            allowed = self.decoder.vocabulary.compatible(healed)
            token = int(allowed[sampler.pick(scores[allowed])])
        logprob = float(self._logits[token]) - _log_sum_exp(self._logits)
        return token, logprob if math.isfinite(logprob) else _IMPOSSIBLE

    def _openers(self, words: Sequence[str]) -> TokenIds | None:
        if not words:
            return None
        vocabulary = self.decoder.vocabulary
        return np.unique(np.concatenate([vocabulary.openers(word.encode()) for word in words]))


class _Runs:
    """Which runs of tokens a generation has had."""

    def __init__(self, length: int) -> None:
        self._before = length - 1
        self._said: list[int] = []
        self._known: dict[tuple[int, ...], set[int]] = {}

    def add(self, token: int) -> None:
        """Take note of the next token."""
        if self._before > 0:
            if len(self._said) >= self._before:
                self._known.setdefault(self._last(), set()).add(token)
            self._said.append(token)

    def next(self) -> Collection[int]:
        """Return the tokens that would make up a run a second time."""
        return self._known.get(self._last(), ()) if self._known else ()

    def _last(self) -> tuple[int, ...]:
        return tuple(self._said[-self._before :])


class _Sampler:
    """Greedy, or by temperature with a seed of its own."""

    def __init__(self, request: Request) -> None:
        self._temperature = request.temperature
        self._random = np.random.default_rng(request.seed)

    def pick(self, logits: Logits) -> int:
        if self._temperature <= 0:
            return int(np.argmax(logits))
        # The Gumbel-max trick: adding Gumbel noise and taking the best samples the softmax.
        noise = self._random.gumbel(size=len(logits))
        return int(np.argmax(logits / self._temperature + noise))


def _log_sum_exp(logits: Logits) -> float:
    top = float(logits.max())
    return top + float(np.log(np.exp(logits - top).sum()))
