"""A node package of somebody else, installed beside the built product: its node is drawn, and its form has every kind of field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from drawing import Drawing
from flow_documents import greeting
from graph import Graph
from playwright.sync_api import Locator, Page, expect
from running import ACME, Running, running
from shelf import Shelf

FILLED = {
    "reference": "Order {{ contact.name }}",
    "address": {"street": "Long road 1", "city": "Bilbao"},
    "pickup": {"type": "from_home", "doorbell": "Ruiz"},
    "courier": "van",
    "boxes": 7,
    "fragile": True,
    "labels": ["glass", "this side up"],
    "parcels": [{"name": "Lamp", "weightKg": 2.5}, {"name": "Vase"}],
    "phone": "+34600112233",
    "patience": {"hours": 2, "minutes": 30},
    "headers": {"X-Shop": "plants", "X-Trace": "on"},
}


@pytest.fixture
def product(tmp_path: Path, graph: Graph, database: str) -> Iterator[Running]:
    """A product that was built without knowing the package."""
    settings = {"PARLEY_GRAPH_API_URL": graph.url, "PARLEY_DATABASE_URL": database}
    with running(tmp_path, PYTHONPATH=str(ACME), **settings) as product:
        yield product


def test_a_form_made_from_a_schema_alone_fills_every_kind_of_field(
    owner_page: Page, product: Running
) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(greeting("Deliveries"))
    drawing = Drawing.at(owner_page, flow_id)
    node_id = drawing.add("Book delivery")
    form = drawing.form()
    expect(form).to_contain_text("Book a courier and keep the booking in booking.")
    fill_plain(drawing, form)
    fill_lists(form)
    fill_optional(form)
    drawing.settle()
    assert shelf.node(flow_id, node_id)["config"] == FILLED
    owner_page.reload()
    see_filled(drawing.open(node_id))
    take_away(form)
    drawing.settle()
    left = {name: value for name, value in FILLED.items() if name not in ("phone", "patience")}
    assert shelf.node(flow_id, node_id)["config"] == left | {
        "parcels": FILLED["parcels"][1:],
        "headers": {"X-Trace": "on"},
    }
    break_limits(form)


def fill_plain(drawing: Drawing, form: Locator) -> None:
    drawing.write("Reference", FILLED["reference"])
    address = form.get_by_role("group", name="Address")
    address.get_by_role("textbox", name="Street").fill("Long road 1")
    address.get_by_role("textbox", name="City").fill("Bilbao")
    form.get_by_role("radiogroup", name="Pickup").get_by_text("From home").click()
    form.get_by_role("textbox", name="Doorbell").fill("Ruiz")
    form.get_by_role("radiogroup", name="Courier").get_by_text("van").click()
    form.get_by_role("textbox", name="Boxes").fill("7")
    form.get_by_role("switch", name="Fragile").check()


def fill_lists(form: Locator) -> None:
    labels = form.get_by_role("textbox", name="Labels")
    for label in ("glass", "this side up"):
        labels.fill(label)
        labels.press("Enter")
    for place, name in enumerate(("Lamp", "Vase"), start=1):
        form.get_by_role("button", name="Add parcel").click()
        row = form.get_by_role("group", name=f"Parcel {place}", exact=True)
        row.get_by_role("textbox", name="Name").fill(name)
    weight = form.get_by_role("group", name="Parcel 1", exact=True).get_by_role("textbox", name="Weight kg")
    weight.fill("2.5")
    headers = form.get_by_role("group", name="Headers")
    for place, (name, text) in enumerate(FILLED["headers"].items(), start=1):
        headers.get_by_role("button", name="Add a line").click()
        headers.get_by_role("textbox", name=f"Name {place}").fill(name)
        headers.get_by_role("textbox", name=f"Value {place}").click()
        form.page.keyboard.insert_text(text)


def fill_optional(form: Locator) -> None:
    form.get_by_role("textbox", name="Phone").fill("+34600112233")
    form.get_by_role("switch", name="Patience").check()
    patience = form.get_by_role("group", name="Patience")
    patience.get_by_role("textbox", name="hours").fill("2")
    patience.get_by_role("button", name="Add minutes").click()
    patience.get_by_role("textbox", name="minutes").fill("30")


def see_filled(form: Locator) -> None:
    expect(form.get_by_role("textbox", name="Reference")).to_have_text("Order {{ contact.name }}")
    expect(form.get_by_role("textbox", name="City")).to_have_value("Bilbao")
    expect(form.get_by_role("radio", name="From home")).to_be_checked()
    expect(form.get_by_role("switch", name="Fragile")).to_be_checked()
    expect(form.get_by_text("this side up")).to_be_visible()
    expect(form.get_by_role("textbox", name="Weight kg").first).to_have_value("2.5")
    expect(form.get_by_role("textbox", name="minutes")).to_have_value("30")
    expect(form.get_by_role("textbox", name="Value 1")).to_have_text("plants")


def take_away(form: Locator) -> None:
    form.get_by_role("button", name="Remove parcel 1").click()
    form.get_by_role("button", name="Remove X-Shop").click()
    form.get_by_role("switch", name="Patience").uncheck()
    form.get_by_role("textbox", name="Phone").fill("")


def break_limits(form: Locator) -> None:
    """What the schema forbids is said at its field; what is mended is said no more."""
    boxes = form.get_by_role("textbox", name="Boxes")
    boxes.fill("41")
    expect(boxes).to_have_accessible_description("At most 40.")
    boxes.fill("40")
    expect(boxes).not_to_have_accessible_description("At most 40.")
    form.get_by_role("textbox", name="Reference").click()
    form.page.keyboard.press("ControlOrMeta+a")
    form.page.keyboard.insert_text("{{ contact.name | nonsense }}")
    expect(form.get_by_role("textbox", name="Reference")).to_have_attribute("aria-invalid", "true")
