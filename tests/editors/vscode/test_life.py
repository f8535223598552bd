"""The server's life in real VS Code: what the status item says, switches, crashes and restarts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from editors.vscode import tools
from editors.vscode.conftest import SERVER
from editors.vscode.workbench import Workbench

pytestmark = pytest.mark.editor

SUGGESTED = {"shown", "cached"}


def test_the_status_item_tells_the_model_and_opens_the_menu(workbench: Workbench) -> None:
    workbench.open("status.py")
    workbench.ready()
    workbench.explains_itself("Model: ")
    workbench.click(workbench.STATUS)
    rows = ".quick-input-list .monaco-list-row"
    workbench.wait(lambda: "Complete now" in " ".join(workbench.texts(rows)), "the menu")
    workbench.screenshot("menu")
    workbench.press("Escape")


def test_why_nothing(workbench: Workbench) -> None:
    workbench.open("why.py")
    assert workbench.reason_for("nothing = ") == "empty"
    workbench.command("Hanare: Why is nothing suggested?")
    workbench.notified("(empty)")
    workbench.dismiss_notifications()
    workbench.explains_itself("(empty)")
    workbench.screenshot("status")


def test_switching_a_language_keeps_what_the_users_file_says(workbench: Workbench) -> None:
    config = workbench.home / "config" / "hanare" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('[completion]\ndisabled_languages = ["markdown"]\n', encoding="utf-8")
    switch = "Hanare: Switch suggestions on or off for this language"
    try:
        workbench.open("keeps.py")
        workbench.restart()
        workbench.command(switch)
        workbench.wait(
            lambda: (
                workbench.setting("hanare.completion.disabledLanguages") == ["markdown", "python"]
            ),
            "both languages",
        )
        workbench.command(switch)
        workbench.wait(
            lambda: workbench.setting("hanare.completion.disabledLanguages") == ["markdown"],
            "the user's own",
        )
        # VS Code reads its own file later, and must not find the next one in its place.
        workbench.wait(lambda: workbench.reason_for("total = ") in SUGGESTED, "suggestions")
    finally:
        config.unlink()
        workbench.configure({"hanare.completion.disabledLanguages": None})
        workbench.restart()


def test_a_setting_that_is_reset_holds_no_longer(workbench: Workbench) -> None:
    """Nor does one that the server was started with."""
    off = "Hanare: suggestions are switched off"
    workbench.open("reset.py")
    workbench.command("Hanare: Switch suggestions on or off everywhere")
    workbench.wait(lambda: workbench.status == off, "the status")
    workbench.restart(off)
    workbench.reset("hanare.completion.enabled")
    workbench.ready()
    workbench.begins_to_suggest("total = ", "price * count")


@pytest.mark.parametrize(
    ("title", "aloud", "reason"),
    [
        pytest.param(
            "Hanare: Pause or resume suggestions in this file",
            "Hanare: paused in this file",
            "paused",
            id="file",
        ),
        pytest.param(
            "Hanare: Switch suggestions on or off everywhere",
            "Hanare: suggestions are switched off",
            "disabled",
            id="everywhere",
        ),
        pytest.param(
            "Hanare: Switch suggestions on or off for this language",
            "Hanare: ready",
            "disabled:language",
            id="language",
        ),
    ],
)
def test_switching(workbench: Workbench, title: str, aloud: str, reason: str) -> None:
    workbench.open(f"switch-{reason.replace(':', '-')}.py")
    workbench.ready()
    workbench.command(title)
    workbench.wait(lambda: workbench.status == aloud, f"the status {aloud!r}")
    # A changed setting is on its way to the server for a moment.
    workbench.wait(lambda: workbench.reason_for("total = ") == reason, f"the reason {reason!r}")
    workbench.sees_ghost("")
    workbench.screenshot(f"off-{reason.replace(':', '-')}")
    workbench.command(title)
    workbench.ready()
    workbench.wait(lambda: workbench.reason_for("total = ") in SUGGESTED, "suggestions again")
    workbench.sees_ghost("price * count")


def test_a_server_that_dies_is_started_again(workbench: Workbench) -> None:
    workbench.open("killed.py")
    (server,) = workbench.servers()
    server.kill()
    workbench.wait(lambda: workbench.status != "Hanare: ready", "that its end is noticed")
    workbench.wait(
        lambda: [each.pid for each in workbench.servers()] not in ([], [server.pid]), "another"
    )
    workbench.ready()
    workbench.type("total = ")
    workbench.sees_ghost("price * count")


def test_restarting_by_hand_twice_at_once(workbench: Workbench) -> None:
    workbench.open("restart.py")
    (server,) = workbench.servers()
    workbench.command("Hanare: Restart the server")
    workbench.command("Hanare: Restart the server")
    workbench.wait(
        lambda: len(found := workbench.servers()) == 1 and found[0].pid != server.pid, "another"
    )
    # The second restart may only begin now: what is typed meanwhile is not answered.
    workbench.begins_to_suggest("total = ", "price * count")
    assert len(workbench.servers()) == 1


def test_a_server_that_is_not_there(workbench: Workbench) -> None:
    workbench.configure({"hanare.command": ["no-such-program", "serve"]})
    workbench.wait(lambda: workbench.status == "Hanare: not installed", "the status")
    workbench.notified("hanare.command was not found: no-such-program")
    workbench.screenshot("missing")
    workbench.dismiss_notifications()
    workbench.configure({"hanare.command": SERVER})
    workbench.ready()


def test_a_server_that_dies_at_once(workbench: Workbench) -> None:
    workbench.configure({"hanare.command": [sys.executable, "-c", "import sys; sys.exit(7)"]})
    try:
        workbench.notified("Hanare's server could not be started. The log says why.")
        workbench.wait(lambda: workbench.status == "Hanare: the server is down", "the status")
        # In the library's words nobody would know what to do.
        (message,) = workbench.texts(".notification-list-item-message")
        assert "EPIPE" not in message
        buttons = workbench.texts(".notification-list-item .monaco-button")
        assert {"Restart the server", "Open log"} <= set(buttons)
        workbench.screenshot("dies")
        workbench.dismiss_notifications()
    finally:
        workbench.configure({"hanare.command": SERVER})
        workbench.ready()


def test_a_server_that_never_answers(workbench: Workbench) -> None:
    """Commands work meanwhile, a corrected setting helps, and at last it is given up."""
    workbench.configure({"hanare.command": ["sleep", "5000"]})
    try:
        (first,) = workbench.wait(lambda: workbench.processes("5000"), "the program")
        workbench.command("Hanare: Open the log")
        workbench.wait(
            lambda: workbench.count(".output-view-content, .panel .monaco-editor"), "the log"
        )
        workbench.command("Hanare: Restart the server")
        workbench.wait(
            lambda: [each.pid for each in workbench.processes("5000")] not in ([], [first.pid]),
            "another",
        )
        assert not first.is_running()
        workbench.configure({"hanare.command": SERVER})
        workbench.ready()
        workbench.configure({"hanare.command": ["sleep", "5000"]})
        message = "Hanare's server gives no answer."
        selector = ".notification-list-item-message"
        workbench.wait(
            lambda: any(message in text for text in workbench.texts(selector)), "the message", 60
        )
        assert workbench.status == "Hanare: the server is down"
        workbench.wait(lambda: not workbench.processes("5000"), "that it is ended")
        workbench.dismiss_notifications()
        workbench.press("Control+j")
    finally:
        workbench.configure({"hanare.command": SERVER})
        workbench.ready()


def test_the_installation_is_checked_in_a_terminal(workbench: Workbench) -> None:
    workbench.command("Hanare: Check the installation")
    (doctor,) = workbench.wait(lambda: workbench.processes("doctor"), "hanare doctor")
    assert doctor.cmdline()[:-1] == SERVER[:-1]
    workbench.wait(
        lambda: "hanare doctor" in " ".join(workbench.texts(".single-terminal-tab")), "the terminal"
    )
    workbench.wait(lambda: not doctor.is_running(), "its end", 60)
    workbench.screenshot("doctor")
    workbench.press("Control+j")


def test_models_can_be_chosen(workbench: Workbench) -> None:
    workbench.open("models.py")
    workbench.command("Hanare: Choose the model")
    rows = ".quick-input-list .monaco-list-row"
    workbench.wait(lambda: "in use" in " ".join(workbench.texts(rows)), "the models")
    workbench.screenshot("models")
    workbench.click(f"{rows}:has-text('SmolLM2 135M')")
    places = [workbench.home / "data" / place / "settings.json" for place in ("User", "Machine")]

    # As text: VS Code may be in the middle of writing it.
    workbench.wait(
        lambda: any('"smollm2-135m-instruct"' in place.read_text("utf-8") for place in places),
        "the setting",
    )
    workbench.explains_itself("Model: smollm2-135m-instruct")
    workbench.configure({"hanare.model.id": None})
    workbench.explains_itself("Model: Qwen2.5")
    workbench.ready()


def test_a_workspace_chooses_no_program_and_switches_nothing_off(workbench: Workbench) -> None:
    hostile = json.loads((workbench.workspace / ".vscode" / "settings.json").read_text("utf-8"))
    assert hostile == {"hanare.command": ["/bin/false"], "hanare.completion.enabled": False}
    workbench.open("trust.py")
    workbench.ready()
    workbench.type("total = ")
    workbench.sees_ghost("price * count")


def test_no_process_of_vs_codes_has_asked_for_anything_beyond_this_machine(
    workbench: Workbench,
) -> None:
    """The page in the browser, and Node below code-server: the extension's host is one of those."""
    assert workbench.do("offsite") == []
    noted = workbench.connections()
    assert any("--type=extensionHost" in line for line in noted if line.startswith("watched "))
    assert [line for line in noted if line.startswith("asked ")] == []


@pytest.mark.parametrize(
    "code",
    [
        "require('node:http').get('http://192.0.2.1/').on('error', () => 0).destroy()",
        "require('node:net').connect(80, '192.0.2.1').on('error', () => 0).destroy()",
        "fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(10) }).catch(() => 0)",
        "require('node:dns').lookup('nowhere.invalid', () => 0)",
    ],
)
def test_the_watch_sees_what_it_is_there_for(tmp_path: Path, code: str) -> None:
    watch = Path(__file__).parent / "watch.cjs"
    noted = tmp_path / "connections"
    subprocess.run(
        [tools.node() / "bin" / "node", f"--require={watch}", "--eval", code],
        env={"HANARE_TEST_WATCH": str(noted)},
        check=True,
    )
    assert re.search(r"^asked (192\.0\.2\.1|nowhere\.invalid)$", noted.read_text("utf-8"), re.M)
