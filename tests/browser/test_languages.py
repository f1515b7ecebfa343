"""The editor in other languages: chosen in the settings or asked for by the browser, and turned round for Arabic."""

import re
from collections.abc import Callable
from typing import Any

from flow_documents import greeting, row_of_three
from playwright.sync_api import Locator, Page, expect
from shelf import Shelf

NAMES = re.compile(
    r"Parley|WhatsApp|Meta|JSON|HTTP|React Flow|Ann|ann\d*@example\.com"
    r"|Order ٣|vars\.nme|\bhi\b|default\('…'\)"
)
"""Of products and people, and what the flow itself says."""
OURS = "Order ٣"
"""The name of the flow, in two writings."""


def wrong() -> dict[str, Any]:
    """The row of three; its message reads a variable that nothing sets."""
    flow = row_of_three() | {"name": OURS}
    flow["nodes"][1]["config"]["body"]["text"] = "{{ vars.nme }}"
    return flow


def foreign_words(place: Locator) -> list[str]:
    """Latin words in what is seen, beside names."""
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", place.inner_text()))


def in_arabic(page: Page) -> Page:
    page.evaluate("localStorage.setItem('parley-language', 'ar')")
    return page


def test_a_chosen_language_turns_the_page_round_and_lasts(owner_page: Page) -> None:
    owner_page.goto("/settings")
    owner_page.get_by_role("combobox", name="Language").click()
    owner_page.get_by_role("option", name="العربية").click()
    expect(owner_page.get_by_role("heading", name="الإعدادات")).to_be_visible()
    expect(owner_page.locator("html")).to_have_attribute("dir", "rtl")
    expect(owner_page.locator("html")).to_have_attribute("lang", "ar")
    assert foreign_words(owner_page.locator("body")) == []
    owner_page.reload()
    expect(owner_page.get_by_role("heading", name="الإعدادات")).to_be_visible()
    menu, page = owner_page.get_by_role("navigation").bounding_box(), owner_page.viewport_size
    assert menu is not None
    assert page is not None
    assert menu["x"] > page["width"] / 2


def test_the_list_of_flows_is_arabic(owner_page: Page, shelf: Shelf) -> None:
    shelf.add(wrong())
    in_arabic(owner_page).goto("/")
    expect(owner_page.get_by_role("link", name=OURS).first).to_be_visible()
    assert foreign_words(owner_page.locator("body")) == []


def test_a_canvas_its_forms_and_its_issues_are_arabic(owner_page: Page, shelf: Shelf) -> None:
    flow = shelf.add(wrong())
    in_arabic(owner_page).goto(f"/flows/{flow}")
    expect(owner_page.get_by_role("region", name="اللوحة")).to_have_attribute("dir", "ltr")
    expect(owner_page.get_by_text("إرسال أزرار")).to_be_visible()
    owner_page.locator(".react-flow__node[data-id=send_message]").click()
    form = owner_page.get_by_role("region", name=re.compile("إعدادات .*إرسال رسالة"))
    expect(form.get_by_text("اكتب {{ لإدراج متغيّر.")).to_be_visible()
    expect(form.get_by_text("لا شيء يعيّن", exact=False).first).to_be_visible()
    expect(form.get_by_role("button", name="حذفه عندما لا تكون له قيمة")).to_be_visible()
    assert foreign_words(owner_page.locator("body")) == []
    form.get_by_role("button", name="حذفه عندما لا تكون له قيمة").click()
    expect(form.get_by_text("يُعدّ فارغًا.")).to_be_visible()


def test_the_browsers_language_is_spoken_where_nothing_was_chosen(owner_tab: Callable[..., Page]) -> None:
    page = owner_tab(locale="pt-BR")
    page.goto("/")
    expect(page.get_by_role("heading", name="Fluxos")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "pt")


def test_dates_are_written_as_the_language_does(owner_tab: Callable[..., Page], shelf: Shelf) -> None:
    flow = shelf.add(greeting("Hola"))
    shelf.api.post(f"/api/flows/{flow}/publish").raise_for_status()
    page = owner_tab(locale="es-ES", timezone_id="UTC")
    page.goto(f"/flows/{flow}/versions")
    expect(page.get_by_role("columnheader", name="Publicada")).to_be_visible()
    months = "ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic"
    expect(page.get_by_role("row").nth(1)).to_contain_text(re.compile(rf"\d+ ({months}) \d{{4}}"))
