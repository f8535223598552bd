"""The command line of `install.sh` and `install.ps1`, and of an installed Hanare's installer."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from hanare.bundle.installer.installing import Tell, Wishes, change, install, uninstall
from hanare.bundle.installer.prefix import WINDOWS, Prefix, absolute
from hanare.bundle.installer.verifying import Trust
from hanare.errors import ExitCode, HanareError, UsageError
from hanare.wording import Language, Said, Tellable, said
from hanare.wording.locales import language_of

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def main(bundle: Path | None, arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says with a bundle, if there is one; return the exit code."""
    language = _language()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Names must be printable whatever the terminal's code page is.
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    options = _parser(language).parse_args(arguments)

    def tell(words: Tellable) -> None:
        print(words.in_(language))

    try:
        return ExitCode.OK if _run(bundle, options, tell) else ExitCode.FAILED
    except HanareError as failure:
        error = failure
    except KeyboardInterrupt:
        error = HanareError(said("Interrupted."), said("Give the same command again."))
    except OSError as failure:
        error = HanareError(
            said(
                "{path} cannot be written: {reason}.",
                path=failure.filename or options.prefix,
                reason=failure.strerror or type(failure).__name__,
            ),
            said("Name another folder with --prefix or --models."),
        )
    sys.stderr.write(f"{said('Error: {what}', what=error.what).in_(language)}\n")
    if error.advice:
        sys.stderr.write(f"{error.advice.in_(language)}\n")
    return error.exit_code


def _run(bundle: Path | None, options: argparse.Namespace, tell: Tell) -> bool:
    prefix = Prefix(absolute(options.prefix))
    if options.list:
        for name in prefix.names():
            print(f"{'*' if name == prefix.current() else ' '} {name}")
        return True
    if options.rollback or options.use:
        return change(prefix, options.use, tell)
    if options.uninstall:
        uninstall(prefix, tell)
        return True
    if bundle is None:
        raise UsageError(
            said("There is no bundle here to install from."),
            said("Run install.sh in a bundle's folder."),
        )
    editors = options.editors
    wishes = Wishes(
        Trust(options.key and absolute(options.key), options.allow_unsigned),
        options.models and absolute(options.models),
        None if editors is None else tuple(each for each in editors.split(",") if each),
    )
    return install(bundle, prefix, wishes, tell)


def _parser(language: Language) -> argparse.ArgumentParser:
    def told(words: Said) -> str:
        return words.in_(language).replace("%", "%%")

    parser = argparse.ArgumentParser(
        prog="install.sh",
        description=told(said("Install Hanare from this bundle, without a network.")),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--prefix",
        type=Path,
        default=_usual_prefix(),
        metavar="DIR",
        help=told(said("where to install; by default {path}", path=_usual_prefix())),
    )
    parser.add_argument(
        "--models",
        type=Path,
        metavar="DIR",
        help=told(said("a folder of models that others may use too; if they are there, only read")),
    )
    parser.add_argument(
        "--editors",
        metavar="NAMES",
        help=told(said("clients to install, with commas between; '' for none; by default all")),
    )
    parser.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help=told(said("whose signatures you trust: a file of ssh-keygen's allowed signers")),
    )
    parser.add_argument(
        "--allow-unsigned",
        action="store_true",
        help=told(said("install whoever made the bundle; digests are checked all the same")),
    )
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--rollback",
        action="store_true",
        help=told(said("go back to the version that was in use before")),
    )
    other.add_argument(
        "--use", metavar="VERSION", help=told(said("use another version that is installed"))
    )
    other.add_argument(
        "--list", action="store_true", help=told(said("list the versions that are installed"))
    )
    other.add_argument(
        "--uninstall",
        action="store_true",
        help=told(said("remove all versions with their models and clients")),
    )
    return parser


def _usual_prefix() -> Path:
    """Return where to install unless somebody says where; it may begin with `~`."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA", "~"), "hanare", "installed")
    data = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(data) if Path(data).is_absolute() else Path("~", ".local", "share")
    return folder / "hanare"


def _language() -> Language:
    return language_of(next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), ""))
