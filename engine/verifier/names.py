"""The names that a flow may read, each a bit of one number, so that what two ways have in common is one operation."""

from collections.abc import Iterable, Iterator

from engine.facts import Write

CONTACT, MESSAGE, EVENT = "contact", "message", "event"
SAID = ""
"""There when a message was sent, and neither time passed nor a message came since."""
GIVEN = "*"
"""There when the flow that started this one may have given it any variable that it does not write itself."""


class Names:
    """The names of one flow: what triggers bring, and the variables that its nodes set."""

    def __init__(self, written: Iterable[Iterable[Write]]) -> None:
        names = dict.fromkeys((CONTACT, MESSAGE, EVENT, SAID, GIVEN))
        names |= dict.fromkeys(variable(write.name) for writes in written for write in writes)
        self._bits = {name: 1 << place for place, name in enumerate(names)}
        self.all = sum(self._bits.values()) & ~self[SAID]

    def __getitem__(self, name: str) -> int:
        """The bit of a name; a variable that no node sets can only be given."""
        return self._bits.get(name, self._bits[GIVEN])

    def of(self, *names: str) -> int:
        """Their bits together; they differ."""
        return sum(self[name] for name in names)

    def variables(self, bits: int) -> Iterator[str]:
        """The variables among these bits."""
        return (name for name, bit in self._bits.items() if bits & bit and name.startswith("vars."))


def variable(name: str) -> str:
    """The variable as texts read it."""
    return f"vars.{name}"
