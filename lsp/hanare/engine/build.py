"""What the installed llama.cpp was built for, as far as it can be asked without a model."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from hanare.engine.errors import EngineError
from hanare.processes import NO_WINDOW, command
from hanare.wording import said, verbatim

_MOST_SECONDS = 60
_SWITCH = re.compile(r"([A-Z0-9_]+) = (\d+)")


@dataclass(frozen=True, slots=True)
class Build:
    """What llama.cpp says of itself."""

    version: str
    """Of llama-cpp-python."""
    system: str
    """`llama_print_system_info`: for each backend its name and switches, such as `AVX2 = 1`."""
    offloads: bool
    """Whether it was built with a backend for a GPU."""
    devices: tuple[str, ...]
    """The GPUs that it sees."""

    @property
    def features(self) -> frozenset[str]:
        """The switches that are on, by llama.cpp's names."""
        return frozenset(name for name, value in _SWITCH.findall(self.system) if value != "0")


_ADAPTER: TypeAdapter[Build] = TypeAdapter(Build)


def ask_build() -> Build:
    """Load llama.cpp in a process and ask it.

    Raises:
        EngineError: it cannot be loaded here, which the message gives the signal or code of.
    """
    try:
        process = subprocess.run(  # noqa: S603 - our own module
            command("hanare.engine.llama_probe"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            creationflags=NO_WINDOW,
        )
        if process.returncode == 0:
            return _ADAPTER.validate_json(process.stdout)
        code = process.returncode
        why = (
            said("signal {number}", number=-code)
            if code < 0
            else said("exit code {code}", code=code)
        )
    except (OSError, subprocess.TimeoutExpired, ValidationError) as failure:
        why = verbatim(type(failure).__name__)
    raise EngineError(
        said("llama.cpp cannot be loaded ({why}).", why=why),
        said(
            "It was built for another processor or is not whole: install llama-cpp-python anew, "
            "compiled on this machine or as a portable build."
        ),
    )
