"""Message templates: a small, sandboxed part of jinja2 that can show data and decide, no more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, nodes

from engine import language
from engine.errors import EvaluationFailed, SourceRefused
from engine.fields import MAX_TEMPLATE, Escape
from engine.filters import FILTERS
from engine.sandbox import build_sandbox
from engine.scope import MISSING, read_path
from engine.slips import in_words

MAX_OUTPUT = 4096

_SANDBOX = build_sandbox()
_SANDBOXES = {None: _SANDBOX, "json": build_sandbox("json"), "url": build_sandbox("url")}

_ALLOWED = frozenset[type[nodes.Node]]({
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Filter, nodes.Keyword,
    nodes.Test, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg,
})  # fmt: skip


class Template:
    """A checked template; `names` are the dotted names it reads, and a constant one reads none. It fails without its `needs`."""

    def __init__(
        self,
        source: str,
        compiled: JinjaTemplate,
        paths: frozenset[tuple[object, ...]],
        needs: frozenset[str],
    ) -> None:
        self._source = source
        self._compiled = compiled
        self._paths = paths
        self.names = frozenset(map(_dotted, paths))
        self.needs = needs
        self.is_constant = not paths
        self._constant = self._fill({}) if self.is_constant else None

    def render(self, scope: Mapping[str, Any]) -> str:
        """The text for this scope; EvaluationFailed when a name has no value or the text is too long."""
        return self._fill(scope) if self._constant is None else self._constant

    def _fill(self, scope: Mapping[str, Any]) -> str:
        try:
            # Not Template.render: that copies the scope and rewrites tracebacks, for twice the time.
            context = self._compiled.new_context(dict(scope), shared=True)
            return self._collect(self._compiled.root_render_func(context))
        except UndefinedError as error:
            name = self._missing(scope, str(error))
            raise self._failed(f"{name} has no value; add | default('…')") from None
        except TemplateError:
            raise self._failed("it does something that is not allowed") from None
        except (EvaluationFailed, *language.TROUBLES) as error:
            raise self._failed(language.reason_of(error)) from None

    def _collect(self, pieces: Iterator[str]) -> str:
        parts, size = [], 0
        for piece in pieces:
            size += len(piece)
            if size > MAX_OUTPUT:
                raise EvaluationFailed(f"its text is longer than {MAX_OUTPUT} characters")
            parts.append(piece)
        return "".join(parts)

    def _missing(self, scope: Mapping[str, Any], key: str) -> str:
        """The full name of what jinja calls by its last key only; a null that was shown has no key at all."""
        paths = sorted(self._paths, key=_dotted)
        empty = [path for path in paths if read_path(scope, path) in (None, MISSING)]
        named = [path for path in empty if key in path] or empty
        return f"'{_dotted(named[0])}'" if named else "a value"

    def _failed(self, reason: str) -> EvaluationFailed:
        return EvaluationFailed(f"The template '{language.excerpt(self._source)}' failed: {reason}.")


def compile_template(source: str, escape: Escape | None = None) -> Template:
    """Checks and compiles a template once; SourceRefused tells what in it is not allowed."""
    try:
        tree = _parse(source)
        _check(tree)
        needs = frozenset(map(_dotted, _needs(tree)))
        return Template(source, _SANDBOXES[escape].from_string(tree), frozenset(_paths(tree)), needs)
    except TemplateSyntaxError as error:
        place = f"in line {error.lineno} " if "\n" in source else ""
        reason = place + in_words(error.message or "")
    except EvaluationFailed as error:
        raise SourceRefused(str(error)) from None
    except SourceRefused as error:
        reason = str(error)
    except (SyntaxError, *language.TROUBLES) as error:
        reason = language.reason_of(error)
    raise SourceRefused(f"The template '{language.excerpt(source)}' is refused: {reason.rstrip('.')}.")


def is_plain(source: str) -> bool:
    """Whether the text says what it says, with nothing to fill in, so that it need not be compiled. Most texts of a menu do."""
    try:
        language.check_text(source)
    except SourceRefused:
        return False
    return "{" not in source and len(source) <= min(MAX_OUTPUT, MAX_TEMPLATE)


def parse_template(source: str) -> nodes.Template:
    """The tree of a template, of which nothing was checked yet; SourceRefused when it cannot be read."""
    try:
        return _parse(source)
    except (TemplateSyntaxError, SyntaxError, *language.TROUBLES) as error:
        raise SourceRefused(str(error)) from None


def _parse(source: str) -> nodes.Template:
    if len(source) > MAX_TEMPLATE:
        raise SourceRefused(f"it is longer than {MAX_TEMPLATE} characters")
    return _SANDBOX.parse(source)


def _check(node: nodes.Node, depth: int = 0) -> None:
    if type(node) not in _ALLOWED:
        raise SourceRefused(f"'{type(node).__name__}' is not part of the template language")
    if depth > language.MAX_DEPTH:
        raise RecursionError
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name):
            language.check_name(name)
        case nodes.Const(value=str(text)) | nodes.TemplateData(data=text):
            language.check_text(text)
        case nodes.Filter():
            _check_filter(node)
        case nodes.Test(name=name) if name not in _SANDBOX.tests:
            raise SourceRefused(f"there is no test '{name}'; use 'is defined'")
    for child in node.iter_child_nodes():
        _check(child, depth + 1)


def _check_filter(node: nodes.Filter) -> None:
    if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise SourceRefused(f"the filter '{node.name}' is not used as '| {node.name}'")
    named = {str(option.key): option.value for option in node.kwargs}
    language.check_call("filter", FILTERS, node.name, node.node, *node.args, **named)


def _paths(node: nodes.Node) -> Iterator[tuple[str, ...]]:
    path = _path(node)
    if path:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def _needs(node: nodes.Node, asked: frozenset[tuple[str, ...]] = frozenset()) -> Iterator[tuple[str, ...]]:
    """The paths that must have a value: not those with a default, nor those that are `asked` for by `is defined`."""
    if (path := _path(node)) is not None:
        if not any(path[: len(one)] == one for one in asked):
            yield path
        return
    match node:
        case nodes.Filter(name="default") if node.node is not None and _path(node.node):
            parts: Iterable[nodes.Node] = node.args
        case nodes.Test(name="defined" | "undefined") if _path(node.node):
            parts = node.args
        case nodes.If() | nodes.CondExpr():
            parts, asked = node.iter_child_nodes(), asked | _asked(node.test)
        case nodes.And() | nodes.Or():
            parts, asked = node.iter_child_nodes(), asked | _asked(node.left) | _asked(node.right)
        case _:
            parts = node.iter_child_nodes()
    for part in parts:
        yield from _needs(part, asked)


def _asked(test: nodes.Node) -> frozenset[tuple[str, ...]]:
    """The paths that a test asks for, with all that is in them. A name of the scope is null when it is not there, so it may ask itself."""
    match test:
        case nodes.Test(name="defined" | "undefined"):
            path = _path(test.node)
            return frozenset([path] if path else [])
        case nodes.Name():
            return frozenset([(test.name,)])
        case nodes.And() | nodes.Or():
            return _asked(test.left) | _asked(test.right)
        case nodes.Not():
            return _asked(test.node)
    return frozenset()


def _dotted(path: tuple[object, ...]) -> str:
    return ".".join(map(str, path))


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    keys: list[str] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            keys.append(node.attr)
        elif isinstance(node.arg, nodes.Const):
            keys.append(node.arg.value)
        else:
            return None
        node = node.node
    return (node.name, *reversed(keys)) if isinstance(node, nodes.Name) else None
