"""Every sentence of the server that people read in the editor is known in every language of the editor."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flow_builder import ANY, REGISTRY, chain, flow, say

from engine.names import SCOPE
from engine.schema import describe, describe_settings, describe_triggers
from engine.verifier.check import check

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "editor/src/i18n"
LANGUAGES = ("ar", "es", "pt")
SPOKEN = frozenset("title help description group placeholder none message label".split())
THEIRS = frozenset("value config default enum const".split())
CODE = re.compile(r"\S+|[A-Z]+|.*(\{\{|vars\.|/).*|[\d ,*+:-]+|Bearer …", re.DOTALL)
"""Examples that people write in any language as they are."""
SOURCES = (
    *sorted((ROOT / "engine/verifier").glob("*.py")),
    *sorted((ROOT / "nodes").glob("*.py")),
    *sorted((ROOT / "engine/simulator").glob("*.py")),
    *(ROOT / "engine" / f"{name}.py" for name in ("complaints", "cron", "kinds", "schedules", "windows")),
    ROOT / "api/flows/findings.py",
)


@pytest.fixture(params=LANGUAGES)
def known(request: pytest.FixtureRequest) -> "Known":
    """What one language knows."""
    return Known(request.param)


class Known:
    """The sentences of a language by their English words, with `{}` for the parts that change."""

    def __init__(self, language: str) -> None:
        self._path = PACKS / language / "sentences.json"
        self._sentences: dict[str, str] = msgspec.json.decode(self._path.read_bytes())
        gapped = (english for english in self._sentences if "{}" in english)
        self._patterns = [re.compile("(.*?)".join(map(re.escape, each.split("{}")))) for each in gapped]

    def demand(self, texts: Iterator[str]) -> None:
        """All of them, word by word or by a sentence with gaps."""
        missing = sorted({text for text in texts if not self._knows(text)})
        assert not missing, f"add to {self._path.relative_to(ROOT)}: {missing}"

    def _knows(self, text: str) -> bool:
        whole = re.sub(r"\{\}", "x", text)
        return text in self._sentences or any(each.fullmatch(whole) for each in self._patterns)


def test_what_types_settings_and_names_say_of_themselves_is_known(known: Known) -> None:
    told = [describe(REGISTRY), describe_triggers(), describe_settings(), SCOPE]
    known.demand(_spoken(msgspec.to_builtins(told)))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_sentence_in_the_source_is_known(source: Path, known: Known) -> None:
    known.demand(_sentences(ast.parse(source.read_text())))


def test_why_a_template_or_an_expression_failed_is_known(known: Known) -> None:
    sources = [path.read_text() for path in sorted((ROOT / "engine").glob("*.py"))]
    reasons = [reason for source in sources for reason in _reasons(ast.parse(source))]
    assert len(reasons) > 20
    known.demand(iter(reasons))


def test_what_is_said_of_wrong_flows_is_known(known: Known) -> None:
    found = [issue for document in WRONG for issue in check(document, REGISTRY)]
    assert len({issue.code for issue in found}) >= 9
    known.demand(_spoken(msgspec.to_builtins(found)))


START = ("start", "trigger", ANY)
END = ("end", "end", {})
WRONG = (
    flow(END),
    flow(START, ("alien", "acme.beam_up", {}), edges="start>alien alien>ghost ghost>alien"),
    flow(START, say("a", "1"), say("b", "x" * 5_000), edges="start>a start>b a>b b>a a.sideways>start"),
    chain(say("hi", "Hi {{ vars.nme }} {{ event.x"), say("b", "{{ contact.name | shout }} {{ 1 2 }}")),
    chain(say("hi", "Hi {{ vars.nme }}"), ("ask", "wait_for_reply", {"timeout": {}, "debounce": "x"})),
    chain(("ask", "send_buttons", {"text": "?", "buttons": [{"id": "a", "title": "A"}] * 2})),
    chain(("ask", "wait_for_reply", {"saveTo": "No!"}), ("ask2", "wait_for_reply", {"unheard": 1})),
    flow(("start", "trigger", {"on": {"type": "webhook_received"}}), say("a", "Hi"), edges="start>a"),
    chain(("set", "set_variable", {"name": "n", "expression": "message.text > 1"})),
    chain(("set", "set_variable", {"name": "n", "expression": "lower("}), ("wait", "wait", {})),
    chain(("if", "condition", {"branches": [{"id": "a", "when": {"all": [{"field": "x", "op": "like"}]}}]})),
    flow(START, END, settings={"reentry": {"type": "once_per_period", "period": {}}}, edges="start>end"),
    chain(("wait", "wait", {"duration": {"days": 2}}), say("late", "Hi"), END),
)  # fmt: skip


def _spoken(value: Any, key: str = "", within: str = "") -> Iterator[str]:
    """The texts that `spoken` of the editor's `sentences.ts` translates."""
    if isinstance(value, str):
        is_example = CODE.fullmatch(value) if key == "placeholder" or within == "labels" else not value
        if (key in SPOKEN or within == "labels") and not is_example:
            yield value
    elif isinstance(value, dict) and key not in THEIRS:
        for name, item in value.items():
            yield from _spoken(item, "" if key in ("properties", "$defs") else name, key)
    elif isinstance(value, list) and key not in THEIRS:
        for item in value:
            yield from _spoken(item)


def _sentences(tree: ast.Module) -> Iterator[str]:
    """The literals that read as sentences, with `{}` where something is put in; docstrings are for us."""
    nodes = [*ast.walk(tree)]
    aside = {node.value for node in nodes if isinstance(node, ast.Expr)}
    aside |= {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        text = _text(node) if node not in aside else ""
        if re.fullmatch(r"['“{A-Z]\S*(?<!:) .*\.", text, re.DOTALL):
            yield text


def _reasons(tree: ast.Module) -> Iterator[str]:
    """What the errors of our own little languages say: parts of sentences."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("EvaluationFailed" | "SourceRefused") | ast.Attribute(attr="_failed")):
                yield from (text for text in map(_text, node.args) if re.search(r"\w \w", text))


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{\w+\}", "{}", text)
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) if isinstance(part, ast.Constant) else "{}" for part in parts)
    return ""


def test_what_the_engine_and_its_nodes_note_is_called_in_words_by_the_editor() -> None:
    source = "".join(path.read_text() for room in ("engine", "nodes") for path in (ROOT / room).glob("*.py"))
    noted = set(re.findall(r"""\.(?:note\(|output\[|output\.setdefault\()"(\w+)\"""", source))
    assert {"reply", "waitUntil", "error"} < noted
    facts = (ROOT / "editor/src/run/facts.ts").read_text()
    said = set(re.findall(r'"(\w+)"', facts.partition("NOTES: ")[2].partition("]);")[0]))
    assert noted == said
