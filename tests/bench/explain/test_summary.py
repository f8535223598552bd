from __future__ import annotations

from hanare.bench.explain.cases import Fact, Kind
from hanare.bench.explain.judge import Judgement
from hanare.bench.explain.names import Names
from hanare.bench.explain.summary import HEAD, Result, cells, rows
from hanare.wording import Language

RETURNS = Fact(Kind.RETURNS, "a text", ("return",), ("text",))
RAISES = Fact(Kind.RAISES, "an error", ("raise",), ("error",))


def result(
    language: Language,
    *,
    model: str = "small",
    present: tuple[Fact, ...] = (RETURNS,),
    absent: tuple[Fact, ...] = (RAISES,),
    invented: tuple[str, ...] = (),
    first_ms: float | None = 100.0,
) -> Result:
    return Result(
        model=model,
        language=language,
        case="a.b",
        judgement=Judgement(
            present=present,
            absent=absent,
            names=Names(4, invented, ("marked",), ("OSError",)),
            is_in_language=language == "en",
            chinese=("如果",) if language == "ja" else (),
            repeats=language == "ja",
            leaks=("link",) if language == "ja" else (),
        ),
        first_token_ms=first_ms,
        tokens_per_second=20.0,
    )


def test_a_row_a_model_and_language_and_one_for_all() -> None:
    found = rows([result("ja"), result("en"), result("en", model="large")])
    assert [(row.model, row.language, row.answers) for row in found] == [
        ("small", "en", 1),
        ("small", "ja", 1),
        ("small", "all", 2),
        ("large", "en", 1),
    ]


def test_figures() -> None:
    (_, _, row) = rows(
        [
            result("en", present=(RETURNS, RAISES), absent=(), first_ms=100.0),
            result("en", invented=("x", "y"), first_ms=200.0),
            result("ja", first_ms=None),
        ]
    )
    assert (row.facts.hits, row.facts.trials) == (4, 6)
    assert (row.by_kind[Kind.RAISES].hits, row.by_kind[Kind.RAISES].trials) == (1, 3)
    assert row.by_kind[Kind.EFFECT].trials == 0
    assert (row.invented.hits, row.invented.trials) == (2, 12)
    assert row.marked.hits == 3
    assert row.foreign == 3
    assert row.in_language.hits == 2
    assert row.chinese.hits == 1
    assert row.repeats.hits == row.leaks.hits == 1
    assert row.first_token_ms == 150.0
    assert row.tokens_per_second == 20.0


def test_a_table_shows_each_figure_below_its_head() -> None:
    (row,) = rows([result("en", first_ms=None)])
    shown = dict(zip(HEAD, cells(row), strict=True))
    assert shown["facts"] == "50.0% (9.5% – 90.5%)"
    assert shown["invented"] == "0.0% (0.0% – 49.0%)"
    assert shown["first token (ms)"] == "–"
    assert shown["tokens/s"] == "20.0"


def test_nothing_gives_no_rows() -> None:
    assert rows([]) == []
