"""A bundle from beginning to end: made here, installed where there is no network, used there.

llama.cpp in it is the one of this environment: compiling the portable one takes too long.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from hanare.cli.main import cli

from bundle.bundles import make_key
from bundle.standins import repacked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="installs by install.sh"),
    pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH"),
]
MODEL = "smollm2-135m-instruct"


@dataclass(frozen=True)
class Bundles:
    """Archives, unpacked folders and the file of trusted keys."""

    first: Path
    folder: Path
    other: Path
    """Another bundle's folder, without editors."""
    allowed: Path
    key: Path
    wheel: Path
    """llama-cpp-python's."""


def create(target: Path, *options: object) -> None:
    command = ("bundle", "create", str(target), "--model", MODEL, *map(str, options))
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output


def unpack(archive: Path) -> Path:
    with tarfile.open(archive) as packed:
        packed.extractall(archive.parent, filter="data")
        return archive.parent / packed.getnames()[0].partition("/")[0]


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory, model_path: Callable[[str], Path]) -> Bundles:
    model_path(MODEL)
    folder = tmp_path_factory.mktemp("bundles")
    key = make_key(folder / "key")
    llama = repacked("llama-cpp-python", folder)
    first, other = folder / "first.tar", folder / "other" / "other.tar"
    create(first, "--editor", "nvim", "--sign", key, "--llama-wheel", llama)
    unpacked = unpack(first)
    (own,) = (unpacked / "wheels").glob("hanare-*.whl")
    same = ("--constraint", unpacked / "constraints.txt", "--wheel", own)
    create(other, "--sign", key, "--llama-wheel", llama, *same)
    return Bundles(first, unpacked, unpack(other), key.with_suffix(".allowed"), key, llama)


@cache
def alone() -> Sequence[str]:
    """Return what a command is put behind to have no network at all.

    Where namespaces are forbidden that is nothing, and dead addresses must do.
    """
    for way in (("unshare", "-rn"), ("unshare", "-n")):
        try:
            subprocess.run((*way, "true"), check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return way
    return ()


@dataclass(frozen=True)
class Home:
    """Somebody without a network, and with nothing in their home."""

    path: Path

    @property
    def prefix(self) -> Path:
        return self.path / ".local" / "share" / "hanare"

    @property
    def plugin(self) -> Path:
        return self.path / ".local" / "share" / "nvim" / "site" / "pack" / "hanare"

    def run(self, *command: object, fails: bool = False) -> str:
        environment = {
            "HOME": str(self.path),
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            # Not the one of .venv, which could see what is installed there.
            "PYTHON": str(Path(sys.executable).resolve()),
            # Neither pip's settings nor Python's may matter.
            "PIP_INDEX_URL": "https://none.invalid/simple",
            "PIP_REQUIRE_VIRTUALENV": "1",
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
            "PYTHONPATH": "/none",
        }
        done = subprocess.run(
            (*alone(), *map(str, command)),
            cwd=self.path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def hanare(self, *arguments: object) -> str:
        return self.run(self.prefix / "bin" / "hanare", *arguments)

    def in_use(self) -> str:
        return (self.prefix / "current").readlink().name


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, bundles: Bundles) -> Home:
    """The home of somebody who has installed the first bundle."""
    made = Home(tmp_path_factory.mktemp("home"))
    printed = made.run(bundles.folder / "install.sh", "--key", bundles.allowed)
    assert "is installed" in printed
    assert "A completion" in printed  # doctor's
    return made


def test_the_same_content_is_the_same_bundle(bundles: Bundles, tmp_path: Path) -> None:
    target = tmp_path / "first.tar"
    (own,) = (bundles.folder / "wheels").glob("hanare-*.whl")
    create(
        target, "--editor", "nvim", "--sign", bundles.key, "--llama-wheel", bundles.wheel,
        "--wheel", own, "--constraint", bundles.folder / "constraints.txt", "--split", "50M",
    )  # fmt: skip
    parts = sorted(tmp_path.glob("first.tar.0*"))
    assert len(parts) > 1
    joined = b"".join(part.read_bytes() for part in parts)
    assert joined == bundles.first.read_bytes()
    for listed in (target, bundles.first):
        sums = listed.with_name(f"{listed.name}.sha256")
        subprocess.run(("sha256sum", "-c", sums.name), cwd=sums.parent, check=True)
        check = ("-f", bundles.allowed, "-I", "maker", "-n", "hanare-bundle", "-s", f"{sums}.sig")
        command = ("ssh-keygen", "-Y", "verify", *check)
        subprocess.run(command, input=sums.read_bytes(), check=True)


def test_its_bill_of_materials(bundles: Bundles) -> None:
    text = (bundles.folder / "sbom.cdx.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    told = json.loads(text)
    components = told["components"]
    names = {each["bom-ref"]: each["name"] for each in components}
    needs = {
        names.get(each["ref"], ""): {names[other] for other in each.get("dependsOn", [])}
        for each in told["dependencies"]
    }
    assert needs[""] == {"hanare", "pip", "SmolLM2 135M Instruct"}
    assert "pygls" in needs["hanare"]
    assert "lsprotocol" in needs["pygls"]
    listed = {each["properties"][0]["value"]: each for each in components}
    lines = (bundles.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {name.rpartition("/")[2]: digest for name, digest in sums.items()
             if name.startswith(("wheels/", "models/"))}  # fmt: skip
    assert {name: each["hashes"][0]["content"] for name, each in listed.items()} == files
    model = listed["SmolLM2-135M-Instruct.Q4_1.gguf"]
    assert model["type"] == "machine-learning-model"
    assert model["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_everything_has_a_licence(bundles: Bundles) -> None:
    overview = (bundles.folder / "licences" / "README.md").read_text("utf-8")
    folders = {path.name for path in (bundles.folder / "licences").iterdir() if path.is_dir()}
    for line in (bundles.folder / "requirements.txt").read_text("utf-8").splitlines():
        name, _, version = line.partition(" ")[0].partition("==")
        assert f"| {name} | {version} |" in overview
        row = next(each for each in overview.splitlines() if each.startswith(f"| {name} |"))
        assert "see its text" not in row or f"{name}-{version}" in folders, name


def test_the_installer_needs_the_standard_library_alone(bundles: Bundles) -> None:
    command = (sys.executable, "-I", "-S", "-B", bundles.folder / "installer", "--help")
    assert (
        "--allow-unsigned"
        in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
    assert not list(bundles.folder.rglob("__pycache__"))


@pytest.mark.parametrize("kind", ["wheels/numpy-*", "models/*", "installer/hanare/errors.py"])
def test_a_damaged_file_is_refused(bundles: Bundles, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(bundles.folder, folder, copy_function=os.link)
    (victim,) = folder.glob(kind)
    content = victim.read_bytes()
    victim.unlink()  # the link alone
    victim.write_bytes(content + b"\n")
    stranger = Home(tmp_path / "home")
    stranger.path.mkdir()
    told = stranger.run(folder / "install.sh", "--key", bundles.allowed, fails=True)
    assert f"{victim.relative_to(folder)} is not the file" in told
    assert not list(stranger.path.iterdir())


def test_a_completion(home: Home, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("def total(prices):\n    return sum(\n")
    answer = json.loads(home.hanare("complete", f"{tmp_path / 'shop.py'}:2:16", "--json"))
    assert answer["model"] == MODEL
    assert answer["text"] or answer["reason"]
    assert answer["reason"] != "engine-down"


def test_an_analysis(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text("import subprocess\n\n\ndef f(x):\n    subprocess.run(x, shell=True)\n")
    known = tmp_path / "known.json"
    home.hanare("analyze", path, "--write-baseline", known)  # exits with 0, whatever is found
    assert "B602" in known.read_text("utf-8")


def test_an_explanation(home: Home, tmp_path: Path) -> None:
    (tmp_path / "add.py").write_text("def add(a, b):\n    return a + b\n")
    assert "add" in home.hanare("explain", tmp_path / "add.py")


def test_versions_side_by_side(home: Home, bundles: Bundles, tmp_path: Path) -> None:
    """Upgrade, with a shared folder of models; back; and removal of everything."""
    first = home.in_use()
    server = home.plugin / "start" / "hanare" / "server.json"
    assert first in server.read_text("utf-8")
    shared = tmp_path / "shared"
    shutil.copytree(home.prefix / "models", shared)
    (model,) = shared.glob("*.gguf")
    before = model.stat()
    home.run(bundles.other / "install.sh", "--key", bundles.allowed, "--models", shared)
    second = home.in_use()
    assert second != first
    after = model.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    listed = json.loads(home.hanare("models", "list", "--json"))
    assert [each["id"] for each in listed if each["installed"]] == [MODEL]
    installer = (home.prefix / "current" / "bin" / "python", "-P", "-m", "hanare.bundle.installer")
    home.run(*installer, "--rollback")
    assert home.in_use() == first
    names = home.run(*installer, "--list").splitlines()
    assert sorted(names) == sorted((f"* {first}", f"  {second}"))
    # Installed once more it is only put into use.
    home.run(bundles.folder / "install.sh", "--key", bundles.allowed)
    home.run(bundles.folder / "install.sh", "--uninstall")
    assert not home.prefix.exists()
    assert not server.exists()
    assert model.exists()
