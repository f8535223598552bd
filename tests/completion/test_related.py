"""What is looked for in other files, and in which."""

from __future__ import annotations

import pytest

from hanare.completion.completer import InlineCompleter
from hanare.completion.related import Related
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.context.window import Budget, place
from hanare.index.lookup import Symbol, Wanted
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot

from completion.engines import LAYOUT, SayingEngine, prompt_text

PIECE = "def total(prices, discount):\n    return sum(prices) * (1 - discount)\n"
LIKE_IT = "def sum_of(prices, discount):\n    ‸"
OTHER = "nothing = alike\n"
PRIVATE = "prices = discount = 'hunter2'\n"


class Index:
    """Knows what it is told, and remembers what it was asked."""

    def __init__(self, *symbols: Symbol) -> None:
        self.asked: list[Wanted] = []
        self._symbols = list(symbols)

    async def find(self, wanted: Wanted) -> list[Symbol]:
        self.asked.append(wanted)
        return self._symbols


def symbol(path: str, signature: str, *members: str) -> Symbol:
    return Symbol("name", "function", signature, path, "", members, imported=True)


def document(path: str, text: str, language: str = "python") -> DocumentSnapshot:
    return DocumentSnapshot(f"file:///work/{path}", 0, text, language)


async def shown(
    related: Related, marked: str, path: str = "a.py", language: str = "python"
) -> list[tuple[str, str]]:
    """The blocks for a cursor, as path and text."""
    text, offset = marked.replace("‸", ""), marked.index("‸")
    query = Query(document(path, text, language), offset, path=path)
    window = place(query.document, offset, Budget())
    tree = SyntaxTree.parse(text, language)
    found = await related.blocks(query, tree, window, 2000)
    return [(block.path, block.text) for block in found]


async def test_what_the_index_is_asked() -> None:
    index = Index()
    source = (
        "import os\nimport numpy as np\nfrom .tools import measure as m, unused\n"
        "from x import *\n\nm(os)\nnp.first(second, ‸third)\n"
    )
    await shown(Related(index), source, "lib/a.py")
    (wanted,) = index.asked
    assert (wanted.path, wanted.language) == ("/work/lib/a.py", "python")
    assert [each.module for each in wanted.imports] == ["os", "numpy", ".tools", "x"]
    assert wanted.names[:4] == ("unused", "second", "first", "np")
    assert {"third", "os", "m"} <= set(wanted.names)
    assert "*" not in wanted.names
    assert wanted.limit == 24


async def test_definitions_are_shown_in_the_order_of_the_index() -> None:
    index = Index(symbol("b.py", "def f(x)"), symbol("a.py", "class A", "def g(self)"))
    assert await shown(Related(index), "f(‸") == [
        ("b.py", "def f(x)"),
        ("a.py", "class A\n    def g(self)"),
    ]


async def test_without_a_grammar_the_index_is_not_asked() -> None:
    index = Index(symbol("b.py", "def f(x)"))
    assert await shown(Related(index), "f(‸", language="plaintext") == []
    assert index.asked == []


async def test_a_piece_of_an_open_document_stands_last() -> None:
    related = Related(Index(symbol("b.py", "def f(x)")))
    related.edited("shop.py", document("shop.py", PIECE))
    assert await shown(related, LIKE_IT) == [("b.py", "def f(x)"), ("shop.py", PIECE.rstrip())]


@pytest.mark.parametrize(
    ("path", "text"),
    [("other.py", OTHER), ("a.py", PIECE), ("", PIECE)],
    ids=["another subject", "the document itself", "no path"],
)
async def test_no_piece(path: str, text: str) -> None:
    related = Related(None)
    related.edited(path, document(path or "untitled", text))
    assert await shown(related, LIKE_IT) == []


async def test_only_what_is_near_the_cursor_must_resemble() -> None:
    related = Related(None)
    related.edited("shop.py", document("shop.py", PIECE))
    assert await shown(related, LIKE_IT.replace("‸", "x = 1\n    " * 60 + "‸")) == []


async def test_the_newest_text_counts() -> None:
    related = Related(None)
    related.edited("shop.py", document("shop.py", PIECE))
    related.edited("shop.py", document("shop.py", PIECE.replace("1 - discount", "discount")))
    ((_, text),) = await shown(related, LIKE_IT)
    assert text.endswith("sum(prices) * (discount)")


async def test_of_equals_the_most_recently_edited_is_shown() -> None:
    related = Related(None)
    for name in ("one.py", "two.py", "three.py"):
        related.edited(name, document(name, PIECE))
    assert [path for path, _ in await shown(related, LIKE_IT)] == ["three.py"]
    related.edited("one.py", document("one.py", PIECE))
    assert [path for path, _ in await shown(related, LIKE_IT)] == ["one.py"]


@pytest.mark.parametrize(("others", "found"), [(7, ["shop.py"]), (8, [])])
async def test_only_the_last_eight_documents_are_searched(others: int, found: list[str]) -> None:
    related = Related(None)
    related.edited("shop.py", document("shop.py", PIECE))
    for number in range(others):
        related.edited(f"{number}.py", document(f"{number}.py", OTHER))
    assert [path for path, _ in await shown(related, LIKE_IT)] == found


async def test_a_forgotten_document_is_not_searched() -> None:
    related = Related(None)
    related.edited("shop.py", document("shop.py", PIECE))
    related.forget("file:///work/shop.py")
    related.forget("file:///work/unknown.py")
    assert await shown(related, LIKE_IT) == []


async def test_unwanted_nothing_is_looked_for() -> None:
    index = Index(symbol("b.py", "def f(x)"))
    related = Related(index)
    related.wanted = False
    related.edited("shop.py", document("shop.py", PIECE))
    assert await shown(related, LIKE_IT) == []
    assert index.asked == []
    related.wanted = True
    assert await shown(related, LIKE_IT) == [("b.py", "def f(x)"), ("shop.py", PIECE.rstrip())]


async def prompts(completer: InlineCompleter, engine: SayingEngine) -> list[str]:
    """What the model is shown when the document that is like the piece is completed."""
    text = LIKE_IT.replace("‸", "")
    await completer.complete(Query(document("a.py", text), len(text), path="a.py"))
    return [prompt_text(request) for request in engine.requests]


@pytest.fixture
def engine() -> SayingEngine:
    return SayingEngine("return 1")


def completer_of(engine: SayingEngine, **settings: object) -> InlineCompleter:
    return InlineCompleter(engine, LAYOUT, CompletionSettings(**settings), lambda: 0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "is_shown"),
    [
        ("conf/settings.py", True),
        ("conf/.env", False),
        ("conf\\.env", False),
        ("/home/me/.NETRC", False),
        ("keys/server.pem", False),
    ],
)
async def test_what_is_secret_is_in_no_prompt(
    engine: SayingEngine, path: str, is_shown: bool
) -> None:
    completer = completer_of(engine)
    completer.edited(document("secret", PRIVATE), path)
    (prompt,) = await prompts(completer, engine)
    assert ("hunter2" in prompt) is is_shown
    completer.close()


async def test_what_becomes_secret_is_in_no_prompt_from_then_on(engine: SayingEngine) -> None:
    completer = completer_of(engine)
    completer.edited(document("conf.py", PRIVATE), "conf.py")
    completer.configure(CompletionSettings(excluded_files=("conf.py",)))
    (prompt,) = await prompts(completer, engine)
    assert "hunter2" not in prompt
    completer.close()


@pytest.mark.parametrize(
    ("settings", "other_files"),
    [(CompletionSettings(), False), (CompletionSettings(excluded_files=("conf.py",)), True)],
    ids=["switched off", "excluded"],
)
async def test_what_was_shown_is_in_no_prompt_after_a_change_of_settings(
    engine: SayingEngine, settings: CompletionSettings, other_files: bool
) -> None:
    completer = completer_of(engine)
    completer.edited(document("conf.py", PRIVATE), "conf.py")
    await prompts(completer, engine)
    completer.configure(settings, other_files=other_files)
    # Not the same place: its answer is known.
    text = LIKE_IT.replace("‸", "total = ")
    await completer.complete(Query(document("a.py", text), len(text), path="a.py"))
    before, after = map(prompt_text, engine.requests)
    assert ("hunter2" in before, "hunter2" in after) == (True, False)
    completer.close()


async def test_a_closed_document_is_in_no_prompt_from_then_on(engine: SayingEngine) -> None:
    completer = completer_of(engine)
    completer.edited(document("shop.py", PIECE), "shop.py")
    completer.forget("file:///work/shop.py")
    (prompt,) = await prompts(completer, engine)
    assert "def total" not in prompt
    completer.close()
