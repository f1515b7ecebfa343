"""Which messages WhatsApp refuses: what is no template, a day after the contact wrote last; and those that a script lets fail."""

from datetime import datetime, timedelta

from engine.model import OutboundMessage

WINDOW = timedelta(hours=24)
CLOSED = (
    "WhatsApp refuses it: the contact wrote last more than 24 hours before, so only a template may be sent."
)


class Window:
    """Knows when the contact wrote last, and what is to fail next."""

    def __init__(self, wrote_at: datetime) -> None:
        self.wrote_at = wrote_at
        self.failing: list[str] = []

    def refuse(self, message: OutboundMessage, now: datetime) -> str | None:
        """Why this message does not arrive."""
        if self.failing:
            return self.failing.pop(0)
        if message.body.get("type") != "template" and now - self.wrote_at >= WINDOW:
            return CLOSED
        return None
