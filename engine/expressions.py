"""Expressions of conditions and variables: checked once, then evaluated by a limited simpleeval."""

import ast
import warnings
from collections.abc import Mapping
from types import EllipsisType
from typing import Any

from engine import language
from engine.errors import EvaluationFailed, SourceRefused
from engine.evaluator import OPERATORS, WORDS, Evaluator
from engine.fields import MAX_EXPRESSION
from engine.functions import FUNCTIONS, check_pattern, check_result

MAX_NODES = 200

_ALLOWED = {ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name}
_ALLOWED |= {ast.Attribute, ast.Subscript, ast.List, ast.Tuple, ast.Load, ast.And, ast.Or}


class Expression:
    """A checked expression. `names` are the dotted names it reads. One thread evaluates it at a time."""

    def __init__(self, source: str, body: ast.expr) -> None:
        self._source = source
        self._body = body
        self._evaluator = Evaluator()
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
    if type(node) not in _ALLOWED and type(node) not in OPERATORS:
        raise SourceRefused(f"'{type(node).__name__}' is not part of the expression language")
    if depth > language.MAX_DEPTH:
        raise RecursionError
    match node:
        case ast.Constant(value=str(text)):
            language.check_text(text)
        case ast.Constant(value=bytes() | complex() | EllipsisType()):
            raise SourceRefused("it holds a value that is not a text or number")
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
    name = dotted_name(node)
    if name:
        return [] if name in WORDS else [name]
    called = node.func if isinstance(node, ast.Call) else None
    return [name for child in ast.iter_child_nodes(node) if child is not called for name in _names(child)]


def dotted_name(node: ast.AST) -> str | None:
    """The name that is read here, such as `vars.city`; None for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=key) | ast.Subscript(value=owner, slice=ast.Constant(value=key)):
            before = dotted_name(owner)
            return before and f"{before}.{key!s}"
    return None
