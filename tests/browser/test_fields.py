"""Fields that help: formatting, emoji and a count for messages, sample values, and rules that become an expression."""

from typing import Any

from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

TITLE_IN_ROW = """row => document.activeElement.matches('[aria-label=Title]')
  && document.activeElement.closest('[data-row]').dataset.row === row"""


def test_a_message_is_formatted_counted_and_gets_an_emoji(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(greeting("Message tools"))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("greet")
    drawing.write("Text", "Hello there")
    expect(form).to_contain_text("11 of 4,096")
    form.get_by_role("textbox", name="Text", exact=True).click()
    owner_page.keyboard.press("ControlOrMeta+a")
    owner_page.keyboard.press("ControlOrMeta+b")
    tools = form.get_by_role("toolbar", name="Format Text")
    tools.get_by_role("button", name="Italic").click()
    owner_page.keyboard.press("End")
    tools.get_by_role("button", name="Emoji").click()
    form.get_by_role("searchbox", name="Search emoji").fill("potted")
    owner_page.keyboard.press("ArrowDown")
    owner_page.keyboard.press("Enter")
    drawing.settle()
    assert text_of(shelf, flow_id) == "_*Hello there*_🪴"
    form.get_by_role("searchbox", name="Search emoji").press("Escape")
    expect(form.get_by_role("searchbox", name="Search emoji")).to_have_count(0)
    drawing.write("Text", "Hi {{ contact.name }}")
    expect(form).to_contain_text("about 6 of 4,096")


def text_of(shelf: Shelf, flow_id: int) -> str:
    text: str = shelf.node(flow_id, "greet")["config"]["body"]["text"]
    return text


def condition(**when: Any) -> dict[str, Any]:
    document = greeting("Rules and expression")
    branch = {"id": "vip", "label": "Regulars", "when": when}
    node = {
        "id": "which",
        "type": "condition",
        "position": {"x": 700, "y": 0},
        "config": {"branches": [branch]},
    }
    return {**document, "nodes": [*document["nodes"], node]}


def test_rules_become_an_expression_and_come_back(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    rules = [
        {"field": "contact.tags", "op": "contains", "value": "vip"},
        {"field": "message.text", "op": "starts_with", "value": "Hi"},
    ]
    flow_id = shelf.add(condition(all=rules))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("which")
    form.get_by_text("Expression", exact=True).click()
    expect(form.get_by_role("textbox", name="An expression is true")).to_contain_text(
        "contains(contact.tags, 'vip') and starts_with(lower(message.text), 'hi')"
    )
    form.get_by_text("Any of these", exact=True).click()
    drawing.settle()
    assert shelf.node(flow_id, "which")["config"]["branches"][0]["when"] == {"any": rules}
    form.get_by_text("Expression", exact=True).click()
    expect(form.get_by_role("textbox", name="An expression is true")).to_contain_text(" or ")
    drawing.write("An expression is true", "vars.total > 3")
    form.get_by_text("Any of these", exact=True).click()
    form.get_by_text("Expression", exact=True).click()
    expect(form.get_by_role("textbox", name="An expression is true")).to_contain_text("vars.total > 3")


def test_enter_goes_on_in_the_next_row_until_there_is_no_room(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    drawing = Drawing.at(owner_page, shelf.add(greeting("Rows")))
    node_id = drawing.add("Send buttons")
    form = drawing.form()
    titles = form.get_by_role("textbox", name="Title")
    expect(titles).to_be_editable()
    titles.click()
    owner_page.keyboard.press("Enter")
    for title, next_row in (("Buy", "1"), ("Rent", "2"), ("Look", "2")):
        owner_page.keyboard.type(title)
        owner_page.keyboard.press("Enter")
        owner_page.wait_for_function(TITLE_IN_ROW, arg=next_row)
    owner_page.keyboard.press("Enter")
    expect(titles).to_have_count(3)
    drawing.settle()
    (buttons,) = (n["config"]["buttons"] for n in drawing.document()["nodes"] if n["id"] == node_id)
    assert [button["title"] for button in buttons] == ["Buy", "Rent", "Look"]


def test_enter_takes_the_offered_name_unless_a_path_was_typed(owner_page: Page, product: Running) -> None:
    shelf = Shelf(product.sign_in())
    flow_id = shelf.add(condition(all=[{"field": "message.text", "op": "is_set"}]))
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("which")
    field = form.get_by_role("combobox", name="Field", exact=True)
    for typed, kept in (("compan", "contact.company"), ("contact.fields.c", "contact.fields.c")):
        field.fill(typed)
        owner_page.keyboard.press("Enter")
        expect(field).to_have_value(kept)
    form.get_by_role("combobox", name="Comparison").select_option("is a number")
    drawing.settle()
    assert shelf.node(flow_id, "which")["config"]["branches"][0]["when"] == {
        "all": [{"field": "contact.fields.c", "op": "is_number"}]
    }
