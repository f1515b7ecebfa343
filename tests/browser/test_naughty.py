"""The Big List of Naughty Strings as names and messages: the pages show it as text and nothing of it runs."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from running import Running
from unharmed import is_unharmed
from webhooks import contact, envelope, signed, text, value

PHONE = {
    "provider": "simulator",
    "phoneNumberId": "naughty",
    "appSecret": "naughty secret",
}
TALKER = "34611000000"
PAGE = 50
UNMARKED = str.maketrans("", "", "*_~`")
"""Without WhatsApp's marks, which are drawn."""


@pytest.fixture(scope="module")
def naughty(corpora: Path) -> list[str]:
    """The strings; none holds a NUL or a lone surrogate."""
    strings: list[str] = json.loads((corpora / "attacks/blns.json").read_text())
    assert len(strings) > 500
    return strings


@pytest.fixture(scope="module")
def account_id(product: Running, naughty: list[str]) -> int:
    """A simulator account to which every string was sent as a name, and by one talkative contact as text."""
    account_id: int = product.sign_in().post("/api/whatsapp-accounts", json=PHONE).json()["id"]
    names = [
        value(
            text(string, f"wamid.name{place}", number(place)),
            number_id="naughty",
            contacts=[contact(string, number(place))],
        )
        for place, string in enumerate(naughty)
    ]
    talk = [
        value(
            text(string, f"wamid.text{place}", TALKER),
            number_id="naughty",
            contacts=[contact("Talker", TALKER)],
        )
        for place, string in enumerate(naughty)
    ]
    for values in (names, talk):
        answer = httpx.post(
            f"{product.url}/hooks/whatsapp", **signed(envelope(*values), "naughty secret"), timeout=60
        )
        assert answer.status_code == 200
    return account_id


def test_names_are_shown_as_text(owner_page: Page, account_id: int, naughty: list[str]) -> None:
    owner_page.goto(f"/phone/{account_id}")
    rows = owner_page.get_by_role("region", name="Customers").get_by_role("listitem")
    for shown in range(PAGE, len(naughty) + 1, PAGE):
        expect(rows).to_have_count(shown)
        owner_page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(len(naughty) + 1)
    names = set(rows.locator(".foreign-line").all_text_contents())
    kept = {string.strip()[:256].strip() or f"+{number(place)}" for place, string in enumerate(naughty)}
    assert names == kept | {"Talker"}
    assert is_unharmed(owner_page)


def test_messages_are_shown_as_text(
    owner_page: Page, product: Running, account_id: int, naughty: list[str]
) -> None:
    owner_page.goto(f"/phone/{account_id}/{talker(product, account_id)}")
    said = owner_page.get_by_role("log").locator("[data-direction=Inbound] .foreign")
    for count in range(PAGE, len(naughty) + 1, PAGE):
        expect(said).to_have_count(count)
        owner_page.get_by_role("button", name="Show earlier messages").click()
    expect(said).to_have_count(len(naughty))
    shown = [words.translate(UNMARKED) for words in said.all_text_contents()]
    assert shown == [words.translate(UNMARKED) for words in naughty]
    assert is_unharmed(owner_page)


def number(place: int) -> str:
    """The number of the contact with this name, without the plus."""
    return f"34612{place:06d}"


def talker(product: Running, account_id: int) -> int:
    newest = product.sign_in().get("/api/contacts", params={"accountId": account_id}).json()["items"][0]
    assert newest["phone"] == f"+{TALKER}"
    contact_id: int = newest["id"]
    return contact_id
