"""What the model sees stands still while the user types, and other files stand behind it."""

from __future__ import annotations

from hanare.completion.extent import Extent
from hanare.completion.prompts import Prompts, View
from hanare.completion.related import Related
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.engine.protocol import Lane
from hanare.index.lookup import Symbol, Wanted
from hanare.models.layout import FimLayout
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot
from hanare.text.prompt import Marker, Plain

from completion.engines import LAYOUT, prompt_text

WITHOUT_FIM = FimLayout(name="plain")
FILE = "".join(f"def function_{n}(argument):\n    return argument + {n}\n\n" for n in range(60))
LINE = Extent(block=False, indent=0, why="test")
BLOCK = Extent(block=True, indent=4, why="test")


class Index:
    """Finds one function of each name that it is told of."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.asked = 0

    async def find(self, wanted: Wanted) -> list[Symbol]:
        self.asked += 1
        return [
            Symbol(name, "function", f"def {name}()", f"{name}.py", "", (), imported=True)
            for name in self.names
        ]


class Bench:
    def __init__(self, *names: str, layout: FimLayout = LAYOUT, **settings: int) -> None:
        self.index = Index(*names)
        self.prompts = Prompts(layout, CompletionSettings(**settings), Related(self.index))  # type: ignore[arg-type]

    def query(self, marked: str, language: str = "python") -> Query:
        text, offset = marked.replace("‸", ""), marked.index("‸")
        return Query(DocumentSnapshot("file:///a", 0, text, language), offset, path="a")

    async def view(self, marked: str, language: str = "python") -> View:
        query = self.query(marked, language)
        return await self.prompts.view(query, SyntaxTree.parse(query.document.text, language))


def at(line: int, typed: str = "", text: str = FILE) -> str:
    """The file with the cursor below so many functions, and something typed there."""
    offset = text.index(f"def function_{line}(")
    return f"{text[:offset]}{typed}‸\n{text[offset:]}"


async def test_typing_grows_the_view_and_looks_at_no_other_file() -> None:
    bench = Bench("helper")
    first = await bench.view(at(30))
    assert first.anew
    assert first.suffix.endswith("\n\n# helper.py\ndef helper()\n")
    for typed in ("x", "x = ", "x = compute(\n    a"):
        view = await bench.view(at(30, typed))
        assert not view.anew
        assert (view.window.head, view.window.tail) == (
            first.window.head,
            first.window.tail + typed,
        )
        assert view.suffix is first.suffix
        assert view.blocks is first.blocks
    assert bench.index.asked == 1


async def test_the_prompts_of_typing_have_all_but_the_tail_in_common() -> None:
    bench = Bench("helper")
    prompts = []
    for typed in ("", "x", "x = "):
        marked = at(30, typed)
        view = await bench.view(marked)
        prompts.append(bench.prompts.completion(bench.query(marked), view, LINE).prompt)
    assert {prompt[:-1] for prompt in prompts} == {prompts[0][:-1]}
    *_, middle, tail = prompts[-1]
    assert (middle, isinstance(tail, Plain) and tail.text[-4:]) == (Marker("<mid>"), "x = ")


async def test_a_view_is_placed_anew_where_the_cursor_leaves_it() -> None:
    bench = Bench("helper")
    await bench.view(at(30))
    bench.index.names = ("other",)
    view = await bench.view(at(50))
    assert view.anew
    assert [block.path for block in view.blocks] == ["other.py"]
    assert "function_49" in view.window.head + view.window.tail


async def test_what_is_shown_stays_where_nothing_new_is_found() -> None:
    bench = Bench("one", "two", "three")
    first = await bench.view(at(30))
    for line, names in ((20, ("two",)), (30, ()), (20, ("three", "one"))):
        bench.index.names = names
        view = await bench.view(at(line))
        assert view.anew
        assert view.blocks is first.blocks
    bench.index.names = ("two", "four")
    view = await bench.view(at(50))
    assert [block.path for block in view.blocks] == ["two.py", "four.py"]


async def test_nothing_of_other_files_leaves_the_suffix_as_it_is() -> None:
    view = await Bench().view(at(30))
    assert view.suffix == view.window.suffix
    assert view.blocks == ()


async def test_other_files_come_in_the_comments_of_the_language() -> None:
    view = await Bench("helper").view("let a = ‸;\n\n\n", "typescript")
    assert view.suffix == ";\n\n// helper.py\ndef helper()\n"


async def test_a_family_without_fim_is_shown_nothing_of_other_files() -> None:
    bench = Bench("helper", layout=WITHOUT_FIM)
    marked = at(30)
    view = await bench.view(marked)
    assert (view.blocks, bench.index.asked) == ((), 0)
    request = bench.prompts.completion(bench.query(marked), view, LINE)
    assert prompt_text(request) == view.window.head + view.window.tail


async def test_documents_have_views_of_their_own_until_they_are_forgotten() -> None:
    bench = Bench("helper")
    first = await bench.view(at(30))
    other = Query(DocumentSnapshot("file:///b", 0, "x = 1\n", "python"), 5)
    await bench.prompts.view(other, None)
    assert (await bench.view(at(30))).blocks is first.blocks
    bench.prompts.forget("file:///a")
    bench.prompts.forget("file:///unknown")
    assert (await bench.view(at(30))).anew


async def test_a_prompt_that_is_too_long_is_made_smaller() -> None:
    bench = Bench("helper")
    bench.prompts.affordable.context(1000)
    sizes = []
    for _ in range(3):
        view = await bench.view(at(50))
        sizes.append(len(view.window.head) + len(view.suffix))
        bench.prompts.affordable.too_long()
        bench.prompts.forget("file:///a")
    assert sizes == sorted(set(sizes), reverse=True)


async def test_how_much_is_asked_for() -> None:
    bench = Bench(max_tokens=70)
    query, view = bench.query(at(30)), await bench.view(at(30))
    line = bench.prompts.completion(query, view, LINE)
    assert (line.max_tokens, line.stop) == (40, ("\n", "\r"))
    to_line_end = bench.prompts.completion(query, view, Extent(False, 0, "test", to_line_end=True))
    assert (to_line_end.max_tokens, to_line_end.stop) == (40, ())
    block = bench.prompts.completion(query, view, BLOCK)
    assert (block.max_tokens, block.stop) == (70, ())
    bench.prompts.configure(CompletionSettings(max_tokens=20))
    assert bench.prompts.completion(query, view, LINE).max_tokens == 20
    assert bench.prompts.completion(query, view, BLOCK).max_tokens == 20


async def test_warming_up_evaluates_what_a_completion_would() -> None:
    bench = Bench("helper")
    query, view = bench.query(at(30)), await bench.view(at(30))
    request = bench.prompts.warm_up(query, view)
    assert (request.lane, request.max_tokens) == (Lane.WARM_UP, 0)
    assert request.prompt == bench.prompts.completion(query, view, LINE).prompt


async def test_looking_ahead_only_grows_the_tail() -> None:
    bench = Bench("helper")
    query = bench.query(at(30, "x = "))
    assert bench.prompts.look_ahead(query, "1") is None  # nothing was asked there
    view = await bench.view(at(30, "x = "))
    request = bench.prompts.look_ahead(query, "value")
    assert request
    now = bench.prompts.completion(query, view, LINE).prompt
    assert request.prompt[:-1] == now[:-1]
    assert request.prompt[-1] == Plain(view.window.tail + "value")
    assert bench.prompts.look_ahead(query, "value" * 100) is None  # it would move the window


async def test_what_the_log_says_of_a_view() -> None:
    view = await Bench("helper", "other").view("x = ‸\n")
    assert str(view.shown_of_others) == "helper.py (12 characters), other.py (11 characters)"
    assert str(view.shown_of_this) == "head 0, tail 4, suffix 1 characters, placed anew"
    assert str((await Bench().view("x = ‸\n")).shown_of_others) == "nothing of other files"
