"""The simulator beside the canvas, as somebody works in it."""

from itertools import pairwise
from typing import Any

from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page
from running import Running
from shelf import Shelf


def message(text: str) -> dict[str, Any]:
    """The settings of a node that sends this text."""
    return {"body": {"type": "text", "text": text}}


def chain(*nodes: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    """A greeting's trigger with these nodes behind it, in a row."""
    flow = greeting("Simulated")
    flow["nodes"] = [
        flow["nodes"][0],
        *({"id": node_id, "type": kind, "config": config} for node_id, kind, config in nodes),
    ]
    for place, node in enumerate(flow["nodes"]):
        node["position"] = {"x": 360 * place, "y": 0}
    ids = [node["id"] for node in flow["nodes"]]
    flow["edges"] = [{"id": f"e{n}", "source": a, "target": b} for n, (a, b) in enumerate(pairwise(ids))]
    return flow


def open_simulator(page: Page, product: Running, document: dict[str, Any]) -> tuple[Drawing, Locator]:
    """Store the flow and open the simulator beside its canvas."""
    flow_id = Shelf(product.sign_in()).add(document)
    drawing = Drawing.at(page, flow_id)
    page.get_by_role("button", name="Simulator", exact=True).click()
    return drawing, panel(page)


def panel(page: Page) -> Locator:
    """The open simulator."""
    return page.get_by_role("region", name="Simulator", exact=True)


def say(simulator: Locator, text: str) -> None:
    """Write as the customer."""
    field = simulator.get_by_role("textbox", name="Type as the customer")
    field.fill(text)
    field.press("Enter")


def tab(simulator: Locator, name: str) -> None:
    """Go to a part of the simulator."""
    simulator.get_by_text(name, exact=True).click()


def bubble(simulator: Locator, text: str) -> Locator:
    """A message that the flow sent."""
    return simulator.locator("[data-direction=Outbound]").filter(has_text=text)


def calling(shelf: Shelf, inner: dict[str, Any]) -> dict[str, Any]:
    """Publish this flow as one that others call, and answer a draft that calls it and says “Back” then."""
    inner["nodes"][0]["config"] = {"on": {"type": "flow_called"}}
    inner_id = shelf.add(inner)
    shelf.api.post(f"/api/flows/{inner_id}/publish").raise_for_status()
    return chain(("call", "call_flow", {"flow": inner_id}), ("greet", "send_message", message("Back")))
