"""Layers merged: who wins, who may, and what happens to mistakes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from config.values import something_else, value
from hanare.config.layers import DEFAULTS, Layer, Rank, resolve
from hanare.config.settings import PROJECT_RULES, ProjectRule, Settings
from hanare.wording import said

BY_RANK = sorted(Rank)


def user(**values: Any) -> Layer:
    return Layer(Rank.USER_FILE, "user", values)


def project(**values: Any) -> Layer:
    return Layer(Rank.PROJECT_FILE, "project", values, trusted=False)


def client(**values: Any) -> Layer:
    return Layer(Rank.CLIENT, "client", values)


def test_without_layers_there_are_the_defaults() -> None:
    resolution = resolve([])
    assert resolution.settings == Settings()
    assert resolution.problems == ()
    assert set(resolution.origins.values()) == {DEFAULTS}


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(BY_RANK)))
def test_a_later_rank_wins_in_whatever_order_they_come(lower: Rank, higher: Rank) -> None:
    low = Layer(lower, "low", {"completion": {"max_tokens": 10, "enabled": False}})
    high = Layer(higher, "high", {"completion": {"max_tokens": 20}})
    for layers in ([low, high], [high, low]):
        resolution = resolve(layers)
        assert resolution.settings.completion.max_tokens == 20
        assert resolution.origins["completion.max_tokens"] == "high"
        assert resolution.settings.completion.enabled is False
        assert resolution.origins["completion.enabled"] == "low"


@pytest.mark.parametrize(
    "values",
    [{"engine": {"threads": 3}}, {"engine.threads": 3}, {"engine": {"threads": "3"}}],
    ids=["nested", "dotted", "text"],
)
def test_ways_of_writing_a_setting(values: dict[str, Any]) -> None:
    assert resolve([user(**values)]).settings.engine.threads == 3


def test_none_leaves_a_setting_to_lower_layers() -> None:
    layers = [user(completion={"max_tokens": 7}), client(completion={"max_tokens": None})]
    assert resolve(layers).settings.completion.max_tokens == 7


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"modle": {"path": "/a"}}, "user: modle.path: no such setting; did you mean model.path?"),
        ({"nothing": 1}, "user: nothing: no such setting"),
        ({"model": "a.gguf"}, "user: model: no such setting; did you mean model.id?"),
        ({"model": {"path": {"deep": 1}}}, "user: model.path: must be a path"),
        (
            {"model": {"path": "~no-such/x"}},
            "user: model.path: must be an absolute path or begin with ~, not '~no-such/x'",
        ),
        ({"engine": {"threads": 0}}, "user: engine.threads: must be at least 1"),
        ({"engine": {"kind": "cloud"}}, "user: engine.kind: must be one of 'llama', 'scripted'"),
        (
            {"completion": {"excluded_files": [1]}},
            "user: completion.excluded_files: must be a text",
        ),
    ],
)
def test_a_mistake_is_reported_and_costs_nothing_else(values: dict[str, Any], problem: str) -> None:
    resolution = resolve([user(**values), client(completion={"max_tokens": 9})])
    assert len(resolution.problems) == 1
    assert str(resolution.problems[0]).startswith(problem)
    expected = Settings.model_validate({"completion": {"max_tokens": 9}})
    assert resolution.settings == expected


@pytest.mark.parametrize("rank", [Rank.INITIALIZATION, Rank.CLIENT])
@pytest.mark.parametrize("values", [{"network": {"offline": False}}, {"network.offline": False}])
def test_an_editor_comes_too_late_for_the_guard(rank: Rank, values: dict[str, Any]) -> None:
    resolution = resolve([Layer(rank, "editor", values)])
    assert resolution.settings.network.offline
    (problem,) = resolution.problems
    assert str(problem).startswith("editor: network.offline: an editor says this too late")


def test_a_wrong_value_keeps_the_last_good_one() -> None:
    good = resolve([client(completion={"max_tokens": 30, "enabled": False})]).settings
    resolution = resolve([client(completion={"max_tokens": "many", "enabled": True})], good)
    assert resolution.settings.completion.max_tokens == 30
    assert resolution.settings.completion.enabled is True
    assert str(resolution.origins["completion.max_tokens"]) == "client (last good value)"


def test_problems_of_a_place_are_reported_with_its_name() -> None:
    layer = Layer(Rank.USER_FILE, "config.toml", problems=(said("is not UTF-8 text"),))
    (problem,) = resolve([layer]).problems
    assert str(problem) == "config.toml: is not UTF-8 text"
    assert problem.in_("ja") == "config.toml: UTF-8 のテキストではありません"


@pytest.mark.parametrize("key", sorted(PROJECT_RULES))
@pytest.mark.parametrize("form", ["nested", "dotted"])
def test_a_project_sets_no_more_than_the_table_says(key: str, form: str) -> None:
    section, name = key.split(".")
    set_to = something_else(key)
    layer = project(**({section: {name: set_to}} if form == "nested" else {key: set_to}))
    resolution = resolve([layer])
    got, default = value(resolution.settings, key), value(Settings(), key)
    match PROJECT_RULES[key]:
        case ProjectRule.RESTRICTED:
            assert got == default
            assert [str(problem) for problem in resolution.problems] == [
                f"project: {key}: only your own settings may say this, not a project's"
            ]
            assert resolution.origins[key] == DEFAULTS
        case ProjectRule.ADD_ONLY:
            assert got == (*default, *set_to)
            assert resolution.problems == ()
        case ProjectRule.OPEN | ProjectRule.OFF_ONLY:
            assert got == set_to
            assert resolution.problems == ()


def test_a_project_cannot_switch_on_what_the_user_switched_off() -> None:
    user = Layer(Rank.USER_FILE, "user", {"completion": {"enabled": False}})
    resolution = resolve([user, project(completion={"enabled": True})])
    assert resolution.settings.completion.enabled is False
    assert "completion.enabled" in str(resolution.problems[0])


@pytest.mark.parametrize(
    "values",
    [
        {"Model": {"Path": "/evil"}},
        {"MODEL.PATH": "/evil"},
        {"model": {"PATH": "/evil"}},
        {"model ": {"path": "/evil"}},
        {"mod\nel": {"path": "/evil"}},
        {"completion": {"excludedFiles": []}},
    ],
)
def test_a_project_gains_nothing_by_spelling(values: dict[str, Any]) -> None:
    resolution = resolve([project(**values)])
    assert resolution.settings == Settings()
    assert len(resolution.problems) == 1
    assert str(resolution.problems[0]).isprintable()


@pytest.mark.parametrize("value", [[], "*", 3, [1], {"0": "*"}])
def test_a_project_cannot_take_secret_files_off_the_list(value: Any) -> None:
    mine = user(completion={"excluded_files": ["*.mine"]})
    resolution = resolve([mine, project(completion={"excluded_files": value})])
    assert resolution.settings.completion.excluded_files == ("*.mine",)


def test_a_project_adds_to_the_users_list() -> None:
    mine = user(completion={"excluded_files": ["*.mine"]})
    theirs = project(completion={"excluded_files": ["*.theirs"]})
    settings = resolve([theirs, mine]).settings
    assert settings.completion.excluded_files == ("*.mine", "*.theirs")


def test_a_projects_addition_hides_no_mistake_of_the_users() -> None:
    mine = user(completion={"excluded_files": 3})
    resolution = resolve([mine, project(completion={"excluded_files": ["*.theirs"]})])
    assert resolution.settings == Settings()
    assert str(resolution.problems[0]).startswith("user: completion.excluded_files: must be a list")
