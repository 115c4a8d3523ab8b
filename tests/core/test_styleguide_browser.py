"""The style guide in a real browser: no color of Bootstrap's own, no content policy report, no accessibility finding."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests import factories

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
BOOTSTRAP_BLUES = ["rgb(13, 110, 253)", "rgb(10, 88, 202)", "rgb(11, 94, 215)", "rgb(134, 183, 254)"]
EVERY_COLOR = """
() => {
  const names = ["color", "backgroundColor", "borderTopColor", "outlineColor", "boxShadow", "backgroundImage", "fill"];
  const found = [];
  for (const element of document.querySelectorAll("body, body *"))
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      for (const name of names) found.push([element.outerHTML.slice(0, 120), name, style[name]]);
    }
  return found;
}
"""
SMALL = """
() => [...document.querySelectorAll("main button, main a.btn, main input:not([type=hidden]), main select, nav a")]
  .filter(e => e.offsetParent && !e.disabled)
  .map(e => [e.outerHTML.slice(0, 100), e.matches(".form-check-input") ? e.parentElement : e])
  .map(([html, e]) => [html, e.getBoundingClientRect()])
  .filter(([html, box]) => box.height < 24 || box.width < 24)
  .map(([html, box]) => [html, box.width, box.height])
"""


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the test's own database calls
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(live_server, settings) -> str:
    settings.DEMO = True
    factories.ground()
    return live_server.url


def open_page(browser: Browser, address: str, *, width: int = 1280, **view) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="ko-KR", **view)
    page, complaints = context.new_page(), []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_computed_style_is_bootstraps_blue(browser, address, scheme):
    page, complaints = open_page(browser, f"{address}/styleguide/", color_scheme=scheme)
    found = page.evaluate(EVERY_COLOR)

    assert len(found) > 5000
    assert [row for row in found if any(blue in row[2] for blue in BOOTSTRAP_BLUES)] == []
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, address, scheme, width):
    page, complaints = open_page(browser, f"{address}/styleguide/", width=width, color_scheme=scheme)

    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []
    assert complaints == []


def test_a_chosen_theme_stays_on_the_device_and_paper_is_light(browser, address):
    page, _ = open_page(browser, f"{address}/styleguide/", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.get_by_role("button", name="어둡게").click()
    assert page.evaluate(ground) == "rgb(16, 23, 30)"
    page.reload()
    assert page.evaluate(ground) == "rgb(16, 23, 30)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_high_contrast_makes_muted_text_full(browser, address):
    page, _ = open_page(browser, f"{address}/styleguide/")
    muted = "getComputedStyle(document.querySelector('.oc-summary')).color"
    before = page.evaluate(muted)
    page.get_by_role("button", name="선명하게").click()
    assert (before, page.evaluate(muted)) == ("rgb(77, 89, 103)", "rgb(22, 32, 43)")


def test_the_error_summary_has_the_focus(browser, address):
    page, _ = open_page(browser, f"{address}/styleguide/")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")


def test_every_control_shows_the_ring_under_the_keyboard(browser, address):
    page, _ = open_page(browser, f"{address}/styleguide/")
    rings = set()
    page.evaluate("document.querySelector('.oc-skip').focus()")
    for _step in range(60):
        page.keyboard.press("Tab")
        rings.add(
            page.evaluate(
                "(s => `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor}`)(getComputedStyle(document.activeElement))"
            )
        )
    assert rings == {"solid 3px rgb(11, 74, 111)"}


def test_without_script_the_page_is_whole_and_the_switch_is_gone(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="ko-KR", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/styleguide/")
    assert page.get_by_role("button", name="어둡게").count() == 0
    assert page.get_by_role("heading", level=1).inner_text() == "디자인 안내 · Style guide"


PRESSED_TWICE = """
async (label) => {
  const button = [...document.querySelectorAll("button")].find(button => button.textContent === label);
  const wide = button.offsetWidth, kept = [];
  // Sent nowhere: what counts here is what the platform's script leaves for the browser to send.
  window.addEventListener("submit", event => { kept.push(!event.defaultPrevented); event.preventDefault(); });
  button.click();
  await new Promise(resolve => setTimeout(resolve, 50));
  button.click();
  return [kept, button.getAttribute("aria-busy"), button.textContent, button.offsetWidth >= wide];
}
"""


def test_a_second_press_is_ignored_and_the_label_says_it_is_sending(browser, address):
    page, _ = open_page(browser, f"{address}/styleguide/")
    assert page.evaluate(PRESSED_TWICE, "3명에게 발급") == [[True, False], "true", "보내는 중…", True]
