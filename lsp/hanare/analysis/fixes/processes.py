"""Starting programs without a shell, where the command is a constant that needs none."""

from __future__ import annotations

import re

from hanare.analysis.finding import Fix, Replacement
from hanare.analysis.fixes.calls import Call
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.fixes.imports import referred
from hanare.analysis.matching.literals import string_in
from hanare.syntax.elements import Element
from hanare.wording import said

_STARTERS = frozenset(
    f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen")
)
# Words that every shell takes as they are: no quotes, wildcards, variables or redirections.
_PLAIN = re.compile(r"[A-Za-z0-9_./-][A-Za-z0-9_./:,@+-]*(?: +[A-Za-z0-9_./:,@+=-]+)*")
_LONGEST = 1000
# Commands of the shells themselves, Unix's and Windows'; those that are programs on one system
# only are here too.
_BUILTIN = frozenset((
    ".", ":", "alias", "bg", "break", "builtin", "call", "cd", "chdir", "cls", "color", "command",
    "continue", "copy", "declare", "del", "dir", "dirs", "disown", "do", "echo", "else", "endlocal",
    "erase", "eval", "exec", "exit", "export", "fg", "for", "function", "goto", "hash", "history",
    "if", "jobs", "let", "local", "logout", "md", "mkdir", "mklink", "move", "path", "pause",
    "popd", "prompt", "pushd", "rd", "read", "readonly", "rem", "ren", "rename", "return", "rmdir",
    "select", "set", "setlocal", "shift", "shopt", "source", "start", "suspend", "time", "times",
    "title", "trap", "type", "typeset", "ulimit", "umask", "unalias", "unset", "until", "ver",
    "verify", "vol", "wait", "while",
))  # fmt: skip
_TITLE = said("Start the program without a shell")


def without_shell(site: Site) -> Fix | None:
    """Split the command into a list, and drop `shell=True`."""
    call = site.call
    if call is None or site.called not in _STARTERS or call.spreads or len(call.positional) != 1:
        return None
    shell, value = call.named.get("shell"), call.value("shell")
    if shell is None or value is None or value.text not in ("True", "1"):
        return None
    words = _words(call.positional[0])
    if words is None or "executable" in call.named:  # that would be the shell, not the program
        return None
    return fix(_TITLE, _as_list(call, words), call.without(shell))


def system(site: Site) -> Fix | None:
    """Run the program of an `os.system` whose result nobody looks at."""
    call = site.call
    if call is None or site.called != "os.system" or len(call.values) != 1:
        return None
    words = _words(call.values[0])
    above = call.element.parent
    if words is None or above is None or above.kind != "expression_statement":
        return None
    run = referred(site, call.function, "subprocess.run")
    if run is None:
        return None
    return fix(
        said("Use {text} without a shell", text=run.text),
        *run.edits,
        _as_list(call, words),
        call.with_argument("check=False"),
    )


def _words(command: Element) -> list[str] | None:
    """Return the words of a constant command that means the same without a shell."""
    text = string_in(command) if command.kind == "string" else None
    if text is None or len(text) > _LONGEST or "b" in command.text[:2].lower():
        return None
    text = text.strip(" ")
    if not _PLAIN.fullmatch(text):
        return None
    words = text.split()
    return words if words[0] not in _BUILTIN else None


def _as_list(call: Call, words: list[str]) -> Replacement:
    command = call.positional[0]
    return replaced(command, f"[{', '.join(_quoted(command, words))}]")


def _quoted(command: Element, words: list[str]) -> list[str]:
    quote = command.text[-1]
    return [f"{quote}{word}{quote}" for word in words]
