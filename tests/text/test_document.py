"""Frozen documents."""

from __future__ import annotations

from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

ORIGINAL = DocumentSnapshot("file:///a.py", 1, "a\nb\n", "python")


def test_an_edit_makes_another_snapshot() -> None:
    edited = ORIGINAL.edited(Edit(2, 3, "c\nd"), version=2)
    assert edited == DocumentSnapshot("file:///a.py", 2, "a\nc\nd\n", "python")
    assert edited.lines.starts == [0, 2, 4, 6]
    assert (ORIGINAL.text, ORIGINAL.version, ORIGINAL.lines.starts) == ("a\nb\n", 1, [0, 2, 4])


def test_text_is_kept_out_of_logs() -> None:
    edited = DocumentSnapshot("u", 1, "secret").edited(Edit(0, 0, "very "), 2)
    assert "secret" not in repr(edited)
