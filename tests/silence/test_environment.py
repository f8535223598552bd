"""Variables that lead to other machines are taken away; all others stay."""

from __future__ import annotations

import pytest

from hanare.silence.environment import is_of_networks, scrub
from silence.variables import OF_NETWORKS


@pytest.mark.parametrize("name", sorted(OF_NETWORKS))
def test_taken_away(name: str) -> None:
    assert is_of_networks(name)


@pytest.mark.parametrize(
    "name",
    ["PATH", "HOME", "LANG", "HANARE__MODEL__ID", "XDG_CACHE_HOME", "OMP_NUM_THREADS", "PROXY",
     "SHELF_LIFE", "PIPELINE", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "SSL", "TMPDIR"],
)  # fmt: skip
def test_left_alone(name: str) -> None:
    assert not is_of_networks(name)


def test_scrub() -> None:
    environ = {"PATH": "/bin", "https_proxy": "http://p", "HTTP_PROXY": "http://p", "HF_TOKEN": "t"}
    scrub(environ)
    assert environ == {"PATH": "/bin"}
