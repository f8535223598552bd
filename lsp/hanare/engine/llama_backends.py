"""Lets a portable build of llama.cpp choose among the processor backends that it has."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import llama_cpp
from llama_cpp._ggml import libggml

_FOLDER = Path(llama_cpp.__file__).parent / "lib"


def load_backends() -> None:
    """Load the backend that suits this processor best, unless one is built in.

    A portable build (GGML_BACKEND_DL) has one library for each generation of processors, and none
    is loaded by itself; llama.cpp looks beside the program, which is Python here. A build for one
    machine has its backend built in.
    """
    libggml.ggml_backend_reg_count.restype = ctypes.c_size_t
    if libggml.ggml_backend_reg_count() == 0:
        libggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        libggml.ggml_backend_load_all_from_path.restype = None
        libggml.ggml_backend_load_all_from_path(os.fsencode(_FOLDER))
