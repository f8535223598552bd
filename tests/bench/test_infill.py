"""The whole way on masked code: what counts as right, what the results come to, the command."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from hanare.bench.cases import InfillCase, Kind
from hanare.bench.corpus import SourceFile
from hanare.bench.infill import Result, indexed, judged, query_of, run, without
from hanare.bench.infill_summary import (
    Share,
    at_share,
    context_effect,
    curve,
    faults,
    quality,
)
from hanare.cli.bench import infill as infill_command
from hanare.cli.main import cli
from hanare.config.settings import CompletionSettings
from hanare.engine.scripted import Answer, ScriptedDecoder
from hanare.errors import HanareError

from completion.engines import LAYOUT, MARKERS
from engine.embedded import EmbeddedEngine
from engine.scripts import loaded

TOOLS = "def measure(length, width):\n    return length * width\n"
MAIN = "from box.tools import measure\n\narea = measure(length, width)\nprint(area)\n"
FILES = {"box/tools.py": TOOLS, "box/main.py": MAIN}
ANSWERS = [
    # The first where the definition stands before the cursor's text, as it does when it is shown.
    ("def measure(length, width)\n<mid>from box.tools import measure\n\narea = measure(",
     "length, width)\n"),
    ("area = measure(", "x, y)\n"),
    ("print(", "area)\n"),
]  # fmt: skip


def case(marked: str, kind: Kind = Kind.REST_OF_LINE, **fields: Any) -> InfillCase:
    """A case from `before‸expected‸after`."""
    before, expected, after = marked.split("‸")
    defaults: dict[str, Any] = {"id": f"box/main.py:{len(before)}", "path": "box/main.py"}
    return InfillCase(
        **(defaults | {"prefix": before, "expected": expected, "suffix": after, "kind": kind}
           | fields)
    )  # fmt: skip


MEASURE = case(MAIN.replace("length, width)", "‸length, width)‸"), cross_file=("measure",))
PRINT = case(MAIN.replace("print(area)", "print(‸area)‸"))


def judge(case: InfillCase, shown: str | None, raw: str = "", confidence: float = 1.0) -> Result:
    return judged(
        case, query_of(case, Path.cwd()), shown, MARKERS,
        raw=raw, confidence=confidence, reason="shown", prompt_tokens=10, other_files=False,
    )  # fmt: skip


# --- what is right ---


@pytest.mark.parametrize(
    ("kind", "expected", "shown", "exact"),
    [
        (Kind.REST_OF_LINE, "1 + 2", "1 + 2", True),
        (Kind.REST_OF_LINE, "1 + 2", "1 + 2  ", True),
        (Kind.REST_OF_LINE, "1 + 2", "1 + 2\ny = 3", True),
        (Kind.REST_OF_LINE, "1 + 2", "1 + 3", False),
        (Kind.REST_OF_LINE, "1 + 2", " 1 + 2", False),
        (Kind.REST_OF_LINE, "1 + 2", "", False),
        (Kind.REST_OF_LINE, "1 + 2", None, False),
        (Kind.MID_WORD, "lue", "lue\n", True),
        (Kind.WHOLE_LINE, "1", "\n1", False),
        (Kind.BLOCK, "1\ny = 2", "1\ny = 2\n", True),
        (Kind.BLOCK, "1\ny = 2", "1", False),
        (Kind.BLOCK, "1\ny = 2", "1\ny = 2\nz = 3", False),
    ],
)
def test_exact(kind: Kind, expected: str, shown: str | None, exact: bool) -> None:
    result = judge(case(f"x = ‸{expected}‸\n", kind), shown)
    assert result.exact is exact
    assert (result.similarity == 1.0) is exact


@pytest.mark.parametrize(
    ("shown", "similarity"), [("abcd", 1.0), ("abxd", 0.75), (None, 0.0), ("abcd\nefgh", 1.0)]
)
def test_similarity(shown: str | None, similarity: float) -> None:
    assert judge(case("x = ‸abcd‸\n"), shown).similarity == similarity


@pytest.mark.parametrize(
    ("marked", "shown", "broken", "worse"),
    [
        ("x = ‸1‸\ny = 2\n", "(2)", False, False),
        ("x = ‸(1)‸\ny = 2\n", "(1", True, False),  # may yet be closed
        ("x = ‸(1)‸\ny = 2\n", "1)", True, True),
        ("x = ‸(1)‸\ny = 2\n", None, False, False),
        ("x = (((\ny = ‸1‸\ny = 2\n", "2", False, False),  # broken before
        ("x = ‸1)‸\ny = 2\n", "1)", False, True),  # no more than what stood there
    ],
)
def test_syntax(marked: str, shown: str | None, broken: bool, worse: bool) -> None:
    result = judge(case(marked), shown)
    assert (result.broken, result.worse) == (broken, worse)


def test_without_a_grammar_nothing_is_broken() -> None:
    result = judge(case("x = ‸1‸\n", language="plaintext"), "((1")
    assert (result.broken, result.worse) == (False, False)


@pytest.mark.parametrize(
    ("marked", "shown", "repeats"),
    [
        ("x = ‸1‸\n\n  return x\n", "1\nreturn x", True),
        ("ret‸urn y‸\nreturn x\n", "urn x", True),
        ("x = ‸1‸\nreturn x\n", "1\nreturn x\nreturn", False),
        ("x = ‸1‸\nreturn x\n", None, False),
        ("f(‸1,\n)‸\n)\n", "2\n)", False),  # a bracket may stand twice
        ("ret‸urn x‸\nreturn x\n", "urn x", False),  # it did stand twice
        ("x = ‸1‸", "1\nreturn x", False),
    ],
)
def test_repeats(marked: str, shown: str | None, repeats: bool) -> None:
    assert judge(case(marked), shown).repeats is repeats


@pytest.mark.parametrize(
    ("marked", "shown", "leaks"),
    [
        ("x = ‸1‸\n", "1<mid>", True),
        ("x = ‸1‸\n", "1 < mid", False),
        ("t = '<mid>'; x = ‸1‸\n", "'<mid>'", False),
        ("x = ‸1‸\n", None, False),
    ],
)
def test_leaks(marked: str, shown: str | None, leaks: bool) -> None:
    assert judge(case(marked), shown).leaks is leaks


@pytest.mark.parametrize(
    ("ablated", "shown", "worse"),
    [
        ([], "1", False),
        (["echo"], "1", False),
        # What one lets through the other drops.
        (["unmatched-closers"], None, False),
        (["syntax", "unmatched-closers"], "1)", True),
    ],
)
def test_what_would_be_shown_without_a_filter(
    ablated: list[str], shown: str | None, worse: bool
) -> None:
    masked = case("x = ‸1‸\ny = 2\n")
    result = judge(masked, "1", raw="1)", confidence=0.4)
    lacking = without(masked, result, ablated, MARKERS)
    assert (lacking.shown, lacking.worse, lacking.exact) == (shown, worse, shown == "1")
    assert (lacking.raw, lacking.confidence, lacking.prompt_tokens) == ("1)", 0.4, 10)
    assert lacking.reason == ("shown" if shown else "syntax-worse")


# --- what it comes to ---

RIGHT = judge(case("x = ‸1‸\n"), "1")
WRONG = judge(case("x = ‸1‸\n"), "2")
NOTHING = judge(case("x = ‸1‸\n"), None)


def sure(result: Result, confidence: float, **fields: Any) -> Result:
    return replace(result, confidence=confidence, **fields)


RESULTS = [sure(RIGHT, 0.9), sure(WRONG, 0.7), sure(RIGHT, 0.5), sure(NOTHING, 0.8)]


@pytest.mark.parametrize(
    ("threshold", "shown", "right"), [(0.0, 3, 2), (0.7, 2, 1), (0.8, 1, 1), (0.95, 0, 0)]
)
def test_quality(threshold: float, shown: int, right: int) -> None:
    found = quality("all", RESULTS, threshold)
    assert found.exact == Share(2, 4)  # whatever the threshold
    assert found.similarity == 0.5
    assert 0 <= found.similarity_interval.low <= 0.5 <= found.similarity_interval.high <= 1
    assert found.shown == Share(shown, 4)
    assert found.precision == Share(right, shown)


def test_broken_counts_what_is_shown() -> None:
    results = [sure(WRONG, 0.9, broken=True), sure(WRONG, 0.1, broken=True), sure(RIGHT, 0.9)]
    assert quality("all", results, 0.5).broken == Share(1, 2)


@pytest.mark.parametrize(
    ("share", "value", "low", "high"),
    [(Share(0, 0), 0.0, 0.0, 1.0), (Share(0, 10), 0.0, 0.0, 0.28), (Share(5, 10), 0.5, 0.24, 0.76)],
)
def test_share(share: Share, value: float, low: float, high: float) -> None:
    assert share.value == value
    interval = share.interval
    assert (round(interval.low, 2), round(interval.high, 2)) == (low, high)


def of_case(name: str, result: Result, kind: str = "rest-of-line") -> Result:
    return replace(result, case=name, kind=kind)


def test_context_effect_compares_the_same_cases() -> None:
    alone = [of_case("a", WRONG), of_case("b", RIGHT), of_case("c", NOTHING), of_case("d", RIGHT)]
    informed = [
        of_case("b", RIGHT), of_case("a", RIGHT), of_case("c", RIGHT),
        of_case("d", RIGHT, "block"), of_case("e", RIGHT),
    ]  # fmt: skip
    effect = context_effect("all", alone, informed)
    assert effect
    assert (effect.alone, effect.informed) == (Share(1, 3), Share(3, 3))
    assert effect.lift == 3.0
    assert effect.interval.low <= 3.0 <= effect.interval.high


def test_context_effect_without_cases_or_without_anything_right() -> None:
    assert context_effect("none", [], [RIGHT]) is None
    assert context_effect("none", [of_case("a", RIGHT)], [of_case("b", RIGHT)]) is None
    effect = context_effect("all", [of_case("a", WRONG)], [of_case("a", RIGHT)])
    assert effect
    assert math.isinf(effect.lift)


def test_faults_count_what_is_shown() -> None:
    faulty: dict[str, Any] = {"repeats": True, "leaks": True, "worse": True}
    found = faults([
        RIGHT, sure(WRONG, 0.01, **faulty), replace(NOTHING, **faulty), sure(WRONG, 1, leaks=True)
    ])  # fmt: skip
    assert (found.suggestions, found.repeats, found.leaks, found.worse) == (3, 1, 2, 1)


def test_curve() -> None:
    found = curve(RESULTS)
    assert [(each.confidence, each.shown, each.correct, each.answers) for each in found] == [
        (0.9, 1, 1, 4), (0.7, 2, 1, 4), (0.5, 3, 2, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "confidence"), [(0.0, 0.9), (0.25, 0.9), (0.3, 0.7), (0.75, 0.5), (0.8, None)]
)
def test_threshold_at_a_share(share: float, confidence: float | None) -> None:
    found = at_share(curve(RESULTS), share)
    assert (found.confidence if found else None) == confidence


# --- asking ---


@pytest.fixture
async def engine() -> EmbeddedEngine:
    model = ScriptedDecoder([Answer(*each) for each in ANSWERS], MARKERS)
    return EmbeddedEngine(lambda: loaded(inline=model))


async def test_the_model_is_shown_the_other_files_definitions(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    index = indexed(FILES, tmp_path)
    asked = 0

    def progress() -> None:
        nonlocal asked
        asked += 1

    # A threshold in force would hide what a lower one shows.
    settings = CompletionSettings(min_confidence=1.0)
    arms = [
        await run(
            engine, LAYOUT, [MEASURE, PRINT], definitions, tmp_path,
            settings=settings, progress=progress,
        )
        for definitions in (None, index)
    ]  # fmt: skip
    await engine.close()
    alone, informed = arms
    assert [(each.shown, each.exact) for each in alone] == [("x, y)", False), ("area)", True)]
    assert [(each.shown, each.exact) for each in informed] == [
        ("length, width)", True), ("area)", True),
    ]  # fmt: skip
    assert [each.other_files for each in alone + informed] == [False] * 2 + [True] * 2
    assert [each.cross_file for each in alone] == [True, False]
    assert all(0 < each.confidence < 1 for each in alone + informed)
    definition = len("\n# box/tools.py\ndef measure(length, width)\n")
    assert informed[0].prompt_tokens == alone[0].prompt_tokens + definition
    assert asked == 4


@pytest.mark.parametrize("path", ["../escaped.py", "box/../../escaped.py", "/escaped.py"])
def test_a_path_that_leads_out_is_refused(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(HanareError, match="outside"):
        indexed({path: "x = 1\n"}, folder)
    assert not list(tmp_path.rglob("escaped.py"))


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    indexed({"a/b.py": "x = '名'\r\n"}, tmp_path)
    assert (tmp_path / "sources/a/b.py").read_bytes() == "x = '名'\r\n".encode()


async def test_a_package_without_files_has_no_definitions(tmp_path: Path) -> None:
    indexed({}, tmp_path)


# --- the command ---

# Lines are short: one token is a byte here, and a line gets at most forty.
USES = {
    name: f"{name} = [measure({name[0]}), measure({name[0]}, 4)]"
    for name in ("alp", "bet", "gam", "dar", "eps", "zet")
}
COMMAND_FILES = {
    "box/tools.py": TOOLS,
    "box/main.py": "from box.tools import measure\n\n"
    + "".join(f"{uses}\nprint({name}, 1)\n" for name, uses in USES.items()),
}
# It knows the whole of one half of the lines, and puts a bracket too many into the other.
SCRIPT = "".join(
    f"""
[[answers]]
after = "\\n{uses[0]}"
says = "{uses[1:]}\\n"

[[answers]]
after = "print({name[:1]}"
says = "{name[1:]}, 1))\\n"
"""
    for name, uses in USES.items()
)


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one package, and a scripted engine that knows it, but for a bracket."""
    (tmp_path / "script.toml").write_text(SCRIPT, encoding="utf-8")
    files = tuple(SourceFile("box", path, text) for path, text in COMMAND_FILES.items())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(infill_command, "load_corpus", lambda _languages: files)
    monkeypatch.setattr(infill_command, "package_files", lambda _package: COMMAND_FILES)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HANARE__ENGINE__KIND", "scripted")
    monkeypatch.setenv("HANARE__ENGINE__SCRIPT", json.dumps(str(tmp_path / "script.toml")))
    return tmp_path


def bench(*options: object) -> Ran:
    chosen = ["--language", "python", "--seed", 1, *options]
    return CliRunner().invoke(cli, ["bench", "infill", *map(str, chosen)])


@pytest.mark.usefixtures("surroundings")
def test_every_result_as_json() -> None:
    ran = bench("--json", "--count", 2, "--kind", "rest-of-line", "--kind", "cross-file")
    assert ran.exit_code == 0, ran.output
    results = json.loads(ran.stdout)
    assert [each["cross_file"] for each in results["informed"]] == [False, False, True, True]
    assert [each["case"] for each in results["alone"]] == [
        each["case"] for each in results["informed"][2:]
    ]
    for alone, informed in zip(results["alone"], results["informed"][2:], strict=True):
        assert (alone["other_files"], informed["other_files"]) == (False, True)
        assert alone["prompt_tokens"] < informed["prompt_tokens"]
        assert alone["exact"]
        assert informed["shown"] == informed["expected"]


@pytest.mark.usefixtures("surroundings")
def test_tables() -> None:
    ran = bench("--count", 3, "--kind", "whole-line", "--kind", "cross-file")
    assert ran.exit_code == 0, ran.output
    assert "Masked code, completed (seed 1; shown: confidence at least" in ran.stdout
    assert "Confidence thresholds" in ran.stdout
    (whole,) = (line for line in ran.stdout.splitlines() if "python whole-line" in line)
    assert whole.split()[3:5] == ["│", "3"]
    effects = [line for line in ran.stdout.splitlines() if "1.00 (1.00–1.00)" in line]
    assert [line.split()[1] for line in effects] == ["python", "all"]
    assert "Of 6 suggestions 0 repeat the next line, 0 hold a control token" in ran.stdout


@pytest.mark.usefixtures("surroundings")
def test_only_what_uses_other_files() -> None:
    ran = bench("--count", 1, "--kind", "cross-file")
    assert ran.exit_code == 0, ran.output
    assert "Masked code" not in ran.stdout
    assert "exact matches" in ran.stdout


@pytest.mark.usefixtures("surroundings")
def test_what_a_filter_is_worth() -> None:
    ran = bench("--count", 6, "--kind", "rest-of-line", "--ablate", "unmatched-closers")
    assert ran.exit_code == 0, ran.output
    assert "Without the filter unmatched-closers" in ran.stdout

    def exact(row: str) -> float:
        (line,) = (line for line in ran.stdout.splitlines() if row in line)
        return float(line.split("│")[2].split()[0])

    assert exact("no unmatched-closers") < exact("all filters")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--count", 0], "Invalid value"),
        (["--language", "cobol"], "Invalid value"),
        (["--kind", "guess"], "Invalid value"),
        (["--ablate", "nothing"], "Invalid value"),
        (["--count", 100, "--kind", "cross-file"], "not 100"),
        (["--count", 1, "--kind", "cross-file", "--model", "unheard-of"], "unheard-of"),
    ],
)
@pytest.mark.usefixtures("surroundings")
def test_misuse(options: list[object], said: str) -> None:
    ran = bench(*options)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert "Traceback" not in ran.output
