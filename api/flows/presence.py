"""The route by which the tabs of editors hear of each other."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from api.errors import not_found
from api.given import GivenPrincipal, GivenServices
from api.lists import RowId
from api.permissions import Permission, opens
from storage import presence
from storage.presence import Presence


class PresenceBody(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Which tab has the flow open, and whether somebody edits there; one that leaves says so."""

    tab: Annotated[str, Meta(pattern=r"^[0-9a-z]{4,40}$", description="A name the tab gives itself.")]
    is_editing: bool = False
    leaves: bool = False


@post("/api/flows/{flow_id:int}/presence", opt=opens(Permission.VIEW_FLOWS), status_code=200)
async def be_present(
    flow_id: RowId, data: JSONBody[PresenceBody], principal: GivenPrincipal, services: GivenServices
) -> Presence:
    """Say every five seconds that a tab has the flow open, and hear who else has it and which draft is the newest."""
    actor = principal.owner_id, flow_id, principal.user_id
    found = await presence.be_present(*actor, data.tab, data.is_editing, services.clock())
    if found is None:
        raise not_found("flow")
    if data.leaves:
        await presence.be_gone(*actor, data.tab)
    return found
