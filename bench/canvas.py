"""The canvas in a real Chromium: what the first load weighs, when a flow is ready, and frames while a node is dragged."""

import os
import statistics

import httpx
import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from bench import keys
from bench.big_flow import big_flow
from bench.house import OWNER, House
from bench.keys import Typing

SIZES = (500, 2_000)
GESTURE_STEPS = 60
REPEATS = 3
VIEW = {"width": 1440, "height": 900}

# Frames are counted by the page itself: milliseconds between animation frames from `record_` until `stop_`.
RECORDER = """
window.record_ = () => {
  const recording = { frames: [] };
  let last = performance.now();
  const tick = (now) => { recording.frames.push(now - last); last = now; if (window.recording_ === recording) requestAnimationFrame(tick); };
  window.recording_ = recording; requestAnimationFrame(tick);
};
window.stop_ = () => { const { frames } = window.recording_; window.recording_ = null; return frames; };
"""
# Milliseconds from navigation until all cards in view are drawn: their number stays what it is from then on.
READY = """() => new Promise((done) => {
  let cards = 0, at = 0, same = 0;
  const look = () => {
    const now = document.querySelectorAll('.react-flow__node').length;
    if (now !== cards) [cards, at, same] = [now, performance.now(), 0];
    else same += 1;
    if (cards > 0 && same >= 10) done(at);
    else requestAnimationFrame(look);
  };
  look();
})"""
# What had begun to load by then; what is fetched while the page rests comes later.
SCRIPTS = """(ready) => performance.getEntriesByType('resource')
  .filter((entry) => entry.startTime <= ready && new URL(entry.name).pathname.endsWith('.js'))
  .map((entry) => [entry.encodedBodySize, entry.decodedBodySize])"""


class CanvasRun(msgspec.Struct):
    """One size of flow: `ready` in seconds from navigation, `frames` a second while dragging, the 95th percentile of a frame in ms.

    `far_frames` are those with the whole flow in view; `heap` is in MB; `checked` and `unchecked` are of typing, with the verifier
    and without.
    """

    nodes: int
    ready: float
    frames: float
    slow_frame: float
    far_frames: float
    heap: float
    checked: Typing
    unchecked: Typing


class CanvasFigures(msgspec.Struct):
    """`first_load` is kB of JavaScript as it goes over the wire; `still` is the frame rate of an empty page under the same gesture."""

    first_load: float
    still: float
    runs: list[CanvasRun]


def measure(house: House) -> CanvasFigures:
    """Load and drag flows of every size in a headless Chromium."""
    flows = {count: _store(house, count) for count in SIZES}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PARLEY_CHROMIUM"), args=["--no-sandbox"]
        )
        try:
            page = _signed_in(browser, house)
            runs = [_run(page, house, count, flow) for count, flow in flows.items()]
            return CanvasFigures(_first_load(browser, house, flows[SIZES[0]]), _still(page), runs)
        finally:
            browser.close()


def _store(house: House, count: int) -> int:
    with httpx.Client(base_url=house.url, timeout=60, trust_env=False) as client:
        answer = client.post("/api/auth/login", json={key: OWNER[key] for key in ("email", "password")})
        client.headers["authorization"] = f"Bearer {answer.json()['accessToken']}"
        flow: int = client.post("/api/flows", json=big_flow(count)).raise_for_status().json()["id"]
        return flow


def _signed_in(browser: Browser, house: House) -> Page:
    page = browser.new_context(viewport=VIEW, base_url=house.url).new_page()
    page.add_init_script(RECORDER)
    page.goto("/")
    page.get_by_label("Email").fill(OWNER["email"])
    page.get_by_role("textbox", name="Password").fill(OWNER["password"])
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Flows", exact=True).wait_for()
    return page


def _first_load(browser: Browser, house: House, flow: int) -> float:
    """In a profile without a cache, from nothing to a drawn flow."""
    page = _signed_in(browser, house)
    fresh = browser.new_context(viewport=VIEW, base_url=house.url, storage_state=page.context.storage_state())
    page = fresh.new_page()
    page.goto(f"/flows/{flow}")
    scripts: list[tuple[float, float]] = page.evaluate(SCRIPTS, page.evaluate(READY))
    sent, whole = (sum(sizes) for sizes in zip(*scripts, strict=True))
    if sent == whole:
        raise RuntimeError("The editor lies in api/static without its .gz files: let `uv run` build it.")
    return sent / 1000


def _run(page: Page, house: House, count: int, flow: int) -> CanvasRun:
    ready = []
    for _ in range(REPEATS):
        page.goto(f"/flows/{flow}")
        ready.append(float(page.evaluate(READY)) / 1000)
    page.locator(".react-flow__node").first.wait_for()
    page.keyboard.press("0")  # 100 % zoom
    page.wait_for_timeout(500)
    near = [_drag(page) for _ in range(REPEATS)]
    slow = statistics.median(sorted(drag)[int(0.95 * (len(drag) - 1))] for drag in near)
    typing = keys.measure(page)
    page.keyboard.press("1")  # the whole flow
    page.wait_for_timeout(1_000)
    far = [_drag(page) for _ in range(REPEATS)]
    return CanvasRun(
        count, statistics.median(ready), _median_rate(near), slow, _median_rate(far), _heap(page), *typing
    )


def _drag(page: Page) -> list[float]:
    """Drag the visible card nearest the middle there and back."""
    boxes = [box for card in page.locator(".react-flow__node").all() if (box := card.bounding_box())]
    middle = (VIEW["width"] / 2, VIEW["height"] / 2)
    box = min(boxes, key=lambda box: abs(box["x"] - middle[0]) + abs(box["y"] - middle[1]))
    return _gesture(page, box["x"] + min(40, box["width"] / 2), box["y"] + min(14, box["height"] / 2))


def _gesture(page: Page, x: float, y: float) -> list[float]:
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("window.record_()")
    for step in range(GESTURE_STEPS):
        there = step if step < GESTURE_STEPS / 2 else GESTURE_STEPS - step
        page.mouse.move(x + 5 * there, y + 3 * there)
    frames: list[float] = page.evaluate("window.stop_()")
    page.mouse.up()
    return frames[1:]


def _still(page: Page) -> float:
    page.goto("/login-page-that-is-not-there")
    page.wait_for_timeout(500)
    return _rate(_gesture(page, VIEW["width"] / 2, VIEW["height"] / 2))


def _rate(frames: list[float]) -> float:
    return 1000 * len(frames) / sum(frames) if frames else 0.0


def _median_rate(drags: list[list[float]]) -> float:
    return statistics.median(map(_rate, drags))


def _heap(page: Page) -> float:
    """MB after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "JSHeapUsedSize") / 1e6
