"""Findings in real VS Code: squiggles, hovers, fixes, the list of problems, the report."""

from __future__ import annotations

from contextlib import suppress

import pytest

from editors.vscode.workbench import Workbench

pytestmark = pytest.mark.editor

YAML = "import yaml\n\n\ndef load(path):\n    return yaml.load(open(path))\n"
MENDED = YAML.replace("yaml.load", "yaml.safe_load")
ACTIONS = ".action-widget .monaco-list-row"
PROBLEMS = ".markers-panel-container .monaco-list-row"


def to_finding(workbench: Workbench, name: str) -> None:
    workbench.open(name, YAML)
    workbench.wait(lambda: workbench.count(".squiggly-warning"), "the squiggle")
    workbench.press("ArrowUp", "End", "ArrowLeft")


def offered(workbench: Workbench, action: str) -> str:
    """Open the menu of actions until it has this one; return its selector.

    VS Code closes the menu over findings that come in.
    """

    def asked() -> bool:
        workbench.press("Escape", "Control+.")
        with suppress(AssertionError):
            workbench.wait(lambda: action in workbench.texts(ACTIONS), "the actions", 3)
            return True
        return False

    workbench.wait(asked, f"the action {action!r}")
    return f"{ACTIONS}:has-text('{action}')"


def test_a_squiggle_with_its_help(workbench: Workbench) -> None:
    to_finding(workbench, "squiggle.py")

    def helped() -> bool:
        # Again and again: the first time VS Code may still be asking, or draw the squiggle anew.
        with suppress(AssertionError):
            workbench.do("hover", selector=".squiggly-warning")
        text = " ".join(workbench.texts(".monaco-hover-content"))
        return all(part in text for part in ("hanare(B506)", "CWE-502", "How to fix it"))

    workbench.wait(helped, "the hover")
    workbench.screenshot("hover")
    workbench.press("Escape")


def test_a_fix_by_rule_is_applied(workbench: Workbench) -> None:
    to_finding(workbench, "fix.py")
    action = offered(workbench, "Use yaml.safe_load")
    workbench.screenshot("actions")
    workbench.click(action)
    workbench.sees(*MENDED.split("\n"))
    workbench.wait(lambda: not workbench.count(".squiggly-warning"), "that the squiggle is gone")


def test_a_finding_is_explained_by_its_action(workbench: Workbench) -> None:
    to_finding(workbench, "explained.py")
    workbench.click(offered(workbench, "Explain B506"))
    workbench.wait(
        lambda: "B506" in " ".join(workbench.do("frames", selector=".markdown-body")), "the page"
    )
    workbench.command("View: Close All Editors")


def test_the_help_of_a_rule_is_a_page(workbench: Workbench) -> None:
    to_finding(workbench, "help.py")
    workbench.click(offered(workbench, "Show the help of B506"))
    workbench.wait(lambda: "B506" in workbench.do("frames", selector="h1"), "the page")
    workbench.command("View: Close All Editors")


def test_the_workspace_is_analysed(workbench: Workbench) -> None:
    (workbench.workspace / "closed.py").write_text(YAML, encoding="utf-8")
    (workbench.workspace / "broken.py").write_text("def (\n", encoding="utf-8")
    path = workbench.open("opened.py", YAML)
    workbench.wait(lambda: workbench.count(".squiggly-warning"), "the squiggle")
    workbench.command("Hanare: Analyze the workspace")
    message = workbench.notified("Findings:")
    # Others may be half typed.
    assert "not analysed: 0" not in message
    workbench.command("Problems: Focus on Problems View")

    def counts() -> dict[str, int]:
        texts = workbench.texts(PROBLEMS)
        names = ("opened.py", "closed.py")
        return {name: sum(text.startswith(name) for text in texts) for name in names}

    workbench.wait(lambda: counts() == {"opened.py": 1, "closed.py": 1}, "both files in the list")
    # An open file's findings come from the server while it is edited, and are not shown twice.
    assert [text for text in workbench.texts(PROBLEMS) if "[Ln 5, Col 12]" in text]
    workbench.screenshot("problems")
    workbench.command("Hanare: Open the report of the last analysis")
    workbench.wait(
        lambda: "Security analysis: shop" in workbench.do("frames", selector="h1"), "the report"
    )
    workbench.screenshot("report")
    workbench.dismiss_notifications()
    workbench.click(".tab[data-resource-name='opened.py']")
    workbench.command("Hanare: Analyze this file")
    workbench.notified("Findings: 1.")
    workbench.command("Problems: Focus on Problems View")
    workbench.press("Home")  # the list is scrolled to the file in front
    workbench.wait(lambda: counts()["closed.py"], "the closed file in the list still")
    workbench.command("View: Close All Editors")
    workbench.press("Control+j")
    path.unlink()
    (workbench.workspace / "closed.py").unlink()
    (workbench.workspace / "broken.py").unlink()
