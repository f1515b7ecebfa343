"""The phone beside the canvas tells which flow it was that answered."""

from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf


def test_the_phone_says_when_another_flow_answered(owner_page: Page, product: Running) -> None:
    api = product.sign_in()
    demo = api.post("/api/demo").raise_for_status().json()["flowId"]
    later = greeting("Later than the demo", "hello")
    later["nodes"][0]["config"]["on"]["priority"] = 200
    flow_id = Shelf(api).add(later)
    api.post(f"/api/flows/{flow_id}/publish").raise_for_status()
    Drawing.at(owner_page, flow_id)
    owner_page.get_by_role("button", name="Phone", exact=True).click()
    phone = owner_page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Add the customer").click()
    say(phone, "hello")
    note = phone.get_by_role("status").filter(has_text="answered, not this flow")
    expect(note).to_contain_text("Demo: which plant?")
    say(phone, "a sunny window")
    api.post(f"/api/flows/{demo}/unpublish").raise_for_status()
    expect(phone.get_by_text("For a sunny spot")).to_be_visible()
    say(phone, "hello")
    expect(phone.get_by_text("Hi Test customer", exact=True)).to_be_visible()
    expect(note).to_have_count(0)


def say(phone: Locator, text: str) -> None:
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill(text)
    field.press("Enter")
