from __future__ import annotations

import pytest

from hanare.engine.errors import EngineError
from hanare.engine.memory import require_room, usual_context

GB = 10**9


@pytest.mark.parametrize(
    ("per_token", "total", "tokens"),
    [
        (12 * 1024, 24 * GB, 4096),
        (12 * 1024, 2 * GB, 3840),
        (56 * 1024, 8 * GB, 3328),
        (512 * 1024, 4 * GB, 1024),
    ],
)
def test_the_usual_context_follows_the_memory(per_token: int, total: int, tokens: int) -> None:
    assert usual_context(per_token, total) == tokens


def test_a_context_that_does_not_fit_is_refused() -> None:
    require_room(4096, 12 * 1024, GB)
    with pytest.raises(EngineError, match=r"needs 13.2 GB; 1.0 GB are free"):
        require_room(2**20, 12 * 1024 + 300, GB)
