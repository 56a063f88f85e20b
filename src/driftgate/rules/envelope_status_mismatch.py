"""The rule `envelope-status-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.spelling import folded
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise

STATUS_NAMES = frozenset({"statuscode", "httpstatus", "httpstatuscode", "httpcode", "status"})


def _is_error(promise: Promise) -> bool:
    return int(promise.status) >= 400


@rule(on=Observation, severity=Severity.ERROR, when=_is_error, body_only=True)
def envelope_status_mismatch(seen: Observation) -> Iterator[Mismatch]:
    """
    The error envelope names another status than the HTTP response has.

    ## Why it matters
    Some clients look at the one, some at the other. One retries, the other gives up; dashboards disagree.

    ## Example
    HTTP 400 with the body `{"StatusCode": 500, "Message": "…"}`.

    ## To settle it
    Tell the vendor which of the two you rely on.

    ## Source
    RFC 9457, section 3.1.2, "status": the member must be the status code of the response.
    """
    body = seen.body
    if not isinstance(body, dict):
        return
    for name, value in body.items():
        if folded(name) not in STATUS_NAMES:
            continue
        claimed = value
        if isinstance(value, str) and value.isdecimal():
            claimed = int(value)
        if isinstance(claimed, bool) or not isinstance(claimed, int) or not 100 <= claimed <= 599:
            continue
        if claimed != seen.status:
            yield Mismatch(
                f"says {claimed} inside an HTTP {seen.status}",
                f"status {claimed}",
                f"status {seen.status}",
                pointer=f"/{name}",
                document_pointer=seen.promise.schema_pointer,
                value=value,
            )
