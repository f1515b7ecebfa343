"""WhatsApp accounts over HTTP: numbers, secrets, changes."""

import re
from typing import Any

import httpx
import pytest

from api.services import Services
from storage.accounts import SECRETS
from storage.database import fetch_one
from storage.secrets import account_place

pytestmark = pytest.mark.anyio

CLOUD = {
    "phoneNumber": "+34 600 11 22 33",
    "displayName": "Shop",
    "phoneNumberId": "1055512345",
    "accessToken": "token-text",
    "appSecret": "secret-text",
    "verifyToken": "verify-text",
}


async def test_secrets_go_in_and_never_come_out(owner: httpx.AsyncClient, services: Services) -> None:
    made = await create(owner, CLOUD)
    assert made.status_code == 201
    assert made.json()["phoneNumber"] == "+34600112233"
    for answer in (made, await owner.get("/api/whatsapp-accounts")):
        assert not any(text in answer.text for text in ("token-text", "secret-text", "verify-text"))
    row = await fetch_one("SELECT id, access_token, app_secret, verify_token FROM whatsapp_account")
    assert row
    opened = [services.vault.open(row[name], account_place(name, row["id"])).reveal() for name in SECRETS]
    assert opened == ["token-text", "secret-text", "verify-text"]
    assert "token-text" not in row["access_token"]


async def test_a_simulator_needs_a_number_only(owner: httpx.AsyncClient) -> None:
    made = await create(owner, {"phoneNumber": "+15550001111", "provider": "simulator"})
    assert made.status_code == 201
    assert (made.json()["connectionStatus"], made.json()["phoneNumberId"]) == ("Connected", "sim15550001111")


async def test_a_simulator_without_a_number_gets_one_that_nobody_has(
    owner: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    made = [await create(client, {"provider": "simulator"}) for client in (owner, owner, stranger)]
    numbers = {answer.json()["phoneNumber"] for answer in made}
    assert len(numbers) == 3
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501\d\d", number) for number in numbers)
    without = await create(owner, {key: value for key, value in CLOUD.items() if key != "phoneNumber"})
    assert [error["field"] for error in without.json()["errors"]] == ["phoneNumber"]


@pytest.mark.parametrize(
    "number", ["600112233", "hello", "+", "+34", "+999999999999999999", "", "＋３４", "+34\0600112233"]
)
async def test_what_is_no_number_is_refused_with_its_field(owner: httpx.AsyncClient, number: str) -> None:
    answer = await create(owner, CLOUD | {"phoneNumber": number})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["phoneNumber"]


async def test_a_cloud_account_names_what_is_missing(owner: httpx.AsyncClient) -> None:
    answer = await create(owner, {"phoneNumber": "+34600112233", "phoneNumberId": "1"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [
        "accessToken",
        "appSecret",
        "verifyToken",
    ]


async def test_a_number_is_connected_once(owner: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    await create(owner, CLOUD)
    for taken in (CLOUD, CLOUD | {"phoneNumber": "+34600112299"}, CLOUD | {"phoneNumberId": "7"}):
        answer = await create(stranger, taken)
        assert (answer.status_code, answer.json()["code"]) == (409, "account_exists")


async def test_a_change_touches_what_it_names(owner: httpx.AsyncClient, services: Services) -> None:
    account_id = (await create(owner, CLOUD)).json()["id"]
    await fetch_one("UPDATE whatsapp_account SET health_status = 'Critical', connection_status = 'Failed'")
    changed = await owner.patch(
        f"/api/whatsapp-accounts/{account_id}",
        json={"accessToken": "renewed", "unknownSends": "park", "dailyLimit": 500},
    )
    body = changed.json()
    assert (body["unknownSends"], body["dailyLimit"], body["displayName"]) == ("park", 500, "Shop")
    assert (body["healthStatus"], body["connectionStatus"]) == ("Healthy", "Connected")
    row = await fetch_one("SELECT access_token, app_secret FROM whatsapp_account")
    assert row
    assert (
        services.vault.open(row["access_token"], account_place("access_token", account_id)).reveal()
        == "renewed"
    )
    cleared = await owner.patch(f"/api/whatsapp-accounts/{account_id}", json={"dailyLimit": None})
    assert cleared.json()["dailyLimit"] is None


@pytest.mark.parametrize(
    "change",
    [{"userId": 2}, {"phoneNumber": "+1"}, {"messagesSentToday": 0}, {"sendRate": 0}, {"unknownSends": "x"}],
)
async def test_other_changes_are_refused(owner: httpx.AsyncClient, change: dict[str, Any]) -> None:
    account_id = (await create(owner, CLOUD)).json()["id"]
    answer = await owner.patch(f"/api/whatsapp-accounts/{account_id}", json=change)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def create(client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    return await client.post("/api/whatsapp-accounts", json=body)
