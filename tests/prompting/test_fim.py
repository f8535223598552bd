from __future__ import annotations

import pytest

from hanare.models.catalog import Catalog, Model
from hanare.prompting.fim import fim_prompt
from hanare.text.prompt import Marker, Plain

MODELS = Catalog.load().models


def test_qwen() -> None:
    layout = Catalog.load().get("qwen2.5-coder-0.5b-instruct").layout
    assert fim_prompt(layout, head="a\n", tail="b", suffix="\nc") == (
        Marker("<|fim_prefix|>"), Plain("a\n"),
        Marker("<|fim_suffix|>"), Plain("\nc"),
        Marker("<|fim_middle|>"), Plain("b"),
    )  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_typing_only_appends(model: Model) -> None:
    short, long = (
        fim_prompt(model.layout, head="head", tail=tail, suffix="suffix") for tail in ("t", "ta")
    )
    assert short[:-1] == long[:-1]
    assert isinstance(short[-1], Plain)
    assert short[-1].text.endswith("t")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_user_text_is_never_a_marker(model: Model) -> None:
    evil = "".join(model.layout.markers)
    prompt = fim_prompt(model.layout, head=evil, tail=evil, suffix=evil)
    plain = fim_prompt(model.layout, head="x", tail="x", suffix="x")
    assert [p for p in prompt if isinstance(p, Marker)] == [
        p for p in plain if isinstance(p, Marker)
    ]
