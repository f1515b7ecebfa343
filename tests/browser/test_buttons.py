"""A question with buttons: drawn, published, tapped on the phone; the branch of the tapped button runs."""

from drawing import Drawing
from playwright.sync_api import Locator, Page, expect
from running import Running

SIMULATOR = {"provider": "simulator", "displayName": "Shop"}


def test_a_flow_with_buttons_is_drawn_published_and_tapped(flows_page: Page, product: Running) -> None:
    product.sign_in().post("/api/whatsapp-accounts", json=SIMULATOR).raise_for_status()
    drawing = Drawing.new(flows_page)
    ask = draw(drawing)
    drawing.settle()
    flows_page.get_by_role("button", name="Publish", exact=True).click()
    phone = open_phone(flows_page)
    say(phone, "hello")
    question = phone.get_by_role("group", name="Buttons to reply with")
    question.get_by_role("button", name="Blue").click()
    expect(phone.get_by_text("Blue it is", exact=True)).to_be_visible()
    expect(phone.locator("strong", has_text="Blue")).to_have_count(1)
    expect(question.get_by_role("button", name="Red")).to_be_disabled()
    expect(drawing.node(ask).get_by_role("img", name="Completed")).to_be_visible()
    say(phone, "again")
    expect(question).to_have_count(2)
    say(phone, "RED")
    expect(phone.get_by_text("Red it is", exact=True)).to_be_visible()
    say(phone, "once more")
    expect(question).to_have_count(3)
    say(phone, "neither")
    expect(phone.get_by_text("Please tap", exact=True)).to_be_visible()


def draw(drawing: Drawing) -> str:
    """A question whose card looks like its bubble, and a message behind each of its ways."""
    drawing.add("Trigger")
    ask = drawing.add("Send buttons")
    form = drawing.open(ask)
    drawing.write("Message", "Which one, {{ contact.name }}?")
    name_button(drawing, form, 1, "Red")
    form.get_by_role("button", name="Add button").click()
    name_button(drawing, form, 2, "A title that is far too long")
    second = form.get_by_role("group", name="Button 2")
    expect(second).to_contain_text("20")
    name_button(drawing, form, 2, "Blue")
    card = drawing.node(ask)
    expect(card).to_contain_text("Which one, contact.name?")
    for way in ("Red", "Blue", "Anything else", "No reply", "Failed"):
        expect(card.get_by_text(way, exact=True)).to_be_visible()
    for way, text in (("Red", "Red it is"), ("Blue", "*Blue* it is"), ("Anything else", "Please tap")):
        drawing.after(ask, way, "Send message")
        drawing.write("Text", text)
    return ask


def name_button(drawing: Drawing, form: Locator, number: int, title: str) -> None:
    field = form.get_by_role("group", name=f"Button {number}").get_by_role("textbox", name="Title")
    expect(field).to_be_editable()
    field.click()
    drawing.page.keyboard.press("ControlOrMeta+a")
    drawing.page.keyboard.insert_text(title)
    drawing.page.keyboard.press("Tab")


def open_phone(page: Page) -> Locator:
    page.get_by_role("button", name="Phone", exact=True).click()
    phone = page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Add the customer").click()
    return phone


def say(phone: Locator, text: str) -> None:
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill(text)
    field.press("Enter")
