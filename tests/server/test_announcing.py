"""Telling the client of the status."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from hanare.server.announcing import Announcer, ShortStatus, is_wanted


def status(reason: str) -> ShortStatus:
    return ShortStatus(state="open", engine="running", reason=reason, document=None, paused=[])


class Scene:
    """An announcer of what `now` is."""

    def __init__(self, *, wanted: bool = True) -> None:
        self.now = "shown"
        self.sent: list[str | None] = []
        self.announcer = Announcer(
            lambda: status(self.now), lambda sent: self.sent.append(sent["reason"]), wanted=wanted
        )

    async def turn(self) -> None:
        await asyncio.sleep(0)


async def test_what_changes_in_one_turn_is_one_message() -> None:
    scene = Scene()
    for scene.now in ("shown", "empty", "cached"):
        scene.announcer.changed()
    assert scene.sent == []
    await scene.turn()
    assert scene.sent == ["cached"]


async def test_the_same_is_not_sent_again() -> None:
    scene = Scene()
    for scene.now in ("shown", "shown", "empty", "empty", "shown"):
        scene.announcer.changed()
        await scene.turn()
    assert scene.sent == ["shown", "empty", "shown"]


async def test_nothing_is_sent_to_who_does_not_want_it() -> None:
    scene = Scene(wanted=False)
    scene.announcer.changed()
    await scene.turn()
    assert scene.sent == []


@pytest.mark.parametrize(
    ("experimental", "wanted"),
    [
        ({"hanare": {"status": True}}, True),
        ({"hanare": {"status": True, "more": 1}, "other": 2}, True),
        ({"hanare": {"status": False}}, False),
        ({"hanare": {"status": "yes"}}, False),
        ({"hanare": []}, False),
        ({}, False),
        ([], False),
        (None, False),
    ],
)
def test_who_wants_it(experimental: types.LSPAny | None, wanted: bool) -> None:
    assert is_wanted(types.ClientCapabilities(experimental=experimental)) is wanted
