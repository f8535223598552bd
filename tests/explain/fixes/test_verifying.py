"""What is offered is verified: each way to be wrong is refused, for its own reason."""

from __future__ import annotations

import pytest

from explain.fixes.cases import SHELL, analyser, case, region_text, result_of
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.explain.fixes.candidate import applied
from hanare.explain.fixes.refusals import Refusal, Why
from hanare.explain.fixes.verifying import case_of, verified

HEAD = '    def pack(self, folder):\n        target = folder + ".tar"\n'
RIGHT = HEAD + '        subprocess.run(["tar", "cf", target, folder])\n        return target'
EVAL = "def load(text):\n    return eval(text)\n"
LOGIN = "import db\n\n\ndef login():\n    password = 'tr0ub4dor-3'\n    return db.login(password)\n"
TLS = """\
import ssl


def context():
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made
"""
PIECES = """\
def find(db, name):
    sql = "SELECT a FROM b WHERE c = 1"
    sql += " AND d = '" + name + "'"
    db.execute(sql)
    return name
"""
GET = "import requests\n\n\ndef get(url):\n    return requests.get(url, verify=False, timeout=9)\n"
NESTED = "def f(a):\n    if a:\n        eval(a)\n    return a\n\n\n@g\ndef h():\n    pass\n"
STATEMENT = "import json\n\nsettings = eval(text)\nprint(settings)\n"
PAGE = "function show(name) {\n  box.innerHTML = '<b>' + name + '</b>';\n}\n"


async def outcome(text: str, rule: str, code: str, language: str = "python") -> str | Why:
    """The text after the change, or why it is refused."""
    found = case(text, rule, language)
    made = await verified(found, code, analyser(language))
    return made.why if isinstance(made, Refusal) else applied(text, made)


FIXES = {
    "a list in a method": (SHELL, "B602", RIGHT, None),
    "an attribute of an object": (
        EVAL, "B307", "def load(text):\n    load.last = text == 1\n    return int(text)",
        "def load(text):\n    load.last = text == 1\n    return int(text)\n",
    ),
    "an import is added": (
        EVAL, "B307", "def load(text):\n    return ast.literal_eval(text)",
        "import ast\n\ndef load(text):\n    return ast.literal_eval(text)\n",
    ),
    "an import of its own": (
        EVAL, "B307", "def load(text):\n    import json\n    return json.loads(text)",
        "def load(text):\n    import json\n    return json.loads(text)\n",
    ),
    "a statement outside of functions": (
        STATEMENT, "B307", "settings = json.loads(text)",
        "import json\n\nsettings = json.loads(text)\nprint(settings)\n",
    ),
    "a secret from the environment": (
        LOGIN, "B105",
        "def login():\n    password = os.environ['DB_PASSWORD']\n    return db.login(password)",
        ("import os\n\nimport db\n\n\ndef login():\n    password = os.environ['DB_PASSWORD']\n"
        "    return db.login(password)\n"),
    ),
    "a default value": (
        "def login(user, password='tr0ub4dor-3'):\n    return (user, password)\n", "B107",
        "def login(user, password=None):\n    return (user, password)",
        "def login(user, password=None):\n    return (user, password)\n",
    ),
    "parameters": (
        PIECES, "HPY606",
        ('def find(db, name):\n    sql = "SELECT a FROM b WHERE c = 1 AND d = ?"\n'
        "    db.execute(sql, (name,))\n    return name"),
        None,
    ),
    "a setting is left out": (
        TLS, "HPY123",
        "def context():\n    made = ssl.create_default_context()\n    return made",
        TLS.replace("    made.check_hostname = False\n    made.verify_mode = ssl.CERT_NONE\n", ""),
    ),
    "line ends stay": (
        EVAL.replace("\n", "\r\n"), "B307", "def load(text):\n    return ast.literal_eval(text)",
        "import ast\r\n\r\ndef load(text):\r\n    return ast.literal_eval(text)\r\n",
    ),
    "a flask function is imported beside others": (
        ("from flask import request, send_file\n\n\ndef get():\n"
        "    return send_file('/srv/files/' + request.args['name'])\n"),
        "HPY607",
        "def get():\n    return send_from_directory('/srv/files/', request.args['name'])",
        ("from flask import request, send_file, send_from_directory\n\n\ndef get():\n"
        "    return send_from_directory('/srv/files/', request.args['name'])\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "code", "after"), FIXES.values(), ids=FIXES)
async def test_a_fix_is_accepted(text: str, rule: str, code: str, after: str | None) -> None:
    expected = after if after is not None else text.replace(region_text(case(text, rule)), code)
    assert await outcome(text, rule, code) == expected


async def test_a_fix_in_another_language_is_accepted() -> None:
    code = "function show(name) {\n  box.textContent = name;\n}"
    assert await outcome(PAGE, "HJS105", code, "javascript") == code + "\n"


REFUSED = {
    "nothing": (SHELL, "B602", "", Why.EMPTY),
    "comments only": (EVAL, "B307", "# nothing is left", Why.EMPTY),
    "the same": (SHELL, "B602", None, Why.UNCHANGED),
    "the same with a comment": (
        EVAL, "B307", "def load(text):  # safe\n    return eval(text)", Why.UNCHANGED,
    ),
    "broken": (EVAL, "B307", "def load(text):\n    return json.loads(text", Why.SYNTAX),
    "a string that swallows what follows": (
        NESTED, "B307", "def f(a):\n    return '''", Why.SYNTAX,
    ),
    "a decorator for the next function": (
        NESTED, "B307", "def f(a):\n    return a or int(a)\n\n@staticmethod", Why.OUTSIDE,
    ),
    "a name of the module": (
        EVAL, "B307", "def load(text):\n    global print\n    print = None\n    return int(text)",
        Why.OUTSIDE,
    ),
    "a function of a module": (
        STATEMENT, "B307", "json.loads = int\nsettings = json.loads(text)", Why.OUTSIDE,
    ),
    "another name": (EVAL, "B307", "def read(text):\n    return int(text)", Why.SIGNATURE),
    "another parameter": (
        EVAL, "B307", "def load(text, safe=True):\n    return int(text)", Why.SIGNATURE,
    ),
    "a second definition": (
        EVAL, "B307", "def load(text):\n    return int(text)\n\n\ndef int(x):\n    return x",
        Why.SIGNATURE,
    ),
    "no function any more": (EVAL, "B307", "load = int", Why.SIGNATURE),
    "said to guard nothing": (
        "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x)\n", "B324",
        "def f(x):\n    return hashlib.md5(x, usedforsecurity=False)", Why.SILENCED,
    ),
    "a variable is gone": (STATEMENT, "B307", "values = json.loads(text)", Why.NAMES),
    "an unknown module": (
        EVAL, "B307", "def load(text):\n    return simpleeval.run(text)", Why.UNKNOWN_NAME,
    ),
    "an unknown function": (
        EVAL, "B307", "def load(text):\n    return safe_eval(text)", Why.UNKNOWN_NAME,
    ),
    "pass": (EVAL, "B307", "def load(text):\n    pass", Why.REMOVED),
    "commented out": (
        EVAL, "B307", "def load(text):\n    # return eval(text)\n    pass", Why.REMOVED,
    ),
    "an exception": (
        EVAL, "B307", "def load(text):\n    raise ValueError(text)", Why.REMOVED,
    ),
    "a message": (
        SHELL, "B602", HEAD + "        print(target)\n        return target", Why.REMOVED,
    ),
    "deleted": (SHELL, "B602", HEAD + "        return target", Why.REMOVED),
    "a condition is deleted": (
        PIECES, "HPY606",
        ('def find(db, name):\n    sql = "SELECT a FROM b WHERE c = 1"\n    db.execute(sql)\n'
        "    return name"),
        Why.REMOVED,
    ),
    "the parameter is forgotten": (EVAL, "B307", "def load(text):\n    return 1 + 1", Why.REMOVED),
    "a text for a sequence": (
        PIECES, "HPY606",
        ('def find(db, name):\n    sql = "SELECT a FROM b WHERE c = 1 AND d = ?"\n'
        "    db.execute(sql, name)\n    return name"),
        Why.PARAMETERS,
    ),
    "a direction": (
        EVAL, "B307", "def load(text):\n    return int(text)  # \u202e safe", Why.HIDDEN,
    ),
    "nosec": (
        EVAL, "B307", "def load(text):\n    return int(eval(text))  # nosec", Why.SILENCED,
    ),
    "our own comment": (
        EVAL, "B307",
        "def load(text):\n    # hanare: ignore[B307]: it is fine\n    return int(eval(text))",
        Why.SILENCED,
    ),
    "rewritten": (EVAL, "B307", "def load(text):\n    return int(eval(text))", Why.STILL_THERE),
    "the secret as a default": (
        LOGIN, "B105",
        ("def login():\n    password = os.environ.get('DB', 'tr0ub4dor-3')\n"
        "    return db.login(password)"),
        Why.STILL_THERE,
    ),
    "a new finding": (
        EVAL, "B307",
        "def load(text):\n    import pickle\n    return pickle.loads(text)", Why.NEW_FINDING,
    ),
    "the password is not handed over any more": (
        LOGIN, "B105", "def login():\n    return db.login()", Why.REMOVED,
    ),
    "the program of an example": (
        SHELL, "B602",
        HEAD + '        subprocess.run(["/bin/ping", folder])\n        return target',
        Why.INVENTED,
    ),
    "a file out of an example": (
        GET, "B501",
        "def get(url):\n    return requests.get(url, verify='/etc/ssl/company.pem', timeout=9)",
        Why.INVENTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "code", "why"), REFUSED.values(), ids=REFUSED)
async def test_what_is_no_fix_is_refused(text: str, rule: str, code: str | None, why: Why) -> None:
    given = code if code is not None else region_text(case(text, rule))
    assert await outcome(text, rule, given) is why


def test_every_reason_is_tested() -> None:
    tested = {why for *_, why in REFUSED.values()}
    # What an engine does not see, and what a model cannot hold, other tests are about.
    assert tested == set(Why) - {Why.UNSEEN, Why.TOO_LONG}


async def test_an_unknown_name_in_another_language_is_refused() -> None:
    text = "const { exec } = require('child_process');\n\nfunction ls(d) {\n  exec('ls ' + d);\n}\n"
    code = "function ls(d) {\n  execFile('ls', [d]);\n}"
    assert await outcome(text, "HJS103", code, "javascript") is Why.UNKNOWN_NAME


async def test_other_findings_may_stay() -> None:
    text = EVAL + "\n\ndef other(x):\n    return eval(x)\n"
    after = await outcome(text, "B307", "def load(text):\n    return int(text)")
    assert [each.rule for each in result_of(str(after)).findings] == ["B307"]


async def test_what_cannot_be_analysed_is_not_proved() -> None:
    found = case(EVAL, "B307")

    async def blind(text: str) -> FileResult:
        return result_of("def (")

    made = await verified(found, "def load(text):\n    return int(text)", blind)
    assert made == Refusal(Why.UNSEEN)


def test_a_broken_text_has_no_case() -> None:
    text = EVAL + "\n\ndef (\n"
    result = result_of(text)
    assert result.findings
    assert case_of(Source(text, "python"), result, result.findings[0]) is None
