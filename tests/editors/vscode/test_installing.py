"""Installing the server from a wheel that one picks: in real VS Code, without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from editors.vscode.conftest import SERVER
from editors.vscode.workbench import Workbench

pytestmark = pytest.mark.editor

# Stands in for the real wheel, whose dependencies take minutes to install: it runs the server here.
FILES = {
    "hanare_stand_in.py": f"""\
import os
import sys


def main():
    os.execv({sys.executable!r}, [{sys.executable!r}, "-P", "-m", "hanare", *sys.argv[1:]])
""",
    "hanare-9.9.dist-info/METADATA": "Metadata-Version: 2.1\nName: hanare\nVersion: 9.9\n",
    "hanare-9.9.dist-info/WHEEL": (
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    ),
    "hanare-9.9.dist-info/entry_points.txt": "[console_scripts]\nhanare = hanare_stand_in:main\n",
}
ROWS = ".quick-input-list .monaco-list-row"


def wheel(folder: Path, needs: str = "") -> Path:
    folder.mkdir()
    path = folder / "hanare-9.9-py3-none-any.whl"
    files = dict(FILES)
    if needs:
        files["hanare-9.9.dist-info/METADATA"] += f"Requires-Dist: {needs}\n"
    files["hanare-9.9.dist-info/RECORD"] = "".join(f"{name},,\n" for name in files)
    with ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def pick(workbench: Workbench, path: Path) -> None:
    workbench.wait(lambda: "A wheel…" in " ".join(workbench.texts(ROWS)), "the choice")
    workbench.screenshot("install")
    workbench.click(f"{ROWS}:has-text('A wheel…')")
    value = "document.querySelector('.quick-input-widget input.input').value"
    # The dialog first writes the folder that it begins in, over whatever is there.
    begun = f"{workbench.workspace}/"
    workbench.wait(lambda: workbench.do("evaluate", code=value) == begun, "the dialog")
    workbench.press("Control+a")
    workbench.do("paste", text=str(path))
    # Return means nothing to it until it has read the folder.
    workbench.wait(lambda: path.name in " ".join(workbench.texts(ROWS)), "the wheel in the list")
    workbench.press("Enter")


def test_from_a_wheel(workbench: Workbench, tmp_path: Path) -> None:
    workbench.configure({"hanare.command": None})
    try:
        workbench.notified("Hanare is not installed on this machine.")
        workbench.click(".notification-list-item .monaco-button:has-text('Install from files…')")
        pick(workbench, wheel(tmp_path / "wheels"))
        workbench.wait(lambda: workbench.status == "Hanare: ready", "the server", 90)
        storage = workbench.home / "data" / "User" / "globalStorage" / "hanare.hanare"
        (environment,) = (storage / "environments").iterdir()
        assert (environment / "bin" / "hanare").exists()
    finally:
        workbench.press("Escape")
        workbench.dismiss_notifications()
        workbench.configure({"hanare.command": SERVER})
        workbench.ready()


def test_nothing_is_fetched_unless_one_agrees(workbench: Workbench, tmp_path: Path) -> None:
    workbench.command("Hanare: Install the server from files")
    pick(workbench, wheel(tmp_path / "needy", needs="no-such-package-of-hanare"))
    dialog = ".monaco-dialog-box"
    workbench.wait(lambda: workbench.count(dialog), "the question", 60)
    assert "may use the network" in " ".join(workbench.texts(dialog))
    workbench.screenshot("install-asks")
    workbench.click(f"{dialog} .monaco-button:has-text('Cancel')")
    workbench.wait(lambda: not workbench.count(dialog), "that the question is gone")
    workbench.ready()
