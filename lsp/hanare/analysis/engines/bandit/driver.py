"""Walks the tree of a text and lets Bandit's tests look at what they may find something in.

Bandit's own walk tells every test of every node in a context of its own, and recurses. This one
keeps a stack, so that no nesting is too deep, and calls a test only where it can find something.
What a test is told, and in which order it is told of imports, is as with Bandit.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeGuard

from hanare.analysis.engines.bandit.ancestry import Ancestry
from hanare.analysis.engines.bandit.context import Imports, NodeContext
from hanare.analysis.engines.bandit.guards import TooMuchWork, safe_strings
from hanare.analysis.engines.bandit.plugins import Check, Plugins
from hanare.analysis.engines.bandit.sql import Piece, is_sql, may_be_sql, sql_among

_EXECUTES = ("execute", "executemany")
_BIDIRECTIONAL = re.compile("[\u200f\u202a-\u202e\u2066-\u2069]")

_NOTHING_IN = frozenset(
    (
        *("ctx", "op", "ops", "id", "attr", "name", "arg", "module", "level", "kind", "conversion"),
        *("type_comment", "type_ignores", "is_async", "simple", "tag", "rest", "kwd_attrs"),
        *("names", "asname", "lineno", "str"),
    )
)
"""Fields of nodes that hold no expressions and no statements."""


class _Fields(dict[type, tuple[str, ...]]):
    """The other fields of a kind of nodes, last first."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        names = kind._fields if issubclass(kind, ast.AST) else ()
        self[kind] = tuple(name for name in reversed(names) if name not in _NOTHING_IN)
        return self[kind]


_FIELDS = _Fields()


@dataclass(frozen=True, slots=True)
class Hit:
    """What one of Bandit's tests has found."""

    rule: str
    severity: str
    confidence: str
    text: str
    """Bandit's message; it may hold a secret."""
    line: int
    """Where Bandit says it is, which may be a line in the midst of the node."""
    node: ast.AST | None
    """What it is about."""
    formatted: ast.JoinedStr | None = None
    """The f-string that the node is in."""
    offset: int = 0
    """Where the character is that it is about, if it is not about a node."""
    secrets: tuple[ast.expr, ...] = ()
    """What else must not be shown."""


class _EndOfFormatted:
    """Lies on the stack below what is in an f-string."""


_END_OF_FORMATTED = _EndOfFormatted()


class Scan:
    """One pass over one tree."""

    def __init__(self, plugins: Plugins, path: str) -> None:
        self._plugins = plugins
        self._path = path
        self._imports = Imports()
        self._aliases: dict[str, str] = {}
        self._formatted: ast.JoinedStr | None = None
        self._ancestry = Ancestry(ast.Module([], []))
        self.hits: list[Hit] = []
        self.gave_up: list[int] = []
        """Lines at which a test nested too deeply to finish."""

    def run(self, tree: ast.Module, text: str) -> None:
        """Look at all nodes, in the order in which Bandit does, and at the text."""
        self._ancestry = Ancestry(tree)
        safe_strings.begin()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one test makes nodes in a way that is deprecated
            self._walk(tree)
        self._ancestry.unlink()
        self._look_at_characters(text)

    def _walk(self, tree: ast.Module) -> None:
        actions: dict[type, Callable[[Any], None]] = {
            _EndOfFormatted: self._end_formatted,
            ast.Assert: self._assert,
            ast.Assign: self._assign,
            ast.Call: self._call,
            ast.Compare: self._compare,
            ast.Dict: self._dict,
            ast.ExceptHandler: self._handler,
            ast.FunctionDef: self._function,
            ast.Import: self._import,
            ast.ImportFrom: self._import,
        }
        telling = ("0.0.0.0", *self._plugins.temporary)  # noqa: S104 (looked for, not bound to)
        fields = _FIELDS
        stack: list[Any] = [tree]
        pop, push, extend = stack.pop, stack.append, stack.extend
        while stack:
            node = pop()
            kind = type(node)
            # Most nodes are of the first kinds: they are dealt with here, without a call.
            if kind is ast.Name:
                continue
            if kind is ast.Attribute:
                value = node.value
                if type(value) is not ast.Name:
                    if type(value) is ast.Constant:
                        self._method_of_constant(node)
                    push(value)
                continue
            if kind is ast.Constant:
                value = node.value
                if type(value) is str and value.startswith(telling):
                    self._constant(node)
                continue
            if kind is ast.Expr and type(node.value) is ast.Constant:
                continue  # a docstring, to Bandit
            if kind is ast.BinOp:
                extend(self._operands(node))
                continue
            if kind is ast.JoinedStr:
                self._joined(node)
                if self._formatted is None:
                    self._formatted = node
                    push(_END_OF_FORMATTED)
            elif (action := actions.get(kind)) is not None:
                action(node)
            for name in fields[kind]:
                value = getattr(node, name, None)
                if type(value) is list:
                    extend(value[::-1])
                elif value is not None:
                    push(value)

    def _end_formatted(self, _end: _EndOfFormatted) -> None:
        self._formatted = None

    def _check(self, check: Check, node: Any, about: ast.AST | None = None, **told: object) -> None:
        issue = self._ask(check, self._context(node, **told))
        if issue is not None:
            self._report(check, issue, node, about or node)

    def _context(self, node: Any, **told: object) -> NodeContext:
        told |= {
            "node": node,
            "lineno": node.lineno,
            "filename": self._path,
            "imports": self._imports,
            "import_aliases": self._aliases,
        }
        return NodeContext(told)

    def _ask(self, check: Check, context: NodeContext) -> Any:
        try:
            return check(context)
        except TooMuchWork:
            return check(context)  # it knows now that it may not look for a proof
        except RecursionError:
            self.gave_up.append(context.node.lineno)
        except Exception:  # noqa: BLE001, S110 (to Bandit too, a test that fails has found nothing)
            pass
        return None

    def _report(
        self,
        check: Check,
        issue: Any,
        node: Any,
        about: ast.AST,
        secrets: tuple[ast.expr, ...] = (),
    ) -> None:
        self.hits.append(
            Hit(
                issue.test_id or check.id,
                issue.severity,
                issue.confidence,
                issue.text,
                node.lineno if issue.lineno is None else issue.lineno,
                about,
                self._formatted,
                secrets=secrets,
            )
        )

    # Statements

    def _assert(self, node: ast.Assert) -> None:
        self._check(self._plugins.checks["B101"], node)

    def _handler(self, node: ast.ExceptHandler) -> None:
        if len(node.body) == 1:
            if type(node.body[0]) is ast.Pass:
                self._check(self._plugins.checks["B110"], node)
            elif type(node.body[0]) is ast.Continue:
                self._check(self._plugins.checks["B112"], node)

    def _function(self, node: ast.FunctionDef) -> None:
        for default in node.args.defaults:
            if isinstance(default, ast.Attribute) and default.attr in self._plugins.protocols:
                self._check(self._plugins.checks["B503"], node, default)
                break
        if not any(map(_is_string, node.args.defaults)):
            return
        # Bandit pairs them so, although names before `/` have defaults too.
        names = node.args.args
        given = node.args.defaults
        defaults = [*[None] * (len(names) - len(given)), *given]
        for name, value in zip(names, defaults, strict=False):
            if _is_string(value) and self._plugins.is_password_name[name.arg]:
                self._check(self._plugins.checks["B107"], node, value)
                break

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        module = node.module if isinstance(node, ast.ImportFrom) else None
        prefix = f"{module}." if module is not None else ""
        listed = []
        for alias in node.names:
            whole = prefix + alias.name
            # Only `from` gives a name to what it does not rename.
            if alias.asname or module is not None:
                self._aliases[alias.asname or alias.name] = whole
            self._imports.add(whole)
            if whole.startswith(self._plugins.modules):
                listed.append(alias)
        if listed:
            issue = self._ask(self._plugins.blacklist, self._context(node))
            about = next(alias for alias in listed if alias.name == issue.ident)
            self._report(self._plugins.blacklist, issue, node, about)

    # Passwords in the text (B105)

    def _assign(self, node: ast.Assign) -> None:
        if not _is_string(node.value):
            return
        check, is_password_name = self._plugins.checks["B105"], self._plugins.is_password_name
        if any(is_password_name[_name(target)] for target in node.targets):
            self._ancestry.link(node.value, node)
            self._check(check, node.value)
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                for key in (target.value, target.slice):
                    if _is_string(key) and is_password_name[key.value]:
                        self._ancestry.link(key, target)
                        self._ancestry.link(target, node)
                        self._check(check, key, node.value)

    def _compare(self, node: ast.Compare) -> None:
        if _is_string(node.comparators[0]) and self._plugins.is_password_name[_name(node.left)]:
            for each in node.comparators:
                if _is_string(each):
                    self._ancestry.link(each, node)
                    self._check(self._plugins.checks["B105"], each, node.comparators[0])

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if (
                _is_string(key)
                and type(value) is ast.Constant
                and self._plugins.is_password_name[key.value]
            ):
                # Bandit looks for the key among all keys, twice; one pair is as good.
                self._ancestry.link(key, ast.Dict([key], [value]))
                self._check(self._plugins.checks["B105"], key, value)

    # Other strings

    def _constant(self, node: ast.Constant) -> None:
        for id_ in ("B104", "B108"):
            self._check(self._plugins.checks[id_], node, str=node.value)

    def _operands(self, root: ast.BinOp) -> list[ast.expr]:
        """Look for SQL in a concatenation, and return what it is made of, last first."""
        operands: list[ast.expr] = []
        pending: list[ast.expr] = [root]
        strings = False
        while pending:
            node = pending.pop()
            if type(node) is ast.BinOp:
                pending += (node.left, node.right)
            else:
                operands.append(node)
                strings = strings or (_is_string(node) and may_be_sql(node.value))
        if strings:
            self._concatenation(root)
        return operands

    def _concatenation(self, root: ast.BinOp) -> None:
        strings: list[_String] = []
        around: list[ast.BinOp] = []
        first: dict[ast.BinOp, int] = {}
        end: dict[ast.BinOp, int] = {}
        pending: list[tuple[ast.expr, ast.BinOp]] = [(root, root)]
        while pending:
            node, parent = pending.pop()
            if isinstance(node, ast.BinOp):
                if node in first:
                    end[node] = len(strings)
                else:
                    first[node] = len(strings)
                    pending += ((node, parent), (node.right, node), (node.left, node))
            elif _is_string(node):
                strings.append(node)
                around.append(parent)
        pieces = [
            Piece(each.value, range(first[parent], end[parent]))
            for each, parent in zip(strings, around, strict=True)
        ]
        for index in sql_among(pieces):
            self._report_sql(strings[index], strings[index], self._ancestry.parent(root))

    def _joined(self, node: ast.JoinedStr) -> None:
        strings = [each for each in node.values if _is_string(each)]
        if strings and is_sql("".join(each.value for each in strings)):
            self._report_sql(strings[0], node, self._ancestry.parent(node))

    def _method_of_constant(self, node: ast.Attribute) -> None:
        string = node.value
        if node.attr in ("format", "replace") and _is_string(string) and is_sql(string.value):
            call = self._ancestry.parent(node)
            around = self._ancestry.parent(call) if call is not None else None
            self._report_sql(string, string, around, replaced=node.attr == "replace")

    def _report_sql(
        self, node: ast.Constant, about: ast.expr, around: ast.AST | None, replaced: bool = False
    ) -> None:
        executed = isinstance(around, ast.Call) and _name(around.func) in _EXECUTES
        issue = self._plugins.sql_issues[executed and not replaced]
        self._report(self._plugins.checks["B608"], issue, node, about)

    # Calls

    def _call(self, node: ast.Call) -> None:
        plugins, function = self._plugins, node.func
        if type(function) is ast.Name:
            name = self._aliases.get(function.id, function.id)
            checks = plugins.of_name[name]
            if function.id == "__import__" and plugins.blacklist not in checks:
                checks += (plugins.blacklist,)  # whatever has been imported by that name
        elif type(function) is ast.Attribute:
            name = self._qualified(function)
            checks = plugins.of_name[name]
        else:
            name, checks = "", ()
        for keyword in node.keywords:
            if keyword.arg is not None:
                for check in plugins.of_keyword[keyword.arg]:
                    if check not in checks:
                        checks += (check,)
        if checks:
            self._check_call(node, name, checks)

    def _check_call(self, node: ast.Call, name: str, checks: tuple[Check, ...]) -> None:
        context = self._context(node, call=node, qualname=name, name=name.split(".")[-1])
        for check in checks:
            if check.id == "B703":
                self._ancestry.link_all(node)
            issue = self._ask(check, context)
            if issue is not None:
                if check.id == "B106":
                    first, *others = self._password_arguments(node)
                    self._report(check, issue, node, first, tuple(others))
                else:
                    self._report(check, issue, node, node)

    def _password_arguments(self, node: ast.Call) -> list[ast.expr]:
        return [
            each.value
            for each in node.keywords
            if _is_string(each.value) and self._plugins.is_password_name[each.arg or ""]
        ]

    def _qualified(self, function: ast.Attribute) -> str:
        names = []
        node: ast.expr = function
        while type(node) is ast.Attribute:
            names.append(node.attr)
            node = node.value
        names.append(self._aliases.get(node.id, node.id) if type(node) is ast.Name else "")
        names.reverse()
        return ".".join(names)

    # Characters (B613)

    def _look_at_characters(self, text: str) -> None:
        found = _BIDIRECTIONAL.search(text)
        if found is None:
            return
        # From there to the end of the line, so that no comment can lie about the encoding.
        rest = text[found.start() :].splitlines()[0]
        check = self._plugins.checks["B613"]
        issue = check(NodeContext({"file_data": BytesIO(rest.encode())}))
        line = text.count("\n", 0, found.start()) + 1
        self.hits.append(
            Hit(
                check.id,
                issue.severity,
                issue.confidence,
                issue.text,
                line,
                None,
                offset=found.start() + issue.col_offset - 1,
            )
        )


class _String(ast.Constant):
    """A constant that is text, for the type checker."""

    value: str


def _is_string(node: ast.AST | None) -> TypeGuard[_String]:
    return type(node) is ast.Constant and type(node.value) is str


def _name(node: ast.AST) -> str:
    """Return the last part of a name; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
