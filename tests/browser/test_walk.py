"""A seeded random walk through the editor: each action does what it should, undo brings back what was, all of it is saved."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from drawing import Drawing
from playwright.sync_api import Locator, Page, expect
from running import Running
from ways import Document, Node, assert_whole, ids, loop, node_of, way_of, ways, without_places

SEEDS = (1, 2)
STEPS = 45
SAVED_EVERY = 9
KINDS = (
    "Trigger",
    "Send message",
    "Send message",
    "Condition",
    "Wait",
    "Wait for reply",
    "Set variable",
    "End",
)
CARD_WIDTH = 264
GRID = 8
PRESS = (20, 10)  # where a card is taken hold of, from its corner on the screen
CARD_AT = """([x, y]) => {
  const there = document.elementFromPoint(x, y);
  return there?.closest("button, .react-flow__handle") ? null : there?.closest(".react-flow__node")?.dataset.id ?? null;
}"""
NUDGES = {"ArrowLeft": (-GRID, 0), "ArrowUp": (0, -GRID), "Shift+ArrowDown": (0, 10 * GRID)}


class Model:
    """Undo as a list of whole documents; `at` is the one that is shown."""

    def __init__(self, document: Document) -> None:
        self.documents, self.at = [document], 0

    def done(self, document: Document) -> None:
        """An action led to this document; one that changed nothing leaves no step."""
        if document != self.documents[self.at]:
            self.documents[self.at + 1 :] = [document]
            self.at += 1

    def turn(self, by: int) -> Document:
        """Undo (-1) or redo (+1); at an end nothing happens."""
        self.at = min(max(self.at + by, 0), len(self.documents) - 1)
        return self.documents[self.at]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_actions_undo_redo_and_the_saved_document_agree(
    flows_page: Page, product: Running, seed: int
) -> None:
    walker = Walker(flows_page, product, seed)
    for step in range(STEPS):
        walker.step()
        if step % SAVED_EVERY == 0:
            walker.compare_saved()
    walker.unwind()
    walker.compare_saved()
    assert walker.done.keys() >= {action.__name__ for _, action in walker.actions}, "every action happened"


class Walker:
    """Does things to a new flow, each chosen by chance, and knows what should come of them."""

    def __init__(self, page: Page, product: Running, seed: int) -> None:
        self.page, self.dice = page, random.Random(seed)
        self.api = product.sign_in()
        self.types = {kind["tag"]: kind for kind in self.api.get("/api/node-types").json()["items"]}
        self.drawing = Drawing.new(page)
        self.flow_id = int(page.url.rstrip("/").split("/")[4])
        self.model = Model(self.drawing.document())
        self.trail: list[str] = []
        self.done: dict[str, int] = {}
        self.nudged: str | None = None
        self.beginning = [self.add, self.add_after, self.add_after, self.nudge, self.nudge]
        self.actions: list[tuple[int, Callable[[], object]]] = [
            (4, self.add),
            (3, self.add_after),
            (3, self.drag),
            (4, self.nudge),
            (2, self.duplicate),
            (2, self.delete),
            (2, self.write),
            (2, self.copy_and_paste),
            (3, self.wire),
            (3, self.insert),
            (1, self.tidy),
            (5, self.undo),
            (3, self.redo),
        ]

    def step(self) -> None:
        """One action, and a look whether the document is whole."""
        action = self.next()
        self.trail.append(action.__name__)
        before = self.document()
        try:
            is_done = action()
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.trail}") from error
        after = self.document()
        assert_whole(after, self.types)
        if is_done is False:
            assert after == before, self.trail
            return
        self.done[action.__name__] = self.done.get(action.__name__, 0) + 1
        if action not in (self.undo, self.redo):
            self.model.done(after)
        if action != self.nudge:
            self.nudged = None

    def next(self) -> Callable[[], object]:
        """By chance, once there are a few nodes; towards the end what was not done yet, or one node more to do it with."""
        if len(self.trail) < len(self.beginning):
            return self.beginning[len(self.trail)]
        left = [action for _, action in self.actions if action.__name__ not in self.done]
        if left and len(self.trail) > STEPS // 4:
            return self.dice.choice([*left, self.add_after])
        weights = [weight for weight, _ in self.actions]
        return self.dice.choices([action for _, action in self.actions], weights)[0]

    def undo(self) -> None:
        self.turn(-1)

    def redo(self) -> None:
        self.turn(+1)

    def turn(self, by: int) -> None:
        self.rest()
        self.page.keyboard.press("ControlOrMeta+z" if by < 0 else "ControlOrMeta+Shift+z")
        assert self.document() == self.model.turn(by)

    def unwind(self) -> None:
        """Undo everything, then redo everything."""
        for by in [-1] * self.model.at + [+1] * (len(self.model.documents) - 1):
            self.turn(by)

    def add(self) -> None:
        """Nothing is selected, so it stands alone."""
        self.rest()
        self.page.keyboard.press("Escape")
        expect(self.selected()).to_have_count(0)
        before = self.document()
        self.drawing.add(self.dice.choice(KINDS))
        assert ways(self.document()) == ways(before)
        self.expect_added(before)

    def add_after(self) -> bool | None:
        """It comes after the selected card's first free way out, where there is one and it may."""
        if (source := self.choose()) is None:
            return False
        before = self.document()
        self.drawing.add(self.dice.choice(KINDS))
        new = self.expect_added(before)
        taken = {port for node_id, port, _ in ways(before) if node_id == source["id"]}
        free = [port for port in self.ports(source) if port not in taken]
        wired = {(source["id"], free[0], new["id"])} if free and new["type"] != "trigger" else set()
        assert ways(self.document()) == ways(before) | wired
        return None

    def drag(self) -> bool | None:
        if (node := self.choose()) is None:
            return False
        before = self.document()
        box = self.steady(self.drawing.node(node["id"]))
        x, y = box["x"] + PRESS[0], box["y"] + PRESS[1]
        end = self.inside(x + self.dice.randint(-90, 90), y + self.dice.randint(-90, 90))
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + 4, y)  # from here on it is a drag
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()
        zoom = box["width"] / CARD_WIDTH
        self.expect_moved(before, node["id"], ((end[0] - x) / zoom, (end[1] - y) / zoom), GRID + 6 / zoom)
        return None

    def nudge(self) -> bool | None:
        node = self.choose()
        if node is None or node["id"] == self.nudged:
            return False  # nudges of one card in a row are one step, on purpose
        before = self.document()
        keys = self.dice.choices(list(NUDGES), k=self.dice.randint(1, 4))
        for key in keys:
            self.page.keyboard.press(key)
        self.expect_moved(
            before, node["id"], (sum(NUDGES[k][0] for k in keys), sum(NUDGES[k][1] for k in keys))
        )
        self.nudged = node["id"]
        return None

    def duplicate(self) -> bool | None:
        return self.copied("ControlOrMeta+d")

    def copy_and_paste(self) -> bool | None:
        return self.copied("ControlOrMeta+c", "ControlOrMeta+v")

    def copied(self, *keys: str) -> bool | None:
        """One more like the chosen one, with the ways that lead from it to itself."""
        if (node := self.choose()) is None:
            return False
        before = self.document()
        for key in keys:
            self.page.keyboard.press(key)
        self.wait_for_nodes(len(before["nodes"]) + 1)
        new = self.expect_added(before)
        assert (new["type"], new["config"]) == (node["type"], node["config"])
        own = {(new["id"], port, new["id"]) for way in ways(before) if (port := loop(way, node["id"]))}
        assert ways(self.document()) == ways(before) | own
        return None

    def delete(self) -> bool | None:
        """What led to it leads to what followed, where that is one node."""
        if (node := self.choose()) is None:
            return False
        before = self.document()
        self.page.keyboard.press("Delete")
        after = self.document()
        assert after["nodes"] == [other for other in before["nodes"] if other != node]
        gone = node["id"]
        exits = {target for source, _, target in ways(before) if source == gone and target != gone}
        kept = {way for way in ways(before) if gone not in (way[0], way[2])}
        into = {way for way in ways(before) if way[2] == gone and way[0] != gone}
        healed = {(s, p, t) for s, p, _ in into for t in exits if len(exits) == 1 and t != s}
        assert ways(after) == kept | healed
        return None

    def write(self) -> bool | None:
        if (node := self.choose("send_message")) is None or node["type"] != "send_message":
            return False
        before = self.document()
        text = f"Hello {self.dice.randint(0, 999)} {{{{ contact.name }}}}"
        self.drawing.write("Text", text)
        after = self.document()
        assert node_of(after, node["id"])["config"]["body"]["text"] == text
        assert [other for other in after["nodes"] if other["id"] != node["id"]] == [
            other for other in before["nodes"] if other != node
        ]
        assert ways(after) == ways(before)
        return None

    def wire(self) -> bool | None:
        """By keyboard, from the first way out of a card to some other card."""
        source = self.choose()
        if source is None or not self.ports(source) or len(self.document()["nodes"]) < 2:
            return False
        before, port = self.document(), self.ports(source)[0]
        self.page.keyboard.press("c")
        if len(self.ports(source)) > 1:
            self.page.get_by_role("dialog", name="Choose a way out").get_by_role("combobox").press("Enter")
        expect(self.drawing.node(source["id"])).to_be_focused()
        target = source["id"]
        for _ in range(self.dice.randint(1, 3)):
            target = self.tab(target)
        self.page.keyboard.press("Enter")
        if node_of(before, target)["type"] == "trigger":
            self.page.keyboard.press("Escape")  # nothing leads into a trigger
            return False
        others = {way for way in ways(before) if way[:2] != (source["id"], port)}
        assert ways(self.document()) == others | {(source["id"], port, target)}
        assert self.document()["nodes"] == before["nodes"]
        return None

    def insert(self) -> bool | None:
        """By keyboard, into the first way that leaves a card."""
        source = self.choose()
        if source is None or not any(way[0] == source["id"] for way in ways(self.document())):
            return False
        before = self.document()
        self.page.keyboard.press("Tab")
        edge = self.page.locator(".react-flow__edge:focus")
        expect(edge).to_have_count(1)
        edge_id = edge.get_attribute("data-id")
        (cut,) = [way_of(edge) for edge in before["edges"] if edge["id"] == edge_id]
        self.page.keyboard.press("Enter")
        self.drawing.pick(self.dice.choice([kind for kind in KINDS if kind not in ("Trigger", "End")]))
        self.wait_for_nodes(len(before["nodes"]) + 1)
        after = self.document()
        (new,) = [node for node in after["nodes"] if node["id"] not in ids(before)]
        onward = (new["id"], self.ports(new)[0], cut[2])
        assert ways(after) == ways(before) - {cut} | {(*cut[:2], new["id"]), onward}
        assert without_places(after["nodes"][:-1]) == without_places(before["nodes"])
        return None

    def tidy(self) -> bool | None:
        self.rest()
        before = self.document()
        if len(before["nodes"]) < 2:
            return False
        self.page.keyboard.press("ControlOrMeta+a")
        button = self.page.get_by_role("button", name="Tidy up")
        button.click()
        self.frames()
        expect(button).to_have_attribute("aria-busy", "false")
        after = self.document()
        assert without_places(after["nodes"]) == without_places(before["nodes"])
        assert after["edges"] == before["edges"]
        corners = {(node["position"]["x"], node["position"]["y"]) for node in after["nodes"]}
        assert len(corners) == len(after["nodes"]), "no card lies on another"
        return None

    def choose(self, kind: str = "") -> Node | None:
        """Select a card, of a kind where there is one, by a click; of cards that lie on another it is the upper one."""
        self.rest()
        nodes = self.document()["nodes"]
        if not nodes:
            return None
        self.drawing.fit()
        wanted = self.dice.choice([node for node in nodes if node["type"] == kind] or nodes)
        box = self.steady(self.drawing.node(wanted["id"]))
        place = [box["x"] + PRESS[0], box["y"] + PRESS[1]]
        if (upper := self.page.evaluate(CARD_AT, place)) is None:
            return None  # a port or a plus of another card lies there
        self.page.mouse.click(*place)
        expect(self.drawing.form()).to_be_visible()
        expect(self.selected()).to_have_count(1)
        expect(self.selected()).to_have_attribute("data-id", upper)
        return node_of(self.document(), upper)

    def rest(self) -> None:
        """Leave whatever field the keyboard is in."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")

    def tab(self, before: str) -> str:
        """Press Tab while a wire is laid; answers the card that has the keyboard then."""
        self.page.keyboard.press("Tab")
        self.page.wait_for_function("id => document.activeElement?.dataset.id !== id", arg=before)
        return str(self.page.locator(".react-flow__node:focus").get_attribute("data-id"))

    def selected(self) -> Locator:
        return self.page.locator(".react-flow__node.selected")

    def steady(self, place: Locator) -> Any:
        """Where it is, once it does not move any more."""
        box = None
        while box is None or box != place.bounding_box():
            box = place.bounding_box()
            self.frames()
        return box

    def frames(self) -> None:
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """The nearest place where the canvas does not begin to move under a dragged card."""
        area = self.page.locator(".react-flow__pane").bounding_box()
        assert area is not None
        left, top = area["x"] + 60, area["y"] + 60
        right, bottom = area["x"] + area["width"] - 60, area["y"] + area["height"] - 60
        return min(max(x, left), right), min(max(y, top), bottom)

    def wait_for_nodes(self, count: int) -> None:
        self.page.wait_for_function("count => window.parley.document().nodes.length === count", arg=count)

    def document(self) -> Document:
        return self.drawing.document()

    def ports(self, node: Node) -> list[str]:
        """The ways out of a node: the rows that its settings name, then those of its type."""
        kind = self.types[node["type"]]
        rows = node["config"].get(kind["portsFrom"], []) if kind["portsFrom"] else []
        return [row["id"] for row in rows] + list(kind["ports"])

    def expect_added(self, before: Document) -> Node:
        """One more node, under an id of its own; those that were there are as they were."""
        *others, new = self.document()["nodes"]
        assert others == before["nodes"]
        assert new["id"] not in ids(before)
        return dict(new)

    def expect_moved(self, before: Document, node_id: str, by: tuple[float, float], give: float = 0) -> None:
        """This card alone is elsewhere, by about that much."""
        after = self.document()
        old, new = node_of(before, node_id), node_of(after, node_id)
        for axis, distance in zip("xy", by, strict=True):
            assert abs(new["position"][axis] - old["position"][axis] - distance) <= give, (old, new, by)
        changed = [node for node in after["nodes"] if node not in before["nodes"]]
        assert changed in ([], [new])
        assert {**old, "position": 0} == {**new, "position": 0}
        assert after["edges"] == before["edges"]

    def compare_saved(self) -> None:
        self.drawing.settle()
        saved = self.api.get(f"/api/flows/{self.flow_id}").json()["document"]
        assert saved == self.document(), self.trail
