"""A rule's help as plain text and as Markdown, for readers without a network."""

from __future__ import annotations

from hanare.analysis.catalogue import Help
from hanare.analysis.reports import wording
from hanare.analysis.reports.markup import fenced
from hanare.wording import Language


def as_text(shown: Help, language: Language) -> str:
    """Return the help without markup."""
    parts = [
        f"{heading.in_(language)}\n{body.in_(language).strip()}"
        for heading, body in (
            (wording.WHAT, shown.what),
            (wording.WHY, shown.why),
            (wording.FIX, shown.fix),
        )
    ]
    parts += [
        f"{heading.in_(language)}\n{code.strip()}"
        for heading, code in ((wording.BAD, shown.bad), (wording.GOOD, shown.good))
        if code.strip()
    ]
    return "\n\n".join(parts)


def as_markdown(shown: Help, language: Language) -> str:
    """Return the help with headings and examples."""
    parts = [
        f"# {shown.title.in_(language)}",
        shown.what.in_(language).strip(),
        f"## {wording.WHY.in_(language)}",
        shown.why.in_(language).strip(),
        f"## {wording.FIX.in_(language)}",
        shown.fix.in_(language).strip(),
    ]
    for heading, code in ((wording.BAD, shown.bad), (wording.GOOD, shown.good)):
        if code.strip():
            parts += [f"## {heading.in_(language)}", fenced(code.strip("\n"), shown.language)]
    return "\n\n".join(parts)
