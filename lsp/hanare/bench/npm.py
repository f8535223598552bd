"""Archives through the user's own npm: their registry, their proxy, their certificates.

They are only fetched. Nothing in them is installed, and no script of theirs is run.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from hanare.errors import HanareError
from hanare.wording import Said, said


def download(packages: Sequence[str], directory: Path, remedy: Said) -> None:
    """Fetch the archives of `packages` (`name@version`) into `directory`.

    Raises:
        HanareError: there is no npm, or it does not get an archive; `remedy` says what then helps.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise HanareError(
            said("There is no npm on the path, which fetches code that is not Python's."),
            said("Install it (it comes with Node.js). {remedy}", remedy=remedy),
        )
    # A relative folder would mean another place to npm, which is started in that folder.
    directory = directory.resolve()
    command = [
        *(npm, "pack", "--ignore-scripts", "--pack-destination", str(directory)),
        *("--loglevel", "error", "--no-update-notifier", *packages),
    ]
    result = subprocess.run(  # noqa: S603  names and versions from our own data
        command,
        # The current directory may be anybody's repository, and npm obeys an `.npmrc` there.
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode != 0:
        raise HanareError(
            said(
                "npm could not fetch {names}:\n{words}",
                names=" ".join(packages),
                words=_last_words(result.stderr),
            ),
            remedy,
        )


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # The last line of an error names a log file, the first ones say what is wrong.
    errors = [line for line in lines if line.startswith(("npm error", "npm ERR!"))]
    return "\n".join(f"  {line}" for line in (errors[:3] or lines[-1:] or ["(no output)"]))
