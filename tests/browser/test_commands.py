"""An execution is paused, resumed and retried by keyboard, and leads to the one that called it."""

import httpx
from flow_documents import greeting
from playwright.sync_api import Locator, Page, Route, expect
from running import Running, wait_for
from shelf import Shelf

BEA, CARL = "+34600112233", "+34600445566"


def test_pause_resume_and_retry_by_keyboard(owner_page: Page, product: Running) -> None:
    api = product.sign_in()
    account_id = api.post("/api/demo").raise_for_status().json()["accountId"]
    asks = publish(api, asking())
    caller = publish(api, calling(asks, "call"))
    hear(api, account_id, BEA, "call")
    execution_id = wait_for(lambda: waiting_for_call(api, caller))
    owner_page.goto(f"/executions/{execution_id}")
    expect(owner_page.get_by_text("Waiting for another flow that it called to end.")).to_be_visible()
    press(owner_page.get_by_role("button", name="Pause", exact=True))
    expect(owner_page.get_by_text("Paused: nothing happens until it is resumed.")).to_be_visible()
    related = owner_page.get_by_role("list", name="Other executions it belongs to")
    expect(related).to_contain_text("Called")
    expect(related).to_contain_text("Paused")
    related.get_by_role("link", name="Asks").click()
    expect(related).to_contain_text("Called by")
    related.get_by_role("link", name="Calls").click()
    resume = owner_page.get_by_role("button", name="Resume", exact=True)
    press(resume)
    expect(owner_page.get_by_text("Waiting for another flow that it called to end.")).to_be_visible()
    hear(api, account_id, BEA, "Madrid")
    retry = owner_page.get_by_role("button", name="Retry the failed step")
    expect(owner_page.get_by_text("This execution failed")).to_be_visible()
    steps = owner_page.get_by_role("list", name="3 steps").get_by_role("listitem")
    expect(steps).to_have_count(3)
    press(retry)
    expect(owner_page.get_by_role("list", name="4 steps").get_by_role("listitem").last).to_contain_text(
        "Failed"
    )
    expect(retry).to_be_focused()
    (contact,) = (one for one in api.get("/api/contacts").json()["items"] if one["phone"] == BEA)
    nick = {"customFields": {"nick": "Bea"}}
    api.patch(f"/api/contacts/{contact['id']}", json=nick).raise_for_status()
    press(retry)
    expect(owner_page.get_by_role("list", name="5 steps")).to_be_visible()
    expect(owner_page.get_by_role("heading", name="Execution")).to_be_visible()
    expect(owner_page.get_by_text("Completed").first).to_be_visible()
    expect(retry).to_have_count(0)


def test_a_command_that_is_obeyed_before_its_call_is_answered_holds_up_no_other(
    owner_page: Page, product: Running
) -> None:
    api = product.sign_in()
    account_id = api.post("/api/demo").raise_for_status().json()["accountId"]
    caller = publish(api, calling(publish(api, asking()), "ring"))
    hear(api, account_id, CARL, "ring")
    execution_id = wait_for(lambda: waiting_for_call(api, caller))

    paused = owner_page.get_by_text("Paused: nothing happens until it is resumed.")

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        expect(paused).to_be_visible()
        route.fulfill(response=answer)

    owner_page.route("**/pause", answer_late)
    owner_page.goto(f"/executions/{execution_id}")
    with owner_page.expect_response("**/pause"):
        owner_page.get_by_role("button", name="Pause", exact=True).click()
    expect(paused).to_be_visible()
    with owner_page.expect_response("**/resume", timeout=5_000):
        owner_page.get_by_role("button", name="Resume", exact=True).click()
    expect(owner_page.get_by_role("button", name="Pause", exact=True)).to_be_visible()


def press(button: Locator) -> None:
    """As somebody without a mouse does."""
    button.focus()
    button.press("Enter")


def waiting_for_call(api: httpx.Client, flow_id: int) -> int | None:
    """The id of the flow's execution once it waits for the flow it called, which waits for a reply."""
    for run in api.get(f"/api/flows/{flow_id}/executions").json()["items"]:
        called = api.get(f"/api/executions/{run['id']}").json()["started"]
        if run["waitingFor"] == "call" and called and called[0]["waitingFor"] == "reply":
            return int(run["id"])
    return None


def hear(api: httpx.Client, account_id: int, phone: str, text: str) -> None:
    """A customer writes."""
    typed = {"accountId": account_id, "phone": phone, "name": "Customer", "text": text}
    api.post("/api/phone/messages", json=typed).raise_for_status()


def publish(api: httpx.Client, document: dict[str, object]) -> int:
    """Make the flow live; answers its id."""
    flow_id = Shelf(api).add(document)
    api.post(f"/api/flows/{flow_id}/publish").raise_for_status()
    return flow_id


def asking() -> dict[str, object]:
    """Waits for a reply when it is called."""
    flow = greeting("Asks")
    flow["nodes"][0]["config"] = {"on": {"type": "flow_called"}}
    flow["nodes"][1] |= {"type": "wait_for_reply", "config": {}}
    return flow


def calling(flow_id: int, keyword: str) -> dict[str, object]:
    """Calls the flow when it hears the keyword, and then says something that fails while the contact has no nickname."""
    flow = greeting("Calls", keyword)
    text = {"type": "text", "text": "Hi {{ contact.fields.nick }}"}
    said = {"id": "say", "type": "send_message", "position": {"x": 720, "y": 0}, "config": {"body": text}}
    flow["nodes"][1] |= {"type": "call_flow", "config": {"flow": flow_id}}
    flow["nodes"].append(said)
    flow["edges"].append({"id": "e2", "source": "greet", "sourceHandle": "out", "target": "say"})
    return flow
