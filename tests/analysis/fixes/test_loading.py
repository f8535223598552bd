"""Data that is read without running it."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, mended, refusals, table

SAFE: dict[str, Row] = {
    "YAML": ("B506", "import yaml\n«yaml.load(f)»", "import yaml\nyaml.safe_load(f)"),
    "YAML by another name": (
        "B506",
        "import yaml as y\n«y.load(f)»",
        "import yaml as y\ny.safe_load(f)",
    ),
    "YAML with a loader": (
        "B506",
        "import yaml\n«yaml.load(f, Loader=yaml.Loader)»",
        "import yaml\nyaml.safe_load(f)",
    ),
    "YAML with a loader by place": (
        "B506",
        "import yaml\nfrom yaml import FullLoader as L\nx = «yaml.load(f, L)»['a']",
        "import yaml\nfrom yaml import FullLoader as L\nx = yaml.safe_load(f)['a']",
    ),
    "YAML with a loader in a line": (
        "B506",
        "import yaml\n«yaml.load(\n    f,  # from us\n    Loader=yaml.CLoader,\n)»",
        "import yaml\nyaml.safe_load(\n    f,  # from us\n)",
    ),
    "PyTorch": (
        "B614",
        "import torch\n«torch.load(p)»",
        "import torch\ntorch.load(p, weights_only=True)",
    ),
    "PyTorch told otherwise": (
        "B614",
        "import torch\n«torch.load(p, weights_only=False)»",
        "import torch\ntorch.load(p, weights_only=True)",
    ),
    "eval": (
        "B307",
        "import ast\nx = «eval(input())»",
        "import ast\nx = ast.literal_eval(input())",
    ),
}

MISSED: dict[str, Row] = {
    "YAML's function": (
        "B506",
        "from yaml import load\nx = «load(f)»",
        "from yaml import load, safe_load\nx = safe_load(f)",
    ),
    "YAML's function in a variable": (
        "B506",
        "import yaml as y\nload = y.load\nx = «load(f)»",
        "import yaml as y\nload = y.load\nx = y.safe_load(f)",
    ),
}

DECIDED: dict[str, Refused] = {
    "a loader of its own": ("B506", "import yaml\n«yaml.load(f, Loader=Mine)»"),
    "a loader among others": ("B506", "import yaml\n«yaml.load(f, **options)»"),
    "another YAML": ("B506", "import ruamel.yaml\n«ruamel.yaml.load(f)»"),
    "a broken statement": ("B506", "import yaml\nx = («yaml.load(f)»"),
    "weights somebody decides on": ("B614", "import torch\n«torch.load(p, weights_only=w)»"),
    "weights among others": ("B614", "import torch\n«torch.load(p, **o)»"),
    "eval of a constant": ("B307", "«eval('a.b')»"),
    "eval of what is built": ("B307", "«eval('a' + b)»"),
    "eval of compiled code": ("B307", "«eval(compile(a, b, 'eval'))»"),
    "eval with names": ("B307", "«eval(a, {})»"),
    "another eval": ("B307", "def eval(x): ...\n«frame.eval(a)»"),
}


@table(SAFE)
def test_data_is_only_data(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@table(MISSED)
def test_what_bandit_misses_is_mended_too(rule: str, marked: str, after: str) -> None:
    assert mended(rule, marked) == after


@refusals(DECIDED)
def test_decisions_stay(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
