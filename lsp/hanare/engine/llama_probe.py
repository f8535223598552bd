"""What llama.cpp was built for, as it says itself: `python -m hanare.engine.llama_probe`.

A process of its own, because a library that was built for another processor ends whoever loads it.
It prints one JSON object, the fields of `hanare.engine.build.Build`, and nothing else.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator

import llama_cpp
import llama_cpp.llama_cpp as llama
from llama_cpp._ggml import libggml

from hanare.engine.llama_backends import load_backends
from hanare.silence.guard import keep_silent_as_told

_FIRST_GPU_TYPE = 1
"""ggml_backend_dev_type: 0 is the processor, then come discrete and integrated GPUs."""
_LAST_GPU_TYPE = 2


def main() -> None:
    """Print what the library says of itself."""
    keep_silent_as_told()
    load_backends()
    llama.llama_backend_init()
    json.dump(
        {
            "version": llama_cpp.__version__,
            "system": llama.llama_print_system_info().decode("utf-8", "replace"),
            "offloads": bool(llama.llama_supports_gpu_offload()),
            "devices": list(_gpus()),
        },
        sys.stdout,
    )


def _gpus() -> Iterator[str]:
    """Yield what each GPU that is seen is called."""
    libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    libggml.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    libggml.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    libggml.ggml_backend_dev_type.restype = ctypes.c_int
    for number in range(libggml.ggml_backend_dev_count()):
        device = libggml.ggml_backend_dev_get(number)
        if _FIRST_GPU_TYPE <= libggml.ggml_backend_dev_type(device) <= _LAST_GPU_TYPE:
            name, text = _texts(device)
            yield f"{name}: {text}"


def _texts(device: int) -> tuple[str, str]:
    def ask(function: str) -> str:
        call = getattr(libggml, function)
        call.argtypes, call.restype = [ctypes.c_void_p], ctypes.c_char_p
        return bytes(call(device) or b"").decode("utf-8", "replace")

    return ask("ggml_backend_dev_name"), ask("ggml_backend_dev_description")


if __name__ == "__main__":
    main()
