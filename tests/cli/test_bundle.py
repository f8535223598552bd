"""`hanare bundle` where something is missing, and checking a bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hanare.bundle import creating
from hanare.bundle.creating import Order
from hanare.bundle.installer.verifying import digest_of
from hanare.cli.main import cli
from hanare.errors import HanareError
from hanare.models.store import ModelStore
from hanare.wording import Said

from bundle.bundles import make_bundle, make_key


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["bundle", *map(str, arguments)])


@pytest.mark.parametrize(
    ("options", "code", "expected"),
    [
        (("--model", "smollm2"), 2, "There is no model 'smollm2'"),
        (("--model", "starcoder2-3b"), 1, "starcoder2-3b"),
        (("--split", "many"), 2, "--split many is no size"),
        (("--split", "10"), 2, "--split 10 is no size"),
        (("--editor", "ed"), 2, "'ed'"),
        (("--python", "2.6"), 2, "There is no Python 2.6 here"),
        (("--sign", "/none/key"), 2, "/none/key"),
        (("--wheel", "/none/hanare.whl"), 2, "/none/hanare.whl"),
    ],
)
def test_what_cannot_be_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    code: int,
    expected: str,
) -> None:
    monkeypatch.setenv("HANARE_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.chdir(tmp_path)
    result = run("create", tmp_path / "out.tar", *options)
    assert result.exit_code == code, result.output
    assert expected in result.output
    assert not list(tmp_path.glob("out*"))


def test_outside_of_a_checkout_the_wheel_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creating, "data_root", lambda: tmp_path)
    with pytest.raises(HanareError, match="--wheel"):
        creating.create(Order(tmp_path / "out.tar", ()), ModelStore(tmp_path), _nobody)


EXTRA = ("cyclonedx", "packaging")
"""What `hanare[bundle]` brings along, and an installation without it may lack."""


@pytest.mark.parametrize("lacks", EXTRA)
def test_without_a_library_for_bills_of_materials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    monkeypatch.setattr(creating, "find_spec", lambda name: None if name == lacks else name)
    with pytest.raises(HanareError, match=r"cyclonedx-python-lib.*packaging"):
        creating.create(Order(tmp_path / "out.tar", ()), ModelStore(tmp_path), _nobody)


def test_the_command_is_there_without_them() -> None:
    blocked = "".join(f"sys.modules[{name!r}] = None; " for name in EXTRA)
    code = f"import sys; {blocked}import hanare.cli.bundle"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")
def test_checking(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    bundle = make_bundle(tmp_path / "bundle", key)
    signed = run("verify", bundle, "--key", key.with_suffix(".allowed"))
    assert signed.exit_code == 0, signed.output
    assert digest_of(bundle / "SHA256SUMS") in signed.output
    assert "was not checked" not in signed.output
    unsigned = run("verify", bundle, "--allow-unsigned")
    assert unsigned.exit_code == 0
    assert "was not checked" in unsigned.output
    assert run("verify", bundle).exit_code == 2
    (bundle / "install.sh").write_text("")
    assert run("verify", bundle, "--allow-unsigned").exit_code == 1


def _nobody(_: Said) -> None:
    """Listen to nothing."""
