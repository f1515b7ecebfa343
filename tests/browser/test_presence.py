"""Who else has a flow open is told and never blocks, and so is what somebody else saved."""

from secrets import randbelow

from colleague import sign_in_colleague
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

SAY_EVERY = 5_000  # ms


def hear(page: Page) -> None:
    """Let the time pass after which a tab says that it is there, and hears of the others."""
    with page.expect_response("**/presence"):
        page.clock.fast_forward(SAY_EVERY)


def test_two_tabs_see_each_other_until_one_is_closed(owner_page: Page, owner_tab, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Shared"))
    owner_page.clock.install()
    drawing = Drawing.at(owner_page, flow_id)
    expect(owner_page.get_by_text("Also open for")).to_have_count(0)
    other_page = owner_tab()
    other_page.clock.install()
    other = Drawing.at(other_page, flow_id)
    hear(owner_page)
    expect(owner_page.get_by_text("Also open for you, in another tab.")).to_be_visible()
    other.rename("Shared by two")
    other.settle()
    hear(other_page)
    hear(owner_page)
    expect(owner_page.get_by_text("Being edited by you, in another tab")).to_be_visible()
    other_page.close()
    expect(owner_page.get_by_text("in another tab")).to_have_count(0)
    expect(drawing.node("greet")).to_be_visible()


def test_must_two_people_hear_of_each_other_by_name(
    owner_page: Page, open_tab, product: Running, shared_database: str, shelf: Shelf
) -> None:
    """It warns and never blocks: both go on, and who saved is named."""
    flow_id = shelf.add(greeting("Ours"))
    page = open_tab()
    for each in (owner_page, page):
        each.clock.install()
    sign_in_colleague(page, product, shared_database, "Ben <b>", f"ben{randbelow(10**9)}@example.com")
    mine, his = Drawing.at(owner_page, flow_id), Drawing.at(page, flow_id)
    hear(owner_page)
    expect(owner_page.get_by_text("Also open for \u2068Ben <b>\u2069.")).to_be_visible()
    expect(page.get_by_text("Also open for \u2068Ann\u2069.")).to_be_visible()
    his.open("greet")
    his.write("Text", "Hello from Ben")
    his.settle()
    hear(page)
    hear(owner_page)
    expect(owner_page.get_by_text("Being edited by \u2068Ben <b>\u2069: changes of both")).to_be_visible()
    expect(owner_page.get_by_text("Changed by \u2068Ben <b>\u2069 meanwhile.")).to_be_visible()
    owner_page.get_by_role("button", name="Load theirs").click()
    expect(mine.node("greet")).to_contain_text("Hello from Ben")
    mine.rename("Ann was here")
    mine.settle()
    hear(page)
    expect(page.get_by_text("Changed by \u2068Ann\u2069 meanwhile.")).to_be_visible()
    with page.expect_response("**/presence"):
        page.get_by_role("link", name="Flows", exact=True).click()
    hear(owner_page)
    expect(owner_page.get_by_text("Ben <b>")).to_have_count(0)


def test_a_save_over_the_api_is_told_and_loaded(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Mine"))
    owner_page.clock.install()
    drawing = Drawing.at(owner_page, flow_id)
    drawing.settle()
    shelf.save(flow_id, greeting("Theirs"))
    hear(owner_page)
    expect(owner_page.get_by_text("meanwhile.")).to_contain_text("Changed by")
    owner_page.get_by_role("button", name="Load theirs").click()
    expect(owner_page.get_by_role("textbox", name="Name of the flow")).to_have_value("Theirs")
    drawing.rename("Both")
    drawing.settle()
    assert shelf.document(flow_id)["name"] == "Both"
    expect(owner_page.get_by_text("meanwhile.")).to_have_count(0)
