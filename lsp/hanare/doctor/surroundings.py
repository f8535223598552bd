"""Python, the system, and the packages that Hanare stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hanare.doctor.check import Check, State
from hanare.models.sources import normalised
from hanare.wording import said, verbatim

_LEAST_PYTHON = (3, 11)
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*\(?([^;)]*)\)?\s*(;.*)?")
_CLAUSE = re.compile(r"(<=|>=|==|!=|<|>)\s*([0-9][^,\s]*)")


def python_check(version: tuple[int, int, int], implementation: str, bits: int) -> Check:
    """Tell whether this Python can run Hanare."""
    title = verbatim("Python")
    found = said(
        "{implementation} {version}, {bits} bit",
        implementation=implementation,
        version=".".join(map(str, version)),
        bits=bits,
    )
    details = {"version": ".".join(map(str, version)), "implementation": implementation}
    if version[:2] < _LEAST_PYTHON or implementation != "CPython" or bits != 64:
        remedy = said("Use CPython {least} or newer, 64 bit.", least=_dotted(_LEAST_PYTHON))
        return Check("python", title, State.FAILED, found, remedy, details)
    return Check("python", title, State.OK, found, details=details)


def platform_check(system: str, machine: str, release: str) -> Check:
    """Tell whether Hanare has been tested on such a system."""
    title = said("System")
    found = verbatim(f"{system} {release}, {machine}")
    details = {"system": system, "machine": machine, "release": release}
    if (system, machine) != ("Linux", "x86_64"):
        remedy = said("Hanare was tested on Linux x86-64 only; please report what does not work.")
        return Check("platform", title, State.WARNING, found, remedy, details)
    return Check("platform", title, State.OK, found, details=details)


def dependencies_check(requirements: Iterable[str] | None, installed: Mapping[str, str]) -> Check:
    """Compare what Hanare requires with the versions installed, which are by normalised name.

    `requirements` are those of the installed package's metadata; None if there are none.
    """
    title = said("Packages")
    if requirements is None:
        return Check(
            "dependencies",
            title,
            State.UNKNOWN,
            said("Hanare is not installed as a package, so nothing says what it requires."),
            said("Install it with pip: `pip install --editable .` in a checkout."),
        )
    wrong: list[str] = []
    versions: dict[str, str] = {}
    for requirement in requirements:
        match = _REQUIREMENT.fullmatch(requirement.strip())
        if match is None or "extra" in (match[3] or ""):
            continue
        name, version = match[1], installed.get(normalised(match[1]))
        versions[name] = version or ""
        if version is None or not fits(version, match[2]):
            wrong.append(f"{name} {version or '-'} ({match[2].strip()})")
    if wrong:
        found = said("these do not fit: {names}", names=", ".join(wrong))
        remedy = said("Install Hanare anew; `pip check` tells the rest.")
        return Check("dependencies", title, State.FAILED, found, remedy, versions)
    found = said("{count} packages, all of them fit", count=len(versions))
    return Check("dependencies", title, State.OK, found, details=versions)


def fits(version: str, clauses: str) -> bool:
    """Whether a version is in a range such as `>=2,<3`; releases alone are compared."""
    compare = {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
    }
    return all(
        compare[sign](*_padded(_release(version), _release(bound)))
        for sign, bound in _CLAUSE.findall(clauses)
    )


def _release(version: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _padded(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    length = max(len(one), len(other))
    return tuple(each + (0,) * (length - len(each)) for each in (one, other))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
