from __future__ import annotations

import pytest

from hanare.bench.gate.inside.shell import commands

SCRIPTS = {
    "ls": [["ls"]],
    "": [],
    "  ;; ": [],
    "ls -l /srv": [["ls", "-l", "/srv"]],
    "a; b": [["a"], ["b"]],
    "a && b || c": [["a"], ["b"], ["c"]],
    "a | b\nc & d": [["a"], ["b"], ["c"], ["d"]],
    "(a; b)": [["a"], ["b"]],
    "echo 'a; b'": [["echo", "a; b"]],
    'echo "a; b"': [["echo", "a; b"]],
    "echo 'a'\"'\"'; b'": [["echo", "a'; b"]],
    "echo a\\;b": [["echo", "a;b"]],
    "echo ''": [["echo", ""]],
    "echo $(b c)": [["b", "c"], ["echo", ""]],
    'echo "$(b c)"': [["b", "c"], ["echo", ""]],
    "echo '$(b c)'": [["echo", "$(b c)"]],
    "echo `b`": [["b"], ["echo", ""]],
    "echo x$(a $(b))y": [["b"], ["a", ""], ["echo", "xy"]],
    "echo $(b": [["b"], ["echo", ""]],
    "echo `b": [["b"], ["echo", ""]],
    "echo $( (a); b ) c": [["a"], ["b"], ["echo", "", "c"]],
    'echo "$(a "b; c")"; d': [["a", "b; c"], ["echo", ""], ["d"]],
    "a > out; b < in": [["a", "out"], ["b", "in"]],
    "a # b; c\nd": [["a"], ["d"]],
    "a b#c": [["a", "b#c"]],
    "echo 'open; b": [["echo", "open; b"]],
    "a \\": [["a", ""]],
}


@pytest.mark.parametrize(("script", "expected"), SCRIPTS.items())
def test_commands(script: str, expected: list[list[str]]) -> None:
    assert commands(script) == expected


@pytest.mark.parametrize(
    "script", ["$(" * 50_000, "`" * 50_001, "'" * 50_001, "a;" * 50_000, "a" * 100_000]
)
def test_long_scripts_are_read(script: str) -> None:
    assert set("".join(commands(script)[-1])) <= {"a"}
