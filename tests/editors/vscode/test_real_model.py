"""VS Code with the real 0.5B model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editors.vscode.workbench import Workbench

pytestmark = [pytest.mark.editor, pytest.mark.model]

TEXT = """\
def celsius(fahrenheit):
    return (fahrenheit - 32) * 5 / 9


def fahrenheit(celsius):
    """


@pytest.fixture
def real(workbench: Workbench, model_path: Callable[[str], Path]) -> Iterator[Workbench]:
    """The workbench with a model, by the settings alone: the server takes them over."""
    path = model_path("qwen2.5-coder-0.5b-instruct")
    workbench.configure({"hanare.engine.kind": "llama", "hanare.model.path": str(path)})
    yield workbench
    workbench.configure({"hanare.engine.kind": None, "hanare.model.path": None})
    workbench.restart()


def test_a_real_suggestion_and_a_real_explanation(real: Workbench) -> None:
    path = real.open("temperature.py", TEXT)
    real.wait(lambda: real.status != "Hanare: ready", "that the other engine is taken")
    real.type("return ")
    real.wait(lambda: "celsius" in real.ghost, "a suggestion that makes sense", 90)
    real.screenshot("real-ghost")
    real.press("Tab")
    real.press("Control+s")
    real.wait(lambda: path.read_text("utf-8").count("celsius") >= 3, "the suggestion in the file")
    real.command("Hanare: Explain the symbol at the cursor")

    said: list[str] = []

    def finished() -> bool:
        said.append("\n".join(real.do("frames", selector=".markdown-body")))
        return len(said[-1]) > 150 and len(said) > 40 and len(set(said[-40:])) == 1

    real.wait(finished, "an explanation that has come to its end", 90)
    assert "Parameters: celsius" in said[-1]
    real.screenshot("real-explanation")
    real.command("View: Close All Editors")
