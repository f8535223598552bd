"""Whether code may take the place of what has a finding: checked, never believed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hanare.analysis.finding import Finding, Replacement
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.explain.fixes.candidate import Candidate, candidate, edits_of
from hanare.explain.fixes.preserving import Part, harm
from hanare.explain.fixes.proving import disproof
from hanare.explain.fixes.refusals import Refusal, Why
from hanare.explain.fixes.region import Region, region_of

Analyse = Callable[[str], Awaitable[FileResult]]
"""Analyses another text in the place of one."""


@dataclass(frozen=True)
class Case:
    """A finding that is to be mended."""

    source: Source
    result: FileResult
    """Of the analysis of the source's text."""
    finding: Finding
    """One of the result's."""
    region: Region
    """What may change."""


def case_of(source: Source, result: FileResult, finding: Finding) -> Case | None:
    """Return what is to be mended; None if no fix could be shown to be one.

    That is so in a text that is not analysed as a whole, and outside of code.
    """
    if result.why is not None or source.tree is None:
        return None
    region = region_of(source.tree, finding.span)
    return Case(source, result, finding, region) if region is not None else None


async def verified(case: Case, code: str, analyse: Analyse) -> tuple[Replacement, ...] | Refusal:
    """Return the edits that put `code` in the place of a case's region, or why it may not be.

    Raises:
        HanareError: nothing can be analysed.
    """
    # In a thread: a long text would hold the event loop, and completions wait for it.
    made = await asyncio.to_thread(_sound, case, code)
    if isinstance(made, Refusal):
        return made
    after = await analyse(made.tree.text)
    if (refusal := disproof(case.result, after, [case.finding])) is not None:
        return refusal
    return edits_of(case.source, case.region, made)


def _sound(case: Case, code: str) -> Candidate | Refusal:
    """Return the text with `code` in it, if that leaves the program what it was."""
    source = case.source
    assert source.tree is not None  # noqa: S101 - see `case_of`
    if not code.strip():
        return Refusal(Why.EMPTY)
    made = candidate(source, case.region, code)
    if made is None:
        return Refusal(Why.UNKNOWN_NAME)
    old, new = Part(source.tree, case.region), Part(made.tree, made.region)
    why = harm(old, new, case.finding)
    return Refusal(why) if why is not None else made
