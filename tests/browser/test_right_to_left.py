"""What points onward, numbers, clocks and keys where sentences run from right to left; keys on a Mac, too."""

from collections.abc import Callable

import pytest
from drawing import Drawing
from flow_documents import greeting
from greeter import Greeter
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
PHONE = "+34600112233"
ALONE = "\u2066+34600112233\u2069"
"""The number with the isolates that keep its plus before it."""


@pytest.fixture
def page(owner_tab: Callable[..., Page]) -> Page:
    """A tab of somebody who reads Arabic."""
    page = owner_tab(viewport={"width": 1440, "height": 900})
    page.evaluate("localStorage.setItem('parley-language', 'ar')")
    return page


def test_arrows_point_to_the_left_and_a_player_plays_to_the_right(page: Page, product: Running) -> None:
    shop = Greeter(product.sign_in())
    shop.reach("Bea", PHONE, waitingFor="reply")
    shop.nickname(PHONE, "B")
    shop.hear("Bea", PHONE, "yes")
    execution = shop.until(PHONE, status="Completed")
    page.goto(f"/executions/{execution}")
    replied = page.get_by_role("listitem").filter(has_text="تم الرد")
    assert replied.locator(".onward").evaluate("arrow => getComputedStyle(arrow).scale") == "-1 1"
    player = page.get_by_role("region", name="إعادة العرض")
    first = player.get_by_role("button", name="الأول", exact=True).bounding_box()
    last = player.get_by_role("button", name="الأخير", exact=True).bounding_box()
    thumb = player.get_by_role("slider").bounding_box()
    track = player.locator(".mantine-Slider-track").bounding_box()
    assert first
    assert last
    assert thumb
    assert track
    assert first["x"] < last["x"]
    assert thumb["x"] > track["x"] + track["width"] / 2, "the last step is at the right"
    assert ALONE in page.get_by_role("main").inner_text()
    page.goto(f"/phone/{shop.account_id}")
    expect(page.get_by_text(ALONE)).to_be_visible()


def test_what_a_test_expected_and_when_it_plays_are_said_in_arabic(page: Page, shelf: Shelf) -> None:
    wrong = {"name": "١", "steps": [{"type": "say", "text": "hi"}, {"type": "expect", "text": "Bye"}]}
    Drawing.at(page, shelf.add(greeting("٢") | {"tests": [wrong]}))
    page.get_by_role("button", name="المحاكي", exact=True).click()
    simulator = page.get_by_role("region", name="المحاكي", exact=True)
    expect(simulator.get_by_label("الوقت في المحاكاة")).to_contain_text("مارس")
    simulator.get_by_text("الاختبارات (⁨1⁩)").or_(simulator.get_by_text("الاختبارات (1)")).click()
    simulator.get_by_role("button", name="تشغيل الكل").click()
    expect(simulator.get_by_role("listitem")).to_contain_text("وكان المتوقع")


def test_a_cron_line_is_said_in_arabic(page: Page, shelf: Shelf) -> None:
    flow = greeting("Mornings")
    flow["nodes"][0]["config"]["on"] = {"type": "schedule", "cron": "0 9 1 1 *", "timezone": "UTC"}
    drawing = Drawing.at(page, shelf.add(flow))
    drawing.node("start").click()
    expect(page.locator("[data-side-panel]").get_by_text("يناير")).to_be_visible()


def test_keys_are_called_as_on_the_persons_keyboard(
    page: Page, owner_tab: Callable[..., Page], shelf: Shelf
) -> None:
    flow_id = shelf.add(greeting("Keys"))
    Drawing.at(page, flow_id)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("kbd").filter(has_text="Shift+سحب")).to_be_visible()
    expect(sheet.locator("kbd").filter(has_text="مسافة")).to_be_visible()
    expect(sheet.locator("kbd").first).to_have_attribute("dir", "ltr")
    mac = owner_tab(viewport={"width": 1440, "height": 900}, user_agent=MAC)
    Drawing.at(mac, flow_id)
    expect(mac.get_by_role("button", name="Redo", exact=True)).to_have_attribute("title", "Redo (⌘⇧Z)")
    mac.keyboard.press("?")
    sheet = mac.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_text("⌘K", exact=True)).to_be_visible()
    expect(sheet.get_by_text("Ctrl")).to_have_count(0)
    mac.keyboard.press("Escape")
    mac.keyboard.press("Meta+k")
    expect(mac.get_by_role("option").get_by_text("⌘F", exact=True)).to_be_visible()
