"""HTML: complete in itself, readable without script, and nothing from outside is ever markup."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib import resources

import pytest

from driftgate import reports
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Source
from driftgate.gate import Policy, weigh

TODAY = date(2026, 11, 24)
VOID = {"meta", "link", "br", "wbr", "input", "rect"}


class Page(HTMLParser):
    """The tags, attributes and texts of a page; refuses tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in {"script", "style"}:
            self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return "".join(self.texts)


VERDICTS = ["full_verdict", "hostile_verdict", "empty_verdict"]


@pytest.fixture(params=VERDICTS)
def page(request, setting):
    return Page(reports.render("html", request.getfixturevalue(request.param), setting))


def test_fetches_nothing_and_runs_nothing_but_its_own(page):
    assert page.all("script") == [{}]
    assert page.all("link") == [{"rel": "icon", "href": "data:,"}]
    assert not {"img", "iframe", "object", "embed", "base", "audio", "video"} & {tag for tag, _ in page.tags}
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset"}]
        if tag == "a":
            assert attributes["href"].startswith("#")


def test_the_policy_allows_only_this_style_and_script(full_verdict, setting):
    text = reports.render("html", full_verdict, setting)

    (policy,) = [each["content"] for each in Page(text).all("meta") if each.get("http-equiv")]
    for tag in ("style", "script"):
        inline = re.search(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")


def test_ids_are_unique_and_every_link_leads_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = {attributes["href"][1:] for attributes in page.all("a")}

    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes} <= set(ids)


def test_every_control_has_a_name(full_verdict, setting):
    text = reports.render("html", full_verdict, setting)

    assert text.count("<input") == len(re.findall(r"<label[^>]*>(?:<span[^>]*>[^<]*</span>)?<input", text))
    for attributes in Page(text).all("button"):
        assert attributes.get("aria-label") or attributes.get("id") or attributes.get("type") == "reset"


def test_hostile_texts_stay_text(hostile_verdict, setting):
    page = Page(reports.render("html", hostile_verdict, setting))

    assert "<script>alert(1)</script>" in page.text
    assert "</pre></code><img src=x onerror=alert(3)>" in page.text
    assert "{{ 7 * 7 }} {% raw %} ${7*7}" in page.text
    assert "::error file=x,line=1::owned" in page.text
    assert len(page.all("script")) == 1


def test_shows_promise_and_sighting_side_by_side(full_verdict, setting):
    text = reports.render("html", full_verdict, setting)

    assert '<span class="line hit"><span class="no">13</span><mark>' in text
    assert "vetPin: &#34;****&#34;" in text
    assert "4711" not in text
    assert "curl -H &#34;Authorization: Bearer $TOKEN&#34;" in text
    assert "How to accept it for a while" in text
    assert "A half-done rename; reported to the vendor" in text
    assert "In most languages <code>&quot;false&quot;</code> is true." in text


def test_a_revision_shows_what_is_promised_now_beside_what_was(make_finding, setting):
    found = make_finding(source=Source.REVISION, line=15, message="`tame`: the type became `text`.", sample=None)
    run = Judgement(contract="", kind="diff", findings=[found])
    text = reports.render("html", weigh([run], policy=Policy(), today=TODAY), setting)

    before, now = text.split('<div class="promised">')[1].split('<div class="seen">')
    assert ("Promised before" in before, "openapi.yaml</bdi>:15" in before, "excerpt" in before) == (True, False, False)
    assert "Promised now" in now
    assert '<span class="line hit"><span class="no">15</span>' in now
    assert "<bdi><code>tame</code>: the type became <code>text</code>.</bdi>" in text


def test_what_blocks_is_summed_up_by_rule(make_finding, setting):
    findings = [
        make_finding(rule=f"rule-{each % 2}", pointer=f"/{each}", operation=f"GET /{each % 3}") for each in range(7)
    ]
    text = " ".join(reports.render("html", weigh([Judgement(contract="", kind="lint", findings=findings)],
                    policy=Policy(), today=TODAY), setting).split())  # fmt: skip

    summary = text.split("What blocks")[1].split("</section>")[0]
    rows = re.findall(
        r'<th scope="row">([\w-]+)<.*?data-label="Findings">(\d+)<.*?data-label="Operations">(\d+)<', summary
    )
    assert rows == [("rule-0", "4", "3"), ("rule-1", "3", "3")]


def test_a_long_evidence_is_folded_but_what_was_not_judged(setting):
    rows = {
        (f"GET /{each}", "200"): Evidence(operation=f"GET /{each}", status="200", exchanges=1, judged=min(each, 1))
        for each in range(20)
    }
    run = Judgement(contract="", kind="scan", evidence=rows, expected_evidence=tuple(name for name, _ in rows))
    text = reports.render("html", weigh([run], policy=Policy(), today=TODAY), setting)

    evidence = text.split('<h2 id="evidence">')[1].split("</section>")[0]
    before, folded = evidence.split("All 20 operations")
    assert "20 operations: 19 without drift, 0 drifted, 1 not judged" in before
    assert re.findall(r'<tr class="(\w+)">', before) == ["short"]
    assert len(re.findall(r'<tr class="(\w+)">', folded)) == 20


def test_the_picture_of_the_coverage(full_verdict, setting):
    text = " ".join(reports.render("html", full_verdict, setting).split())

    assert "1 of 2 operations, 2 of 2 kinds of answer they promise and 2 of 3 fields seen." in text
    assert '<span class="cell drifted">✕ 200</span></td> <td data-label="Exchanges">4 of 42 drifted</td>' in text
    # 404 and 418 are 4XX
    assert '<span class="cell drifted">✕ 4XX</span></td> <td data-label="Exchanges">2 of 4 drifted</td>' in text
    assert "1 operation of the contract never seen" in text
    assert "<bdi>GET /<wbr>v1/<wbr>owners</bdi>" in text
    assert "</svg> 2 of 3 fields seen, 1 drifted</summary>" in text
    fields = re.findall(
        r'<li class="cell (\w+)">(.) <code><bdi>(.*?)</bdi></code> (\w+)</li>', text.replace("<wbr>", "")
    )
    assert fields == [
        ("drifted", "✕", "/items/*/tame", "41"),
        ("never", "\N{EN DASH}", "/items/*/fed", "never"),
        ("seen", "✓", "/total", "41"),
    ]


def test_a_status_that_the_contract_does_not_list_is_called_undocumented(make_finding, setting):
    run = Judgement(
        contract="",
        kind="scan",
        evidence={("GET /a", "418"): Evidence(operation="GET /a", status="418", exchanges=2, judged=2)},
        promised={"GET /a": ("200",)},
    )
    text = " ".join(reports.render("html", weigh([run], policy=Policy(), today=TODAY), setting).split())

    assert '<span class="cell undocumented">! 418</span></td> <td data-label="Exchanges">2, not promised</td>' in text
    assert "\N{EN DASH} never seen: 200" in text


def test_without_the_promise_a_status_is_not_called_undocumented(full_verdict):
    runs = tuple(replace(run, promised={}) for run in full_verdict.runs)
    text = reports.render("html", replace(full_verdict, runs=runs), reports.Setting())

    assert '<span class="cell undocumented">! 4' not in text


def test_what_blocks_comes_first_and_is_open(full_verdict, setting):
    text = reports.render("html", full_verdict, setting)
    cards = re.findall(r'<details class="card (\w+) (\w+)"[^>]*?( open)?>', text)

    assert [tray for tray, _, _ in cards[:2]] == ["blocking", "blocking"]
    assert {tray for tray, _, is_open in cards if is_open} == {"blocking"}
    assert len(cards) == len(full_verdict.weighed)


def test_more_than_a_page_can_hold_is_counted(monkeypatch, make_finding, setting):
    from driftgate.reports import html

    monkeypatch.setattr(html, "MAX_CARDS", 5)
    run = Judgement(contract="", kind="lint", findings=[make_finding(pointer=f"/{number}") for number in range(8)])

    text = reports.render("html", weigh([run], policy=Policy(), today=TODAY), setting)

    assert text.count('<details class="card') == 5
    assert "… and 3 more findings. The JSON report has all 8." in text


# WCAG 2.2, 1.4.3 "Contrast (Minimum)"


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


CSS = resources.files("driftgate.reports.html").joinpath("page.css").read_text(encoding="utf-8")
PALETTES = [dict(re.findall(r"--([\w-]+): (#\w{6})", each)) for each in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)]
GROUNDS = ("paper", "card", "well")
PAIRS = [
    *[(ink, ground) for ink in ("ink", "quiet", "link", "error", "warning", "note", "good") for ground in GROUNDS],
    *[(kind, f"{kind}-soft") for kind in ("error", "warning", "note", "good")],
    *[("on-band", f"band-{verdict}") for verdict in ("passed", "blocked", "not-judged")],
    ("ink", "mark"),
    ("ink", "warning-soft"),
    ("quiet", "warning-soft"),
    ("quiet", "good-soft"),
    ("ink", "good-soft"),
]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast_is_aa(theme, ink, ground):
    palette = PALETTES[["light", "dark", "print"].index(theme)]
    if theme == "print" and (ground.startswith("band-") or ground not in palette):
        return  # bands are outlines in print

    assert contrast(palette[ink], palette[ground]) >= 4.5
