"""What a finding is about, to the character."""

from __future__ import annotations

from analysis.engines.bandit.marked import outcome_of, places, table, unmarked

PLACES = {
    "a call": ("B307", "x = ‹eval(y)›\n"),
    "a call of several lines": ("B307", "x = [‹eval(\n  y,\n  z)›]\n"),
    "letters of several bytes": (
        "B307", "é, 漢, 𝒳 = 'é', '漢字', ‹eval('𝒳é')›; exec(é)\n",
    ),
    "a long line of them": ("B307", "f('é'); " * 50 + "‹eval('é')›; 'é'; ‹eval('é')›\n"),
    "a byte order mark": ("B307", "\ufeff‹eval('é')›\n"),
    "Windows lines": ("B307", "x = 1\r\n‹eval(\r\n  'é')›\r\n"),
    "carriage returns": ("B307", "x = 1\r'é', ‹eval(x)›\r"),
    "form feeds": ("B307", "x = 1\n\f\n\f‹eval(x)›\n"),
    "separators that end no line": ("B307", "x = 'a\x0b\x1c\x85\u2028'; ‹eval(x)›\n"),
    "a line that goes on": ("B307", "x = \\\n  ‹eval(x)›\n"),
    "tabs": ("B307", "if x:\n\t‹eval(\ty)›\n"),
    "a null character": ("B307", "x = '\0é'; ‹eval(x)›\n"),
    "half a pair of surrogates": ("B307", "x = '\ud83d'; ‹eval('\udead', x)›\n"),
    "an import": ("B403", "import os, ‹pickle as p›, json\n"),
    "an import from": ("B406", "from os import path, popen\nfrom xml import dom, ‹sax›\n"),
    "the import that is named": ("B403", "import subprocess, ‹pickle2›, pickle\n"),
    "an assert": ("B101", "‹assert x, \\\n  'y'›\n"),
    "a handler": ("B110", "try:\n    x\n‹except Exception:\n    pass›\nelse: y\n"),
    "a shell": ("B602", "import subprocess\n‹subprocess.Popen(\n  x,\n  shell=True,\n)›\n"),
    "SQL": ("B608", "x = ‹'select a from b where c = '› + d\n"),
    "SQL in an f-string": ("B608", "x = a + ‹f'select {a} from b where c = {d}'›\n"),
    "SQL in a format": ("B608", "x.y(‹'''select a\nfrom {}\n'''›.format(b))\n"),
    "a default": ("B503", "import ssl\ndef f(a, b=‹ssl.PROTOCOL_SSLv3›): pass\n"),
    "a bidirectional character": ("B613", "x = 1\ny = 'é‹\u202e›a\u2066'\n"),
    "one after a comment on coding": ("B613", "# coding: latin-1\n# é‹\u202e›\n"),
    "within an f-string": ("B307", "x = f'é {‹eval(y)›} {z}'\n"),
    "within an f-string of lines": (
        "B307", "x = f'''é\n{‹eval('é')›} é {‹eval(y,\n z)›}'''\n",
    ),
    "within an f-string within": ("B307", "x = f'é {f\"{‹eval(1)›}\"}'\n"),
    "within one of several strings": ("B307", "x = ('é'\n  'é' f'{‹eval(y)›}')\n"),
}  # fmt: skip

SECRETS = {
    "assigned": ("B105", "password = ‹'hunter2é'›\n"),
    "an attribute": ("B105", "x.token = y = ‹'hunter2é'›\n"),
    "a key": ("B105", "x['pwd'] = ‹'hunter2é'›\n"),
    "a pair": ("B105", "x = {'a': 1, 'secret': ‹'hunter2é'›}\n"),
    "compared": ("B105", "if x.password == ‹'hunter2é'›: pass\n"),
    "an argument": ("B106", "f(1, token=1, password=‹'hunter2é'›)\n"),
    "a default": ("B107", "def f(a, token=None, password=‹'hunter2é'›): pass\n"),
    "of several lines": ("B105", "password = (‹'hunter2'\n  'é'›)\n"),
}

IN_FORMATTED = {
    "an escape": "x = f'\\N{DIGIT ONE}é{eval(y)}'\n",
    "a line that goes on": "x = f'a\\\n{eval(y)}'\n",
    "braces": "x = f'{{é}}{eval(y)}'\n",
    "the same code twice": "x = f'{y}{eval(y)} {eval( y )}'\n",
    "a format within": "x = f'{y:{eval(y)}}'\n",
}


@table({**PLACES, **SECRETS})
def test_places_are_exact(case: tuple[str, str]) -> None:
    text, marked = unmarked(case[1])
    found = tuple(each for each in outcome_of(text).detections if each.rule == case[0])
    assert places(text, found) == marked


@table(SECRETS)
def test_secrets_are_marked_and_not_told(case: tuple[str, str]) -> None:
    text, _ = unmarked(case[1])
    (found,) = outcome_of(text).detections
    assert found.secrets == (found.span,)
    assert "hunter2" not in found.message
    assert "hunter2" not in repr(found)


def test_every_password_of_a_call_is_marked() -> None:
    text = "f('é', token='hunter2', n='x', password='hunter3')\n"
    (found,) = outcome_of(text).detections
    assert [text[each.start : each.end] for each in found.secrets] == ["'hunter2'", "'hunter3'"]


@table(IN_FORMATTED)
def test_places_within_f_strings_are_true_or_the_f_strings(case: str) -> None:
    # Before Python 3.12 the parser may not know them.
    found = outcome_of(case).detections
    assert [each.rule for each in found] == ["B307"] * case.count("eval")
    for each in found:
        assert case[each.span.start : each.span.end].startswith(("eval(", "f'"))
        assert case[each.span.start : each.span.end].endswith((")", "'"))
