"""Somebody who fills in forms at random, and the document that must come of it by a small model of a text, a rule and a setting."""

import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from drawing import Drawing
from playwright.sync_api import Locator, expect

Document = dict[str, Any]
Node = dict[str, Any]

EMOJI = ("🪴", "👍🏽", "🇪🇸", "👩‍👩‍👧")
LETTERS = ("Hello ", "Größe", "ñandú, ", "مرحبا", "1 < 2 & 3", " *bold*")
ONE_LETTER = re.compile("|".join((*EMOJI, ".")), re.DOTALL)
VARIABLE = "{{ contact.name }}"
LONG = 120  # letters; a longer text is begun anew
FIELDS = ("contact.name", "message.text", "vars.size")
COMPARISONS = {"contains": "contains", "starts with": "starts_with", "has a value": "is_set"}
MATCHES = {"contains the word": "contains", "is exactly": "exact", "starts with": "starts_with"}
MODES = {"All of these": "all", "Any of these": "any"}
REENTRIES = {"Once": "once", "Begin anew": "interrupt_running"}


class Text:
    """A text with a caret, as somebody who types sees it: an emoji is one letter, however many it is made of."""

    def __init__(self, text: str) -> None:
        self.letters = ONE_LETTER.findall(text)
        self.caret = len(self.letters)

    def __str__(self) -> str:
        return "".join(self.letters)

    def put(self, text: str) -> None:
        """Where the caret is."""
        letters = ONE_LETTER.findall(text)
        self.letters[self.caret : self.caret] = letters
        self.caret += len(letters)

    def take_back(self) -> None:
        """The letter before the caret."""
        if self.caret:
            self.caret -= 1
            del self.letters[self.caret]


class Writing:
    """Deeds in the forms of the flow that is drawn; after each the document is compared with what the model says."""

    def __init__(self, drawing: Drawing, random: Random) -> None:
        self.drawing, self.page, self.random = drawing, drawing.page, random

    def write_message(self) -> str:
        """Type, take back and choose a variable in the text of a message; answers what was done."""
        node = self._open("send_message")
        if node is None or node["config"]["body"].get("type") != "text":
            return "no message"
        before = self.drawing.document()
        field = self.drawing.form().get_by_role("textbox", name="Text", exact=True)
        expect(field).to_be_editable()
        field.click()
        self.page.keyboard.press("ControlOrMeta+End")
        text = Text(node["config"]["body"]["text"])
        did = []
        for _ in range(self.random.randrange(1, 5)):
            act = self._clear if len(text.letters) > LONG else self.random.choice(self._acts())
            act(text)
            did.append(f"{act.__name__.strip('_')} → {text}")
        node["config"]["body"]["text"] = str(text)
        self._compare(with_node(before, node), did)
        return " | ".join(did)

    def change_setting(self) -> str:
        """Another rule, match, length, preview or entry; answers which."""
        changes = {
            "condition": (self._rule, self._mode),
            "trigger": (self._match, self._keyword),
            "wait": (self._length,),
            "send_message": (self._preview,),
        }
        kind = self.random.choice((*changes, "flow"))
        if kind == "flow":
            return self._reentry()
        node = self._open(kind)
        if node is None:
            return f"no {kind}"
        before = self.drawing.document()
        change = self.random.choice(changes[kind])
        did = change(self.drawing.form(), node["config"])
        self._compare(with_node(before, node), [did])
        return did

    def _acts(self) -> tuple[Callable[[Text], None], ...]:
        return (
            self._letters,
            self._letters,
            self._emoji,
            self._variable,
            self._back,
            self._home,
            self._clear,
        )

    def _letters(self, text: Text) -> None:
        letters = self.random.choice(LETTERS)
        self.page.keyboard.type(letters)
        text.put(letters)

    def _emoji(self, text: Text) -> None:
        emoji = self.random.choice(EMOJI)
        self.page.keyboard.insert_text(emoji)
        text.put(emoji)

    def _variable(self, text: Text) -> None:
        """By the list that two braces open, at the end of the text; half a brace before them would be another text."""
        self.page.keyboard.press("ControlOrMeta+End")
        text.caret = len(text.letters)
        if str(text).endswith("{"):
            return
        self.page.keyboard.type("{{contact.na")
        offered = self.page.locator(".cm-variables").get_by_role("option", name="contact.name")
        offered.click()
        text.put(VARIABLE)

    def _back(self, text: Text) -> None:
        for _ in range(self.random.randrange(1, 4)):
            self.page.keyboard.press("Backspace")
            text.take_back()

    def _home(self, text: Text) -> None:
        self.page.keyboard.press("ControlOrMeta+Home")
        text.caret = 0

    def _clear(self, text: Text) -> None:
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Backspace")
        text.letters, text.caret = [], 0

    def _rule(self, form: Locator, config: dict[str, Any]) -> str:
        """The first rule of the first branch gets another field, comparison and value."""
        rules = form.get_by_role("group", name="Branch 1").get_by_role("group", name="Rule 1")
        field, (word, op) = self.random.choice(FIELDS), self.random.choice(list(COMPARISONS.items()))
        rules.get_by_role("combobox", name="Field").fill(field)
        self.page.keyboard.press("Enter")
        rules.get_by_role("combobox", name="Comparison").select_option(word)
        rule = {"field": field, "op": op}
        if op != "is_set":
            rule["value"] = f"Größe {self.random.randrange(100)} 🪴"
            self._fill(rules.get_by_role("textbox", name="Value"), rule["value"])
        when = config["branches"][0]["when"]
        (mode,) = when
        when[mode][0] = rule
        return f"rule {rule}"

    def _mode(self, form: Locator, config: dict[str, Any]) -> str:
        """All of the rules or any of them; a rule that was empty then has its comparison written out."""
        name = self.random.choice(list(MODES))
        branch = config["branches"][0]
        (mode,) = branch["when"]
        form.get_by_text(name, exact=True).click()
        if MODES[name] != mode:
            branch["when"] = {MODES[name]: [{"op": "equals", **rule} for rule in branch["when"][mode]]}
        return name

    def _match(self, form: Locator, config: dict[str, Any]) -> str:
        word, match = self.random.choice(list(MATCHES.items()))
        form.get_by_role("combobox", name="The message").select_option(label=word)
        config["on"]["match"] = match
        return f"match {match}"

    def _keyword(self, form: Locator, config: dict[str, Any]) -> str:
        """One more, where there are words at all."""
        if config["on"].get("match", "any") == "any":
            return "no words"
        word = f"ñu{self.random.randrange(10**6)}"
        form.get_by_role("textbox", name="Words").click()
        self.page.keyboard.type(word)
        self.page.keyboard.press("Enter")
        config["on"]["keywords"] = [*config["on"].get("keywords", []), word]
        return f"word {word}"

    def _length(self, form: Locator, config: dict[str, Any]) -> str:
        hours = self.random.randrange(1, 24)
        self._fill(form.get_by_role("group", name="For").get_by_role("textbox", name="hours"), str(hours))
        config["duration"] = {"hours": hours}
        return f"{hours} hours"

    def _preview(self, form: Locator, config: dict[str, Any]) -> str:
        form.get_by_role("switch", name="Show a preview of the first link").click(force=True)
        config["body"]["previewUrl"] = not config["body"].get("previewUrl", False)
        return f"preview {config['body']['previewUrl']}"

    def _reentry(self) -> str:
        before = self.drawing.document()
        name, kind = self.random.choice(list(REENTRIES.items()))
        panel = self.page.get_by_role("button", name="Flow settings", exact=True)
        if panel.get_attribute("aria-pressed") != "true":  # it comes back when a node's form is closed
            panel.click()
        self.page.get_by_label("How often a contact may enter").select_option(name)
        settings = {**before.get("settings", {}), "reentry": {"type": kind}}
        self._compare({**before, "settings": settings}, [name])
        return f"entry {kind}"

    def _fill(self, field: Locator, text: str) -> None:
        expect(field).to_be_editable()
        field.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Backspace")
        self.page.keyboard.type(text)

    def _open(self, kind: str) -> Node | None:
        """Click on one of these cards where it can be seen; what is opened is the one that lies on top there."""
        nodes = self.drawing.document()["nodes"]
        wanted = [node["id"] for node in nodes if node["type"] == kind]
        if not wanted:
            return None
        box = self.drawing.node(self.random.choice(wanted)).bounding_box()
        if box is None:
            return None
        place = [box["x"] + min(20, box["width"] / 2), box["y"] + min(10, box["height"] / 2)]
        met = self.page.evaluate(CARD_AT, place)
        found = [node for node in nodes if node["id"] == met and node["type"] == kind]
        if not found:
            return None
        self.page.mouse.click(*place)
        expect(self.drawing.form()).to_be_visible()
        expect(self.page.locator(".react-flow__node.selected")).to_have_attribute("data-id", found[0]["id"])
        return deepcopy(found[0])

    def _compare(self, expected: Document, did: list[str]) -> None:
        """While the field still has the keyboard, and once it was left."""
        assert self.drawing.document() == expected, did
        self.page.keyboard.press("Escape")
        assert self.drawing.document() == expected, f"left the field after {did}"


CARD_AT = """([x, y]) => {
  const there = document.elementFromPoint(x, y);
  return there?.closest("button, .react-flow__handle") ? null : there?.closest(".react-flow__node")?.dataset.id ?? null;
}"""


def with_node(document: Document, node: Node) -> Document:
    """The document with this node instead of the one that has its id."""
    nodes = [node if each["id"] == node["id"] else each for each in document["nodes"]]
    return {**document, "nodes": nodes}
