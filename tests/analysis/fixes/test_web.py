"""Web servers and templates."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

CLOSED: dict[str, Row] = {
    "a debugger": (
        "B201",
        "import flask\napp = flask.Flask(a)\n«app.run(host=h, debug=True)»",
        "import flask\napp = flask.Flask(a)\napp.run(host=h, debug=False)",
    ),
    "templates": (
        "B701",
        "import jinja2\n«jinja2.Environment(loader=l)»",
        "import jinja2\njinja2.Environment(loader=l, autoescape=True)",
    ),
    "templates told otherwise": (
        "B701",
        "from jinja2 import Environment as E\n«E(autoescape=False)»",
        "from jinja2 import Environment as E\nE(autoescape=True)",
    ),
    "an argument": ("B104", "app.run(host=«'0.0.0.0'»)", "app.run(host='127.0.0.1')"),
    "a setting": ('B104', 'BIND_ADDRESS = «"0.0.0.0"»', 'BIND_ADDRESS = "127.0.0.1"'),
    "an attribute": ("B104", "self.host = «'0.0.0.0'»", "self.host = '127.0.0.1'"),
    "a default": (
        "B104",
        "def f(host: str = «'0.0.0.0'»): ...",
        "def f(host: str = '127.0.0.1'): ...",
    ),
    "a socket": ("B104", "s.bind((«'0.0.0.0'», 80))", "s.bind(('127.0.0.1', 80))"),
    "a server": (
        "B104",
        "s = http.server.HTTPServer((«'0.0.0.0'», 80), H)",
        "s = http.server.HTTPServer(('127.0.0.1', 80), H)",
    ),
}  # fmt: skip

UNCLEAR: dict[str, Refused] = {
    "a comparison": ("B104", "if host == «'0.0.0.0'»: pass"),
    "a list": ("B104", "hosts = [«'0.0.0.0'»]"),
    "a message": ("B104", "print(«'0.0.0.0'»)"),
    "a name that says nothing": ("B104", "x = «'0.0.0.0'»"),
    "a name that holds another": ("B104", "ghost_written = skip = «'0.0.0.0'»"),
    "somebody decides": ("B701", "import jinja2\n«jinja2.Environment(autoescape=a)»"),
    "options from elsewhere": ("B701", "import jinja2\n«jinja2.Environment(**o)»"),
    "a debugger in a variable": ("B201", "import flask\n«app.run(debug=d)»"),
}


@table(CLOSED)
def test_less_is_open(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(UNCLEAR)
def test_what_is_not_clear_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
