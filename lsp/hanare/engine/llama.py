"""The decoder on llama.cpp's low-level API.

The high-level `Llama` class is not used: it forces flash attention off, halves the threads,
cannot cancel a prefill and rescans its stops for every token
(abetlen/llama-cpp-python issues 599, 1995 and its source, 0.3.36).
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np
import psutil

from hanare.engine.crowd import Crowd
from hanare.engine.decoder import Interrupted, Logits
from hanare.engine.errors import EngineError
from hanare.engine.llama_backends import load_backends
from hanare.engine.memory import require_room, usual_context
from hanare.engine.states import WORTH_TOKENS, SavedState, SavedStates, common_prefix
from hanare.engine.vocabulary import Vocabulary
from hanare.wording import said

log = logging.getLogger(__name__)

_PIECE_BYTES = 512  # longer than any token's text in the vocabularies of models.toml
_ABORTED = 2  # llama_decode's return value after the abort callback said stop
_SPECIAL = llama.LLAMA_TOKEN_ATTR_CONTROL | llama.LLAMA_TOKEN_ATTR_USER_DEFINED
_CHUNK_TOKENS = 256
"""Tokens given to llama.cpp at once; between two chunks the number of threads may change."""
_WARM_UP_TOKENS = 8
"""More than one: kernels for single tokens are others."""
_NO_SLOT = 1  # llama_decode found no room in the KV cache


@dataclass(frozen=True, slots=True)
class LlamaOptions:
    """How to run a model."""

    context_tokens: int | None = None
    """None: by the machine's memory. Never more than the model was trained on."""
    threads: int | None = None
    """None: as many as there are physical cores that nothing else uses."""
    flash_attention: bool | None = None
    """None: llama.cpp decides."""
    batch_tokens: int = 64
    """Tokens evaluated in one go (llama.cpp's n_ubatch): what an interruption may lose."""


def physical_cores() -> int:
    """Return the number of physical cores, at least 1."""
    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


class LlamaModel:
    """Weights and vocabulary of one GGUF file; contexts share it."""

    def __init__(
        self,
        path: Path,
        progress: Callable[[int], None] = lambda _percent: None,
        *,
        special_kernels: bool = True,
    ) -> None:
        """Load the model; `progress` is told how far that is, in percent.

        For `special_kernels` see `EngineSpec`.

        Raises:
            EngineError: llama.cpp cannot read the file.
        """
        _initialise_backend()
        _last_words.clear()
        params = llama.llama_model_default_params()
        params.use_extra_bufts = special_kernels
        report = llama.llama_progress_callback(_whole_percents(progress))
        params.progress_callback = report
        pointer = llama.llama_model_load_from_file(os.fsencode(path), params)
        if not pointer:
            raise EngineError(
                said("llama.cpp cannot load {path}{quoted}", path=path, quoted=_quoted()),
                said("The file may be damaged or of a newer format: run `hanare models verify`."),
            )
        self.pointer = pointer
        self._vocab = llama.llama_model_get_vocab(pointer)
        self.vocabulary = self._read_vocabulary()
        self.trained_context = int(llama.llama_model_n_ctx_train(pointer))
        self.kv_bytes_per_token = _kv_bytes_per_token(pointer)

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
            raise EngineError(
                said(
                    "llama.cpp cannot tokenise {count} bytes (code {code})",
                    count=len(data),
                    code=count,
                )
            )
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


def _kv_bytes_per_token(model: object) -> int:
    """Return the size of a token's keys and values in all layers, as 16-bit floats."""
    heads = llama.llama_model_n_head(model)
    if heads <= 0:  # a recurrent model, whose state does not grow with the text
        return 1
    usual = llama.llama_model_n_embd(model) // heads
    sizes = _metadata_int(model, "key_length", usual) + _metadata_int(model, "value_length", usual)
    return int(2 * llama.llama_model_n_layer(model) * llama.llama_model_n_head_kv(model) * sizes)


def _metadata_int(model: object, name: str, default: int) -> int:
    """Return `<architecture>.attention.<name>` from the GGUF file, where it says so."""
    buffer = ctypes.create_string_buffer(64)
    key = b"general.architecture"
    if llama.llama_model_meta_val_str(model, key, buffer, len(buffer)) < 0:
        return default
    key = buffer.value + b".attention." + name.encode()
    found = llama.llama_model_meta_val_str(model, key, buffer, len(buffer))
    return int(buffer.value) if found > 0 and buffer.value.isdigit() else default


def _context_tokens(model: LlamaModel, wanted: int | None) -> int:
    memory, per_token = psutil.virtual_memory(), model.kv_bytes_per_token
    tokens = min(wanted or usual_context(per_token, memory.total), model.trained_context)
    require_room(tokens, per_token, memory.available)
    return tokens


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
    """One context on a model's weights: a KV cache with one sequence, and states put aside."""

    def __init__(self, model: LlamaModel, options: LlamaOptions) -> None:
        """Allocate the context.

        Raises:
            EngineError: there is not enough memory.
        """
        self._model = model
        self.vocabulary = model.vocabulary
        self.context_tokens = _context_tokens(model, options.context_tokens)
        self._crowd = None if options.threads else Crowd(physical_cores())
        self._threads = options.threads or physical_cores()
        params = llama.llama_context_default_params()
        params.n_ctx = self.context_tokens
        params.n_batch = self.context_tokens
        params.n_ubatch = options.batch_tokens
        params.n_threads = params.n_threads_batch = self._threads
        params.flash_attn_type = {None: -1, False: 0, True: 1}[options.flash_attention]
        self._context = llama.llama_init_from_model(model.pointer, params)
        if not self._context:
            raise EngineError(
                said(
                    "there is no room for a context of {count} tokens",
                    count=self.context_tokens,
                ),
                said(
                    "Lower engine.context_tokens, or choose a smaller model "
                    "(`hanare models recommend`)."
                ),
            )
        self._memory = llama.llama_get_memory(self._context)
        self._tokens: list[int] = []
        self._states = SavedStates()
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

    def warm_up(self) -> None:
        """Evaluate something and forget it.

        Weights come into memory, and kernels that do not run on this processor end the process
        now instead of later.
        """
        self.evaluate([0] * _WARM_UP_TOKENS)
        self.keep([])

    def keep(self, tokens: Sequence[int]) -> int:
        """Trim the cache to the prefix it shares with `tokens`; return its length.

        Where a state that was put aside shares much more, it is taken back.
        """
        shared = common_prefix(self._tokens, tokens)
        if len(tokens) - shared >= WORTH_TOKENS:
            shared = self._switch(tokens, shared)
        if shared < len(self._tokens) and not self._trim(shared):
            # Recurrent and hybrid models cannot forget only the end of a sequence.
            llama.llama_memory_clear(self._memory, True)
            shared = 0
        del self._tokens[shared:]
        return shared

    def _switch(self, tokens: Sequence[int], shared: int) -> int:
        """Put the state aside if much of it would be lost; take back a better one."""
        if len(self._tokens) - shared >= WORTH_TOKENS:
            size = llama.llama_state_seq_get_size(self._context, 0)
            buffer = (ctypes.c_uint8 * size)()
            written = llama.llama_state_seq_get_data(self._context, buffer, size, 0)
            self._states.add(SavedState(list(self._tokens), bytes(buffer[:written])))
        better = self._states.best(tokens, at_least=shared + WORTH_TOKENS)
        if better is None:
            return shared
        data = (ctypes.c_uint8 * len(better.data)).from_buffer_copy(better.data)
        llama.llama_memory_clear(self._memory, True)
        if not llama.llama_state_seq_set_data(self._context, data, len(better.data), 0):
            self._tokens = []
            return 0
        self._tokens = list(better.tokens)
        return common_prefix(self._tokens, tokens)

    def evaluate(self, tokens: Sequence[int]) -> Logits:
        """Append `tokens` to the cache and return the scores after the last."""
        for start in range(0, len(tokens), _CHUNK_TOKENS):
            self._make_room_for_others()
            self._decode(tokens[start : start + _CHUNK_TOKENS])
        scores = llama.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(scores, shape=(len(self.vocabulary),))

    def _decode(self, tokens: Sequence[int]) -> None:
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
            cause = (
                said("its KV cache is full")
                if code == _NO_SLOT
                else said("llama_decode returned {code}", code=code)
            )
            raise EngineError(
                said(
                    "llama.cpp could not evaluate {count} tokens: {cause}{quoted}",
                    count=len(tokens),
                    cause=cause,
                    quoted=_quoted(),
                ),
                said("Raise engine.context_tokens; if it happens again, report it with the log."),
            )
        self._tokens += tokens

    def _make_room_for_others(self) -> None:
        if self._crowd and (threads := self._crowd.threads()) != self._threads:
            self._threads = threads
            llama.llama_set_n_threads(self._context, threads, threads)

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


_WORTH_QUOTING = 3  # ggml's log level "warning"; 4 is "error", 5 continues the line before
_last_words: deque[str] = deque(maxlen=3)
"""What llama.cpp complained of last; quoted when something fails."""


def _take_log(level: int, text: bytes | None, _user_data: object) -> None:
    words = (text or b"").decode("utf-8", "replace").strip()
    if level >= _WORTH_QUOTING and words:
        _last_words.append(words)
    # An aborted decode is no failure for us, but llama.cpp logs it as one: hence debug for all.
    log.debug("llama.cpp: %s", words)


def _quoted() -> str:
    words = "".join(f"\n  llama.cpp: {line}" for line in _last_words)
    _last_words.clear()
    return words


_log_callback = llama.llama_log_callback(_take_log)  # kept: llama.cpp holds only its address


def _initialise_backend() -> None:
    """Start llama.cpp's backend (idempotent) and send its log where ours goes."""
    llama.llama_log_set(_log_callback, ctypes.c_void_p(0))
    load_backends()
    llama.llama_backend_init()
