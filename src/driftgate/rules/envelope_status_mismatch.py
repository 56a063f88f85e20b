"""The rule `envelope-status-mismatch`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.spelling import folded
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise
    from driftgate.operation import Operation

STATUS_NAMES = frozenset({"statuscode", "httpstatus", "httpstatuscode", "httpcode", "status"})


_VAGUE_NAMES = frozenset({"code", "errorcode"})
"""Names of a status in some envelopes, and of anything in others: the document's examples tell."""


def _may_name_a_status(promise: Promise) -> bool:
    return int(promise.status) >= 400 or bool(_mirrored(promise.operation))


def _names_no_status(seen: Observation) -> bool:
    """Tell, quickly, that a success has no member that mirrors its status: then nothing in it can differ from it."""
    body = seen.body
    if body.__class__ is not dict:
        return True
    return seen.promise.status < "400" and _mirrored(seen.promise.operation).isdisjoint(body)


@rule(on=Observation, severity=Severity.ERROR, when=_may_name_a_status, unless=_names_no_status, body_only=True)
def envelope_status_mismatch(seen: Observation) -> Iterator[Mismatch]:
    """
    The envelope names another status than the HTTP response has.

    ## Why it matters
    Some clients look at the one, some at the other. One retries, the other gives up; dashboards disagree.

    ## Example
    HTTP 400 with the body `{"StatusCode": 500, "Message": "…"}`; HTTP 200 with `"code": 500`, where the examples of the
    document have a 200 there.

    ## To settle it
    Tell the vendor which of the two you rely on.

    ## Source
    RFC 9457, section 3.1.2, "status": the member must be the status code of the response. A `code`, and any such member of
    an answer that is no error, counts only where every example of the operation's answers, an error's among them, has its
    own status there.
    """
    body = seen.body
    if not isinstance(body, dict):
        return
    mirrored = _mirrored(seen.operation)
    for name, value in body.items():
        if name not in mirrored and (seen.status < 400 or folded(name) not in STATUS_NAMES):
            continue
        claimed = _claimed(value)
        if claimed is not None and claimed != seen.status:
            yield Mismatch(
                f"says {claimed} inside an HTTP {seen.status}",
                f"status {claimed}",
                f"status {seen.status}",
                pointer=f"/{name}",
                document_pointer=seen.promise.schema_pointer,
                value=value,
            )


def _claimed(value: Any) -> int | None:
    """Return the status that a member names; None where it names none."""
    if isinstance(value, str) and value.isdecimal() and len(value) == 3:
        value = int(value)
    return value if value.__class__ is int and 100 <= value <= 599 else None


@lru_cache(maxsize=1024)
def _mirrored(operation: Operation) -> frozenset[str]:
    """Return the members that hold the status of the answer in every example of it, in two statuses at least."""
    seen: dict[str, set[int]] = {}
    others: set[str] = set()
    for status, response in operation.responses.items():
        for media_type in response.content.values():
            for _, example in media_type.examples.values():
                members = example.items() if isinstance(example, dict) and status.isdecimal() else ()
                for name, value in members:
                    if folded(name) in STATUS_NAMES | _VAGUE_NAMES and _claimed(value) == int(status):
                        seen.setdefault(name, set()).add(int(status))
                    else:
                        others.add(name)
    return frozenset(
        name for name, found in seen.items() if len(found) > 1 and max(found) >= 400 and name not in others
    )
