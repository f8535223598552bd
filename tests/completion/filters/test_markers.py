"""Control markers, fences, texts to fill in and header lines."""

from __future__ import annotations

import pytest

from hanare.completion.filters.markers import markers
from hanare.models.catalog import Catalog

from completion.filters.marked import KEPT, Case, around, by_rule, table

MENDED = {
    "the end of text": ("python", "x = ‸", "1<|endoftext|>def f():", "1"),
    "nothing but a marker": ("python", "x = ‸", "<|fim_middle|>", "<markers>"),
    "padding": ("go", "x := ‸", "1<|fim_pad|><|fim_pad|>", "1"),
    "an invented file": ("python", "x = ‸", "1\n<|file_sep|>b.py\ny = 2", "1\n"),
    "StarCoder's": ("java", "int x = ‸;", "1<fim_suffix>", "1"),
    "DeepSeek's": ("c", "int x = ‸;", "1<｜fim▁end｜>", "1"),
    "a truncated marker": ("python", "x = ‸", "1<|fim_mid", "1"),
    "an end of sequence": ("python", "x = ‸", "1</s>", "1"),
    "after a string": ("python", "x = ‸", '"a"<|im_end|>', '"a"'),
    "in a string": ("python", "x = ‸", '"a<|im_end|>', '"a'),
    "fenced code": ("python", "‸", "```python\nx = 1\n```\nThis sets x.", "x = 1"),
    "a closing fence": ("typescript", "let x = ‸", "1;\n```\n", "1;"),
    "only a fence": ("go", "x := 1\n‸", "```", "<markers>"),
    "to fill in": ("python", "def f():\n    ‸", "# your code here\n    pass", "<markers>"),
    "to fill in later": (
        "typescript", "function f() {\n  ‸\n}", "let x = 1;\n  // ... existing code ...",
        "let x = 1;",
    ),
    "the rest of": (
        "java", "class A {\n  ‸\n}", "int x;\n  // rest of the class\n  int y;", "int x;",
    ),
    "to fill in, in Japanese code": (
        "python", "def 挨拶():\n    ‸", "print('やあ')\n    # Add your code here", "print('やあ')",
    ),
    "a header": ("python", "import a\n‸", "# File: src/b.py\nimport b", "import b"),
    "another file": ("go", "x := 1\n‸", "y := 2\n// Path: b.go\nz := 3", "y := 2"),
    "tabs": ("go", "func f() {\n\t‸\n}", "x()\n\t// implementation goes here", "x()"),
}  # fmt: skip

UNTOUCHED = {
    "code": ("python", "x = ‸", "1"),
    "a marker that the document has": ("python", 'END = "<|im_end|>"\nx = ‸', '"<|im_end|>"'),
    "an index": ("python", "x = y‸", "[SUFFIX]"),
    "a token's name": ("python", "tokens = ‸", '["<eos>", "<bos>"]'),
    "a tag": ("html", "<p><s>old‸</p>", "</s>"),
    "a usage text": ("shellscript", "echo ‸", '"Usage: $0 <filename>"'),
    "comparisons": ("c", "int x = ‸;", "a <b || c> d"),
    "a pipe": ("rust", "let f = ‸;", "|x| x < 1"),
    "fences in prose": ("markdown", "# Example\n‸", "```sh\nmake\n```"),
    "fences in a docstring": ("python", 'def f():\n    """‸"""', "Say.\n\n```\nf()\n```\n"),
    "a docstring with fences": (
        "python",
        "def f():\n    ‸",
        '"""Say.\n\n```\nf()\n```\n"""\n    return 1',
    ),
    "fences that the document has": ("python", 'A = """\n```\n"""\n‸', '"""\n```\n"""'),
    "a prompt for input": ("python", "x = input(‸)", '"Enter your code here"'),
    "a plain comment": ("python", "x = 1\n‸", "# Add one.\nx += 1"),
    "a header at the top": ("python", "‸", "# File: a.py\nimport b"),
    "keys like headers": ("yaml", "a: 1\n‸", "path: /tmp"),
    "Windows lines": ("python", "x = 1\r\n‸", "y = 2\r\nz = 3"),
}


@table(MENDED)
def test_is_cut_or_dropped(case: Case) -> None:
    assert by_rule("markers", case) == case.shown


@table({name: (*case, KEPT) for name, case in UNTOUCHED.items()})
def test_stays(case: Case) -> None:
    assert by_rule("markers", case) == case.shown


def test_every_layout_s_markers_are_known() -> None:
    catalog = Catalog.load()
    texts = {
        text for layout in catalog.layouts.values() for text in (*layout.markers, *layout.stop)
    }
    assert len(texts) > 20
    for text in sorted(texts):
        at = around("python", "x = 1\n‸")
        assert markers(f"{text}", at) != text, text


@pytest.mark.parametrize("language", ["nonesuch", "dockerfile"])
def test_works_without_a_grammar(language: str) -> None:
    assert markers("1<|endoftext|>", around(language, "x = ‸")) == "1"
    assert markers("1\n```\n", around(language, "x = ‸")) == "1"
