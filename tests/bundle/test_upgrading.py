"""One bundle after the other: what the next installation takes over from the one before.

Bundles are as signed and as verified as any; in the place of an environment there is a Python that
notes what Hanare is asked, and imports models as Hanare does, by copying.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from hanare.bundle.installer import installing
from hanare.bundle.installer.command import main
from hanare.bundle.installer.layout import BundledModel, Manifest
from hanare.bundle.installer.prefix import Prefix, python_of

from bundle.bundles import FILES, make_bundle, make_key

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="its Python is a script"),
    pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH"),
]
MANIFEST = Manifest(
    "1.0",
    "{}.{}".format(*sys.version_info),
    platform.system(),
    platform.machine(),
    "",
    (BundledModel("small", "small.gguf"),),
    "small",
    ("nvim", "vscode"),
)
PYTHON = """#!{python} -IS
import json, os, shutil, sys
from pathlib import Path

calls = Path({calls!r})
_, _, _, _, *asked = sys.argv  # itself, and: -P -m hanare
with calls.open("a") as file:
    print(*asked, file=file)
match asked:
    case "models", "import", source, *_:
        shutil.copy(source, json.loads(os.environ["HANARE__MODEL__DIRECTORY"]))
    case "editors", "install", editor:
        sys.exit(calls.with_name(f"without-{{editor}}").exists())
"""


@dataclass(frozen=True)
class Machine:
    """Where bundles are made and installed."""

    folder: Path
    key: Path
    prefix: Prefix

    @property
    def noted(self) -> Path:
        return self.folder / "calls"

    def bundle(self, version: str, model: bytes = b"GGUF right") -> Path:
        manifest = replace(MANIFEST, version=version)
        content: Mapping[str, bytes] = {
            **FILES,
            "manifest.json": manifest.dumped().encode(),
            "models/small.gguf": model,
        }
        return make_bundle(self.folder / f"bundle-{version}", self.key, content)

    def install(self, bundle: Path, *options: str) -> list[str]:
        """Install a bundle; return what Hanare was asked, but for doctor's examination."""
        self.noted.unlink(missing_ok=True)
        allowed = str(self.key.with_suffix(".allowed"))
        arguments = ("--prefix", str(self.prefix.root), "--key", allowed, *options)
        assert main(bundle, arguments) == 0
        return [each for each in self.noted.read_text("utf-8").splitlines() if each != "doctor"]

    def models(self) -> Path:
        """Return where the version in use looks for models."""
        environment = self.prefix.folder(str(self.prefix.current()))
        settings = tomllib.loads((environment / "hanare.toml").read_text("utf-8"))
        return Path(settings["model"]["directory"])


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path, make_key(tmp_path / "key"), Prefix(tmp_path / "𠮷田" / "prefix"))

    def make_environment(folder: Path, bundle: Path) -> None:
        python = python_of(folder)
        python.parent.mkdir(parents=True)
        # Not the one of .venv, whose path may have a blank, which a first line cannot.
        interpreter = Path(sys.executable).resolve()
        script = PYTHON.format(python=interpreter, calls=str(made.noted))
        python.write_text(script, encoding="utf-8")
        python.chmod(0o755)

    monkeypatch.setattr(installing, "make_environment", make_environment)
    return made


EVERYTHING = ["editors install nvim", "editors install vscode"]


def test_what_was_asked_for_holds_for_the_next_bundle(machine: Machine) -> None:
    shared = machine.folder / "shared"
    machine.install(machine.bundle("1.0"), "--models", str(shared), "--editors", "nvim")
    assert machine.models() == shared
    asked = machine.install(machine.bundle("1.1"))
    assert machine.models() == shared
    assert asked == ["models verify small", "editors install nvim"]
    asked = machine.install(machine.bundle("1.2"), "--editors", "vscode")
    assert asked == ["models verify small", "editors install vscode"]


def test_what_nobody_asked_for_is_what_each_bundle_has(machine: Machine) -> None:
    """An editor may have come to the machine since."""
    missing = machine.noted.with_name("without-vscode")
    missing.touch()
    assert machine.install(machine.bundle("1.0"))[-2:] == EVERYTHING
    assert machine.prefix.editors() == ("nvim",)
    missing.unlink()
    assert machine.install(machine.bundle("1.1"))[-2:] == EVERYTHING
    assert machine.prefix.editors() == ("nvim", "vscode")


def test_clients_that_are_there_are_not_forgotten(machine: Machine) -> None:
    first = machine.bundle("1.0")
    machine.install(first)
    machine.install(first, "--editors", "")
    assert machine.prefix.editors() == ("nvim", "vscode")


def test_other_weights_under_the_same_name_are_not_taken(machine: Machine) -> None:
    """Hanare may vouch for them, by what somebody has noted beside them."""
    machine.install(machine.bundle("1.0"))
    there = machine.models() / "small.gguf"
    assert there.read_bytes() == b"GGUF right"
    there.write_bytes(b"GGUF evil")
    asked = machine.install(machine.bundle("1.1"))
    assert asked[0].startswith("models import ")
    assert there.read_bytes() == b"GGUF right"


def test_a_version_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    first = machine.bundle("1.0")
    machine.install(first)
    name = str(machine.prefix.current())
    python = python_of(machine.prefix.folder(name))
    python.unlink()
    machine.install(first)
    assert python.exists()
    assert machine.prefix.current() == name


def test_room_is_needed_for_environment_and_models_together(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = machine.bundle("1.0", b"GGUF" + bytes(996))
    wheels = sum(len(content) for name, content in FILES.items() if name.startswith("wheels/"))
    needed = 1000 + 5 * wheels
    free = SimpleNamespace(free=needed - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    options = ("--prefix", str(machine.prefix.root), "--allow-unsigned")
    assert main(bundle, options) == 1
    assert f"{needed:,} are needed" in capsys.readouterr().err
    assert not machine.prefix.root.exists()
    free.free += 1
    assert main(bundle, options) == 0


def test_interrupted(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.install(machine.bundle("1.0"))
    before = machine.prefix.current()

    def interrupt(folder: Path, bundle: Path) -> None:
        folder.mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(installing, "make_environment", interrupt)
    options = ("--prefix", str(machine.prefix.root), "--allow-unsigned")
    assert main(machine.bundle("1.1"), options) == 1
    assert "Interrupted." in capsys.readouterr().err
    assert machine.prefix.current() == before
    assert machine.prefix.begun() == [before]
