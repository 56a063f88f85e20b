"""Findings of one cause: what one change of the API, or one correction of the document, would settle together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from driftgate.finding import Source
from driftgate.pointer import split
from driftgate.reports._words import repeats_rule, waiver_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.finding import Finding
    from driftgate.verdict import Weighed

_SAID_BY_TRAFFIC = (Source.RESPONSE, Source.REQUEST)


class Cause(NamedTuple):
    """
    Findings of one rule on one shared component of the document, or else on one operation.

    Args:
        findings: In the order of the verdict; the first speaks for all.
        component: `components/schemas/User`; None where what was broken is promised in one operation only.
    """

    findings: Sequence[Weighed]
    component: str | None

    @property
    def first(self) -> Finding:
        return self.findings[0].finding

    @property
    def operations(self) -> int:
        return len({each.finding.operation for each in self.findings})

    @property
    def sightings(self) -> int:
        return sum(each.finding.count for each in self.findings)

    def names(self) -> list[tuple[str, int]]:
        """Return what differs, with the findings of each, most first: names of properties, or whole pointers."""
        shown = Counter(self._name(each.finding) for each in self.findings)
        shown.pop("", None)
        return sorted(shown.items(), key=lambda each: (-each[1], each[0]))

    def _name(self, finding: Finding) -> str:
        pointer = finding.pointer or ""
        if self.component is None or not pointer.startswith("/"):
            return pointer
        named = [each for each in split(pointer) if each != "*"]
        return named[-1] if named else pointer


def causes(findings: Iterable[Weighed]) -> list[Cause]:
    """
    Return the causes of findings: the most severe first, of those the ones with most findings, else as they came.

    Only what traffic says is folded; what a document says has a line of its own, and so has each rule between fields.
    """
    found: dict[tuple[object, ...], list[Weighed]] = {}
    for each in findings:
        finding = each.finding
        key: tuple[object, ...]
        if finding.source in _SAID_BY_TRAFFIC:
            where = component_of(finding) or finding.operation
            said = finding.message if repeats_rule(finding) else None
            key = (finding.source, finding.rule, finding.severity, where, each.why, waiver_line(each), said)
        else:
            key = (finding.source, finding.fingerprint, finding.document_pointer)
        found.setdefault(key, []).append(each)
    made = [Cause(members, component_of(members[0].finding)) for members in found.values()]
    return sorted(made, key=lambda cause: (-cause.first.severity.weight, -len(cause.findings)))


def component_of(finding: Finding) -> str | None:
    """Return the shared component of the document that a finding is about: `components/schemas/User`."""
    parts = split(finding.document_pointer or "")
    return "/".join(parts[:3]) if len(parts) > 2 and parts[0] == "components" else None
