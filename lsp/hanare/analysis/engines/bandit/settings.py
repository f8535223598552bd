"""A reviewer's configuration of Bandit, read from the file that Bandit would read.

Only from a file that somebody names: what a repository brings along may hide what is in it.
"""

from __future__ import annotations

import configparser
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as Invalid

from hanare.analysis.catalogue import rules
from hanare.errors import UsageError
from hanare.wording import Said, said

_INI = re.compile(r"^\[bandit\]", re.MULTILINE)
_INI_EXCLUDE = "exclude"
_LISTS = "B001"
"""To Bandit, all tests that are lists of calls and imports."""
_NO_LIST = "B324"
"""The one test among their numbers that is none."""


def _split(value: object) -> object:
    """Take a text with commas for a list, as in INI files."""
    if isinstance(value, str):
        return [part for part in (each.strip() for each in value.split(",")) if part]
    return [] if value is None else value


_Name = Annotated[str, StringConstraints(min_length=1)]
_Names = tuple[_Name, ...]
_List = Annotated[_Names, BeforeValidator(_split)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _AssertUsed(_Data):
    skips: _Names = ()


class _Temporary(_Data):
    tmp_dirs: _Names = ()


class _Shell(_Data):
    subprocess: _Names = ()
    shell: _Names = ()
    no_shell: _Names = ()


class _Protocols(_Data):
    bad_protocol_versions: _Names = ()


class _Except(_Data):
    check_typed_exception: bool = False


class _KeySizes(_Data):
    weak_key_size_dsa_high: int = 0
    weak_key_size_dsa_medium: int = 0
    weak_key_size_rsa_high: int = 0
    weak_key_size_rsa_medium: int = 0
    weak_key_size_ec_high: int = 0
    weak_key_size_ec_medium: int = 0


class _Markup(_Data):
    extend_markup_names: _Names = ()
    allowed_calls: _Names = ()


class _Options(_Data):
    """Only what a file sets is passed on: Bandit's own defaults stay for the rest."""

    assert_used: _AssertUsed | None = None
    hardcoded_tmp_directory: _Temporary | None = None
    shell_injection: _Shell | None = None
    ssl_with_bad_version: _Protocols | None = None
    try_except_pass: _Except | None = None
    try_except_continue: _Except | None = None
    weak_cryptographic_key: _KeySizes | None = None
    markupsafe_xss: _Markup | None = None


class _File(_Options):
    tests: _List = ()
    skips: _List = ()
    exclude_dirs: _List = Field(default=())


@dataclass(frozen=True, slots=True)
class BanditSettings:
    """What a reviewer wants of Bandit."""

    tests: frozenset[str] = frozenset()
    """Ids of the tests to report; empty for all."""
    skips: frozenset[str] = frozenset()
    """Ids of tests not to report."""
    excluded: tuple[str, ...] = ()
    """Globs of files and folders to leave out."""
    options: dict[str, Any] = field(default_factory=dict)
    """For `configure`: what the tests themselves are told."""

    def takes(self, rule: str) -> bool:
        """Tell whether findings of a rule are wanted: a filter after the scan, not a part of it."""
        return (not self.tests or rule in self.tests) and rule not in self.skips


def bandit_settings(path: Path) -> BanditSettings:
    """Read Bandit's settings: YAML, TOML with `[tool.bandit]`, or INI with `[bandit]`.

    Raises:
        UsageError: the file cannot be read, or sets what there is not.
    """
    try:
        text = path.read_text("utf-8-sig")
        data = _read(path, text)
    except (OSError, ValueError, yaml.YAMLError, configparser.Error) as error:
        raise UsageError(
            said(
                "{path} is no configuration of Bandit: {reason}",
                path=path.name,
                reason=_first_line(error),
            ),
            said("Name a YAML file, a TOML file with [tool.bandit], or an INI file with [bandit]."),
        ) from error
    try:
        file = _File.model_validate(data)
    except Invalid as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or said("the file")
        raise UsageError(
            said("{path}: {where}: {reason}", path=path.name, where=where, reason=first["msg"]),
            said(
                "Known are {names}, each as Bandit documents it.",
                names=", ".join(_File.model_fields),
            ),
        ) from error
    return BanditSettings(
        _ids(path, file.tests),
        _ids(path, file.skips),
        tuple(filter(None, map(_glob, file.exclude_dirs))),
        file.model_dump(
            include=set(_Options.model_fields), exclude_unset=True, exclude_none=True, mode="json"
        ),
    )


class _NoTableError(ValueError):
    pass


def _read(path: Path, text: str) -> object:
    if path.suffix == ".toml":
        tool = tomllib.loads(text).get("tool")
        if not isinstance(tool, dict) or "bandit" not in tool:
            raise _NoTableError
        return tool["bandit"]
    if path.suffix in (".ini", ".cfg") or _INI.search(text):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(text)
        section = dict(parser.items("bandit"))
        if _INI_EXCLUDE in section:
            section["exclude_dirs"] = section.pop(_INI_EXCLUDE)
        return section
    return yaml.safe_load(text) or {}


def _first_line(error: Exception) -> Said | str:
    if isinstance(error, OSError):
        return error.strerror or said("it cannot be read")
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line = error.problem_mark.line + 1
        return said("line {line}: {reason}", line=line, reason=error.problem)
    if isinstance(error, _NoTableError):
        return said("it has no table [tool.bandit]")
    return str(error).splitlines()[0]


def _ids(path: Path, names: tuple[str, ...]) -> frozenset[str]:
    known = {id_ for id_ in rules() if re.fullmatch(r"B\d{3}", id_)}
    listed = {id_ for id_ in known if id_[:2] in ("B3", "B4")} - {_NO_LIST}
    found = set(names)
    if _LISTS in found:
        found.remove(_LISTS)
        if not found & listed:  # beside one of them it says nothing, as in Bandit
            found |= listed
    for unknown in sorted(found - known):
        raise UsageError(
            said("{path}: Bandit has no test {unknown}", path=path.name, unknown=unknown),
            said("Name tests by their ids, such as B602."),
        )
    return frozenset(found)


def _glob(folder: str) -> str:
    """Return an entry of `exclude_dirs` as a glob; Bandit looks for it anywhere in a path."""
    return folder.removeprefix("./").strip("/")
