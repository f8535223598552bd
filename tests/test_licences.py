"""Every package that Hanare stands on has a licence that is known and allowed."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
KNOWN = tomllib.loads((ROOT / "tests" / "licences.toml").read_text("utf-8"))
_LONGEST_NAME = 60
"""A longer field holds the text itself."""


def roots() -> list[str]:
    """The requirements that pyproject.toml has; those of an editable installation may be old."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(each for extra in extras for each in extra)]


def installed() -> dict[str, Distribution]:
    """Every package that is required, directly or not, as far as it is installed."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(each) for each in roots()]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        try:
            known = found.get(name) or distribution(name)
        except PackageNotFoundError:  # of an extra that is not installed here
            continue
        if name in found and not requirement.extras:
            continue
        found[name] = known
        extras = requirement.extras or {""}
        for text in known.requires or ():
            inner = Requirement(text)
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(inner)
    return found


PACKAGES = installed()


def field(package: Distribution, name: str) -> str:
    """Return a field of the metadata; empty if it is not there."""
    return str((package.metadata.get_all(name) or [""])[0]).strip()


def licences(package: Distribution) -> list[str]:
    """Return what a package says about its licence; each name means one."""
    if expression := field(package, "License-Expression"):
        return [expression]
    if own := KNOWN["packages"].get(canonicalize_name(package.name)):
        return [own]
    named = field(package, "License")
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in package.metadata.get_all("Classifier") or ()
        if each.startswith("License :: ")
    ]
    clear = named if named not in ("", "UNKNOWN") and len(named) < _LONGEST_NAME else ""
    return [clear] if clear else classifiers


def allowed(licence: str) -> bool:
    """Whether an SPDX expression without brackets, or an older name, is allowed."""
    return any(
        all(KNOWN["meant"].get(name, name) in KNOWN["allowed"] for name in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def test_the_packages_are_all_there() -> None:
    """The control: the walk has found more than the direct ones."""
    direct = {canonicalize_name(Requirement(each).name) for each in roots()}
    assert {"markupsafe", "stevedore", "pydantic-core"} <= PACKAGES.keys() - direct


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_package_has_an_allowed_licence(name: str) -> None:
    said = licences(PACKAGES[name])
    assert said, f"{name} does not say its licence: read its text, and enter it in licences.toml"
    assert all(map(allowed, said)), f"{name}: {said}"


@pytest.mark.parametrize("name", sorted(KNOWN["packages"]))
def test_an_entry_is_needed(name: str) -> None:
    if name not in PACKAGES:
        pytest.skip("not installed here")
    assert not field(PACKAGES[name], "License-Expression")


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("MIT", True), ("MIT License", True), ("GPL-3.0-only", False), ("", False),
        ("MIT AND GPL-3.0-only", False), ("GPL-3.0-only OR MIT", True), ("Proprietary", False),
        ("BSD License", False),
    ],
)  # fmt: skip
def test_what_is_allowed(licence: str, is_allowed: bool) -> None:
    assert allowed(licence) is is_allowed


def test_every_licence_has_a_reason() -> None:
    assert all(re.search(r"\w", reason) for reason in KNOWN["allowed"].values())
    assert set(KNOWN["meant"].values()) | set(KNOWN["packages"].values()) <= set(KNOWN["allowed"])
