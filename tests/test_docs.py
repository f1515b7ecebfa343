"""The pages under docs/ say what is there: examples run, tables are those of the types, codes are those of the verifier."""

import re
import sys
from datetime import timedelta
from inspect import signature
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from flow_builder import ANY, NOW, REGISTRY, Lane, flow, texts, trail

from engine.fields import Widget, hint
from engine.flow import decode_document
from engine.node import is_effect
from engine.outside import policy_of
from engine.plan import secrets_of
from engine.registry import Registry
from engine.schema import describe
from engine.simulator.flow_tests import run_tests
from engine.simulator.reading import read_tests
from engine.simulator.script import ScriptStep
from engine.simulator.stage import set_stage
from engine.verifier.check import check

DOCS = Path(__file__).parents[1] / "docs"
FLOWS = (DOCS / "flows.md").read_text()
NODES = (DOCS / "nodes.md").read_text()
TESTING = (DOCS / "testing.md").read_text()
GUARANTEES = (DOCS / "guarantees.md").read_text()


def example(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_flow_of_the_page_runs() -> None:
    document = decode_document(example(FLOWS, "json").encode())
    assert check(document, REGISTRY) == []
    lane = Lane(document, triggers=None)
    assert texts(lane.take(lane.message("hello"))) == ["Hi Ana, which city are you in?"]
    assert texts(lane.take(lane.message("In Madrid!"))) == ["Our shop is around the corner."]


def test_the_tests_of_the_page_are_tests_of_the_flow_of_the_other() -> None:
    document = decode_document(example(FLOWS, "json").encode())
    document.tests = msgspec.json.decode(example(TESTING, "json"))
    assert check(document, REGISTRY) == []
    tested = list(run_tests(set_stage(document, REGISTRY), read_tests(document)[0]))
    assert [(each.name, each.passed) for each in tested] == [
        ("Answers in Madrid", True),
        ("Nobody answers", True),
    ]


def test_every_step_of_a_script_is_in_the_table() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", TESTING, re.MULTILINE))
    assert told == {str(step.__struct_config__.tag) for step in get_args(ScriptStep)}


def test_the_node_of_the_guide_runs() -> None:
    scope: dict[str, object] = {"__name__": "acme_nodes"}
    exec(example(NODES, "python"), scope)
    registry = Registry([*REGISTRY.kinds.values(), *scope["NODES"]])  # type: ignore[misc]
    config = {"question": "{{ contact.name }}?", "patience": {"minutes": 5}}
    document = flow(("start", "trigger", ANY), ("ask", "acme.ask_twice", config), edges="start>ask")
    lane = Lane(document, registry=registry)
    first = lane.take(lane.message("hi"))
    assert texts(first) == ["Ana?"]
    assert first.events[0].due_at == NOW + timedelta(minutes=5)
    assert trail(lane.take(lane.message("yes"))) == ["ask.answered"]
    assert lane.executions[0].variables == {"answer": "yes"}


def test_the_tables_are_those_of_the_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    from node_table import write_tables

    assert write_tables(FLOWS) == FLOWS, "run python docs/node_table.py"
    assert all(f"| `{tag}` |" in FLOWS for tag in REGISTRY.kinds)
    sys.modules.pop("node_table")


def test_every_code_of_the_verifier_is_explained() -> None:
    files = [*(DOCS.parent / "engine/verifier").glob("*.py"), DOCS.parent / "api/flows/findings.py"]
    codes = {
        code for file in files for code in re.findall(r'\b(?:error|warning)\(\s*"(\w+)"', file.read_text())
    }
    table = FLOWS[FLOWS.index("## What `check` finds") :]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \|$", table, re.MULTILINE)
    explained = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    assert len(codes) > 20
    assert codes <= explained


def test_the_form_of_the_guide_is_as_it_says() -> None:
    scope: dict[str, object] = {"__name__": "acme_nodes"}
    exec(example(NODES, "python forms"), scope)
    [kind] = describe(Registry(scope["NODES"]))  # type: ignore[arg-type]
    text, tone = kind.schema["properties"].values()
    assert (kind.title, text["title"], text["description"]) == (
        "Send a reminder", "Reminder", "One or two sentences."
    )  # fmt: skip
    assert text["x-ui"] == {"widget": "template", "multiline": True, "placeholder": "Do not forget …"}
    assert list(tone["x-ui"]["labels"]) == ["kind", "firm"]


def test_the_node_of_the_guide_that_calls_somebody_does_as_it_says() -> None:
    scope: dict[str, object] = {"__name__": "acme_nodes"}
    exec(example(NODES, "python outside"), scope)
    (kind,) = scope["NODES"]  # type: ignore[misc]
    node = kind(article="a 1", token="hush")
    assert (is_effect(kind), policy_of(node).vendor, secrets_of(kind)) == (
        True, "Acme warehouse", {"token"}
    )  # fmt: skip
    [described] = describe(Registry([kind]))
    assert described.schema["properties"]["retry"]["title"] == "If it fails"


def test_every_hint_is_in_the_guide() -> None:
    table = NODES.partition("| `hint(` |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(signature(hint).parameters)
    assert all(f"`{widget}`" in table for widget in get_args(Widget))


def test_every_name_that_parley_exports_is_in_the_guide() -> None:
    import parley

    missing = [name for name in parley.__all__ if name not in NODES]
    assert missing == []


def test_every_metric_that_is_told_is_on_the_page() -> None:
    from api.health.queue import DESCRIPTIONS
    from api.runtime.metrics import Metrics
    from api.runtime.outcomes import Outcomes

    page = (DOCS / "scaling.md").read_text()
    told = {family.name for family in Metrics(Outcomes()).registry.collect()}
    told = {name for name in told if not name.startswith("parley_worker")}
    told |= {f"parley_{name}" for name in DESCRIPTIONS} | {"parley_webhooks"}
    assert {name.removesuffix("_total") for name in re.findall(r"`(parley_\w+)", page)} == told


def test_every_test_and_recipe_that_the_guarantees_name_is_there() -> None:
    root = DOCS.parent
    tests = set(re.findall(r"`(tests/[\w/]+\.py)`", GUARANTEES))
    recipes = set(re.findall(r"`just (\w+)", GUARANTEES))
    written = set(re.findall(r"^(\w+)[^:\n]*:(?!=)", (root / "justfile").read_text(), re.MULTILINE))
    assert tests
    assert [name for name in sorted(tests) if not (root / name).is_file()] == []
    assert {"chaos", "bench"} <= recipes <= written


def test_every_promise_says_how_it_is_tested() -> None:
    table = GUARANTEES.partition("## How each is tested")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", table, re.MULTILINE)[1:]
    assert rows
    assert all(re.fullmatch(r"(`(tests/[\w/]+\.py|just \w+)`(, )?)+", row) for row in rows)
