"""The sheet of keys: opened by a key and by a button, true to what the keys do, and left by Escape."""

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf


@pytest.fixture
def drawing(owner_page: Page, product: Running) -> Drawing:
    drawing = Drawing.at(owner_page, Shelf(product.sign_in()).add(row_of_three()))
    drawing.fit()
    return drawing


def sheet(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def row(page: Page, keys: str) -> Locator:
    return sheet(page).get_by_role("row").filter(has=page.get_by_text(keys, exact=True))


def test_must_the_sheet_of_keys_opens_by_its_key_and_gives_the_keyboard_back(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("wait").focus()
    page.keyboard.press("?")
    expect(sheet(page)).to_be_visible()
    for keys, meaning in (
        ("1", "Zoom to fit"),
        ("2", "Zoom to the selection"),
        ("0", "Zoom to 100 %"),
        ("?", "This sheet"),
        ("Ctrl+K", "Every command by its name"),
        ("Ctrl+F", "Find in names and settings"),
        ("Ctrl+Z", "Undo"),
        ("Delete", "Delete"),
    ):
        expect(row(page, keys)).to_contain_text(meaning)
    before = drawing.document()
    page.keyboard.press("Delete")
    page.keyboard.press("ControlOrMeta+d")
    assert drawing.document() == before, "keys are the sheet's while it is open"
    page.keyboard.press("Escape")
    expect(sheet(page)).to_have_count(0)
    expect(drawing.node("wait")).to_be_focused()


def test_must_the_sheet_of_keys_is_reached_by_a_button_and_by_the_command_palette(drawing: Drawing) -> None:
    page = drawing.page
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.click()
    expect(sheet(page)).to_be_visible()
    sheet(page).get_by_role("button", name="Close").click()
    expect(sheet(page)).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("dialog", name="Commands").get_by_role("combobox").fill("shortcuts")
    page.keyboard.press("Enter")
    expect(sheet(page)).to_be_visible()
    page.keyboard.press("Escape")
    name = page.get_by_role("textbox", name="Name of the flow")
    name.fill("Ready")
    name.press("End")
    page.keyboard.type("?")
    expect(name).to_have_value("Ready?")
    expect(sheet(page)).to_have_count(0)
