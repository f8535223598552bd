"""Findings to mend: texts, and the real engines in this process."""

from __future__ import annotations

from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.explain.fixes.verifying import Analyse, Case, case_of
from hanare.models.layout import ChatLayout

CHAT = ChatLayout(
    name="test",
    markers=("<turn>", "<end>"),
    system="<turn>system {content}<end>",
    user="<turn>user {content}<end>",
    assistant="<turn>assistant {content}<end>",
    opening="<turn>assistant ",
)

SHELL = """\
import subprocess


class Archive:
    def pack(self, folder):
        target = folder + ".tar"
        subprocess.run(f"tar cf {target} {folder}", shell=True)
        return target


def other(archive):
    return archive.pack("x")
"""
"""With a finding of B602 in a method."""


def result_of(text: str, language: str = "python") -> FileResult:
    return analyse(Source(text, language, "app"), Options())


def analyser(language: str = "python") -> Analyse:
    async def run(text: str) -> FileResult:
        return result_of(text, language)

    return run


def case(text: str, rule: str, language: str = "python") -> Case:
    """Return the case of the first finding of a rule."""
    result = result_of(text, language)
    finding = next(each for each in result.findings if each.rule == rule)
    found = case_of(Source(text, language, "app"), result, finding)
    assert found is not None
    return found


def region_text(found: Case) -> str:
    return found.source.text[found.region.start : found.region.end]
