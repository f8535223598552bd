"""What reports say besides the findings themselves, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hanare.analysis.catalogue import Language, Text
from hanare.analysis.finding import Level
from hanare.analysis.results import Why


def _text(en: str, ja: str) -> Text:
    return Text(en=en, ja=ja)


@dataclass(frozen=True, slots=True)
class Noun:
    """Something that is counted: English has two numbers, Japanese a counter."""

    one: str
    many: str
    ja: str

    def times(self, count: int, language: Language) -> str:
        """Return it with its number, e.g. `1 file` or `2ファイル`."""
        if language == "ja":
            return f"{count:,}{self.ja}"
        return f"{count:,} {self.one if count == 1 else self.many}"


FINDINGS = Noun("finding", "findings", "件の検出")
FILES = Noun("file", "files", "ファイル")

SEVERITY: Mapping[Level, Text] = {
    Level.HIGH: _text("High", "高"),
    Level.MEDIUM: _text("Medium", "中"),
    Level.LOW: _text("Low", "低"),
}

REASON: Mapping[Why, Text] = {
    Why.SYNTAX: _text(
        "Parts could not be parsed; what is in them may have been missed.",
        "構文解析できない部分があり、そこにある問題を見逃している可能性があります。",
    ),
    Why.TIMEOUT: _text(
        "The analysis took longer than allowed and was stopped.",
        "解析が制限時間を超えたため中止しました。",
    ),
    Why.MEMORY: _text(
        "The analysis needed more memory than allowed and was stopped.",
        "解析が使用メモリの上限を超えたため中止しました。",
    ),
    Why.CRASHED: _text(
        "The analysis failed on this file.", "このファイルの解析中に異常終了しました。"
    ),
    Why.FAILED: _text(
        "One of the engines failed on this file; what only it finds may have been missed.",
        "解析エンジンの一つが失敗しました。そのエンジンだけが検出する問題を見逃している"
        "可能性があります。",
    ),
    Why.TOO_LARGE: _text(
        "The file is larger than the limit.", "ファイルサイズが上限を超えています。"
    ),
    Why.BINARY: _text("The file is not text.", "テキストファイルではありません。"),
    Why.ENCODING: _text(
        "The file's characters could not be decoded.", "文字コードを判別または復号できません。"
    ),
    Why.NESTED: _text(
        "The code is nested too deeply to be followed.", "コードのネストが深すぎて追跡できません。"
    ),
    Why.UNREADABLE: _text(
        "The file may not be read with this account's permissions.",
        "ファイルの読み取り権限がありません。",
    ),
    Why.MISSING: _text("There is no such file.", "ファイルが存在しません。"),
    Why.LINK: _text(
        "It is a link that leads elsewhere or in a circle; links are not followed.",
        "外部または循環へのリンクです。リンク先はたどりません。",
    ),
    Why.NOT_REGULAR: _text(
        "It is a device, pipe or socket, not a file with contents.",
        "デバイス、パイプ、ソケットなどで、通常のファイルではありません。",
    ),
    Why.ODD_NAME: _text(
        "The file's name is not valid text.", "ファイル名が正しい文字列ではありません。"
    ),
}

PRODUCT = "Hanare"
HEADING = _text("Security analysis", "セキュリティ解析")

VERDICT_CLEAN = _text(
    "Nothing found: {files} analysed.", "問題は検出されませんでした（{files}を解析）。"
)
VERDICT_NOTHING = _text("Nothing found in what was analysed.", "解析した範囲では検出はありません。")
VERDICT_FOUND = _text("{findings}.", "{findings}があります。")
VERDICT_SEVERE = _text(
    "{findings}, {count} of high severity.",
    "{findings}があります。うち重大度「高」は{count}件です。",
)
VERDICT_INCOMPLETE = _text(
    "Not fully analysed: {missed} of {files}; there may be more.",
    "{files}中{missed}ファイルは完全には解析できていません。ほかにも問題がある可能性があります。",
)
LIMITS = _text(
    "Static analysis recognises known patterns. Finding nothing is no proof that there is nothing.",
    "静的解析は既知のパターンを検出するものです。検出がないことは安全の証明ではありません。",
)

AT_SEVERITY = _text("Severity", "重大度")
CONFIDENCE = _text("Confidence", "確度")
FILE = _text("File", "ファイル")
RULE = _text("Rule", "ルール")
COUNT = _text("Count", "件数")
PLACE = _text("Place", "位置")
REASON_WORD = _text("Reason", "理由")
BY_RULE = _text("By rule", "ルール別")
FOUND = _text("Findings", "検出")
SUPPRESSED = _text("Suppressed", "抑制済み")
SUPPRESSED_BY = _text("Suppressed by a comment", "コメントによる抑制")
UNCHANGED = _text("Known already", "既知")
NEW = _text("New", "新規")
NOT_ANALYSED = _text("Not analysed", "未解析")
NOT_FULLY = _text("Not fully analysed", "完全には解析できなかったファイル")
ANALYSED = _text("Files analysed", "解析したファイル")
LINES_ANALYSED = _text("Lines analysed", "解析した行数")
AND_MORE = _text("… and {what} more.", "…ほかに{what}があります。")
WITH_DETAIL = _text("{reason} ({detail})", "{reason}（{detail}）")
SKIPPED = _text("Left out", "対象外")
SKIPPED_BY: Mapping[str, Text] = {
    "tools": _text("folders of tools and packages", "ツールやパッケージのフォルダー"),
    "excluded": _text("excluded by settings", "設定で除外したもの"),
    "link": _text("links", "リンク"),
    "binary": _text("binary data", "バイナリーデータ"),
}
NOTES = _text("Notes", "注記")
RULES = _text("What the rules mean", "ルールの解説")
WHAT = _text("What", "概要")
WHY = _text("Why it matters", "なぜ問題か")
FIX = _text("How to fix it", "修正方法")
BAD = _text("Found", "検出される例")
GOOD = _text("Better", "修正後の例")
FLOW = _text("How the data gets there", "データの流れ")
SUGGESTION = _text("Suggested change", "修正案")
NO_REASON = _text("No reason is given.", "理由は記載されていません。")
UNTIL = _text("until {date}", "{date} まで")
REVISION = _text("Revision", "リビジョン")
COMPARED = _text("Compared with", "比較対象")
STARTED = _text("Started", "開始")
TOOK = _text("Took", "所要時間")
SECONDS = _text("{count:.1f} s", "{count:.1f}秒")
SEARCH = _text("Search", "検索")
SEARCH_HINT = _text("Rule, file, CWE, code …", "ルール、ファイル、CWE、コードなど")
SHOWN = _text("shown", "件を表示")
NOTHING_MATCHES = _text("Nothing matches the search.", "条件に一致する検出はありません。")
SKIP = _text("Skip to the findings", "検出一覧へ移動")
MORE = _text(
    "--format html explains each rule with examples.",
    "--format html で、各ルールの解説と例を確認できます。",
)
ROOT = _text("The folder that was analysed.", "解析したフォルダー。")
