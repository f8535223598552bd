"""What Git would ignore, by the ignore files on the way to a path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

_IGNORE_FILES = (".git/info/exclude", ".gitignore")
"""Read in every directory; the later one has the last word."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that hold in a directory: its own and those of the directories above it.

    The user's global ignore file is not read: only Git's configuration knows where it is.
    """

    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """Directories (absolute, with a slash at the end) and their rules, the nearest last."""

    @classmethod
    def above(cls, folder: Path) -> IgnoreRules:
        """Return what the repository around `folder` says of what is below `folder`."""
        parents = list(folder.parents)
        repository = next((at for at in parents if (at / ".git").exists()), None)
        if repository is None or (folder / ".git").exists():
            return cls()
        rules = cls()
        for directory in reversed(parents[: parents.index(repository) + 1]):
            rules = rules.entering(directory)
        # A folder that its repository ignores, and that is opened nevertheless, is wanted.
        return cls() if rules.ignores(folder, directory=True) else rules

    def entering(self, directory: Path) -> IgnoreRules:
        """Return the rules that hold inside `directory`, a child of the directory of these."""
        read = [_read(directory / name) for name in _IGNORE_FILES]
        base = directory.as_posix().rstrip("/") + "/"
        return IgnoreRules(self.rules + tuple((base, spec) for spec in read if spec is not None))

    def ignores(self, path: Path, *, directory: bool) -> bool:
        """Whether Git would ignore `path`, whose parent is not ignored."""
        name = path.as_posix() + ("/" if directory else "")
        for base, spec in reversed(self.rules):
            verdict = spec.check_file(name[len(base) :]).include
            if verdict is not None:
                return verdict
        return False


def _read(path: Path) -> GitIgnoreSpec | None:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return GitIgnoreSpec.from_lines(filter(_is_pattern, lines), backend="simple")


def _is_pattern(line: str) -> bool:
    """Whether the line can be compiled; Git too takes no notice of one that makes no sense."""
    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except ValueError:
        return False
    return True
