"""Ghost text in real VS Code: seen on the page, and what keys do to it."""

from __future__ import annotations

import sys

import pytest

from editors.vscode import tools
from editors.vscode.conftest import SERVER
from editors.vscode.workbench import SETTINGS, Workbench

pytestmark = pytest.mark.editor

AREA = "def area(width, height):\n"
BODY = "    size = width * height\n    return size"


def test_it_appears_while_typing_and_is_not_text(workbench: Workbench) -> None:
    path = workbench.open("appears.py", "import os\n\n")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    workbench.sees("import os", "", "total = price * count")
    workbench.screenshot("ghost")
    workbench.saved(path, "import os\n\ntotal = ")


def test_typing_through_keeps_it(workbench: Workbench) -> None:
    workbench.open("through.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    for typed, left in (("p", "rice * count"), ("rice", " * count"), (" *", " count")):
        workbench.type(typed)
        workbench.sees_ghost(left)
        workbench.sees("total = price * count")


def test_typing_something_else_takes_it_away(workbench: Workbench) -> None:
    workbench.open("else.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    workbench.type("x")
    workbench.sees_ghost("")


def test_tab_accepts_all_of_it_and_the_server_knows(workbench: Workbench) -> None:
    path = workbench.open("all.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    before = workbench.log()
    workbench.press("Tab")
    workbench.saved(path, "total = price * count")
    workbench.logged("accepted: 13 characters", before)


def test_accepting_is_one_undo_step(workbench: Workbench) -> None:
    path = workbench.open("undo.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    workbench.press("Tab")
    workbench.saved(path, "total = price * count")
    workbench.press("Control+z")
    workbench.saved(path, "total = ")
    workbench.press("Control+Shift+z")
    workbench.saved(path, "total = price * count")


def test_word_by_word_the_rest_stays(workbench: Workbench) -> None:
    path = workbench.open("words.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    before = workbench.log()
    workbench.press("Control+ArrowRight")
    workbench.sees_ghost(" * count")
    workbench.logged("accepted: 5 characters", before)
    for left, taken in (("* count", "total = price "), ("count", "total = price * ")):
        workbench.press("Control+ArrowRight")
        workbench.sees_ghost(left)
        workbench.sees("total = price * count")
        workbench.saved(path, taken)
    workbench.press("Control+ArrowRight")
    workbench.saved(path, "total = price * count")


def test_line_by_line_the_rest_stays(workbench: Workbench) -> None:
    path = workbench.open("lines.py")
    workbench.type(AREA)
    workbench.sees_ghost(BODY.removeprefix("    "))
    workbench.screenshot("multi-line")
    workbench.press("Control+Alt+ArrowRight")
    workbench.sees_ghost("    return size")
    workbench.saved(path, AREA + BODY.splitlines(keepends=True)[0])
    # What is left begins with indentation, and that is what Tab is for.
    workbench.press("Tab")
    workbench.sees_ghost("return size")
    workbench.press("Tab")
    workbench.saved(path, AREA + BODY)


def test_escape_dismisses(workbench: Workbench) -> None:
    path = workbench.open("dismiss.py")
    workbench.type("total = ")
    workbench.sees_ghost("price * count")
    workbench.press("Escape")
    workbench.sees_ghost("")
    workbench.saved(path, "total = ")


@pytest.mark.parametrize(
    ("text", "gets"),
    [
        pytest.param("", "    x", id="at the beginning"),
        pytest.param("if ready:\n    ", "if ready:\n        x", id="in indentation"),
    ],
)
def test_tab_without_ghost_text_indents(workbench: Workbench, text: str, gets: str) -> None:
    path = workbench.open(f"tab{len(text)}.py", text)
    workbench.sees_ghost("")
    workbench.press("Tab")
    workbench.type("x")
    workbench.saved(path, gets)


def test_asked_by_hand(workbench: Workbench) -> None:
    workbench.open("hand.py", "total = ")
    workbench.press("Alt+Backslash")
    workbench.sees_ghost("price * count")


def test_japanese_and_emoji_before_the_cursor(workbench: Workbench) -> None:
    path = workbench.open("japanese.py", '名前 = "👩‍💻 開発者"\n')
    workbench.type('挨拶 = "🎉" + ')
    workbench.sees_ghost("名前")
    workbench.screenshot("japanese")
    workbench.press("Tab")
    workbench.saved(path, '名前 = "👩‍💻 開発者"\n挨拶 = "🎉" + 名前')


def test_lines_that_end_as_on_windows(workbench: Workbench) -> None:
    path = workbench.open("windows.py", "x = 1\r\n")
    workbench.type(AREA)
    workbench.sees_ghost(BODY.removeprefix("    "))
    workbench.press("Tab")
    workbench.saved(path, "x = 1\r\n" + (AREA + BODY).replace("\n", "\r\n"))


def test_what_follows_the_cursor_stays_behind_it(workbench: Workbench) -> None:
    path = workbench.open("behind.py", "print(1, total = )\n")
    workbench.press("ArrowUp", "End", "ArrowLeft", "Backspace")
    workbench.type(" ")
    workbench.sees_ghost("price * count")
    workbench.sees("print(1, total = price * count)", "")
    workbench.press("Tab")
    workbench.saved(path, "print(1, total = price * count)\n")


def test_lines_that_are_indented_with_tabs(workbench: Workbench) -> None:
    before = "def one():\n\treturn 1\n\n\n"
    path = workbench.open("tabs.py", before)
    workbench.type("def tabbed(width):\n")
    workbench.wait(lambda: workbench.ghost.startswith("size = width * 2"), "the ghost text")
    workbench.screenshot("tabs")
    workbench.press("Tab")
    workbench.saved(path, before + "def tabbed(width):\n\tsize = width * 2\n\treturn size")


def test_beside_the_editors_own_list_of_words(workbench: Workbench) -> None:
    """The list has the keys while it is open; once closed, it is in nobody's way."""
    widget = ".suggest-widget.visible"
    before = "price_all = 1\n"
    workbench.configure(
        {
            "editor.wordBasedSuggestions": "currentDocument",
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
        }
    )
    try:
        path = workbench.open("beside.py", before)
        workbench.type("total = ")
        workbench.sees_ghost("price * count")
        workbench.press("Control+Space")
        workbench.wait(lambda: workbench.count(widget), "the list")
        workbench.wait(
            lambda: "price_all" in " ".join(workbench.texts(f"{widget} .monaco-list-row")),
            "the word",
        )
        workbench.screenshot("beside")
        workbench.press("Escape")
        workbench.wait(lambda: not workbench.count(widget), "that the list is closed")
        workbench.press("Alt+Backslash")
        workbench.sees_ghost("price * count")
        workbench.press("Tab")
        workbench.saved(path, before + "total = price * count")
    finally:
        workbench.press("Escape")
        workbench.configure(
            {
                key: SETTINGS[key]
                for key in ("editor.wordBasedSuggestions", "editor.quickSuggestions")
            }
        )


def test_from_one_suggestion_to_the_next_and_back(workbench: Workbench) -> None:
    """With a server that always has three when asked by hand."""
    program = tools.ROOT / "tests" / "e2e" / "scripted_server.py"
    workbench.configure({"hanare.command": [sys.executable, "-P", str(program)]})
    try:
        workbench.wait(lambda: workbench.processes(str(program)), "the other server")
        path = workbench.open("several.py", "x = ")
        workbench.ready()
        workbench.press("Alt+Backslash")
        workbench.sees_ghost("[ = |]")
        for key, shown in (
            ("Alt+]", "1"),
            ("Alt+]", "2"),
            ("Alt+[", "1"),
            ("Alt+[", "[ = |]"),
            ("Alt+[", "2"),
        ):
            workbench.press(key)
            workbench.sees_ghost(shown)
        workbench.screenshot("several")
        workbench.press("Tab")
        workbench.saved(path, "x = 2")
    finally:
        workbench.configure({"hanare.command": SERVER})
        # The status may still be the other server's.
        workbench.wait(lambda: workbench.servers(), "the usual server")
        workbench.ready()
        # Of the other server, also of its end. Of more than three messages the later are not shown.
        workbench.dismiss_notifications()
