"""A marketer says how often a contact may enter a flow and what makes it leave, and sees it work on the phone."""

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf


def asking(name: str) -> dict[str, object]:
    """Greets, and waits for a reply."""
    flow = greeting(name)
    flow["nodes"] += [
        {"id": "listen", "type": "wait_for_reply", "position": {"x": 720, "y": 0}, "config": {}},
        {
            "id": "thank",
            "type": "send_message",
            "position": {"x": 1080, "y": 0},
            "config": {"body": {"type": "text", "text": "Thanks"}},
        },
    ]
    flow["edges"] += [
        {"id": "e2", "source": "greet", "sourceHandle": "out", "target": "listen"},
        {"id": "e3", "source": "listen", "sourceHandle": "replied", "target": "thank"},
    ]
    return flow


@pytest.mark.forgiving("422")  # publishing is refused once
def test_a_rule_of_entry_and_an_exit_work_on_the_phone(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(asking("Once only"))
    add_the_next(shelf)
    drawing = Drawing.at(owner_page, flow_id)
    panel = open_settings(owner_page)
    panel.get_by_label("How often a contact may enter").select_option("Once")
    expect(panel).to_contain_text("A contact enters the flow once.")
    panel.get_by_role("button", name="Add exit condition").click()
    exit_condition = panel.get_by_role("group", name="Exit condition 1")
    exit_condition.get_by_label("The message").select_option("is exactly")
    drawing.settle()
    publish(owner_page)
    issues = owner_page.get_by_role("region", name="Issues")
    expect(issues).to_contain_text("Name at least one keyword")
    panel.get_by_role("button", name="Close the settings").click()
    expect(owner_page.get_by_role("button", name="Flow settings", exact=True)).to_be_focused()
    issues.get_by_role("button", name="Flow settings").click()
    words = panel.get_by_label("Words")
    expect(words).to_be_focused()
    expect(panel).to_contain_text("Name at least one keyword")
    words.fill("stop")
    words.press("Enter")
    expect(panel).not_to_contain_text("Name at least one keyword")
    drawing.settle()
    settings = {
        "reentry": {"type": "once"},
        "exitOn": [{"type": "message_received", "match": "exact", "keywords": ["stop"]}],
    }
    assert shelf.document(flow_id)["settings"] == settings
    owner_page.keyboard.press("Escape")
    owner_page.keyboard.press("ControlOrMeta+z")
    expect(panel).to_contain_text("Name at least one keyword")
    owner_page.keyboard.press("ControlOrMeta+Shift+z")
    drawing.settle()
    owner_page.reload()
    expect(panel.get_by_label("How often a contact may enter")).to_have_value("once")
    expect(panel.get_by_role("group", name="Exit condition 1")).to_contain_text("stop")
    publish(owner_page)
    owner_page.get_by_role("button", name="Phone", exact=True).click()
    see_it_on_the_phone(owner_page.get_by_role("region", name="Phone", exact=True), product, flow_id)


def add_the_next(shelf: Shelf) -> None:
    """A live flow that gets the message which the first one does not take."""
    flow = greeting("The next")
    flow["nodes"][0]["config"]["on"]["priority"] = 300
    flow["nodes"][1]["config"]["body"]["text"] = "Hi again"
    flow_id = shelf.add(flow)
    shelf.api.post(f"/api/flows/{flow_id}/publish").raise_for_status()


def see_it_on_the_phone(phone: Locator, product: Running, flow_id: int) -> None:
    """The first “hi” enters, “stop” leaves in the middle of the wait, and the second “hi” enters no more."""
    phone.get_by_role("button", name="Make a test phone").click()
    phone.get_by_role("button", name="Add the customer").click()
    say(phone, "hi")
    expect(phone.get_by_text("Hi Test customer", exact=True)).to_be_visible()
    expect(phone.get_by_role("status").first).to_contain_text("Waiting for a reply")
    say(phone, "stop")
    expect(phone.get_by_role("status").first).to_contain_text("Completed")
    say(phone, "hi")
    expect(phone.get_by_text("Hi again", exact=True)).to_be_visible()
    runs = product.sign_in().get(f"/api/flows/{flow_id}/executions").json()["items"]
    assert [(run["status"], run["outcome"]) for run in runs] == [("Completed", "exit")]
    expect(phone.get_by_text("Thanks")).to_have_count(0)


def test_another_flow_and_a_node_are_chosen_by_name_and_hours_by_keyboard(
    owner_page: Page, product: Running
) -> None:
    shelf = Shelf(product.sign_in())
    other = shelf.add(greeting("The other one"))
    flow_id = shelf.add(asking("Names others"))
    drawing = Drawing.at(owner_page, flow_id)
    call = drawing.after("listen", "No reply", "Call flow")
    form = drawing.open(call)
    form.get_by_label("Flow", exact=True).select_option("The other one (not live)")
    expect(form).to_contain_text("This flow is not live, so nothing would start: publish it.")
    expect(drawing.node(call)).to_contain_text("Run “The other one” and wait for its end")
    expect(drawing.node(call).get_by_role("img", name="1 issue")).to_be_visible()
    jump = drawing.after(call, "Failed", "Go to")
    form = drawing.open(jump)
    form.get_by_label("Go to", exact=True).select_option("Wait for a reply")
    expect(drawing.node(jump)).to_contain_text("Go to “Wait for a reply”, up to 3 times")
    hours = drawing.after(call, "Next", "Business hours")
    form = drawing.open(hours)
    form.get_by_role("checkbox", name="Friday").focus()
    owner_page.keyboard.press("Space")
    owner_page.keyboard.press("Tab")
    owner_page.keyboard.press("Space")
    expect(form.get_by_role("checkbox", name="Saturday")).to_be_checked()
    form.get_by_label("To", exact=True).fill("02:00")
    expect(form).to_contain_text("It goes past midnight")
    expect(drawing.node(hours)).to_contain_text("Open Mon–Thu and Sat, 09:00–02:00")
    drawing.settle()
    assert shelf.node(flow_id, call)["config"]["flow"] == other
    assert shelf.node(flow_id, jump)["config"]["target"] == "listen"
    window = {"days": ["mon", "tue", "wed", "thu", "sat"], "opens": "09:00", "closes": "02:00"}
    assert shelf.node(flow_id, hours)["config"]["window"] == window
    product.sign_in().delete(f"/api/flows/{other}").raise_for_status()
    owner_page.reload()
    expect(drawing.node(call)).to_contain_text("Choose the flow to run")
    expect(drawing.open(call)).to_contain_text("This flow is gone")


def open_settings(page: Page) -> Locator:
    """Press the button of the bar."""
    page.get_by_role("button", name="Flow settings", exact=True).click()
    return page.get_by_role("region", name="Flow settings")


def publish(page: Page) -> None:
    """Press the button of the bar."""
    page.get_by_role("button", name="Publish", exact=True).click()


def say(phone: Locator, text: str) -> None:
    """Write as the customer."""
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill(text)
    field.press("Enter")
