"""What became of calls to the outside and of sends, counted by this process; the metrics read it."""

from collections import Counter
from typing import Literal

CallOutcome = Literal["done", "failed", "gave_up", "tried_again", "late"]
"""`failed`: refused or broken at once; `gave_up`: after the last attempt; `late`: another attempt had taken over."""
SendOutcome = Literal["sent", "failed", "unknown", "tried_again", "slowed_down"]
"""`tried_again`: it certainly did not arrive; `slowed_down`: WhatsApp asked for a pause."""


class Outcomes:
    """Counts since the process started. One object is shared by the effect runner and the sender."""

    def __init__(self) -> None:
        self.calls: Counter[CallOutcome] = Counter()
        self.sends: Counter[SendOutcome] = Counter()
