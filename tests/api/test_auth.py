"""Signing in: the first run, passwords, lockout and the chain of refresh tokens."""

import asyncio

import httpx
import pytest

from api.app import MAX_BODY
from api.auth.routes import COOKIE
from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery staple"
OWNER = {"email": "Ana@example.com", "password": PASSWORD, "name": "Ana"}


async def test_the_first_run_creates_the_owner_once(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/setup")).json() == {"needed": True}
    made = await client.post("/api/setup", json=OWNER)
    assert made.status_code == 201
    user = made.json()["user"]
    assert "cancel_executions" in user.pop("permissions")
    assert user == {
        "id": 1, "email": "ana@example.com", "name": "Ana", "role": "Owner", "timezone": "UTC"
    }  # fmt: skip
    assert (await client.get("/api/setup")).json() == {"needed": False}
    again = await client.post("/api/setup", json=OWNER | {"email": "eve@example.com"})
    assert (again.status_code, again.json()["code"]) == (409, "setup_done")


async def test_two_first_runs_at_once_make_one_owner(client: httpx.AsyncClient) -> None:
    bodies = [OWNER | {"email": f"{n}@example.com"} for n in range(8)]
    answers = await asyncio.gather(*(client.post("/api/setup", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


@pytest.mark.parametrize("change", [{"role": "Owner"}, {"isActive": True}, {"id": 7}])
async def test_nobody_assigns_what_is_not_asked_for(
    client: httpx.AsyncClient, change: dict[str, object]
) -> None:
    answer = await client.post("/api/setup", json=OWNER | change)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert await fetch("SELECT 1 FROM app_user") == []


async def test_the_token_opens_the_door(client: httpx.AsyncClient) -> None:
    await client.post("/api/setup", json=OWNER)
    answer = await client.post("/api/auth/login", json={"email": "ANA@example.com", "password": PASSWORD})
    token = answer.json()["accessToken"]
    me = await client.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["email"] == "ana@example.com"
    for header in ("", "Bearer", f"Bearer {token[:-3]}", f"Basic {token}", "Bearer ..", "Bearer a.b.c"):
        refused = await client.get("/api/me", headers={"Authorization": header})
        assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")


async def test_a_long_password_with_emoji_works_and_counts_to_its_end(client: httpx.AsyncClient) -> None:
    password = "🐚" * 60
    await client.post("/api/setup", json=OWNER | {"password": password})
    assert (await login(client, password)).status_code == 200
    assert (await login(client, password[:-1] + "x")).status_code == 401


async def test_every_refusal_reads_the_same(client: httpx.AsyncClient) -> None:
    await client.post("/api/setup", json=OWNER)
    wrong = await login(client, "wrong password")
    unknown = await login(client, PASSWORD, "nobody@example.com")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_the_fifth_wrong_password_locks_the_account_for_a_minute(client, clock) -> None:
    await client.post("/api/setup", json=OWNER)
    for _ in range(5):
        assert (await login(client, "wrong password")).status_code == 401
    assert (await login(client)).status_code == 401, "locked, so the right password does not help"
    clock.move(seconds=61)
    assert (await login(client)).status_code == 200
    assert (await fetch_one("SELECT login_attempts, locked_until FROM app_user")) == {
        "login_attempts": 0, "locked_until": None
    }  # fmt: skip


async def test_parallel_guesses_do_not_pass_the_lock(client: httpx.AsyncClient) -> None:
    await client.post("/api/setup", json=OWNER)
    await asyncio.gather(*(login(client, f"guess {n}") for n in range(20)))
    counted = await fetch_one("SELECT login_attempts FROM app_user")
    assert counted == {"login_attempts": 5}, "the others were refused before their password was looked at"


async def test_the_lock_grows(client, clock) -> None:
    await client.post("/api/setup", json=OWNER)
    for _ in range(5):
        await login(client, "wrong password")
    clock.move(seconds=61)
    await login(client, "wrong password")
    clock.move(seconds=61)
    assert (await login(client)).status_code == 401, "the second lock lasts two minutes"
    clock.move(seconds=61)
    assert (await login(client)).status_code == 200


async def test_twenty_refreshes_at_once_give_one_successor(client: httpx.AsyncClient) -> None:
    token = await signed_in(client)
    answers = await asyncio.gather(*(refresh(client, token) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.cookies[COOKIE] for answer in answers}) == 1
    assert len(await fetch("SELECT 1 FROM refresh_token WHERE used_at IS NULL")) == 1


async def test_a_retry_within_the_grace_gets_the_same_successor(client, clock) -> None:
    token = await signed_in(client)
    first = await refresh(client, token)
    clock.move(seconds=9)
    again = await refresh(client, token)
    assert again.cookies[COOKIE] == first.cookies[COOKIE]
    assert (await refresh(client, first.cookies[COOKIE])).status_code == 200


async def test_a_token_used_again_after_the_grace_ends_the_session(client, clock) -> None:
    token = await signed_in(client)
    successor = (await refresh(client, token)).cookies[COOKIE]
    clock.move(seconds=11)
    assert (await refresh(client, token)).status_code == 401
    ended = await refresh(client, successor)
    assert (ended.status_code, ended.json()["code"]) == (401, "session_over")


async def test_a_session_ends_after_a_month_or_at_logout(client, clock) -> None:
    token = await signed_in(client)
    clock.move(days=31)
    assert (await refresh(client, token)).status_code == 401
    token = (await login(client)).cookies[COOKIE]
    left = await client.post("/api/auth/logout", headers={"Cookie": f"{COOKIE}={token}"})
    assert left.status_code == 204
    assert (await refresh(client, token)).status_code == 401


async def test_only_the_hash_is_kept_and_the_cookie_is_closed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/setup", json=OWNER)
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/auth"))
    stored = await fetch_one("SELECT token, password FROM refresh_token, app_user")
    assert stored
    assert answer.cookies[COOKIE] not in stored["token"]
    assert stored["password"].startswith("$2b$")


@pytest.mark.parametrize("token", ["", "x", "x" * 200, "%00", "\u00e9"])
async def test_made_up_refresh_tokens_are_refused(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={token}".encode()})
    assert answer.status_code == 401


async def test_nul_bytes_and_huge_bodies_are_refused_in_words(client: httpx.AsyncClient) -> None:
    nul = await client.post("/api/setup", json=OWNER | {"name": "A\0na"})
    assert (nul.status_code, nul.json()["code"]) == (400, "invalid")
    huge = await client.post("/api/auth/login", content=b" " * (MAX_BODY + 1))
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


async def login(
    client: httpx.AsyncClient, password: str = PASSWORD, email: str = "ana@example.com"
) -> httpx.Response:
    client.cookies.clear()
    return await client.post("/api/auth/login", json={"email": email, "password": password})


async def signed_in(client: httpx.AsyncClient) -> str:
    return (await client.post("/api/setup", json=OWNER)).cookies[COOKIE]


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    client.cookies.clear()
    return await client.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={token}"})
