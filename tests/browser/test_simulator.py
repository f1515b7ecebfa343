"""The simulator beside the canvas: the draft as it is, from any node, on a clock that is moved."""

import re

from drawing import Drawing
from flow_documents import greeting
from greeter import Greeter
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf
from simulating import bubble, calling, chain, message, open_simulator, panel, say, tab

HIDDEN_SECRET = "Bearer hush"


def test_the_draft_is_simulated_before_it_is_saved(owner_page: Page, product: Running) -> None:
    drawing, simulator = open_simulator(owner_page, product, greeting())
    say(simulator, "hi")
    expect(bubble(simulator, "Hi Ana")).to_be_visible()
    owner_page.route(
        "**/api/flows/*", lambda route: None if route.request.method == "PUT" else route.continue_()
    )
    drawing.open("greet")
    drawing.write("Text", "Ahoy {{ contact.name }}")
    drawing.form().get_by_role("button", name="Close the settings").click()
    expect(bubble(simulator, "Ahoy Ana")).to_be_visible()
    drawing.expect_state("saving")
    owner_page.unroute_all(behavior="ignoreErrors")


def test_what_starts_nothing_says_why_and_undo_takes_it_back(owner_page: Page, product: Running) -> None:
    _, simulator = open_simulator(owner_page, product, greeting())
    say(simulator, "good morning")
    expect(simulator.get_by_text("its words do not fit")).to_be_visible()
    simulator.get_by_role("button", name="Undo").click()
    expect(simulator.get_by_text("its words do not fit")).to_have_count(0)
    simulator.get_by_role("button", name="Try: ⁨hi⁩").click()
    expect(bubble(simulator, "Hi Ana")).to_be_visible()
    simulator.get_by_role("button", name="Restart").click()
    expect(bubble(simulator, "Hi Ana")).to_have_count(0)


def test_a_simulation_begins_at_any_node(owner_page: Page, product: Running) -> None:
    flow = chain(("ask", "send_message", message("City?")), ("thanks", "send_message", message("Thanks!")))
    drawing, simulator = open_simulator(owner_page, product, flow)
    drawing.fit()
    form = drawing.open("thanks")
    form.get_by_role("button", name="Simulate from here").click()
    expect(bubble(simulator, "Thanks!")).to_be_visible()
    expect(bubble(simulator, "City?")).to_have_count(0)
    expect(drawing.node("thanks").get_by_role("img", name="Completed, visited once")).to_be_visible()


def test_time_is_skipped_beyond_the_window_of_24_hours(owner_page: Page, product: Running) -> None:
    flow = chain(
        ("sleep", "wait", {"duration": {"hours": 25}}), ("late", "send_message", message("Still there?"))
    )
    _, simulator = open_simulator(owner_page, product, flow)
    say(simulator, "hi")
    clock = simulator.get_by_label("Time in the simulation")
    expect(clock).to_have_text("Mon 2 Mar, 09:00")
    simulator.get_by_role("button", name="+1 h").click()
    expect(clock).to_have_text("Mon 2 Mar, 10:00")
    simulator.get_by_role("button", name="Next in 1 day").click()
    expect(clock).to_have_text("Tue 3 Mar, 10:00")
    expect(bubble(simulator, "Still there?")).to_contain_text("more than 24 hours before")
    simulator.get_by_role("button", name="What else can happen").click()
    owner_page.get_by_role("menuitem", name="Some time passes").click()
    simulator.get_by_label("Let pass").fill("2")
    simulator.get_by_role("button", name="Skip", exact=True).click()
    expect(clock).to_have_text("Thu 5 Mar, 10:00")


def test_must_the_card_at_which_the_simulation_stands_is_lit(owner_page: Page, product: Running) -> None:
    flow = chain(
        ("ask", "send_message", message("City?")),
        ("hear", "wait_for_reply", {"saveTo": "city"}),
        ("pause", "wait", {"duration": {"hours": 1}}),
        ("done", "end", {"outcome": "told"}),
    )
    flow["edges"][2]["sourceHandle"] = "replied"
    drawing, simulator = open_simulator(owner_page, product, flow)
    owner_page.set_viewport_size({"width": 1680, "height": 900})
    drawing.fit()
    current = owner_page.locator(".react-flow__node").filter(has=owner_page.locator("[data-current]"))
    expect(current).to_have_count(0)
    say(simulator, "hi")
    expect(current).to_have_attribute("data-id", "hear")
    expect(drawing.node("hear").get_by_role("img", name="Running, visited once")).to_be_visible()
    say(simulator, "Rome")
    expect(current).to_have_attribute("data-id", "pause")
    simulator.get_by_role("button", name="Next in 1 hr").click()
    expect(current).to_have_attribute("data-id", "done")
    expect(drawing.node("done").get_by_role("img", name="Completed, visited once")).to_be_visible()
    simulator.get_by_role("button", name="Undo").click()
    expect(current).to_have_attribute("data-id", "pause")
    simulator.get_by_role("button", name="Close the simulator").click()
    expect(current).to_have_count(0)


def test_must_a_bubble_leads_to_its_node(owner_page: Page, product: Running) -> None:
    far = [(f"m{n}", "send_message", message(f"Message {n}")) for n in range(12)]
    drawing, simulator = open_simulator(owner_page, product, chain(*far))
    say(simulator, "hi")
    bubble(simulator, "Message 11").click()
    expect(drawing.node("m11").locator("[data-selected]")).to_be_visible()
    bubble(simulator, "Message 0").click()
    expect(drawing.node("m0").locator("[data-selected]")).to_be_visible()
    expect(drawing.form()).to_have_count(0)  # it would cover the chat


def test_steps_tell_why_and_variables_are_shown(owner_page: Page, product: Running) -> None:
    rule = {"field": "vars.city", "op": "contains", "value": "rome"}
    flow = chain(
        ("keep", "set_variable", {"name": "city", "value": "Old Rome"}),
        ("choose", "condition", {"branches": [{"id": "rome", "when": {"all": [rule]}}]}),
    )
    _, simulator = open_simulator(owner_page, product, flow)
    say(simulator, "hi")
    tab(simulator, "Steps")
    expect(simulator.get_by_text("Old Rome").first).to_be_visible()
    simulator.get_by_role("button", name="3. Condition").click()
    expect(simulator.get_by_text("vars.city contains “rome”? It was “Old Rome”.")).to_be_visible()


def test_steps_of_a_called_flow_are_told_with_its_name(owner_page: Page, product: Running) -> None:
    inner = chain(("greet", "send_message", message("From inside")))
    inner["name"] = "Checkout help"
    outer = calling(Shelf(product.sign_in()), inner)
    drawing, simulator = open_simulator(owner_page, product, outer)
    say(simulator, "hi")
    expect(bubble(simulator, "From inside")).to_be_visible()
    tab(simulator, "Steps")
    rows = simulator.get_by_role("listitem")
    expect(rows).to_have_count(5)
    expect(rows.filter(has_text="In the flow “Checkout help”")).to_have_count(2)
    told = [text.partition(".")[0] for text in rows.all_inner_texts()]
    assert told == ["1", "2", "3", "4", "5"]
    expect(rows.nth(2)).to_contain_text("From inside")
    rows.nth(2).get_by_role(
        "button"
    ).click()  # a node of that flow: the one of the same id here is left alone
    expect(rows.nth(2)).to_have_attribute("data-chosen", "true")
    expect(drawing.node("greet").locator("[data-selected]")).to_have_count(0)
    rows.nth(4).get_by_role("button").click()
    expect(drawing.node("greet").locator("[data-selected]")).to_be_visible()


def test_a_call_to_the_outside_is_answered_by_hand(owner_page: Page, product: Running) -> None:
    call = {"url": "https://api.example.com/orders", "authorization": HIDDEN_SECRET, "saveTo": "got"}
    flow = chain(("call", "http_request", call), ("tell", "send_message", message("It is {{ vars.got }}")))
    _, simulator = open_simulator(owner_page, product, flow)
    say(simulator, "hi")
    form = simulator.get_by_role("region", name="A call waits for an answer")
    form.get_by_text("What would be called").click()
    expect(form.get_by_text("https://api.example.com/orders", exact=True)).to_be_visible()
    expect(form.get_by_text(HIDDEN_SECRET)).to_have_count(0)
    form.get_by_role("button", name="As in the last real run").click()
    expect(form.get_by_text("None of the newest 10 runs of this flow got an answer here.")).to_be_visible()
    variables = form.get_by_label("Variables that it sets")
    variables.fill("{")
    expect(form.get_by_role("button", name="Answer")).to_be_disabled()
    variables.fill('{"got": "blue"}')
    form.get_by_role("button", name="Answer").click()
    expect(bubble(simulator, "It is blue")).to_be_visible()


def test_a_call_of_a_called_flow_is_answered_under_its_name(owner_page: Page, product: Running) -> None:
    call = {"url": "https://api.example.com/orders", "saveTo": "got"}
    inner = chain(("call", "http_request", call), ("tell", "send_message", message("It is {{ vars.got }}")))
    inner["name"] = "Order lookup"
    outer = calling(Shelf(product.sign_in()), inner)
    drawing, simulator = open_simulator(owner_page, product, outer)
    say(simulator, "hi")
    form = simulator.get_by_role("region", name="A call waits for an answer")
    expect(form).to_contain_text("HTTP request")
    expect(form).to_contain_text("In the flow “Order lookup”")
    form.get_by_label("Variables that it sets").fill('{"got": "blue"}')
    form.get_by_role("button", name="Answer").click()
    expect(bubble(simulator, "It is blue")).to_be_visible()
    expect(bubble(simulator, "Back")).to_be_visible()
    simulator.get_by_role("button", name="Save as test").click()
    simulator.get_by_role("button", name="Save", exact=True).click()
    steps = drawing.document()["tests"][0]["steps"]
    (answer,) = (step for step in steps if step["type"] == "answer")
    assert (answer["nodeId"], answer["flowId"]) == ("call", outer["nodes"][1]["config"]["flow"])


def test_the_answer_of_a_real_run_is_copied_and_played(owner_page: Page, product: Running) -> None:
    greeter = Greeter(product.sign_in())
    refused = {"url": "http://127.0.0.1/orders", "saveTo": "got"}
    flow = chain(("call", "http_request", refused), ("sorry", "send_message", message("It did not work")))
    flow["edges"][1]["sourceHandle"] = "failed"
    shelf = Shelf(greeter.api)
    shelf.api.post(f"/api/flows/{greeter.flow_id}/unpublish").raise_for_status()
    greeter.flow_id = shelf.add(flow)
    shelf.api.post(f"/api/flows/{greeter.flow_id}/publish").raise_for_status()
    greeter.hear("Bea", "+34600112233", "hi")
    greeter.until("+34600112233", status="Completed")
    Drawing.at(owner_page, greeter.flow_id)
    owner_page.get_by_role("button", name="Simulator", exact=True).click()
    simulator = panel(owner_page)
    say(simulator, "hi")
    form = simulator.get_by_role("region", name="A call waits for an answer")
    expect(form.get_by_label("It goes on at")).to_have_value("out")
    form.get_by_role("button", name="As in the last real run").click()
    expect(form.get_by_label("It goes on at")).to_have_value("failed")
    form.get_by_role("button", name="Answer").click()
    expect(bubble(simulator, "It did not work")).to_be_visible()


def test_buttons_are_tapped(owner_page: Page, product: Running) -> None:
    buttons = [{"id": "red", "title": "Red"}, {"id": "blue", "title": "Blue"}]
    flow = chain(
        ("pick", "send_buttons", {"text": "Which one?", "buttons": buttons}),
        ("blue", "send_message", message("Blue it is")),
    )
    flow["edges"][1]["sourceHandle"] = "blue"
    _, simulator = open_simulator(owner_page, product, flow)
    say(simulator, "hi")
    simulator.get_by_role("button", name="Blue", exact=True).click()
    expect(bubble(simulator, "Blue it is")).to_be_visible()


def test_must_contact_and_cart_come_from_fixtures(owner_page: Page, product: Running) -> None:
    flow = greeting()
    flow["nodes"][0]["config"]["on"] = {"type": "event_received", "name": "cart_left"}
    told = "{{ contact.name }} of {{ contact.company }} ({{ contact.email }}) left {{ event['items'][0].title }} for {{ event.total }} {{ event.currency }}"
    flow["nodes"][1]["config"] = message(told)
    _, simulator = open_simulator(owner_page, product, flow)
    tab(simulator, "Contact")
    for label, text in (("Name", "Eva"), ("Email", "eva@example.com"), ("Company", "Verde")):
        simulator.get_by_label(label, exact=True).fill(text)
        simulator.get_by_label(label, exact=True).press("Enter")
    tab(simulator, "Chat")
    event_form(simulator)
    expect(simulator.get_by_label("Event", exact=True)).to_have_value("cart_left")
    simulator.get_by_label("Example").select_option(label="A cart")
    simulator.get_by_role("button", name="Let it happen").click()
    expect(bubble(simulator, "Eva of Verde (eva@example.com) left Monstera for 39.9 EUR")).to_be_visible()
    simulator.get_by_role("button", name="Restart").click()
    event_form(simulator)
    simulator.get_by_label("Example").select_option(label="An order")
    expect(simulator.get_by_label("Data, as JSON")).to_have_value(re.compile("tracking_url"))
    simulator.get_by_label("Data, as JSON").fill(
        '{"total": 40, "currency": "USD", "items": [{"title": "Fern"}]}'
    )
    expect(simulator.get_by_label("Example")).to_have_value("")
    expect(simulator.get_by_label("Example"), "nothing takes the place of what was typed").to_be_disabled()
    simulator.get_by_role("button", name="Let it happen").click()
    expect(bubble(simulator, "Eva of Verde (eva@example.com) left Fern for 40 USD")).to_be_visible()


def test_a_simulation_is_as_with_a_contact_there_is(owner_page: Page, product: Running) -> None:
    api = product.sign_in()
    account = api.post("/api/whatsapp-accounts", json={"provider": "simulator"}).raise_for_status().json()
    known = {"accountId": account["id"], "phone": "+34600987654", "name": "Noor", "company": "Azul"}
    known |= {"tags": ["vip"], "customFields": {"plan": "gold"}, "timezone": "Asia/Amman"}
    api.post("/api/contacts", json=known).raise_for_status()
    flow = greeting()
    told = "{{ contact.name }}, {{ contact.tags[0] }}, {{ contact.fields.plan }} at {{ contact.company }}"
    flow["nodes"][1]["config"] = message(told)
    _, simulator = open_simulator(owner_page, product, flow)
    tab(simulator, "Contact")
    expect(simulator.get_by_label("Time zone", exact=True)).to_have_value("")
    expect(simulator.get_by_placeholder("The account's: UTC")).to_be_visible()
    simulator.get_by_role("combobox", name="Like one of your contacts").fill("noor")
    owner_page.get_by_role("option", name="+34600987654").click()
    expect(simulator.get_by_label("Time zone", exact=True)).to_have_value("Asia/Amman")
    simulator.get_by_label("Company", exact=True).fill("Verde")
    simulator.get_by_label("Company", exact=True).press("Enter")
    tab(simulator, "Chat")
    say(simulator, "hi")
    expect(bubble(simulator, "Noor, vip, gold at Verde")).to_be_visible()


def event_form(simulator: Locator) -> None:
    simulator.get_by_role("button", name="What else can happen").click()
    simulator.page.get_by_role("menuitem", name="An event happens").click()


def test_the_phone_of_an_unpublished_flow_leads_to_the_simulator(owner_page: Page, product: Running) -> None:
    api = product.sign_in()
    account = api.post("/api/whatsapp-accounts", json={"provider": "simulator"}).raise_for_status().json()
    customer = {"accountId": account["id"], "phone": "+34600123123", "name": "Kim"}
    api.post("/api/contacts", json=customer).raise_for_status()
    Drawing.at(owner_page, Shelf(api).add(greeting()))
    owner_page.get_by_role("button", name="Phone", exact=True).click()
    phone = owner_page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Try the draft in the simulator").click()
    say(panel(owner_page), "hi")
    expect(bubble(panel(owner_page), "Hi Ana")).to_be_visible()
