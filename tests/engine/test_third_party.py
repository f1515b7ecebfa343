"""A node package of somebody else comes in by the entry point, through the same door as ours."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest
from flow_builder import ANY, Lane, flow, say, texts
from node_cases import Case, read_cases, run_case
from running import ACME

from engine.registry import Registry, load_registry
from engine.schema import describe

PACKAGE = Path(__file__).parents[2] / "examples/parcel_nodes"
CASES = read_cases(PACKAGE / "cases/find_parcel.json")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """What is loaded once the package is installed: its module and the entry points its pyproject announces."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]
    announced = project["entry-points"]["parley.nodes"]
    installed = tmp_path / "parcel_nodes-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: 0.1.0\n")
    lines = [f"{name} = {module}" for name, module in announced.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[parley.nodes]", *lines]))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(PACKAGE))
    monkeypatch.delitem(sys.modules, "parcel_nodes", raising=False)
    return load_registry()


def test_it_is_loaded_after_ours_and_described(registry: Registry) -> None:
    assert list(registry.kinds)[-1] == "acme.find_parcel"
    kind = describe(registry)[-1]
    assert (kind.title, kind.group, kind.ports) == ("Find parcel", "Delivery", ("found", "missing"))
    assert kind.schema["properties"]["number"]["x-ui"] == {"widget": "template"}


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_its_cases_hold(case: Case, registry: Registry) -> None:
    assert run_case("acme.find_parcel", case, registry) == case.expect


def test_it_runs_in_a_flow_beside_ours(registry: Registry) -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("find", "acme.find_parcel", {"number": "{{ message.text }}"}),
        say("tell", "{{ vars.parcel.number }} is a {{ vars.parcel.service }}"),
        edges="start>find find.found>tell",
    )
    lane = Lane(document, registry=registry)
    assert texts(lane.take(lane.message("It is RR473124829GB"))) == ["RR473124829GB is a registered letter"]


@pytest.fixture
def with_acme(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A package whose node has every kind of field and no hint; it stands on the path with its metadata."""
    monkeypatch.syspath_prepend(str(ACME))
    monkeypatch.delitem(sys.modules, "acme_delivery", raising=False)
    return load_registry()


def test_every_kind_of_field_arrives_in_the_schema_without_a_hint(with_acme: Registry) -> None:
    schema = describe(with_acme)[-1].schema
    fields = schema["properties"]
    assert schema["required"] == ["reference", "address", "pickup"]
    assert fields["reference"]["x-ui"] == {"widget": "template"}
    assert fields["courier"] == {"enum": ["bike", "car", "van"], "default": "bike"}
    assert fields["boxes"] == {"type": "integer", "minimum": 1, "maximum": 40, "default": 1}
    assert fields["fragile"] == {"type": "boolean", "default": False}
    assert fields["labels"] == {"type": "array", "items": {"type": "string"}, "default": []}
    assert fields["parcels"]["items"] == {"$ref": "#/$defs/Parcel"}
    assert fields["phone"]["anyOf"][1] == {"type": "null"}
    assert fields["headers"]["additionalProperties"]["x-ui"] == {"widget": "template"}
    assert fields["pickup"]["discriminator"]["propertyName"] == "type"
    assert [schema["$defs"][name]["title"] for name in ("FromShop", "FromHome")] == ["From shop", "From home"]
    assert schema["$defs"]["Duration"]["x-ui"] == {"widget": "duration"}


def test_texts_in_a_dict_are_filled_in(with_acme: Registry) -> None:
    config = {
        "reference": "Order {{ message.text }}",
        "address": {"street": "Main street 1"},
        "pickup": {"type": "from_home"},
        "headers": {"trace": "{{ contact.name }}", "plain": "x"},
    }
    document = flow(("start", "trigger", ANY), ("book", "acme.book_delivery", config), edges="start>book")
    lane = Lane(document, registry=with_acme)
    lane.take(lane.message("7"))
    assert lane.executions[0].variables["booking"] == {
        "reference": "Order 7",
        "headers": {"trace": "Ana", "plain": "x"},
        "boxes": 1,
    }


def test_it_imports_parley_and_nothing_else_of_ours() -> None:
    tree = ast.parse((PACKAGE / "parcel_nodes.py").read_text())
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert modules == ["parley"]
