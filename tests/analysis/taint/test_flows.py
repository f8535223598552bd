"""The way that data have come, station by station, and how sure it is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from hanare.analysis.engines.taint import detect
from hanare.analysis.finding import Level, Origin
from hanare.analysis.source import Source

from analysis.taint.following import examined, flow

FLOWS = {
    "within a function": (
        """\
        from flask import request
        def f():
            name = request.args["name"]
            path = "/srv/" + name
            return open(path)
        """,
        [
            "3: request.args comes from a request",
            "3: name goes into `name`",
            "4: path goes into `path`",
            "5: path reaches `open()`",
        ],
    ),
    "into a function": (
        """\
        import os
        from flask import request
        def run(command):
            os.system("x " + command)
        def f():
            run(request.args["c"])
        """,
        [
            "6: request.args comes from a request",
            '6: run(request.args["c"]) is passed to `run()`',
            "3: command is `command` there",
            '4: "x " + command reaches `os.system()`',
        ],
    ),
    "out of a function": (
        """\
        import os
        def ask():
            return input("?")
        os.system(ask())
        """,
        [
            '3: input("?") comes from who starts the program',
            "4: ask() is returned by `ask()`",
            "4: ask() reaches `os.system()`",
        ],
    ),
    "through a function": (
        """\
        import os, sys
        def quoted(text):
            return "'" + text + "'"
        os.system("ls " + quoted(sys.argv[1]))
        """,
        [
            "4: sys.argv comes from who starts the program",
            "4: quoted(sys.argv[1]) passes through `quoted()`",
            '4: "ls " + quoted(sys.argv[1]) reaches `os.system()`',
        ],
    ),
    "a parameter of a view": (
        """\
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/x")
        def f(*, name: str):
            return eval(name)
        """,
        ["4: name comes from a request", "5: name reaches `eval()`"],
    ),
    "through an attribute": (
        """\
        from flask import request
        class A:
            def use(self):
                return eval(self.x)
            def __init__(self):
                self.x = request.args["x"]
        """,
        [
            "6: request.args comes from a request",
            "4: self.x reaches `eval()`",
        ],
    ),
}


@pytest.mark.parametrize(("code", "stations"), FLOWS.values(), ids=FLOWS)
def test_flows(code: str, stations: list[str]) -> None:
    code = dedent(code)
    (found,) = examined(code).detections
    assert flow(found, code) == stations
    assert found.origin is Origin.TAINT
    assert found.span == found.flow[-1].span


CALLS = {
    "two functions down": (
        """\
        import os, sys
        def c(z):
            os.system(z)
        def b(y):
            c(y)
        def a(x):
            b(x + "")
        a(sys.argv[1])
        """,
        True,
    ),
    "defined later": ("import os\ndef a():\n    b(input())\ndef b(z):\n    os.system(z)\n", True),
    "by name": ("import os\ndef b(p, z):\n    os.system(z)\nb(z=input(), p=1)\n", True),
    "another parameter": ("import os\ndef b(p, z):\n    os.system(z)\nb(input(), 'ls')\n", False),
    "the rest of the arguments": ("import os\ndef b(*z):\n    os.system(z[0])\nb(input())\n", True),
    "the rest of the names": (
        "import os\ndef b(**z):\n    os.system(z['a'])\nb(a=input())\n",
        True,
    ),
    "a method": (
        """\
        import os
        class A:
            def f(self):
                self.g(input())
            def g(self, z):
                os.system(z)
        """,
        True,
    ),
    "a static method by its class": (
        """\
        import os
        class A:
            @staticmethod
            def g(z):
                os.system(z)
        A.g(input())
        """,
        True,
    ),
    "a function that cleans": (
        "import os, shlex\ndef q(z):\n    return shlex.quote(z)\nos.system(q(input()))\n",
        False,
    ),
    "a function that returns something else": (
        "import os\ndef q(z):\n    return 'ls'\nos.system(q(input()))\n",
        False,
    ),
    "functions in a circle": (
        """\
        import os
        def a(x, n):
            if n:
                return b(x, n - 1)
            os.system(x)
        def b(x, n):
            return a(x, n)
        b(input(), 3)
        """,
        True,
    ),
    "a parameter of a function around": (
        """\
        import os
        def a(x, y):
            def b(z):
                os.system(x)
            b(y)
        a(input(), "ls")
        """,
        True,
    ),
    "another parameter of a function around": (
        """\
        import os
        def a(x, y):
            def b(z):
                os.system(x)
            b(y)
        a("ls", input())
        """,
        False,
    ),
    "returned from a function around": (
        """\
        import os
        def a(x):
            def b(z):
                return x
            os.system(b("ls"))
        a(input())
        """,
        True,
    ),
    "a global": ("import os\nNAME = input()\ndef f():\n    os.system(NAME)\n", True),
    "a local that hides a global": (
        "import os\nname = input()\ndef f(name):\n    os.system(name)\n",
        False,
    ),
}


@pytest.mark.parametrize(("code", "harmful"), CALLS.values(), ids=CALLS)
def test_calls(code: str, harmful: bool) -> None:
    assert {each.rule for each in examined(code).detections} == ({"HPY601"} if harmful else set())


@pytest.mark.parametrize(
    ("source", "confidence"),
    [
        ("request.args['x']", Level.HIGH),
        ("input()", Level.MEDIUM),
        ("sys.argv[1]", Level.MEDIUM),
        ("os.environ['X']", Level.LOW),
        ("argparse.ArgumentParser().parse_args().x", Level.LOW),
    ],
)
def test_confidence_is_that_of_the_source(source: str, confidence: Level) -> None:
    code = f"import argparse, os, sys\nfrom flask import request\nos.system({source})\n"
    (found,) = detect(Source(code, "python"))
    assert found.confidence is confidence


def test_the_surest_of_two_sources_is_told() -> None:
    code = "import os\nx = input() if y else os.environ['X']\nos.system(x)\n"
    (found,) = examined(code).detections
    assert found.confidence is Level.MEDIUM


def test_messages_hold_nothing_of_the_data() -> None:
    code = "import os, sys\nos.system('hunter2-secret ' + sys.argv[1])\n"
    (found,) = examined(code).detections
    assert "hunter2" not in found.message + "".join(str(step.message) for step in found.flow)


def test_other_languages_are_left_alone() -> None:
    assert detect(Source("eval(input())", "javascript")) == []


VIEWS = {
    "a path's part": ("def show(request, name):\n    eval(name)\n", Level.LOW),
    "what the request holds": ("def show(request):\n    eval(request.GET['x'])\n", Level.HIGH),
    "a method of a view's class": (
        "class A(View):\n    def get(self, request, name):\n        eval(name)\n",
        Level.LOW,
    ),
    "another method": ("class A:\n    def show(self, request, name):\n        eval(name)\n", None),
    "a number, most likely": ("def show(request, pk, user_id):\n    eval(pk + user_id)\n", None),
    "a private function": ("def _show(request, name):\n    eval(name)\n", None),
    "no view": ("def show(name, request):\n    eval(name)\n", None),
}


@pytest.mark.parametrize(("code", "confidence"), VIEWS.values(), ids=VIEWS)
def test_parameters_of_django_views(code: str, confidence: Level | None) -> None:
    found = examined("from django.views import View\n" + code).detections
    assert [each.confidence for each in found] == ([] if confidence is None else [confidence])
