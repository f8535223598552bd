"""What names in Python code mean."""

from __future__ import annotations

import pytest

from hanare.analysis.matching.names import Names
from hanare.analysis.source import Source
from hanare.syntax.elements import smallest

MARK = "‸"

MEANINGS = {
    "an import": ("import os\n‸os.system‸(x)", "os.system"),
    "a module under another name": ("import subprocess as sp\n‸sp.run‸(x)", "subprocess.run"),
    "a submodule": ("import os.path\n‸os.path.join‸(x)", "os.path.join"),
    "a submodule's alias": (
        "import xml.etree.ElementTree as ET\n‸ET.parse‸(x)",
        "xml.etree.ElementTree.parse",
    ),
    "a name of a module": ("from os import system\n‸system‸(x)", "os.system"),
    "a renamed name": ("from os import system as s\n‸s‸(x)", "os.system"),
    "names in brackets": ("from os import (\n  popen, # c\n  system,\n)\n‸system‸(x)", "os.system"),
    "a neighbour": ("from . import db\n‸db.run‸(x)", ".db.run"),
    "a neighbour's name": ("from ..a.b import run\n‸run‸(x)", "..a.b.run"),
    "an import in a function": ("def f():\n    import os as o\n    ‸o.system‸(x)", "os.system"),
    "no import at all": ("‸os.system‸(x)", "os.system"),
    "a builtin": ("‸eval‸(x)", "eval"),
    "a builtin by its module": ("import builtins\n‸builtins.eval‸(x)", "eval"),
    "a builtin from its module": ("from builtins import eval as e\n‸e‸(x)", "eval"),
    "an alias": ("import os\ns = os.system\n‸s‸(x)", "os.system"),
    "an alias, annotated": ("import os\ns: object = os.system\n‸s‸(x)", "os.system"),
    "an alias of an alias": ("import os\na = os\nb = a.system\n‸b‸(x)", "os.system"),
    "an alias by walrus": ("import os\nif (s := os.system): ‸s‸(x)", "os.system"),
    "an alias for functions": ("import os\ns = os.system\ndef f():\n    ‸s‸(x)", "os.system"),
    "getattr": ('import os\n‸getattr(os, "system")‸(x)', "os.system"),
    "getattr, kept": ('import os\nrun = getattr(os, "system")\n‸run‸(x)', "os.system"),
    "getattr with a default": ('import os\n‸getattr(os, "system", None)‸(x)', "os.system"),
    "getattr, in two pieces": ('import os\n‸getattr(os, "sys" "tem")‸(x)', "os.system"),
    "__import__": ('‸__import__("os").system‸(x)', "os.system"),
    "__import__ of a submodule": ('‸__import__("os.path").system‸(x)', "os.system"),
    "import_module": (
        'import importlib\n‸importlib.import_module("os").system‸(x)',
        "os.system",
    ),
    "partial": (
        (
            "from functools import partial\nfrom subprocess import run\n"
            "r = partial(run, shell=True)\n‸r‸(x)"
        ),
        "subprocess.run",
    ),
    "vars": ('import os\n‸vars(os)["system"]‸(x)', "os.system"),
    "__dict__": ('import os\n‸os.__dict__["system"]‸(x)', "os.system"),
    "sys.modules": ('import sys\n‸sys.modules["os"].system‸(x)', "os.system"),
    "__builtins__": ('‸__builtins__["eval"]‸(x)', "eval"),
    "brackets": ("import os\n‸(os).system‸(x)", "os.system"),
    "try the faster one": (
        "try:\n    import cPickle as p\nexcept ImportError:\n    import pickle as p\n‸p.loads‸(x)",
        "pickle.loads",
    ),
    "perhaps None": (
        "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n‸yaml.load‸(x)",
        "yaml.load",
    ),
    "names of classes are not seen in methods": (
        "import json\nclass A:\n    json = True\n    def f(self):\n        ‸json.loads‸(x)",
        "json.loads",
    ),
    "another function's names": (
        "import os\ndef f(os): pass\ndef g():\n    ‸os.system‸(x)",
        "os.system",
    ),
    "a comprehension's names": ("import os\n[os for os in y]\n‸os.system‸(x)", "os.system"),
    "half a file": ("import os\ndef f(:\n  x = [\n‸os.system‸(x)", "os.system"),
    "letters of other scripts": ("import os\n名前 = os.system\n‸名前‸(x)", "os.system"),
}

NOTHING = {
    "a parameter": "import os\ndef f(os):\n    ‸os.system‸(x)",
    "a parameter with a default": "from os import system\ndef f(system=None):\n    ‸system‸(x)",
    "a parameter with a type": "import os\ndef f(os: T):\n    ‸os.system‸(x)",
    "more parameters": "import os\ndef f(*os):\n    ‸os.system‸(x)",
    "a parameter of a lambda": "import os\nlambda os: ‸os.system‸(x)",
    "a parameter of the function around": (
        "import os\ndef f(os):\n    def g():\n        ‸os.system‸(x)"
    ),
    "assigned here": "import os\ndef f():\n    os = A()\n    ‸os.system‸(x)",
    "assigned in a row": "import os\ndef f():\n    a, os = b\n    ‸os.system‸(x)",
    "a loop": "import os\nfor os in y:\n    ‸os.system‸(x)",
    "a comprehension": "import os\n[‸os.system‸(x) for os in y]",
    "a with": "import os\nwith a as os:\n    ‸os.system‸(x)",
    "an exception": "import os\ntry: pass\nexcept E as os:\n    ‸os.system‸(x)",
    "a function": "from os import system\ndef system(x): pass\n‸system‸(x)",
    "a function of our own": "def eval(x): pass\n‸eval‸(x)",
    "a class": "from os import system\nclass system: pass\n‸system‸(x)",
    "two things": "import os\ns = os.system\ns = print\n‸s‸(x)",
    "an alias of itself": "a = b\nb = a\n‸a‸(x)",
    "a call's result": "import os\n‸os.popen(x).read‸(x)",
    "an item": "import os\n‸os.environ['x']‸(x)",
    "getattr by a variable": "import os\n‸getattr(os, name)‸(x)",
    "a string": "‸'os.system'‸(x)",
}

MADE = {
    "a call": ("import requests\n‸requests.Session()‸.get(x)", "requests.Session"),
    "a variable": (
        "from requests import Session as S\ns = S()\n‸s‸.verify = False",
        "requests.Session",
    ),
    "a variable of the module": ("s = A()\ndef f():\n    ‸s‸.verify = False", "A"),
    "awaited": ("import aiohttp\ns = await aiohttp.f()\n‸s‸.get(x)", "aiohttp.f"),
    "a with": (
        "import requests\nwith requests.Session() as s:\n    ‸s‸.get(x)",
        "requests.Session",
    ),
    "an async with": ("async def f():\n    async with a.B() as s:\n        ‸s‸.get(x)", "a.B"),
    "a parameter": ("import ssl\ndef f(c: ssl.SSLContext):\n    ‸c‸.x = 1", "ssl.SSLContext"),
    "an annotated parameter with a default": ("def f(c: A = None):\n    ‸c‸.x = 1", "A"),
    "an annotated variable": ("c: A\n‸c‸.x = 1", "A"),
    "an attribute": (
        (
            "class C:\n    def __init__(self):\n        self.s = A()\n"
            "    def f(self):\n        ‸self.s‸.get(x)"
        ),
        "A",
    ),
    "an attribute, None at first": (
        (
            "class C:\n    def a(self):\n        self.s = None\n"
            "    def b(self):\n        self.s = A()\n        ‸self.s‸.get(x)"
        ),
        "A",
    ),
    "twice the same": ("if a:\n    s = A(1)\nelse:\n    s = A(2)\n‸s‸.x = 1", "A"),
    "one of two": ("s = A()\ns = B()\n‸s‸.x = 1", ""),
    "an attribute of another class": (
        (
            "class C:\n    def f(self):\n        self.s = A()\n"
            "class D:\n    def f(self):\n        ‸self.s‸.get(x)"
        ),
        "",
    ),
    "a plain parameter": ("def f(s):\n    ‸s‸.x = 1", ""),
    "a loop": ("for s in A():\n    ‸s‸.x = 1", ""),
    "nothing known": ("‸s‸.x = 1", ""),
}

VALUES = {
    "one": ("x = 1\nf(‸x‸)", ["1"]),
    "all": ("x = 1\nif a:\n    x = 'b'\nf(‸x‸)", ["1", "'b'"]),
    "an attribute": ("class A:\n  def f(self):\n    self.x = 1\n    f(‸self.x‸)", ["1"]),
    "a walrus": ("if x := 1:\n    f(‸x‸)", ["1"]),
    "of the scope": ("x = 1\ndef f():\n    x = 2\n    f(‸x‸)", ["2"]),
    "a parameter": ("x = 1\ndef f(x):\n    x = 2\n    f(‸x‸)", []),
    "added to": ("x = 1\nx += a\nf(‸x‸)", []),
    "a loop": ("x = 1\nfor x in a:\n    f(‸x‸)", []),
    "unknown": ("f(‸x‸)", []),
}


def _marked(code: str) -> tuple[Names, Source, int, int]:
    before, marked, after = code.split(MARK)
    source = Source(before + marked + after, "python")
    return Names(source), source, len(before), len(before) + len(marked)


def _dotted(code: str) -> str:
    names, source, start, end = _marked(code)
    assert source.tree is not None
    return names.dotted(smallest(source.tree, start, end))


@pytest.mark.parametrize(("code", "meaning"), MEANINGS.values(), ids=MEANINGS)
def test_names_mean_what_python_finds(code: str, meaning: str) -> None:
    assert _dotted(code) == meaning


@pytest.mark.parametrize("code", NOTHING.values(), ids=NOTHING)
def test_other_names_mean_nothing(code: str) -> None:
    assert _dotted(code) == ""


@pytest.mark.parametrize(("code", "maker"), MADE.values(), ids=MADE)
def test_what_makes_an_object(code: str, maker: str) -> None:
    names, source, start, end = _marked(code)
    assert source.tree is not None
    assert names.made_by(smallest(source.tree, start, end)) == maker


@pytest.mark.parametrize(("code", "values"), VALUES.values(), ids=VALUES)
def test_what_a_variable_is_assigned(code: str, values: list[str]) -> None:
    names, source, start, end = _marked(code)
    assert source.tree is not None
    found = names.values(smallest(source.tree, start, end))
    assert [each.text for each in found] == values


HOSTILE = {
    "aliases in a row": "".join(f"a{n} = a{n + 1}\n" for n in range(5_000)) + "‸a0‸()",
    "one name, often": "x = a\n" * 5_000 + "‸x‸()",
    "a long chain": "‸a" + ".b" * 20_000 + "‸()",
    "functions in functions": "".join("(lambda x: " for _ in range(5_000)) + "‸x‸",
    "brackets in brackets": "‸" + "(" * 5_000 + "a" + ")" * 5_000 + "‸()",
    "calls of calls": "‸getattr" + "(a, 'b')" * 5_000 + "‸()",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_means_nothing(code: str) -> None:
    assert _dotted(code) == ""
