"""Short ways to say an issue, and the fixes it may offer."""

from msgspec.structs import replace

from engine.errors import Issue
from engine.fixes import Fix, SetField


def error(code: str, message: str, node_id: str | None, field: str | None, *fixes: Fix) -> Issue:
    """An issue that keeps the flow from being published."""
    return Issue("error", code, message, node_id, field, fixes)


def warning(code: str, message: str, node_id: str | None, field: str | None, *fixes: Fix) -> Issue:
    """An issue that the author may leave as it is."""
    return Issue("warning", code, message, node_id, field, fixes)


def moved(issue: Issue, node_id: str) -> Issue:
    """The same issue of another node with the same settings."""
    fixes = tuple(replace(fix, node_id=node_id) if isinstance(fix, SetField) else fix for fix in issue.fixes)
    return replace(issue, node_id=node_id, fixes=fixes)
