"""`just picture`: takes the README's picture from the running product: a flow, and beside it the phone of a customer who answers.

A picture inside an SVG, because the repository takes text alone.
"""

import base64
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from chromium import find_or_install
from drawing import Drawing
from playwright.sync_api import Locator, sync_playwright
from running import running

PICTURE = Path(__file__).parents[2] / "docs/canvas.svg"
SIZE = {"width": 1600, "height": 900}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    '<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>\n'
)


def main() -> None:
    """Set up an installation, publish a starter, talk to it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product, sync_playwright() as kit:
        api = product.sign_in()
        simulator = {"phoneNumber": "+15550001111", "provider": "simulator", "displayName": "Shop"}
        api.post("/api/whatsapp-accounts", json=simulator).raise_for_status()
        starters = api.get("/api/starters").raise_for_status().json()["items"]
        document = next(each["document"] for each in starters if each["key"] == "welcome")
        flow_id = api.post("/api/flows", json=plain(document)).raise_for_status().json()["id"]
        api.post(f"/api/flows/{flow_id}/publish").raise_for_status()

        browser = kit.chromium.launch(executable_path=find_or_install(), args=["--no-sandbox"])
        page = browser.new_page(base_url=product.url, viewport=SIZE, device_scale_factor=1)
        page.context.request.post("/api/auth/login", data=product.login)
        page.goto("/favicon.svg")
        page.evaluate("localStorage.setItem('parley-signed-in', '1')")
        drawing = Drawing.at(page, flow_id)
        page.get_by_role("button", name="Phone", exact=True).click()
        talk(page.get_by_role("region", name="Phone", exact=True))
        page.get_by_role("region", name="Phone", exact=True).get_by_text("Completed").wait_for()
        drawing.fit()
        page.get_by_role("img", name="Completed").nth(4).wait_for()
        page.wait_for_timeout(500)  # the view is on its way
        page.mouse.move(0, 0)
        keep(page.screenshot(type="jpeg", quality=72))
        browser.close()


def talk(phone: Locator) -> None:
    """As a customer who says yes."""
    phone.get_by_role("button", name="Add the customer").click()
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill("Hello!")
    field.press("Enter")
    phone.get_by_role("button", name="Yes, please").click()
    phone.get_by_text("WELCOME10").wait_for()


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """Without emoji, for which not every machine has a font."""
    kept: dict[str, Any] = json.loads(
        re.sub(" ?[\U0001f000-\U0001faff]", "", json.dumps(document, ensure_ascii=False))
    )
    return kept


def keep(picture: bytes) -> None:
    """Write the file that the README shows."""
    PICTURE.write_text(SVG.format(**SIZE, data=base64.b64encode(picture).decode()))


if __name__ == "__main__":
    main()
