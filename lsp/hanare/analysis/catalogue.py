"""All rules: what they are called and what they mean, read from `rules/` and `help/`.

`rules/NAME.toml` says what is found and how, `help/NAME.toml` what people are told about it. Help
is read apart, since only a person who asks needs it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hanare.analysis.finding import Level
from hanare.analysis.matching.assignments import AssignmentMatcher
from hanare.analysis.matching.calls import CallMatcher
from hanare.analysis.matching.lines import LineMatcher
from hanare.analysis.matching.queries import QueryMatcher
from hanare.analysis.matching.sinks import SinkMatcher
from hanare.wording import Language


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Data):
    """One thing that is looked for. Bandit's and the secrets' have no matchers of ours."""

    id: str
    name: str
    """A few words with hyphens, as SARIF wants it, e.g. `yaml-load`."""
    cwe: int
    severity: Level
    """Of most of its findings; an engine may say otherwise for one."""
    confidence: Level
    languages: tuple[str, ...] = ()
    """LSP language ids; empty for all."""
    advisory: bool = False
    """Right too seldom to be more than a hint in the editor, and never a reason to block."""
    absence: bool = False
    """Found because something is missing, which what is typed next may add: a safe loader, a
    timeout. A suggestion that ends the statement without it is to blame."""
    instead_of: tuple[str, ...] = ()
    """Ids of rules that say less about the same code: where it overlaps them they are left out."""
    in_tests: bool = True
    """Whether test files are searched for it."""
    query: tuple[QueryMatcher, ...] = ()
    call: tuple[CallMatcher, ...] = ()
    assignment: tuple[AssignmentMatcher, ...] = ()
    sink: tuple[SinkMatcher, ...] = ()
    line: tuple[LineMatcher, ...] = ()


class Text(_Data):
    """One text in all languages."""

    en: str
    ja: str

    def in_(self, language: Language) -> str:
        """Return it in one language."""
        return self.en if language == "en" else self.ja


class Help(_Data):
    """What people are told about a rule, without a network."""

    title: Text
    """One line, the default message of its findings."""
    what: Text
    why: Text
    fix: Text
    bad: str = Field(default="", description="Code that the rule finds.")
    good: str = Field(default="", description="The same, as it should be.")
    language: str = "python"
    """LSP language id of the examples."""


_RULES = TypeAdapter(tuple[Rule, ...])
_HELPS = TypeAdapter(dict[str, Help])


@cache
def rules() -> Mapping[str, Rule]:
    """Return all rules by id."""
    found: dict[str, Rule] = {}
    for document in _documents("rules"):
        for rule in _RULES.validate_python(document.get("rule", ())):
            if rule.id in found:
                raise ValueError(f"there are two rules {rule.id}")
            found[rule.id] = rule
    return found


@cache
def helps() -> Mapping[str, Help]:
    """Return the help texts of all rules by id."""
    found: dict[str, Help] = {}
    for document in _documents("help"):
        found |= _HELPS.validate_python(document)
    return found


def _documents(folder: str) -> list[dict[str, object]]:
    here = files(__package__) / folder
    return [
        tomllib.loads(each.read_text("utf-8"))
        for each in sorted(here.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".toml")
    ]
