"""Imports that a fix brings along."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, find_fix, mended, refusals, table

ADDED: dict[str, Row] = {
    "alone": ("B307", "x = «eval(y)»\n", "import ast\n\nx = ast.literal_eval(y)\n"),
    "below a docstring": (
        "B307",
        '"""Doc."""\n\nx = «eval(y)»\n',
        '"""Doc."""\n\nimport ast\n\nx = ast.literal_eval(y)\n',
    ),
    "below the licence": (
        "B307",
        "#!/usr/bin/python\n# Licence\n\n# What x is.\nx = «eval(y)»\n",
        "#!/usr/bin/python\n# Licence\n\nimport ast\n\n# What x is.\nx = ast.literal_eval(y)\n",
    ),
    "below the first comment": (
        "B307",
        "# -*- coding: utf-8 -*-\n# Licence\nx = «eval(y)»\n",
        "# -*- coding: utf-8 -*-\n# Licence\nimport ast\n\nx = ast.literal_eval(y)\n",
    ),
    "below the future": (
        "B307",
        "from __future__ import annotations\n\nx = «eval(y)»\n",
        "from __future__ import annotations\n\nimport ast\n\nx = ast.literal_eval(y)\n",
    ),
    "in order": (
        "B307",
        "import abc\nimport os\nfrom a import b\n\nx = «eval(y)»\n",
        "import abc\nimport ast\nimport os\nfrom a import b\n\nx = ast.literal_eval(y)\n",
    ),
    "as the last": (
        "B307",
        "import abc\n\nx = «eval(y)»\n",
        "import abc\nimport ast\n\nx = ast.literal_eval(y)\n",
    ),
    "before others' packages": (
        "B307",
        "import numpy\n\nx = «eval(y)»\n",
        "import ast\n\nimport numpy\n\nx = ast.literal_eval(y)\n",
    ),
    "before names of modules": (
        "B307",
        "from abc import ABC\n\nx = «eval(y)»\n",
        "import ast\nfrom abc import ABC\n\nx = ast.literal_eval(y)\n",
    ),
    "behind a byte order mark": (
        "B307",
        "\ufeffx = «eval(y)»\n",
        "\ufeffimport ast\n\nx = ast.literal_eval(y)\n",
    ),
    "Windows lines": (
        "B307",
        "import os\r\nx = «eval(y)»\r\n",
        "import ast\r\nimport os\r\nx = ast.literal_eval(y)\r\n",
    ),
    "in one line": (
        "B307",
        "import abc; x = «eval(y)»",
        "import ast\nimport abc; x = ast.literal_eval(y)",
    ),
    "an attribute of that name": (
        "B307",
        "x = «eval(y.ast)»\n",
        "import ast\n\nx = ast.literal_eval(y.ast)\n",
    ),
}

THERE: dict[str, Row] = {
    "the module": (
        "B307",
        "import ast\nx = «eval(y)»",
        "import ast\nx = ast.literal_eval(y)",
    ),
    "by another name": (
        "B307",
        "import ast as tree\nx = «eval(y)»",
        "import ast as tree\nx = tree.literal_eval(y)",
    ),
    "what is needed of it": (
        "B307",
        "from ast import literal_eval as read\nx = «eval(y)»",
        "from ast import literal_eval as read\nx = read(y)",
    ),
    "something else of it": (
        "B307",
        "from ast import (\n    parse,\n)\nx = «eval(y)»",
        "from ast import (\n    parse, literal_eval,\n)\nx = literal_eval(y)",
    ),
}

REFUSED: dict[str, Refused] = {
    "the name is taken": ("B307", "ast = parse(y)\nx = «eval(ast)»"),
    "the name is a parameter": ("B307", "def f(ast):\n    return «eval(y)»"),
    "imported only below": ("B307", "x = «eval(y)»\nimport ast"),
    "the module's name is a parameter here": (
        "B307",
        "import ast\ndef f(ast):\n    return «eval(y)»",
    ),
    "behind the docstring in its line": ("B307", '"""Doc."""; import os\nx = «eval(y)»'),
    "the member's name is taken": (
        "B307",
        "from ast import parse\nliteral_eval = 1\nx = «eval(y)»",
    ),
}


@table(ADDED | THERE)
def test_imports(rule: str, marked: str, after: str) -> None:
    assert mended(rule, marked) == after


@refusals(REFUSED)
def test_names_in_use_stay(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
