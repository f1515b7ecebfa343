"""Whether a page shows what strangers wrote as text alone."""

from playwright.sync_api import Page

STRAYS = "#root :is(script, iframe, object, embed, video, [onerror], img:not([src='/favicon.svg']))"


def is_unharmed(page: Page) -> bool:
    """No script of a string ran, and none of its markup became an element; the logo is the only picture."""
    strays = page.locator(STRAYS)
    return page.evaluate("window.__xss === undefined") is True and strays.count() == 0
