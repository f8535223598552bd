"""Wheels and bundles of a Hanare that is none, for the tests of installing it."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

import hanare

from bundle.bundles import make_bundle, make_key

STAND_IN = "HANARE_STAND_IN"
"""In the variables of a server that a stand-in has started: its environment."""

# Stands in for the real wheel, whose dependencies take minutes to install: it runs the server here.
RUNS = f"""\
import os
import sys


def main():
    if sys.argv[1:] == ["doctor"]:
        return
    os.environ["{STAND_IN}"] = sys.prefix
    os.execv({sys.executable!r}, [{sys.executable!r}, "-P", "-m", "hanare", *sys.argv[1:]])
"""
HELPER = "hanare_test_helper"


def wheel(folder: Path, needs: str = "", name: str = "hanare") -> Path:
    """Write a wheel that runs the server from here, or nothing under another name."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-9.9-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.9\n"
    if needs:
        metadata += f"Requires-Dist: {needs}\n"
    content = {
        f"{name}-9.9.dist-info/METADATA": metadata,
        f"{name}-9.9.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    if name == "hanare":
        content |= {
            "hanare/__init__.py": "",
            "hanare/stand_in.py": RUNS,
            "hanare/__main__.py": "from hanare.stand_in import main\n\nmain()\n",
            "hanare-9.9.dist-info/entry_points.txt": (
                "[console_scripts]\nhanare = hanare.stand_in:main\n"
            ),
        }
    content[f"{name}-9.9.dist-info/RECORD"] = "".join(f"{each},,\n" for each in content)
    with ZipFile(path, "w") as archive:
        for each, text in content.items():
            archive.writestr(each, text)
    return path


def bundle(folder: Path) -> Path:
    """Make a signed bundle of the stand-in with the real installer; return it.

    Whom it is signed by is in `maker.allowed` beside it.
    """
    package = Path(hanare.__file__).parent
    sources = [package / name for name in ("__init__.py", "errors.py")]
    sources += [package / "bundle" / "__init__.py", *(package / "wording").glob("*")]
    sources += (package / "bundle" / "installer").glob("*.py")
    content = {
        f"installer/{path.relative_to(package.parent).as_posix()}": path.read_bytes()
        for path in sources
        if path.is_file()
    }
    content["installer/__main__.py"] = (package / "bundle/files/installer.py").read_bytes()
    pip = next(
        each for each in files("ensurepip").joinpath("_bundled").iterdir() if "pip-" in each.name
    )
    content[f"wheels/{pip.name}"] = pip.read_bytes()
    ours = wheel(folder / "made")
    content[f"wheels/{ours.name}"] = ours.read_bytes()
    digest = hashlib.sha256(ours.read_bytes()).hexdigest()
    content["requirements.txt"] = f"hanare==9.9 --hash=sha256:{digest}\n".encode()
    manifest = {
        "version": "9.9",
        "python": "{}.{}".format(*sys.version_info),
        "system": platform.system(),
        "machine": platform.machine(),
        "glibc": "",
        "models": [],
        "default_model": "",
        "editors": [],
    }
    content["manifest.json"] = json.dumps(manifest).encode()
    return make_bundle(folder / "hanare-9.9", make_key(folder / "maker"), content)
