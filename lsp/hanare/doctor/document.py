"""The checks as JSON, for scripts: a schema that is versioned and documented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hanare import __version__
from hanare.doctor.check import Check, State, gravest
from hanare.wording import Language

VERSION: Literal[1] = 1
"""Of the schema: a change that a script must know of raises it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckDocument(_Part):
    """One thing that was looked at."""

    name: str = Field(description="Which check it is; stable.")
    title: str = Field(description="What it is called, in the language asked for.")
    state: State = Field(
        description="`ok`; `warning`: it works, but not as well as it could; `failed`; `unknown`: "
        "it could not be told."
    )
    found: str = Field(description="What was found, in the language asked for.")
    remedy: str = Field(description="What to do about it; empty if there is nothing to do.")
    details: dict[str, Any] = Field(
        description="The figures behind it, by the check; may grow within a version."
    )


class DoctorDocument(_Part):
    """What `hanare doctor --json` prints."""

    version: Literal[1] = Field(description="Of this schema.")
    hanare: str = Field(description="Version of Hanare.")
    state: State = Field(description="The gravest state of all checks.")
    checks: list[CheckDocument] = Field(description="In the order in which they were done.")


def render(checks: Sequence[Check], language: Language) -> str:
    """Return the checks as JSON."""
    document = DoctorDocument(
        version=VERSION,
        hanare=__version__,
        state=gravest(checks),
        checks=[
            CheckDocument(
                name=each.name,
                title=each.title.in_(language),
                state=each.state,
                found=each.found.in_(language),
                remedy=each.remedy.in_(language),
                details=dict(each.details),
            )
            for each in checks
        ],
    )
    return document.model_dump_json(indent=2) + "\n"


def schema() -> str:
    """Return the JSON Schema of the document."""
    return json.dumps(DoctorDocument.model_json_schema(), indent=2) + "\n"
