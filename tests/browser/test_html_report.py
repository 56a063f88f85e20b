"""
The HTML report in a real browser: Chromium, driven by Playwright.

A session of its own (`pytest tests/browser`): it needs playwright and a `chromium` on PATH, and is skipped without.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from driftgate import reports

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")

SAMPLES = Path(__file__).parents[1] / "reports" / "conftest.py"


@pytest.fixture(scope="session")
def samples():
    spec = importlib.util.spec_from_file_location("report_samples", SAMPLES)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def urls(samples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    verdicts = {
        "full": samples.everything(),
        "hostile": samples.attacked(),
        "unjudged": samples.weigh([], policy=samples.Policy(), today=samples.TODAY),
    }
    found = {}
    for name, verdict in verdicts.items():
        path = folder / f"{name}.html"
        path.write_text(reports.render("html", verdict, samples.setting()), encoding="utf-8")
        found[name] = path.as_uri()
    return found


@pytest.fixture(scope="session")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser):
    """Open a URL in a fresh context; afterwards nothing may have been said, asked or fetched."""
    contexts, noise = [], []

    def open_page(url: str, **options):
        context = browser.new_context(**({"viewport": {"width": 1200, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (noise.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: noise.append(f"request: {request.url}") if not request.url.startswith(("file:", "data:")) else None,
        )  # fmt: skip
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


@pytest.fixture(scope="session")
def many(samples, tmp_path_factory):
    """The URL of a page with 5,000 findings in 60 operations."""
    findings = [
        samples.finding(operation=f"GET /v1/{each % 60}", pointer=f"/items/*/field{each}", rule=f"rule-{each % 7}")
        for each in range(5000)
    ]
    run = samples.Judgement(contract="", kind="lint", findings=findings)
    verdict = samples.weigh([run], policy=samples.Policy(), today=samples.TODAY)
    path = tmp_path_factory.mktemp("many") / "many.html"
    path.write_text(reports.render("html", verdict, samples.setting()), encoding="utf-8")
    return path.as_uri()


def shown(page) -> int:
    return page.locator("details.card:visible").count()


def test_opens_from_a_file(visit, urls):
    page = visit(urls["full"])

    assert page.title() == "driftgate: blocked: 2 blocking findings (1 waiver expired)"
    assert page.locator("h1").inner_text() == "✕ Blocked"
    assert page.locator("#shown").inner_text() == "7 findings"
    assert page.locator("details.card[open]").count() == 2


def test_search_narrows_and_escape_gives_all_back(visit, urls):
    page = visit(urls["full"])

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("PREFIX owner")
    assert (shown(page), page.locator("#shown").inner_text()) == (1, "1 of 7 findings")
    assert page.locator("section.rule:visible").count() == 1
    page.keyboard.press("Escape")
    assert shown(page) == 7


def test_a_search_for_nothing_says_so(visit, urls):
    page = visit(urls["full"])

    page.fill("#search", "no such thing")

    assert shown(page) == 0
    assert page.locator("#nothing").is_visible()
    assert page.locator("section.group:visible").count() == 0


def test_trays_and_severities_filter(visit, urls):
    page = visit(urls["full"])

    page.uncheck("input[name=tray][value=noted]")
    assert page.locator("#shown").inner_text() == "4 of 7 findings"
    page.uncheck("input[name=severity][value=error]")
    assert page.locator("#shown").inner_text() == "0 of 7 findings"
    page.click("button[type=reset]")
    page.wait_for_function("document.getElementById('shown').textContent === '7 findings'")


def test_open_and_close_all(visit, urls):
    page = visit(urls["full"])

    page.click("#open-all")
    assert page.locator("details.card[open]").count() == 7
    page.click("#close-all")
    assert page.locator("details.card[open]").count() == 0


def test_a_link_to_a_finding_opens_it_even_when_filtered_away(visit, urls, samples):
    waived = next(each for each in samples.everything().weighed if each.tray == "waived")
    anchor = f"f-{waived.finding.fingerprint}"
    page = visit(f"{urls['full']}#{anchor}")

    assert page.locator(f"#{anchor}").is_visible()
    page.fill("#search", "no such thing")
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '{anchor}'")
    page.wait_for_function(f"document.getElementById('{anchor}').offsetHeight > 0")


def test_everything_is_reached_by_keyboard(visit, urls):
    page = visit(urls["full"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"
    page.locator("details.card > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.card[open]").count() == 1
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_rule_leads_to_its_page(visit, urls):
    page = visit(urls["full"])

    page.click("section.rule h4 a")

    page.wait_for_selector("#rule-string-typed-boolean", state="visible")


def test_copying_selects_where_the_clipboard_is_closed(visit, urls):
    page = visit(urls["full"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")

    page.locator("button.copy:visible").first.click()

    assert page.evaluate("getSelection().toString()").startswith("curl -H")


def test_reads_without_javascript(visit, urls, samples):
    page = visit(urls["full"], java_script_enabled=False)

    assert not page.locator("form.filters").is_visible()
    assert page.locator("button:visible").count() == 0
    assert page.locator("details.card .pair").first.is_visible()
    waived = next(each for each in samples.everything().weighed if each.tray == "waived")
    page.goto(f"{urls['full']}#f-{waived.finding.fingerprint}")
    assert page.locator(f"#f-{waived.finding.fingerprint}").is_visible()


@pytest.mark.parametrize("name", ["full", "hostile"])
@pytest.mark.parametrize("width", [320, 700, 1200])
def test_reflows_without_scrolling_sideways(visit, urls, name, width):
    page = visit(urls[name], viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_follows_the_colour_scheme(visit, urls, scheme, is_dark):
    page = visit(urls["full"], color_scheme=scheme)

    red = page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert (red < 64) is is_dark


CONTRASTS = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) { return colour; }
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const element of document.querySelectorAll("body *")) {
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!says || !element.checkVisibility() || ["SCRIPT", "STYLE"].includes(element.tagName)) { continue; }
    const [light, dark] = [luminance(rgb(getComputedStyle(element).color)), luminance(ground(element))].sort((a, b) => b - a);
    found[`${element.tagName}.${element.className}`] = (light + 0.05) / (dark + 0.05);
  }
  return found;
}"""


# WCAG 2.2, 1.4.3 "Contrast (Minimum)"
@pytest.mark.parametrize("name", ["full", "unjudged"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(visit, urls, scheme, name):
    page = visit(urls[name], color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    found = page.evaluate(CONTRASTS)

    assert len(found) > (30 if name == "full" else 10)
    assert {place: round(ratio, 2) for place, ratio in found.items() if ratio < 4.5} == {}


def test_prints_what_is_folded(visit, urls):
    page = visit(urls["full"])
    page.emulate_media(media="print")

    heights = page.eval_on_selector_all("details.card:not([open]) > .body", "all => all.map(each => each.offsetHeight)")
    assert len(heights) == 5
    assert all(height > 40 for height in heights)
    assert not page.locator("form.filters").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


SEARCH_MS = """word => {
  const search = document.getElementById("search");
  search.value = word;
  const start = performance.now();
  search.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - start;
}"""


def test_five_thousand_findings_filter_while_somebody_types(visit, many):
    page = visit(many)

    assert page.locator("#shown").inner_text() == "5000 findings"
    assert page.locator("details.card[open]").count() == 0
    page.evaluate(SEARCH_MS, "begins the index")
    for word, count in (("field4999", "1 of 5000 findings"), ("v1/7 rule-3", None), ("", "5000 findings")):
        assert page.evaluate(SEARCH_MS, word) < 1500  # 100 on a machine that is idle
        assert count is None or page.locator("#shown").inner_text() == count


def test_a_long_report_prints_what_blocks(visit, many):
    page = visit(many)
    page.evaluate("document.querySelectorAll('details.card')[0].classList.replace('blocking', 'noted')")
    page.emulate_media(media="print")

    heights = page.eval_on_selector_all("details.card > .body", "all => all.slice(0, 3).map(each => each.offsetHeight)")
    assert heights[0] == 0
    assert min(heights[1:]) > 40


def test_hostile_texts_stay_text(visit, urls):
    page = visit(urls["hostile"])

    page.click("#open-all")
    assert page.locator("img, iframe").count() == 0
    assert page.locator("script").count() == 1
    body = page.locator("main").inner_text()
    assert "<script>alert(1)</script>" in body
    assert "{{ 7 * 7 }}" in body
    page.fill("#search", "<script>alert(2)")
    assert shown(page) == 1


def test_the_policy_stops_a_script_that_got_in_all_the_same(browser, urls):
    page = browser.new_page()
    page.goto(urls["full"])

    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s); }"
    )

    assert page.evaluate("window.owned") is None
    page.close()
