"""Chats that are kept as tests of the flow: made in the simulator, run there and at each publishing."""

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf
from simulating import bubble, chain, message, open_simulator, panel, say, tab


@pytest.mark.forgiving("422")
def test_a_chat_becomes_a_test_that_guards_publishing(owner_page: Page, product: Running) -> None:
    drawing, simulator = open_simulator(owner_page, product, greeting())
    say(simulator, "hi")
    expect(bubble(simulator, "Hi Ana")).to_be_visible()
    simulator.get_by_role("button", name="Save as test").click()
    simulator.get_by_label("Name of the test").fill("Greets by name")
    simulator.get_by_role("button", name="Save", exact=True).click()
    assert drawing.document()["tests"][0]["steps"] == [
        {"type": "say", "text": "hi"},
        {"type": "expect", "text": "Hi Ana", "match": "exact"},
        {"type": "expect_nothing"},
        {"type": "expect_end", "outcome": "end"},
    ]
    drawing.open("greet")
    drawing.write("Text", "Good day")
    drawing.form().get_by_role("button", name="Close the settings").click()
    owner_page.get_by_role("button", name="Publish", exact=True).click()
    expect(simulator.get_by_text("1 fails.")).to_be_visible()
    expect(simulator.get_by_text("Step 2: “Good day” was sent, where “Hi Ana” was expected.")).to_be_visible()
    simulator.get_by_role("button", name="Replay").click()
    expect(simulator.get_by_role("alert")).to_contain_text("Greets by name")
    simulator.get_by_role("button", name="Save as test").click()
    simulator.get_by_role("button", name="Replace").click()
    owner_page.get_by_role("button", name="Publish", exact=True).click()
    expect(owner_page.get_by_text("Version 1 is live").first).to_be_visible()


def test_a_saved_test_fails_when_the_flow_sends_more(owner_page: Page, product: Running) -> None:
    drawing, simulator = open_simulator(
        owner_page, product, chain(("greet", "send_message", message("Hello")))
    )
    say(simulator, "hi")
    expect(bubble(simulator, "Hello")).to_be_visible()
    simulator.get_by_role("button", name="Save as test").click()
    simulator.get_by_role("button", name="Save", exact=True).click()
    bubble(simulator, "Hello").click()  # what is added comes behind the selected node
    drawing.add("Send message")
    drawing.write("Text", "Goodbye")
    drawing.form().get_by_role("button", name="Close the settings").click()
    tab(simulator, "Tests (1)")
    simulator.get_by_role("button", name="Run all").click()
    expect(simulator.get_by_text("Step 3: “Goodbye” was sent, where nothing was expected.")).to_be_visible()


def test_a_chat_that_failed_is_a_test_of_the_failure(owner_page: Page, product: Running) -> None:
    flow = chain(("count", "set_variable", {"name": "n", "expression": "1 / event.none"}))
    drawing, simulator = open_simulator(owner_page, product, flow)
    say(simulator, "hi")
    expect(simulator.get_by_text("The flow failed")).to_be_visible()
    simulator.get_by_role("button", name="Save as test").click()
    simulator.get_by_role("button", name="Save", exact=True).click()
    assert drawing.document()["tests"][0]["steps"] == [
        {"type": "say", "text": "hi"},
        {"type": "expect_nothing"},
        {"type": "expect_failure", "nodeId": "count"},
    ]
    tab(simulator, "Tests (1)")
    simulator.get_by_role("button", name="Run all").click()
    expect(simulator.get_by_text("All hold.")).to_be_visible()


def test_tests_are_run_renamed_and_deleted_and_undo_brings_them_back(
    owner_page: Page, product: Running
) -> None:
    steps = [{"type": "say", "text": "hi"}, {"type": "expect", "text": "Hi"}]
    flow = greeting() | {"tests": [{"name": "One", "steps": steps}, {"name": "Two", "steps": steps}]}
    drawing, simulator = open_simulator(owner_page, product, flow)
    tab(simulator, "Tests (2)")
    simulator.get_by_role("button", name="Run all").click()
    expect(simulator.get_by_text("All hold.")).to_be_visible()
    simulator.get_by_role("button", name="Rename ⁨One⁩").click()
    field = simulator.get_by_label("Name of the test")
    field.fill("First")
    field.press("Enter")
    expect(simulator.get_by_text("First", exact=True)).to_be_visible()
    simulator.get_by_role("button", name="Delete ⁨Two⁩").click()
    expect(simulator.get_by_text("Two", exact=True)).to_have_count(0)
    owner_page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(simulator.get_by_text("Two", exact=True)).to_be_visible()
    assert [each["name"] for each in drawing.document()["tests"]] == ["First", "Two"]


def test_a_test_that_cannot_be_read_is_an_issue_that_leads_to_the_tests(
    owner_page: Page, product: Running
) -> None:
    odd = {"name": "Odd", "steps": [{"type": "dance"}]}
    Drawing.at(owner_page, Shelf(product.sign_in()).add(greeting() | {"tests": [odd]}))
    owner_page.get_by_role("button", name="1 error").click()
    owner_page.get_by_role("region", name="Issues").get_by_text("is not one of the choices").click()
    expect(panel(owner_page).get_by_text("Odd", exact=True)).to_be_visible()
