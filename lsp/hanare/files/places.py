"""Where everything is that Hanare writes. No other module makes up a place of its own.

Only a path that the user names is elsewhere: `log.file`, `model.directory`, reports and fixes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from hanare.errors import HanareError
from hanare.wording import said

_NAME = "hanare"
MODELS_VARIABLE = "HANARE_MODELS_DIR"


def cache_folder() -> Path:
    """Return the folder of all that can be made or fetched again."""
    return _folder(platformdirs.user_cache_path)


def state_folder() -> Path:
    """Return the folder of what is kept for good."""
    return _folder(platformdirs.user_state_path)


def config_folder() -> Path:
    """Return the folder of the user's settings, which Hanare only reads."""
    return _folder(platformdirs.user_config_path)


def settings_file() -> Path:
    """Return where the user's own settings are, whether or not the file exists."""
    return config_folder() / "config.toml"


def models_folder() -> Path:
    """Return where models are kept: `$HANARE_MODELS_DIR`, or a folder in the cache."""
    if chosen := os.environ.get(MODELS_VARIABLE):
        return _home(lambda: Path(chosen).expanduser()).absolute()
    return cache_folder() / "models"


def analysis_file() -> Path:
    """Return where the results of analyses are kept."""
    return cache_folder() / "analysis.sqlite"


def index_folder() -> Path:
    """Return the folder of the workspaces' indexes."""
    return cache_folder() / "index"


def reports_folder() -> Path:
    """Return the folder of the reports that an editor asked for."""
    return cache_folder() / "reports"


def help_folder() -> Path:
    """Return the folder of the rules' help, as files that editors can show."""
    return cache_folder() / "help"


def builds_folder() -> Path:
    """Return the folder of what was compiled for bundles."""
    return cache_folder() / "builds"


def corpus_folder() -> Path:
    """Return the folder of the code that benchmarks fetch."""
    return cache_folder() / "corpus"


def audit_file() -> Path:
    """Return where the audit trail is; in a folder of its own, which nobody else enters."""
    return state_folder() / "audit" / "audit.jsonl"


class Kind(StrEnum):
    """What is written, by what it is for."""

    INDEX = "index"
    RESULTS = "results"
    REPORTS = "reports"
    HELP = "help"
    BUILDS = "builds"
    CORPUS = "corpus"
    MODELS = "models"
    AUDIT = "audit"
    LOG = "log"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files and folders of one kind, those that are there."""

    kind: Kind
    paths: tuple[Path, ...]


def kept(models: Path, model_files: Iterable[str], log: Path | None) -> list[Kept]:
    """Return everything that Hanare has written.

    `models` is the folder of the models, which may be one that others use too: only files there
    that are called like one of `model_files` are Hanare's. `log` is the log file, if there is one.
    """
    results = analysis_file()
    found = {
        Kind.INDEX: [index_folder()],
        Kind.RESULTS: sorted(results.parent.glob(f"{results.name}*")),
        Kind.REPORTS: [reports_folder()],
        Kind.HELP: [help_folder()],
        Kind.BUILDS: [builds_folder()],
        Kind.CORPUS: [corpus_folder()],
        # Beside the file: what is known of it, its lock, and what an interrupted fetch left.
        Kind.MODELS: [path for name in model_files for path in sorted(models.glob(f"{name}*"))],
        Kind.AUDIT: [audit_file().parent],
        Kind.LOG: sorted(log.parent.glob(f"{log.name}*")) if log is not None else [],
        Kind.SETTINGS: [config_folder()],
    }
    return [
        Kept(kind, tuple(path for path in paths if os.path.lexists(path)))
        for kind, paths in found.items()
    ]


def _home(find: Callable[[], Path]) -> Path:
    try:
        return find()
    except RuntimeError as failure:  # somebody whom the system does not know, as in a container
        raise HanareError(
            said("It cannot be told where your home folder is ({reason}).", reason=failure),
            said("Set the variable HOME to the whole path of a folder."),
        ) from failure


def _folder(find: Callable[..., Path]) -> Path:
    path = _home(lambda: find(_NAME, appauthor=False))
    # An XDG variable may be relative. What is in the current directory, which is a workspace, is
    # not the user's.
    return path if path.is_absolute() else Path(os.path.abspath(os.sep)) / path  # noqa: PTH100
