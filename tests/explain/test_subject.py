"""What is asked about: `‸` is the cursor, two of them a selection."""

from __future__ import annotations

import pytest

from hanare.explain.facts import Facts
from hanare.explain.kinds import Kind
from hanare.explain.subject import Subject, Text

PYTHON = '''\
import os

LIMIT = 3


class Box:
    """A box."""

    @property
    def size(self) -> int:
        return self._size

    def put(self, item, *rest, where: str = "", **more):
        def inner():
            raise TypeError
        if item is None:
            raise errors.Empty("nothing")
        self._items[item] = where
        self._size += 1
        self.a, b = 1, 2
        global LIMIT
        LIMIT = 4
        yield len(rest)
        return os.path.join(where, check(item))


def check(item):
    return item
'''


def text(source: str = PYTHON, language: str = "python") -> Text:
    return Text(source, language, "src/box.py")


def symbol(at: str, source: str = PYTHON, language: str = "python") -> Subject:
    found = text(source, language).symbol(source.index(at))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "name", "first_line"),
    [
        ("self._items", "put", 13),
        ("def put", "put", 13),
        ("return self._size", "size", 9),
        ('"""A box', "Box", 6),
        ("    @property", "size", 9),
        ("return item", "check", 27),
    ],
)
def test_the_symbol_at_a_place(at: str, name: str, first_line: int) -> None:
    found = symbol(at)
    assert (found.name, found.first_line) == (name, first_line)
    assert name in found.code


def test_a_place_without_a_symbol() -> None:
    assert text().symbol(PYTHON.index("import os")) is None


def test_the_facts_of_a_function() -> None:
    assert symbol("def put").facts == Facts(
        parameters=("item", "*rest", "where", "**more"),
        returns=(24,),
        yields=(23,),
        raises=(("errors.Empty", 17),),
        changes=("self._items[item]", "self._size", "self.a", "LIMIT"),
        calls=("os.path.join", "check"),
    )


@pytest.mark.parametrize(
    ("language", "source", "parameters", "raises", "returns"),
    [
        ("javascript",
         "function f(a, b = 1) {\n  if (!a) throw new RangeError('x');\n  return b;\n}\n",
         ("a", "b"), (("RangeError", 2),), (3,)),
        ("typescript", "function f(a: string, b?: number): number {\n  return g(a);\n}\n",
         ("a", "b"), (), (2,)),
        ("go", "package a\n\nfunc F(a, b int, c string) int {\n\treturn g(c)\n}\n",
         ("a", "b", "c"), (), (4,)),
        ("java", "class A {\n  int f(int a, String b) {\n    throw new Bad(a);\n  }\n}\n",
         ("a", "b"), (("Bad", 3),), ()),
        ("c", "int f(int a, char *b) {\n  return g(a);\n}\n", ("a", "*b"), (), (2,)),
        ("rust", "fn f(a: i32, b: &str) -> i32 {\n    return g(a);\n}\n", ("a", "b"), (), (2,)),
    ],
)  # fmt: skip
def test_facts_in_other_languages(
    language: str,
    source: str,
    parameters: tuple[str, ...],
    raises: tuple[tuple[str, int], ...],
    returns: tuple[int, ...],
) -> None:
    names = {"java": "int f", "go": "func F", "c": "int f"}
    facts = symbol(names.get(language, "f("), source, language).facts
    assert facts is not None
    assert (facts.parameters, facts.raises, facts.returns) == (parameters, raises, returns)


def test_a_selection_is_of_whole_lines_and_knows_what_it_is_in() -> None:
    start, end = PYTHON.index("item is None"), PYTHON.index("self._size += 1")
    found = text().selection(start, end)
    assert found.code.split("\n")[0] == "        if item is None:"
    assert found.code.split("\n")[-1] == "        self._size += 1"
    assert found.name == "put"
    assert found.signature.startswith("def put(")


def test_what_a_piece_uses_of_its_file() -> None:
    assert symbol("def put").related == ("LIMIT = 3", "def check(item)")


def test_a_place_that_is_told_about() -> None:
    at = PYTHON.index("raise errors")
    found = text().place(Kind.DIAGNOSTIC, at, at + 5, "errors is unknown")
    assert found.line_text == 'raise errors.Empty("nothing")'
    assert found.asked == "errors is unknown"
    assert found.code.lstrip().startswith("def put")


def test_a_file_that_no_grammar_reads_can_be_asked_about() -> None:
    plain = Text("one\ntwo\nthree\n", "plaintext", "notes")
    assert plain.file().code == "one\ntwo\nthree"
    assert plain.selection(4, 5).code == "two"
    assert plain.symbol(4) is None
    assert plain.place(Kind.ERROR, 4, 4, "m").code == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("source", "documentation", "documented"),
    [
        ("def f(a):\n    return a\n", "Add.", 'def f(a):\n    """Add."""\n    return a\n'),
        ('def f(a):\n    """Old."""\n    return a\n', "Add.",
         'def f(a):\n    """Add."""\n    return a\n'),
        ("def f(a):\n    # why\n    r'Old.'\n    return a\n", "Add.",
         'def f(a):\n    # why\n    """Add."""\n    return a\n'),
        ("def f(a):\n    ('Old'\n     ' one.')\n    return a\n", "Add.",
         'def f(a):\n    """Add."""\n    (\'Old\'\n     \' one.\')\n    return a\n'),
        ("def f(a):\n    'Old' ' one.'\n", "Add.", 'def f(a):\n    """Add."""\n'),
        ("def f(a):\n    f'{a()}'\n", "Add.", 'def f(a):\n    """Add."""\n    f\'{a()}\'\n'),
        ("def f(a):\n    b'a'\n", "Add.", 'def f(a):\n    """Add."""\n    b\'a\'\n'),
        ("class A:\n    @x\n    def f(a):\n        pass\n", "Add.",
         'class A:\n    @x\n    def f(a):\n        """Add."""\n        pass\n'),
        ("def f(a):\n    pass\n", 'Return "a"',
         'def f(a):\n    """Return "a"\n    """\n    pass\n'),
        ("def f(a):\n    pass\n", "Split at \\d or \\",
         'def f(a):\n    """Split at \\\\d or \\\\"""\n    pass\n'),
        ("def f(a): return a\n", "Add.", None),
    ],
)  # fmt: skip
def test_where_documentation_goes(source: str, documentation: str, documented: str | None) -> None:
    assert documented_as(source, "python", "def f", documentation) == documented


def documented_as(source: str, language: str, at: str, documentation: str) -> str | None:
    whole = text(source, language)
    subject = whole.symbol(source.index(at), Kind.DOCSTRING)
    assert subject is not None
    edits = whole.documented(subject, documentation)
    if not edits:
        return None
    (edit,) = edits
    return source[: edit.span.start] + edit.new + source[edit.span.end :]


@pytest.mark.parametrize(
    ("language", "source", "at", "above"),
    [
        ("go", "package a\n\nfunc F() int {\n\treturn 1\n}\n", "func", "// "),
        ("javascript", "export function f() {}\n", "export", "// "),
        ("typescript", "export default class A {\n}\n", "export", "// "),
        ("typescript", "export const f = () => 1;\n", "export", "// "),
        ("typescript", "class A {\n  f() {}\n}\n", "  f()", "  // "),
        ("cpp", "template <class T> int f(T a) { return 1; }\n", "template", "// "),
        ("ruby", "def f\nend\n", "def", "# "),
        ("lua", "function f()\nend\n", "function", "-- "),
        ("javascript", "a(); function f() {}\n", "function", None),
        ("css", ".a {\n  --b: 1;\n}\n", ".a", None),
        ("json", '{"a": {"b": 1}}\n', '"a"', None),
        ("html", '<p id="a">\n</p>\n', "id", None),
    ],
)
def test_documentation_of_other_languages_goes_above(
    language: str, source: str, at: str, above: str | None
) -> None:
    whole = text(source, language)
    subject = whole.symbol(source.index(at) + len(at), Kind.DOCSTRING)
    assert subject is not None
    edits = whole.documented(subject, "It adds \\d.\n\nMore.")
    if above is None:
        assert edits == ()
        return
    (edit,) = edits
    assert edit.new == f"{above}It adds \\d.\n{above.rstrip()}\n{above}More.\n"
    assert edit.span.start == edit.span.end == source.index(at)
