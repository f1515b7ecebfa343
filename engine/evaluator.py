"""simpleeval, cut down to reading data, comparing it, calculating and calling a short list of functions."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from simpleeval import SimpleEval

from engine import language
from engine.functions import FUNCTIONS, add
from engine.scope import MISSING, read

WORDS = {"true": True, "false": False, "null": None}


class Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval with items in place of attributes, null in place of absence, and bounded operators."""

    def __init__(self) -> None:
        super().__init__(operators=OPERATORS, functions=FUNCTIONS, names={})
        inherited = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call)
        self.nodes: dict[type[ast.AST], Callable[[Any], Any]] = {kind: self.nodes[kind] for kind in inherited}
        self.nodes |= {
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


OPERATORS: dict[type[ast.AST], Any] = {
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
