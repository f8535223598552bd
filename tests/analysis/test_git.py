"""What Git knows of a folder, and that nothing a repository configures is run to learn it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hanare.analysis import git
from hanare.analysis.git import Repository, object_of
from hanare.errors import HanareError, UsageError

from index.trees import make

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")

_MOST = 1_000


def run(folder: Path, *words: str) -> str:
    """What Git says, in a repository that anybody may have configured."""
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    answer = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    return answer.stdout.decode().strip()


def commit(folder: Path, message: str = "x") -> str:
    run(folder, "add", "--all", "--force")
    run(folder, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", message)
    return run(folder, "rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with two commits, the first of which is tagged and branched from."""
    root = (tmp_path / "repository").resolve()
    make(root, {"a.py": "one\n", "sub/b.py": "b\n"})
    run(root, "-c", "init.defaultBranch=main", "init", "--quiet")
    commit(root)
    run(root, "tag", "v1")
    run(root, "branch", "release")
    make(root, {"a.py": "two\n"})
    commit(root)
    return root


def known(folder: Path) -> Repository:
    repository = Repository.around(folder)
    assert repository is not None
    return repository


def contents(folder: Path, revision: str) -> dict[str, bytes | None]:
    repository = known(folder)
    blobs = repository.blobs(repository.commit(revision))
    held = repository.contents(list(blobs.values()), _MOST)
    return {
        path.relative_to(folder).as_posix(): data
        for path, data in zip(blobs, held, strict=True)
    }  # fmt: skip


@pytest.mark.parametrize("revision", ["v1", "release", "HEAD~1", "main^", "HEAD^{/x}~1", "@~"])
def test_revisions_by_any_name(revision: str, folder: Path) -> None:
    assert contents(folder, revision) == {"a.py": b"one\n", "sub/b.py": b"b\n"}


@pytest.mark.parametrize(
    "revision",
    ["", "v2", "HEAD~9", "HEAD:a.py", "HEAD^{tree}", "--all", "-h", "--output=x", "a b", "離れ"],
)
def test_what_is_no_revision(revision: str, folder: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        known(folder).commit(revision)
    assert repr(revision) in refusal.value.message
    assert refusal.value.remedy
    assert sorted(each.name for each in folder.iterdir()) == [".git", "a.py", "sub"]


def test_the_commit_checked_out(folder: Path) -> None:
    assert known(folder).head() == run(folder, "rev-parse", "HEAD")
    run(folder, "checkout", "--quiet", "--detach", "v1")
    assert known(folder).head() == run(folder, "rev-parse", "v1")


def test_a_folder_inside_is_of_the_same_repository(folder: Path) -> None:
    assert known(folder / "sub") == known(folder)


def test_a_repository_without_commits(tmp_path: Path) -> None:
    run(tmp_path, "init", "--quiet")
    assert known(tmp_path).head() == ""
    with pytest.raises(UsageError):
        known(tmp_path).commit("HEAD")


def _none(folder: Path) -> None:
    pass


def _empty(folder: Path) -> None:
    (folder / ".git").mkdir()


def _garbage(folder: Path) -> None:
    make(folder, {".git/HEAD": "\0", ".git/config": "[[["})


def _points_nowhere(folder: Path) -> None:
    make(folder, {".git": "gitdir: /nonexistent\n"})


def _bare(folder: Path) -> None:
    run(folder, "init", "--quiet", "--bare")


NO_REPOSITORIES: dict[str, Callable[[Path], None]] = {
    "nothing": _none,
    "an empty folder of that name": _empty,
    "garbage": _garbage,
    "a pointer to nothing": _points_nowhere,
    "no working tree": _bare,
}


@pytest.mark.parametrize("name", NO_REPOSITORIES)
def test_folders_in_no_repository(name: str, tmp_path: Path) -> None:
    NO_REPOSITORIES[name](tmp_path)
    assert Repository.around(tmp_path) is None


def test_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert Repository.around(folder) is None


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_names_of_any_bytes(folder: Path) -> None:
    odd = (b"caf\xe9.py", b"new\nline.py", b'quo"te.py', b"tab\t.py", "離れ.py".encode(), b" ")
    for each in odd:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + each)).write_bytes(each)
    commit(folder)
    blobs = known(folder).blobs("HEAD")
    assert {os.fsencode(path.name) for path in blobs} == {*odd, b"a.py", b"b.py"}
    assert all(path.exists() for path in blobs)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_and_other_repositories_are_left_out(folder: Path) -> None:
    (folder / "link.py").symlink_to("a.py")
    make(folder / "inner", {"c.py": "c"})
    run(folder / "inner", "init", "--quiet")
    commit(folder / "inner")
    commit(folder)
    assert contents(folder, "HEAD") == {"a.py": b"two\n", "sub/b.py": b"b\n"}


def test_content_is_as_committed_whatever_is_in_it(folder: Path) -> None:
    held = {
        "crlf.py": b"x = 1\r\ny = 2\r\n", "empty.py": b"", "nul.bin": b"\0\n\0",
        "open.py": b"x", "most.py": b"x" * _MOST, "more.py": b"x" * (_MOST + 1),
        "like.py": b"0" * 40 + b" blob 7\n1234567\n",
    }  # fmt: skip
    make(folder, held)
    commit(folder)
    found = contents(folder, "HEAD")
    assert {name: found[name] for name in held} == {**held, "more.py": None}


def test_content_comes_in_portions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {f"{number}.py": b"%d" % number * 10 for number in range(10)}
    make(folder, held)
    commit(folder)
    monkeypatch.setattr(git, "_PORTION_BYTES", 25)
    assert contents(folder, "HEAD") == {**held, "a.py": b"two\n", "sub/b.py": b"b\n"}


@pytest.mark.parametrize("data", [b"", b"x\n", bytes(range(256)), "離れ\r\n".encode()])
@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_the_id_of_content_is_git_s_own(data: bytes, kind: str, tmp_path: Path) -> None:
    run(tmp_path, "init", "--quiet", f"--object-format={kind}")
    make(tmp_path, {"x": data})
    commit(tmp_path)
    (oid,) = known(tmp_path).blobs("HEAD").values()
    assert object_of(data, oid) == oid


def test_a_shallow_clone_has_what_it_has(folder: Path, tmp_path: Path) -> None:
    run(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), "clone")
    clone = (tmp_path / "clone").resolve()
    assert contents(clone, "HEAD")["a.py"] == b"two\n"
    with pytest.raises(UsageError) as refusal:
        known(clone).commit("HEAD~1")
    assert "shallow" in refusal.value.remedy


def test_an_object_that_is_gone(folder: Path) -> None:
    blobs = known(folder).blobs("HEAD")
    oid = blobs[folder / "a.py"]
    (folder / ".git/objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(HanareError, match=oid) as failure:
        list(known(folder).contents(list(blobs.values()), _MOST))
    assert failure.value.remedy


# --- a repository that comes from somebody else ---


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that exists once something has run that a repository names."""
    return tmp_path / "ran"


@pytest.fixture
def trap(marker: Path, tmp_path: Path) -> Path:
    """What a repository wants to be run."""
    script = tmp_path / "trap"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\nexit 1\n")
    script.chmod(0o755)
    return script


@pytest.fixture
def hostile(folder: Path, trap: Path) -> Path:
    """A repository that names a program wherever Git would run one."""
    for key in (
        "core.fsmonitor", "core.sshCommand", "core.askPass", "core.pager", "core.editor",
        "core.alternateRefsCommand", "core.gitProxy", "diff.external", "diff.trap.textconv",
        "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process",
        "gpg.program", "credential.helper", "uploadpack.packObjectsHook", "pager.cat-file",
        "pager.ls-tree", "pager.rev-parse", "remote.origin.uploadpack", "remote.origin.receivepack",
    ):  # fmt: skip
        run(folder, "config", key, str(trap))
    for alias in ("rev-parse", "ls-tree", "cat-file"):
        run(folder, "config", f"alias.{alias}", f"!{trap}")
    (folder / ".gitattributes").write_text("* filter=trap diff=trap\n")
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(trap, folder / ".git/hooks" / hook)
    return folder


needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the trap is a shell script")


@needs_shell
def test_the_trap_works(hostile: Path, marker: Path) -> None:
    subprocess.run(["git", "status"], cwd=hostile, check=False, capture_output=True)
    assert marker.exists()


@needs_shell
def test_nothing_that_a_repository_names_is_run(hostile: Path, marker: Path) -> None:
    assert contents(hostile, "v1") == {"a.py": b"one\n", "sub/b.py": b"b\n"}
    assert known(hostile).head()
    assert not marker.exists()


@needs_shell
@pytest.mark.parametrize("url", ["ext::{trap}", "ssh://host/x", "file://{folder}", "{folder}"])
def test_what_a_partial_clone_lacks_is_not_fetched(
    url: str, hostile: Path, marker: Path, trap: Path
) -> None:
    for key, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin",
        "remote.origin.promisor": "true", "remote.origin.partialCloneFilter": "blob:none",
        "remote.origin.url": url.format(trap=trap, folder=hostile), "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():  # fmt: skip
        run(hostile, "config", key, value)
    oid = known(hostile).blobs("HEAD")[hostile / "a.py"]
    (hostile / ".git/objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(HanareError, match=oid):
        list(known(hostile).contents([oid], _MOST))
    assert not marker.exists()
    # The trap works: Git by itself would have run it.
    subprocess.run(["git", "cat-file", "-p", oid], cwd=hostile, check=False, capture_output=True)
    assert marker.exists()


@needs_shell
def test_settings_that_never_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git/config").unlink()
    os.mkfifo(folder / ".git/config")
    monkeypatch.setattr(git, "_LOOK_SECONDS", 0.2)
    with pytest.raises(HanareError, match="does not answer"):
        Repository.around(folder)


def test_folders_in_folders_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = run(folder, "rev-parse", "HEAD^{tree}")
    for _ in range(9):
        rows = "".join(f"040000 tree {tree}\tx{number}\n" for number in range(10))
        made = subprocess.run(
            ["git", "mktree"], cwd=folder, input=rows.encode(), check=True, capture_output=True
        )
        tree = made.stdout.decode().strip()
    bomb = run(folder, "commit-tree", "-m", "x", tree)
    monkeypatch.setattr(git, "_MOST_BYTES", 1_000_000)
    with pytest.raises(HanareError, match="no end"):
        known(folder).blobs(bomb)
