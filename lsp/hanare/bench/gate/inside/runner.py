"""The child's main program: an order as JSON on standard input, a verdict as one line on output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

SUBJECT = "subject"
"""What the module under test is called."""


class _Chosen(MetaPathFinder):
    """Finds the packages that the order names, and nothing that happens to lie beside them."""

    def __init__(self, folders: dict[str, str]) -> None:
        self._folders = folders

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        folder = self._folders.get(fullname)
        return PathFinder.find_spec(fullname, [folder]) if folder else None


def main() -> None:
    """Do what the order says, and end."""
    order = json.load(sys.stdin)
    channel = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # what the module prints is no verdict
    sys.meta_path.append(_Chosen(order["packages"]))
    sys.path.append(str(Path(__file__).parent / "standins"))
    problem, secure = _verdict(order)
    os.write(channel, json.dumps({"problem": problem, "secure": secure}).encode() + b"\n")
    os._exit(0)  # no exit handlers, no threads of the module


def _verdict(order: dict[str, Any]) -> tuple[str, bool]:
    # Only now can they be found.
    from hanare.bench.gate.inside import fence, network, processes, world

    test: dict[str, Any] = {}
    sys.modules["world"] = world
    named = order["module"] + order["test"]
    processes.install(named)
    network.install(named)
    _limit(order["limits"])
    refused = fence.put_up(order["folder"])
    problem, secure = "", False
    try:
        exec(compile(order["test"], "test", "exec"), test)  # noqa: S102  the data set's own code
        subject = _run(order["module"])
        if not test["works"](subject):
            problem = "does not do its job"
        else:
            world.reset()
            secure = bool(test["secure"](subject))
    except BaseException as error:  # noqa: BLE001  even exits: all that it does says it is broken
        problem = f"{type(error).__name__}: {error}"
    if refused:
        problem = f"refused: {', '.join(dict.fromkeys(refused))}"
    return problem, secure and not problem


def _run(text: str) -> ModuleType:
    """Run the module under test; `dataclass` and `pickle` look for it among the imported."""
    subject = ModuleType(SUBJECT)
    sys.modules[SUBJECT] = subject
    exec(compile(text, f"{SUBJECT}.py", "exec"), subject.__dict__)  # noqa: S102  what we are here for
    return subject


def _limit(limits: dict[str, Any]) -> None:
    try:
        import resource
    except ImportError:  # not POSIX: the parent's time limit must do
        return
    cpu = limits["cpu_seconds"]
    for name, soft, hard in (
        ("RLIMIT_CPU", cpu, cpu + 1),
        ("RLIMIT_AS", limits["memory_bytes"], limits["memory_bytes"]),
        ("RLIMIT_FSIZE", limits["file_bytes"], limits["file_bytes"]),
        ("RLIMIT_NOFILE", 64, 64),
        ("RLIMIT_NPROC", 0, 0),
        ("RLIMIT_CORE", 0, 0),
    ):
        with suppress(AttributeError, OSError, ValueError):  # macOS lacks some
            resource.setrlimit(getattr(resource, name), (soft, hard))


if __name__ == "__main__":
    main()
