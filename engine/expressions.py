"""Conditions and calculations: simpleeval cut down to reading data, comparing it and calling a short list of functions."""

import ast
import operator
import warnings
from collections.abc import Mapping
from typing import Any

from simpleeval import SimpleEval

from engine import language
from engine.errors import EvaluationFailed, SourceRefused
from engine.fields import MAX_EXPRESSION
from engine.functions import FUNCTIONS, add, check_pattern, check_result
from engine.scope import MISSING, read

MAX_NODES = 200
WORDS = {"true": True, "false": False, "null": None}


class Expression:
    """A checked expression. `names` are the dotted names it reads. One thread evaluates it at a time."""

    def __init__(self, source: str, body: ast.expr) -> None:
        self._source = source
        self._body = body
        self._evaluator = _Evaluator()
        self.names = frozenset(_names(body))

    def evaluate(self, scope: Mapping[str, Any]) -> object:
        """The value for this scope, where an absent name is None; EvaluationFailed when it cannot be had."""
        try:
            return check_result(self._evaluator.value(self._body, scope))
        except (EvaluationFailed, *language.TROUBLES) as error:
            reason = language.reason_of(error)
        raise EvaluationFailed(f"The expression '{language.excerpt(self._source)}' failed: {reason}.")


def compile_expression(source: str) -> Expression:
    """Parses and checks an expression once; SourceRefused tells what in it is not allowed."""
    try:
        body = _parse(source)
        _check(body)
        return Expression(source, body)
    except SyntaxError:
        reason = "it does not read as one expression"
    except (SourceRefused, *language.TROUBLES) as error:
        reason = str(error) if isinstance(error, SourceRefused) else language.reason_of(error)
    raise SourceRefused(f"The expression '{language.excerpt(source)}' is refused: {reason}.")


class _Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval with read-only items in place of attributes, null in place of absence, and bounded operators."""

    def __init__(self) -> None:
        super().__init__(operators=_OPERATORS, functions=FUNCTIONS, names={})
        inherited = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call)
        self.nodes = {kind: self.nodes[kind] for kind in inherited} | {
            ast.Name: self._eval_name,
            ast.Attribute: self._eval_attribute,
            ast.Subscript: self._eval_subscript,
            ast.List: self._eval_list,
            ast.Tuple: self._eval_list,
        }

    def value(self, body: ast.expr, scope: Mapping[str, Any]) -> Any:
        """Evaluates a checked tree; the scope is let go afterwards."""
        self.names = scope
        try:
            return self._eval(body)
        finally:
            self.names = {}

    def _eval(self, node: ast.expr) -> Any:
        # Without simpleeval's walk over every result: the data is JSON by construction, and large.
        return self.nodes[type(node)](node)

    def _eval_name(self, node: ast.Name) -> Any:
        return self.names[node.id] if node.id in self.names else WORDS.get(node.id)

    def _eval_attribute(self, node: ast.Attribute) -> Any:
        value = read(self._eval(node.value), node.attr)
        return None if value is MISSING else value

    def _eval_subscript(self, node: ast.Subscript) -> Any:
        value = read(self._eval(node.value), self._eval(node.slice))
        return None if value is MISSING else value

    def _eval_list(self, node: ast.List | ast.Tuple) -> list[Any]:
        return [self._eval(item) for item in node.elts]


def _ordered(compare: Any) -> Any:
    def compared(left: Any, right: Any) -> bool:
        return left is not None and right is not None and bool(compare(left, right))

    return compared


def _is_in(item: Any, container: Any) -> bool:
    return container is not None and item in container


_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: add,
    ast.Sub: language.OPERATORS["-"],
    ast.Mult: language.OPERATORS["*"],
    ast.Div: language.OPERATORS["/"],
    ast.FloorDiv: language.OPERATORS["//"],
    ast.Mod: language.OPERATORS["%"],
    ast.Pow: language.OPERATORS["**"],
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.eq,
    ast.IsNot: operator.ne,
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: _is_in,
    ast.NotIn: lambda item, container: not _is_in(item, container),
}

_ALLOWED = {ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name}
_ALLOWED |= {ast.Attribute, ast.Subscript, ast.List, ast.Tuple, ast.Load, ast.And, ast.Or}


def _parse(source: str) -> ast.expr:
    if len(source) > MAX_EXPRESSION:
        raise SourceRefused(f"it is longer than {MAX_EXPRESSION} characters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a pattern such as '\d+' is no mistake here
        body = ast.parse(source.strip(), mode="eval").body
    if sum(1 for _ in ast.walk(body)) > MAX_NODES:
        raise SourceRefused(f"it has more than {MAX_NODES} parts")
    return body


def _check(node: ast.AST, depth: int = 0) -> None:
    if type(node) not in _ALLOWED and type(node) not in _OPERATORS:
        raise SourceRefused(f"'{type(node).__name__}' is not part of the expression language")
    if depth > language.MAX_DEPTH:
        raise RecursionError
    match node:
        case ast.Constant(value=value) if not isinstance(value, str | int | float | None):
            raise SourceRefused(f"'{value!r}' is not a value")
        case ast.Name(id=name) | ast.Attribute(attr=name):
            language.check_name(name)
        case ast.Call():
            return _check_call(node, depth)
    for child in ast.iter_child_nodes(node):
        _check(child, depth + 1)


def _check_call(node: ast.Call, depth: int) -> None:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise SourceRefused("only functions are called, as in lower(contact.name)")
    language.check_call("function", FUNCTIONS, node.func.id, *node.args)
    if node.func.id == "matches" and isinstance(node.args[1], ast.Constant):
        check_pattern(node.args[1].value)
    for argument in node.args:
        _check(argument, depth + 1)


def _names(node: ast.AST) -> list[str]:
    name = _dotted(node)
    if name:
        return [] if name in WORDS else [name]
    called = node.func if isinstance(node, ast.Call) else None
    return [name for child in ast.iter_child_nodes(node) if child is not called for name in _names(child)]


def _dotted(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=key) | ast.Subscript(value=owner, slice=ast.Constant(value=key)):
            before = _dotted(owner)
            return before and f"{before}.{key}"
    return None
