"""What a suggestion adds to a text, half typed or not. `‸` is the cursor."""

from __future__ import annotations

import pytest

from hanare.analysis.analyzer import Options
from hanare.analysis.checking import Checks, Verdict
from hanare.analysis.finding import Level
from hanare.analysis.insertion import Insertion

CHECKS = Checks(Options())


def verdict(source: str, says: str, language: str = "python") -> Verdict:
    offset = source.index("‸")
    text = source.replace("‸", "")
    return CHECKS.verdict(Insertion(text, offset, says, language), "app.py")


def added(source: str, says: str, language: str = "python") -> list[str]:
    return [each.rule for each in verdict(source, says, language).added if not each.advisory]


SUBPROCESS = "import subprocess\n\n\ndef run(command):\n    "


@pytest.mark.parametrize(
    ("source", "says", "rules"),
    [
        pytest.param(SUBPROCESS + "‸\n", "subprocess.run(command, shell=True)", ["B602"],
                     id="a whole line"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=‸\n", "True)", ["B602"],
                     id="its last word"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=‸)\n", "True", ["B602"],
                     id="between closed brackets"),
        pytest.param(SUBPROCESS + "subprocess.run(command, sh‸)\n", "ell=True", ["B602"],
                     id="the rest of a word"),
        pytest.param(SUBPROCESS + "subprocess.run(‸\n", "command, shell=True, check=True", ["B602"],
                     id="without an end"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=‸\n", "False)", [],
                     id="the secure answer"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=True, ‸\n", "check=True)", [],
                     id="what the user wrote already"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=True)\n    ‸\n",
                     "subprocess.run(command, shell=True)", ["B602"], id="a second one like it"),
        pytest.param(SUBPROCESS + "‸\n", "subprocess.run(command, shell=True)  # nosec",
                     ["B602", "HSU105"], id="a comment that silences"),
        pytest.param(SUBPROCESS + "‸\n", 'subprocess.run(["sh", "-c", command])', ["HPY183"],
                     id="a shell by its own name"),
        pytest.param(SUBPROCESS + "‸\n", "return command  # hanare: ignore[B602]: fine",
                     ["HSU105"], id="our own comment"),
        pytest.param("def f(x):\n    return ‸\n", "x + 1  # noqa: E501", [],
                     id="a comment about style"),
        pytest.param("import yaml\n\n\ndef load(text):\n    return yaml.load(‸\n", "text)",
                     ["B506"], id="something that could have been added"),
        pytest.param("import yaml\n\n\ndef load(text):\n    return yaml.load(‸\n",
                     "text, Loader=yaml.SafeLoader)", [], id="something that was added"),
        pytest.param("def f(x):\n    return eval(‸\n", "x)", [], id="what the user is writing"),
        pytest.param("import hashlib\n\n\nclass A:\n    def f(self, x):\n        if x and ‸\n",
                     "hashlib.md5(x).digest():", ["B324"], id="the head of a block"),
        pytest.param("import yaml\n\n\ndef f(x):\n    try:\n        ‸\n", "return yaml.load(x)",
                     ["B506"], id="a try without its handler"),
        pytest.param("def f(x):\n    rows = {\n        'a': ‸\n",
                     "1,\n        'b': eval(x),\n    }", ["B307"], id="inside brackets"),
        pytest.param("def f(:\n    pass\n\n\ndef g(x):\n    return ‸\n", "eval(x)", ["B307"],
                     id="broken code above"),
        pytest.param("def g(x):\n    return ‸\n\n\ndef f(:\n    (((\n", "eval(x)", ["B307"],
                     id="broken code below"),
        pytest.param("def g(x):\n    return ‸\n    y = = 3\n", "eval(x)", ["B307"],
                     id="broken code in the same function"),
        pytest.param("import flask\n\n\n@app.route('/')\ndef view():\n"
                     "    name = flask.request.args['n']\n    return ‸\n",
                     "flask.render_template_string(name)", ["HPY612"],
                     id="data followed to the suggestion"),
        pytest.param("T = 'users'\n\n\ndef f(c):\n    c.execute('SELECT a FROM ' + ‸\n", "T)", [],
                     id="SQL of constants"),
        pytest.param("TOKEN = ‸\n", "'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'",
                     ["B105", "HSC104"], id="a secret"),
        pytest.param("import os\n\n\ndef f(x):\n    os.system('ls ‸')\n", "' + x + '", ["B605"],
                     id="a low one made grave"),
        pytest.param("import os\n\n\ndef f(x):\n    os.system('ls ‸\n", "' + x)", ["B605"],
                     id="a string cut open"),
        pytest.param("import subprocess\n\n\ndef f(x):\n    subprocess.run(‸, shell=True)\n",
                     "f'ls {x}'", ["B602"], id="the argument of a shell"),
        pytest.param("def f(x):\n    \"\"\"Doc.\n\nNotes\n‸", "\"\"\"\n    return eval(x)\n",
                     ["B307"], id="out of a docstring"),
        pytest.param("c.execute(f\"\"\"\nSELECT * FROM t WHERE\nid={‸}\n\"\"\")\n", "u", ["B608"],
                     id="inside a string of several lines"),
        pytest.param("try:\n    from pickle import (  # (all)\n        loads,\n    )\n"
                     "except ImportError:\n    pass\n\n\ndef f(x):\n    ‸\n", "return loads(x)",
                     ["B301"], id="an import in brackets in a try"),
        pytest.param("from pickle import \\\n    loads\n\n\ndef f(x):\n    ‸\n",
                     "return loads(x)", ["B301"], id="an import of two lines"),
        pytest.param("from pickle import (\r\n    loads,\r\n)\r\n\r\ndef f(x):\r\n    ‸\r\n",
                     "return loads(x)", ["B301"], id="other line ends"),
        pytest.param("import subprocess\n\n\ndef f(cmd):\n    subprocess.run(\n        ‸\n"
                     "        shell=True,\n    )\n    y = foo(\n", "cmd,", ["B602"],
                     id="a statement above a broken one"),
        pytest.param("def f(x):\n    if x‸\n        eval(x)\n", ":", [], id="a colon"),
        pytest.param("def c‸(x):\n    return eval(x)\n", "ompute", [], id="a name"),
        pytest.param("class A‸\n", ":", [], id="a class"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=True)  # ‸\n", "nosec",
                     ["HSU105"], id="the word that silences"),
        pytest.param(SUBPROCESS + "subprocess.run(command, shell=True)  # no‸\n", "sec B602",
                     ["HSU105"], id="half of it"),
        pytest.param(SUBPROCESS + "‸\n", "pass  # noqa: E501, S602", ["HSU105"],
                     id="among others"),
        pytest.param("def f(x):\n    g(\n        x.g‸\n        b=1,\n    )\n", "et(eval(x)),",
                     ["B307"], id="one argument of several, before its comma"),
        pytest.param("def f(x):\n    g(\n        a=‸\n        b=1,\n    )\n", "eval(x),",
                     ["B307"], id="an argument's value, before its comma"),
        pytest.param("import smtplib\n\n\ndef f(u, p):\n    with smtplib.SMTP‸\n"
                     "        server.login(u, p)\n", "('h', 587) as server:", ["HPY128"],
                     id="a head whose body is there"),
        pytest.param("import smtplib\n\n\ndef f(u, p):\n    with smtplib.SMTP('h') as ‸\n"
                     "        server.login(u, p)\n", "server:", ["HPY128"],
                     id="the last word of a head"),
        pytest.param("from flask import render_template_string, request\n\n\ndef cut(x):\n"
                     "    return x[:9]\n\n\n@app.route('/')\ndef view():\n"
                     "    name = cut(request.args['n'])\n    return render_template_string(‸\n",
                     "f'<p>{name}</p>')", ["HPY612"], id="data that went through a function"),
        pytest.param("@register(‸\n@other\ndef f(x):\n    return x\n", "eval(y))", ["B307"],
                     id="in a decorator"),
        pytest.param("import fastapi\n\n\n@app.get(\n    '/x/{q}',\n    response_model=None,\n)\n"
                     "# One.\ndef one(q):\n    return ‸\n", "open('/srv/' + q).read()", ["HPY607"],
                     id="below a decorator of several lines"),
        pytest.param("import os\n\n\nrun = (\n    os.system\n)\n\n\ndef f(x):\n    ‸\n", "run(x)",
                     ["HPY101"], id="a constant of several lines"),
        pytest.param("def f(x):\n    '''Text ‸\n", "that says eval(x)'''", [], id="in a docstring"),
    ],
)  # fmt: skip
def test_python(source: str, says: str, rules: list[str]) -> None:
    found = added(source, says)
    assert len(found) == len(rules)
    assert all(
        one.startswith(other) for one, other in zip(sorted(found), sorted(rules), strict=True)
    )
    assert verdict(source, says).scanned


@pytest.mark.parametrize(
    "above",
    [
        "try: from os import system\nexcept ImportError: pass\n",
        "if True: from os import system\n",
        "x = 1; from os import system\n",
        "x = 1\n\ffrom os import system\n",
        "\ufefffrom os import system\n",
        '"""M.\n\nfrom the client (see RFC 1\n"""\nfrom os import system\n',
        "from os import (  # all\n    path,\n    system,\n)\n",
    ],
)
def test_imports_wherever_they_stand(above: str) -> None:
    assert added(f"{above}\n\ndef f(command):\n    ‸\n", "system(command)") == ["B605"]


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("return self.‸", "name"),
        ("self.‸run = 1", "last_"),
        ("x = os.path.‸join(a, b)", "split(a) + os.path."),
        ("x = [a f‸or a in a]", "or b in a f"),
        ("if a and test i‸s not None:\n            pass", "s None or test i"),
        ("for‸ n in a:\n            pass", " m in b:\n            pass\n        for"),
        ("tr‸:\n            pass\n        except E:\n            pass", "y"),
        ("@d\n        cl‸ B:\n            pass", "ass"),
        ("x = g(\n            a.‸\n        )", "b"),
        (
            "x = [\n            b for b i‸n a\n            if b\n        ]\n        g(x)",
            "n a if b i",
        ),
    ],
)
def test_what_was_wrong_elsewhere_is_no_fault_of_a_suggestion(at: str, says: str) -> None:
    old = "    def run(self, a):\n        os.system(a)\n\n"
    source = f"import os\n\n\nclass A:\n{old}    def get(self, a):\n        {at}\n\n{old}"
    assert added(source, says) == []
    assert verdict(source, says).scanned


@pytest.mark.parametrize("functions", [10, 900])
def test_php_is_php_far_below_its_tag_too(functions: int) -> None:
    above = "".join(f"function f{n}($x) {{\n  return $x + {n};\n}}\n" for n in range(functions))
    assert added(f"<?php\n{above}‸\n", "system($_GET['c']);", "php") == ["HPH102"]
    assert added(f"<?php\n{above}?>\n‸\n", "system($_GET['c']);", "php") == []


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_a_line_end_that_the_grammar_does_not_know(separator: str) -> None:
    suggestion = f"// note{separator}eval(x);"
    assert not verdict("function f(x) {\n  ‸\n}\n", suggestion, "javascript").scanned


@pytest.mark.parametrize(
    ("language", "source", "says", "rules"),
    [
        ("javascript", "function f(x) {\n  ‸\n}\n", "eval(x);", ["HJS101"]),
        ("javascript", "function f(x) {\n  return x ‸\n}\n", "+ 1;", []),
        ("typescript", "const o = { rejectUnauthorized: ‸ };\n", "false", ["HJS"]),
        ("go", "package a\n\nvar c = &tls.Config{InsecureSkipVerify: ‸}\n", "true", ["HGO"]),
        ("plaintext", "key: ‸\n", "nothing", []),
    ],
)
def test_other_languages(language: str, source: str, says: str, rules: list[str]) -> None:
    found = added(source, says, language)
    assert len(found) == len(rules)
    assert all(one.startswith(other) for one, other in zip(found, rules, strict=True))
    assert verdict(source, says, language).scanned


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def f(x):\n    return ‸\n", "x )) (("),
        ("def f(x):\n    ‸\n", "for for in"),
    ],
)
def test_what_cannot_be_parsed_is_never_called_clean(source: str, says: str) -> None:
    assert not verdict(source, says).scanned


def test_a_finding_that_the_suggestion_removes_is_none() -> None:
    assert added("def f(x):\n    return eval(x) if ‸ else 1\n", "x") == []


def test_what_is_told_of_a_finding() -> None:
    (one,) = verdict(SUBPROCESS + "subprocess.run(command, shell=‸\n", "True)").added
    assert (one.rule, one.cwe, one.severity, one.words) == ("B602", 78, Level.HIGH, ("True",))


def test_long_classes_are_cut_to_the_method() -> None:
    methods = "".join(f"    def m{n}(self):\n        return {n}\n\n" for n in range(300))
    source = (
        f"import subprocess\n\n\nclass A:\n{methods}    def last(self, c):\n        ‸\n{methods}"
    )
    assert added(source, "subprocess.run(c, shell=True)") == ["B602"]
    assert verdict(source, "return c").scanned


def test_of_a_long_function_the_inner_one_keeps_its_decorators() -> None:
    routes = "".join(f"    def f{n}():\n        return {n}\n\n" for n in range(100))
    for decorator in ("@app.get('/x/{q}')", "@app.get(\n        '/x/{q}',\n    )\n    # One."):
        route = f"    {decorator}\n    def one(q):\n        ‸\n\n"
        source = (
            f"import fastapi\n\n\ndef create_app(app):\n{routes}{route}{routes}    return app\n"
        )
        assert added(source, "return open('/srv/' + q).read()") == ["HPY607"]
