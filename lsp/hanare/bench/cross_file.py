"""Cases that a model cannot get right from their own file: what they use is defined in another.

A name counts as another file's if a file of the same package defines it, this file imports that
one, and this file does not define it as well. There are no types here to tell whose `get` or
`close` is meant, so a method counts only if it is asked of an imported name (`Reader.get`) or its
own name is of several words (`packed_length`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from hanare.bench.cases import DEFAULT_SEED, InfillCase, Kind, candidates, spread
from hanare.bench.corpus import SourceFile, language_of
from hanare.syntax.outline import Import, Outline, Reference, outline, references
from hanare.syntax.tree import SyntaxTree
from hanare.wording import said

Workspace = Callable[[str], Mapping[str, str]]
"""The files of a package, path to text: `hanare.bench.corpus.package_files`."""

_TOP_LEVEL = ("function", "class", "interface", "type", "enum", "constant", "macro")
_MEMBERS = ("method", "constant")
_FOLDER_IS_PACKAGE = ("go", "java")
_FOLDER_FILES = ("__init__", "index")
_SOURCE_SUFFIX = re.compile(r"\.(?:[jt]sx?|h)$")
_SEPARATORS = re.compile(r"[./]+")
_SEVERAL_WORDS = re.compile(r"[^\W_]_+[^\W_]|[a-z0-9][A-Z]")
_DOTTED_NAME = re.compile(r"(\w+)(?:\.\w+)*")


def cross_file_cases(
    files: Sequence[SourceFile],
    workspace: Workspace,
    kind: Kind = Kind.REST_OF_LINE,
    count: int = 100,
    seed: int = DEFAULT_SEED,
) -> list[InfillCase]:
    """Return `count` cases whose expected text uses a name that another file defines.

    A file's cases are among those that `infill_cases` has for it with the same kind and seed, in
    the same order.

    Raises:
        UsageError: the files do not have `count` such cases.
    """
    mark = Marker(workspace)

    def of_file(source: SourceFile, rng: random.Random) -> Iterator[InfillCase]:
        marked = (mark(case) for case in candidates(source, kind, rng))
        return (case for case in marked if case.cross_file)

    return spread(
        files,
        of_file,
        count,
        seed,
        said("cases of the kind {kind} that use other files", kind=kind),
    )


class Marker:
    """Fills in `InfillCase.cross_file`; reads each package and each file once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._outlines: dict[tuple[str, str], Mapping[str, Outline]] = {}
        self._files: dict[str, tuple[SyntaxTree, _Foreign]] = {}

    def __call__(self, case: InfillCase) -> InfillCase:
        """Return `case` with the names of other files that its expected text uses, each once."""
        if case.path not in self._files:
            self._files[case.path] = self._read(case)
        tree, foreign = self._files[case.path]
        start = len(case.prefix)
        used = [
            use.name
            for use in references(tree, start, start + len(case.expected))
            if foreign.has(use)
        ]
        return replace(case, cross_file=tuple(dict.fromkeys(used)))

    def _read(self, case: InfillCase) -> tuple[SyntaxTree, _Foreign]:
        key = (case.package, case.language)
        if key not in self._outlines:
            self._outlines[key] = {
                path: outline(tree)
                for path, text in self._workspace(case.package).items()
                if language_of(path) == case.language
                and (tree := SyntaxTree.parse(text, case.language)) is not None
            }
        text = case.prefix + case.expected + case.suffix
        tree = SyntaxTree.parse(text, case.language)
        assert tree is not None  # noqa: S101  it was parsed to make the case
        return tree, _foreign(case.path, case.language, outline(tree), self._outlines[key])


@dataclass(frozen=True, slots=True)
class _Foreign:
    """What a file can use of the other files of its package."""

    names: frozenset[str]
    """Names that stand alone, as they are called in the file."""
    members: frozenset[str]
    """Names after a dot: methods and constants of what was imported."""

    def has(self, use: Reference) -> bool:
        if use.name in self.names:
            return True
        if not use.qualifier or use.name not in self.members:
            return False
        asked = _DOTTED_NAME.fullmatch(use.qualifier)
        return bool(_SEVERAL_WORDS.search(use.name) or (asked and asked[1] in self.names))


def _foreign(here: str, language: str, own: Outline, outlines: Mapping[str, Outline]) -> _Foreign:
    names: set[str] = set()
    members: set[str] = set()
    folder = PurePosixPath(here).parent
    others = {path: _Exports.of(there) for path, there in outlines.items() if path != here}
    for path, there in others.items():
        if language in _FOLDER_IS_PACKAGE and PurePosixPath(path).parent == folder:
            names |= there.names
            members |= there.members
    for statement in own.imports:
        targets = [path for path in others if _leads_to(statement, here, path, language)]
        # Asked of all files: what one file hands on may be defined in yet another one.
        for path, there in others.items() if targets else ():
            if path in targets and _is_whole(statement, path):
                names |= there.names
                members |= there.members
            elif taken := {local for name, local in statement.names if name in there.names}:
                names |= taken
                members |= there.members
    defined = {definition.name for definition in own.definitions}
    return _Foreign(frozenset(names - defined), frozenset(members - defined))


@dataclass(frozen=True, slots=True)
class _Exports:
    names: frozenset[str]
    members: frozenset[str]

    @classmethod
    def of(cls, outline: Outline) -> _Exports:
        names, members = set(), set()
        for definition in outline.definitions:
            if not definition.container and definition.kind in _TOP_LEVEL:
                names.add(definition.name)
            elif definition.kind in _MEMBERS:
                members.add(definition.name)
        return cls(frozenset(names), frozenset(members))


def _leads_to(statement: Import, here: str, there: str, language: str) -> bool:
    """Tell whether an import names the file `there`, or may: by names, as no compiler is asked."""
    module = statement.module
    if language == "python":
        inside = module.partition(".")[0] in ("", here.partition("/")[0])
        return inside and (_last(module) or _folder(here)) in (_name(there), _folder(there))
    if language == "typescript":
        return module.startswith(".") and _last(module) == _name(there)
    if language == "go":
        return _last(module) == _folder(there)
    return _last(module) == _name(there)


def _is_whole(statement: Import, there: str) -> bool:
    """Tell whether an import brings in all that a file defines, not only names it lists."""
    listed = [name for name, _ in statement.names]
    return not listed or "*" in listed or _name(there) in listed


def _last(module: str) -> str:
    """Return the last part of a module's name: `c` for `a.b.c`, `./b/c.js` and `b/c.h`."""
    return _SEPARATORS.split(_SOURCE_SUFFIX.sub("", module))[-1]


def _name(path: str) -> str:
    """Return the name by which a file is imported."""
    name = PurePosixPath(path).stem
    return _folder(path) if name in _FOLDER_FILES else name


def _folder(path: str) -> str:
    return PurePosixPath(path).parent.name
