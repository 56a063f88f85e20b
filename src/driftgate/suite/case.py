"""One generated request: what it was made to be, and how it is sent."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import requests

from driftgate.body import read_json
from driftgate.finding import Severity
from driftgate.form import MULTIPART, URLENCODED
from driftgate.media_type import entry_for, is_json
from driftgate.nodes import scalars_in
from driftgate.pointer import MISSING
from driftgate.request import request_side
from driftgate.sequence import read_sequence

if TYPE_CHECKING:
    from driftgate.exchange import Exchange
    from driftgate.judge import Judged
    from driftgate.operation import Operation
    from driftgate.suite.channel import Channel

_PARAMETER = re.compile(r"\{[^{}/]*\}")
_CHECKS = {
    "invalid": ("negative_data_rejection", "missing_required_header"),
    "valid": ("positive_data_acceptance",),
}
"""By what a case was made to be: the checks of Schemathesis on what the answer must then be."""

_OURS = frozenset({"header:Authorization", "header:Content-Type", "header:Accept"})
"""What the door sets whatever a case says. OpenAPI 3.0.3, Parameter Object: definitions of these "shall be ignored"."""


def spread(cases: list[Any], count: int) -> list[Any]:
    """Return `count` of the cases in their order, evenly spread over all of them."""
    if count >= len(cases):
        return cases
    return [cases[index * len(cases) // count] for index in range(count)]


def kind_of(case: Any) -> str:
    """Return the trial a generated case is: `valid`, `invalid`, or `probe` where nothing is expected but no failure."""
    from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoverageScenario

    meta = case.meta
    if meta is None:
        return "probe"
    scenario = getattr(meta.phase.data, "scenario", None)
    if scenario in REQUEST_SHAPE_PROBES or scenario is CoverageScenario.UNSUPPORTED_PATH_PATTERN:
        return "probe"
    return "valid" if meta.generation.mode.is_positive else "invalid"


def _facts(case: Any, operation: Operation) -> dict[str, Any]:
    """Return the place where a case breaks the contract, as findings name places."""
    data = case.meta.phase.data if case.meta is not None else None
    name, location = getattr(data, "parameter", None), getattr(data, "parameter_location", None)
    if name is None or location is None:
        return {}
    where = str(getattr(location, "value", location))
    parameter = operation.parameter(name, where)
    return {
        "place": f"{where}:{name}",
        "document_pointer": parameter.pointer if parameter is not None else None,
    }


def send(channel: Channel, case: Any, kind: str, operation: Operation) -> Any:
    """
    Send a generated case through the channel's door; return the answer as Schemathesis reads it, None where none came.

    Whether a request really breaks or keeps the contract once it is on the wire (`"1"` and `1` are one there, an empty
    text may be null, an object spread over the query may be another parameter) is for Schemathesis to say, which made
    it, and for us, who read what was sent: where the two disagree, nothing is claimed.
    """
    if kind == "valid" and _makes_up_a_cursor(case, operation):
        kind = "probe"
    try:
        with channel.witness.asking_wrongly() if kind != "valid" else nullcontext():
            answer = case.call(session=channel.door, allow_redirects=False)
    except requests.RequestException:
        return None
    at, facts = channel.last, _facts(case, operation)
    if (
        at is not None
        and kind in _CHECKS
        and facts.get("place") not in _OURS
        and _fails(case, answer, _CHECKS[kind])
        and (kind != "valid" or (_keeps_its_form(case) and not _is_doubtful(case)))
        and _is_what_it_was_made(kind, at, operation, facts.get("place"), channel)
    ):
        channel.witness.tried(kind, at, **facts)
    return answer


def _is_what_it_was_made(
    kind: str, at: tuple[Judged, Exchange], operation: Operation, place: str | None, channel: Channel
) -> bool:
    """Tell whether a request that was made to keep or to break the contract does so as we read it; True in doubt."""
    judged, exchange = at
    found = judged.match.operation
    if (
        found is None
        or found.name != operation.name
        or ((place or "").startswith("path:") and _has_twin(channel, found))
    ):
        return False  # on the wire it leads elsewhere: an empty path parameter asks for the whole collection
    side = request_side(channel.contract, operation)
    short = [
        each.pointer
        for each in side.shortfalls(exchange, judged.match.path_values)
        if each.severity is not Severity.NOTE
    ]
    if kind == "valid":
        return not short
    return bool(short) or not _is_read(exchange, operation, place)


def _has_twin(channel: Channel, operation: Operation) -> bool:
    """Tell whether another path template cannot be told apart from this one, so that its parameters may be meant."""
    shape = _PARAMETER.sub("{}", operation.path)
    return any(
        each.method == operation.method and each.path != operation.path and _PARAMETER.sub("{}", each.path) == shape
        for each in channel.contract.operations
    )


def _keeps_its_form(case: Any) -> bool:
    """
    Tell whether a body says on the wire what it was made to say.

    Forms have names and texts, no null and no nesting; one without fields is no body at all.
    """
    if case.media_type not in {URLENCODED, MULTIPART}:
        return True
    if not isinstance(case.body, dict) or not case.body:
        return False
    listed = [part for value in case.body.values() for part in (value if isinstance(value, list) else [value])]
    return all(case.body) and not any(part is None or isinstance(part, (dict, list, float)) for part in listed)


def _makes_up_a_cursor(case: Any, operation: Operation) -> bool:
    """Tell whether a case asks for a page by a cursor: whatever its schema says, only the server can make one."""
    paging = operation.pagination
    return paging is not None and paging.style == "cursor" and paging.page in (case.query or {})


def _is_doubtful(case: Any) -> bool:
    """
    Tell whether a case keeps the contract by its letter only.

    A whole number larger than 32 bits: few servers take them where no bound is stated. A query parameter without text:
    OpenAPI lets one be empty only where `allowEmptyValue` says so, and servers take it for one that is not given.
    """
    return "" in (case.query or {}).values() or any(
        isinstance(part, int) and not -(2**31) <= part < 2**31
        for part in scalars_in(case.path_parameters, case.query, case.body)
    )


def _is_read(exchange: Exchange, operation: Operation, place: str | None) -> bool:
    """Tell whether what is wrong with a request stands where we read: not in a cookie, nor in a body of another kind."""
    if place is None or place.startswith("cookie:"):
        return False
    if not place.startswith("body:"):
        return True
    body, name = exchange.request.body, (exchange.request.headers.get("content-type") or "").partition(";")[0].strip()
    if not body or operation.request_body is None:
        return False
    media_type = entry_for(operation.request_body.content, name)
    if media_type is not None and media_type.is_sequence:
        return read_sequence(body, media_type.name).value is not MISSING
    return name in {URLENCODED, MULTIPART} or (is_json(name) and read_json(body).value is not MISSING)


def _fails(case: Any, answer: Any, names: tuple[str, ...]) -> bool:
    """Tell whether Schemathesis' own checks of these names complain."""
    from schemathesis.checks import CHECKS, load_all_checks
    from schemathesis.core.failures import FailureGroup

    load_all_checks()
    try:
        case.validate_response(answer, checks=[CHECKS.get_one(name) for name in names])
    except FailureGroup:
        return True
    return False
