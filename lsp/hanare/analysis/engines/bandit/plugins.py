"""Bandit's tests, and for each a cheap condition without which it cannot find anything.

Bandit calls each of its 36 tests of calls for each call. Nearly all look at the call's name or at a
keyword first: `_NAMES` and `_KEYWORDS` say which, as read in the tests of Bandit 1.9. A condition
may be too generous, never too strict; `test_parity.py` compares the findings with Bandit's own.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hanare.analysis.engines.bandit.ancestry import link
from hanare.analysis.engines.bandit.context import NodeContext
from hanare.analysis.engines.bandit.library import MANAGER, PASSWORD_NAMES, blacklist

T = TypeVar("T")

Options = Mapping[str, Mapping[str, Any]]
"""What plugins are configured with, by the name of the option, e.g. `shell_injection`."""

_IMPORT_CALLS = ("__import__", "importlib.import_module", "importlib.__import__")
_MOST_NAMES = 20_000
_LONGEST_NAME = 200

_NAMES: dict[str, Callable[[str, str, list[str]], bool]] = {
    "B102": lambda whole, last, parts: whole == "exec",
    "B103": lambda whole, last, parts: "chmod" in last,
    "B113": lambda whole, last, parts: parts[0] in ("requests", "httpx"),
    "B201": lambda whole, last, parts: last == "run",
    "B202": lambda whole, last, parts: "extractall" in last,
    "B324": lambda whole, last, parts: "hashlib" in parts or "crypt" in parts,
    "B501": lambda whole, last, parts: parts[0] in ("requests", "httpx"),
    "B504": lambda whole, last, parts: whole == "ssl.wrap_socket",
    "B505": lambda whole, last, parts: last in ("generate_private_key", "generate"),
    "B506": lambda whole, last, parts: last == "load" and "yaml" in parts,
    "B507": lambda whole, last, parts: last == "set_missing_host_key_policy",
    "B508": lambda whole, last, parts: last == "CommunityData",
    "B509": lambda whole, last, parts: last == "UsmUserData",
    "B601": lambda whole, last, parts: last == "exec_command",
    "B610": lambda whole, last, parts: last == "extra",
    "B611": lambda whole, last, parts: last == "RawSQL",
    "B612": lambda whole, last, parts: whole == "logging.config.listen",
    "B614": lambda whole, last, parts: last == "load" and parts[0] == "torch",
    "B615": lambda whole, last, parts: (
        not {"transformers", "datasets", "huggingface_hub"}.isdisjoint(parts)
    ),
    "B701": lambda whole, last, parts: last == "Environment" and "jinja2" in parts,
    "B702": lambda whole, last, parts: last == "Template" and "mako" in parts,
    "B703": lambda whole, last, parts: (
        last in ("mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes")
    ),
}
"""By id: whether a test looks at a call of that name (whole, last part, all parts) at all."""

_CONFIGURED_NAMES = {
    "B602": ("subprocess",),
    "B603": ("subprocess",),
    "B605": ("shell",),
    "B606": ("no_shell",),
    "B607": ("subprocess", "shell", "no_shell"),
    "B609": ("subprocess", "shell"),
    "B704": ("extend_markup_names",),
}
"""By id: the lists of the test's options that hold the names of the calls it looks at."""

_FIXED_NAMES = {"B704": ("markupsafe.Markup", "flask.Markup")}

_KEYWORDS = {"shell": ("B604",), "method": ("B502",), "ssl_version": ("B502",)}
"""By the name of a keyword argument: the tests that look at any call with it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One of Bandit's tests with its options."""

    id: str
    run: Callable[..., Any]
    options: Mapping[str, Any] | None = None

    def __call__(self, context: object) -> Any:
        """Return Bandit's issue, or None."""
        return self.run(context) if self.options is None else self.run(context, self.options)


class Plugins:
    """All of Bandit's tests, configured once.

    Bandit keeps the options of a test at its function, for the whole process; here they are held
    beside it, so that two sets of options do not get into each other's way.
    """

    def __init__(self, options: Options) -> None:
        self.checks = {
            function._test_id: Check(  # noqa: SLF001 (that is where Bandit has it)
                function._test_id,  # noqa: SLF001
                function,
                _options(function, options),
            )
            for function in (each.plugin for each in MANAGER.plugins)
            # Plugins that others have installed are not part of this engine.
            if function.__module__.startswith("bandit.plugins.")
        }
        self.blacklist = Check("B001", blacklist, MANAGER.blacklist)
        self.is_password_name = Memory(lambda name: bool(PASSWORD_NAMES.search(name)))
        self.modules = _qualified(MANAGER.blacklist["Import"])
        """What the name of a blacklisted import begins with."""
        self._calls = frozenset((*_qualified(MANAGER.blacklist["Call"]), *_IMPORT_CALLS))
        self.temporary = tuple(self._option("B108", "tmp_dirs"))
        self.protocols = frozenset(self._option("B502", "bad_protocol_versions"))
        self._named = {
            id_: frozenset((*_FIXED_NAMES.get(id_, ()), *self._options_of(id_, lists)))
            for id_, lists in _CONFIGURED_NAMES.items()
        }
        self.sql_issues = tuple(
            _plainest_sql(self.checks["B608"], name) for name in ("f", "execute")
        )
        """What Bandit says of SQL that is put together, and of such that is executed at once."""
        self.of_name = Memory(self._of_name)
        self.of_keyword = Memory(self._of_keyword)

    def _option(self, id_: str, name: str) -> Collection[str]:
        found: Collection[str] = (self.checks[id_].options or {}).get(name, ())
        return found

    def _options_of(self, id_: str, names: Collection[str]) -> list[str]:
        return [each for name in names for each in self._option(id_, name)]

    def _of_name(self, whole: str) -> tuple[Check, ...]:
        """Return the tests that may find something in a call of a qualified name."""
        parts = whole.split(".")
        found = [
            self.checks[id_]
            for id_, may_find in _NAMES.items()
            if may_find(whole, parts[-1], parts)
        ]
        found += [self.checks[id_] for id_, names in self._named.items() if whole in names]
        if whole in self._calls:
            found.append(self.blacklist)
        return tuple(found)

    def _of_keyword(self, name: str) -> tuple[Check, ...]:
        """Return the tests that may find something in any call with a keyword argument."""
        found = [self.checks[id_] for id_ in _KEYWORDS.get(name, ())]
        if self.is_password_name[name]:
            found.append(self.checks["B106"])
        return tuple(found)


def _plainest_sql(check: Check, caller: str) -> Any:
    """Return what Bandit says of the simplest SQL: it has the words, `sql.py` does the search."""
    text = ast.Constant("select a from b")
    operation = ast.BinOp(text, ast.Mod(), ast.Name("c"))
    call = ast.Call(ast.Name(caller), [operation], [])
    link(text, operation)
    link(operation, call)
    return check(NodeContext({"node": text}))


def _options(function: Any, options: Options) -> Mapping[str, Any] | None:
    """Return the options of a test: those given, over Bandit's own."""
    name = getattr(function, "_takes_config", None)
    if name is None:
        return None
    return {**sys.modules[function.__module__].gen_config(name), **options.get(name, {})}


def _qualified(checks: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(name for check in checks for name in check["qualnames"])


class Memory(dict[str, T]):
    """What was worked out about names: a process sees the same ones again and again."""

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, name: str) -> T:
        result = self._work(name)
        if len(name) <= _LONGEST_NAME:
            if len(self) >= _MOST_NAMES:
                self.clear()
            self[name] = result
        return result
