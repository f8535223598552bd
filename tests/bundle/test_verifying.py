"""A bundle that is not exactly what its maker signed is refused, and nothing is written."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanare.bundle.installer.command import main
from hanare.bundle.installer.layout import is_safe
from hanare.bundle.installer.verifying import Trust, verify
from hanare.errors import HanareError, UsageError

from bundle.bundles import FILES, make_bundle, make_key, sign, snapshot, sums_of

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")


@dataclass(frozen=True)
class Keys:
    """The key of a bundle's maker, and somebody else's."""

    maker: Path
    other: Path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    return Keys(make_key(folder / "maker"), make_key(folder / "other"))


@pytest.fixture
def bundle(tmp_path: Path, keys: Keys) -> Path:
    return make_bundle(tmp_path / "bundle", keys.maker)


def _flip_a_bit(bundle: Path, _: Keys) -> None:
    path = bundle / "wheels" / "one-1.0-py3-none-any.whl"
    path.write_bytes(bytes((path.read_bytes()[0] ^ 1, *path.read_bytes()[1:])))


def _truncate(bundle: Path, _: Keys) -> None:
    os.truncate(bundle / "models" / "small.gguf", 1000)


def _swap(bundle: Path, _: Keys) -> None:
    one, two = sorted((bundle / "wheels").iterdir())
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)


def _add(bundle: Path, _: Keys) -> None:
    (bundle / "wheels" / "three-1.0-py3-none-any.whl").write_bytes(b"PK three")


def _add_beside_the_installer(bundle: Path, _: Keys) -> None:
    (bundle / "installer").mkdir()
    (bundle / "installer" / "json.py").write_text("raise SystemExit(0)\n")


def _remove(bundle: Path, _: Keys) -> None:
    (bundle / "models" / "small.gguf").unlink()


def _link(bundle: Path, _: Keys) -> None:
    path = bundle / "models" / "small.gguf"
    path.rename(bundle.parent / "elsewhere.gguf")
    path.symlink_to(bundle.parent / "elsewhere.gguf")


def _link_a_folder(bundle: Path, _: Keys) -> None:
    (bundle / "models").rename(bundle.parent / "models")
    (bundle / "models").symlink_to(bundle.parent / "models")


def _pipe(bundle: Path, _: Keys) -> None:
    os.mkfifo(bundle / "models" / "pipe")


def _change_with_its_digest(bundle: Path, _: Keys) -> None:
    """What somebody does who knows how the digests are checked, but has no key."""
    files = {**FILES, "install.sh": b"#!/bin/sh\nrm -rf ~\n"}
    (bundle / "install.sh").write_bytes(files["install.sh"])
    (bundle / "SHA256SUMS").write_bytes(sums_of(files))


def _forget_a_line(bundle: Path, _: Keys) -> None:
    lines = (bundle / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    (bundle / "SHA256SUMS").write_bytes(b"".join(lines[:-1]))


def _no_list(bundle: Path, _: Keys) -> None:
    (bundle / "SHA256SUMS").unlink()


def _no_signature(bundle: Path, _: Keys) -> None:
    (bundle / "SHA256SUMS.sig").unlink()


def _broken_signature(bundle: Path, _: Keys) -> None:
    (bundle / "SHA256SUMS.sig").write_text("-----BEGIN SSH SIGNATURE-----\nAAAA\n")


def _foreign_signature(bundle: Path, keys: Keys) -> None:
    _change_with_its_digest(bundle, keys)
    sign(bundle, keys.other)


def _signature_for_something_else(bundle: Path, keys: Keys) -> None:
    sign(bundle, keys.maker, "git")


def _signed_list(lines: bytes) -> Callable[[Path, Keys], None]:
    """Have the maker sign a list that no bundle has: the installer must still refuse it."""

    def change(bundle: Path, keys: Keys) -> None:
        (bundle / "SHA256SUMS").write_bytes(sums_of(FILES) + lines)
        sign(bundle, keys.maker)

    return change


_ZEROS = b"0" * 64
TAMPERED: dict[str, tuple[Callable[[Path, Keys], None], str]] = {
    "a corrupted wheel": (_flip_a_bit, "wheels/one-1.0-py3-none-any.whl is not the file"),
    "a truncated model": (_truncate, "models/small.gguf is not the file"),
    "swapped files": (_swap, "wheels/one-1.0-py3-none-any.whl is not the file"),
    "an extra wheel": (_add, "wheels/three-1.0-py3-none-any.whl does not belong"),
    "an extra module": (_add_beside_the_installer, "installer/json.py does not belong"),
    "a missing model": (_remove, "models/small.gguf is missing"),
    "a link": (_link, "models/small.gguf does not belong"),
    "a linked folder": (_link_a_folder, "models does not belong"),
    "a pipe": (_pipe, "models/pipe does not belong"),
    "a file and its digest": (_change_with_its_digest, "not signed by any of the keys"),
    "a shorter list": (_forget_a_line, "not signed by any of the keys"),
    "no list": (_no_list, "There is no list of digests"),
    "no signature": (_no_signature, "The bundle is not signed."),
    "a broken signature": (_broken_signature, "not signed by any of the keys"),
    "a foreign signature": (_foreign_signature, "not signed by any of the keys"),
    "a signature for git": (_signature_for_something_else, "not signed by any of the keys"),
    "a path outside": (_signed_list(_ZEROS + b"  ../outside\n"), "a line that is none"),
    "an absolute path": (_signed_list(_ZEROS + b"  /etc/passwd\n"), "a line that is none"),
    "a file twice": (_signed_list(_ZEROS + b"  install.sh\n"), "a line that is none"),
    "a short digest": (_signed_list(b"00  more\n"), "a line that is none"),
}


def test_a_bundle_as_it_was_made(bundle: Path, keys: Keys) -> None:
    before = snapshot(bundle)
    for trust in (Trust(keys.maker.with_suffix(".allowed")), Trust(unsigned=True)):
        verified = verify(bundle, trust)
        assert verified.digest == hashlib.sha256((bundle / "SHA256SUMS").read_bytes()).hexdigest()
        assert verified.files == {
            name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()
        }
    assert snapshot(bundle) == before


@pytest.mark.parametrize("how", TAMPERED)
def test_refused_before_anything_is_written(
    how: str, bundle: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, expected = TAMPERED[how]
    tamper(bundle, keys)
    before = snapshot(bundle.parent) if how != "a pipe" else {}
    prefix = bundle.parent / "prefix"
    options = ("--prefix", str(prefix), "--key", str(keys.maker.with_suffix(".allowed")))
    assert main(bundle, options) == 1
    assert expected in capsys.readouterr().err
    assert not prefix.exists()
    if before:
        assert snapshot(bundle.parent) == before


@pytest.mark.parametrize("how", sorted(TAMPERED.keys() - {
    "a file and its digest", "a shorter list", "no signature", "a broken signature",
    "a foreign signature", "a signature for git",
}))  # fmt: skip
def test_without_a_signature_the_digests_count_all_the_same(
    how: str, bundle: Path, keys: Keys
) -> None:
    tamper, expected = TAMPERED[how]
    tamper(bundle, keys)
    with pytest.raises(HanareError, match=expected):
        verify(bundle, Trust(unsigned=True))


@pytest.mark.parametrize(
    ("trust", "expected"),
    [
        (Trust(), "Nobody says whose signature"),
        (Trust(Path("/none/allowed")), "There is no file"),
    ],
)
def test_somebody_must_be_trusted(bundle: Path, trust: Trust, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        verify(bundle, trust)


@pytest.mark.parametrize(
    ("options", "trusted"),
    [
        ("", True),
        ('namespaces="hanare-bundle" ', True),
        ('namespaces="git" ', False),
        ('valid-before="20000101" ', False),
    ],
)
def test_what_the_file_of_keys_says_is_kept_to(
    bundle: Path, keys: Keys, tmp_path: Path, options: str, trusted: bool
) -> None:
    name, *key = keys.maker.with_suffix(".allowed").read_text("utf-8").split()
    allowed = tmp_path / "allowed"
    allowed.write_text(f"somebody@else,{name} {options}{' '.join(key)}\n", "utf-8")
    if trusted:
        verify(bundle, Trust(allowed))
    else:
        with pytest.raises(HanareError, match="not signed by any"):
            verify(bundle, Trust(allowed))


def test_without_ssh_keygen(bundle: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HanareError, match="ssh-keygen"):
        verify(bundle, Trust(keys.maker.with_suffix(".allowed")))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a", True),
        ("a/b-1.0+x.whl", True),
        ("", False),
        ("/a", False),
        ("../a", False),
        ("a/../../b", False),
        ("./a", False),
        ("a//b", False),
        ("a/", False),
        ("a\\..\\b", False),
        ("c:a", False),
        ("a\nb", False),
    ],
)
def test_names_that_stay_inside(name: str, safe: bool) -> None:
    assert is_safe(name) is safe
