"""Makes a bundle, on a machine with a network."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hanare.bundle.archive import write_tar
from hanare.bundle.installer import layout
from hanare.bundle.installer.layout import BundledModel, Manifest
from hanare.bundle.installer.verifying import digest_of
from hanare.bundle.licences import licence_files
from hanare.bundle.portable import needed_glibc, portable_wheel
from hanare.bundle.resolving import constraints_of, gather, requirements
from hanare.bundle.signing import sign
from hanare.bundle.wheels import Wheel
from hanare.errors import HanareError, UsageError
from hanare.models.catalog import Model
from hanare.models.pip import last_words
from hanare.models.store import ModelStore
from hanare.resources import data_root
from hanare.wording import Said, said

_NAME = "hanare"
_CARRIED = (
    "hanare/__init__.py",
    "hanare/errors.py",
    "hanare/wording/",
    "hanare/bundle/__init__.py",
    "hanare/bundle/installer/",
)
"""What the installer is made of, in our wheel."""
_FILES = "hanare/bundle/files/"
_CLIENTS: Mapping[str, str] = {
    "nvim": "hanare/_data/editors/nvim/",
    "vscode": "hanare/_data/editors/vscode/",
}
_ASK = (
    "import json, platform, sys; "
    "print(json.dumps([platform.python_version(), platform.system(), platform.machine()]))"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What bundle is wanted."""

    target: Path
    """The archive; its parts and its digest are named after it."""
    models: tuple[Model, ...]
    """The first is the one that is used by default."""
    editors: tuple[str, ...] = ()
    python: str = ""
    """An interpreter, or a version on the search path, such as `3.12`; empty for this one."""
    wheel: Path | None = None
    """Hanare's own wheel; None: it is built from the checkout."""
    llama_wheel: Path | None = None
    """llama-cpp-python's; None: the portable one is built."""
    constraints: Path | None = None
    """Versions to keep to: `constraints.txt` of an earlier bundle."""
    key: Path | None = None
    """ssh-keygen's key to sign with; None leaves the bundle unsigned."""
    part: int | None = None
    """Bytes that a file may have; None for one file."""


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle that was made."""

    manifest: Manifest
    paths: tuple[Path, ...]
    """The archive or its parts, then the list of their digests and its signature."""
    sizes: Mapping[str, int]
    """Bytes by top folder of the bundle; other files under the empty name."""
    wheels: int


def create(order: Order, store: ModelStore, tell: Callable[[Said], None]) -> Made:
    """Make the bundle.

    Raises:
        HanareError: a model is not installed, pip or the compiler fails, or there is no room.
    """
    if not all(map(find_spec, ("cyclonedx", "packaging"))):
        raise HanareError(
            said("What writes bills of materials is missing."),
            said(
                "Install it: python -m pip install 'cyclonedx-python-lib>=11,<12' 'packaging>=24'"
            ),
        )
    python = _interpreter(order.python)
    models = [(model, store.verify(model)) for model in order.models]
    order.target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".hanare-", dir=order.target.parent) as name:
        work = Path(name)
        own = order.wheel or _build_own(work / "own", tell)
        llama = order.llama_wheel or portable_wheel(tell)
        tell(said("Collecting wheels ..."))
        wheels = gather((own, llama), work / "wheels", python, order.constraints)
        manifest = _manifest(order, python, wheels)
        content = _content(manifest, wheels, models)
        sums = _sums(content)
        content[layout.SUMS] = sums
        if order.key is not None:
            content[layout.SIGNATURE] = sign(sums, order.key, work)
        tell(said("Writing {path} ...", path=order.target))
        try:
            paths = write_tar(order.target, manifest.name, content, order.part)
            listed = _listed(paths)
            digests = order.target.with_name(f"{order.target.name}.sha256")
            digests.write_bytes(listed)
            paths.append(digests)
            if order.key is not None:
                signature = digests.with_name(f"{digests.name}.sig")
                signature.write_bytes(sign(listed, order.key, work))
                paths.append(signature)
        except OSError as failure:
            raise HanareError(
                said(
                    "{target} cannot be written: {reason}.",
                    target=order.target,
                    reason=failure.strerror or failure,
                ),
                said("Choose another place."),
            ) from failure
        return Made(manifest, tuple(paths), _sizes(content), len(wheels))


def _interpreter(wanted: str) -> str:
    if not wanted:
        return sys.executable
    found = shutil.which(wanted) or shutil.which(f"python{wanted}")
    if found is None:
        raise UsageError(
            said("There is no Python {wanted} here.", wanted=wanted),
            said("Install it, or name an interpreter's path: its own pip decides what fits it."),
        )
    return found


def _build_own(folder: Path, tell: Callable[[Said], None]) -> Path:
    root = Path(str(data_root()))
    if not (root / "pyproject.toml").is_file():
        raise UsageError(
            said("Hanare is not run from a checkout, so its own wheel cannot be built."),
            said("Name the wheel that you installed with --wheel."),
        )
    tell(said("Building Hanare's own wheel ..."))
    command = (
        *(sys.executable, "-P", "-m", "pip", "wheel", "--no-deps", "--no-cache-dir"),
        *("--disable-pip-version-check", "--wheel-dir", str(folder), str(root)),
    )
    done = subprocess.run(  # noqa: S603 - pip of our interpreter
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise HanareError(
            said("Hanare's own wheel could not be built:\n{words}", words=last_words(done.stderr)),
            said("Name one that is built with --wheel."),
        )
    (made,) = folder.glob("*.whl")
    return made


def _manifest(order: Order, python: str, wheels: list[Wheel]) -> Manifest:
    told = subprocess.run(  # noqa: S603 - the interpreter that the user names
        (python, "-I", "-c", _ASK), capture_output=True, text=True, check=True
    )
    release, system, machine = json.loads(told.stdout)
    if machine != platform.machine():
        raise UsageError(
            said("{python} is for another processor than llama.cpp was built for.", python=python)
        )
    return Manifest(
        version=_own(wheels).version,
        python=".".join(release.split(".")[:2]),
        system=system,
        machine=machine,
        glibc=needed_glibc(each.path for each in wheels) if system == "Linux" else "",
        models=tuple(BundledModel(each.id, each.file) for each in order.models),
        default_model=order.models[0].id if order.models else "",
        editors=order.editors,
    )


def _content(
    manifest: Manifest, wheels: list[Wheel], models: list[tuple[Model, Path]]
) -> dict[str, Path | bytes]:
    """Return all files of the bundle but the list of digests and its signature."""
    # Here, because only who makes bundles has the library.
    from hanare.bundle.bill import bill

    content: dict[str, Path | bytes] = {
        **{f"{layout.WHEELS}/{each.path.name}": each.path for each in wheels},
        **{f"{layout.MODELS}/{model.file}": path for model, path in models},
        layout.MANIFEST: manifest.dumped().encode(),
        layout.REQUIREMENTS: requirements(wheels).encode(),
        layout.CONSTRAINTS: constraints_of(
            [each for each in wheels if each.name != _NAME]
        ).encode(),
        layout.BILL: bill(
            manifest, wheels, [(model, digest_of(path)) for model, path in models]
        ).encode(),
    }
    apache = _own(wheels).texts["LICENSE"]
    for name, text in licence_files(wheels, [model for model, _ in models], apache).items():
        content[f"{layout.LICENCES}/{name}"] = text
    with zipfile.ZipFile(_own(wheels).path) as own:
        content.update(_from_own(own, manifest))
    return content


def _from_own(own: zipfile.ZipFile, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield what comes out of Hanare's own wheel: the installer, texts and editors' clients."""
    names = own.namelist()
    for name in names:
        if name.startswith(_CARRIED):
            yield f"{layout.INSTALLER}/{name}", own.read(name)
        elif name.startswith(_FILES) and not name.endswith("installer.py"):
            text = own.read(name).decode()
            for slot, value in (("@PYTHON@", manifest.python), ("@NAME@", manifest.name)):
                text = text.replace(slot, value)
            yield name.removeprefix(_FILES), text.encode()
    yield f"{layout.INSTALLER}/__main__.py", own.read(f"{_FILES}installer.py")
    for editor in manifest.editors:
        files = [name for name in names if name.startswith(_CLIENTS[editor])]
        if not files:
            raise HanareError(
                said("Hanare's own wheel has no client for {name}.", name=editor),
                said(
                    "Build it by `npm ci && npm run package` in editors/{name}, then the wheel.",
                    name=editor,
                ),
            )
        for name in files:
            yield f"{layout.EDITORS}/{editor}/{name.removeprefix(_CLIENTS[editor])}", own.read(name)


def _own(wheels: list[Wheel]) -> Wheel:
    return next(each for each in wheels if each.name == _NAME)


def _sums(content: Mapping[str, Path | bytes]) -> bytes:
    def digest(source: Path | bytes) -> str:
        if isinstance(source, Path):
            return digest_of(source)
        return hashlib.sha256(source).hexdigest()

    return "".join(f"{digest(content[name])}  {name}\n" for name in sorted(content)).encode()


def _listed(paths: list[Path]) -> bytes:
    return "".join(f"{digest_of(path)}  {path.name}\n" for path in paths).encode()


def _sizes(content: Mapping[str, Path | bytes]) -> Mapping[str, int]:
    sizes: dict[str, int] = {}
    for name, source in content.items():
        top = name.partition("/")[0] if "/" in name else ""
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        sizes[top] = sizes.get(top, 0) + size
    return sizes
