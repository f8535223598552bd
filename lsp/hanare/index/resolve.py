"""Which files of the workspace an import means.

Build files are not read. A file is what an absolute import means if its path ends as the import
says; of several, the one nearest to the importing file is taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath

from hanare.index.files import (
    Files,
    beside_or_by_tail,
    by_tail,
    ends_with,
    first_of,
    nearest,
    suffix_of,
)
from hanare.syntax.outline import Import


@dataclass(frozen=True, slots=True)
class Reached:
    """A file that an import leads to."""

    path: str
    names: tuple[tuple[str, str], ...] | None = None
    """(name there, local name) of what is imported; None for all of it."""


_Resolver = Callable[[str, Import, Files], Iterator[Reached]]


def resolve(importing: str, language: str, wanted: Import, files: Files) -> list[Reached]:
    """Return the workspace's files that an import in the file `importing` means.

    Nothing for what lies outside the workspace, and for languages whose imports name no file.
    """
    resolver = _RESOLVERS.get(language)
    return list(dict.fromkeys(resolver(importing, wanted, files))) if resolver else []


def neighbours(path: str, language: str, files: Files) -> list[str]:
    """Return the other files whose names `path` uses without importing them: its package."""
    suffixes = _PACKAGES.get(language, ())
    return [
        each for each in files.inside(dirname(path)) if each != path and each.endswith(suffixes)
    ]


def _python(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    dotted = wanted.module.lstrip(".")
    dots = len(wanted.module) - len(dotted)
    parts = dotted.split(".") if dotted else []

    def locate(parts: Sequence[str]) -> str | None:
        if dots:
            return first_of(_python_files(_climb(dirname(importing), dots - 1), parts), files)
        return _python_absolute(importing, parts, files)

    module = locate(parts)
    if wanted.names and not _is_everything(wanted):
        for name, _ in wanted.names:
            if submodule := locate([*parts, name]):
                yield Reached(submodule)
        if module:
            yield Reached(module, wanted.names)
    elif module:
        yield Reached(module)


def _climb(folder: str, levels: int) -> str | None:
    """Return the folder so many levels up; None above the workspace."""
    for _ in range(levels):
        if not folder:
            return None
        folder = dirname(folder)
    return folder


def _python_files(folder: str | None, parts: Sequence[str]) -> list[str]:
    if folder is None:
        return []
    stem = join(folder, *parts)
    packages = [join(stem, "__init__.py"), join(stem, "__init__.pyi")]
    return [f"{stem}.py", f"{stem}.pyi", *packages] if parts else packages


def _python_absolute(importing: str, parts: Sequence[str], files: Files) -> str | None:
    if not parts or parts[0] in sys.stdlib_module_names:
        return None
    found = [
        path
        for path in files.named(parts[-1])
        for tail in _python_files("", parts)
        if ends_with(path, tail)
        and _is_searched(path.removesuffix(tail).rstrip("/"), importing, files)
    ]
    return nearest(found, importing)


def _is_searched(folder: str, importing: str, files: Files) -> bool:
    """Whether Python would look for modules there: in a script's folder, but in no package's."""
    return folder == dirname(importing) or not files.has(join(folder, "__init__.py"))


_SCRIPT_SUFFIXES = (".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_SOURCE_SUFFIXES = {".js": ".ts", ".jsx": ".tsx", ".mjs": ".mts", ".cjs": ".cts"}
"""TypeScript's imports may name a file as it is called once compiled."""


def _script(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    if wanted.module.startswith("."):
        base = normpath(join(dirname(importing), wanted.module))
        found = first_of(_script_files("" if base == "." else base), files)
    elif wanted.module.startswith(("@/", "~/")):  # by custom the source folder
        found = by_tail(importing, _script_files(wanted.module[2:]), files)
    else:
        return
    if found:
        # What a file calls its default export cannot be seen; mostly it is the local name.
        names = tuple((local if name == "default" else name, local) for name, local in wanted.names)
        yield Reached(found, None if _is_everything(wanted) else names or None)


def _script_files(base: str) -> list[str]:
    suffix = suffix_of(base)
    source = base.removesuffix(suffix) + _SOURCE_SUFFIXES.get(suffix, suffix)
    return [
        base,
        source,
        *(base + each for each in _SCRIPT_SUFFIXES),
        *(join(base, f"index{each}") for each in _SCRIPT_SUFFIXES),
    ]


def _go(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    parts = wanted.module.split("/")

    def fits(folder: str) -> bool:
        # One equal word says little ("net/http"), unless the folder is at the top and the
        # import's beginning can only be the module's own name.
        return ends_with(wanted.module, folder) or ends_with(folder, "/".join(parts[-2:]))

    if len(parts) > 1:
        folder = nearest(filter(fits, files.folders(parts[-1])), importing)
        for path in files.inside(folder) if folder else ():
            if path.endswith(".go") and not path.endswith("_test.go"):
                yield Reached(path)


_JVM_SUFFIXES = (".java", ".kt")


def _jvm(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    parts = wanted.module.removesuffix(".*").split(".")
    names = tuple(each for each in wanted.names if each[0] != "*")
    if names:
        for name, local in names:
            yield from _jvm_class(importing, [*parts, name], local, files)
    elif not wanted.names and not wanted.module.endswith(".*"):
        yield from _jvm_class(importing, parts, wanted.alias or parts[-1], files)
    else:
        yield from map(Reached, _jvm_package(importing, parts, files))
        # `import static a.B.*` names a class where others name a package.
        yield from _jvm_class(importing, parts, parts[-1], files)


def _jvm_class(importing: str, parts: Sequence[str], local: str, files: Files) -> Iterator[Reached]:
    names = ((parts[-1], local),)
    if found := by_tail(importing, _jvm_files(parts), files):
        yield Reached(found, names)
    elif found := by_tail(importing, _jvm_files(parts[:-1]), files):
        yield Reached(found)  # a class inside a class, or a static member
    else:  # a function, or one of several classes in a file of another name
        package = _jvm_package(importing, parts[:-1], files)
        yield from (Reached(path, names) for path in package if path.endswith(".kt"))


def _jvm_files(parts: Sequence[str]) -> list[str]:
    # With its package: a class is not known by its own name alone.
    return [f"{'/'.join(parts)}{suffix}" for suffix in _JVM_SUFFIXES] if parts[1:] else []


def _jvm_package(importing: str, parts: Sequence[str], files: Files) -> list[str]:
    tail = "/".join(parts)
    found = (
        [folder for folder in files.folders(parts[-1]) if ends_with(folder, tail)] if tail else []
    )
    # Sources and tests are two folders of one package, so all are taken.
    return [
        path
        for folder in found
        for path in files.inside(folder)
        if path.endswith(_JVM_SUFFIXES) and path != importing
    ]


_C_SOURCES = (".c", ".cc", ".cpp", ".cxx")


def _c(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    # Brackets instead of quotes only say where the compiler begins to look.
    if header := beside_or_by_tail(importing, [wanted.module.strip("<>")], files):
        yield Reached(header)
        # A header may hold no more than prototypes of what the source beside it defines.
        stem = header.removesuffix(suffix_of(header))
        yield from map(Reached, filter(files.has, (stem + suffix for suffix in _C_SOURCES)))


_CRATE_ROOTS = ("lib.rs", "main.rs")


def _rust(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    parts = [part for part in wanted.module.split("::") if part]
    if not wanted.names:
        yield from _rust_path(importing, parts, wanted.alias, files)
    for name, local in wanted.names:
        if name in ("*", "self"):
            yield from _rust_path(importing, parts, local, files)
        else:
            yield from _rust_path(importing, [*parts, *name.split("::")], local, files)


def _rust_path(importing: str, parts: Sequence[str], local: str, files: Files) -> Iterator[Reached]:
    for folder, inner in _rust_bases(importing, parts, files):
        # The longest beginning that is a file; what follows are names in it.
        for count in range(len(inner), -1, -1):
            stem, names = join(folder, *inner[:count]), inner[count:]
            candidates = [f"{stem}.rs"] if stem else []
            roots = ("mod.rs",) if count else ("mod.rs", *_CRATE_ROOTS)
            candidates += [join(stem, root) for root in roots]
            if (found := first_of(candidates, files)) and (count or found != importing):
                whole = not names or local == "*"
                yield Reached(found, None if whole else ((names[0], local or names[0]),))
                return


def _rust_bases(
    importing: str, parts: Sequence[str], files: Files
) -> Iterator[tuple[str, Sequence[str]]]:
    """Return the folders that a path may begin at, and what of it is left there."""
    own = dirname(importing)
    if basename(importing) not in ("mod.rs", *_CRATE_ROOTS):
        own = importing.removesuffix(".rs")
    crate = next(
        (at for at in _upwards(dirname(importing)) if first_of(_rust_roots(at), files)), None
    )
    match parts:
        case ["crate", *rest]:
            if crate is not None:
                yield crate, rest
        case ["self", *rest]:
            yield own, rest
        case ["super", *rest]:
            while rest[:1] == ["super"]:
                own, rest = dirname(own), rest[1:]
            yield dirname(own), rest
        case [first, *rest]:
            yield own, parts
            # Another crate of the workspace; its folder's name may have hyphens.
            for name in (first, first.replace("_", "-")):
                for folder in files.folders("src"):
                    if basename(dirname(folder)) == name:
                        yield folder, rest


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while folder:
        folder = dirname(folder)
        yield folder


def _rust_roots(folder: str) -> list[str]:
    return [join(folder, root) for root in _CRATE_ROOTS]


def _php(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
    if wanted.module.endswith(".php"):
        yield from _by_file(importing, wanted, files)
        return
    space = [part for part in wanted.module.split("\\") if part]
    classes = [([*space, name], local) for name, local in wanted.names] or [(space, wanted.alias)]
    for parts, local in classes:
        # A namespace's beginning stands for a folder of any name: shorter and shorter tails.
        tails = ["/".join(parts[start:]) + ".php" for start in range(len(parts) - 1)]
        if found := by_tail(importing, tails, files):
            yield Reached(found, ((parts[-1], local or parts[-1]),))


def _file(*names: str, separator: str = "/") -> _Resolver:
    """Return a resolver for imports that name one file, relative to the importing one or not."""

    def resolver(importing: str, wanted: Import, files: Files) -> Iterator[Reached]:
        module = wanted.module.replace(separator, "/")
        if found := beside_or_by_tail(importing, [name.format(module) for name in names], files):
            yield Reached(found)

    return resolver


_by_file = _file("{}")


def _is_everything(wanted: Import) -> bool:
    return any(name == "*" for name, _ in wanted.names)


_PACKAGES = {"go": (".go",), "java": _JVM_SUFFIXES, "kotlin": _JVM_SUFFIXES}
"""Languages whose files see those beside them, and how these are called."""

_RESOLVERS: dict[str, _Resolver] = {
    "python": _python,
    "javascript": _script,
    "javascriptreact": _script,
    "typescript": _script,
    "typescriptreact": _script,
    "go": _go,
    "java": _jvm,
    "kotlin": _jvm,
    "c": _c,
    "cpp": _c,
    "rust": _rust,
    "php": _php,
    "ruby": _file("{}.rb", "{}"),
    "lua": _file("{}.lua", "{}/init.lua", separator="."),
    "shellscript": _by_file,
}
