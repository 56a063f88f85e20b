"""One generated request: what it was made to be, and how it is sent."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from driftgate.operation import Operation
    from driftgate.suite.session import Session

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


def send(session: Session, case: Any, kind: str, operation: Operation) -> Any:
    """
    Send a generated case through the session's door; return the answer as Schemathesis reads it, None where none came.

    Whether a request really breaks the contract once it is on the wire (`"1"` and `1` are one there) is for
    Schemathesis to say, which made it.
    """
    try:
        with session.witness.asking_wrongly() if kind != "valid" else nullcontext():
            answer = case.call(session=session.door, allow_redirects=False)
    except requests.RequestException:
        return None
    at, facts = session.last, _facts(case, operation)
    if at is not None and kind in _CHECKS and facts.get("place") not in _OURS and _fails(case, answer, _CHECKS[kind]):
        session.witness.tried(kind, at, **facts)
    return answer


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
