"""What the engine says besides findings: which SQL is constant, and what was left out."""

from __future__ import annotations

import pytest

from hanare.analysis.engines.taint import is_constant_sql, is_followed_wholly
from hanare.analysis.finding import Span
from hanare.analysis.source import Source

_HEAD = """\
import const
TABLE = "users"
FIELDS = ("name", "age")
def find(cursor, name, backup):
"""

CONSTANT = {
    "an f-string": 'cursor.execute(‸f"SELECT * FROM {TABLE}"‸)',
    "percent": 'cursor.execute(‸"SELECT * FROM %s" % TABLE‸)',
    "format": 'cursor.execute(‸"SELECT * FROM {}".format(TABLE)‸)',
    "an addition": 'cursor.execute(‸"SELECT * FROM " + TABLE‸)',
    "a part of it": 'cursor.execute(‸"SELECT * FROM "‸ + TABLE)',
    "join": 'cursor.execute(‸"SELECT " + ", ".join(FIELDS)‸)',
    "a local name": 't = "a" if backup else "b"\n    cursor.execute(‸f"SELECT * FROM {t}"‸)',
    "another module's constant": 'cursor.execute(‸f"SELECT * FROM {const.TABLE}"‸)',
    "a number": 'cursor.execute(‸f"SELECT * FROM users LIMIT {int(name)}"‸)',
    "placeholders": (
        'm = ", ".join("?" for _ in name)\n    cursor.execute(‸f"SELECT ({m})"‸, name)'
    ),
    "a loop": 'for t in ("a", "b"):\n        cursor.execute(‸f"DELETE FROM {t}"‸)',
}

NOT_CONSTANT = {
    "a parameter": 'cursor.execute(‸f"SELECT * FROM {name}"‸)',
    "a part of it": 'cursor.execute(‸"SELECT * FROM "‸ + name)',
    "one branch": 't = "a" if backup else name\n    cursor.execute(‸f"SELECT * FROM {t}"‸)',
    "an unknown function": 'cursor.execute(‸f"SELECT * FROM {const.table()}"‸)',
    "from one round to the next": (
        't = "a"\n    while backup:\n        cursor.execute(‸f"SELECT {t}"‸)\n        t = name'
    ),
    "no SQL": 'cursor.execute(‸f"Selected {TABLE}"‸)',
}


def _constant(body: str) -> bool:
    before, marked, after = (_HEAD + "    " + body).split("‸")
    text = before + marked + after
    return is_constant_sql(Source(text, "python"), Span(len(before), len(before) + len(marked)))


@pytest.mark.parametrize("body", CONSTANT.values(), ids=CONSTANT)
def test_constant_sql(body: str) -> None:
    assert _constant(body)


@pytest.mark.parametrize("body", NOT_CONSTANT.values(), ids=NOT_CONSTANT)
def test_sql_that_is_not_constant(body: str) -> None:
    assert not _constant(body)


def test_it_admits_what_it_leaves_out() -> None:
    assert is_followed_wholly(Source("import os\nos.system(input())\n", "python"))
    nested = "(" * 500 + "input()" + ")" * 500
    assert not is_followed_wholly(Source(f"import os\nos.system({nested})\n", "python"))
