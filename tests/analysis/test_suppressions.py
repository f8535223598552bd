"""Which lines comments speak of, what they say, and what that suppresses."""

from __future__ import annotations

from datetime import date

import pytest

from hanare.analysis.finding import Place, Span
from hanare.analysis.results import Marker
from hanare.analysis.source import Source
from hanare.analysis.suppressions import MALFORMED, UNKNOWN, comment, suppressions

# `¤` stands for a comment's text, `>` before a line for one that it covers.
_COMMENT = "hanare: ignore[HPY101]: why"

COVERED: dict[str, tuple[str, str]] = {
    "behind code": ("python", """\
| a()
> f(x)  # ¤
| b()
"""),
    "above code": ("python", """\
| a()
| # ¤
> f(x)
| b()
"""),
    "above code, with lines between": ("python", """\
| # ¤
|
| # what f is
> f(x)
| b()
"""),
    "above code that is indented": ("python", """\
| def g():
|     # ¤
>     f(x)
|     b()
"""),
    "above nothing": ("python", """\
| f(x)
> # ¤
"""),
    "at the first line of a statement": ("python", """\
> f(  # ¤
>     x,
> )
| b()
"""),
    "at the last line of a statement": ("python", """\
> f(
>     x,
> )  # ¤
| b()
"""),
    "in the midst of a statement": ("python", """\
| f(
>     x,  # ¤
|     y,
| )
"""),
    "alone in the midst of a statement": ("python", """\
| f(
|     # ¤
>     x,
|     y,
| )
"""),
    "above a statement of several lines": ("python", """\
| # ¤
> f(
>     x,
> )
| b()
"""),
    "a line that goes on": ("python", """\
> x = f() + \\
>     g()  # ¤
| b()
"""),
    "a string of several lines": ("python", '''\
> f("""
> x
> """)  # ¤
| b()
'''),
    "two statements in a line": ("python", """\
> a(); b()  # ¤
| c()
"""),
    "a statement behind a head": ("python", """\
> if x: f(x)  # ¤
| b()
"""),
    "if": ("python", """\
> if f(x):  # ¤
|     f(x)
| b()
"""),
    "else if": ("python", """\
| if x:
|     f(x)
> elif f(x):  # ¤
|     f(x)
| else:
|     f(x)
"""),
    "else": ("python", """\
| if x:
|     f(x)
> else:  # ¤
|     f(x)
"""),
    "for": ("python", """\
> for x in f():  # ¤
|     f(x)
"""),
    "while": ("python", """\
> while f():  # ¤
|     f(x)
"""),
    "with": ("python", """\
> with f() as x:  # ¤
|     f(x)
"""),
    "try": ("python", """\
> try:  # ¤
|     f(x)
| except E:
|     f(x)
"""),
    "except": ("python", """\
| try:
|     f(x)
> except E:  # ¤
|     f(x)
"""),
    "match": ("python", """\
> match f(x):  # ¤
|     case 1:
|         f(x)
"""),
    "a function": ("python", """\
> def f(x="p"):  # ¤
|     f(x)
"""),
    "a function, from above": ("python", """\
| # ¤
> def f(x="p"):
|     f(x)
"""),
    "a class": ("python", """\
> class A(f()):  # ¤
|     x = f()
"""),
    "a head of several lines, from its first": ("python", """\
> if f(  # ¤
>     x,
> ):
|     f(x)
"""),
    "a head of several lines, from its last": ("python", """\
> def f(
>     x="p",
> ):  # ¤
|     f(x)
"""),
    "a head of several lines, from its midst": ("python", """\
| def f(
>     x="p",  # ¤
|     y="p",
| ):
|     f(x)
"""),
    "a decorator": ("python", """\
> @f(x)  # ¤
> def g():
|     f(x)
"""),
    "what is decorated, from above": ("python", """\
| # ¤
> @f(x)
> @g
> def h(y="p"):
|     f(x)
"""),
    "a body on the line of its head": ("python", """\
> class A: x = f()  # ¤
| f(x)
"""),
    "a comment where a body begins": ("python", """\
| def g():
|     # ¤
>     f(x)
"""),
    "an argument that is a function": ("python", """\
> f(lambda: g(  # ¤
>     x,
> ))
| b()
"""),
    "broken code": ("python", """\
| def g(:
>     f(x)  # ¤
|     b()
"""),
    "a call that is not closed": ("python", """\
| b()
> f(x  # ¤
"""),
    "JavaScript, behind": ("javascript", """\
| a();
> f(x); // ¤
| b();
"""),
    "JavaScript, above": ("javascript", """\
| /* ¤ */
> f(x);
| b();
"""),
    "JavaScript, above in a comment of several lines": ("javascript", """\
| /*
|  * ¤
|  */
> f(x);
| b();
"""),
    "JavaScript, before code": ("javascript", """\
| a();
> /* ¤ */ f(x);
| b();
"""),
    "JavaScript, in code": ("javascript", """\
> f(/* ¤ */ x);
| b();
"""),
    "JavaScript, a function that is an argument": ("javascript", """\
> app.get("/", (request) => { // ¤
|   f(x);
| });
"""),
    "JavaScript, if": ("javascript", """\
> if (f(x)) { // ¤
|   f(x);
| }
"""),
    "JavaScript, if without braces": ("javascript", """\
> if (f(x)) // ¤
|   f(x);
"""),
    "JavaScript, a string of several lines": ("javascript", """\
> f(`
>   x
> `); // ¤
| b();
"""),
    "TypeScript": ("typescript", """\
> const x: any = f( // ¤
>   x,
> );
| b();
"""),
    "Go": ("go", """\
| package p
| func g() {
>   f( // ¤
>     x,
>   )
|   b()
| }
"""),
    "Go, if": ("go", """\
| package p
| func g() {
>   if f(x) { // ¤
|     f(x)
|   }
| }
"""),
    "Java": ("java", """\
| class A {
|   // ¤
>   void g() {
|     f(x);
|   }
| }
"""),
    "C": ("c", """\
| int g() {
>   f(x, // ¤
>     y);
|   b();
| }
"""),
    "C++": ("cpp", """\
| namespace n {
| // ¤
> int x = f();
| int y = f();
| }
"""),
    "PHP": ("php", """\
| <?php
> f($x); # ¤
| b();
"""),
    "Ruby": ("ruby", """\
| def g
>   f(x) # ¤
|   b
| end
"""),
    "Ruby, if": ("ruby", """\
> if f(x) # ¤
|   f(x)
| end
"""),
    "shell": ("shellscript", """\
| a
> f "$x" \\
>   y # ¤
| b
"""),
    "shell, if": ("shellscript", """\
> if f "$x"; then # ¤
|   f "$x"
| fi
"""),
    "shell, in if": ("shellscript", """\
| if a; then
|   # ¤
>   f "$x" \\
>     y
|   b
| fi
"""),
    "shell, for": ("shellscript", """\
> for x in $(f); do # ¤
|   f "$x"
| done
"""),
    "YAML, behind": ("yaml", """\
> a: x # ¤
| b:
|   c: x
"""),
    "YAML, above": ("yaml", """\
| # ¤
> a:
|   b: x
| c: x
"""),
    "TOML": ("toml", """\
| [a]
> x = 1 # ¤
| y = 1
"""),
    "HTML": ("html", """\
| <p>
| <!-- ¤ -->
> <a href="x">
| </p>
"""),
    "CSS": ("css", """\
> a { color: red } /* ¤ */
| b { color: red }
"""),
    "SQL": ("sql", """\
> SELECT 1; -- ¤
| SELECT 2;
"""),
    "no grammar, behind": ("ini", """\
| [a]
> x = 1 ; ¤
| y = 1
"""),
    "no grammar, above": ("dockerfile", """\
| FROM a
| # ¤
> RUN b
| RUN c
"""),
}  # fmt: skip


def unmarked(marked: str) -> tuple[str, list[int]]:
    """A text without marks, and the numbers of its lines that are covered."""
    lines = marked.splitlines()
    covered = [number for number, line in enumerate(lines, 1) if line.startswith(">")]
    return "\n".join(line[2:] for line in lines).replace("¤", _COMMENT), covered


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", COVERED)
def test_the_lines_that_a_comment_speaks_of(name: str, ending: str) -> None:
    language, marked = COVERED[name]
    text, covered = unmarked(marked)
    found, wrong = suppressions(Source(text.replace("\n", ending), language))
    assert [list(range(each.first_line, each.last_line + 1)) for each in found] == [covered]
    assert wrong == []


NOT_COMMENTS: dict[str, tuple[str, str]] = {
    "a string": ("python", 'x = "# ¤"\n'),
    "a string of several lines": ("python", '"""\n# ¤\n# nosec\n"""\nf(x)\n'),
    "a string that ends behind it": ("python", "f('# nosec', '# ¤')\n"),
    "a formatted string": ("python", 'x = f"{y} # ¤"\n'),
    "a template": ("javascript", "x = `// ¤`\n"),
    "a here document": ("shellscript", "cat <<E\n# ¤\nE\n"),
    "text": ("html", "<p>¤</p>\n"),
    "code without a grammar": ("ini", "x = ¤\n"),
    "another word": ("python", "f(x)  # xhanare: ignore[HPY101]: why\n"),
    "another verb": ("python", "f(x)  # hanare: ignored[HPY101]: why\n"),
    "another case": ("python", "f(x)  # Hanare: Ignore[HPY101]: why\n"),
    "nosec in another language": ("go", "f(x) // # nosec\n"),
    "nosec in shell": ("shellscript", "f x # nosec\n"),
    "nosec as a part of a word": ("python", "f(x)  # nosecret\n"),
    "nosec later in a comment": ("python", "f(x)  # there is nosec here\n"),
    "other tools' comments": ("python", "f(x)  # noqa: S101  # type: ignore  # nosemgrep\n"),
}


@pytest.mark.parametrize("name", NOT_COMMENTS)
def test_what_is_no_such_comment(name: str) -> None:
    language, text = NOT_COMMENTS[name]
    assert suppressions(Source(text.replace("¤", _COMMENT), language)) == ([], [])


# What a comment says: ids, reason, author, last day.
SAID: dict[str, tuple[str, tuple[tuple[str, ...], str, str, str]]] = {
    "one": ("hanare: ignore[HPY101]: why", (("HPY101",), "why", "", "")),
    "two": ("hanare: ignore[HPY101,HPY102]: why", (("HPY101", "HPY102"), "why", "", "")),
    "blanks": (
        "hanare:  ignore[ HPY101 , HPY102 ] :  why  ", (("HPY101", "HPY102"), "why", "", ""),
    ),
    "no blank": ("hanare:ignore[HPY101]:why", (("HPY101",), "why", "", "")),
    "an author": ("hanare: ignore[HPY101] by=alice: why", (("HPY101",), "why", "alice", "")),
    "an address": (
        "hanare: ignore[HPY101] by=a.b@c.example: why", (("HPY101",), "why", "a.b@c.example", ""),
    ),
    "a last day": (
        "hanare: ignore[HPY101] until=2027-03-31: why", (("HPY101",), "why", "", "2027-03-31"),
    ),
    "all": (
        "hanare: ignore[HPY101] by=離 until=2027-03-31: 定数です",
        (("HPY101",), "定数です", "離", "2027-03-31"),
    ),
    "in the other order": (
        "hanare: ignore[HPY101] until=2027-03-31 by=a: why",
        (("HPY101",), "why", "a", "2027-03-31"),
    ),
    "a colon in the reason": (
        "hanare: ignore[HPY101]: see: https://x", (("HPY101",), "see: https://x", "", ""),
    ),
    "behind other words": (
        "TODO hanare: ignore[HPY101]: why", (("HPY101",), "why", "", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_a_comment_says(name: str) -> None:
    text, expected = SAID[name]
    ((read,), wrong) = suppressions(Source(f"f(x)  # {text}\n", "python"))
    until = read.until.isoformat() if read.until else ""
    assert (read.rules, read.reason, read.author, until) == expected
    assert (read.marker, wrong) == (Marker.HANARE, [])
    assert (read.start, read.excerpt) == (
        Place(1, 9 + text.index("hanare")),
        f"f(x)  # {text}",
    )


@pytest.mark.parametrize("closed", ["/* {} */", "/* {}*/", "/* {} */ g(y);", "/* {} */ // more"])
def test_a_comment_ends_where_it_is_closed(closed: str) -> None:
    text = f"f(x); {closed.format(_COMMENT)}\n"
    ((read,), _) = suppressions(Source(text, "javascript"))
    assert read.reason == "why"
    assert text[read.span.start : read.span.end] == _COMMENT


WRONG: dict[str, tuple[str, list[str], list[tuple[str, ...]]]] = {
    "no rules": ("hanare: ignore: why", [MALFORMED], []),
    "empty brackets": ("hanare: ignore[]: why", [MALFORMED], []),
    "a star": ("hanare: ignore[*]: why", [MALFORMED], []),
    "a blank before the brackets": ("hanare: ignore [HPY101]: why", [MALFORMED], []),
    "brackets left open": ("hanare: ignore[HPY101: why", [MALFORMED], []),
    "round brackets": ("hanare: ignore(HPY101): why", [MALFORMED], []),
    "no reason": ("hanare: ignore[HPY101]", [MALFORMED], []),
    "an empty reason": ("hanare: ignore[HPY101]:   ", [MALFORMED], []),
    "a reason without a colon": ("hanare: ignore[HPY101] why", [MALFORMED], []),
    "no such day": ("hanare: ignore[HPY101] until=2027-02-30: why", [MALFORMED], []),
    "no day": ("hanare: ignore[HPY101] until=soon: why", [MALFORMED], []),
    "an empty day": ("hanare: ignore[HPY101] until=: why", [MALFORMED], []),
    "another key": ("hanare: ignore[HPY101] for=ever: why", [MALFORMED], []),
    "no such rule": ("hanare: ignore[HPY999]: why", [UNKNOWN], []),
    "a rule in lower case": ("hanare: ignore[hpy101]: why", [UNKNOWN], []),
    "one such rule of two": ("hanare: ignore[HPY999,HPY101]: why", [UNKNOWN], [("HPY101",)]),
    "nosec, no such test": ("nosec B999", [UNKNOWN], []),
    "nosec, one such test of two": ("nosec B999,B602", [UNKNOWN], [("B602",)]),
    "nosec, prose": ("nosec - reviewed by alice", [UNKNOWN], []),
    "nosec, prose behind a colon": ("nosec: the command is a constant", [UNKNOWN], []),
    "nosec, signs": ("nosec !!", [UNKNOWN], []),
    "nosec, prose behind a test": ("nosec B602 it is a constant", [UNKNOWN], [("B602",)]),
    "nosec, a name in prose": ("nosec B602 unlike assert_used", [UNKNOWN], [("B602",)]),
    "nosec, no test in prose": ("nosec as in B602", [UNKNOWN], []),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_comment(name: str) -> None:
    text, expected, suppressed = WRONG[name]
    source = f"f(x)  # {text}\n"
    found, wrong = suppressions(Source(source, "python"))
    assert [each.rule for each in wrong] == expected
    assert [each.rules for each in found] == suppressed
    # The comment is what is marked, not its line.
    begins = "# nosec" if text.startswith("nosec") else "hanare"
    assert all(source[each.span.start :].startswith(begins) for each in wrong)


NOSEC: dict[str, tuple[str, tuple[str, ...]]] = {
    "bare": ("# nosec", ()),
    "without a blank": ("#nosec", ()),
    "with a colon": ("# nosec:", ()),
    "an id": ("# nosec B602", ("B602",)),
    "an id behind a colon": ("# nosec: B602", ("B602",)),
    "ids": ("# nosec B602,B607", ("B602", "B607")),
    "ids with blanks": ("# nosec B602 B607", ("B602", "B607")),
    "ids in brackets": ("# nosec [B602, B607]", ("B602", "B607")),
    "a name": ("# nosec assert_used", ("B101",)),
    "a name and an id": ("# nosec assert_used,B602", ("B101", "B602")),
    "another comment behind": ("# nosec B602  # the command is constant", ("B602",)),
    "a bare one with a comment behind": ("# nosec  # the command is constant", ()),
    "behind another comment": ("# noqa: S602  # nosec B602", ("B602",)),
}


@pytest.mark.parametrize("name", NOSEC)
def test_what_nosec_says(name: str) -> None:
    text, expected = NOSEC[name]
    ((read,), wrong) = suppressions(Source(f"f(x)  {text}\n", "python"))
    assert (read.marker, read.rules, wrong) == (Marker.NOSEC, expected, [])


NOSEC_LINES = {
    "behind": ("f(x)  # nosec\ng()\n", (1, 1)),
    "the first line": ("f(  # nosec\n  x\n)\n", (1, 3)),
    "the last line": ("f(\n  x\n)  # nosec\n", (1, 3)),
    "the midst": ("f(\n  x,  # nosec\n  y\n)\n", (2, 2)),
    "a head": ("if f(x):  # nosec\n    f(x)\n", (1, 1)),
    "alone: nothing": ("# nosec\nf(x)\n", (1, 1)),
}


@pytest.mark.parametrize("name", NOSEC_LINES)
def test_the_lines_that_nosec_speaks_of(name: str) -> None:
    text, expected = NOSEC_LINES[name]
    ((read,), _) = suppressions(Source(text, "python"))
    assert (read.first_line, read.last_line) == expected


def test_a_secret_beside_a_comment_is_blotted_out() -> None:
    text = f'key = "swordfish"  # {_COMMENT}\n'
    ((read,), _) = suppressions(Source(text, "python"), [Span(7, 16)])
    assert read.excerpt == f'key = "***"  # {_COMMENT}'


WRITTEN: dict[str, tuple[str, str, str]] = {
    "above a line": ("python", "a()\n‸f(x)\n", "a()\n# ¤\nf(x)\n"),
    "with its indentation": (
        "python",
        "def g():\n\tif x:\n\t\ty = ‸f(x)\n",
        "def g():\n\tif x:\n\t\t# ¤\n\t\ty = f(x)\n",
    ),
    "above the statement": ("python", "g(\n  1,\n  ‸f(x),\n)\n", "# ¤\ng(\n  1,\n  f(x),\n)\n"),
    "above a string of several lines": (
        "python", 'x = """\n‸y\n"""\n', '# ¤\nx = """\ny\n"""\n',
    ),
    "above the head": (
        "python", "def g(\n  x=‸f(),\n):\n  pass\n", "# ¤\ndef g(\n  x=f(),\n):\n  pass\n",
    ),
    "as the language has it": ("go", "package p\n‸var x = f()\n", "package p\n// ¤\nvar x = f()\n"),
    "in a callback": (
        "javascript", "g(() => {\n  ‸f(x);\n});\n", "g(() => {\n  // ¤\n  f(x);\n});\n",
    ),
    "without a grammar": ("dockerfile", "FROM a\n‸RUN b\n", "FROM a\n# ¤\nRUN b\n"),
    "with the text's line breaks": ("python", "a()\r\n‸f(x)\r\n", "a()\r\n# ¤\r\nf(x)\r\n"),
    "in the first line": ("yaml", "‸a: b\n", "# ¤\na: b\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_suppresses_once_there_is_a_reason(name: str) -> None:
    language, marked, expected = WRITTEN[name]
    at, text = marked.index("‸"), marked.replace("‸", "")
    change = comment(
        Source(text, language), Span(at, at + 1), "HPY101", author="me", until=date(2027, 3, 31)
    )
    assert change is not None
    begin = "hanare: ignore[HPY101] by=me until=2027-03-31: "
    changed = text[: change.span.start] + change.new + text[change.span.end :]
    assert changed == expected.replace("¤", begin)
    assert [each.rule for each in suppressions(Source(changed, language))[1]] == [MALFORMED]
    reasoned = Source(changed.replace(begin, f"{begin}why"), language)
    ((written,), wrong) = suppressions(reasoned)
    line = reasoned.lines.line_of(at + len(change.new) + len("why")) + 1
    assert written.first_line <= line <= written.last_line
    assert wrong == []


@pytest.mark.parametrize("language", ["html", "css", "json", "markdown", "plaintext"])
def test_nothing_is_written_where_no_comment_ends_with_its_line(language: str) -> None:
    source = Source("x\n", language)
    assert comment(source, Span(0, 1), "HPY101", author="", until=date(2027, 3, 31)) is None


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("php", "<p>\n<?php ‸f($x); ?>\n</p>\n"),
        ("php", "<p><?= ‸$x ?></p>\n"),
        ("shellscript", "cat <<END\n$(‸f)\nEND\n"),
        ("python", 'x = """\na\n"""; ‸f(x)\n'),
    ],
)
def test_nothing_is_written_where_it_would_be_no_comment(language: str, marked: str) -> None:
    at, source = marked.index("‸"), Source(marked.replace("‸", ""), language)
    assert comment(source, Span(at, at + 1), "HPY101", author="", until=date(2027, 3, 31)) is None


@pytest.mark.parametrize("text", ["f(x)  # nosec\n", "# nosec "])
def test_as_many_comments_as_anybody_can_write(text: str) -> None:
    found, _ = suppressions(Source(text * 3_000, "python"))
    assert len(found) == 3_000
