"""The canvas on other screens: a laptop with the phone open, a telephone under fingers, and in the dark."""

from collections.abc import Callable

from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf
from ways import ways

LAPTOP = {"width": 1440, "height": 900}
# How light the ground of an element, or of the first opaque part in it, is: from 0 to 255.
LIGHTNESS = """element => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  for (const part of [element, ...element.querySelectorAll("*")]) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(part).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    if (alpha === 255) return Math.max(red, green, blue);
  }
}"""


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


def test_dark_is_chosen_under_a_light_system_and_stays(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(row_of_three())
    owner_page.emulate_media(color_scheme="light")
    assert min(lightness(owner_page, flow_id)) > 200
    owner_page.goto("/settings")
    owner_page.get_by_role("radiogroup", name="Appearance").get_by_text("Dark", exact=True).click()
    owner_page.reload()
    expect(owner_page.get_by_role("radio", name="Dark")).to_be_checked()
    assert max(lightness(owner_page, flow_id)) < 80


def lightness(page: Page, flow_id: int) -> tuple[int, int]:
    """Of the page of a flow and of a card on it."""
    drawing = Drawing.at(page, flow_id)
    return page.locator("body").evaluate(LIGHTNESS), drawing.node("wait").evaluate(LIGHTNESS)
