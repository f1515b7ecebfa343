"""How long a text of a message comes out at least, and where one that is too long may be cut."""

import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes

from engine.errors import SourceRefused
from engine.facts import Mended, Problem
from engine.templates import parse_template

_TAG = re.compile(
    r"""
    \{\{ (?: '[^']*' | "[^"]*" | [^'"] )*? \}\}
    | \{%[-+]?\s*(?P<word>\w*) (?: '[^']*' | "[^"]*" | [^'"] )*? %\}
    | \{\# .*? \#\}
    | (?P<unclosed> \{[{%#] )
    """,
    re.DOTALL | re.VERBOSE,
)


def limit_problems(field: str, source: str, limit: int) -> Iterator[Problem]:
    """Yield that a template is longer than the limit whatever its variables hold; what they add is measured when it is sent."""
    if len(source) > limit and least_length(source) > limit:
        sentence = f"This is too long: at most {limit:,} characters."
        shorter = cut(source, limit)
        yield (
            (field, sentence, Mended(f"Shorten to {limit:,} characters", shorter))
            if shorter
            else (field, sentence)
        )


def least_length(source: str) -> int:
    """How many characters of a template are surely sent: its own words, of a choice those of the shortest way."""
    if "{" not in source:
        return len(source)
    try:
        return _least(parse_template(source).body)
    except SourceRefused:
        return 0  # what is wrong with it is told already


def cut(source: str, limit: int) -> str:
    """The beginning of a template, up to `limit` characters; never within `{{ … }}` or `{% … %}`, nor between `if` and `endif`."""
    end, choices = limit, list[int]()
    for tag in _TAG.finditer(source[: limit + 1]):
        if tag["unclosed"] or tag.end() > limit:
            end = min(end, tag.start())
            break
        if tag["word"] == "if":
            choices.append(tag.start())
        elif tag["word"] == "endif" and choices:
            choices.pop()
    return source[: min([end, *choices])].rstrip()


def _least(parts: Sequence[nodes.Node]) -> int:
    return sum(map(_least_of, parts))


def _least_of(part: nodes.Node) -> int:
    match part:
        case nodes.TemplateData(data=text):
            return len(text)
        case nodes.Output(nodes=parts):
            return _least(parts)
        case nodes.If(body=body, elif_=others, else_=otherwise):
            return min(_least(body), *(_least(each.body) for each in others), _least(otherwise))
    return 0
