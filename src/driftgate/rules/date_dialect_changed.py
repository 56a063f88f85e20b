"""The rule `date-dialect-changed`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.dialect import date_forms
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMATS = {"date": "YYYY-MM-DD", "date-time": "date-time"}
_COUNTED = frozenset({"epoch-seconds", "epoch-milliseconds"})


@rule(
    on=Violation,
    severity=Severity.ERROR,
    inferred=Severity.WARNING,
    keywords=("pattern", "format", "not", "type"),
    rank=18,
)
def date_dialect_changed(violation: Violation) -> Iterator[Mismatch]:
    """
    A date is written in another way than the contract says.

    ## Why it matters
    `02/05/2023` is the fifth of February or the second of May. A client that parses one dialect fails on another, or
    takes the wrong day without an error; a timestamp without an offset moves by hours.

    ## Example
    `OriginalDatePurchased` is promised as `MM/DD/YYYY`; the server answers `2023-02-05`, or the seconds since 1970.

    ## To settle it
    Ask the vendor for one dialect, best RFC 3339, and write it down: as `format`, or as `x-date-dialect`.

    ## Source
    RFC 3339, section 5.6; `x-date-dialect` in the overlays.
    """
    node = violation.node
    promised = node.get("x-date-dialect") or _FORMATS.get(str(node.get("format")))
    if promised is None:
        return
    if violation.keyword == "type":
        seen = _of_another_type(violation.value, promised)
        if seen:
            yield Mismatch(f"is written as {seen[0]}; {promised} is promised", f"date {seen[0]}", f"date {promised}")
        return
    if violation.keyword == "not":
        seen = [each for each in date_forms(str(int(violation.value))) if each != promised]
        if seen and promised in _COUNTED:
            yield Mismatch(f"counts as {seen[0]}; {promised} is promised", f"date {seen[0]}", f"date {promised}")
        return
    if not isinstance(violation.value, str):
        return
    seen = date_forms(violation.value)
    if seen and promised not in seen:
        yield Mismatch(f"is written as {seen[0]}; {promised} is promised", f"date {seen[0]}", f"date {promised}")


def _of_another_type(value: Any, promised: str) -> list[str]:
    """Return the dialects of a number where a text was promised, or of a text where a count was."""
    if promised in _COUNTED:
        return [each for each in date_forms(value) if each not in _COUNTED] if isinstance(value, str) else []
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return []
    return [each for each in date_forms(str(int(value))) if each in _COUNTED]
