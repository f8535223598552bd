"""The rules of a SARIF run, and the weaknesses that they are kinds of."""

from __future__ import annotations

from collections.abc import Sequence

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Level
from hanare.analysis.reports import help_texts
from hanare.analysis.reports.explained import UsedRule, help_of, title
from hanare.analysis.reports.sarif_places import Json
from hanare.wording import Language

LEVEL = {Level.HIGH: "error", Level.MEDIUM: "warning", Level.LOW: "note"}
"""SARIF's word for a severity."""
SCORE = {Level.HIGH: 8.0, Level.MEDIUM: 5.5, Level.LOW: 3.0}
"""The middle of CVSS' band of the same name, which GitHub and GitLab sort by."""


def descriptor(used: UsedRule, cwes: Sequence[int], language: Language) -> Json:
    """Return what is said about a rule; what is not known of it comes from its finding."""
    example = used.example
    rule = rules().get(used.id)
    severity = rule.severity if rule else example.severity
    precision = rule.confidence if rule else example.confidence
    if rule and rule.advisory:
        precision = Level.LOW
    cwe = rule.cwe if rule else example.cwe
    tags = ["security", *([f"external/cwe/cwe-{cwe:03}"] if cwe else [])]
    found: Json = {
        "id": used.id,
        "shortDescription": {"text": title(example, language)},
        "defaultConfiguration": {"level": LEVEL[severity]},
        "properties": {
            "tags": tags,
            "precision": precision.value,
            "security-severity": f"{SCORE[severity]:.1f}",
        },
    }
    if rule is not None:
        found["name"] = rule.name
    help_ = help_of(used.id)
    if help_ is not None:
        found["fullDescription"] = {"text": help_.what.in_(language).strip()}
        found["help"] = {
            "text": help_texts.as_text(help_, language),
            "markdown": help_texts.as_markdown(help_, language),
        }
    if cwe in cwes:
        found["helpUri"] = _page(cwe)
        found["relationships"] = [
            {
                "target": {
                    "id": f"CWE-{cwe}",
                    "index": cwes.index(cwe),
                    "toolComponent": {"name": "CWE", "index": 0},
                },
                "kinds": ["superset"],
            }
        ]
    return found


def taxonomy(cwes: Sequence[int]) -> Json:
    """Return the weaknesses that occur."""
    return {
        "name": "CWE",
        "organization": "MITRE",
        "informationUri": "https://cwe.mitre.org/",
        "shortDescription": {"text": "Common Weakness Enumeration"},
        "isComprehensive": False,
        "taxa": [{"id": f"CWE-{cwe}", "helpUri": _page(cwe)} for cwe in cwes],
    }


def _page(cwe: int) -> str:
    return f"https://cwe.mitre.org/data/definitions/{cwe}.html"
