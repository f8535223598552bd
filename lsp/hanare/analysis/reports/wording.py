"""What reports say besides the findings themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hanare.analysis.finding import Level
from hanare.analysis.results import Why
from hanare.wording import Said, said

Counted = Callable[[int], Said]
"""Something with its number: English has two forms, Japanese a counter."""


def findings(count: int) -> Said:
    """Return e.g. `1 finding`."""
    return (
        said("{count:,} finding", count=count)
        if count == 1
        else said("{count:,} findings", count=count)
    )


def files(count: int) -> Said:
    """Return e.g. `2 files`."""
    return (
        said("{count:,} file", count=count) if count == 1 else said("{count:,} files", count=count)
    )


SEVERITY: Mapping[Level, Said] = {
    Level.HIGH: said("High"),
    Level.MEDIUM: said("Medium"),
    Level.LOW: said("Low"),
}

REASON: Mapping[Why, Said] = {
    Why.SYNTAX: said("Parts could not be parsed; what is in them may have been missed."),
    Why.TIMEOUT: said("The analysis took longer than allowed and was stopped."),
    Why.MEMORY: said("The analysis needed more memory than allowed and was stopped."),
    Why.CRASHED: said("The analysis failed on this file."),
    Why.FAILED: said(
        "One of the engines failed on this file; what only it finds may have been missed."
    ),
    Why.TOO_LARGE: said("The file is larger than the limit."),
    Why.BINARY: said("The file is not text."),
    Why.ENCODING: said("The file's characters could not be decoded."),
    Why.NESTED: said("The code is nested too deeply to be followed."),
    Why.UNREADABLE: said("The file may not be read with this account's permissions."),
    Why.MISSING: said("There is no such file."),
    Why.LINK: said("It is a link that leads elsewhere or in a circle; links are not followed."),
    Why.NOT_REGULAR: said("It is a device, pipe or socket, not a file with contents."),
    Why.ODD_NAME: said("The file's name is not valid text."),
}

PRODUCT = "Hanare"
HEADING = said("Security analysis")

LIMITS = said(
    "Static analysis recognises known patterns. Finding nothing is no proof that there is nothing."
)

AT_SEVERITY = said("Severity")
CONFIDENCE = said("Confidence")
FILE = said("File")
RULE = said("Rule")
COUNT = said("Count")
PLACE = said("Place")
REASON_WORD = said("Reason")
BY_RULE = said("By rule")
FOUND = said("Findings")
SUPPRESSED = said("Suppressed")
SUPPRESSED_BY = said("Suppressed by a comment")
UNCHANGED = said("Known already")
NEW = said("New")
NOT_ANALYSED = said("Not analysed")
NOT_FULLY = said("Not fully analysed")
ANALYSED = said("Files analysed")
LINES_ANALYSED = said("Lines analysed")
SKIPPED = said("Left out")
SKIPPED_BY: Mapping[str, Said] = {
    "tools": said("folders of tools and packages"),
    "excluded": said("excluded by settings"),
    "link": said("links"),
    "binary": said("binary data"),
}
NOTES = said("Notes")
RULES = said("What the rules mean")
WHAT = said("What")
WHY = said("Why it matters")
FIX = said("How to fix it")
BAD = said("Found")
GOOD = said("Better")
FLOW = said("How the data gets there")
SUGGESTION = said("Suggested change")
NO_REASON = said("No reason is given.")
REVISION = said("Revision")
COMPARED = said("Compared with")
STARTED = said("Started")
TOOK = said("Took")
SEARCH = said("Search")
SEARCH_HINT = said("Rule, file, CWE, code …")
SHOWN = said("shown")
NOTHING_MATCHES = said("Nothing matches the search.")
SKIP = said("Skip to the findings")
MORE = said("--format html explains each rule with examples.")
ROOT = said("The folder that was analysed.")
