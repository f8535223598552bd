"""`hanare explain`, as a user runs it, on a small project and a scripted engine."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hanare.cli.main import cli
from hanare.errors import ExitCode
from hanare.files import places

from index.trees import make

CART = """\
from tools import measure


def total(prices):
    if not prices:
        raise LookupError("empty")
    return measure(prices, 2)
"""
RUN = "import subprocess\n\n\ndef run(cmd):\n    return subprocess.run(cmd, shell=True)\n"
FILES: dict[str, str | bytes] = {
    "pyproject.toml": "",
    "tools.py": "def measure(length, width):\n    return length * width\n",
    "cart.py": CART,
    "run.py": RUN,
}
SCRIPT = """
[[answers]]
after = "`total` "
says = "adds up `prices` and `nothing`."

[[answers]]
after = "`total` は、"
says = "価格を合計します。"

[[answers]]
after = "These lines "
says = "raise an error."

[[answers]]
after = "`cart.py` "
says = "is about prices."

[[answers]]
after = "`return subprocess.run(cmd, shell=True)`, "
says = "`cmd` comes from outside."

[[answers]]
after = "`return subprocess.run(cmd, shell=True)` では、"
says = "`cmd` が外から来ます。"

[[answers]]
after = "The program "
says = "had no prices."

[[answers]]
after = "This change "
says = "renames it."

[[answers]]
after = "Is it fast?<|im_end|>\\n<|im_start|>assistant\\n"
says = "Yes, it is."

[[answers]]
after = "<|im_start|>assistant\\n\\"\\"\\""
says = "Add up prices."

[[answers]]
after = "1. `"
says = "sum_prices`"
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, the directory in which the command runs, and an index of its own."""
    folder = make(tmp_path / "project", FILES)
    script = tmp_path / "script.toml"
    script.write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(places, "index_folder", lambda: tmp_path / "cache")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HANARE__ENGINE__KIND", "scripted")
    monkeypatch.setenv("HANARE__ENGINE__SCRIPT", json.dumps(str(script)))
    return folder


def explain(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments], input=given)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["cart.py:4"], ["- Parameters: `prices`", "- Raises: `LookupError` (L6)",
                         "`total` adds up `prices` and `nothing`⟨?⟩.",
                         "> Not in the code: `nothing`."]),
        (["cart.py:7"], ["`total` adds up"]),
        (["cart.py:5-6"], ["These lines raise an error."]),
        (["cart.py:1"], ["These lines raise an error."]),
        (["cart.py"], ["- `def total(prices)`", "`cart.py` is about prices."]),
        (["cart.py:4", "--lang", "ja"], ["- 引数: `prices`", "`total` は、価格を合計します。"]),
        (["cart.py:4", "--format", "text"], ["- Parameters: prices", "total adds up prices and"]),
        (["cart.py:4", "--question", "Is it fast?"], ["Yes, it is."]),
        (["cart.py:4", "--write", "docstring"], ['"""Add up prices."""']),
        (["cart.py:4", "--write", "name"], ["- `sum_prices`"]),
        (["run.py", "--finding", "B602"], ["B602 · CWE-78", "`cmd` comes from outside."]),
        (["run.py", "--finding", "B602:5"], ["B602 · CWE-78"]),
        (["run.py", "--finding", "B602", "--lang", "ja"], ["深刻度"]),
    ],
)  # fmt: skip
def test_what_is_explained(arguments: list[str], parts: list[str]) -> None:
    result = explain(*arguments)
    assert result.exit_code == 0, result.output
    for part in parts:
        assert part in result.stdout


def test_json() -> None:
    made = json.loads(explain("cart.py:4", "--format", "json").stdout)
    assert made["language"] == "en"
    assert made["finished"] is True
    assert made["notes"] == ["Not in the code: `nothing`."]
    assert "`total` adds up" in made["markdown"]


def test_an_error_is_explained_with_the_code_that_it_names() -> None:
    places = '  File "/usr/lib/x.py", line 1\n  File "cart.py", line 6, in total\n'
    message = f"Traceback:\n{places}LookupError"
    result = explain("-", given=message)
    assert "The program had no prices." in result.stdout


@pytest.mark.parametrize(
    "place",
    [
        f'File "cart.py", line {"1" * 5_000}',
        'File "ca\0rt.py", line 1',
        f'File "{"x" * 300}.py", line 1',
        'File "loop.py", line 1',
        'File "latin.py", line 1',
        'File "no.py", line 1',
    ],
)
def test_places_that_cannot_be_read_are_passed_over(project: Path, place: str) -> None:
    (project / "loop.py").symlink_to("loop.py")
    (project / "latin.py").write_bytes(b"# caf\xe9\n")
    result = explain("-", given=f'  File "cart.py", line 0\n  {place}\nLookupError')
    assert result.exit_code == 0, result.output
    assert "The program had no prices." in result.stdout


def test_a_message_in_another_encoding() -> None:
    result = CliRunner().invoke(cli, ["explain", "-"], input=b"caf\xe9 is closed")
    assert result.exit_code == 0, result.output


def test_a_change(project: Path) -> None:
    git = shutil.which("git")
    assert git is not None

    def run(*words: str) -> None:
        own = ("-c", "user.name=x", "-c", "user.email=x@y.z", "-c", "commit.gpgsign=false")
        subprocess.run([git, *own, *words], check=True, cwd=project, capture_output=True)

    run("init", "-q")
    run("add", ".")
    run("commit", "-qm", "one")
    assert "Nothing has changed since HEAD." in explain("--diff").output
    (project / "cart.py").write_text(CART.replace("total", "summed"), "utf-8")
    assert "This change renames it." in explain("--diff").stdout
    assert "This change renames it." in explain("--diff", "HEAD").stdout
    assert "is no revision" in explain("--diff", "nothing").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "There is nothing to explain."),
        (["none.py"], "none.py cannot be read"),
        (["cart.py:99"], "cart.py has 8 lines; there is no line 99."),
        (["cart.py:1", "--write", "test"], "There is no definition at this place."),
        (["run.py", "--finding", "B101"], "There is no finding B101 in run.py."),
        (["run.py", "--finding", "B602:1"], "There are: B404:1, B602:5"),
        (["--diff"], "is in no Git repository"),
        (["cart.py:5-2"], "Name the first line first: 2-5."),
        (["cart.py:0"], "there is no line 0."),
        ([f"cart.py:{'1' * 5_000}"], "cannot be read"),
        (["-", "--question", "Why?"], "`-`, --question do not go together."),
        (["-", "--write", "name"], "`-`, --write do not go together."),
        (["-", "--finding", "B602"], "`-`, --finding do not go together."),
        (["cart.py", "--diff"], "--diff, FILE do not go together."),
        (["-", "--diff"], "--diff, `-` do not go together."),
        (["--diff", "HEAD", "--question", "Why?"], "--diff, --question do not go together."),
        (["cart.py:4", "--question", "Why?", "--write", "name"],
         "--question, --write do not go together."),
    ],
)  # fmt: skip
def test_what_cannot_be_explained(arguments: list[str], message: str) -> None:
    result = explain(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert message in result.output


def test_own_words_and_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "hanare" / "prompts" / "en"
    own.mkdir(parents=True)
    (own / "symbol.jinja").write_text("s\n---\n{{ glossary | join }}\n---\n1. `", "utf-8")
    words = tmp_path / "words.txt"
    words.write_text("prices: what we ask\n", "utf-8")
    monkeypatch.setenv("HANARE__EXPLAIN__GLOSSARY", json.dumps([str(words)]))
    assert "1. `sum_prices`" in explain("cart.py:4").stdout
    (own / "symbol.jinja").write_text("{{ nothing }}", "utf-8")
    broken = explain("cart.py:4")
    assert broken.exit_code == ExitCode.FAILED
    assert "The template en/symbol.jinja cannot be used" in broken.output
    words.unlink()
    assert "is no file" in explain("cart.py:4").output
