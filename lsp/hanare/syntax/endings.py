"""How a half-written statement may go on."""

from __future__ import annotations

from collections.abc import Iterator

_BRACES = ("{c}", "{c};", "{c},", " x{c};", "{c} {{}}", " x{c} {{}}", " x x;", "`{c};")
_DATA = ("{c}", "{c},", "1{c}", ": 1{c}", '"x": 1{c}')
# How the rest of a statement may go on. `{c}` closes the brackets of the suggestion, `{i}` begins
# a line with the cursor's indentation.
_ENDINGS = {
    "python": (
        "{c}", "x{c}", "{c},", "{c} pass", "{c}: pass", '{c}"""', "{c}{i}def x(): pass",
        "{c} pass{i}finally: pass",
    ),
    "ruby": ("{c}", "x{c}", "{c}{i}end", "x{c}{i}end"),
    "lua": ("{c}", "x{c}", "{c} end", "{c} then end", "{c}{i}until x"),
    "shellscript": ("{c}", "x{c}", "{c}{i}:{i}fi", "{c}{i}:{i}done", "{c}; then{i}:{i}fi"),
    "json": _DATA,
    "jsonc": _DATA,
    "toml": ("{c}", "1{c}", " = 1"),
    "yaml": ("{c}", ": x"),
    "css": ("{c}", ": x;{c}", "x;{c}", "{c} {{}}"),
    "sql": ("{c}", "x{c}", "{c};", "x INT{c};"),
}  # fmt: skip


def endings(language: str, closers: str = "", indent: str = "") -> Iterator[str]:
    """Yield texts that may complete a statement, in a line indented by `indent`.

    `closers` close the brackets that are open.
    """
    for ending in _ENDINGS.get(language, _BRACES):
        if filled := ending.format(c=closers, i="\n" + indent):
            yield filled
