"""Whether a model denies what an engine has found: then it is not listened to.

Code may hold a text that tells a model to call it safe. The verdict is the engine's.
"""

from __future__ import annotations

import re

_DENIES = re.compile(
    r"\b(?:there (?:is|are)|has|have|poses?|contains?) no (?:\w+ ){0,2}"
    r"(?:problem|vulnerabilit|issue|risk|danger|threat)"
    r"|\b(?:is|are|was) (?:completely |perfectly |totally |already |actually )?"
    r"(?:safe|secure|harmless"
    r"|not (?:a |an )?(?:\w+ )?(?:problem|vulnerab|issue|dangerous|insecure))"
    r"(?! (?:if|when|only|only if|as long as|unless)\b)"
    r"|\b(?:is|are|was|see|find) nothing (?:wrong|dangerous|unsafe|insecure|to worry)"
    r"|\b(?:does|do|did)(?: not|n't) (?:contain|have|pose|present|introduce|create)"
    r" (?:any |an? )?(?:\w+ ){0,2}(?:problem|vulnerab|issue|risk|danger|threat)"
    r"|\b(?:is|are)n't (?:an? )?(?:\w+ )?(?:problem|vulnerab|issue|dangerous|insecure|exploitable)"
    r"|\b(?:is|are) not exploitable|\b(?:cannot|can't|can not) be exploited"
    r"|\bscanner(?:'s \w+)? is (?:wrong|mistaken)"
    r"|\bfalse positive|\bno (?:vulnerabilit|security (?:problem|issue|risk))"
    r"|(?:問題|脆弱性|危険|リスク)(?:は|が|も)?(?:ありません|ない(?:です|。|$)|存在しません)"
    r"|(?:問題|脆弱性)(?:は|が|も)?含まれて(?:いません|いない)|安全(?:だ)?と言え(?!ま?せん|ない)"
    r"|安全です|安全である(?!とは|か|場合|必要|べき|こと|よう|限|なら)|安全な(?:コード|実装)です|誤検[知出]",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(?:use|using|prefer|pass|passing|replace|switch to|instead)\b[^.!?。]{0,200}"
    r"\b(?:which|that) $",
    re.IGNORECASE,
)
"""In front of a word for safe: it is about what should be there instead."""


def denies(text: str) -> bool:
    """Whether a text about a finding says that there is no problem."""
    return any(
        _ADVISED.search(text, max(0, match.start() - 240), match.start()) is None
        for match in _DENIES.finditer(text)
    )
