"""Small bundles for tests: nothing in them runs, but everything about them is right."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path

FILES: Mapping[str, bytes] = {
    "manifest.json": b"{}\n",
    "install.sh": b"#!/bin/sh\n",
    "models/small.gguf": b"GGUF" + bytes(2000),
    "wheels/one-1.0-py3-none-any.whl": b"PK one",
    "wheels/two-1.0-py3-none-any.whl": b"PK two",
}


def make_key(path: Path) -> Path:
    """Make a key of ssh-keygen's; beside it, `NAME.allowed` trusts it for everything."""
    command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "maker", "-f", str(path))
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    public = path.with_suffix(".pub").read_text("utf-8").split()
    path.with_suffix(".allowed").write_text(f"maker {public[0]} {public[1]}\n", "utf-8")
    return path


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the list of digests."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def sign(bundle: Path, key: Path, namespace: str = "hanare-bundle") -> None:
    """Sign a bundle's list of digests as it is now."""
    (bundle / "SHA256SUMS.sig").unlink(missing_ok=True)
    command = ("ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace, "SHA256SUMS")
    subprocess.run(command, check=True, cwd=bundle, capture_output=True)


def make_bundle(folder: Path, key: Path, files: Mapping[str, bytes] = FILES) -> Path:
    """Write a bundle and sign it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "SHA256SUMS").write_bytes(sums_of(files))
    sign(folder, key)
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content, and every link and folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"(no file)"
        for path in sorted(folder.rglob("*"))
    }
