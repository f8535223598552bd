from __future__ import annotations

from collections.abc import Mapping

import pytest

from hanare.bench.cases import InfillCase, Kind, infill_cases
from hanare.bench.corpus import SourceFile, language_of
from hanare.bench.cross_file import Marker, cross_file_cases
from hanare.errors import UsageError

TOOLS = """\
LIMIT = 3

def measure(a):
    inner_helper = 1
    return a

def own(a):
    return a

class Tool:
    def size_of(self): ...
    def get(self): ...
"""


def used(files: Mapping[str, str], path: str, line: str) -> tuple[str, ...]:
    """Return the marks on one line of one file of a package."""
    before, found, after = files[path].partition(line)
    assert found
    case = InfillCase("id", path, before, line, after, "package", language_of(path))
    return Marker(lambda _package: files)(case).cross_file


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        ("from box.tools import measure", "x = measure(1)", ("measure",)),
        ("from box.tools import measure", "x = measure(measure(LIMIT))", ("measure",)),
        ("from box.tools import measure as m", "x = m(1)", ("m",)),
        ("from box.tools import measure as m", "x = measure(1)", ()),
        ("from .tools import LIMIT, measure", "x = measure(LIMIT)", ("measure", "LIMIT")),
        ("from .tools import *", "x = measure(LIMIT)", ("measure", "LIMIT")),
        ("from . import tools", "x = tools.measure(1)", ("measure",)),
        ("import box.tools", "x = box.tools.measure(1)", ("measure",)),
        ("import box.tools as t", "x = t.Tool()", ("Tool",)),
        # A name without an import, one of another package, one defined here.
        ("import os", "x = measure(1)", ()),
        ("from other.tools import measure", "x = measure(1)", ()),
        ("from tools import measure", "x = measure(1)", ()),
        ("from .tools import own\ndef own(): ...", "x = own(1)", ()),
        # What is local to a function, or only text.
        ("from .tools import *", "x = inner_helper", ()),
        ("from .tools import measure", "x = 'measure'", ()),
        # Methods: of an imported name, or of a name that nothing else would have.
        ("from .tools import Tool", "x = Tool.get()", ("Tool", "get")),
        ("from .tools import Tool", "x = other.get()", ()),
        ("from .tools import Tool", "x = other.size_of()", ("size_of",)),
        ("from .tools import Tool", "x = size_of()", ()),
        ("from .tools import measure", "x = other().size_of()", ("size_of",)),
        ("import os", "x = other.size_of()", ()),
        # Handed on by the package itself.
        ("from box import measure", "x = measure(1)", ("measure",)),
    ],
)  # fmt: skip
def test_python(header: str, line: str, expected: tuple[str, ...]) -> None:
    files = {
        "box/__init__.py": "from box.tools import measure\n",
        "box/tools.py": TOOLS,
        "box/use.py": f"{header}\n\n{line}\n",
    }
    assert used(files, "box/use.py", line) == expected


@pytest.mark.parametrize(
    ("files", "line", "expected"),
    [
        (
            {
                "box/src/tools.ts": "export function measure(a: number) { return a; }\n",
                "box/src/use.ts": 'import { measure } from "./tools.js";\nlet a = measure(1);\n',
            },
            "let a = measure(1);",
            ("measure",),
        ),
        (
            {
                "box/src/tools.ts": "export function measure(a: number) { return a; }\n",
                "box/src/use.ts": 'import { measure } from "tools";\nlet a = measure(1);\n',
            },
            "let a = measure(1);",
            (),
        ),
        (
            {
                "box/tools/tools.go": "package tools\n\nfunc Measure() int { return 1 }\n",
                "box/use.go": 'package box\n\nimport "x/box/tools"\n\nvar a = tools.Measure()\n',
            },
            "var a = tools.Measure()",
            ("Measure",),
        ),
        (
            {
                "box/tools.go": "package box\n\nfunc measure() int { return 1 }\n",
                "box/use.go": "package box\n\nvar a = measure()\n",
                "other/use.go": "package other\n\nfunc wrong() int { return 1 }\n",
            },
            "var a = measure()",
            ("measure",),
        ),
        (
            {
                "a/box/tools.go": "package box\n\nfunc measure() int { return 1 }\n",
                "b/box/use.go": "package box\n\nvar a = measure()\n",
            },
            "var a = measure()",
            (),
        ),
        (
            {
                "p/Ref.java": "package p;\nclass Ref { static int call() { return 1; } }\n",
                "p/Use.java": "package p;\nclass Use {\n  int a = Ref.call() + b.call();\n}\n",
            },
            "int a = Ref.call() + b.call();",
            ("Ref", "call"),
        ),
        (
            {
                "q/Ref.java": "package q;\npublic class Ref { }\n",
                "p/Use.java": "package p;\nimport q.Ref;\nclass Use {\n  Ref a = null;\n}\n",
            },
            "Ref a = null;",
            ("Ref",),
        ),
        (
            {
                "lib/tools.h": "static inline int measure(int a) { return a; }\n",
                "lib/use.c": '#include "tools.h"\n\nint f(void) {\n  return measure(1);\n}\n',
            },
            "return measure(1);",
            ("measure",),
        ),
        (
            {
                "lib/tools.h": "static inline int measure(int a) { return a; }\n",
                "lib/use.c": "int f(void) {\n  return measure(1);\n}\n",
            },
            "return measure(1);",
            (),
        ),
    ],
)
def test_other_languages(files: Mapping[str, str], line: str, expected: tuple[str, ...]) -> None:
    (path,) = (path for path, text in files.items() if line in text)
    assert used(files, path, line) == expected


def test_files_in_other_languages_do_not_count() -> None:
    files = {
        "box/tools.go": "package tools\n\nfunc measure() int { return 1 }\n",
        "box/use.py": "from .tools import measure\nx = measure(1)\n",
    }
    assert used(files, "box/use.py", "x = measure(1)") == ()


USE = """\
from .tools import measure

first = measure(1)
second = first + 1
third = second + measure(2)
"""


def test_cases_are_some_of_the_others_in_their_order() -> None:
    files = {"box/tools.py": TOOLS, "box/use.py": USE}
    sources = [SourceFile("box", "box/use.py", USE)]
    every = infill_cases(sources, Kind.WHOLE_LINE, 3, seed=4)
    found = cross_file_cases(sources, lambda _package: files, Kind.WHOLE_LINE, 2, seed=4)
    assert [case.id for case in found] == [case.id for case in every if "measure" in case.expected]
    assert {case.cross_file for case in found} == {("measure",)}


def test_only_what_is_to_be_filled_in_counts() -> None:
    files = {"box/tools.py": TOOLS, "box/use.py": USE}
    mark = Marker(lambda _package: files)
    found = {
        (case.expected, mark(case).cross_file)
        for seed in range(60)
        for case in infill_cases([SourceFile("box", "box/use.py", USE)], Kind.REST_OF_LINE, 4, seed)
        if "import" not in case.prefix.rpartition("\n")[2] + case.expected
    }
    assert ("measure(1)", ("measure",)) in found
    assert ("easure(1)", ()) in found
    assert {bool(marks) for expected, marks in found if "measure" in expected} == {True}
    assert {bool(marks) for expected, marks in found if "measure" not in expected} == {False}


def test_each_package_is_read_once() -> None:
    asked = []

    def workspace(package: str) -> Mapping[str, str]:
        asked.append(package)
        return {"box/tools.py": TOOLS, "box/use.py": USE}

    sources = [SourceFile("box", "box/use.py", USE), SourceFile("box", "box/tools.py", TOOLS)]
    assert cross_file_cases(sources, workspace, Kind.WHOLE_LINE, 2)
    assert asked == ["box"]


def test_too_few_is_said() -> None:
    sources = [SourceFile("box", "box/tools.py", TOOLS)]
    with pytest.raises(UsageError, match="0 cases of the kind rest-of-line that use other files"):
        cross_file_cases(sources, lambda _package: {"box/tools.py": TOOLS}, count=1)
