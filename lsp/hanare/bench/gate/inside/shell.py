"""Which commands a shell would run, without running any."""

from __future__ import annotations

from dataclasses import dataclass, field

_SEPARATORS = frozenset(";|&\n(){}")


def commands(script: str) -> list[list[str]]:
    """Return the words of every command that a POSIX shell finds in `script`, inner ones first.

    Quotes, backslashes and substitutions are as in the shell; variables, globs and redirections
    are left alone. What is not closed ends with the script.
    """
    found: list[list[str]] = []
    levels = [_Level()]
    at = 0
    while at < len(script):
        char, level = script[at], levels[-1]
        if level.quote == "'" and char != "'":
            level.add(char)
        elif char == level.quote:
            level.quote = ""
        elif char == "\\":
            at += 1
            level.add(script[at : at + 1])
        elif char == level.closer and not level.quote and not level.open:
            level.end_command(found)
            levels.pop()
        elif char == "`" or script.startswith("$(", at):
            at += char == "$"
            level.add("")  # what is printed belongs to the word
            levels.append(_Level("`" if char == "`" else ")"))
        elif level.quote:
            level.add(char)
        elif char in "'\"":
            level.quote = char
            level.add("")
        elif char.isspace() or char in "<>" or char in _SEPARATORS:
            level.open += {"(": 1, ")": -1}.get(char, 0)
            level.end_word()
            if char in _SEPARATORS:
                level.end_command(found)
        elif char == "#" and level.word is None:
            end = script.find("\n", at)
            at = len(script) if end < 0 else end - 1
        else:
            level.add(char)
        at += 1
    while levels:
        levels.pop().end_command(found)
    return found


@dataclass(slots=True)
class _Level:
    """Where the reading of the script or of one of its substitutions is."""

    closer: str = ""
    """What ends the substitution."""
    quote: str = ""
    open: int = 0
    """Brackets of subshells."""
    word: list[str] | None = None
    words: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.word = self.word or []
        self.word.append(text)

    def end_word(self) -> None:
        if self.word is not None:
            self.words.append("".join(self.word))
            self.word = None

    def end_command(self, found: list[list[str]]) -> None:
        self.end_word()
        if self.words:
            found.append(self.words)
            self.words = []
