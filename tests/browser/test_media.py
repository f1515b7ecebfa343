"""A picture is uploaded in the form, seen on the card, sent, and seen on the phone; what is no picture is refused in words."""

import struct
import zlib
from pathlib import Path

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

SIMULATOR = {"provider": "simulator", "displayName": "Shop"}


def png(width: int = 40, height: int = 30) -> bytes:
    """A green rectangle."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x1f\x8a\x5b" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )


@pytest.mark.forgiving("422")
def test_a_picture_goes_from_the_form_to_the_phone(
    owner_page: Page, product: Running, tmp_path: Path
) -> None:
    api = product.sign_in()
    api.post("/api/whatsapp-accounts", json=SIMULATOR).raise_for_status()
    shelf = Shelf(api)
    flow_id = shelf.add(greeting("Picture"))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("greet")
    form.get_by_role("combobox", name="Message").select_option(label="Picture")
    (tmp_path / "lamp.jpg").write_bytes(b"<svg onload='alert(1)'/>")
    (tmp_path / "lamp.png").write_bytes(png())
    choose(owner_page, tmp_path / "lamp.jpg")
    expect(form).to_contain_text("This is no picture that WhatsApp takes: use JPEG or PNG.")
    choose(owner_page, tmp_path / "lamp.png")
    expect(form.get_by_role("link", name="Open the file")).to_be_visible()
    expect(form).to_contain_text("this installation has no public address")
    drawing.write("Caption", "For {{ contact.name }}")
    card = drawing.node("greet")
    expect(card.locator("img")).to_have_js_property("naturalWidth", 40)
    expect(card).to_contain_text("For contact.name")
    drawing.settle()
    owner_page.get_by_role("button", name="Publish", exact=True).click()
    owner_page.get_by_role("button", name="Phone", exact=True).click()
    phone = owner_page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Add the customer").click()
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill("hi")
    field.press("Enter")
    picture = phone.get_by_role("img", name="Picture")
    expect(picture).to_have_js_property("naturalWidth", 40)
    expect(phone.get_by_text("For Test customer", exact=True)).to_be_visible()


def choose(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a file").click()
    chooser.value.set_files(path)
