"""The jinja2 environment of templates, cut down so that a template can read data, and reach nothing else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine import language
from engine.fields import Escape
from engine.filters import FILTERS, is_defined
from engine.scope import MISSING, as_text, read


class Sandbox(ImmutableSandboxedEnvironment):
    """jinja2 without globals, calls, methods or attributes: a dot reads an item and nothing else."""

    intercepted_binops = frozenset(language.OPERATORS)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The item behind a dot; never a Python attribute."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The item in brackets; absent in what is absent, so that `default` mends a whole path."""
        if isinstance(obj, Undefined):
            return obj
        value = read(obj, argument)
        return self.undefined(name=argument) if value is MISSING else value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A sum of two numbers within the limits of the language."""
        return language.OPERATORS[operator](_present(left), _present(right))


def build_sandbox(escape: Escape | None = None) -> Sandbox:
    """The environment of all templates, with our filters and our one test only; `escape` makes values safe where they stand."""
    shown = {None: _shown, "json": _shown_in_json, "url": _shown_in_url}[escape]
    environment = Sandbox(undefined=_Undefined, finalize=shown, keep_trailing_newline=True, cache_size=0)
    environment.globals.clear()
    environment.filters = {name: _with_value(change) for name, change in FILTERS.items()}
    environment.filters["default"] = FILTERS["default"]
    environment.tests = {"defined": is_defined}
    return environment


class _Undefined(StrictUndefined):
    """An absent value: any use of it raises an error that says its key and nothing more."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def _present(value: Any) -> Any:
    if value is None:
        raise UndefinedError("")
    # An absent name raises here, with its key; only the empty half of "x if y" has a text.
    return str(value) if isinstance(value, Undefined) else value


def _shown(value: Any) -> str:
    return as_text(_present(value))


def _shown_in_json(value: Any) -> str:
    """A text as it stands between quotes, so that no customer's words can end them; everything else as JSON."""
    present = _present(value)
    if isinstance(present, bool | int | float | list | dict):
        return msgspec.json.encode(present).decode()
    return msgspec.json.encode(as_text(present)).decode()[1:-1]


def _shown_in_url(value: Any) -> str:
    """One part of an address: no customer's words can add a path or a query."""
    return quote(_shown(value).encode("utf-8", "replace"), safe="")


def _with_value(change: Callable[..., Any]) -> Callable[..., Any]:
    def changed(value: Any, *options: Any, **named: Any) -> Any:
        return change(_present(value), *options, **named)

    return changed
