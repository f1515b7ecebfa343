"""Short ways to say an issue, and the fixes it may offer."""

from engine.errors import Issue
from engine.fixes import Fix


def error(code: str, message: str, node_id: str | None, field: str | None, *fixes: Fix) -> Issue:
    """An issue that keeps the flow from being published."""
    return Issue("error", code, message, node_id, field, fixes)


def warning(code: str, message: str, node_id: str | None, field: str | None, *fixes: Fix) -> Issue:
    """An issue that the author may leave as it is."""
    return Issue("warning", code, message, node_id, field, fixes)
