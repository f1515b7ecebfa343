"""A flow gets a schedule, and then a date of the contact, in the editor."""

import os
from pathlib import Path

from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

SCREENS = os.environ.get("PARLEY_SCREENS")


def test_a_schedule_says_what_it_means_and_when_it_fires_next(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(greeting("Mornings"))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("start")
    form.get_by_label("Start when").select_option("At set times")
    line = form.get_by_label("Times", exact=True)
    expect(line).to_have_attribute("placeholder", "0 9 * * 1-5")
    line.fill("0 9 * * 1-5")
    form.get_by_label("Time zone").select_option("Europe/Madrid")
    expect(form).to_contain_text("At 09:00, on Mon–Fri.")
    expect(form).to_contain_text("(Europe/Madrid)")
    expect(drawing.node("start")).to_contain_text("Mon–Fri at 09:00")
    form.get_by_role("switch", name="For each contact").check()
    expect(form.get_by_label("With one of these tags")).to_be_visible()
    expect(drawing.node("start")).to_contain_text("Mon–Fri at 09:00, for each contact")
    take_a_picture(owner_page, "schedule")
    drawing.settle()
    on = {"type": "schedule", "cron": "0 9 * * 1-5", "timezone": "Europe/Madrid", "audience": {}}
    assert shelf.node(flow_id, "start")["config"] == {"on": on}
    line.fill("0 9 30 2 *")
    expect(form).to_contain_text("The day of the month in this line cannot be read, or never comes.")
    expect(form).not_to_contain_text("Next:")
    take_a_picture(owner_page, "refused")


def test_a_date_of_a_contact_is_set_up_in_words(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(greeting("Renewals"))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("start")
    form.get_by_label("Start when").select_option("A contact's date comes")
    form.get_by_label("Field with the date").fill("renewal")
    expect(form.get_by_label("Days", exact=True)).to_be_hidden()
    choice = form.get_by_label("When", exact=True)
    choice.get_by_text("Days before it").click()
    form.get_by_label("Days", exact=True).fill("3")
    expect(drawing.node("start")).to_contain_text("3 days before renewal, at 09:00")
    expect(form.get_by_label("Time zone")).to_have_value("contact")
    take_a_picture(owner_page, "date")
    drawing.settle()
    on = {"type": "contact_date", "field": "renewal", "when": "before", "days": 3}
    assert shelf.node(flow_id, "start")["config"] == {"on": on}
    form.get_by_label("Time of the day").fill("nine")
    expect(form).to_contain_text("Write it like 09:00.")


def take_a_picture(page: Page, name: str) -> None:
    """For a person to look at, when one asks for it."""
    if SCREENS:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SCREENS) / f"{name}-{scheme}.png")
