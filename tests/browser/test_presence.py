"""Who else has a flow open is told and never blocks, and so is what somebody else saved."""

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf


@pytest.fixture
def shelf(product: Running) -> Shelf:
    return Shelf(product.sign_in())


def test_two_tabs_see_each_other_until_one_is_closed(owner_page: Page, owner_tab, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Shared"))
    drawing = Drawing.at(owner_page, flow_id)
    expect(owner_page.get_by_text("Also open for")).to_have_count(0)
    other = Drawing.at(owner_tab(), flow_id)
    expect(owner_page.get_by_text("Also open for you, in another tab.")).to_be_visible()
    other.rename("Shared by two")
    other.settle()
    expect(owner_page.get_by_text("Being edited by you, in another tab")).to_be_visible()
    other.page.close()
    expect(owner_page.get_by_text("in another tab")).to_have_count(0)
    expect(drawing.node("greet")).to_be_visible()


def test_a_save_over_the_api_is_told_and_loaded(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Mine"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.settle()
    shelf.save(flow_id, greeting("Theirs"))
    expect(owner_page.get_by_text("meanwhile.")).to_contain_text("Changed by")
    owner_page.get_by_role("button", name="Load theirs").click()
    expect(owner_page.get_by_role("textbox", name="Name of the flow")).to_have_value("Theirs")
    drawing.rename("Both")
    drawing.settle()
    assert shelf.document(flow_id)["name"] == "Both"
    expect(owner_page.get_by_text("meanwhile.")).to_have_count(0)
