"""What a cron line means and when it fires next, for whoever is writing one."""

from datetime import datetime
from itertools import islice
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import QueryParameter

from api.given import GivenPrincipal, GivenServices
from api.permissions import Permission, opens
from api.zones import read_zone, zone_of_owner
from engine.cron import MAX_CRON, cron_problem, explain_cron, ticks
from engine.zones import zone_of

SHOWN = 3

CronLine = Annotated[str, QueryParameter(min_length=1, max_length=MAX_CRON)]
ZoneName = Annotated[str | None, QueryParameter(max_length=64, description="Yours when it is left away.")]


class ScheduleTimes(msgspec.Struct):
    """The line in English words, and its next times in local time with their offset from UTC; else what is wrong."""

    timezone: str
    text: str
    times: list[datetime]
    problem: str | None


@get("/api/schedule-times", opt=opens(Permission.VIEW_FLOWS))
async def schedule_times(
    principal: GivenPrincipal, services: GivenServices, cron: CronLine, timezone: ZoneName = None
) -> ScheduleTimes:
    """Say when a cron line fires next; of one that cannot be read or never fires, why."""
    zone = zone_of(read_zone(timezone) or await zone_of_owner(principal.owner_id))
    if problem := cron_problem(cron):
        return ScheduleTimes(zone.key, "", [], problem)
    coming = islice(ticks(cron, zone.key, services.clock()), SHOWN)
    return ScheduleTimes(zone.key, explain_cron(cron), [moment.astimezone(zone) for moment in coming], None)
