"""What is wrong with an explanation whatever it explains: its language, loops, leaks."""

from __future__ import annotations

import re
from collections import Counter

from hanare.bench.explain.prose import prose, without_fences
from hanare.wording import Language

# Terms and names that are not quoted make a good Japanese explanation partly Latin. Each of our
# own good ones has more than this, texts in English have next to nothing.
JAPANESE_SHARE = 0.5
# Japanese has kana in every clause; Chinese has none.
KANA_SHARE = 0.2
# What models that know more Chinese than Japanese put into it, seen in their answers; each is
# said in another way in Japanese. What Shift JIS cannot encode, Japanese does not have either.
_CHINESE = re.compile("如果|返回|函数|参数|文件|或者|以及|但是|(?<= )的(?= )")
_JAPANESE_CHARACTERS = "shift_jis"
TOLERATED = 2
"""With more different words or characters of Chinese, whole clauses are Chinese."""
TIMES = 3
"""How often the same is said before it is a loop."""

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#+)\s+")
_SHORTEST_SENTENCE = 12
# A unit right behind itself, even without a sentence's end; digits count as one another.
_IN_A_ROW = re.compile(rf"(.{{4,240}}?)\1{{{TIMES},}}", re.DOTALL)

_LEAKS = {
    "link": re.compile(r"\]\([^)\s]|^\s*\[[^\]]+\]:\s*\S|\b(?:https?|ftp|file|command|data)://"
                       r"|\bwww\.\w|\b(?:command|javascript|mailto|data):\w", re.MULTILINE),
    "html": re.compile(r"<(?:[A-Za-z][\w-]*(?:\s[^<>]*)?/?|/[A-Za-z][\w-]*\s*|!--|![A-Z][^<>]*)>?"
                       r"(?<=[>-])"),
}  # fmt: skip
_CONTROL = re.compile(r"<[|｜][^<>\n]{1,40}[|｜]>|<(?:fim|file|repo)_\w+>|\[/?INST\]|</?s>|<<SYS>>")


def in_language(markdown: str, language: Language) -> bool:
    """Whether what is said is in a language; code says nothing of it."""
    text = prose(markdown)
    kana, ideographs = len(_KANA.findall(text)), len(_IDEOGRAPH.findall(text))
    letters = sum(map(str.isalpha, text))
    if not letters:
        return False
    japanese = kana + ideographs
    if language == "en":
        return japanese == 0
    return (
        japanese / letters >= JAPANESE_SHARE
        and kana / japanese >= KANA_SHARE
        and len(chinese(markdown)) <= TOLERATED
    )


def chinese(markdown: str) -> tuple[str, ...]:
    """Return words and characters of Chinese that Japanese does not have."""
    text = prose(markdown)
    strange = [each for each in _IDEOGRAPH.findall(text) if not _is_japanese(each)]
    return tuple(dict.fromkeys((*_CHINESE.findall(text), *strange)))


def _is_japanese(character: str) -> bool:
    return bool(character.encode(_JAPANESE_CHARACTERS, "ignore"))


def repeats(markdown: str) -> bool:
    """Whether an explanation runs in circles: a sentence, or what is right behind itself."""
    text = without_fences(markdown)
    sentences = (_LIST_MARK.sub("", each).strip() for each in _SENTENCE.split(text))
    counts = Counter(each for each in sentences if len(each) >= _SHORTEST_SENTENCE)
    if max(counts.values(), default=0) >= TIMES:
        return True
    line = re.sub(r"\d+", "0", " ".join(text.split()))
    return any(re.search(r"\w", found[1]) for found in _IN_A_ROW.finditer(line))


def leaks(markdown: str) -> tuple[str, ...]:
    """Return what of an explanation must not be shown, by name: links, HTML, control tokens."""
    text = prose(markdown)
    found = [name for name, pattern in _LEAKS.items() if pattern.search(text)]
    if _CONTROL.search(markdown):
        found.append("control token")
    return tuple(found)
