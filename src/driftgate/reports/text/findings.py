"""Findings by tray, folded by cause: what blocks in full, the rest in two lines each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate.evidence import counted
from driftgate.finding import MAX_CHARS
from driftgate.reports._causes import causes
from driftgate.reports._words import against, place, promised_at, repeats_rule, seen_at, sightings, waiver_line
from driftgate.reports.text.page import COLOURS, MAX_SHOWN
from driftgate.verdict import Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.finding import Finding
    from driftgate.reports._causes import Cause
    from driftgate.reports._setting import Setting
    from driftgate.reports.text.page import Page
    from driftgate.verdict import Verdict, Weighed


def print_findings(page: Page, verdict: Verdict, setting: Setting) -> None:
    """Print the four trays, what blocks first."""
    _blocking(page, verdict.tray(Tray.BLOCKING), setting)
    _section(page, "waived", verdict.tray(Tray.WAIVED), waiver_line)
    _section(page, "known", verdict.tray(Tray.KNOWN), lambda each: each.why)
    _noted(page, verdict.tray(Tray.NOTED), setting)


IN_FULL = 12
"""Causes of what blocks that are told in full; where there are more, at most `IN_FULL_OF_A_RULE` of one rule."""
IN_FULL_OF_A_RULE = 3


def _blocking(page: Page, findings: Sequence[Weighed], setting: Setting) -> None:
    if not findings:
        return
    told = causes(findings)
    _heading(page, Tray.BLOCKING, len(findings), len(told), "bold red")
    in_full = _in_full_first(told)
    for each in in_full:
        page.line()
        _in_full(page, each, setting)
    rest = [each for each in told if all(each is not shown for shown in in_full)]
    if rest:
        page.line()
    for each in rest[: MAX_SHOWN - len(in_full)]:
        _brief(page, each)
    _more(page, len(told))
    first = told[0].first
    page.line()
    page.line(f"What a rule means: driftgate explain {first.rule}", "dim")
    page.line(f"To accept one: driftgate waive {first.fingerprint} --reason ... --owner ... --until ...", "dim")


def _in_full_first(told: Sequence[Cause]) -> list[Cause]:
    if len(told) <= IN_FULL:
        return list(told)
    of_a_rule: Counter[str] = Counter()
    chosen: list[Cause] = []
    for each in told:
        of_a_rule[each.first.rule] += 1
        if of_a_rule[each.first.rule] <= IN_FULL_OF_A_RULE and len(chosen) < IN_FULL:
            chosen.append(each)
    return chosen


def _heading(page: Page, title: str, findings: int, told: int, style: str = "bold") -> None:
    if findings == told:
        page.heading(title, findings, style)
    else:
        page.line()
        page.line(f"{title.upper()} ({findings:,}, of {counted(told, 'cause')})", style)


def _in_full(page: Page, cause: Cause, setting: Setting) -> None:
    finding = cause.first
    severity = finding.severity
    more = len(cause.findings) - 1
    page.spans(
        [
            (severity, COLOURS[severity]),
            ("  ", ""),
            (finding.rule, "bold"),
            (f"  {finding.fingerprint}", "dim"),
            (f" and {more:,} more", "dim" if more else ""),
        ][: 5 if more else 4]
    )
    if more:
        _members(page, cause)
    else:
        page.line(_about(finding), indent=2)
        if finding.pointer is not None:
            page.line(visible(finding.pointer) or "(the whole body)", "bold", indent=2)
        if said := against(finding):
            page.line(said, COLOURS[severity], indent=2)
        page.line(visible(finding.message), indent=2)
    seen = f"{cause.sightings:,} times" if more else sightings(finding)
    where = ""
    if finding.first_seen:
        shown = visible(finding.first_seen)
        where = f", for one in {shown}: {seen_at(finding)}" if more else f", first in {shown}"
    page.line(f"seen {seen}{where}", indent=2)
    if promised := promised_at(finding, setting):
        page.line(promised, indent=2)
    if finding.sample is not None:
        page.line(f"sample {visible(finding.sample, 200)}", "dim", indent=2)
    if finding.curl is not None:
        page.line("again:", "dim", indent=2)
        page.whole(visible(finding.curl, MAX_CHARS["curl"]), "dim")
    if said := waiver_line(cause.findings[0]):
        page.line(said, "yellow", indent=2)


def _about(finding: Finding) -> str:
    about = " ".join(visible(part) for part in (finding.operation, finding.status, finding.media_type) if part)
    if finding.source != "response":
        about = f"{about} ({finding.source})" if about else f"({finding.source})"
    return about


EACH_OF = 5
"""Findings of one cause that are told one by one; where there are more, what they share is said, and their names."""
NAMES = 8
SHAPES = 3


def _members(page: Page, cause: Cause) -> None:
    """Print what the findings of one cause share, and what tells them apart."""
    page.line(_subject(cause), indent=2)
    if len(cause.findings) <= EACH_OF:
        for each in (weighed.finding for weighed in cause.findings):
            where = (
                seen_at(each)
                if cause.operations > 1
                else " ".join(visible(part) for part in (each.status, each.pointer) if part)
            )
            said = against(each) or visible(each.message)
            page.spans(
                [
                    (f"{where or '(the whole body)'}: ", "bold"),
                    (said, COLOURS[each.severity]),
                    (f"; {sightings(each)}", ""),
                    (f"  {each.fingerprint}", "dim"),
                ],
                indent=2,
            )
        return
    if named := _named(cause, NAMES):
        page.line(named, "bold", indent=2)
    shapes = _shapes(cause, SHAPES)
    for said in shapes:
        page.line(said, COLOURS[cause.first.severity], indent=2)
    if len({each.finding.message for each in cause.findings}) == 1 and visible(cause.first.message) not in shapes:
        page.line(visible(cause.first.message), indent=2)


def _subject(cause: Cause) -> str:
    """Return where the findings of a cause are: `components/schemas/User, in 70 operations`."""
    finding = cause.first
    named = visible(cause.component or finding.operation or "the contract as a whole")
    if cause.component is not None:
        within = visible(finding.operation or "") if cause.operations == 1 else f"{cause.operations:,} operations"
        named += f", in {within}" if within else ""
    return named if finding.source == "response" else f"{named} ({finding.source})"


def _named(cause: Cause, limit: int) -> str:
    """Return the names that differ: `node_id (102), url and 14 more`."""
    names = cause.names()
    shown = [visible(name, 100) + (f" ({count:,})" if count > 1 else "") for name, count in names[:limit]]
    return ", ".join(shown) + (f" and {len(names) - limit:,} more" if len(names) > limit else "")


def _shapes(cause: Cause, limit: int) -> list[str]:
    """Return what was seen against what was promised, the most frequent first."""
    said = Counter(text for each in cause.findings if (text := _shape(each.finding)))
    shown = sorted(said, key=lambda text: (-said[text], text))
    return shown[:limit] + ([f"and {len(shown) - limit:,} more"] if len(shown) > limit else [])


def _shape(finding: Finding) -> str | None:
    return visible(finding.message) if repeats_rule(finding) else against(finding)


def _section(page: Page, title: str, findings: Sequence[Weighed], why: Callable[[Weighed], str | None]) -> None:
    if findings:
        told = causes(findings)
        _heading(page, title, len(findings), len(told))
        for each in told[:MAX_SHOWN]:
            _brief(page, each)
            page.line(why(each.findings[0]) or "", "dim", indent=4)
        _more(page, len(told))


def _more(page: Page, told: int) -> None:
    if told > MAX_SHOWN:
        page.line(f"… and {told - MAX_SHOWN:,} more; `--report html:FILE` shows all", "dim", indent=2)


def _brief(page: Page, cause: Cause) -> None:
    finding = cause.first
    is_one = len(cause.findings) == 1
    where = seen_at(finding) if is_one else _subject(cause)
    page.spans([(finding.severity, COLOURS[finding.severity]), (f"  {finding.rule}  ", ""), (where, "")], indent=2)
    if is_one:
        source = "" if finding.source == "response" else f" ({finding.source})"
        page.line(f"{against(finding) or visible(finding.message)}, {sightings(finding)}{source}", indent=4)
    else:
        page.line(_in_short(cause), indent=4)


def _in_short(cause: Cause) -> str:
    """Return a line on several findings: `missing, expected present: id (3), url and 4 more; seen 67 times`."""
    said = "; ".join(_shapes(cause, 1)[:1]) or visible(cause.first.message)
    named = _named(cause, 4)
    return f"{said}{f': {named}' if named else ''}; {len(cause.findings):,} findings, seen {cause.sightings:,} times"


NOTED_OF_A_RULE = 5
"""Noted findings of one rule that are named; the rest is a count."""


def _noted(page: Page, findings: Sequence[Weighed], setting: Setting) -> None:
    """Print what does not block: each cause in two lines, with its place, and why it does not."""
    if not findings:
        return
    told = causes(findings)
    _heading(page, Tray.NOTED, len(findings), len(told))
    by_rule: dict[tuple[int, str], list[Cause]] = {}
    for each in told:
        by_rule.setdefault((-each.first.severity.weight, each.first.rule), []).append(each)
    for (_, rule), alike in sorted(by_rule.items()):
        for each in alike[:NOTED_OF_A_RULE]:
            finding = each.first
            is_one = len(each.findings) == 1
            where = place(finding) if is_one else _subject(each)
            if finding.line is not None:
                where += f" ({setting.document_name}:{finding.line})"
            page.spans([(finding.severity, COLOURS[finding.severity]), (f"  {rule}  ", ""), (where, "")], indent=2)
            seen = (against(finding) or visible(finding.message)) if is_one else _in_short(each)
            page.line(f"{seen}; {visible(each.findings[0].why)}", "dim", indent=4)
        if len(alike) > NOTED_OF_A_RULE:
            more = sum(len(each.findings) for each in alike[NOTED_OF_A_RULE:])
            page.line(f"{more:,} more of {rule}", "dim", indent=4)
