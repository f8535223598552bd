"""Installing the server from files that one picks: in real VS Code, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from bundle.bundles import make_key
from editors.vscode.conftest import SERVER
from editors.vscode.packages import HELPER, STAND_IN, bundle, wheel
from editors.vscode.script import quoted
from editors.vscode.tools import ROOT
from editors.vscode.workbench import MISSING, READY, Workbench

pytestmark = pytest.mark.editor

ROWS = ".quick-input-list .monaco-list-row"
DIALOG = ".monaco-dialog-box"


def choose(workbench: Workbench, label: str) -> None:
    workbench.wait(lambda: label in " ".join(workbench.texts(ROWS)), label)
    workbench.screenshot("install")
    workbench.click(f"{ROWS}:has-text({quoted(label)})")


def name_path(workbench: Workbench, path: Path) -> None:
    """Say in VS Code's own dialog which file, or which folder."""
    value = "document.querySelector('.quick-input-widget input.input').value"
    # The dialog first writes the folder that it begins in, over whatever is there.
    begun = f"{workbench.workspace}/"
    workbench.wait(lambda: workbench.do("evaluate", code=value) == begun, "the dialog")
    workbench.press("Control+a")
    workbench.do("paste", text=f"{path}/" if path.is_dir() else str(path))
    # Return means nothing to it until it has read the folder, of which it shows what can be picked.
    folders = (each.name for each in path.glob("*/"))
    shown = next(folders) if path.is_dir() else path.name
    workbench.wait(lambda: shown in " ".join(workbench.texts(ROWS)), f"{shown} in the list")
    workbench.press("Enter")


def pick(workbench: Workbench, path: Path) -> None:
    choose(workbench, "A wheel…")
    name_path(workbench, path)


@pytest.fixture
def uninstalled(workbench: Workbench) -> Iterator[Path]:
    """The extension with what it has installed itself, if anything; returns its folder."""
    try:
        with workbench.another_server(MISSING, READY):
            workbench.configure({"hanare.command": None})
        yield workbench.home / "data" / "User" / "globalStorage" / "hanare.hanare"
    finally:
        workbench.press("Escape")
        workbench.dismiss_notifications()
        with workbench.another_server():
            workbench.configure({"hanare.command": SERVER})


def test_the_hanare_that_installed_the_extension(workbench: Workbench, uninstalled: Path) -> None:
    """`hanare editors install vscode` leaves word of itself; no other server is needed then."""
    del uninstalled
    workbench.notified("Hanare is not installed on this machine.")
    word = workbench.home / "data" / "hanare" / "vscode-server.json"
    word.parent.mkdir(parents=True)
    word.write_text(json.dumps(SERVER), encoding="utf-8")
    try:
        workbench.command("Hanare: Restart the server")
        workbench.ready()
    finally:
        word.unlink()


def test_from_a_wheel(workbench: Workbench, uninstalled: Path, tmp_path: Path) -> None:
    # On the search path there is a folder of this name, which is no program.
    workbench.notified("Hanare is not installed on this machine.")
    workbench.click(".notification-list-item .monaco-button:has-text('Install from files…')")
    pick(workbench, wheel(tmp_path / "wheels"))
    workbench.wait(lambda: workbench.status == READY, "the server", 90)
    (environment,) = (uninstalled / "environments").iterdir()
    assert (environment / "bin" / "hanare").exists()


def test_the_environment_in_use_outlives_the_next_one(
    workbench: Workbench, uninstalled: Path, tmp_path: Path
) -> None:
    """Servers of other windows run in it; it is deleted when no window that is open uses it."""
    environments = uninstalled / "environments"
    before = set(environments.iterdir())
    assert before, "test_from_a_wheel makes one"
    of_another_window = environments / "other" / f"used-by-{os.getpid()}"
    of_a_crashed_one = uninstalled / "bundle-other" / "used-by-999999999"
    for mark in (of_another_window, of_a_crashed_one):
        mark.parent.mkdir()
        mark.touch()
    with workbench.another_server():  # which the installation starts when it is done
        workbench.command("Hanare: Install the server from files")
        pick(workbench, wheel(tmp_path / "again"))
    assert len(set(environments.iterdir()) - before) == 2
    assert all((each / "bin" / "python").exists() for each in before)
    workbench.command("Developer: Reload Window")
    gone = (*before, of_a_crashed_one.parent)
    workbench.wait(lambda: not any(each.exists() for each in gone), "that it is deleted", 150)
    workbench.wait(lambda: workbench.status == READY, "the server", 90)
    assert of_another_window.exists()
    shutil.rmtree(of_another_window.parent)


def test_an_installation_that_is_cancelled_asks_nothing(
    workbench: Workbench, uninstalled: Path, tmp_path: Path
) -> None:
    environments = uninstalled / "environments"
    before = set(environments.glob("*"))
    workbench.command("Hanare: Install the server from files")
    pick(workbench, wheel(tmp_path / "wheels"))
    workbench.wait(lambda: set(environments.glob("*")) - before, "the environment")
    workbench.click(".notification-list-item .monaco-button:has-text('Cancel')")
    workbench.wait(lambda: not workbench.installs(), "that it has ended")
    workbench.wait(lambda: set(environments.glob("*")) == before, "that nothing is left of it")
    # Over a question there would be no palette.
    workbench.command("Notifications: Clear All Notifications")
    assert not workbench.count(DIALOG)


def test_an_archive_is_unpacked_by_the_first_releases_of_python_too(tmp_path: Path) -> None:
    """By those without a filter, in whose place this one forgets its own."""
    source = (ROOT / "editors" / "vscode" / "src" / "start" / "bundles.ts").read_text("utf-8")
    script = source.partition("const UNPACK = `")[2].partition("`")[0].replace("\\\\", "\\")
    forgetful = f"import tarfile; del tarfile.data_filter\n{script}"

    def unpack(archive: Path) -> str:
        command = (sys.executable, "-I", "-c", forgetful, str(archive), str(tmp_path / "into"))
        return subprocess.run(command, capture_output=True, text=True).stderr.strip()

    assert unpack(packed(tmp_path)) == ""
    (made,) = (tmp_path / "into").iterdir()
    assert (made / "SHA256SUMS").exists()
    for name, kind in (
        ("../out", tarfile.REGTYPE),
        ("/out", tarfile.REGTYPE),
        ("a", tarfile.SYMTYPE),
    ):
        path = tmp_path / "hostile.tar"
        with tarfile.open(path, "w") as archive:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        assert unpack(path) == f"{name} does not belong to a bundle"
    assert not (tmp_path / "out").exists()


def started_by(server: psutil.Process) -> str:
    """Return the environment that the stand-in which started a server is in."""
    with suppress(psutil.Error):
        return server.environ().get(STAND_IN, "")
    return ""


def from_elsewhere(folder: Path) -> str:
    """A package that only pip's own configuration knows of: see the fixture's PIP_FIND_LINKS."""
    return HELPER


def from_an_address(folder: Path) -> str:
    """The address of a file here: nothing else would tell that pip followed it."""
    return f"{HELPER} @ {wheel(folder / 'other', name=HELPER).as_uri()}"


def from_a_page(folder: Path) -> str:
    target = wheel(folder / "other", name=HELPER)
    page = f'<a href="{target.as_uri()}">{target.name}</a>'
    (folder / "needy").mkdir()
    (folder / "needy" / "index.html").write_text(page, encoding="utf-8")
    return HELPER


@pytest.mark.parametrize("needs", [from_elsewhere, from_an_address, from_a_page])
def test_nothing_is_fetched_unless_one_agrees(
    workbench: Workbench, tmp_path: Path, needs: Callable[[Path], str]
) -> None:
    workbench.command("Hanare: Install the server from files")
    pick(workbench, wheel(tmp_path / "needy", needs=needs(tmp_path)))
    workbench.wait(lambda: workbench.count(DIALOG), "the question", 60)
    assert "may use the network" in " ".join(workbench.texts(DIALOG))
    workbench.screenshot("install-asks")
    workbench.click(f"{DIALOG} .monaco-button:has-text('Cancel')")
    workbench.wait(lambda: not workbench.count(DIALOG), "that the question is gone")
    workbench.ready()


def packed(folder: Path) -> Path:
    made = bundle(folder)
    path = folder / "hanare-9.9.tar"
    with tarfile.open(path, "w") as archive:
        archive.add(made, made.name)
    return path


@pytest.mark.parametrize(
    ("make", "label"),
    [
        pytest.param(bundle, "A folder…", id="folder"),
        pytest.param(packed, "A bundle's archive…", id="archive"),
    ],
)
def test_from_a_bundle(
    workbench: Workbench,
    uninstalled: Path,
    tmp_path: Path,
    make: Callable[[Path], Path],
    label: str,
) -> None:
    made = make(tmp_path)
    versions = uninstalled / "installed" / "versions"
    before = set(versions.glob("*"))
    workbench.command("Hanare: Install the server from files")
    choose(workbench, label)
    name_path(workbench, made)
    choose(workbench, "Check the signature with a file of keys…")
    name_path(workbench, tmp_path / "maker.allowed")

    def begun() -> set[str]:
        return {started_by(each) for each in workbench.servers()}

    workbench.wait(
        lambda: begun() & {str(each) for each in set(versions.glob("*")) - before}, "it", 90
    )
    workbench.ready()


@pytest.mark.parametrize("wrong", ["signer", "installer"])
def test_a_bundle_that_is_not_right_runs_nothing(
    workbench: Workbench, tmp_path: Path, wrong: str
) -> None:
    made = bundle(tmp_path)
    ran = tmp_path / "ran"
    keys = tmp_path / "maker.allowed"
    if wrong == "signer":
        keys = make_key(tmp_path / "somebody").with_suffix(".allowed")
    else:
        program = made / "installer" / "__main__.py"
        program.write_text(f"open({str(ran)!r}, 'w')\n", encoding="utf-8")
    workbench.command("Hanare: Install the server from files")
    choose(workbench, "A folder…")
    name_path(workbench, made)
    choose(workbench, "Check the signature with a file of keys…")
    name_path(workbench, keys)
    workbench.notified("Hanare could not be installed from this bundle.")
    assert not ran.exists()
    workbench.dismiss_notifications()
