"""The rule `error-in-success`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.pointer import resolve
from driftgate.rule import Mismatch, rule
from driftgate.schema import follow, listed_properties
from driftgate.spelling import folded
from driftgate.subject import Misfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract, Promise

_TELLING = frozenset({"error", "errors", "errorcode", "errormessage", "exception", "fault"})
_STATUS = frozenset({"statuscode", "httpstatus", "httpstatuscode", "httpcode", "status", "code"})


def _is_success(promise: Promise) -> bool:
    return promise.status.startswith("2")


@rule(
    on=Misfit,
    severity=Severity.ERROR,
    when=_is_success,
    explains=("envelope-status-mismatch", "undocumented-media-type"),
)
def error_in_success(misfit: Misfit) -> Iterator[Mismatch]:
    """
    A success status carries an error envelope.

    ## Why it matters
    Clients and monitors take the call for a success. It is one defect, so it is one finding instead of twenty missing
    properties.

    ## Example
    HTTP 200 with `{"StatusCode": 500, "Message": "Internal server error"}`.

    ## To settle it
    Ask the vendor to send the error's own status code.

    ## Source
    RFC 9110, section 15: the status code tells the result of the request.
    """
    seen = misfit.observation
    body = seen.body
    if not isinstance(body, dict) or not body:
        return
    own = seen.promise.schema_pointer
    claimed = next((value for name, value in body.items() if _names_a_status(name) and _is_error(value)), None)
    says_error = claimed is not None
    shares = own is not None and _shares_a_property(misfit, body, own)
    if shares and not says_error:
        return
    documented = _documented(misfit, body, claimed)
    claims = documented is not None and says_error
    if shares and not claims:
        return
    if claims or (documented is not None and own is not None):
        yield Mismatch(
            f"answered {seen.status} with the error envelope of {documented}",
            f"envelope of {documented}",
            "the promised body",
            document_pointer=own or seen.promise.operation.pointer,
        )
    elif says_error or _TELLING & {folded(name) for name in body}:
        yield Mismatch(
            f"answered {seen.status} with an error envelope",
            "error envelope",
            "the promised body",
            document_pointer=own,
        )


def _is_error(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 400 <= value <= 599


@lru_cache(maxsize=1024)
def _names_a_status(name: str) -> bool:
    return folded(name) in _STATUS


def _documented(misfit: Misfit, body: Any, claimed: int | None) -> str | None:
    """
    Return what to call the documented error envelope that a body fits: by the status that it claims itself, as that is
    listed or else as the body says it; where it claims none, by the first that fits. None where it fits none.
    """
    fitting = [status for status, pointer in _envelopes(misfit) if _fits(misfit, body, pointer)]
    if claimed is None or not fitting:
        return next(iter(fitting), None)
    listed = (str(claimed), f"{claimed // 100}XX", "default")
    return next((each for each in listed if each in fitting), str(claimed))


def _envelopes(misfit: Misfit) -> Iterator[tuple[str, str]]:
    for status, response in sorted(misfit.observation.operation.responses.items()):
        if not status.startswith("2"):
            for media_type in response.content.values():
                if media_type.schema_pointer is not None:
                    yield status, media_type.schema_pointer


def _fits(misfit: Misfit, body: Any, pointer: str) -> bool:
    contract = misfit.observation.contract
    schema = _schema(misfit, pointer)
    return bool(schema.get("properties")) and contract.validator(pointer).is_valid(body)


def _schema(misfit: Misfit, pointer: str) -> Mapping[str, Any]:
    tree = misfit.observation.contract.tree
    schema = follow(tree, resolve(tree, pointer))
    return schema if isinstance(schema, dict) else {}


def _shares_a_property(misfit: Misfit, body: dict[str, Any], pointer: str) -> bool:
    """Tell whether the body has anything of what was promised, however spelt: then it is that, drifted, and no error envelope."""
    return not _listed(misfit.observation.contract, pointer).isdisjoint(map(folded, body))


@lru_cache(maxsize=1024)
def _listed(contract: Contract, pointer: str) -> frozenset[str]:
    listed = listed_properties(contract.tree, follow(contract.tree, resolve(contract.tree, pointer)))
    return frozenset(map(folded, listed))
