"""The formats of reports by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hanare.analysis.reports import document, github, gitlab, html, markdown, sarif, text
from hanare.analysis.results import Report
from hanare.wording import Language


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report."""

    render: Callable[[Report, Language], str]
    suffix: str
    """Of the files that it is written to."""


FORMATS: Mapping[str, Format] = {
    "text": Format(text.render, ".txt"),
    "json": Format(document.render, ".json"),
    "sarif": Format(sarif.render, ".sarif"),
    "html": Format(html.render, ".html"),
    "markdown": Format(markdown.render, ".md"),
    "github": Format(github.render, ".txt"),
    "gitlab": Format(gitlab.render, ".json"),
}
