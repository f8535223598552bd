"""The unseen code that the benchmarks complete.

A model that has read a file in training recites it, and a benchmark made of that file
measures memory. `corpus.toml` therefore names packages first published in 2026, after the
models were trained, by exact version and digest. They come through the user's own pip and
npm and are read as archives: nothing in them is ever installed, imported or run.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath

from filelock import FileLock

from hanare.bench import archives, npm
from hanare.errors import HanareError, UsageError
from hanare.files import places, private
from hanare.models import pip
from hanare.wording import said

LANGUAGES = ("python", "typescript", "go", "java", "c")
"""The LSP ids of the languages that the corpus has files in."""

LARGEST_SOURCE_BYTES = 400_000
"""Larger files of a package are data or generated, and no context for anybody's code."""

_LANGUAGE_OF = {
    ".py": "python",
    ".ts": "typescript",
    ".go": "go",
    ".java": "java",
    ".c": "c",
    ".h": "c",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of real code: its package, its path as installed and its exact text."""

    package: str
    path: str
    text: str

    @property
    def language(self) -> str:
        """The LSP id of the language, by the path's suffix."""
        return language_of(self.path)


@dataclass(frozen=True, slots=True)
class CorpusPackage:
    """One `[[package]]` of `corpus.toml`.

    `archive` is the file name of a wheel (`.whl`, from pip) or a tarball (`.tgz`, from npm);
    `first_published` a month such as `2026-05`, or the year alone. `members` are completed;
    `excluded` are copies of members, which must not serve as context for them.
    """

    name: str
    version: str
    archive: str
    sha256: str
    licence: str
    first_published: str
    members: Sequence[str]
    excluded: Sequence[str] = ()

    @property
    def is_wheel(self) -> bool:
        """Whether pip has the archive, not npm."""
        return self.archive.endswith(".whl")


def load_manifest() -> tuple[CorpusPackage, ...]:
    """Return what `corpus.toml` lists, in its order."""
    text = (files(__package__) / "corpus.toml").read_text(encoding="utf-8")
    return tuple(CorpusPackage(**table) for table in tomllib.loads(text)["package"])


def load_corpus(
    languages: Collection[str] = ("python",),
    cache_dir: Path | None = None,
    packages: Sequence[CorpusPackage] | None = None,
) -> tuple[SourceFile, ...]:
    """Return the corpus's files in `languages`, in the manifest's order.

    The network is touched only for archives that `cache_dir` lacks, so that a folder of
    archives carried to a machine without a network serves as well; it may be read-only then.

    Raises:
        HanareError: no index, no pip or npm, a folder that cannot be written, or an archive
            that is not the recorded one.
        UsageError: the corpus has no such language.
    """
    for language in languages:
        if language not in LANGUAGES:
            raise UsageError(
                said("The corpus has no code in {language!r}.", language=language),
                said("It has {names}.", names=", ".join(LANGUAGES)),
            )
    wanted = [
        package
        for package in (load_manifest() if packages is None else packages)
        if any(language_of(path) in languages for path in package.members)
    ]
    cache = _fetched(wanted, cache_dir)
    return tuple(
        source
        for package in wanted
        for source in _members(package, cache)
        if source.language in languages
    )


def package_files(
    name: str, cache_dir: Path | None = None, packages: Sequence[CorpusPackage] | None = None
) -> dict[str, str]:
    """Return all source files of a package, path to text: what a workspace of it would hold.

    Left out are files in other languages than the corpus's, declarations generated from
    TypeScript, files of more than `LARGEST_SOURCE_BYTES` or not in UTF-8, and the package's
    `excluded`.

    Raises:
        HanareError: as `load_corpus`.
        UsageError: the corpus has no such package.
    """
    known = {p.name: p for p in (load_manifest() if packages is None else packages)}
    if name not in known:
        raise UsageError(
            said("The corpus has no package {name!r}.", name=name),
            said("It has {names}.", names=", ".join(known)),
        )
    package = known[name]
    cache = _fetched([package], cache_dir)
    return archives.texts(
        cache / package.archive,
        name,
        lambda path, size: (
            bool(language_of(path))
            and path not in package.excluded
            and size <= LARGEST_SOURCE_BYTES
        ),
    )


def _members(package: CorpusPackage, cache: Path) -> list[SourceFile]:
    texts = archives.texts(
        cache / package.archive, package.name, lambda path, _bytes: path in package.members
    )
    return [SourceFile(package.name, path, texts[path]) for path in package.members]


def language_of(path: str) -> str:
    """Return the LSP id of a path's language, or nothing for what no benchmark reads."""
    if path.endswith(".d.ts"):
        return ""
    return _LANGUAGE_OF.get(PurePosixPath(path).suffix, "")


def _fetched(packages: Sequence[CorpusPackage], cache_dir: Path | None) -> Path:
    """Return the folder that has the archives of `packages`, fetching those it lacks."""
    cache = places.corpus_folder() if cache_dir is None else cache_dir
    try:
        if _missing(packages, cache):
            private.make_folder(cache)
            with FileLock(cache / ".lock", mode=private.FILE_MODE):
                # Asked again: another process may have fetched them while this one waited.
                _fetch(_missing(packages, cache), cache)
    except OSError as error:
        raise HanareError(
            said(
                "The benchmark's code cannot be kept in {cache}: {reason}",
                cache=cache,
                reason=error.strerror or error,
            ),
            said("Make that folder writable, or name another one."),
        ) from error
    return cache


def _missing(packages: Iterable[CorpusPackage], cache: Path) -> list[CorpusPackage]:
    """Return the packages whose archive is absent from `cache` or damaged."""
    return [p for p in packages if not _is_genuine(cache / p.archive, p)]


def _is_genuine(path: Path, package: CorpusPackage) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256


def _fetch(packages: Sequence[CorpusPackage], cache: Path) -> None:
    """Download the archives of `packages` and move each into `cache` once it is verified."""
    # Inside the cache, because a move is atomic only within one file system.
    with tempfile.TemporaryDirectory(dir=cache, prefix=".fetching-") as scratch:
        arrived = Path(scratch)
        remedy = said(
            "Connect to the package indexes that pip and npm are configured for (`pip config "
            "list`, `npm config list`), or copy the archives named in corpus.toml into {cache}.",
            cache=cache,
        )
        wheels = [f"{p.name}=={p.version}" for p in packages if p.is_wheel]
        tarballs = [f"{p.name}@{p.version}" for p in packages if not p.is_wheel]
        if wheels:
            pip.download(wheels, arrived, remedy)
        if tarballs:
            npm.download(tarballs, arrived, remedy)
        for package in packages:
            if not _is_genuine(arrived / package.archive, package):
                raise HanareError(
                    said(
                        "The package index served another {archive} than the one the benchmark was "
                        "made with.",
                        archive=package.archive,
                    ),
                    said(
                        "Configure an index that serves the original file; figures from other "
                        "code cannot be compared."
                    ),
                )
            (arrived / package.archive).replace(cache / package.archive)
