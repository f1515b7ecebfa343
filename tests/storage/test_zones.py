"""The time zone of a contact, as a flow sees it."""

import pytest
from workshop import Workshop

from engine.zones import is_zone, zone_of
from storage import lanes

pytestmark = pytest.mark.anyio


async def test_the_owners_zone_stands_in_for_a_missing_one(database: str) -> None:
    shop = await Workshop.open(database)
    await shop.connection.execute("UPDATE app_user SET timezone = 'Europe/Madrid'")
    await shop.receive(shop.says("hi", phone="+1"), shop.says("hi", phone="+2"))
    await shop.connection.execute("UPDATE contact SET timezone = 'Asia/Tokyo' WHERE phone = '+2'")
    shop.clock.move(seconds=1)
    ids = await shop.column("SELECT lane_id FROM contact ORDER BY phone")
    work = {lane.lane_id: lane.contact for lane in await lanes.read(shop.connection, ids, shop.clock.now())}
    await shop.close()
    assert [contact.timezone for lane in ids if (contact := work[lane])] == ["Europe/Madrid", "Asia/Tokyo"]


def test_a_name_that_is_no_zone_reads_as_utc() -> None:
    assert is_zone("Europe/Madrid")
    for name in ("", "Madrid", "../etc/passwd", "localtime", "/UTC", "europe/madrid"):
        assert not is_zone(name)
        assert zone_of(name).key == "UTC"
