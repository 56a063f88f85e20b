"""The rule `validation-failed`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.pointer import MISSING
from driftgate.rule import Mismatch, rule
from driftgate.ruling import WEAK_SUPPORT
from driftgate.subject import Observation
from driftgate.validation import validations_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Promise


def _has_validations(promise: Promise) -> bool:
    return bool(validations_of(promise.contract, promise))


def _all_hold(seen: Observation) -> bool:
    return validations_of(seen.contract, seen.promise).hold_everywhere(seen.body)


def _weigh(inferred: Mapping[str, Any], bodies: int) -> Severity:
    """Return what a rule that inference wrote is worth: a warning where enough recorded bodies show it."""
    return Severity.WARNING if inferred.get("from") == "recordings" and bodies >= WEAK_SUPPORT else Severity.NOTE


@rule(on=Observation, severity=Severity.ERROR, when=_has_validations, unless=_all_hold, body_only=True)
def validation_failed(seen: Observation) -> Iterator[Mismatch]:
    """
    A rule between fields, which the contract states beyond its schema, does not hold.

    ## Why it matters
    Each field is fine by itself and together they contradict each other: programs decide by either.

    ## Example
    `VoiceEnabled` is true on a record whose `ProductType` has no voice.

    ## To settle it
    Ask the vendor which field is right. A rule that `infer` wrote is a warning where ten recorded bodies show it (its
    `support`), else a note; on a schema whose `x-inferred` a person took off it is an error. If the rule is not meant, correct `x-validations` in the overlay.

    ## Source
    `x-validations` on the schema, in the overlays; Common Expression Language, as Kubernetes uses it: `self` is the value
    at the schema, `request` has the path and query parameters by name (`self.Id == request.ThingId`).
    """
    if seen.body is MISSING:
        return
    validations = validations_of(seen.contract, seen.promise)
    for broken in validations.broken(seen.body, seen.exchange, path_values=seen.match.path_values):
        validation = broken.validation
        support = seen.contract.support(validation.schema_pointer, "x-validations")
        yield Mismatch(
            validation.message if support is None else f"does not hold: {validation.message}",
            f"not: {validation.expression.text}",
            validation.expression.text,
            pointer=broken.pointer,
            document_pointer=validation.pointer,
            severity=None if support is None else _weigh(support, validation.support),
            value=broken.value,
            records=broken.records,
        )
