"""LSP language ids by file name, for files that no editor has opened."""

from __future__ import annotations

_BY_SUFFIX = {
    "py": "python", "pyi": "python", "js": "javascript", "mjs": "javascript",
    "cjs": "javascript", "jsx": "javascriptreact", "ts": "typescript", "mts": "typescript",
    "tsx": "typescriptreact", "go": "go", "rs": "rust", "java": "java", "c": "c", "h": "c",
    "cc": "cpp", "cpp": "cpp", "cxx": "cpp", "hh": "cpp", "hpp": "cpp", "cs": "csharp",
    "rb": "ruby", "php": "php", "sh": "shellscript", "bash": "shellscript", "html": "html",
    "css": "css", "json": "json", "jsonc": "jsonc", "yaml": "yaml", "yml": "yaml",
    "toml": "toml", "sql": "sql", "lua": "lua", "kt": "kotlin", "kts": "kotlin", "md": "markdown",
    "dockerfile": "dockerfile",
}  # fmt: skip

_BY_NAME = {"dockerfile": "dockerfile", "containerfile": "dockerfile", "makefile": "makefile"}


def language_of(name: str) -> str:
    """Return the LSP language id of a file called `name`; `plaintext` if it tells none."""
    lower = name.lower()
    suffix = lower.rpartition(".")[2] if "." in lower else ""
    known = _BY_NAME.get(lower) or _BY_SUFFIX.get(suffix)
    # `Dockerfile.prod`, but not `dockerfile.py`.
    return known or _BY_NAME.get(lower.partition(".")[0], "plaintext")


_USUAL_COMMENT = "//"
_LINE_COMMENT = dict.fromkeys(
    ("python", "ruby", "shellscript", "yaml", "toml", "dockerfile", "makefile"), "#"
) | {"lua": "--", "sql": "--"}
_HAS_USUAL_COMMENT = frozenset((
    "javascript", "javascriptreact", "typescript", "typescriptreact", "go", "rust", "java", "c",
    "cpp", "csharp", "php", "kotlin", "jsonc",
))  # fmt: skip


def has_line_comment(language: str) -> bool:
    """Tell whether it is known what begins a comment up to the end of the line."""
    return language in _LINE_COMMENT or language in _HAS_USUAL_COMMENT


def line_comment(language: str) -> str:
    """Return what begins a comment up to the end of the line; the usual `//` if unknown."""
    return _LINE_COMMENT.get(language, _USUAL_COMMENT)
