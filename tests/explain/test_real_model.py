"""A real model: whatever it says, what is shown is safe, in the right language, and ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from explain.test_explaining import SHELL, finding, symbol
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.explain.events import Explanation
from hanare.explain.kinds import Kind
from hanare.explain.service import open_explanations
from hanare.explain.speech import is_english, is_japanese
from hanare.explain.subject import Text

MODEL = "qwen2.5-coder-0.5b-instruct"
CODE = """\
def average(values):
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)
"""


@pytest.mark.model
async def test_what_is_shown(model_path: Callable[[str], Path], tmp_path: Path) -> None:
    model_path(MODEL)
    words = tmp_path / "words.txt"
    words.write_text("average: the mean that the audit office asks for\n", "utf-8")
    settings = Settings.model_validate(
        {"model": {"id": MODEL}, "explain": {"glossary": [str(words)]}}
    )
    engine, _ = open_engine(settings)
    explanations = open_explanations(settings, engine)

    async def made(*arguments: object, **options: object) -> Explanation:
        async for event in explanations.of(*arguments, **options):  # type: ignore[arg-type]
            if isinstance(event, Explanation):
                return event
        raise AssertionError

    try:
        english = await made(symbol(CODE, "def"), "en")
        facts, _, prose = english.markdown.partition("\n\n`average` ")
        assert "- Raises: `ValueError` (L3)" in facts
        assert is_english(prose)
        assert len(prose) > 40
        japanese = await made(symbol(CODE, "def"), "ja")
        assert is_japanese(japanese.markdown.partition("`average` は、")[2])
        told = await made(finding(SHELL), "en")
        assert "B602 · CWE-78" in told.markdown
        assert len(told.markdown.partition("**In this code**")[2]) > 40 or told.notes
        text = Text(CODE, "python", "average.py")
        subject = text.symbol(0, Kind.DOCSTRING)
        documented = await made(subject, "en", text=text)
        (edit,) = documented.edits
        after = CODE[: edit.span.start] + edit.new + CODE[edit.span.end :]
        compile(after, "average.py", "exec")
        assert '"""' in after
        subject = text.symbol(0, Kind.TEST)
        tests = await made(subject, "en", text=text)
        compile(tests.code, "test_average.py", "exec")
        assert "from average import average" in tests.code
    finally:
        await engine.close()
