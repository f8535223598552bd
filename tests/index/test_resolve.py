"""Which files an import means. The imports are as the language's own outline has them."""

from __future__ import annotations

from posixpath import basename, dirname

import pytest

from hanare.index.files import import_name
from hanare.index.resolve import Reached, neighbours, resolve
from hanare.syntax.outline import Import, outline
from hanare.syntax.tree import SyntaxTree


class Listed:
    """A workspace that is a list of paths."""

    def __init__(self, paths: str) -> None:
        self._paths = sorted(paths.split())

    def has(self, path: str) -> bool:
        return path in self._paths

    def named(self, name: str) -> list[str]:
        return [path for path in self._paths if import_name(path) == name]

    def folders(self, name: str) -> list[str]:
        found = (dirname(path) for path in self._paths)
        return list(dict.fromkeys(folder for folder in found if basename(folder) == name))

    def inside(self, folder: str) -> list[str]:
        return [path for path in self._paths if dirname(path) == folder]


def shown(reached: Reached) -> str:
    """`path` where all of it is imported, else `path: name there=local name, …`."""
    if reached.names is None:
        return reached.path
    pairs = (there if there == local else f"{there}={local}" for there, local in reached.names)
    return f"{reached.path}: {', '.join(pairs)}"


# (language, importing file, the workspace's other files, what is imported, what that means)
CASES = [
    # Python: absolute imports
    ("python", "main.py", "pkg/mod.py", "import pkg.mod", ["pkg/mod.py"]),
    ("python", "main.py", "pkg/mod.py", "import pkg.mod as m", ["pkg/mod.py"]),
    ("python", "main.py", "pkg/mod.py", "from pkg.mod import a, b as c", ["pkg/mod.py: a, b=c"]),
    ("python", "main.py", "pkg/__init__.py", "from pkg import A", ["pkg/__init__.py: A"]),
    ("python", "main.py", "pkg/__init__.py pkg/mod.py", "from pkg import mod",
     ["pkg/mod.py", "pkg/__init__.py: mod"]),
    ("python", "main.py", "pkg/mod.py", "from pkg import mod", ["pkg/mod.py"]),  # no __init__.py
    ("python", "main.py", "pkg/mod.py", "from pkg.mod import *", ["pkg/mod.py"]),
    ("python", "main.py", "pkg/sub/__init__.py", "import pkg.sub", ["pkg/sub/__init__.py"]),
    ("python", "main.py", "stubs/pkg.pyi", "import pkg", ["stubs/pkg.pyi"]),
    ("python", "main.py", "pkg.py pkg.pyi", "import pkg", ["pkg.py"]),
    # Python: source roots
    ("python", "tests/test_a.py", "src/pkg/mod.py", "import pkg.mod", ["src/pkg/mod.py"]),
    ("python", "two/app/main.py", "one/lib/util.py two/lib/util.py", "import lib.util",
     ["two/lib/util.py"]),
    ("python", "main.py", "a/lib/util.py b/c/lib/util.py", "import lib.util", ["a/lib/util.py"]),
    ("python", "tools/run.py", "tools/helper.py", "import helper", ["tools/helper.py"]),
    ("python", "app/main.py", "app/__init__.py app/helper.py", "import helper", ["app/helper.py"]),
    ("python", "main.py", "app/__init__.py app/requests.py", "import requests", []),
    ("python", "main.py", "types.py logging/__init__.py", "import types, logging", []),
    ("python", "main.py", "other/mod.py", "import pkg.mod", []),
    ("python", "main.py", "xpkg/mod.py", "import pkg.mod", []),
    # Python: relative imports
    ("python", "pkg/a.py", "pkg/b.py b.py", "from .b import f", ["pkg/b.py: f"]),
    ("python", "pkg/a.py", "pkg/b.py b.py", "from . import b", ["pkg/b.py"]),
    ("python", "pkg/a.py", "pkg/__init__.py", "from . import f", ["pkg/__init__.py: f"]),
    ("python", "pkg/sub/a.py", "pkg/b.py", "from ..b import f", ["pkg/b.py: f"]),
    ("python", "pkg/sub/a.py", "pkg/b/__init__.py", "from .. import b", ["pkg/b/__init__.py"]),
    ("python", "pkg/__init__.py", "pkg/b.py", "from .b import *", ["pkg/b.py"]),
    ("python", "a.py", "b.py", "from ..b import f", []),  # above the workspace
    # JavaScript and TypeScript
    ("typescript", "src/a.ts", "src/m.ts", "import {x, y as z} from './m'", ["src/m.ts: x, y=z"]),
    ("typescript", "src/a.ts", "src/m.tsx", "import {x} from './m'", ["src/m.tsx: x"]),
    ("typescript", "src/a.ts", "src/m.d.ts", "import {x} from './m'", ["src/m.d.ts: x"]),
    ("typescript", "src/a.ts", "src/m/index.ts", "import {x} from './m'", ["src/m/index.ts: x"]),
    ("typescript", "src/a.ts", "index.ts", "import {x} from '..'", ["index.ts: x"]),
    ("typescript", "src/a.ts", "src/m.ts", "import {x} from './m.js'", ["src/m.ts: x"]),
    ("typescript", "src/a.ts", "src/m.ts src/m.js", "import {x} from './m.js'", ["src/m.js: x"]),
    ("typescript", "src/a.ts", "lib/m.ts", "import * as m from '../lib/m'", ["lib/m.ts"]),
    ("typescript", "src/a.ts", "src/m.ts", "import M from './m'", ["src/m.ts: M"]),
    ("typescript", "src/a.ts", "src/m.ts", "export * from './m'", ["src/m.ts"]),
    ("typescript", "src/a.ts", "src/m.ts", "export {x as y} from './m'", ["src/m.ts: x=y"]),
    ("typescript", "src/p/a.ts", "src/ui/b.ts", "import {B} from '@/ui/b'", ["src/ui/b.ts: B"]),
    ("typescript", "src/a.ts", "src/react.ts", "import {x} from 'react'", []),
    ("typescript", "a.ts", "m.ts", "import {x} from '../../m'", []),
    ("javascript", "a.js", "m.mjs", "import {x} from './m.mjs'", ["m.mjs: x"]),
    ("javascript", "a.js", "m.js", "const {x, y: z} = require('./m')", ["m.js: x, y=z"]),
    ("javascriptreact", "a.jsx", "m.jsx", "import {X} from './m'", ["m.jsx: X"]),
    # Go
    ("go", "main.go", "store/a.go store/b.go store/a_test.go", 'import "x.org/u/proj/store"',
     ["store/a.go", "store/b.go"]),
    ("go", "cmd/m.go", "srv/internal/store/a.go", 'import "x.org/u/internal/store"',
     ["srv/internal/store/a.go"]),
    ("go", "main.go", "internal/http/a.go", 'import "net/http"', []),
    ("go", "main.go", "fmt/a.go", 'import "fmt"', []),
    ("go", "main.go", "store/a.go", 'import (\n\tst "proj/store"\n\t"os"\n)', ["store/a.go"]),
    # Java and Kotlin
    ("java", "src/a/M.java", "src/b/c/D.java", "import b.c.D;", ["src/b/c/D.java: D"]),
    ("java", "src/a/M.java", "src/x/D.java", "import b.c.D;", []),
    ("java", "src/a/M.java", "main/o/b/D.java test/o/b/E.java x/b/F.java", "import o.b.*;",
     ["main/o/b/D.java", "test/o/b/E.java"]),
    ("java", "a/M.java", "b/D.java", "import b.D.Inner;", ["b/D.java"]),
    ("java", "a/M.java", "b/D.java", "import static b.D.run;", ["b/D.java"]),
    ("java", "a/M.java", "b/D.java", "import static b.D.*;", ["b/D.java: D"]),
    ("java", "a/M.java", "b/D.kt", "import b.D;", ["b/D.kt: D"]),
    ("java", "util/M.java", "util/List.java", "import java.util.List;", []),
    ("kotlin", "a/M.kt", "b/D.kt", "import b.D as E", ["b/D.kt: D=E"]),
    ("kotlin", "a/M.kt", "b/C.kt b/D.kt", "import b.trim", ["b/C.kt: trim", "b/D.kt: trim"]),
    # C and C++
    ("c", "src/a.c", "src/b.h", '#include "b.h"', ["src/b.h"]),
    ("c", "src/a.c", "src/b.h src/b.c", '#include "b.h"', ["src/b.h", "src/b.c"]),
    ("c", "src/a.c", "include/b.h", '#include "../include/b.h"', ["include/b.h"]),
    ("c", "src/a.c", "include/p/b.h other/b.h", "#include <p/b.h>", ["include/p/b.h"]),
    ("c", "src/x/a.c", "lib/b.h src/b.h", '#include "b.h"', ["src/b.h"]),
    ("c", "src/a.c", "src/b.h", "#include <stdio.h>", []),
    ("cpp", "a.cc", "b.hpp b.cpp", '#include "b.hpp"', ["b.hpp", "b.cpp"]),
    # Rust
    ("rust", "src/main.rs", "src/a.rs", "use crate::a::B;", ["src/a.rs: B"]),
    ("rust", "src/x/y.rs", "src/lib.rs src/a/mod.rs", "use crate::a::{B, c as d};",
     ["src/a/mod.rs: B", "src/a/mod.rs: c=d"]),
    ("rust", "src/x/y.rs", "src/lib.rs", "use crate::Thing;", ["src/lib.rs: Thing"]),
    ("rust", "src/main.rs", "src/a.rs src/a/b.rs", "use crate::a::b;", ["src/a/b.rs"]),
    ("rust", "src/main.rs", "src/a.rs src/a/b.rs", "use crate::a::{self, b::C};",
     ["src/a.rs", "src/a/b.rs: C"]),
    ("rust", "src/main.rs", "src/a.rs", "use crate::a::*;", ["src/a.rs"]),
    ("rust", "src/main.rs", "src/a.rs", "use a::E::*;", ["src/a.rs"]),
    ("rust", "src/a/b.rs", "src/main.rs src/a/c.rs", "use super::c::D;", ["src/a/c.rs: D"]),
    ("rust", "src/a/b.rs", "src/main.rs src/a.rs", "use super::D;", ["src/a.rs: D"]),
    ("rust", "src/a/b/c.rs", "src/main.rs src/a/d.rs", "use super::super::d::D;",
     ["src/a/d.rs: D"]),
    ("rust", "src/a.rs", "src/main.rs src/a/b.rs", "use self::b::C;", ["src/a/b.rs: C"]),
    ("rust", "app/src/main.rs", "my-lib/src/lib.rs my-lib/src/x.rs", "use my_lib::x::Y;",
     ["my-lib/src/x.rs: Y"]),
    ("rust", "app/src/main.rs", "my-lib/src/lib.rs", "use my_lib::Y;", ["my-lib/src/lib.rs: Y"]),
    ("rust", "src/main.rs", "src/io.rs", "use std::io;", []),
    # PHP, Ruby, Lua, shell
    ("php", "src/A.php", "src/Models/User.php", "<?php use App\\Models\\User;",
     ["src/Models/User.php: User"]),
    ("php", "src/A.php", "src/Models/User.php", "<?php use App\\Models\\User as U;",
     ["src/Models/User.php: User=U"]),
    ("php", "A.php", "src/M/B.php src/M/C.php", "<?php use App\\M\\{B, C as D};",
     ["src/M/B.php: B", "src/M/C.php: C=D"]),
    ("php", "A.php", "src/User.php", "<?php use Other\\Models\\User;", []),
    ("php", "src/A.php", "src/lib/x.php", "<?php require 'lib/x.php';", ["src/lib/x.php"]),
    ("ruby", "lib/a.rb", "lib/b/c.rb", "require_relative 'b/c'", ["lib/b/c.rb"]),
    ("ruby", "spec/a_spec.rb", "lib/b/c.rb", "require 'b/c'", ["lib/b/c.rb"]),
    ("ruby", "spec/a.rb", "lib/c.rb", "require_relative '../lib/c'", ["lib/c.rb"]),
    ("lua", "a.lua", "lua/x/y.lua", "local y = require('x.y')", ["lua/x/y.lua"]),
    ("lua", "a.lua", "lua/x/init.lua", "local x = require('x')", ["lua/x/init.lua"]),
    ("shellscript", "bin/a.sh", "lib/b.sh", ". ../lib/b.sh", ["lib/b.sh"]),
    # By name only
    ("csharp", "A.cs", "Models/User.cs", "using App.Models;", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "importing", "others", "source", "expected"), CASES)
def test_resolve(
    language: str, importing: str, others: str, source: str, expected: list[str]
) -> None:
    tree = SyntaxTree.parse(source + "\n", language)
    assert tree is not None
    imports = outline(tree).imports
    assert imports
    files = Listed(f"{importing} {others}")
    reached = [each for one in imports for each in resolve(importing, language, one, files)]
    assert [shown(each) for each in dict.fromkeys(reached)] == expected


ODD = [
    "",
    ".",
    "..",
    "/",
    "//",
    "a/../../..",
    "\\",
    "::",
    "a::",
    "*",
    ".*",
    "..........a",
    "<>",
    "@/",
]


@pytest.mark.parametrize("module", ODD)
@pytest.mark.parametrize("language", sorted({case[0] for case in CASES} | {"nonsense"}))
def test_odd_modules_mean_nothing(language: str, module: str) -> None:
    files = Listed("src/a.py src/b.py src/lib.rs")
    for names in ((), (("*", "*"),), (("", ""),)):
        wanted = Import(module, names, "", 0, 0)
        reached = resolve("src/a.py", language, wanted, files)
        assert {each.path for each in reached} <= {"src/a.py", "src/b.py", "src/lib.rs"}


@pytest.mark.parametrize(
    ("language", "path", "others", "expected"),
    [
        ("go", "p/a.go", "p/b.go p/c.py q/d.go", ["p/b.go"]),
        ("java", "p/A.java", "p/B.java p/C.kt q/D.java", ["p/B.java", "p/C.kt"]),
        ("kotlin", "p/A.kt", "p/B.java", ["p/B.java"]),
        ("python", "p/a.py", "p/b.py", []),
    ],
)
def test_neighbours(language: str, path: str, others: str, expected: list[str]) -> None:
    assert neighbours(path, language, Listed(f"{path} {others}")) == expected


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b.py", "b"), ("a/__init__.py", "a"), ("__init__.py", ""), ("a/mod.rs", "a"),
        ("a/b.d.ts", "b.d"), ("a/index.ts", "a"), ("Makefile", "Makefile"), (".bashrc", ".bashrc"),
    ],
)  # fmt: skip
def test_import_name(path: str, name: str) -> None:
    assert import_name(path) == name
