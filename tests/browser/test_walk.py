"""A seeded random walk through the editor: what it holds, what undo brings back and what is saved are those of a simple model."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from drawing import Drawing
from playwright.sync_api import Page
from running import Running

SEEDS = (1, 2)
STEPS = 45
SAVED_EVERY = 9
KINDS = ("Trigger", "Send message", "Condition", "Wait", "Wait for reply", "Set variable", "End")

Document = dict[str, Any]


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
    owner_page: Page, product: Running, seed: int
) -> None:
    walker = Walker(owner_page, product, seed)
    for step in range(STEPS):
        walker.step()
        if step % SAVED_EVERY == 0:
            walker.compare_saved()
    walker.unwind()
    walker.compare_saved()


class Walker:
    """Does things to a new flow, each chosen by chance."""

    def __init__(self, page: Page, product: Running, seed: int) -> None:
        self.page, self.dice = page, random.Random(seed)
        self.api = product.sign_in()
        self.drawing = Drawing.new(page)
        self.flow_id = int(page.url.rstrip("/").split("/")[4])
        self.model = Model(self.drawing.document())
        self.trail: list[str] = []
        self.actions: list[tuple[int, Callable[[], None]]] = [
            (5, self.add),
            (3, self.drag),
            (2, self.nudge),
            (2, self.duplicate),
            (2, self.delete),
            (2, self.write),
            (2, self.copy_and_paste),
            (1, self.select_all_and_tidy),
            (5, lambda: self.turn(-1)),
            (3, lambda: self.turn(+1)),
        ]

    def step(self) -> None:
        """One action, and a look whether the editor agrees with the model."""
        weights, actions = zip(*self.actions, strict=True)
        (action,) = self.dice.choices(actions, weights)
        self.trail.append(getattr(action, "__name__", "turn"))
        if action == self.nudge and self.trail[-2:] == ["nudge", "nudge"]:
            return  # nudges in a row are one step, on purpose
        action()

    def turn(self, by: int) -> None:
        self.rest()
        self.page.keyboard.press("ControlOrMeta+z" if by < 0 else "ControlOrMeta+Shift+z")
        self.agree(self.model.turn(by))

    def unwind(self) -> None:
        """Undo everything, then redo everything."""
        for by in [-1] * self.model.at + [+1] * (len(self.model.documents) - 1):
            self.turn(by)

    def add(self) -> None:
        title = self.dice.choice(KINDS)
        self.page.get_by_role("region", name="Nodes").get_by_role("button", name=title, exact=True).click()
        self.changed()

    def drag(self) -> None:
        if (card := self.choose()) is None:
            return
        box = card.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 30, box["y"] + 12)
        self.page.mouse.down()
        self.page.mouse.move(
            box["x"] + self.dice.randint(-90, 90), box["y"] + self.dice.randint(40, 90), steps=5
        )
        self.page.mouse.up()
        self.changed()

    def nudge(self) -> None:
        if self.choose() is None:
            return
        for _ in range(self.dice.randint(1, 4)):
            self.page.keyboard.press(self.dice.choice(("ArrowLeft", "ArrowUp", "Shift+ArrowDown")))
        self.changed()

    def duplicate(self) -> None:
        if self.choose() is not None:
            self.page.keyboard.press("ControlOrMeta+d")
            self.changed()

    def delete(self) -> None:
        if self.choose() is not None:
            self.page.keyboard.press("Delete")
            self.changed()

    def copy_and_paste(self) -> None:
        if self.choose() is not None:
            self.page.keyboard.press("ControlOrMeta+c")
            self.page.keyboard.press("ControlOrMeta+v")
            self.changed()

    def select_all_and_tidy(self) -> None:
        self.rest()
        if len(self.drawing.document()["nodes"]) < 2:
            return
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.get_by_role("button", name="Tidy up").click()
        self.page.wait_for_timeout(300)  # the layout is worked out beside the page
        self.changed()

    def write(self) -> None:
        messages = [node for node in self.drawing.document()["nodes"] if node["type"] == "send_message"]
        if not messages:
            return
        self.drawing.fit()
        self.drawing.open(self.dice.choice(messages)["id"])
        self.drawing.write("Text", f"Hello {self.dice.randint(0, 999)} {{{{ contact.name }}}}")
        self.changed()

    def choose(self) -> Any:
        """Select a card by a click; None while there is none."""
        self.rest()
        nodes = self.drawing.document()["nodes"]
        if not nodes:
            return None
        self.drawing.fit()
        card = self.drawing.node(self.dice.choice(nodes)["id"])
        card.click(position={"x": 20, "y": 10}, force=True)
        return card

    def rest(self) -> None:
        """Leave whatever field the keyboard is in."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")

    def changed(self) -> None:
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.model.done(self.drawing.document())

    def agree(self, expected: Document) -> None:
        assert self.drawing.document() == expected, self.trail

    def compare_saved(self) -> None:
        self.drawing.settle()
        saved = self.api.get(f"/api/flows/{self.flow_id}").json()["document"]
        assert saved == self.drawing.document(), self.trail
