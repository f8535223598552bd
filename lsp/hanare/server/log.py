"""Where log records go. They carry ids, sizes and milliseconds, never a document's text."""

from __future__ import annotations

import logging
import sys
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler

from hanare.config.settings import LogSettings
from hanare.errors import UsageError
from hanare.files import private
from hanare.observe.hiding import Formatter
from hanare.wording import said

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MEGABYTE = 1_000_000
_KEPT = 3
"""Log files that were set aside."""


class _LogFile(RotatingFileHandler):
    """A log file that nobody else can read, set aside when it is large."""

    def _open(self) -> TextIOWrapper:
        file = open(self.baseFilename, "ab", opener=private.opener)  # noqa: SIM115 - the handler does
        return TextIOWrapper(file, encoding=self.encoding)


def configure(settings: LogSettings) -> None:
    """Log to standard error, and to the file if one is set; replaces what was set up before.

    Raises:
        UsageError: the file cannot be written; standard error is logged to nevertheless.
    """
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(Formatter(_FORMAT))
    logging.basicConfig(level=settings.level.upper(), handlers=[shown], force=True)
    # Below WARNING, pygls logs whole messages, which hold the user's source.
    logging.getLogger("pygls").setLevel(logging.WARNING)
    # asyncio's debug records say nothing that our own do not.
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    if settings.file is None:
        return
    try:
        handler = _LogFile(
            settings.file,
            maxBytes=settings.max_megabytes * _MEGABYTE,
            backupCount=_KEPT,
            encoding="utf-8",
        )
    except OSError as failure:
        raise UsageError(
            said(
                "The log file {file} cannot be written: {reason}",
                file=settings.file,
                reason=failure.strerror or failure,
            ),
            said("Set log.file to a file in a directory that exists, or leave it out."),
        ) from failure
    handler.setFormatter(Formatter(_FORMAT))
    logging.getLogger().addHandler(handler)


def defect(logger: logging.Logger, what: str, failure: BaseException) -> None:
    """Log a failure that nobody expected: its type and where it happened.

    Not its text, which may quote a document.
    """
    frames = "".join(traceback.format_tb(failure.__traceback__))
    logger.error("%s: %s\n%s", what, type(failure).__name__, frames)
