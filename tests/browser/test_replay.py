"""An execution is replayed step by step on the canvas; a live one goes on after the connection was lost, and shows no step twice."""

import httpx
import pytest
from drawing import Drawing
from playwright.sync_api import Locator, Page, expect
from running import Running, wait_for

PATH = ("start", "greet", "ask", "answer", "which", "sunny_tip", "helped")
BEA, CARL, DORA = "+34600112233", "+34600445566", "+34600778899"
LARGE_TEXT = "😀" * 4096  # as long as a message may be, four bytes each


class Shop:
    """The demo workspace, and customers who write to it."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        made = api.post("/api/demo").raise_for_status().json()
        self.account_id: int = made["accountId"]
        self.flow_id: int = made["flowId"]

    def hear(self, phone: str, text: str) -> None:
        """A customer writes."""
        typed = {"accountId": self.account_id, "phone": phone, "name": "Customer", "text": text}
        self.api.post("/api/phone/messages", json=typed).raise_for_status()

    def wait_for_steps(self, phone: str, count: int) -> int:
        """Until this customer's execution has made so many steps; answers its id."""
        execution_id: int = wait_for(lambda: self._execution_with(phone, count))
        return execution_id

    def _execution_with(self, phone: str, count: int) -> int | None:
        for started in self.api.get(f"/api/flows/{self.flow_id}/executions").json()["items"]:
            execution = self.api.get(f"/api/executions/{started['id']}").json()
            if started["contact"]["phone"] == phone and len(execution["steps"]) >= count:
                execution_id: int = execution["id"]
                return execution_id
        return None


@pytest.fixture(autouse=True)
def wide(owner_page: Page) -> None:
    """So wide that the whole flow beside the steps is near enough for marks."""
    owner_page.set_viewport_size({"width": 1680, "height": 900})


@pytest.fixture
def shop(product: Running) -> Shop:
    """The demo workspace."""
    return Shop(product.sign_in())


def test_a_past_execution_is_replayed_step_by_step(owner_page: Page, shop: Shop) -> None:
    shop.hear(BEA, "hello")
    shop.wait_for_steps(BEA, 4)
    shop.hear(BEA, "a sunny window")
    execution_id = shop.wait_for_steps(BEA, len(PATH))
    owner_page.goto(f"/executions/{execution_id}")
    drawing = Drawing(owner_page)
    replay = owner_page.get_by_role("region", name="Replay")
    expect(place(replay)).to_have_text(f"Step {len(PATH)} of {len(PATH)}")
    controls = replay.get_by_role("group", name="Replay")
    controls.get_by_role("button", name="First", exact=True).click()
    onward = controls.get_by_role("button", name="Next", exact=True)
    for step in range(1, len(PATH) + 1):
        if step > 1:
            onward.click()
        expect(place(replay)).to_have_text(f"Step {step} of {len(PATH)}")
        drawing.fit()
        see_marks(drawing, PATH[:step])
        expect(replay.locator("li[data-chosen]")).to_contain_text(f"{step}.")
    expect(onward).to_be_disabled()
    walk_by_keys(owner_page, replay, controls)


def walk_by_keys(page: Page, replay: Locator, controls: Locator) -> None:
    """The arrow keys work on the controls, and a click on a card goes to its step."""
    controls.get_by_role("button", name="Back", exact=True).click()
    expect(place(replay)).to_have_text("Step 6 of 7")
    page.keyboard.press("ArrowLeft")
    expect(place(replay)).to_have_text("Step 5 of 7")
    page.keyboard.press("Home")
    expect(place(replay)).to_have_text("Step 1 of 7")
    Drawing(page).fit()
    Drawing(page).node("answer").click()
    expect(place(replay)).to_have_text("Step 4 of 7")


@pytest.mark.forgiving("ERR_INTERNET_DISCONNECTED")
def test_a_live_execution_goes_on_after_a_lost_connection(owner_page: Page, shop: Shop) -> None:
    shop.hear(CARL, "hello")
    execution_id = shop.wait_for_steps(CARL, 4)
    owner_page.goto(f"/executions/{execution_id}")
    replay = owner_page.get_by_role("region", name="Replay")
    steps = replay.get_by_role("list").get_by_role("listitem").filter(has=owner_page.get_by_role("button"))
    expect(place(replay)).to_have_text("Step 4 of 4")
    expect(replay.get_by_text("Live", exact=True)).to_be_visible()
    owner_page.context.set_offline(True)
    expect(replay.get_by_text("Reconnecting")).to_be_visible()
    shop.hear(CARL, "a sunny window")
    shop.wait_for_steps(CARL, len(PATH))
    expect(steps).to_have_count(4)
    owner_page.context.set_offline(False)
    expect(place(replay)).to_have_text("Step 7 of 7")
    expect(steps).to_have_count(7)
    for step in range(7):
        expect(steps.nth(step)).to_contain_text(f"{step + 1}. ")
    drawing = Drawing(owner_page)
    drawing.fit()
    see_marks(drawing, PATH)


def test_a_large_output_is_loaded_when_somebody_asks_for_it(owner_page: Page, shop: Shop) -> None:
    keep = {"id": "keep", "type": "set_variable", "config": {"name": "kept", "value": "{{ message.text }}"}}
    trigger = {
        "id": "start",
        "type": "trigger",
        "config": {"on": {"type": "message_received", "match": "any"}},
    }
    edge = {"id": "e1", "source": "start", "sourceHandle": "out", "target": "keep"}
    document = {
        "formatVersion": 1,
        "name": "Large",
        "nodes": [placed(trigger), placed(keep)],
        "edges": [edge],
    }
    flow_id = shop.api.post("/api/flows", json=document).raise_for_status().json()["id"]
    shop.api.post(f"/api/flows/{flow_id}/publish").raise_for_status()
    shop.hear(DORA, LARGE_TEXT)
    runs = f"/api/flows/{flow_id}/executions"
    started = wait_for(lambda: shop.api.get(runs).json()["items"])
    owner_page.goto(f"/executions/{started[0]['id']}")
    replay = owner_page.get_by_role("region", name="Replay")
    expect(place(replay)).to_have_text("Step 2 of 2")
    expect(replay.get_by_text(LARGE_TEXT)).to_have_count(0)
    replay.get_by_role("button", name="Show output").click()
    expect(replay.get_by_text(LARGE_TEXT).first).to_be_visible()
    expect(replay.get_by_role("button", name="Show")).to_have_count(0)


def placed(node: dict[str, object]) -> dict[str, object]:
    return node | {"position": {"x": 0, "y": 0}}


def place(replay: Locator) -> Locator:
    return replay.get_by_role("status").filter(has_text="Step ")


def see_marks(drawing: Drawing, visited: tuple[str, ...]) -> None:
    """These cards carry a mark, the last of them is the current one, and no other card carries any."""
    cards = drawing.page.locator(".react-flow__node")
    marked = cards.filter(has=drawing.page.get_by_role("img", name="visited"))
    expect(marked).to_have_count(len(visited))
    for node_id in visited:
        expect(drawing.node(node_id).get_by_role("img", name="Completed, visited once")).to_be_visible()
    expect(drawing.node(visited[-1]).locator("[data-current]")).to_have_count(1)
