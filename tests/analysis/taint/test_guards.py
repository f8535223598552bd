"""Which conditions let data pass only where they do no harm."""

from __future__ import annotations

import pytest

from analysis.taint.following import in_view, rules

PROVEN = {
    "one of several": "if x in ('a', 'b'):\n    os.system(x)",
    "none of several ends it": "if x not in ('a', 'b'):\n    return\nos.system(x)",
    "raises": "if x not in ALLOWED:\n    raise ValueError(x)\nos.system(x)",
    "goes on": "for z in x.split():\n    if z not in ALLOWED:\n        continue\n    os.system(z)",
    "an abort": "if x not in ALLOWED:\n    flask.abort(400)\nos.system(x)",
    "equal": "if x == 'a':\n    os.system(x)",
    "one or the other": "if x == 'a' or x == 'b':\n    os.system(x)",
    "and": "if a and x in ALLOWED:\n    os.system(x)",
    "not": "if not x in ALLOWED:\n    return\nos.system(x)",
    "either ends it": "if not x or x not in ALLOWED:\n    return\nos.system(x)",
    "digits": "if x.isdigit():\n    os.system(x)",
    "no digits": "if not x.isdigit():\n    return\nos.system(x)",
    "a whole match": "if re.fullmatch('[a-z]+', x):\n    os.system(x)",
    "no match": "if re.match('^[a-z]+$', x) is None:\n    return\nos.system(x)",
    "a compiled pattern": "if not PATTERN.fullmatch(x):\n    return\nos.system(x)",
    "a function that asks": "if not is_safe_name(x):\n    return\nos.system(x)",
    "a function that raises": "validate_name(x)\nos.system(x)",
    "an assertion": "assert x in ALLOWED\nos.system(x)",
    "a type": "if isinstance(x, int):\n    os.system(x)",
    "a ternary": "os.system(x if x in ALLOWED else 'ls')",
    "a comprehension": "os.system(' '.join(z for z in x.split() if z in ALLOWED))",
    "a while": "while x not in ALLOWED:\n    x = input2()\nos.system(x)",
    "a match": "match x:\n    case 'a' | 'b':\n        os.system(x)",
    "a match's guard": "match a:\n    case _ if x in ALLOWED:\n        os.system(x)",
    "another name": "z = x\nif z in ALLOWED:\n    os.system(z)",
    "replaced": "if x not in ALLOWED:\n    x = 'ls'\nos.system(x)",
    "elif": "if a:\n    return\nelif x not in ALLOWED:\n    return\nos.system(x)",
}

NOT_PROVEN = {
    "the wrong branch": "if x in ('a', 'b'):\n    return\nos.system(x)",
    "another variable": "if y in ('a', 'b'):\n    os.system(x)",
    "before the check": "os.system(x)\nif x not in ('a', 'b'):\n    return",
    "either may be": "if x in ALLOWED or a:\n    os.system(x)",
    "not both": "if a and x not in ALLOWED:\n    return\nos.system(x)",
    "one of untrusted": "if x in y:\n    os.system(x)",
    "equal to untrusted": "if x == y:\n    os.system(x)",
    "unequal": "if x != 'a':\n    os.system(x)",
    "is there": "if x:\n    os.system(x)",
    "is text": "if isinstance(x, str):\n    os.system(x)",
    "holds something": "if 'a' in x:\n    os.system(x)",
    "does not hold a letter": "if 'a' not in x:\n    os.system(x)",
    "begins with something": "if x.startswith('ls'):\n    os.system(x)",
    "a search": "if re.search('[a-z]+', x):\n    os.system(x)",
    "another case": "match x:\n    case 'a':\n        pass\n    case _:\n        os.system(x)",
    "a function of another name": "if frobnicate(x):\n    os.system(x)",
    "a new value": "if x in ALLOWED:\n    x = y\n    os.system(x)",
    "goes on all the same": "if x not in ALLOWED:\n    print(a)\nos.system(x)",
    "one round only": "while a:\n    os.system(x)\n    if x not in ALLOWED:\n        break",
}

PATHS = {
    "a check of the beginning": ("if x.startswith('/srv/'):\n    open(x)", False),
    "of another's": ("if y.startswith('/srv/'):\n    open(x)", True),
    "in a folder": ("p = Path('/srv') / x\nif p.is_relative_to('/srv'):\n    p.open()", False),
    "in a folder's parents": ("p = Path('/srv') / x\nif BASE in p.parents:\n    p.open()", False),
    "a common path": ("if os.path.commonpath([x, BASE]) == BASE:\n    open(x)", False),
    "without dots": ("if '..' in x:\n    return\nopen(x)", False),
    "without a letter": ("if 'a' in x:\n    return\nopen(x)", True),
    "a base name": ("open(os.path.basename(x))", False),
    "a path's name": ("open('/srv/' + Path(x).name)", False),
    "a path's parent": ("open(Path(x).parent)", True),
    "quoted for the shell only": ("open(shlex.quote(x))", True),
    "escaped for HTML only": ("open(html.escape(x))", True),
}  # fmt: skip


REPLACED = {
    "line breaks, for a log": ("logger.info(x.replace('\\n', ' '))", "HPY617", False),
    "brackets, for a page": ("Markup(x.replace('<', '&lt;'))", "HPY611", False),
    "a letter": ("Markup(x.replace('a', 'b'))", "HPY611", True),
    "quotes, for a shell": ("os.system(x.replace(\"'\", ''))", "HPY601", True),
    "dots, for a path": ("open(x.replace('../', ''))", "HPY607", True),
}


@pytest.mark.parametrize("body", PROVEN.values(), ids=PROVEN)
def test_checked_data_do_no_harm(body: str) -> None:
    assert "HPY601" not in rules(in_view(body))


@pytest.mark.parametrize("body", NOT_PROVEN.values(), ids=NOT_PROVEN)
def test_other_conditions_prove_nothing(body: str) -> None:
    assert "HPY601" in rules(in_view(body))


@pytest.mark.parametrize(("body", "harmful"), PATHS.values(), ids=PATHS)
def test_paths(body: str, harmful: bool) -> None:
    assert ("HPY607" in rules(in_view(body))) is harmful


@pytest.mark.parametrize(("body", "rule", "harmful"), REPLACED.values(), ids=REPLACED)
def test_replacing(body: str, rule: str, harmful: bool) -> None:
    head = "import logging\nfrom markupsafe import Markup\nlogger = logging.getLogger()"
    assert (rule in rules(in_view(body, head))) is harmful
