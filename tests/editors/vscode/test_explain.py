"""Explanations in real VS Code: streamed beside the code, cancelled, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from editors.vscode.script import write_script
from editors.vscode.workbench import Workbench

pytestmark = pytest.mark.editor

GREET = "def greet(name):\n    return 'hello ' + name\n"
COUNT = "def count(items):\n    return len(items)\n"


def page(workbench: Workbench) -> str:
    """Return the text of the preview."""
    return "\n".join(workbench.do("frames", selector=".markdown-body"))


@pytest.fixture
def slow(workbench: Workbench) -> Iterator[Workbench]:
    """An engine that takes its time, so that one sees it speak."""
    script = workbench.home / "script.toml"
    write_script(script, 0.03)
    workbench.restart()
    yield workbench
    write_script(script)
    workbench.restart()
    workbench.dismiss_notifications()


@pytest.fixture(autouse=True)
def tidy(workbench: Workbench) -> Iterator[None]:
    yield
    workbench.dismiss_notifications()
    workbench.command("View: Close All Editors")


def test_a_symbol_is_explained_in_a_preview(workbench: Workbench) -> None:
    workbench.open("greet.py", GREET)
    workbench.press("ArrowUp")
    workbench.command("Hanare: Explain the symbol at the cursor")
    workbench.wait(lambda: "says hello to name" in page(workbench), "the explanation")
    assert "greet.py:2" in page(workbench)
    assert "Parameters: name" in page(workbench)
    workbench.screenshot("explanation")
    assert workbench.do("frames", selector="a[href^='command:']") == []


def test_it_streams_and_is_cancelled(slow: Workbench) -> None:
    slow.open("count.py", COUNT)
    slow.press("ArrowUp")
    slow.command("Hanare: Explain the symbol at the cursor")
    slow.wait(lambda: "1001" in page(slow), "the beginning")
    assert "1099" not in page(slow)
    slow.screenshot("streaming")
    slow.click(".notification-list-item .monaco-button:has-text('Cancel')")
    slow.wait(lambda: "Cancelled." in page(slow), "that it was cancelled")
    assert "1099" not in page(slow)
    slow.wait(lambda: not slow.count(".notification-list-item"), "that the progress has ended")


def test_a_docstring_is_inserted_if_one_says_so(workbench: Workbench) -> None:
    path = workbench.open("docstring.py", GREET)
    workbench.press("ArrowUp")
    workbench.command("Hanare: Write a docstring")
    workbench.notified("Insert the docstring?")
    assert path.read_text("utf-8") == GREET
    workbench.click(".notification-list-item .monaco-button:has-text('Insert')")
    workbench.click(".tab[data-resource-name='docstring.py']")
    head, body = GREET.splitlines(keepends=True)
    doc = '    """Say hello.\n\n    Args:\n        name: Who.\n    """\n'
    workbench.saved(path, head + doc + body)


def test_a_finding_is_explained_by_its_help(workbench: Workbench) -> None:
    workbench.open("finding.py", "import yaml\n\nyaml.load(open('a'))\n")
    workbench.wait(lambda: workbench.count(".squiggly-warning"), "the squiggle")
    workbench.press("ArrowUp", "End", "ArrowLeft")
    workbench.command("Hanare: Explain what is reported at the cursor")
    workbench.wait(lambda: "CWE-502" in page(workbench), "the explanation")


def test_a_question_about_the_selection(workbench: Workbench) -> None:
    workbench.open("question.py", GREET)
    workbench.press("Control+a")
    workbench.command("Hanare: Ask about the selection")
    title = f"{workbench.PALETTE} .quick-input-title"
    workbench.wait(
        lambda: "Ask about the selection" in workbench.texts(title), "the question's box"
    )
    workbench.type("Why so?")
    workbench.press("Enter")
    workbench.wait(lambda: "Why so?" in page(workbench), "the page")


def test_as_text(workbench: Workbench) -> None:
    workbench.configure({"hanare.explanations": "text"})
    try:
        workbench.open("text.py", GREET)
        workbench.press("ArrowUp")
        workbench.command("Hanare: Explain the symbol at the cursor")
        workbench.wait(
            lambda: any("says hello to `name`" in line for line in workbench.lines), "the text"
        )
    finally:
        workbench.configure({"hanare.explanations": None})
