"""Texts of the user's own that a model is told: templates, words and manners.

They are read from the user's configuration, never from a workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hanare.errors import HanareError
from hanare.files import places
from hanare.wording import said

_MOST_BYTES = 200_000
_LANGUAGES = ("en", "ja")


def own_templates(folder: Path | None = None) -> dict[str, str]:
    """Return the user's templates, `prompts/LANGUAGE/NAME.jinja` beside the settings file.

    Raises:
        HanareError: one cannot be read.
    """
    folder = folder or places.config_folder() / "prompts"
    return {
        f"{language}/{path.name}": _read(path)
        for language in _LANGUAGES
        for path in sorted((folder / language).glob("*.jinja"))
    }


def own_texts(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the texts of files.

    Raises:
        HanareError: one cannot be read.
    """
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> str:
    try:
        if not path.is_file():  # a named pipe would be waited for, forever
            raise HanareError(
                said("{path} is no file.", path=path), said("Correct it, or remove the setting.")
            )
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise HanareError(
                said("{path} is larger than {most} bytes.", path=path, most=_MOST_BYTES),
                said("Keep what a model is told short: it is read anew for each question."),
            )
        return data.decode("utf-8-sig")
    except OSError as failure:
        raise HanareError(
            said("{path} cannot be read: {why}.", path=path, why=failure.strerror or failure),
            said("Correct it, or remove the setting."),
        ) from failure
    except UnicodeDecodeError as failure:
        raise HanareError(
            said("{path} is not UTF-8.", path=path), said("Convert it to UTF-8.")
        ) from failure
