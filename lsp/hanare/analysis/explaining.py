"""A rule's help as Markdown, for hovers and terminals."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.catalogue import Help, Rule
from hanare.analysis.finding import Level
from hanare.wording import Language, Said, said

_WHY, _FIX = said("Why it matters"), said("How to fix it")
_BAD, _GOOD = said("Insecure"), said("Secure")
LEVELS: Mapping[Level, Said] = {
    Level.LOW: said("low"),
    Level.MEDIUM: said("medium"),
    Level.HIGH: said("high"),
}
"""As they stand within a sentence."""


def markdown(rule: Rule, help_: Help, language: Language) -> str:
    """Return all that people are told about a rule. Holds no links and no HTML."""
    facts = said(
        "{rule} · CWE-{cwe} · severity {severity} · confidence {confidence}",
        rule=rule.id,
        cwe=rule.cwe,
        severity=LEVELS[rule.severity],
        confidence=LEVELS[rule.confidence],
    )
    parts = [
        f"**{help_.title.in_(language)}**",
        facts.in_(language),
        help_.what.in_(language),
        f"**{_WHY.in_(language)}**",
        help_.why.in_(language),
        f"**{_FIX.in_(language)}**",
        help_.fix.in_(language),
    ]
    for heading, code in ((_BAD, help_.bad), (_GOOD, help_.good)):
        if code:
            parts += [f"**{heading.in_(language)}**", f"```{help_.language}\n{code.rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"
