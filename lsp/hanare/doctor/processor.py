"""The processor against what llama.cpp was compiled for, and the graphics cards."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.doctor.check import Check, State
from hanare.engine.build import Build
from hanare.errors import HanareError
from hanare.wording import said

_FLAGS: Mapping[str, str] = {
    "SSE3": "sse3", "SSSE3": "ssse3", "AVX": "avx", "AVX2": "avx2", "F16C": "f16c", "FMA": "fma",
    "BMI2": "bmi2", "AVX_VNNI": "avx_vnni", "AVX512": "avx512f", "AVX512_VBMI": "avx512vbmi",
    "AVX512_VNNI": "avx512_vnni", "AVX512_BF16": "avx512_bf16", "AMX_INT8": "amx_int8",
    "NEON": "asimd", "DOTPROD": "asimddp", "MATMUL_INT8": "i8mm", "SVE": "sve", "SME": "sme",
}  # fmt: skip
"""llama.cpp's names and the kernel's, for what the processor must have."""
_SAME = {"pni": "sse3"}
"""Other names that kernels have for them."""
_WORTHWHILE = ("AVX512", "AVX2", "FMA", "F16C", "DOTPROD", "MATMUL_INT8")
"""What makes a model much faster; the newest first."""


def processor_check(build: Build | HanareError, flags: frozenset[str] | None) -> Check:
    """Compare what llama.cpp was built for with the processor's `flags`; None if nobody tells."""
    title = said("Processor")
    if isinstance(build, HanareError):
        return Check("cpu", title, State.FAILED, build.what, build.advice)
    built = sorted(_FLAGS.keys() & build.features)
    details = {"built_for": built, "llama_cpp_python": build.version}
    if flags is None:
        found = said("llama.cpp runs; it uses {names}", names=", ".join(built) or "-")
        return Check("cpu", title, State.OK, found, details=details)
    has = flags | {_SAME[each] for each in flags & _SAME.keys()}
    if missing := [name for name in built if _FLAGS[name] not in has]:
        return Check(
            "cpu",
            title,
            State.FAILED,
            said(
                "llama.cpp was built for {names}, which this processor does not have",
                names=", ".join(missing),
            ),
            said("Install llama-cpp-python anew, compiled here or as a portable build."),
            details,
        )
    unused = [name for name in _WORTHWHILE if _FLAGS[name] in has and name not in built]
    if unused:
        return Check(
            "cpu",
            title,
            State.WARNING,
            said("llama.cpp does not use {names}, which would be faster", names=", ".join(unused)),
            said("Install llama-cpp-python anew, compiled on this machine."),
            details,
        )
    found = said("llama.cpp uses {names}", names=", ".join(built) or "-")
    return Check("cpu", title, State.OK, found, details=details)


def graphics_check(build: Build | HanareError) -> Check:
    """Tell which graphics cards llama.cpp was built for and sees."""
    title = said("Graphics card")
    if isinstance(build, HanareError):
        return Check("gpu", title, State.UNKNOWN, said("llama.cpp cannot be loaded"))
    details = {"offloads": build.offloads, "devices": list(build.devices)}
    if build.devices:
        found = said("llama.cpp sees {devices}", devices=", ".join(build.devices))
        return Check("gpu", title, State.OK, found, details=details)
    if build.offloads:
        return Check(
            "gpu",
            title,
            State.WARNING,
            said("llama.cpp was built for one and sees none"),
            said("Is there a card, and is its driver installed? The processor is used instead."),
            details,
        )
    found = said("llama.cpp was built for the processor alone, which is enough")
    return Check("gpu", title, State.OK, found, details=details)


def flags_of(cpuinfo: str) -> frozenset[str] | None:
    """Return the processor's flags from the text of /proc/cpuinfo; None if it has none."""
    for line in cpuinfo.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip() in {"flags", "Features"}:
            return frozenset(value.split())
    return None
