"""What becomes of a call to the outside that fails: how often it is tried, how long the pauses are, how long a try may take."""

import math
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from engine.fields import hint

LONGEST_TIMEOUT = 600  # seconds
LONGEST_PAUSE = 86_400  # seconds
LONGEST_ASKED = 3_600.0  # seconds that a vendor's `Retry-After` is followed
MAX_VENDOR = 100  # characters


class Retry(msgspec.Struct, rename="camel", forbid_unknown_fields=True, frozen=True):
    """When and how often a call that failed is tried again. The pause doubles each time; a vendor may ask for a longer one."""

    title: ClassVar[str] = "If it fails"

    attempts: Annotated[
        int, Meta(ge=1, le=20), hint("Attempts", "How often it is tried in all; 1 tries once.")
    ] = 3
    first_pause: Annotated[
        int,
        Meta(ge=0, le=LONGEST_PAUSE),
        hint("First pause", "Seconds before the second attempt; they double each time."),
    ] = 2
    longest_pause: Annotated[
        int, Meta(ge=0, le=LONGEST_PAUSE), hint("Longest pause", "Seconds; a vendor may ask for more.")
    ] = 300
    when: Annotated[
        Literal["passing", "not_received"],
        hint(
            "Try again",
            "A call that got no answer may have arrived all the same.",
            labels={"passing": "Whenever it may pass", "not_received": "Only if it surely did not arrive"},
        ),
    ] = "passing"

    def pause(self, attempt: int, asked: float, chance: float) -> float:
        """Seconds until the next attempt after `attempt` of them; `asked` are the vendor's, `chance` is between 0 and 1."""
        grown = min(self.first_pause * 2.0 ** min(attempt - 1, 30), self.longest_pause)
        wanted = min(asked, LONGEST_ASKED) if math.isfinite(asked) else 0.0
        return max(grown * (0.5 + chance / 2), wanted)

    def allows(self, has_arrived: bool) -> bool:
        """Whether a call may be made again; `has_arrived` says that the one before may have reached the vendor."""
        return self.when == "passing" or not has_arrived


def host_of(text: str) -> str | None:
    """The host of a web address, in small letters."""
    try:
        return urlsplit(text.strip()).hostname
    except ValueError:
        return None
