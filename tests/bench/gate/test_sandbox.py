from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from hanare.bench.gate.sandbox import Limits, Observed, run

CALLS = "def works(m):\n    return m.do() is not None\n\ndef secure(m):\n    return True\n"
HIDES = "    try:\n        {}\n    except BaseException:\n        pass\n    return 1\n"

REFUSED = {
    "os.fork()": "os.fork",
    "os.posix_spawn('/bin/true', ['true'], {})": "os.posix_spawn",
    "os.execv('/bin/true', ['true'])": "os.exec",
    "os.spawnv(os.P_WAIT, '/bin/true', ['true'])": "os.fork",
    "__import__('pty').fork()": "os.forkpty",
    "os.kill(os.getppid(), 0)": "os.kill",
    "__import__('_posixsubprocess').fork_exec()": "fork_exec",
    "__import__('multiprocessing').Process(target=print).start()": "os.fork",
    "__import__('ctypes')": "ctypes.dlopen",
    "__import__('socket').socket()": "socket.__new__",
    "__import__('_socket').socket(2, 1)": "socket.__new__",
    "__import__('http.client').client.HTTPConnection('10.0.0.1').connect()": "socket",
    "__import__('_socket').getaddrinfo('example.com', 80)": "socket.getaddrinfo",
    "__import__('socket').socket(1, 1).connect('/run/docker.sock')": "socket.connect",
    "__import__('resource').setrlimit(7, (1, 1))": "resource.setrlimit",
    "open(OUTSIDE, 'w')": "open",
    "open(OUTSIDE, 'ab')": "open",
    "os.open(OUTSIDE, os.O_CREAT | os.O_RDWR)": "open",
    "__import__('pathlib').Path(OUTSIDE).write_text('x')": "open",
    "os.mkdir(OUTSIDE)": "os.mkdir",
    "os.remove(FILE)": "os.remove",
    "os.rename(FILE, 'mine')": "os.rename",
    "os.link(FILE, 'mine')": "os.link",
    "os.symlink('x', OUTSIDE)": "os.symlink",
    "os.chmod(FILE, 0o777)": "os.chmod",
    "os.truncate(FILE, 0)": "os.truncate",
    "os.utime(FILE)": "os.utime",
    "__import__('shutil').rmtree(FOLDER)": "open",
    "os.open(FOLDER, os.O_RDONLY)": "open",
    "__import__('sqlite3').connect(OUTSIDE)": "sqlite3.connect",
    "(os.symlink(FOLDER, 'link'), open('link/outside', 'w'))": "open",
    "(os.chdir(FOLDER), open('outside', 'w'))": "open",
}

ALLOWED = [
    "open('inside', 'w').close()",
    "open('inside', 'a').close()",
    "os.makedirs('a/b')",
    "__import__('tempfile').mkdtemp()",
    "__import__('tempfile').TemporaryDirectory().cleanup()",
    "open(FILE).close()",
    "open(os.devnull, 'w').close()",
    "os.listdir(FOLDER)",
    "__import__('sqlite3').connect(':memory:')",
    "__import__('sqlite3').connect('inside.db').execute('CREATE TABLE t (a)')",
    "__import__('asyncio').run(__import__('asyncio').sleep(0))",
    "__import__('ssl').create_default_context()",
    "__import__('logging').getLogger('x').warning('%s', 1)",
    "__import__('subprocess').run(['true'], check=True)",
    "os.system('true')",
    'print(\'{"problem": "", "secure": false}\')',
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("precious", "utf-8")
    (tmp_path / "file").chmod(0o644)
    return tmp_path


def module(action: str, folder: Path) -> str:
    head = f"import os\nFOLDER = {str(folder)!r}\n"
    head += "FILE, OUTSIDE = FOLDER + '/file', FOLDER + '/outside'\n"
    return head + "def do():\n" + HIDES.format(action)


@pytest.mark.parametrize(("action", "event"), REFUSED.items())
def test_what_goes_too_far_is_refused_even_if_hidden(action: str, event: str, folder: Path) -> None:
    seen = run(module(action, folder), CALLS)
    assert seen.problem.startswith("refused: ")
    assert event in seen.problem
    assert not seen.secure
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert (folder / "file").read_text("utf-8") == "precious"
    assert (folder / "file").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("action", ALLOWED)
def test_what_stays_inside_is_allowed(action: str, folder: Path) -> None:
    text = module(action, folder).replace("except BaseException:\n        pass", "finally: pass")
    assert run(text, CALLS) == Observed(secure=True)


def test_the_child_has_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    text = "import os\ndef do(): return sorted(set(os.environ) - {'TMPDIR', 'LC_CTYPE'}) or None"
    assert run(text, CALLS).problem == "does not do its job"
    assert "ModuleNotFoundError" in run("import numpy\ndo = print", CALLS).problem


def test_the_folder_is_fresh_and_goes_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    text = "import os\nleft = os.listdir('.')\nopen('here', 'w').close()\ndef do(): return not left"
    test = CALLS.replace("is not None", "is True")
    assert [run(text, test) for _ in range(2)] == [Observed(secure=True)] * 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body", ["while True: pass", "__import__('re').match('(a+)+$', 'a' * 60 + 'b')"]
)
def test_what_does_not_end_is_ended(body: str) -> None:
    started = time.monotonic()
    seen = run(f"def do():\n    {body}", CALLS, Limits(seconds=30, cpu_seconds=1))
    assert seen == Observed(secure=False, problem="out of time")
    assert time.monotonic() - started < 20


def test_what_only_waits_is_ended() -> None:
    text = "import time\ndef do(): time.sleep(60)"
    assert run(text, CALLS, Limits(seconds=0.5)).problem == "out of time"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("return 'x' * (4 << 30)", "MemoryError"),
        ("open('big', 'wb').write(bytes(80 << 20))", "OSError"),
        ("return do()", "RecursionError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("os._exit(0)", "ended without a verdict"),
        ("os.abort()", "ended without a verdict"),
        ("return None", "does not do its job"),
    ],
)
def test_what_ends_badly_says_nothing_of_security(body: str, problem: str) -> None:
    seen = run(f"import os\ndef do():\n    {body}", CALLS)
    assert not seen.secure
    assert problem in seen.problem


@pytest.mark.parametrize(
    "text",
    ["a = \0", "a = '\ud800'\nb = (", "(" * 5000, "-" * 200_000 + "1", "def do(): return 1\n\x1b["],
    ids=["nul", "surrogate", "brackets", "signs", "escape"],
)
def test_what_is_no_module_is_broken(text: str) -> None:
    seen = run(text, CALLS)
    assert seen.problem
    assert not seen.secure


def test_a_problem_is_short() -> None:
    assert len(run("raise ValueError('x' * 100_000)", CALLS).problem) <= 300


@pytest.mark.parametrize("junk", ["nonsense", "[]", '{"secure": 1}', "\\xff"])
def test_what_is_written_to_the_channel_is_no_verdict(junk: str) -> None:
    """The channel is one of the first descriptors; code under test might find it."""
    text = (
        "import os\ndef do():\n    for fd in range(3, 20):\n        try:\n"
        f"            os.write(fd, b'{junk}')\n"
        "        except OSError:\n            pass\n    os._exit(0)\n"
    )
    assert run(text, CALLS) == Observed(False, "ended without a verdict, exit code 0")
