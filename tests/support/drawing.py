"""Draws flows in the editor as a person does: by mouse and keyboard, finding things by their names."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

STEPS = 6  # of a mouse movement; fewer look like a jump
# Until the view has stood at one place for some frames: moving it is drawn a frame or two after it is asked for.
STILL = """async () => {
  const at = () => document.querySelector(".react-flow__viewport").style.transform;
  for (let last = at(), frames = 0; frames < 6; last = at()) {
    await new Promise(requestAnimationFrame);
    frames = at() === last ? frames + 1 : 0;
  }
}"""


class Drawing:
    """The canvas of the flow that `page` shows."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def new(cls, page: Page) -> "Drawing":
        """Make a flow by the button of the list and wait for its canvas."""
        page.get_by_role("button", name="New flow").first.click()
        page.locator(".react-flow__pane").wait_for()
        return cls(page)

    @classmethod
    def at(cls, page: Page, flow_id: int) -> "Drawing":
        """Go to the canvas of a flow."""
        page.goto(f"/flows/{flow_id}")
        page.locator(".react-flow__pane").wait_for()
        return cls(page)

    def document(self) -> dict[str, Any]:
        """What the editor holds."""
        self._wait_until_shown()
        document: dict[str, Any] = self.page.evaluate("window.parley.document()")
        return document

    def settle(self) -> None:
        """Wait until everything is saved."""
        self._wait_until_shown()
        self.page.evaluate("window.parley.idle()")
        self.expect_state("saved")

    def expect_state(self, state: str) -> None:
        """Wait until the bar says this of the draft: saved, saving, unsaved, offline, conflict or refused."""
        expect(self.page.locator("[role=status][data-state]")).to_have_attribute("data-state", state)

    def rename(self, name: str) -> None:
        """Give the flow another name."""
        field = self.page.get_by_role("textbox", name="Name of the flow")
        field.fill(name)
        field.press("Enter")

    def add(self, title: str) -> str:
        """Add by a click in the palette: after the selected card, else in the middle; answers the new node's id."""
        before = {node["id"] for node in self.document()["nodes"]}
        palette = self.page.get_by_role("region", name="Nodes")
        palette.get_by_role("button", name=title, exact=True).click()
        return self._newest(before)

    def node(self, node_id: str) -> Locator:
        """A card."""
        return self.page.locator(f".react-flow__node[data-id='{node_id}']")

    def form(self) -> Locator:
        """The open form."""
        return self.page.get_by_role("region", name="Settings of")

    def fit(self) -> None:
        """Bring the whole flow into view: cards outside of it are not drawn."""
        self.page.get_by_role("button", name="Zoom to fit").click()
        self.stand_still()

    def stand_still(self) -> None:
        """Wait until the view has stopped moving."""
        self.page.evaluate(STILL)

    def percent(self) -> int:
        """How large the flow is shown."""
        self.stand_still()
        text = self.page.get_by_role("button", name="Zoom is").text_content() or ""
        return int(text.removesuffix("%"))

    def drop(self, title: str, x: float, y: float) -> str:
        """Drag a node type from the palette to a place on the screen; answers the new node's id."""
        before = {node["id"] for node in self.document()["nodes"]}
        palette = self.page.get_by_role("region", name="Nodes")
        self._drag(palette.get_by_role("button", name=title, exact=True), x, y)
        return self._newest(before)

    def wire(self, source: str, port: str, target: str) -> None:
        """Drag from a port of one card to another card's way in."""
        self.fit()
        start = self.node(source).locator(f"[data-handleid='{port}']")
        end = middle_of(self.node(target).locator(".react-flow__handle-left"))
        self._drag(start, *end)
        ways = [(edge["source"], edge["sourceHandle"], edge["target"]) for edge in self.document()["edges"]]
        assert (source, port, target) in ways

    def after(self, source: str, port: str, title: str) -> str:
        """Add by the plus of a port."""
        before = {node["id"] for node in self.document()["nodes"]}
        self.fit()
        self.node(source).get_by_role("button", name=f"Add after {port}").click()
        self.pick(title)
        return self._newest(before)

    def pick(self, title: str) -> None:
        """Search in the open list of nodes and take the first."""
        picker = self.page.get_by_role("dialog", name="Choose a node")
        picker.get_by_role("combobox").fill(title)
        self.page.keyboard.press("Enter")
        expect(picker).to_be_hidden()

    def open(self, node_id: str) -> Locator:
        """Open the form of a card."""
        self.node(node_id).click()
        expect(self.form()).to_be_visible()
        return self.form()

    def write(self, label: str, text: str) -> None:
        """Type into a text with variables, which is an editor of its own and loads when it is needed."""
        field = self.form().get_by_role("textbox", name=label, exact=True)
        expect(field).to_be_editable()
        field.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Backspace")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def put_on_clipboard(self, text: str) -> None:
        """As if it had been copied elsewhere."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def _wait_until_shown(self) -> None:
        # A function, not an expression: those are evaluated again and again, which the page's policy forbids.
        self.page.wait_for_function("() => window.parley !== undefined")

    def _newest(self, before: set[str]) -> str:
        self.page.wait_for_function("count => window.parley.document().nodes.length > count", arg=len(before))
        (new,) = {node["id"] for node in self.document()["nodes"]} - before
        return str(new)

    def _drag(self, start: Locator, x: float, y: float) -> None:
        self.page.mouse.move(*middle_of(start))
        self.page.mouse.down()
        self.page.mouse.move(x - 30, y - 10, steps=STEPS)
        self.page.mouse.move(x, y, steps=STEPS)
        self.page.mouse.up()


def middle_of(place: Locator) -> tuple[float, float]:
    """The middle of an element on the screen."""
    place.wait_for()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
