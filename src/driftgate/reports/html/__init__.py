"""
HTML: one self-contained page for the people who decide on a release. Reads without JavaScript, filters with it.

A part of the page is one module, which says what it shows as plain values, and the template of the same name.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from driftgate import __version__
from driftgate.evidence import counted
from driftgate.reports._grouping import weight
from driftgate.reports.html.coverage import coverage_of
from driftgate.reports.html.evidence import evidence_of
from driftgate.reports.html.findings import MAX_IN_FULL, groups_of
from driftgate.reports.html.overview import causes_of, overview_of
from driftgate.reports.html.rules import pages_of
from driftgate.reports.html.waivers import gone_of, waivers_of
from driftgate.visible import visible

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict

MAX_CARDS = 5_000
"""Findings on the page; one with more does not open. What blocks comes first."""


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return the page: verdict, evidence, findings by operation and rule, coverage, waivers, the rules' pages.

    A content security policy lets only this page's own style and script run, and nothing be fetched.
    """
    style, script = _asset("page.css"), _asset("page.js")
    shown = sorted(verdict.weighed, key=weight)[:MAX_CARDS]
    groups = groups_of(shown, verdict, setting)
    return _template().render(
        style=style,
        script=script,
        policy=f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        version=__version__,
        **overview_of(verdict, setting),
        causes=causes_of(groups),
        evidence=evidence_of(verdict),
        groups=groups,
        total=len(verdict.weighed),
        more=len(verdict.weighed) - len(shown),
        in_full=MAX_IN_FULL,
        severities=Counter(str(each.finding.severity) for each in shown),
        coverage=coverage_of(verdict, setting),
        **waivers_of(verdict),
        gone=gone_of(verdict),
        unjudged_total=verdict.unjudged.total,
        unjudged=[(visible(f"{recording}#{at}"), visible(why)) for recording, at, why in verdict.unjudged.first],
        rules=pages_of({each.finding.rule for each in shown}, setting),
        waivers_file=visible(setting.waivers_file),
    )


@cache
def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> jinja2.Template:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["counted"] = counted
    environment.filters["thousands"] = lambda number: f"{number:,}"
    # A path breaks at its slashes where a line ends, and nowhere else as long as its parts fit.
    environment.filters["path"] = lambda text: Markup("/<wbr>").join(visible(text).split("/"))
    environment.filters["prose"] = _prose
    return environment.get_template("page.html.j2")


def _prose(text: str) -> Markup:
    """Return a sentence with what stands in backticks as code."""
    from markupsafe import Markup

    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Markup("{}").format(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )
