"""`hanare doctor`, as a person or a script runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from hanare.cli.doctor import doctor
from hanare.doctor import examination
from hanare.models.catalog import Catalog

HANARE = [sys.executable, "-P", "-m", "hanare", "doctor"]
NAMES = [
    "python", "platform", "dependencies", "cpu", "gpu", "memory", "model", "completion", "speed",
    "permissions", "editors", "network", "configuration",
]  # fmt: skip


def run(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it without a terminal, in a home of its own."""
    usual = {"PATH": os.defpath, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*HANARE, *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        cwd=tmp_path,
        env=usual | environment,
    )


def checks(process: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert process.stderr == ""
    document = json.loads(process.stdout)
    return {each["name"]: each for each in document["checks"]}


def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    process = run(tmp_path, "--json")
    found = checks(process)
    assert list(found) == NAMES
    assert process.returncode == 1
    assert found["model"]["state"] == "failed"
    assert "hanare models pull" in found["model"]["remedy"]
    for name in ("completion", "speed"):
        assert found[name]["state"] == "unknown"
    assert found["speed"]["details"]["recommended"] in {each.id for each in Catalog.load().models}
    assert found["dependencies"]["state"] == "ok"
    assert found["cpu"]["state"] in {"ok", "warning"}
    assert found["network"]["details"]["status"] in {"enforced", "advisory"}


def test_the_schema_is_that_of_the_output(tmp_path: Path) -> None:
    schema = json.loads(run(tmp_path, "--schema").stdout)
    document = json.loads(run(tmp_path, "--quick", "--json").stdout)
    jsonschema.validate(document, schema)
    assert document["version"] == 1
    assert all(each["title"] and each["found"] for each in document["checks"])


@pytest.mark.parametrize("home", ["", "/nonexistent/home", "file"])
def test_without_a_home(tmp_path: Path, home: str) -> None:
    (tmp_path / "file").write_text("x")
    process = run(tmp_path, "--quick", HOME=str(tmp_path / home) if home == "file" else home)
    assert process.stderr == ""
    assert process.returncode in {0, 1}
    assert "defect" not in process.stdout
    assert len([line for line in process.stdout.splitlines() if line[0] != " "]) == len(NAMES)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file"], "it writes nothing"


def test_text_needs_neither_colour_nor_terminal(tmp_path: Path) -> None:
    text = run(tmp_path, "--quick").stdout
    assert "\x1b" not in text
    rows = [line for line in text.splitlines() if not line.startswith(" ")]
    assert {line.split()[0] for line in rows} <= {"ok", "warning", "failed", "unknown"}
    assert "→ Run `hanare models pull" in text


def test_in_japanese(tmp_path: Path) -> None:
    for process in (
        run(tmp_path, "--quick", LC_ALL="ja_JP.UTF-8"),
        run(tmp_path, "--quick", "--lang", "ja"),
    ):
        rows = [line for line in process.stdout.splitlines() if not line.startswith(" ")]
        assert {line.split()[0] for line in rows} <= {"正常", "警告", "失敗", "不明"}
        assert "モデル" in process.stdout


def test_settings_and_their_layers(tmp_path: Path) -> None:
    (tmp_path / ".hanare.toml").write_text('[model]\nid = "evil"\n[completion]\nblocks = false\n')
    found = checks(run(tmp_path, "--quick", "--json", HANARE__LOG__LEVEL="info"))["configuration"]
    assert found["state"] == "warning"
    assert "model.id" in found["found"]
    assert found["details"]["log.level"] == "info (environment)"
    assert found["details"]["completion.blocks"] == f"False ({tmp_path / '.hanare.toml'})"
    assert found["details"]["completion.max_tokens"].endswith("(defaults)")


def test_a_damaged_model_is_found(tmp_path: Path) -> None:
    model = Catalog.load().get(Catalog.load().default)
    (tmp_path / model.file).write_bytes(b"GGUF, but another")
    process = run(tmp_path, "--json", HANARE_MODELS_DIR=str(tmp_path))
    found = checks(process)
    assert process.returncode == 1
    assert "is not the file it should be" in found["model"]["found"]
    assert "hanare models pull" in found["model"]["remedy"]
    assert found["completion"]["state"] == "unknown"


@pytest.mark.skipif(os.name != "posix", reason="modes are not Windows'")
def test_what_others_can_read_is_told(tmp_path: Path) -> None:
    cache = tmp_path / ".cache" / "hanare"
    cache.mkdir(parents=True)
    cache.chmod(0o755)
    found = checks(run(tmp_path, "--quick", "--json"))["permissions"]
    assert found["state"] == "warning"
    assert str(cache) in found["found"]
    cache.chmod(0o700)
    assert checks(run(tmp_path, "--quick", "--json"))["permissions"]["state"] == "ok"


def test_a_defect_in_one_check_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> frozenset[str]:
        raise RuntimeError("this quotes a file")

    monkeypatch.setattr(examination, "_flags", broken)
    result = CliRunner().invoke(doctor, ["--quick", "--json"])
    found = {each["name"]: each for each in json.loads(result.stdout)["checks"]}
    assert list(found) == NAMES
    assert found["cpu"]["state"] == "unknown"
    assert "RuntimeError" in found["cpu"]["found"]
    assert "quotes" not in result.output


@pytest.mark.model
def test_a_real_model_completes_and_is_measured(
    tmp_path: Path, model_path: Callable[[str], Path]
) -> None:
    folder = model_path("qwen2.5-coder-0.5b-instruct").parent
    found = checks(run(tmp_path, "--json", HANARE_MODELS_DIR=str(folder)))
    assert (found["model"]["state"], found["model"]["details"]["hashed"]) == ("ok", True)
    assert found["completion"]["state"] == "ok"
    assert found["completion"]["details"]["text"].strip() == "a + b"
    assert found["speed"]["details"]["reading"] > 0
    assert found["speed"]["details"]["writing"] > 0
