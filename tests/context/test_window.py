"""The window stands still while the user types, and always shows what is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hanare.context.window import Budget, Window, place
from hanare.text.document import DocumentSnapshot

BUDGET = Budget(head=200, suffix=60, tail=80, lines_above=2)
FILE = "".join(f"def function_{n}(argument):\n    return argument + {n}\n\n" for n in range(30))


def snapshot(text: str) -> DocumentSnapshot:
    return DocumentSnapshot("file:///a.py", 0, text, "python")


def test_typing_only_grows_the_tail() -> None:
    at = FILE.index("def function_15")
    window: Window | None = None
    seen = []
    typed = "value = compute(argument, other)\n    x"
    for length in range(len(typed) + 1):
        text = FILE[:at] + typed[:length] + FILE[at:]
        window = place(snapshot(text), at + length, BUDGET, window)
        seen.append(window)
    assert len({(w.head, w.suffix) for w in seen}) == 1
    assert [w.tail for w in seen] == [seen[0].tail + typed[:n] for n in range(len(seen))]


def test_an_edit_far_above_does_not_move_it() -> None:
    at = FILE.index("def function_15")
    before = place(snapshot(FILE), at, BUDGET)
    after = place(snapshot("import os\n" + FILE), at + 10, BUDGET, before)
    assert after == before


def test_it_is_placed_anew_where_it_no_longer_fits() -> None:
    at = FILE.index("def function_15")
    window = place(snapshot(FILE), at, BUDGET)
    long = "x" * (BUDGET.tail + 1)
    grown = place(snapshot(FILE[:at] + long + FILE[at:]), at + len(long), BUDGET, window)
    assert grown.head != window.head or len(grown.tail) <= BUDGET.tail + 200
    changed = place(snapshot(FILE[:at] + "new\n" + FILE[at:]), at, BUDGET, window)
    assert changed.suffix.startswith("new\n")
    elsewhere = FILE.index("def function_3")
    assert place(snapshot(FILE), elsewhere, BUDGET, window) == place(
        snapshot(FILE), elsewhere, BUDGET
    )


def test_the_head_grows_before_its_start_moves() -> None:
    at = FILE.index("def function_15")
    window = place(snapshot(FILE), at, BUDGET)
    moved = place(snapshot(FILE), at + 46, BUDGET, window)
    assert moved.head.startswith(window.head)


def test_a_head_begins_at_a_block() -> None:
    window = place(snapshot(FILE), FILE.index("def function_15"), BUDGET)
    assert window.head.startswith("def ")
    assert window.suffix.endswith("\n")


@given(st.text("ab \n(", max_size=400), st.data())
def test_the_window_is_the_text_around_the_cursor(text: str, data: st.DataObject) -> None:
    window: Window | None = None
    for _ in range(3):
        offset = data.draw(st.integers(0, len(text)))
        window = place(snapshot(text), offset, BUDGET, window)
        assert text[:offset].endswith(window.head + window.tail)
        assert text[offset:].startswith(window.suffix)
        assert len(window.suffix) <= BUDGET.suffix
