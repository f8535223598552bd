"""What a document is told of other files, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from hanare.index.lookup import Symbol, Wanted, WorkspaceIndex
from hanare.index.scan import scan
from hanare.index.store import database_of
from hanare.index.walk import Limits
from hanare.syntax.outline import outline
from hanare.syntax.tree import SyntaxTree
from hanare.text.languages import language_of

from index.trees import make


class Workspace:
    """An indexed folder that is asked on behalf of one of its files."""

    def __init__(self, tmp_path: Path, files: Mapping[str, str]) -> None:
        self.folder = make(tmp_path / "folder", files)
        self.cache = tmp_path / "cache"
        self.index = WorkspaceIndex([self.folder], self.cache)
        self.scan()

    def scan(self) -> None:
        scan(self.folder, database_of(self.folder, self.cache), Limits())

    async def find(self, path: str, names: str, limit: int = 20) -> list[Symbol]:
        source = (self.folder / path).read_text()
        tree = SyntaxTree.parse(source, language_of(path))
        assert tree is not None
        imports = outline(tree).imports
        absolute = str(self.folder / path)
        wanted = Wanted(absolute, tree.language, imports, tuple(names.split()), limit)
        return await self.index.find(wanted)


def shown(symbol: Symbol) -> str:
    """`path:container.name`, with a `?` where it was found by its name alone."""
    dotted = f"{symbol.container}.{symbol.name}".removeprefix(".")
    return f"{symbol.path}:{dotted}{'' if symbol.imported else '?'}"


MODEL = "class User:\n    def rename(self, to): ...\n    def _hide(self): ...\n\ndef load(): ...\n"

# What there is, which file asks for which names, what it is told.
CASES = {
    "imported names in the order wanted": (
        {"main.py": "from m import load, User\n", "m.py": MODEL},
        "load User", ["m.py:load", "m.py:User"],
    ),
    "an alias": (
        {"main.py": "from m import User as Me, load\n", "m.py": MODEL},
        "load Me", ["m.py:load", "m.py:User"],
    ),
    "through a module": (
        {"main.py": "import m\n", "m.py": MODEL}, "load", ["m.py:load"],
    ),
    "a submodule": (
        {"main.py": "from p import m\n", "p/__init__.py": "", "p/m.py": MODEL},
        "load", ["p/m.py:load"],
    ),
    "everything": (
        {"main.py": "from m import *\n", "m.py": MODEL}, "User", ["m.py:User"],
    ),
    "only what is imported is imported": (
        {"main.py": "from m import User\n", "m.py": MODEL, "a.py": "def load(): ...\n"},
        "load", ["a.py:load?", "m.py:load?"],
    ),
    "methods of what is imported come after it": (
        {"main.py": "from m import load, User\n",
         "m.py": "def load(): ...\nclass User:\n    x = 1\n" + "".join(
             f"    def f{n}(self): ...\n" for n in range(20))},
        "f15 x load", ["m.py:load", "m.py:User.f15"],
    ),
    "methods that are shown with their class are not repeated": (
        {"main.py": "from m import User\n", "m.py": MODEL}, "rename User", ["m.py:User"],
    ),
    "private methods are not found": (
        {"main.py": "from m import load\n", "m.py": MODEL}, "_hide rename", ["m.py:User.rename"],
    ),
    "a method of too many imported classes": (
        {"main.py": "import m\n", "m.py": "".join(
            f"class C{n}:\n    def run(self): ...\n" for n in range(3))},
        "run", [],
    ),
    "passed on by a package": (
        {"main.py": "from p import User\n", "p/__init__.py": "from .m import User\n",
         "p/m.py": MODEL},
        "User", ["p/m.py:User"],
    ),
    "passed on under another name": (
        {"main.py": "from p import Me\n", "p/__init__.py": "from .m import User as Me\n",
         "p/m.py": MODEL},
        "Me", ["p/m.py:User"],
    ),
    "passed on twice, by a star": (
        {"main.py": "import p\n", "p/__init__.py": "from .q import *\n",
         "p/q.py": "from .m import *\n", "p/m.py": MODEL},
        "User", ["p/m.py:User"],
    ),
    "passed on in a circle": (
        {"main.py": "from p import User\n", "p/__init__.py": "from .q import *\n",
         "p/q.py": "from . import *\n"},
        "User", [],
    ),
    "no names of one letter": (
        {"main.py": "from a import f\n", "a.py": "def f(): ...\n"}, "f", [],
    ),
    "by name, if no more than two files define it": (
        {"main.py": "", "a.py": "def ff(): ...\ndef gg(): ...\ndef hh(): ...\n",
         "b.py": "def ff(): ...\ndef gg(): ...\n", "c.py": "def ff(): ...\n"},
        "ff gg hh", ["a.py:gg?", "b.py:gg?", "a.py:hh?"],
    ),
    "by name, no fields and nothing private": (
        {"main.py": "", "a.py": "class A:\n    field = 1\n    def get(self): ...\n"
         "def _private(): ...\n"},
        "field _private get", ["a.py:A.get?"],
    ),
    "by name, in languages that belong together": (
        {"main.ts": "", "a.js": "export function ff() {}\n", "a.py": "def gg(): ...\n"},
        "ff gg", ["a.js:ff?"],
    ),
    "nothing the document defines": (
        {"main.py": "def load(): ...\nclass Own: ...\n", "m.py": MODEL}, "load Own", [],
    ),
    "nothing for what comes from outside": (
        {"main.py": "from outside import load\nimport other as User\n", "m.py": MODEL},
        "load User", [],
    ),
    "by name after all where build files may lead anywhere": (
        {"main.ts": "import {load} from 'lib/m'\n", "src/lib/m.ts": "export function load() {}\n"},
        "load", ["src/lib/m.ts:load?"],
    ),
    "imported, however many define it": (
        {"main.py": "from d import run\n"} | {f"{x}.py": "def run(): ...\n" for x in "abcde"},
        "run", ["d.py:run"],
    ),
    "TypeScript's index passes on": (
        {"main.ts": "import {Row, Cell} from './lib'\n",
         "lib/index.ts": "export * from './a'\nexport {Box as Cell} from './c'\n",
         "lib/a.ts": "export class Row {}\n", "lib/c.ts": "export class Box {}\n"},
        "Cell Row", ["lib/c.ts:Box", "lib/a.ts:Row"],
    ),
    "TypeScript's default export": (
        {"main.ts": "import Table from './t'\n", "t.ts": "export default class Table {}\n"},
        "Table", ["t.ts:Table"],
    ),
    "Go's package, private names included": (
        {"p/main.go": "package p\n", "p/a.go": "package p\nfunc run() {}\n",
         "q/a.go": "package q\nfunc run() {}\n"},
        "run", ["p/a.go:run"],
    ),
    "a header and the source beside it": (
        {"main.c": '#include "a.h"\n', "a.h": "struct point { int x; };\n",
         "a.c": '#include "a.h"\nint area(struct point p) { return 0; }\n'},
        "area point", ["a.c:area", "a.h:point"],
    ),
    "a header's headers": (
        {"main.c": '#include "a.h"\n', "a.h": '#include "b.h"\n',
         "b.h": "struct point { int x; };\n"},
        "point", ["b.h:point"],
    ),
    "headers in a circle": (
        {"main.c": '#include "a.h"\n', "a.h": '#include "b.h"\n', "b.h": '#include "a.h"\n'},
        "point", [],
    ),
    "C#'s namespaces hide nothing": (
        {"Main.cs": "using App;\n", "User.cs": "namespace App { public class User { } }\n"},
        "User", ["User.cs:App.User?"],
    ),
    "Java's package and imports": (
        {"src/a/Main.java": "package a;\nimport b.List;\nclass Main {}\n",
         "src/a/Mate.java": "package a;\nclass Mate {}\n",
         "src/b/List.java": "package b;\npublic class List {}\n"},
        "Mate List", ["src/a/Mate.java:Mate", "src/b/List.java:List"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "names", "expected"), CASES.values(), ids=CASES)
async def test_find(
    tmp_path: Path, files: Mapping[str, str], names: str, expected: list[str]
) -> None:
    found = await Workspace(tmp_path, files).find(next(iter(files)), names)
    assert [shown(each) for each in found] == expected


async def test_a_class_comes_with_what_it_shows(tmp_path: Path) -> None:
    source = (
        "class User(Base):\n    name: str = ''\n    def __init__(self, name: str) -> None: ...\n"
        "    def rename(self, to: str) -> None:\n        to = 1\n    def _hide(self): ...\n"
    )
    workspace = Workspace(tmp_path, {"main.py": "from p.m import User\n", "p/m.py": source})
    assert await workspace.find("main.py", "User") == [
        Symbol(
            "User", "class", "class User(Base)", "p/m.py", "",
            (
                "name: str = ''",
                "def __init__(self, name: str) -> None",
                "def rename(self, to: str) -> None",
            ),
            imported=True,
        )
    ]  # fmt: skip


async def test_members_and_symbols_are_limited(tmp_path: Path) -> None:
    fields = "".join(f"    field{n}: int\n" for n in range(20))
    source = f"class Table:\n{fields}" + "".join(f"def f{n}(): ...\n" for n in range(20))
    workspace = Workspace(tmp_path, {"main.py": "from m import *\n", "m.py": source})
    names = " ".join(["Table", *(f"f{n}" for n in range(20))])
    found = await workspace.find("main.py", names, limit=5)
    assert [each.name for each in found] == ["Table", "f0", "f1", "f2", "f3"]
    assert found[0].members == tuple(f"field{n}: int" for n in range(12))


async def test_what_is_asked_for_twice_is_told_once(tmp_path: Path) -> None:
    files = {"main.py": "from m import load\nimport m\nfrom m import *\n", "m.py": MODEL}
    found = await Workspace(tmp_path, files).find("main.py", "load load")
    assert [shown(each) for each in found] == ["m.py:load"]


async def test_the_newest_scan_is_read(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {"main.py": "from m import *\n", "m.py": MODEL})
    (workspace.folder / "m.py").write_text("def load(path): ...\n")
    workspace.scan()
    found = await workspace.find("main.py", "load User")
    assert [each.signature for each in found] == ["def load(path)"]


async def test_each_file_is_looked_up_in_its_innermost_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = make(tmp_path / "outer", {"m.py": "def outer(): ...\n", "in/n.py": MODEL})
    cache = tmp_path / "cache"
    for folder in (outer, outer / "in"):
        scan(folder, database_of(folder, cache), Limits())
    index = WorkspaceIndex([outer, outer / "in"], cache)

    async def find(path: Path | str) -> list[str]:
        wanted = Wanted(str(path), "python", (), ("outer", "load"), 9)
        return [shown(each) for each in await index.find(wanted)]

    assert await find(outer / "a.py") == ["m.py:outer?", "in/n.py:load?"]
    assert await find(outer / "in" / "a.py") == ["n.py:load?"]
    assert await find(tmp_path / "a.py") == []
    monkeypatch.chdir(outer)
    assert await find("") == []


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + b"?" * 999])
async def test_without_a_sound_index_nothing_is_found(
    tmp_path: Path, content: bytes | None
) -> None:
    database = database_of(tmp_path, tmp_path)
    if content is not None:
        database.write_bytes(content)
    wanted = Wanted(str(tmp_path / "a.py"), "python", (), ("load",), 9)
    assert await WorkspaceIndex([tmp_path], tmp_path).find(wanted) == []
    assert database.exists() == (content is not None)


async def test_text_that_no_file_can_hold_finds_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {"main.py": "", "m.py": MODEL})
    wanted = Wanted(str(workspace.folder / "main.py"), "python", (), ("lo\ud800ad",), 9)
    assert await workspace.index.find(wanted) == []
