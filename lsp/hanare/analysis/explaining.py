"""A rule's help as Markdown, for hovers and terminals."""

from __future__ import annotations

from hanare.analysis.catalogue import Help, Language, Rule

_HEADINGS = {
    "en": ("Why it matters", "How to fix it", "Insecure", "Secure"),
    "ja": ("なぜ問題か", "修正方法", "安全でない例", "安全な例"),
}
_FACTS = {
    "en": "{id} · CWE-{cwe} · severity {severity} · confidence {confidence}",
    "ja": "{id} · CWE-{cwe} · 深刻度 {severity} · 確信度 {confidence}",
}
_LEVELS_JA = {"low": "低", "medium": "中", "high": "高"}


def markdown(rule: Rule, help_: Help, language: Language) -> str:
    """Return all that people are told about a rule. Holds no links and no HTML."""
    why, fix, bad, good = _HEADINGS[language]
    severity, confidence = (
        _LEVELS_JA[level] if language == "ja" else str(level)
        for level in (rule.severity, rule.confidence)
    )
    facts = _FACTS[language].format(
        id=rule.id, cwe=rule.cwe, severity=severity, confidence=confidence
    )
    parts = [
        f"**{help_.title.in_(language)}**",
        facts,
        help_.what.in_(language),
        f"**{why}**",
        help_.why.in_(language),
        f"**{fix}**",
        help_.fix.in_(language),
    ]
    for heading, code in ((bad, help_.bad), (good, help_.good)):
        if code:
            parts += [f"**{heading}**", f"```{help_.language}\n{code.rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"
