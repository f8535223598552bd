"""SQL whose values are passed beside it."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

PASSED: dict[str, Row] = {
    "an f-string": (
        "B608",
        'import sqlite3\nc.execute(«f"SELECT a FROM t WHERE b = {b}"»)',
        'import sqlite3\nc.execute("SELECT a FROM t WHERE b = ?", (b,))',
    ),
    "quotes": (
        "B608",
        "import sqlite3\nc.execute(«f\"SELECT a FROM t WHERE b = '{r.b}' AND c<{c['d']}\"»)",
        "import sqlite3\nc.execute(\"SELECT a FROM t WHERE b = ? AND c<?\", (r.b, c['d']))",
    ),
    "several lines": (
        "B608",
        'import sqlite3\nc.execute(«f"""\n  SELECT a FROM t\n  WHERE b = {b}  \n"""»  # why\n)',
        'import sqlite3\nc.execute("""\n  SELECT a FROM t\n  WHERE b = ?  \n""", (b,)  # why\n)',
    ),
    "values": (
        "B608",
        "import psycopg2\nc.execute(«f\"INSERT INTO t (a, b) VALUES ('{a}', {b})\"»)",
        'import psycopg2\nc.execute("INSERT INTO t (a, b) VALUES (%s, %s)", (a, b))',
    ),
    "a percent sign": (
        "B608",
        "import MySQLdb\nc.execute(«\"SELECT a FROM t WHERE b = '%s'\" % b»)",
        'import MySQLdb\nc.execute("SELECT a FROM t WHERE b = %s", (b,))',
    ),
    "a percent sign with a tuple": (
        "B608",
        'import sqlite3\nc.execute(«"UPDATE t SET a = %s WHERE b = %d"» % (a, b))',
        'import sqlite3\nc.execute("UPDATE t SET a = ? WHERE b = ?", (a, b))',
    ),
    "format": (
        "B608",
        "import sqlite3\nc.execute(«\"DELETE FROM t WHERE b='{}' AND c={d}\"».format(b, d=e))",
        'import sqlite3\nc.execute("DELETE FROM t WHERE b=? AND c=?", (b, e))',
    ),
    "format by number": (
        "B608",
        'import sqlite3\nc.execute(«"DELETE FROM t WHERE b > {1} OR c > {0}"».format(b, c))',
        'import sqlite3\nc.execute("DELETE FROM t WHERE b > ? OR c > ?", (c, b))',
    ),
    "Django": (
        "B608",
        (
            "from django.db import connection\n"
            "connection.cursor().execute(«f\"DELETE FROM t WHERE a LIKE '{a}'\"»)"
        ),
        (
            "from django.db import connection\n"
            'connection.cursor().execute("DELETE FROM t WHERE a LIKE %s", (a,))'
        ),
    ),
    "raw": (
        "B608",
        'import sqlite3\nc.execute(«rf"SELECT a FROM t LIMIT {n};"»)',
        'import sqlite3\nc.execute(r"SELECT a FROM t LIMIT ?;", (n,))',
    ),
}

_EXECUTE = "import sqlite3\nc.execute(«{}»)"
UNCLEAR: dict[str, Refused] = {
    "a table": ("B608", _EXECUTE.format('f"SELECT a FROM {t} WHERE b = 1"')),
    "a table and a value": ("B608", _EXECUTE.format('f"SELECT a FROM {t} WHERE b = {b}"')),
    "a column": ("B608", _EXECUTE.format('f"SELECT a, {b} FROM t"')),
    "a column of a table": ("B608", _EXECUTE.format('f"SELECT a FROM t, u WHERE b = {t}.c"')),
    "columns": ("B608", _EXECUTE.format('f"INSERT INTO t ({a}) VALUES (1)"')),
    "columns after values": (
        "B608",
        _EXECUTE.format('f"INSERT INTO t VALUES (1) ON CONFLICT ({a}) DO NOTHING"'),
    ),
    "a list": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b IN ({b})"')),
    "an order": ("B608", _EXECUTE.format('f"SELECT a FROM t ORDER BY {b}"')),
    "a part of a string": ("B608", _EXECUTE.format("f\"SELECT a FROM t WHERE b LIKE '%{b}%'\"")),
    "the beginning of a string": ("B608", _EXECUTE.format("f\"SELECT a FROM t WHERE b = '{b}x'\"")),
    "within a string": ("B608", _EXECUTE.format("f\"SELECT a FROM t WHERE b = 'c = {b} '\"")),
    "a word that goes on": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {b}_x"')),
    "a name in quotes": ("B608", _EXECUTE.format("f'SELECT a FROM t WHERE b = \"{b}\"'")),
    "a comment": ("B608", _EXECUTE.format('f"SELECT a FROM t -- it\'s\\n WHERE b = {b}"')),
    "a call": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {quote(b)}"')),
    "a format": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {b:d}"')),
    "a conversion": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {b!r}"')),
    "braces": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {b} AND c = {{}}"')),
    "a mark already": ("B608", _EXECUTE.format('f"SELECT a FROM t WHERE b = {b} AND c = ?"')),
    "adjacent strings": ("B608", _EXECUTE.format('f"SELECT a FROM t " f"WHERE b = {b}"')),
    "too few values": ("B608", _EXECUTE.format('"SELECT a FROM t WHERE b = %s AND c = %s" % b')),
    "perhaps a tuple": ("B608", _EXECUTE.format('"SELECT a FROM t WHERE b = %s" % args')),
    "perhaps all values": ("B608", _EXECUTE.format('f"INSERT INTO t VALUES ({new})"')),
    "a dictionary": ("B608", _EXECUTE.format('"SELECT a FROM t WHERE b = %(b)s" % b')),
    "a sum": ("B608", _EXECUTE.format('"SELECT a FROM t WHERE b = " + b')),
    "values there already": (
        "B608",
        'import sqlite3\nc.execute(«f"SELECT a FROM t WHERE b = {b} AND c = "», (c,))',
    ),
    "executed later": ("B608", 'import sqlite3\nq = «f"SELECT a FROM t WHERE b = {b}"»'),
    "no database in view": ("B608", 'c.execute(«f"SELECT a FROM t WHERE b = {b}"»)'),
    "two databases in view": (
        "B608",
        'import sqlite3, psycopg\nc.execute(«f"SELECT a FROM t WHERE b = {b}"»)',
    ),
    "SQLAlchemy": (
        "B608",
        (
            "import sqlite3\nfrom sqlalchemy import text\n"
            'c.execute(«f"SELECT a FROM t WHERE b = {b}"»)'
        ),
    ),
}


@table(PASSED)
def test_values_are_parameters(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(UNCLEAR)
def test_what_may_be_more_than_a_value_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
