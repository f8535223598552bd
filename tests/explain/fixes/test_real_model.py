"""A real model: whatever it says, what is offered is verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from explain.fixes.cases import analyser, case, result_of
from hanare.analysis.catalogue import rules
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.explain.author import Author
from hanare.explain.fixes.candidate import applied
from hanare.explain.fixes.fixing import MOST_TRIES, Mended, NotMended, mend
from hanare.models.catalog import Catalog

MODEL = "qwen2.5-coder-0.5b-instruct"
TEXTS = {
    "B605": "import os\n\n\ndef ping(host):\n    os.system('ping -c 1 ' + host)\n    return host\n",
    "B608": (
        "def find(db, name):\n"
        "    cursor = db.execute(\"SELECT a FROM b WHERE c = '%s'\" % name)\n"
        "    return cursor.fetchone()\n"
    ),
    "HPY130": (
        "import jwt\n\n\ndef user_of(token):\n"
        "    claims = jwt.decode(token, options={'verify_signature': False})\n"
        "    return claims['sub']\n"
    ),
}


@pytest.mark.model
async def test_what_is_offered_is_verified(model_path: Callable[[str], Path]) -> None:
    model_path(MODEL)
    chat = Catalog.load().get(MODEL).chat
    assert chat is not None
    engine, _ = open_engine(Settings.model_validate({"model": {"id": MODEL}}))
    try:
        for rule, text in TEXTS.items():
            outcome = await mend(case(text, rule), Author(engine, chat), analyser())
            if isinstance(outcome, NotMended):
                assert len(outcome.refusals) == MOST_TRIES
                continue
            assert isinstance(outcome, Mended)
            after = result_of(applied(text, outcome.edits))
            assert after.why is None
            serious = [each.rule for each in after.findings if not rules()[each.rule].advisory]
            assert serious == []
    finally:
        await engine.close()
