"""Hostile code causes bounded work; what that leaves out is admitted."""

from __future__ import annotations

import re

import pytest

from hanare.analysis.taint import limits

from analysis.taint.following import examined

_HEAD = "import os\nfrom flask import request\ndef f(a):\n    x = request.args['x']\n"
_SINK = "    os.system(x)\n"


def _nested(count: int, opening: str) -> str:
    return "".join("    " + " " * depth + opening + "\n" for depth in range(count)) + (
        "    " + " " * count + "os.system(x)\n"
    )


HOSTILE = {
    "a long sum": "    y = " + " + ".join(["a"] * 3000) + " + x\n    os.system(y)\n",
    "a long chain of calls": "    y = x" + ".strip()" * 3000 + "\n" + _SINK,
    "a long chain of attributes": "    y = x" + ".y" * 3000 + "\n" + _SINK,
    "many brackets": "    y = " + "(" * 3000 + "x" + ")" * 3000 + "\n" + _SINK,
    "many lists": "    y = " + "[" * 3000 + "x" + "]" * 3000 + "\n" + _SINK,
    "brackets that do not close": _SINK + "    y = " + "(" * 5000 + "\n",
    "many elif": "    if a: pass\n" + "    elif a: pass\n" * 3000 + _SINK,
    "many ors": "    y = " + " or ".join(["a"] * 3000) + "\n" + _SINK,
    "many conditions": "    if " + " or ".join(["x == 'a'"] * 3000) + ": pass\n" + _SINK,
    "nested ifs": _nested(500, "if a:"),
    "nested loops": _nested(60, "for i in a:"),
    "nested functions": _nested(300, "def g(b):"),
    "nested formats": "    y = " + "'%s' % (" * 500 + "x" + ")" * 500 + "\n" + _SINK,
    "nested f-strings": "    y = " + "f'{" * 200 + "x" + "}'" * 200 + "\n" + _SINK,
    "many names": "".join(f"    v{i} = x\n    if a: v{i} = a\n" for i in range(3000)) + _SINK,
    "many sources": "".join(f"    y = x + request.args['{i}']\n    x = y\n" for i in range(1000))
    + _SINK,
    "many sinks": _SINK * 3000,
    "a chain of functions": "".join(
        f"def g{i}(z):\n    g{i + 1}(z)\n    os.system(z)\n" for i in range(1000)
    ),
    "everybody calls everybody": "".join(
        f"def g{i}(z):\n    os.system(z)\n" + "".join(f"    g{j}(z)\n" for j in range(40))
        for i in range(40)
    ),
    "a table": "    y = {" + ", ".join(f"'{i}': x" for i in range(5000)) + "}\n" + _SINK,
    "nested lambdas": "    y = " + "lambda: " * 2000 + "x\n" + _SINK,
    "nested ternaries": "    y = " + "a if a else " * 2000 + "x\n" + _SINK,
    "a long f-string": "    y = f'" + "{x}" * 5000 + "'\n" + _SINK,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_work_is_bounded(body: str) -> None:
    code = _HEAD + body
    found = examined(code)
    assert found.steps <= limits.MOST_STEPS
    # Each token is looked at a bounded number of times, whatever the nesting.
    assert found.steps <= 4 * len(re.findall(r"\w+|[^\w\s]", code)) + 10_000
    assert len(found.detections) <= limits.MOST_DETECTIONS


@pytest.mark.parametrize(
    ("body", "complete"),
    [
        (_SINK, True),
        (_nested(30, "if a:"), True),
        (_nested(500, "if a:"), False),
        (HOSTILE["many brackets"], False),
        (HOSTILE["many sinks"], False),
        (HOSTILE["a long sum"], True),
        (HOSTILE["many elif"], True),
    ],
    ids=["plain", "nested", "too nested", "brackets", "sinks", "sum", "elif"],
)
def test_what_is_left_out_is_admitted(body: str, complete: bool) -> None:
    assert examined(_HEAD + body).complete is complete


@pytest.mark.parametrize(
    "code",
    [
        "import os\ndef f(x):\n    os.system(x)\n",
        "from flask import request\ndef f():\n    return request.args['x'].strip()\n",
        "x = 1\n" * 1000,
        "import os, sys\ndef f():\n    return sys.argv\ndef g(x):\n    os.system(x)\n",
    ],
    ids=["no source", "no sink", "neither", "they do not meet"],
)
def test_code_that_cannot_matter_is_skipped(code: str) -> None:
    assert examined(code).steps == 0


def test_only_functions_that_can_matter_are_run_through() -> None:
    others = "".join(f"def other{i}(a):\n    return a + {i}\n" for i in range(100))
    assert examined(others + _HEAD + _SINK).functions == 1
