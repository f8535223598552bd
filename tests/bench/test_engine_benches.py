"""`bench orders` and `bench cancel` on a scripted model."""

from __future__ import annotations

from hanare.bench import cancel, orders
from hanare.bench.cases import InfillCase
from hanare.context.window import Budget
from hanare.engine.scripted import Answer, ScriptedDecoder
from hanare.models.layout import FimLayout
from hanare.text.prompt import Plain

from engine.embedded import EmbeddedEngine
from engine.scripts import MARKERS, loaded

LAYOUT = FimLayout(name="test", markers=MARKERS, fim="<pre>{head}<suf>{suffix}<mid>{tail}")
CASES = [
    InfillCase("a:5:5", "a", "a = 1\nb = 2\nc = 3\nd = 4\nx = ", "1 + 2", "\n"),
    InfillCase("b:1:5", "b", "y = ", "3", "\nz = 1\n"),
]


def engine(**options: object) -> EmbeddedEngine:
    answers = [Answer("x = ", "1 + 2\n"), Answer("y = ", "4\n")]
    model = ScriptedDecoder(answers, MARKERS, **options)  # type: ignore[arg-type]
    return EmbeddedEngine(lambda: loaded(inline=model))


async def test_orders_counts_exact_matches() -> None:
    asked = 0

    def progress() -> None:
        nonlocal asked
        asked += 1

    running = engine()
    scores = await orders.run(running, LAYOUT, CASES, progress=progress)
    await running.close()
    by_name = {score.variant: score for score in scores}
    assert asked == len(CASES) * len(orders.VARIANTS)
    assert by_name["anchored, healed"].exact == 1
    assert by_name["anchored, healed"].exact_share == 0.5
    assert [answer.text for answer in by_name["anchored, healed"].answers] == ["1 + 2", "4"]


def test_the_variants_show_the_same_text() -> None:
    texts = set()
    for variant in orders.VARIANTS:
        request = orders.request_for(CASES[0], variant, LAYOUT, Budget())
        plain = [piece.text for piece in request.prompt if isinstance(piece, Plain)]
        head, suffix, *tail = plain
        texts.add((head + "".join(tail), suffix))
    assert texts == {(CASES[0].prefix, CASES[0].suffix)}


async def test_cancel_leaves_each_case_and_times_the_next_request() -> None:
    running = engine(seconds_per_token=0.02)
    rounds = await cancel.run(running, LAYOUT, CASES, seed=1)
    await running.close()
    assert len(rounds) == len(CASES)
    assert all(each.busy_ms >= 0 for each in rounds)
    assert rounds[0].in_prefill
