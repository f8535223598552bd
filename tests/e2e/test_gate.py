"""Insecure suggestions are not shown: the real server, engine process and scanning process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import Serve
from e2e.wire import SERVE, Message, WireClient
from hanare.observe.audit import verify

SCRIPT = """
[[answers]]
after = "shell="
says = "True)\\n"
[[answers]]
after = "check="
says = "True)\\n"
[[answers]]
after = "yaml."
says = "load(text)\\n"
"""
BEFORE = "import subprocess\nimport yaml\n\n\ndef run(command, text):\n    "

Start = Callable[..., Any]


@pytest.fixture
def start(serve: Serve) -> Start:
    async def run(**environment: str) -> WireClient:
        # The machine may be busy.
        patient = {"HANARE__GATE__MILLISECONDS": "5000", "HANARE__GATE__RECORD": "true"}
        client = await serve(SCRIPT, **(patient | environment))
        await client.initialize()
        return client

    return run


async def ask(client: WireClient, typed: str, version: int = 1) -> tuple[str | None, Message]:
    """Return what is suggested after `typed`, and why."""
    text = BEFORE + typed
    if version == 1:
        client.open(text + "\n")
    else:
        client.change(text + "\n", version)
    line = text.count("\n")
    column = len(text) - text.rfind("\n") - 1
    async with asyncio.timeout(60):
        answer = await client.answer(client.request_inline(line, column))
    items = answer["result"]["items"]
    reason = (await client.ask("hanare/lastReason"))["result"]
    shown = items[0]["insertText"] if items else None
    return shown, reason


async def test_what_makes_the_code_less_secure_is_hidden_with_its_rule(
    start: Start, tmp_path: Path
) -> None:
    client = await start()
    shown, reason = await ask(client, "subprocess.run(command, shell=")
    assert shown is None
    assert (reason["code"], reason["detail"]) == ("insecure", "B602")
    assert "hanare rules" in reason["explanation"]["en"]
    assert (await client.status())["totals"]["gate"] == {"hidden": 1}
    assert await client.leave() == 0

    trail = tmp_path / "hanare" / "audit" / "audit.jsonl"
    written = await asyncio.to_thread(trail.read_text)
    (entry,) = [json.loads(line) for line in written.splitlines()]
    assert (entry["rule"], entry["cwe"], entry["outcome"]) == ("B602", 78, "hidden")
    assert "shell" not in written
    assert verify(trail).broken is None


async def test_other_suggestions_in_the_same_place_are_shown(start: Start) -> None:
    client = await start()
    shown, reason = await ask(client, "subprocess.run([command], check=")
    assert shown is not None
    assert shown.endswith("True)")
    assert reason["code"] == "shown"
    shown, reason = await ask(client, "return yaml.", 2)
    assert (shown, reason["reason"]) == (None, "insecure:B506")


async def test_a_user_may_have_them_flagged(start: Start) -> None:
    client = await start(HANARE__GATE__HIGH="flag", HANARE__GATE__MEDIUM="flag")
    shown, reason = await ask(client, "subprocess.run(command, shell=")
    assert shown is not None
    assert reason["reason"] == "shown:flagged-B602"


async def test_a_project_may_not(start: Start, tmp_path: Path) -> None:
    (tmp_path / ".hanare.toml").write_text('[gate]\nhigh = "off"\nmedium = "off"\n')
    client = await WireClient.start(
        command=SERVE,
        HANARE__ENGINE__KIND="scripted",
        HANARE__ENGINE__SCRIPT=str(tmp_path / "script.toml"),
        HANARE__GATE__MILLISECONDS="5000",
    )
    (tmp_path / "script.toml").write_text(SCRIPT)
    await client.initialize(rootUri=tmp_path.as_uri())
    shown, reason = await ask(client, "subprocess.run(command, shell=")
    assert (shown, reason["reason"]) == (None, "insecure:B602")
    await client.shown_like("gate.high: only your own settings may say this")
    assert await client.leave() == 0
    await client.errors()


@pytest.mark.model
async def test_the_real_model(model_path: Callable[[str], Path], tmp_path: Path) -> None:
    model_path("qwen2.5-coder-0.5b-instruct")
    client = await WireClient.start(
        command=SERVE, HANARE__GATE__MILLISECONDS="5000", XDG_STATE_HOME=str(tmp_path)
    )
    await client.initialize()
    shown, reason = await ask(
        client, 'command = "convert " + command\n    return subprocess.run(command, shell='
    )
    assert reason["reason"] == "insecure:B602" or "True" not in (shown or "True")
    assert await client.leave() == 0
    await client.errors()
