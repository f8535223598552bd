"""The decoder on llama.cpp's low-level API.

The high-level `Llama` class is not used: it forces flash attention off, halves the threads,
cannot cancel a prefill and rescans its stops for every token (facts/llama-and-fim.md section 3).
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np
import psutil

from hanare.engine.decoder import Interrupted, Logits
from hanare.engine.errors import EngineError
from hanare.engine.vocabulary import Vocabulary

log = logging.getLogger(__name__)

_PIECE_BYTES = 512  # longer than any token's text in the vocabularies of models.toml
_ABORTED = 2  # llama_decode's return value after the abort callback said stop
_SPECIAL = llama.LLAMA_TOKEN_ATTR_CONTROL | llama.LLAMA_TOKEN_ATTR_USER_DEFINED
_NO_SLOT = 1  # llama_decode found no room in the KV cache


@dataclass(frozen=True, slots=True)
class LlamaOptions:
    """How to run a model."""

    context_tokens: int = 4096
    threads: int | None = None
    """None: one a physical core; more only makes them wait for each other."""
    flash_attention: bool | None = None
    """None: llama.cpp decides."""
    batch_tokens: int = 64
    """Tokens evaluated in one go (llama.cpp's n_ubatch): what an interruption may lose."""


def physical_cores() -> int:
    """Return the number of physical cores, at least 1."""
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


class LlamaModel:
    """Weights and vocabulary of one GGUF file; contexts share it."""

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda _percent: None) -> None:
        """Load the model; `progress` is told how far that is, in percent.

        Raises:
            EngineError: llama.cpp cannot read the file.
        """
        _initialise_backend()
        params = llama.llama_model_default_params()
        report = llama.llama_progress_callback(_whole_percents(progress))
        params.progress_callback = report
        pointer = llama.llama_model_load_from_file(os.fsencode(path), params)
        if not pointer:
            raise EngineError(
                f"llama.cpp cannot load {path}",
                "The file may be damaged or of a newer format: run `hanare models verify`, "
                "and look at the log for llama.cpp's own words.",
            )
        self.pointer = pointer
        self._vocab = llama.llama_model_get_vocab(pointer)
        self.vocabulary = self._read_vocabulary()
        self.trained_context = int(llama.llama_model_n_ctx_train(pointer))

    def close(self) -> None:
        """Free the weights. Every context must be closed before."""
        if self.pointer:
            llama.llama_model_free(self.pointer)
            self.pointer = None

    def tokenise(self, text: str, *, special: bool = False) -> list[int]:
        """Return the tokens of `text`; only with `special` are markers in it recognised."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8  # a token has at least one byte; some models add a prefix blank
        tokens = (llama.llama_token * room)()
        count = llama.llama_tokenize(self._vocab, data, len(data), tokens, room, False, special)
        if count < 0:
            raise EngineError(f"llama.cpp cannot tokenise {len(data)} bytes (code {count})")
        return list(tokens[:count])

    def marker(self, text: str) -> int | None:
        """Return the special token whose text is `text`, or None."""
        tokens = self.tokenise(text, special=True)
        if len(tokens) == 1 and llama.llama_vocab_get_attr(self._vocab, tokens[0]) & _SPECIAL:
            return tokens[0]
        return None

    def _read_vocabulary(self) -> Vocabulary:
        vocab = self._vocab
        buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        pieces: list[bytes] = []
        control: set[int] = set()
        not_text = llama.LLAMA_TOKEN_ATTR_CONTROL | llama.LLAMA_TOKEN_ATTR_UNKNOWN
        for token in range(llama.llama_vocab_n_tokens(vocab)):
            length = llama.llama_token_to_piece(vocab, token, buffer, _PIECE_BYTES, 0, True)
            pieces.append(buffer.raw[: max(length, 0)])
            attributes = llama.llama_vocab_get_attr(vocab, token)
            if attributes & not_text or llama.llama_vocab_is_eog(vocab, token):
                control.add(token)
        # Some GGUF files mark FIM tokens as ordinary added tokens; llama.cpp knows them by name.
        for find in (
            llama.llama_vocab_fim_pre,
            llama.llama_vocab_fim_suf,
            llama.llama_vocab_fim_mid,
            llama.llama_vocab_fim_pad,
            llama.llama_vocab_fim_rep,
            llama.llama_vocab_fim_sep,
        ):
            if (token := find(vocab)) >= 0:
                control.add(token)
        bos = llama.llama_vocab_bos(vocab) if llama.llama_vocab_get_add_bos(vocab) else None
        return Vocabulary(pieces, frozenset(control), bos)


def _whole_percents(progress: Callable[[int], None]) -> Callable[[float, object], bool]:
    """Return a llama.cpp progress callback that passes on each whole percent once."""
    last = -1

    def report(share: float, _user_data: object) -> bool:
        nonlocal last
        if (percent := int(share * 100)) > last:
            last = percent
            progress(percent)
        return True  # go on loading

    return report


class LlamaDecoder:
    """One context: a KV cache with one sequence on a model's weights."""

    def __init__(self, model: LlamaModel, options: LlamaOptions) -> None:
        """Allocate the context.

        Raises:
            EngineError: there is not enough memory.
        """
        self._model = model
        self.vocabulary = model.vocabulary
        self.context_tokens = min(options.context_tokens, model.trained_context)
        threads = options.threads or physical_cores()
        params = llama.llama_context_default_params()
        params.n_ctx = self.context_tokens
        params.n_batch = self.context_tokens
        params.n_ubatch = options.batch_tokens
        params.n_threads = params.n_threads_batch = threads
        params.flash_attn_type = {None: -1, False: 0, True: 1}[options.flash_attention]
        self._context = llama.llama_init_from_model(model.pointer, params)
        if not self._context:
            raise EngineError(
                f"there is no room for a context of {self.context_tokens} tokens",
                "Lower engine.context_tokens, or choose a smaller model "
                "(`hanare models recommend`).",
            )
        self._memory = llama.llama_get_memory(self._context)
        self._tokens: list[int] = []
        self._install_abort()

    def close(self) -> None:
        """Free the context."""
        if self._context:
            llama.llama_free(self._context)
            self._context = None

    def tokenise(self, text: str) -> list[int]:
        """Return the tokens of plain text."""
        return self._model.tokenise(text)

    def marker(self, text: str) -> int | None:
        """Return the control token with this text, or None."""
        return self._model.marker(text)

    def keep(self, tokens: Sequence[int]) -> int:
        """Trim the cache to the prefix it shares with `tokens`; return its length."""
        shared = _common_prefix(self._tokens, tokens)
        if shared < len(self._tokens) and not self._trim(shared):
            # Recurrent and hybrid models cannot forget only the end of a sequence.
            llama.llama_memory_clear(self._memory, True)
            shared = 0
        del self._tokens[shared:]
        return shared

    def evaluate(self, tokens: Sequence[int]) -> Logits:
        """Append `tokens` to the cache and return the scores after the last."""
        data = (llama.llama_token * len(tokens))(*tokens)
        code = llama.llama_decode(self._context, llama.llama_batch_get_one(data, len(tokens)))
        if code == _ABORTED:
            # Finished micro-batches stay in the cache, so ask it and not our own counter.
            kept = llama.llama_memory_seq_pos_max(self._memory, 0) + 1
            self._tokens += tokens[: kept - len(self._tokens)]
            raise Interrupted
        if code != 0:
            llama.llama_memory_clear(self._memory, True)
            self._tokens.clear()
            cause = "its KV cache is full" if code == _NO_SLOT else f"llama_decode returned {code}"
            raise EngineError(
                f"llama.cpp could not evaluate {len(tokens)} tokens: {cause}",
                "Raise engine.context_tokens; if it happens again, report it with the log.",
            )
        self._tokens += tokens
        scores = llama.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(scores, shape=(len(self.vocabulary),))

    def interrupt(self) -> None:
        """Abort `evaluate` at the next graph node."""
        self._abort[0] = b"\x01"

    def resume(self) -> None:
        """Let `evaluate` run again."""
        self._abort[0] = b"\x00"

    def _trim(self, length: int) -> bool:
        return bool(llama.llama_memory_seq_rm(self._memory, 0, length, -1))

    def _install_abort(self) -> None:
        # llama.cpp polls the callback after every graph node. A Python callback would take the
        # GIL hundreds of times a token; libc's strlen on a two-byte buffer answers "how far is
        # the first zero": 0 while the first byte is zero, 1 (abort) once it is set.
        library = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        self._abort = ctypes.create_string_buffer(2)
        address = ctypes.cast(library.strlen, ctypes.c_void_p).value or 0
        self._abort_callback = llama.ggml_abort_callback(address)
        llama.llama_set_abort_callback(
            self._context, self._abort_callback, ctypes.cast(self._abort, ctypes.c_void_p)
        )


def _common_prefix(left: Sequence[int], right: Sequence[int]) -> int:
    for index, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return index
    return min(len(left), len(right))


_LEVELS = {2: logging.DEBUG, 3: logging.WARNING, 4: logging.ERROR}


def _forward_log(level: int, text: bytes | None, _user_data: object) -> None:
    if (severity := _LEVELS.get(level)) is not None and text:
        log.log(severity, "llama.cpp: %s", text.decode("utf-8", "replace").rstrip())


_log_callback = llama.llama_log_callback(_forward_log)  # kept: llama.cpp holds only its address


def _initialise_backend() -> None:
    """Start llama.cpp's backend (idempotent) and send its log where ours goes."""
    llama.llama_log_set(_log_callback, ctypes.c_void_p(0))
    llama.llama_backend_init()
