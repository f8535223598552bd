"""SARIF's ways to say where something is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from hanare.analysis.finding import Finding, Place
from hanare.analysis.reports.frames import excerpt_lines, snippet
from hanare.analysis.results import Analysed, Report

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Places:
    """The files of a report, which its locations name by number."""

    files: Mapping[str, Analysed | None]
    """By path; None for a file that was not seen."""
    numbers: Mapping[str, int]
    base: str = "SRCROOT"

    @classmethod
    def of(cls, report: Report) -> Places:
        """Collect the files of a report, also those that only a finding names."""
        files: dict[str, Analysed | None] = dict.fromkeys(
            [each.path for each in report.not_analysed] + [each.path for each in report.findings]
        )
        files |= {each.path: each for each in report.files}
        files = dict(sorted(files.items()))
        return cls(files, {path: number for number, path in enumerate(files)})

    def artifacts(self) -> list[Json]:
        """Return the files, with length and digest as far as known."""
        return [
            {"location": self._artifact(path), "roles": ["analysisTarget"], **_contents(file)}
            for path, file in self.files.items()
        ]

    def whole(self, path: str) -> Json:
        """Return the physical location of a file."""
        return {"artifactLocation": self._artifact(path) | {"index": self.numbers[path]}}

    def piece(self, path: str, start: Place, end: Place) -> Json:
        """Return the physical location of a piece of a file."""
        return self.whole(path) | {"region": _region(start, end)}

    def code(self, path: str, finding: Finding) -> Json:
        """Return the physical location of a finding, with its code."""
        region = _region(finding.start, finding.end)
        exact = snippet(finding)
        if exact is not None:
            region["snippet"] = {"text": exact}
        location = self.whole(path) | {"region": region}
        last = finding.start.line + len(excerpt_lines(finding)) - 1
        # A context that does not hold its region is against the specification.
        if last >= finding.end.line:
            location["contextRegion"] = {
                "startLine": finding.start.line,
                "endLine": last,
                "snippet": {"text": finding.excerpt},
            }
        return location

    def _artifact(self, path: str) -> Json:
        return {"uri": uri(path), "uriBaseId": self.base}


def uri(path: str) -> str:
    """Return a relative path as a URI reference, bytes that are not UTF-8 included.

    A leading slash would make it absolute, and two would name a host.
    """
    return quote(path.lstrip("/"), safe="/", errors="surrogateescape")


def _region(start: Place, end: Place) -> Json:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _contents(file: Analysed | None) -> Json:
    if file is None:
        return {}
    return {
        "length": file.size,
        "sourceLanguage": file.language,
        "hashes": {"sha-256": file.sha256},
    }
