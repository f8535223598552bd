"""What each reason means, for a user who asks "why nothing?"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hanare.observe.reasons import Code
from hanare.wording import Said, said

EXPLANATIONS: Mapping[Code, Said] = MappingProxyType(
    {
        Code.SHOWN: said("The model's suggestion was sent to the editor."),
        Code.CACHED: said(
            "The rest of a suggestion that you are typing through was sent to the editor."
        ),
        Code.DISABLED: said(
            "Completion is switched off in the settings, everywhere or for this language."
        ),
        Code.EXCLUDED: said(
            "Files like this one get no suggestions: the name matches completion.excluded_files, "
            "or the file is larger than completion.max_file_kilobytes."
        ),
        Code.NOT_TRIGGERED: said(
            "Nothing is suggested at a place like this while typing; ask by hand to get a "
            "suggestion."
        ),
        Code.SUPERSEDED: said(
            "The text changed or a newer request came before this one was answered."
        ),
        Code.NO_DOCUMENT: said("The editor asked about a document that it has not opened."),
        Code.PAUSED: said(
            "Suggestions are paused for this document until you resume them or close it."
        ),
        Code.EMPTY: said("The model had nothing to add here."),
        Code.MARKERS: said(
            "The model's answer held control markers or Markdown fences instead of code."
        ),
        Code.REPEATS_SUFFIX: said("The model's answer was what already follows the cursor."),
        Code.REPEATS_ABOVE: said("The model's answer was what already stands above the cursor."),
        Code.REPETITIVE: said("The model's answer said the same thing again and again."),
        Code.SYNTAX_WORSE: said(
            "The file would have had more syntax errors with the model's answer than without."
        ),
        Code.TOO_SHORT: said("The model's answer was too short to be worth showing."),
        Code.COMMENT_ONLY: said(
            "The model's answer was nothing but a comment where code is expected."
        ),
        Code.LOW_CONFIDENCE: said(
            "The model was less sure of its answer than completion.min_confidence asks for."
        ),
        Code.INSECURE: said(
            "The model's answer would have added the security finding that is named; "
            "`hanare rules` explains it."
        ),
        Code.UNSCANNABLE: said(
            "The model's answer could not be checked for security problems, in its place or in "
            "time; gate.unscannable decides what is shown then."
        ),
        Code.ENGINE_DOWN: said(
            "The model cannot be run; the message that was shown and the log say why."
        ),
    }
)
"""One for every code."""
