"""Find the definitions in other files that a piece of code needs."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hanare.index.resolve import Reached, neighbours, resolve
from hanare.index.store import Reader, StoredSymbol, database_of
from hanare.syntax.outline import Import
from hanare.text.globs import matches

log = logging.getLogger(__name__)

_MOST_DEFINED = 2
"""A name that is defined more often says nothing about which definition is meant."""
_MOST_MEMBERS = 12
_MOST_LOOKS = 200
"""Files that are searched for imported names; headers include headers without end."""
_MOST_STEPS = 3
"""Files that a re-exported name is followed through."""
_WITH_MEMBERS = frozenset(("class", "interface", "enum", "type"))

_FAMILIES = (
    frozenset(("javascript", "javascriptreact", "typescript", "typescriptreact")),
    frozenset(("c", "cpp")),
    frozenset(("java", "kotlin")),
)
"""Languages that use each other's definitions."""
_PLAIN_IMPORTS = frozenset(("python", "go", "java", "rust"))
"""Languages in which an import that leads to no file of the workspace leads out of it. In others
build files may say where it leads."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document asks for."""

    path: str
    """The document's file, absolute; of a document that is no file nothing is found."""
    language: str
    """LSP language id."""
    imports: tuple[Import, ...]
    names: tuple[str, ...]
    """Identifiers whose definitions are of use, the most wanted first."""
    limit: int
    """Most symbols to return."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition in another file of the workspace."""

    name: str
    kind: str
    """As of `hanare.syntax.outline.Definition`."""
    signature: str
    path: str
    """Relative to the workspace folder, with forward slashes."""
    container: str
    """Dotted name of what it is defined in; "" at the top level."""
    members: tuple[str, ...]
    """Of a class: signatures of its first public fields and methods, in its order."""
    imported: bool
    """Whether the document's imports lead to it; else it was found by its name alone."""


class WorkspaceIndex:
    """Reads the indexes of a workspace's folders, while they are written or not."""

    def __init__(
        self,
        folders: Sequence[Path],
        directory: Path | None = None,
        excluded_files: Sequence[str] = (),
    ) -> None:
        """Indexes are in `directory`, by default the one in the user's cache.

        What they say of `excluded_files` (globs as of `Limits`) is not told: files may have been
        excluded since they were read.
        """
        self._excluded_files = excluded_files
        # The innermost first: a folder of the workspace may lie in another one.
        self._databases = sorted(
            ((folder, database_of(folder, directory)) for folder in folders),
            key=lambda each: -len(each[0].parts),
        )

    async def find(self, wanted: Wanted) -> list[Symbol]:
        """Return what other files define of `wanted`, the most useful first.

        First the names that the imports lead to, in the order of `wanted.names`; then methods of
        these names that imported files define; then names defined only once or twice. Nothing
        while there is no index, and for files outside the workspace's folders.
        """
        return await asyncio.to_thread(self._find, wanted)

    def _find(self, wanted: Wanted) -> list[Symbol]:
        for folder, database in self._databases:
            if (path := _relative(Path(wanted.path), folder)) is None:
                continue
            try:
                with Reader.open(database) as reader:
                    return search(reader, path, wanted, self._excluded_files) if reader else []
            # A damaged index is made anew by the next scan. Half-typed text may hold lone
            # surrogates, which no index does.
            except (sqlite3.Error, UnicodeEncodeError) as error:
                log.info("nothing is found: %s", type(error).__name__)
                return []
        return []


def _relative(path: Path, folder: Path) -> str | None:
    if not path.is_absolute():  # a document that is no file
        return None
    for at, root in ((path, folder), (_real(path), _real(folder))):
        if at.is_relative_to(root):
            return at.relative_to(root).as_posix()
    return None


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def search(
    reader: Reader, path: str, wanted: Wanted, excluded_files: Sequence[str] = ()
) -> list[Symbol]:
    """Return what `WorkspaceIndex.find` does, for the file at `path` in the reader's folder."""
    return _Search(reader, path, wanted, excluded_files).run()


class _Search:
    """One question to one index."""

    def __init__(
        self, reader: Reader, path: str, wanted: Wanted, excluded_files: Sequence[str]
    ) -> None:
        self._reader = reader
        self._path = path
        self._wanted = wanted
        self._excluded_files = excluded_files
        # One letter is a loop's variable or a type's parameter.
        self._names = list(dict.fromkeys(name for name in wanted.names if len(name) > 1))
        self._found: dict[tuple[str, str, str], Symbol] = {}
        self._looks = _MOST_LOOKS

    def run(self) -> list[Symbol]:
        reached = self._reached()
        self._add(self._by_name(self._imported(reached, self._names)), imported=True)
        methods = self._methods(
            [each.path for each in self._found.values()] + [each.path for each in reached]
        )
        shown = {each for symbol in self._found.values() for each in symbol.members}
        for found in methods.values():
            if len(found) <= _MOST_DEFINED:
                unseen = (each for each in found if each.signature not in shown)
                self._add(unseen, imported=True)
        for name in self._unexplained(methods):
            self._add(self._unique(name), imported=False)
        return list(self._found.values())

    def _add(self, symbols: Iterable[StoredSymbol], *, imported: bool) -> None:
        for each in symbols:
            if len(self._found) == self._wanted.limit:
                return
            key = (each.path, each.container, each.name)
            is_another = each.path != self._path and key not in self._found
            if is_another and not matches(each.path, self._excluded_files):
                self._found[key] = self._symbol(each, imported)

    def _symbol(self, found: StoredSymbol, imported: bool) -> Symbol:
        has_members = found.kind in _WITH_MEMBERS
        members = self._reader.members(found, _MOST_MEMBERS) if has_members else ()
        return Symbol(
            found.name, found.kind, found.signature, found.path, found.container, tuple(members),
            imported,
        )  # fmt: skip

    def _by_name(self, found: Iterable[tuple[str, StoredSymbol]]) -> list[StoredSymbol]:
        """Return the symbols in the order in which their local names are wanted."""
        rank = {name: at for at, name in enumerate(self._names)}
        return [symbol for _, symbol in sorted(found, key=lambda each: rank[each[0]])]

    def _reached(self) -> list[Reached]:
        path, language = self._path, self._wanted.language
        reached = [
            each
            for imported in self._wanted.imports
            for each in resolve(path, language, imported, self._reader)
        ]
        reached += map(Reached, neighbours(path, language, self._reader))
        return [each for each in dict.fromkeys(reached) if each.path != path]

    def _imported(
        self, reached: Iterable[Reached], names: Collection[str], steps: int = _MOST_STEPS
    ) -> Iterator[tuple[str, StoredSymbol]]:
        """Return what reached files define or pass on of `names`, with the name meant by it."""
        for each in reached:
            local = _names_there(each, names)
            if not local or not self._looks:
                continue
            self._looks -= 1
            defined = [here for here in self._reader.in_file(each.path, local) if here.top]
            yield from ((local[here.name], here) for here in defined)
            missing = local.keys() - {here.name for here in defined}
            if missing and steps:
                onward = self._passed_on(each.path, missing)
                for name, symbol in self._imported(onward, missing, steps - 1):
                    yield local[name], symbol

    def _passed_on(self, path: str, names: Collection[str]) -> list[Reached]:
        """Return where a file has names from that others import from it."""
        language = self._reader.language(path)
        return [
            reached
            for imported in self._reader.imports(path)
            if any(local in names or local == "*" for _, local in imported.names)
            for reached in resolve(path, language, imported, self._reader)
        ]

    def _methods(self, paths: Iterable[str]) -> dict[str, list[StoredSymbol]]:
        """Return which methods of the names classes in these files have, in the names' order."""
        # Fields are left out: every second class has an `id`, so its name alone says too little.
        methods = [
            each
            for path in dict.fromkeys(paths)
            for each in self._reader.in_file(path, self._names)
            if each.exported and not each.top and each.kind != "field"
        ]
        named = {name: [each for each in methods if each.name == name] for name in self._names}
        return {name: found for name, found in named.items() if found}

    def _unexplained(self, explained: Iterable[str]) -> list[str]:
        """Return the names of which nothing is known: neither found, nor local, nor imported."""
        known = set(explained) | {symbol.name for symbol in self._found.values()}
        known |= {each.name for each in self._reader.in_file(self._path, self._names)}
        if self._wanted.language in _PLAIN_IMPORTS:
            for each in self._wanted.imports:
                known |= {each.alias} | {local for _, local in each.names}
        return [name for name in self._names if name not in known]

    def _unique(self, name: str) -> Iterator[StoredSymbol]:
        language = self._wanted.language
        family = next((each for each in _FAMILIES if language in each), frozenset((language,)))
        found = self._reader.exported(name, family, _MOST_DEFINED)
        return (each for each in found if each.kind != "field")


def _names_there(reached: Reached, names: Collection[str]) -> dict[str, str]:
    """Return what `names` are called in a reached file: name there to local name."""
    if reached.names is None:
        return {name: name for name in names}
    return {there: local for there, local in reached.names if local in names}
