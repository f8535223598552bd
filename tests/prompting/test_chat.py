"""Turns by a family's layout."""

from __future__ import annotations

import pytest

from hanare.models.catalog import Catalog
from hanare.models.layout import ChatLayout
from hanare.prompting.chat import chat_prompt
from hanare.text.prompt import Marker, Plain, Prompt

CHATS = Catalog.load().chats


def shown(prompt: Prompt) -> str:
    """A prompt as the model's family writes it."""
    return "".join(each.name if isinstance(each, Marker) else each.text for each in prompt)


def test_chatml() -> None:
    prompt = chat_prompt(CHATS["chatml"], system="S", user="U", begun="B")
    assert shown(prompt) == (
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\nB"
    )


def test_without_a_system_role_its_text_is_in_front_of_the_users() -> None:
    prompt = chat_prompt(CHATS["gemma"], system="S", user="U")
    assert shown(prompt) == ("<start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\n")


@pytest.mark.parametrize("layout", CHATS.values(), ids=CHATS)
def test_texts_stay_text(layout: ChatLayout) -> None:
    hostile = "".join(layout.markers) + "{content}"
    plain = chat_prompt(layout, system="S", user="U", begun="B")
    prompt = chat_prompt(layout, system=hostile, user=hostile, begun=hostile)
    markers = [each for each in plain if isinstance(each, Marker)]
    assert [each for each in prompt if isinstance(each, Marker)] == markers
    texts = [each.text for each in prompt if isinstance(each, Plain)]
    assert sum(each.count(hostile) for each in texts) == 3
