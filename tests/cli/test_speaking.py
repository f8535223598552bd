"""The command line speaks the language of its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hanare.cli.main import cli
from hanare.cli.speaking import lang_option, say, spoken
from hanare.wording import said

JAPANESE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja_JP.UTF-8"}
ENGLISH = JAPANESE | {"LANG": "C.UTF-8"}
WORDS = {
    "an error": (["models", "show", "nix"], "エラー: モデル 'nix' はありません。"),
    "a remedy": (["models", "show", "nix"], "一覧は `hanare models list` で表示できます。"),
    "a table": (["models", "list"], "ライセンス"),
    "a help": (["analyze", "--help"], "ファイルとフォルダーのセキュリティ上の問題を調べます。"),
    "an option's help": (["analyze", "--help"], "解析に使うプロセスの数。  [1<=x<=256]"),
    "a heading of the help": (["--help"], "コマンド:"),
    "a short help": (["--help"], "  complete  FILE のカーソル位置での候補を表示します\n"),
    "a usage": (["models", "--help"], "使い方: "),
    "a report": (["analyze", "."], "問題は検出されませんでした"),
    "a setting": (["models", "list"], "無視した設定: 環境変数: model.nix: "),
}


def hanare(folder: Path, *words: str, environ: dict[str, str]) -> str:
    """Return all that the real command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "hanare", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | environ | {"HANARE__MODEL__NIX": "1", "COLUMNS": "100"},
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", WORDS)
def test_a_japanese_environment_is_spoken_to_in_japanese(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    words, expected = WORDS[name]
    assert expected in hanare(tmp_path, *words, environ=JAPANESE)
    shown = hanare(tmp_path, *words, environ=ENGLISH)
    assert shown.isascii() or "model" in words[0]  # a table's lines are no ASCII
    assert expected not in shown


LANGUAGES = {
    "errors follow the option": (["analyze", "nix", "--lang", "ja"], {}, "nix はありません"),
    "against the environment": (["analyze", "nix", "--lang", "en"], JAPANESE, "There is no nix."),
    "the help too": (["analyze", "--lang", "ja", "--help"], {}, "出力の形式。"),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_option_decides(name: str) -> None:
    words, environ, expected = LANGUAGES[name]
    result = CliRunner().invoke(cli, words, env=ENGLISH | environ)
    assert expected in result.output


def test_no_line_of_the_help_is_wider_than_the_terminal() -> None:
    text = CliRunner().invoke(cli, ["analyze", "--help"], env=JAPANESE).output
    columns = [len(line) + sum(ord(each) > 0x2E80 for each in line) for line in text.splitlines()]
    assert max(columns) <= 80
    assert not any(line.lstrip().startswith(("。", "、")) for line in text.splitlines())


def test_a_choice_ends_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    @lang_option
    def command() -> None:
        say(said("Name a file."))

    monkeypatch.setenv("LC_ALL", "C")
    assert CliRunner().invoke(command, ["--lang", "ja"]).output == (
        "ファイルを指定してください。\n"
    )
    assert CliRunner().invoke(command, []).output == "Name a file.\n"
    assert spoken() == "en"
