"""Settings from every place, pulled, pushed and changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from e2e.wire import OPENED, SERVE, Message, WireClient
from hanare.config.settings import setting_keys

PULLS = {
    "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}
}


async def send_settings(wire: WireClient, sent: Any) -> None:
    """Answer the server's next question for settings."""
    question = await wire.asked("workspace/configuration")
    assert question["params"]["items"] == [{"section": "hanare"}]
    wire.send(id=question["id"], result=[sent])


def tokens(number: int | str) -> Message:
    return {"completion": {"maxTokens": number}}


async def test_initialization_options(wire: WireClient) -> None:
    await wire.initialize(initializationOptions=tokens(11))
    await wire.shown("opened with 11 tokens")
    assert (await wire.status())["problems"] == []


async def test_settings_are_asked_for_before_anything_is_opened(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS, initializationOptions=tokens(11))
    await send_settings(wire, tokens(12))
    await wire.shown("opened with 12 tokens")
    assert await wire.leave() == 0
    opened = [m for m in wire.received if "opened" in m.get("params", {}).get("message", "")]
    assert len(opened) == 1


async def test_a_change_is_asked_for_and_opens_another_completer(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS)
    await send_settings(wire, tokens(12))
    registration = await wire.asked("client/registerCapability")
    (registered,) = registration["params"]["registrations"]
    assert registered["method"] == "workspace/didChangeConfiguration"
    assert registered["registerOptions"] == {"section": "hanare"}
    wire.send(id=registration["id"], result=None)
    wire.open("text", language="waits")
    waiting = wire.request_inline()
    await wire.shown("waiting at 0")
    wire.notify("workspace/didChangeConfiguration", {"settings": None})
    await send_settings(wire, tokens(13))
    assert (await wire.answer(waiting))["result"] is None
    await wire.shown("closed")
    await wire.shown("opened with 13 tokens")


async def test_what_changes_the_log_alone_opens_nothing(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS)
    await send_settings(wire, {})
    await wire.shown(OPENED)
    wire.notify("workspace/didChangeConfiguration", {"settings": None})
    await send_settings(wire, {"log": {"level": "info"}})
    wire.open("abc")
    await wire.answer(wire.request_inline())
    assert await wire.leave() == 0
    opened = [m for m in wire.received if "opened" in m.get("params", {}).get("message", "")]
    assert len(opened) == 1
    log = await wire.errors()
    assert "INFO hanare.server.session: shown:/work/a.py: 0 of 3 characters" in log


async def test_pushed_settings(wire: WireClient) -> None:
    await wire.initialize()
    wire.notify("workspace/didChangeConfiguration", {"settings": {"hanare": tokens(14)}})
    await wire.shown("opened with 14 tokens")


async def test_a_mistake_is_shown_once_and_keeps_the_last_good_value(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS)
    await send_settings(wire, tokens(12))
    await wire.shown("opened with 12 tokens")
    for _ in range(2):
        wire.notify("workspace/didChangeConfiguration", {"settings": None})
        await send_settings(wire, tokens("many"))
    problem = "editor settings: completion.max_tokens: must be a whole number"
    await wire.until(lambda m: problem in m.get("params", {}).get("message", ""))
    assert any(each.startswith(problem) for each in (await wire.status())["problems"])
    assert await wire.leave() == 0
    shown = [m for m in wire.received if problem in m.get("params", {}).get("message", "")]
    assert len(shown) == 1


async def test_a_client_that_cannot_tell_its_settings(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS)
    question = await wire.asked("workspace/configuration")
    wire.send(id=question["id"], error={"code": -32603, "message": "no"})
    await wire.shown(OPENED)


async def test_a_client_that_answers_after_the_end(wire: WireClient) -> None:
    await wire.initialize(capabilities=PULLS)
    question = await wire.asked("workspace/configuration")
    await wire.ask("shutdown")
    wire.send(id=question["id"], result=[tokens(12)])
    wire.notify("exit")
    assert await wire.ended() == 0


async def test_a_project_may_not_choose_the_model(wire: WireClient, tmp_path: Path) -> None:
    (tmp_path / ".hanare.toml").write_text(
        '[model]\nid = "missing"\n[completion]\nmax_tokens = 15\n', encoding="utf-8"
    )
    await wire.initialize(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "project"}])
    await wire.shown("opened with 15 tokens")
    (problem,) = (await wire.status())["problems"]
    assert problem.startswith(f"{tmp_path / '.hanare.toml'}: model.id: only your own settings")


async def test_switched_off(wire: WireClient) -> None:
    await wire.initialize(initializationOptions={"completion": {"enabled": False}})
    wire.open("abc")
    assert (await wire.answer(wire.request_inline()))["result"] == {"items": []}
    status = await wire.status()
    assert (status["state"], status["reason"], status["problems"]) == ("off", "disabled", [])
    assert status["engine"] == {"state": "stopped"}
    assert status["last"]["evaluated_tokens"] == 0
    wire.notify(
        "workspace/didChangeConfiguration",
        {"settings": {"hanare": {"completion": {"enabled": True}}}},
    )
    await wire.shown(OPENED)
    assert (await wire.status())["state"] == "open"


async def test_a_completer_that_cannot_be_opened_is_told_once(wire: WireClient) -> None:
    await wire.initialize(initializationOptions={"model": {"id": "missing"}})
    await wire.shown("The model is missing.\nFetch it.")
    wire.open("abc")
    assert (await wire.answer(wire.request_inline()))["result"] == {"items": []}
    status = await wire.status()
    assert (status["state"], status["model"]) == ("failed", "missing")
    assert (status["reason"], status["problems"]) == ("engine-down", [])
    shown = [m for m in wire.received if "missing" in json.dumps(m.get("params", ""))]
    assert len(shown) == 1


async def test_a_log_file_that_cannot_be_written(wire: WireClient, tmp_path: Path) -> None:
    await wire.initialize(initializationOptions={"log": {"file": str(tmp_path)}})
    await wire.until(lambda m: "cannot be written" in m.get("params", {}).get("message", ""))
    assert "state" in await wire.status()


async def test_a_log_file(wire: WireClient, tmp_path: Path) -> None:
    file = tmp_path / "log"
    await wire.initialize(initializationOptions={"log": {"file": str(file), "level": "debug"}})
    wire.open("the-users-text")
    await wire.answer(wire.request_inline(0, 3))
    assert await wire.leave() == 0
    log = file.read_text(encoding="utf-8")
    assert "3 of 14 characters" in log
    assert "the-users-text" not in log
    assert "the-users-text" not in await wire.errors()


async def effective(wire: WireClient) -> dict[str, Any]:
    answer = await wire.ask("workspace/executeCommand", {"command": "hanare.settings"})
    values: dict[str, Any] = answer["result"]
    return values


async def test_the_settings_in_force_are_told(tmp_path: Path) -> None:
    (tmp_path / "hanare").mkdir()
    (tmp_path / "hanare" / "config.toml").write_text(
        '[completion]\ndisabled_languages = ["markdown"]\nmax_tokens = 7\n'
        '[analysis]\nallowed_secrets = ["open-sesame"]\n',
        encoding="utf-8",
    )
    wire = await WireClient.start(command=SERVE, XDG_CONFIG_HOME=str(tmp_path))
    await wire.initialize(initializationOptions=tokens(11))
    values = await effective(wire)
    assert values["completion.disabled_languages"] == ["markdown"]
    assert values["completion.max_tokens"] == 11
    assert values["completion.enabled"] is True
    assert values["model.path"] is None
    assert values.keys() == setting_keys_but("analysis.allowed_secrets")
    assert "open-sesame" not in json.dumps(values)
    assert await wire.leave() == 0


def setting_keys_but(left_out: str) -> set[str]:
    return {*setting_keys()} - {left_out}
