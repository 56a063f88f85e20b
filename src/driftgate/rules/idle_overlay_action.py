"""The rule `idle-overlay-action`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Amendment

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Amendment, severity=Severity.WARNING, source=Source.OVERLAY)
def idle_overlay_action(amendment: Amendment) -> Iterator[Mismatch]:
    """
    An overlay action selects nothing, or changes nothing.

    ## Why it matters
    Either the vendor has mended the document, and the action can go; or what it aimed at was renamed, and the
    correction is silently lost.

    ## Example
    The action targets `$.paths['/v1/numbers'].get`; the new document calls the path `/v2/numbers`.

    ## To settle it
    Aim it anew, or delete it.

    ## Source
    OpenAPI Overlay Specification 1.1.0, Action Object, "target".
    """
    application = amendment.application
    if application.changed or application.action.change == "nothing":
        return
    selects = "changes nothing" if application.touched else "selects nothing"
    yield Mismatch(
        f"{application.action.label} {selects}", selects, "a change", pointer=f"overlay:{application.action.label}"
    )
