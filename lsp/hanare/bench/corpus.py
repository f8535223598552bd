"""The unseen code that the benchmarks complete.

A model that has read a file in training recites it, and a benchmark made of that file
measures memory. `corpus.toml` therefore names packages first published in 2026, after the
models were trained, by exact version and digest. The wheels come through the user's own pip
configuration and are read as zip archives: nothing in them is ever installed or imported.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from hanare.errors import HanareError
from hanare.models import pip

_OFFLINE_REMEDY = (
    "Connect to the package index that pip is configured for (`pip config list`), or copy the "
    "wheels named in corpus.toml into {cache}."
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of real code: its package, its path inside the wheel and its exact text."""

    package: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class CorpusPackage:
    """One `[[package]]` of `corpus.toml`; `first_published` is a month such as `2026-05`."""

    name: str
    version: str
    wheel: str
    sha256: str
    licence: str
    first_published: str
    members: Sequence[str]


def load_manifest() -> tuple[CorpusPackage, ...]:
    """Return what `corpus.toml` lists, in its order."""
    text = (files(__package__) / "corpus.toml").read_text(encoding="utf-8")
    return tuple(CorpusPackage(**table) for table in tomllib.loads(text)["package"])


def default_cache_dir() -> Path:
    """Return where the wheels are kept unless told otherwise."""
    return user_cache_path("hanare", appauthor=False) / "corpus"


def load_corpus(
    cache_dir: Path | None = None, packages: Sequence[CorpusPackage] | None = None
) -> tuple[SourceFile, ...]:
    """Return the corpus in the manifest's order, fetching the wheels that are not cached.

    The network is touched only for wheels that `cache_dir` lacks, so that a folder of wheels
    carried to a machine without a network serves as well; it may be read-only then.

    Raises:
        HanareError: no index, no pip, a folder that cannot be written, or a wheel
            that is not the recorded one.
    """
    cache = default_cache_dir() if cache_dir is None else cache_dir
    wanted = load_manifest() if packages is None else packages
    try:
        if _missing(wanted, cache):
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(cache / ".lock"):
                # Asked again: another process may have fetched them while this one waited.
                _fetch(_missing(wanted, cache), cache)
        return tuple(source for package in wanted for source in _read(package, cache))
    except OSError as error:
        raise HanareError(
            f"The benchmark's code cannot be kept in {cache}: {error.strerror or error}",
            "Make that folder writable, or name another one.",
        ) from error


def _missing(packages: Iterable[CorpusPackage], cache: Path) -> list[CorpusPackage]:
    """Return the packages whose wheel is absent from `cache` or damaged."""
    return [p for p in packages if not _is_genuine(cache / p.wheel, p)]


def _is_genuine(path: Path, package: CorpusPackage) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256


def _fetch(packages: Sequence[CorpusPackage], cache: Path) -> None:
    """Download the wheels of `packages` and move each into `cache` once it is verified."""
    if not packages:
        return
    # Inside the cache, because a move is atomic only within one file system.
    with tempfile.TemporaryDirectory(dir=cache, prefix=".fetching-") as scratch:
        arrived = Path(scratch)
        requirements = [f"{package.name}=={package.version}" for package in packages]
        pip.download(requirements, arrived, _OFFLINE_REMEDY.format(cache=cache))
        for package in packages:
            if not _is_genuine(arrived / package.wheel, package):
                raise HanareError(
                    f"The package index served another {package.wheel} than the one the "
                    "benchmark was made with.",
                    "Point pip at an index that serves the original file; figures from other "
                    "code cannot be compared.",
                )
            (arrived / package.wheel).replace(cache / package.wheel)


def _read(package: CorpusPackage, cache: Path) -> Iterable[SourceFile]:
    with zipfile.ZipFile(cache / package.wheel) as wheel:
        for member in package.members:
            # Decoded as it is: a replay that normalised line ends would type other code.
            yield SourceFile(package.name, member, wheel.read(member).decode("utf-8"))
