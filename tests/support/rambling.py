"""Somebody who does one thing after another on the canvas, by real mouse and keyboard; a seed decides what."""

import time
from collections.abc import Callable
from random import Random
from typing import Any

from drawing import Drawing
from writing import Writing

Document = dict[str, Any]

TYPES = ("Send message", "Condition", "Wait", "Wait for reply", "Set variable", "End")
WORDS = ("Hello", "Größe", "{{ contact.name }}", "<b>x</b>", "مرحبا", "two words")
MOST_NODES = 14
A_ROUND = 12
MOST_UNDOS = 190  # the editor keeps 200


class Rambling:
    """Acts in rounds; after each round everything of it is undone and redone, and must come out the same."""

    def __init__(self, drawing: Drawing, random: Random) -> None:
        self.drawing, self.page, self.random = drawing, drawing.page, random
        self.writing = Writing(drawing, random)
        self.did: list[str] = []

    @property
    def story(self) -> str:
        """What was done, for whoever has to find out what went wrong."""
        return f"after {len(self.did)} deeds: {', '.join(self.did[-3 * A_ROUND :])}"

    def go_on(self, seconds: float) -> None:
        """Ramble for about so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._round()

    def _round(self) -> None:
        before = self.drawing.document()
        for _ in range(A_ROUND):
            deed = self.random.choice(self._deeds())
            self.did.append(deed.__name__.strip("_"))
            self._rest()
            self._do(deed)
            assert_sound(self.drawing.document(), self.story)
        self._rest()
        self._there_and_back(before)
        for _ in range(self.random.randrange(4)):
            self.page.keyboard.press("ControlOrMeta+z")

    def _do(self, deed: Callable[[], str | None]) -> None:
        try:
            told = deed()
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.story}") from error
        if told:
            self.did[-1] += f" ({told})"

    def _there_and_back(self, before: Document) -> None:
        after = self.drawing.document()
        undone = [after]
        while undone[-1] != before:
            assert len(undone) < MOST_UNDOS, f"undo does not lead back, {self.story}"
            self.page.keyboard.press("ControlOrMeta+z")
            undone.append(self.drawing.document())
            assert undone[-1] != undone[-2], f"an undo changes nothing, {self.story}"
        redone = [before]
        for _ in undone[1:]:
            self.page.keyboard.press("ControlOrMeta+y")
            redone.append(self.drawing.document())
        assert redone == undone[::-1], f"redo takes another way than undo, {self.story}"

    def _deeds(self) -> list[Callable[[], str | None]]:
        deeds: list[Callable[[], str | None]] = [
            self._drag,
            self._drag,
            self._connect,
            self._rename,
            self._note,
            self._type,
            self._delete,
        ]
        deeds += [self._group, self._ungroup, self._nudge, self._mark, self._align, self._undo_and_redo]
        deeds += [self._tidy, self._copy_and_paste]
        deeds += [self.writing.write_message, self.writing.change_setting] * 3
        few = len(self.drawing.document()["nodes"]) < MOST_NODES
        return deeds + ([self._add, self._add, self._duplicate] if few else [self._delete, self._delete])

    def _rest(self) -> None:
        """Out of every field, the whole flow in view, the keyboard on the canvas."""
        for _ in range(3):
            self.page.keyboard.press("Escape")
        self.drawing.fit()
        self.page.evaluate("document.querySelector('section[aria-label=Canvas]').focus()")

    def _spots(self, selector: str) -> list[tuple[float, float]]:
        """The middles of these on the screen, those that a click would meet."""
        found: list[list[float]] = self.page.evaluate(
            """selector => [...document.querySelectorAll(selector)].flatMap(element => {
              const { x, y, width, height } = element.getBoundingClientRect()
              const spot = [x + width / 2, y + Math.min(height / 2, 14)]
              const met = document.elementFromPoint(...spot)
              return met && (element.contains(met) || met.contains(element)) ? [spot] : []
            })""",
            selector,
        )
        return [(x, y) for x, y in found]

    def _spot(self, selector: str) -> tuple[float, float] | None:
        spots = self._spots(selector)
        return self.random.choice(spots) if spots else None

    def _choose(self, count: int = 1) -> None:
        for n in range(count):
            if spot := self._spot(".react-flow__node"):
                if n:
                    self.page.keyboard.down("Shift")
                self.page.mouse.click(*spot)
                self.page.keyboard.up("Shift")

    def _pull(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        self.page.mouse.move(*end, steps=3)
        self.page.mouse.up()

    def _add(self) -> None:
        if self.random.random() < 0.6:
            self._choose()
        title = self.random.choice(TYPES)
        palette = self.page.get_by_role("region", name="Nodes")
        palette.get_by_role("button", name=title, exact=True).click()

    def _drag(self) -> None:
        if spot := self._spot(".react-flow__node"):
            by = self.random.randrange(-160, 160), self.random.randrange(-120, 120)
            self._pull(spot, (spot[0] + by[0], spot[1] + by[1]))

    def _connect(self) -> None:
        start, end = self._spot(".react-flow__handle-right"), self._spot(".react-flow__handle-left")
        if start and end:
            self._pull(start, end)

    def _rename(self) -> None:
        self._choose()
        self.page.keyboard.press("F2")
        if self.page.get_by_role("textbox", name="Name", exact=True).count():
            self.page.keyboard.insert_text(self.random.choice(WORDS))
            self.page.keyboard.press("Enter")

    def _note(self) -> None:
        self.page.keyboard.press("n")
        self.page.keyboard.insert_text(self.random.choice(WORDS))

    def _type(self) -> None:
        self._choose()
        head = self.page.get_by_role("textbox", name="Name of the node")
        if head.count():
            head.click()
            self.page.keyboard.type(self.random.choice(WORDS))

    def _delete(self) -> None:
        self._choose(self.random.randrange(1, 3))
        self.page.keyboard.press("Delete")

    def _duplicate(self) -> None:
        self._choose()
        self.page.keyboard.press("ControlOrMeta+d")

    def _copy_and_paste(self) -> None:
        self._choose(2)
        self.page.keyboard.press("ControlOrMeta+c")
        self.page.keyboard.press("ControlOrMeta+x")
        self.page.keyboard.press("ControlOrMeta+v")

    def _group(self) -> None:
        self._choose(self.random.randrange(2, 4))
        self.page.keyboard.press("ControlOrMeta+g")

    def _ungroup(self) -> None:
        self._choose(2)
        self.page.keyboard.press("ControlOrMeta+Shift+g")

    def _nudge(self) -> None:
        self._choose()
        for _ in range(3):
            self.page.keyboard.press(self.random.choice(("ArrowUp", "ArrowRight", "Shift+ArrowDown")))

    def _mark(self) -> None:
        self._choose(2)
        self.page.keyboard.press(self.random.choice("dp"))

    def _align(self) -> None:
        self.page.keyboard.press("ControlOrMeta+a")
        name = self.random.choice(("Align left", "Align middles", "Spread evenly across"))
        tool = self.page.get_by_role("toolbar", name="Arrange").get_by_role("button", name=name)
        if tool.count():
            tool.click()

    def _tidy(self) -> None:
        button = self.page.get_by_role("button", name="Tidy up")
        if button.is_enabled():
            button.click()
            self.page.wait_for_selector("button[aria-label='Tidy up'][aria-busy=false]")

    def _undo_and_redo(self) -> None:
        times = self.random.randrange(1, 4)
        for key in ("z", "y"):
            for _ in range(times):
                self.page.keyboard.press(f"ControlOrMeta+{key}")


def assert_sound(document: Document, story: str) -> None:
    """Ids are told apart, edges lead from node to node, a way out leads to one node, a group has something in it."""
    nodes, edges = document["nodes"], document["edges"]
    groups, notes = document.get("groups", []), document.get("notes", [])
    ids = [part["id"] for part in (*nodes, *notes, *groups)]
    assert len(set(ids)) == len(ids), story
    kinds = {node["id"]: node["type"] for node in nodes}
    ways = [(edge["source"], edge["sourceHandle"]) for edge in edges]
    assert len(set(ways)) == len(ways), story
    assert all(edge["source"] in kinds for edge in edges), story
    assert all(kinds.get(edge["target"], "trigger") != "trigger" for edge in edges), story
    members = [member for group in groups for member in group["members"]]
    assert set(members) <= set(ids), story
    assert len(set(members)) == len(members), story
    assert all(group["members"] for group in groups), story
    assert document.get("groups") != [], story
    assert document.get("notes") != [], story
