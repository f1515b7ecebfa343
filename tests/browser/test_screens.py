"""The canvas on other screens: a laptop with the phone open, a telephone under fingers, and in the dark."""

from collections.abc import Callable

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf
from ways import ways

# The words whose colour is too near to that of what they stand on; what is disabled or only hinted at may be faint.
FAINT_WORDS = """() => {
  const parts = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() === "" || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest("script, style, :disabled, [data-disabled], .react-flow__attribution")) continue;
    const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.push(`${walker.currentNode.textContent.trim()}: ${contrast.toFixed(2)}`);
  }
  return faint;
}"""
LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def shelf(product: Running) -> Shelf:
    return Shelf(product.sign_in())


def test_on_a_laptop_with_the_phone_open_the_whole_flow_still_shows_its_marks(
    owner_page: Page, product: Running
) -> None:
    api = product.sign_in()
    demo = api.post("/api/demo").raise_for_status().json()
    owner_page.set_viewport_size(LAPTOP)
    drawing = Drawing.at(owner_page, demo["flowId"])
    owner_page.get_by_role("button", name="Phone", exact=True).click()
    phone = owner_page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Add the customer").click()
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill("hello")
    field.press("Enter")
    expect(phone.get_by_text("sunny or shady")).to_be_visible()
    drawing.fit()
    for node_id in ("start", "greet", "ask"):
        expect(drawing.node(node_id).get_by_role("img", name="Completed")).to_be_visible()


def test_fingers_add_and_connect_nodes(owner_tab: Callable[..., Page], shelf: Shelf) -> None:
    """On a telephone's screen: a tap in the palette adds, a tap on a way out and one on a card connect."""
    page = owner_tab(has_touch=True, viewport={"width": 390, "height": 844})
    drawing = Drawing.at(page, shelf.add(row_of_three()))
    page.get_by_role("button", name="Nodes", exact=True).tap()
    page.get_by_role("region", name="Nodes").get_by_role("button", name="Set variable").tap()
    page.wait_for_function("() => window.parley.document().nodes.length === 5")
    page.get_by_role("button", name="Close the settings").tap()
    drawing.fit()
    drawing.node("wait").locator("[data-handleid='out']").tap()
    drawing.node("end").locator(".react-flow__handle-left").tap()
    assert ("wait", "out", "end") in ways(drawing.document())
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == 390, "nothing to scroll sideways"


def test_in_the_dark_words_can_be_read(owner_tab: Callable[..., Page], shelf: Shelf) -> None:
    """On the page, the bar, the palette, a card and the form: at least 4.5 to 1."""
    page = owner_tab(color_scheme="dark", viewport=LAPTOP)
    drawing = Drawing.at(page, shelf.add(row_of_three()))
    drawing.open("send_message")
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
    assert page.evaluate(FAINT_WORDS) == []
