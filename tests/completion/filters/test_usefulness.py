"""Suggestions that nobody would accept."""

from __future__ import annotations

from completion.filters.marked import KEPT, Case, by_rule, table

TRAILING = {
    "blanks": ("python", "x = ‸", "1  ", "1"),
    "lines": ("python", "x = ‸", "1\n\n", "1"),
    "Windows lines": ("python", "x = ‸\r\n", "1\r\n", "1"),
    "before a bracket": ("python", "f(‸)", "a ", "a"),
    "before a blank": ("python", "x = ‸ + 1", "y ", "y"),
    "lines before a bracket": ("typescript", "f({‸})", "\n  a: 1,\n\n", "\n  a: 1,\n"),
    "ideographic": ("python", "x = ‸", "1\u3000", "1"),
    "only white space": ("python", "x = ‸", "  \n", ""),
}

NOT_TRAILING = {
    "nothing": ("python", "x = ‸", "1"),
    "at the beginning": ("python", "x =‸", " 1"),
    "between": ("python", "x = ‸", "1 + 2"),
    "before a word": ("python", "f(‸b)", "a, "),
    "before an opening quote": ("python", "f(‸'b')", "a, "),
    "a line before a bracket": ("typescript", "f({‸})", "\n  a: 1,\n"),
}

SHORT = {
    "an operator": ("python", "x ‸", "=", "<too-short>"),
    "another": ("c", "int x = y ‸;", "+", "<too-short>"),
    "an opening quote": ("python", "x = ‸", '"', "<too-short>"),
    "a dot": ("python", "x‸", ".", "<too-short>"),
    "a backslash": ("python", "x = 1 ‸", "\\", "<too-short>"),
    "an opening bracket": ("python", "x = ‸", "(", "<too-short>"),
    "with white space": ("go", "x ‸", " * ", "<too-short>"),
}

LONG_ENOUGH = {
    "a closing bracket": ("python", "f(a‸", ")"),
    "a closing brace": ("c", "int f() {\n‸", "}"),
    "a colon": ("python", "if x‸", ":"),
    "a semicolon": ("c", "x()‸", ";"),
    "a name": ("python", "x = ‸", "y"),
    "a number": ("python", "x = ‸", "1"),
    "a Japanese letter": ("python", "x = ‸", "名"),
    "a brace that ends a line": ("go", "if x ‸", "{"),
    "a closing quote": ("python", "x = 'abc‸", "'"),
    "an operator and more": ("python", "x ‸", "+="),
}

COMMENTS = {
    "a comment": ("python", "x = 1\n‸", "# Add one.", "<comment-only>"),
    "behind code": ("python", "x = 1  ‸", "# one", "<comment-only>"),
    "two lines": ("go", "package a\n‸", "// One.\n// Two.", "<comment-only>"),
    "a block comment": ("java", "class A {\n  ‸\n}", "/** Say. */", "<comment-only>"),
    "Lua's": ("lua", "x = 1\n‸", "-- one", "<comment-only>"),
    "HTML's": ("html", "<p>a</p>\n‸", "<!-- one -->", "<comment-only>"),
    "Japanese": ("python", "x = 1\n‸", "# 一を足す", "<comment-only>"),
    "Windows lines": ("python", "x = 1\r\n‸\r\n", "# one", "<comment-only>"),
}

MORE_THAN_COMMENTS = {
    "code": ("python", "x = 1\n‸", "y = 2"),
    "a comment on code": ("python", "x = 1\n‸", "# Add one.\nx += 1"),
    "code with a comment": ("python", "x = ‸", "1  # one"),
    "in a comment": ("python", "# Add ‸", "one."),
    "a comment's next line": ("java", "/**\n * Say‸\n */", " it.\n * And this."),
    "a string with a marker": ("python", "x = ‸", "'# one'"),
    "the preprocessor": ("c", "int x;\n‸", "#include <stdio.h>"),
    "an attribute": ("rust", "‸\nstruct A;", "#[derive(Debug)]"),
    "a selector": ("css", "‸", "#id { color: red; }"),
    "without a grammar": ("nonesuch", "x = 1\n‸", "# one"),
    "a docstring": ("python", "def f():\n    ‸", '"""Say."""'),
}


@table(TRAILING)
def test_white_space_at_the_end_goes(case: Case) -> None:
    assert by_rule("trailing-space", case) == case.shown


@table({name: (*case, KEPT) for name, case in NOT_TRAILING.items()})
def test_other_white_space_stays(case: Case) -> None:
    assert by_rule("trailing-space", case) == case.shown


@table(SHORT)
def test_noise_is_refused(case: Case) -> None:
    assert by_rule("too-short", case) == case.shown


@table({name: (*case, KEPT) for name, case in LONG_ENOUGH.items()})
def test_short_suggestions_may_be_useful(case: Case) -> None:
    assert by_rule("too-short", case) == case.shown


@table(COMMENTS)
def test_comments_are_refused(case: Case) -> None:
    assert by_rule("comment-only", case) == case.shown


@table(COMMENTS)
def test_comments_are_shown_to_who_asks(case: Case) -> None:
    assert by_rule("comment-only", case, invoked=True) == KEPT


@table({name: (*case, KEPT) for name, case in MORE_THAN_COMMENTS.items()})
def test_comments_with_code_stay(case: Case) -> None:
    assert by_rule("comment-only", case) == case.shown
