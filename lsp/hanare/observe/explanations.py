"""What each reason means, for a user who asks "why nothing?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hanare.observe.reasons import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence a language; the keys of `hanare/lastReason` are these fields."""

    en: str
    ja: str


EXPLANATIONS: Mapping[Code, Explanation] = MappingProxyType(
    {
        Code.SHOWN: Explanation(
            "The model's suggestion was sent to the editor.",
            "モデルの候補をエディターに送りました。",
        ),
        Code.CACHED: Explanation(
            "The rest of a suggestion that you are typing through was sent to the editor.",
            "入力中の候補の残りをエディターに送りました。",
        ),
        Code.DISABLED: Explanation(
            "Completion is switched off in the settings, everywhere or for this language.",
            "補完が設定で無効になっています(全体、またはこの言語)。",
        ),
        Code.EXCLUDED: Explanation(
            "Files like this one get no suggestions: the name matches completion.excluded_files, "
            "or the file is larger than completion.max_file_kilobytes.",
            "このファイルは補完の対象外です(名前が completion.excluded_files に一致するか、"
            "大きさが completion.max_file_kilobytes を超えています)。",
        ),
        Code.NOT_TRIGGERED: Explanation(
            "Nothing is suggested at a place like this while typing; ask by hand to get a "
            "suggestion.",
            "この位置では入力中に候補を出しません。手動で呼び出すと候補が出ます。",
        ),
        Code.SUPERSEDED: Explanation(
            "The text changed or a newer request came before this one was answered.",
            "応答の前にテキストが変更されたか、新しい要求が届きました。",
        ),
        Code.NO_DOCUMENT: Explanation(
            "The editor asked about a document that it has not opened.",
            "エディターが開いていない文書について要求しました。",
        ),
        Code.PAUSED: Explanation(
            "Suggestions are paused for this document until you resume them or close it.",
            "この文書の補完は一時停止中です。再開するか、文書を閉じると解除されます。",
        ),
        Code.EMPTY: Explanation(
            "The model had nothing to add here.",
            "モデルがここに追加するものはありませんでした。",
        ),
        Code.MARKERS: Explanation(
            "The model's answer held control markers or Markdown fences instead of code.",
            "モデルの回答がコードではなく、制御記号や Markdown の囲みを含んでいました。",
        ),
        Code.REPEATS_SUFFIX: Explanation(
            "The model's answer was what already follows the cursor.",
            "モデルの回答が、カーソルの後に既にある内容と同じでした。",
        ),
        Code.REPEATS_ABOVE: Explanation(
            "The model's answer was what already stands above the cursor.",
            "モデルの回答が、カーソルの前に既にある内容と同じでした。",
        ),
        Code.REPETITIVE: Explanation(
            "The model's answer said the same thing again and again.",
            "モデルの回答が同じ内容の繰り返しでした。",
        ),
        Code.SYNTAX_WORSE: Explanation(
            "The file would have had more syntax errors with the model's answer than without.",
            "モデルの回答を入れると構文エラーが増えるため、表示しませんでした。",
        ),
        Code.TOO_SHORT: Explanation(
            "The model's answer was too short to be worth showing.",
            "モデルの回答が短すぎるため、表示しませんでした。",
        ),
        Code.COMMENT_ONLY: Explanation(
            "The model's answer was nothing but a comment where code is expected.",
            "コードを書く位置なのに、モデルの回答がコメントだけでした。",
        ),
        Code.LOW_CONFIDENCE: Explanation(
            "The model was less sure of its answer than completion.min_confidence asks for.",
            "モデルの確信度が completion.min_confidence を下回りました。",
        ),
        Code.INSECURE: Explanation(
            "The model's answer would have added the security finding that is named; "
            "`hanare rules` explains it.",
            "モデルの回答を入れると、表示されたセキュリティ上の指摘が増えるため、表示しませんでした。"
            "`hanare rules` で説明を確認できます。",
        ),
        Code.UNSCANNABLE: Explanation(
            "The model's answer could not be checked for security problems, in its place or in "
            "time; gate.unscannable decides what is shown then.",
            "モデルの回答をセキュリティ検査できませんでした(構文または時間切れ)。"
            "この場合に表示するかどうかは gate.unscannable で決まります。",
        ),
        Code.ENGINE_DOWN: Explanation(
            "The model cannot be run; the message that was shown and the log say why.",
            "モデルを実行できません。理由は表示されたメッセージとログにあります。",
        ),
    }
)
"""One for every code."""
