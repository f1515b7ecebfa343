"""Asking with reply buttons: a way out for each."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.errors import EvaluationFailed
from engine.facts import AT_ONCE, HEARD, Passage, Problem, Write
from engine.fields import Duration, Identifier, Text, VariableName, hint
from engine.limits import limit_problems
from engine.node import Node, Wait
from engine.triggers import normalise
from nodes.waits import duration_problems, timed

# WhatsApp's limits of an interactive message; they hold for what a template comes out as.
MAX_BODY = 1024
MAX_EDGE = 60
MAX_TITLE = 20
MAX_BUTTONS = 3

WAYS = ("other", "timeout", "failed")


class Button(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A button under the message; its id is the port."""

    id: Annotated[Identifier, hint(hidden=True)]
    title: Annotated[Text, Meta(min_length=1), hint("Title", placeholder="Yes, please", limit=MAX_TITLE)]


class SendButtons(Node, tag="send_buttons"):
    """Send a message with up to three buttons and wait for the answer. Each button is a way out, typing its title counts as well."""

    group, ports, ports_from, waits, sends = "Messages", WAYS, "buttons", True, True
    text: Annotated[
        Text,
        Meta(min_length=1),
        hint(
            "Message",
            "Type {{ to insert a variable.",
            multiline=True,
            placeholder="Shall we send it today?",
            limit=MAX_BODY,
            formatted=True,
        ),
    ]
    buttons: Annotated[
        list[Button],
        Meta(min_length=1, max_length=MAX_BUTTONS),
        hint("Buttons", "Up to three, with titles of up to 20 characters. Each is a way out."),
    ]
    header: Annotated[
        Text | None,
        hint("Header", "A bold line above the message.", placeholder="Your order", limit=MAX_EDGE),
    ] = None
    footer: Annotated[
        Text | None,
        hint("Footer", "A small line below it.", placeholder="Reply STOP to leave", limit=MAX_EDGE),
    ] = None
    save_to: Annotated[
        VariableName | None,
        hint(
            "Save the answer as", "A variable that keeps the title, or what was typed.", placeholder="answer"
        ),
    ] = None
    timeout: Annotated[
        Duration | None,
        hint("Wait no longer than", "Then the flow goes another way; without it, it waits for ever."),
    ] = None

    def slow_ports(self) -> tuple[str, ...]:
        """A refusal may come at once, again and again."""
        return tuple(port for port in self.all_ports() if port != "failed")

    def problems(self) -> Iterator[Problem]:
        """What is surely sent is within WhatsApp's limits; ids and titles differ."""
        yield from limit_problems("text", self.text, MAX_BODY)
        yield from limit_problems("header", self.header or "", MAX_EDGE)
        yield from limit_problems("footer", self.footer or "", MAX_EDGE)
        ids, titles = set(WAYS), set()
        for index, button in enumerate(self.buttons):
            if button.id in ids:
                yield f"buttons[{index}].id", f"The button id '{button.id}' is already in use."
            yield from limit_problems(f"buttons[{index}].title", button.title, MAX_TITLE)
            if normalise(button.title) in titles:
                yield (
                    f"buttons[{index}].title",
                    f"There is a button called '{button.title}' already: WhatsApp wants different titles.",
                )
            ids.add(button.id)
            titles.add(normalise(button.title))
        if self.timeout is not None:
            yield from duration_problems("timeout", self.timeout)

    def sets(self) -> Iterator[Write]:
        """The answer, behind the ways that one leads to."""
        if self.save_to:
            yield Write(self.save_to, "text", (*(button.id for button in self.buttons), "other"))

    def passage(self, port: str) -> Passage | None:
        """An answer, the timeout, or a refusal, which counts as no time."""
        if port == "failed":
            return AT_ONCE
        return timed(self.timeout) if port == "timeout" else HEARD

    def endless(self) -> str | None:
        """It waits for ever without a timeout."""
        return "timeout" if self.timeout is None else None

    def run(self, ctx: Context) -> Wait:
        """Send, and rest until the answer, the timeout, or word that WhatsApp refused the message."""
        self._check()
        lines = filter(None, (_edge(self.header), self.text, _edge(self.footer)))
        titles = [(button.id, button.title) for button in self.buttons]
        ctx.send(" ".join(("\n".join(lines), *(f"[{title}]" for _, title in titles))), self._body(ctx.place))
        ctx.note("buttons", titles)
        until = ctx.now + self.timeout.length() if self.timeout else None
        return Wait("reply", until, hears_failure=True)

    def resume(self, ctx: Context, event: str) -> str:
        """The way of the button that was tapped, or whose title was typed."""
        titles: list[tuple[str, str]] = ctx.output.pop("buttons")
        if event != "message":
            return "timeout" if event == "timer" else "failed"
        message = ctx.scope["message"]
        ctx.note("reply", message["text"])
        if self.save_to:
            ctx.set(self.save_to, message["text"])
        if tapped := message.get("button"):
            # A button of an older message, or of somebody else's, was no answer to this question.
            meant = {f"{ctx.place}/{button_id}": button_id for button_id, _ in titles}
            return meant.get(tapped, "other")
        typed = {normalise(title): button_id for button_id, title in titles}
        return typed.get(normalise(message["text"]), "other")

    def _check(self) -> None:
        """What the templates came out as is what WhatsApp takes."""
        parts = (
            ("message", self.text, MAX_BODY),
            ("header", _edge(self.header), MAX_EDGE),
            ("footer", _edge(self.footer), MAX_EDGE),
        )
        for name, text, limit in (*parts, *(("button", button.title, MAX_TITLE) for button in self.buttons)):
            if text is not None and len(text) > limit:
                raise EvaluationFailed(
                    f"The {name} '{text[:40]}…' is too long: WhatsApp takes up to {limit:,} characters."
                )
        titles = [normalise(button.title) for button in self.buttons]
        if "" in titles or not self.text.strip():
            raise EvaluationFailed("The message or the title of a button came out empty.")
        if len(set(titles)) < len(titles):
            raise EvaluationFailed("Two buttons came out with the same title, which WhatsApp refuses.")

    def _body(self, place: str) -> dict[str, Any]:
        buttons = [
            {"type": "reply", "reply": {"id": f"{place}/{button.id}", "title": button.title}}
            for button in self.buttons
        ]
        header, footer = _edge(self.header), _edge(self.footer)
        return {
            "type": "interactive",
            "interactive": {
                "type": "button",
                **({"header": {"type": "text", "text": header}} if header else {}),
                "body": {"text": self.text},
                **({"footer": {"text": footer}} if footer else {}),
                "action": {"buttons": buttons},
            },
        }


def _edge(text: str | None) -> str | None:
    """A header or a footer; one of blanks is none, as WhatsApp refuses it."""
    return text if text and text.strip() else None


NODES = (SendButtons,)
