"""Who may do what: one table, asked before every route; a route without a permission is closed."""

from enum import StrEnum
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from storage.enums import UserRole

Connection = ASGIConnection[Any, Any, Any, Any]


class Permission(StrEnum):
    """What a route asks for. PUBLIC is open to everybody, SIGNED_IN to everybody with an account."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    VIEW_FLOWS = "view_flows"
    EDIT_FLOWS = "edit_flows"
    PUBLISH_FLOWS = "publish_flows"
    CANCEL_EXECUTIONS = "cancel_executions"
    VIEW_ACCOUNTS = "view_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_CONTACTS = "view_contacts"
    EDIT_CONTACTS = "edit_contacts"
    SEND_MESSAGES = "send_messages"


class Principal(msgspec.Struct, frozen=True):
    """Who acts (`user_id`), and whose rows they act on (`owner_id`)."""

    user_id: int
    owner_id: int
    role: UserRole


_AGENT = {
    Permission.SIGNED_IN,
    Permission.VIEW_FLOWS,
    Permission.VIEW_ACCOUNTS,
    Permission.VIEW_CONTACTS,
    Permission.EDIT_CONTACTS,
    Permission.SEND_MESSAGES,
}
_MANAGER = _AGENT | {Permission.EDIT_FLOWS, Permission.PUBLISH_FLOWS, Permission.CANCEL_EXECUTIONS}
_ADMIN = _MANAGER | {Permission.MANAGE_ACCOUNTS}
MATRIX: dict[UserRole, frozenset[Permission]] = {
    UserRole.AGENT: frozenset(_AGENT),
    UserRole.MANAGER: frozenset(_MANAGER),
    UserRole.ADMIN: frozenset(_ADMIN),
    UserRole.OWNER: frozenset(_ADMIN),
}


def opens(permission: Permission) -> dict[str, Permission]:
    """The `opt` of a route that asks for this permission."""
    return {"permission": permission}


async def require_permission(connection: Connection, handler: BaseRouteHandler) -> None:
    """The application's guard: find out who asks, and whether they may. Async, or Litestar runs it in a thread."""
    permission = handler.opt.get("permission")
    if permission is Permission.PUBLIC:
        return
    principal = _who_asks(connection)
    if principal is None:
        raise NotAuthorizedException("Sign in first.")
    if permission not in MATRIX[principal.role]:
        raise PermissionDeniedException(f"Your role ({principal.role}) does not allow this.")
    connection.scope["user"] = principal


def _who_asks(connection: Connection) -> Principal | None:
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    found: Principal | None = connection.app.state.services.tokens.principal(token.strip())
    return found
