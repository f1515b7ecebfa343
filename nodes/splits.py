"""Splits: by chance, and by the hour."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Annotated

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.fields import Identifier, hint
from engine.node import Node
from engine.windows import TimeZoneName, Window, window_problems, zone_problems


class Share(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A way out: its id is the port."""

    id: Annotated[Identifier, hint(hidden=True)]
    weight: Annotated[
        int, Meta(ge=0, le=1_000_000), hint("Weight", "Its part of the sum of all weights.")
    ] = 1
    label: Annotated[
        str, Meta(max_length=100), hint("Name", "What the way out is called on the canvas.", placeholder="A")
    ] = ""


class RandomSplit(Node, tag="random_split"):
    """Send each contact one of several ways by chance, such as for an A/B test."""

    group, ports, ports_from, writes = "Logic", (), "branches", ()
    branches: Annotated[list[Share], Meta(min_length=2, max_length=20), hint("Ways")]
    sticky: Annotated[
        bool, hint("Always the same way for the same contact", "Also in later versions of this flow.")
    ] = True

    def problems(self) -> Iterator[tuple[str, str]]:
        """Ids are unique, and one weight at least is above zero."""
        taken: set[str] = set()
        for index, branch in enumerate(self.branches):
            if branch.id in taken:
                yield f"branches[{index}].id", f"The branch id '{branch.id}' is already in use."
            taken.add(branch.id)
        if not any(branch.weight for branch in self.branches):
            yield "branches", "Give one of the ways a weight above 0."

    def run(self, ctx: Context) -> str:
        """The way on which the contact's number between 0 and 1 falls."""
        share = ctx.share() if self.sticky else ctx.rng.random()
        ends = list(accumulate(branch.weight for branch in self.branches))
        ctx.note("share", round(share, 6))
        return next(
            branch.id for branch, end in zip(self.branches, ends, strict=True) if share * ends[-1] < end
        )


class BusinessHours(Node, tag="business_hours"):
    """Go one way within the hours of your business, and another outside of them."""

    group, ports, writes = "Logic", ("open", "closed"), ()
    window: Annotated[Window, hint("Open")]
    timezone: TimeZoneName = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """The window opens at some time."""
        yield from window_problems("window", self.window)
        yield from zone_problems("timezone", self.timezone)

    def run(self, ctx: Context) -> str:
        """Look at the clock."""
        zone = ctx.zone(self.timezone)
        ctx.note("localTime", f"{ctx.now.astimezone(zone):%a %Y-%m-%d %H:%M}")
        ctx.note("timezone", zone.key)
        return "open" if self.window.is_open(ctx.now, zone) else "closed"


NODES = (RandomSplit, BusinessHours)
