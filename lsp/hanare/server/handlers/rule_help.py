"""The help of a rule, as a document: `hanare.showRule`, by `workspace/executeCommand`.

Argument: the rule's id. Result: { "markdown": string }, or null for an unknown rule. A client that
shows documents (`window/showDocument`) is asked to show it as well.
"""

from __future__ import annotations

from typing import TypedDict

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.explaining import markdown
from hanare.server import pages
from hanare.server.language_server import HanareServer

SHOW_RULE = "hanare.showRule"


class RuleHelp(TypedDict):
    """The result of `hanare.showRule`."""

    markdown: str


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(SHOW_RULE)(on_show_rule)


async def on_show_rule(ls: HanareServer, rule: str) -> RuleHelp | None:
    """Answer with the help of a rule, and let the client show it."""
    if rule not in rules():
        return None
    language = ls.wording.language
    text = f"# {rule}\n\n{markdown(rules()[rule], helps()[rule], language)}"
    pages.show(ls, f"{rule}.{language}.md", text)
    return RuleHelp(markdown=text)
