"""models.toml: complete, consistent, and what the design promises."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from hanare.errors import ExitCode, UsageError
from hanare.models.catalog import Catalog, Model
from hanare.models.sources import WheelsSource, checked_url, is_loopback
from models.samples import model

CATALOG = Catalog.load()

MINIMAL = """
default = "a"
[layouts.plain]
[chats.c]
user = "{content}"
assistant = "{content}"
opening = ""
[[models]]
id = "a"
name = "A"
family = "a"
file = "a.gguf"
parameters = 1
licence = "MIT"
commercial = "free"
layout = "plain"
chat = "c"
card = "https://example.org"
"""


def test_the_default_model_can_be_pulled_used_freely_and_infills() -> None:
    default = CATALOG.get(CATALOG.default)
    assert default.sources
    assert default.commercial == "free"
    assert default.layout.infills
    assert default.chat is not None


@pytest.mark.parametrize("known", CATALOG.models, ids=lambda known: known.id)
def test_a_model_is_either_verifiable_or_the_user_brings_it(known: Model) -> None:
    assert bool(known.sources) == (known.sha256 is not None)
    assert ("pull" in known.how_to_get) == bool(known.sources)


def test_parts_are_listed_in_order() -> None:
    for known in CATALOG.models:
        for source in known.sources:
            assert isinstance(source, WheelsSource)
            if len(source.packages) > 1:
                numbers = [int(p.partition("==")[0].rpartition("part")[2]) for p in source.packages]
                assert numbers == list(range(1, len(numbers) + 1))


def test_every_layout_is_used() -> None:
    assert {known.layout.name for known in CATALOG.models} == set(CATALOG.layouts)
    assert {known.chat.name for known in CATALOG.models if known.chat} == set(CATALOG.chats)


def test_deepseek_infills_as_base_model_only() -> None:
    base = CATALOG.get("deepseek-coder-v2-lite-base")
    instruct = CATALOG.get("deepseek-coder-v2-lite-instruct")
    assert (base.layout.infills, base.chat) == (True, None)
    assert not instruct.layout.infills


def test_an_unknown_id_names_its_neighbours() -> None:
    with pytest.raises(UsageError) as caught:
        CATALOG.get("qwen2.5-coder-0.5b-instuct")
    assert caught.value.exit_code is ExitCode.USAGE
    assert "qwen2.5-coder-0.5b-instruct" in caught.value.remedy
    assert "hanare models list" in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        CATALOG.get("???")
    assert "Did you mean" not in caught.value.remedy


def test_the_minimal_catalogue_is_right() -> None:
    only = Catalog.parse(MINIMAL).get("a")
    assert only.layout.name == "plain"
    assert only.chat is not None


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('layout = "plain"', 'layout = "fancy"', "no layout 'fancy'"),
        ('chat = "c"', 'chat = "d"', "no chat 'd'"),
        ('default = "a"', 'default = "b"', "no model 'b'"),
        ('file = "a.gguf"', 'file = "../a.gguf"', "file"),
        ('file = "a.gguf"', 'file = "a.gguf"\nsize = 1', "size and sha256 come together"),
        ('file = "a.gguf"', f'file = "a.gguf"\nsize = 1\nsha256 = "{"G" * 64}"', "sha256"),
        ('commercial = "free"', 'commercial = "maybe"', "commercial"),
        ('licence = "MIT"', 'licence = "MIT"\nlicense = "MIT"', "Extra inputs"),
        (
            "[layouts.plain]",
            "[layouts.plain]\nfim = '{tail}{head}'",
            "must come last",
        ),
    ],
)
def test_a_wrong_catalogue_is_refused(right: str, wrong: str, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Catalog.parse(MINIMAL.replace(right, wrong))


def test_ids_are_unique() -> None:
    twice = MINIMAL + MINIMAL[MINIMAL.index("[[models]]") :]
    with pytest.raises(ValidationError, match="more than once"):
        Catalog.parse(twice)


def test_a_source_needs_a_digest() -> None:
    with pytest.raises(ValidationError, match="without a digest"):
        model({"kind": "file", "path": "/x"}, content=None)


@pytest.mark.parametrize(
    "package", ["x", "x>=1", "--index-url==1", "x==1 y==2", "x @ http://h/x.whl==1", "../x==1"]
)
def test_a_package_is_a_name_and_a_version_only(package: str) -> None:
    with pytest.raises(ValidationError):
        WheelsSource(kind="wheels", member="*", packages=(package,))


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://example.org/a", True),
        ("http://127.0.0.1:8000/a", True),
        ("http://localhost/a", True),
        ("http://[::1]/a", True),
        ("http://example.org/a", False),
        ("http://127.0.0.1.example.org/a", False),
        ("http://localhost@example.org/a", False),
        ("ftp://localhost/a", False),
        ("file:///etc/passwd", False),
        ("https:///a", False),
    ],
)
def test_transports(url: str, trusted: bool) -> None:
    if trusted:
        assert checked_url(url) == url
    else:
        with pytest.raises(ValueError, match="only https"):
            checked_url(url)


def test_loopback() -> None:
    assert is_loopback("127.8.9.1")
    assert not is_loopback("0.0.0.0")  # noqa: S104  a name in a test
    assert not is_loopback("localhost.example.org")


def test_the_catalogue_is_cheap_to_import() -> None:
    heavy = {"urllib3", "filelock", "psutil", "rich", "click", "numpy", "llama_cpp", "subprocess"}
    code = "import sys, hanare.models.catalog; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert heavy.isdisjoint(loaded)
