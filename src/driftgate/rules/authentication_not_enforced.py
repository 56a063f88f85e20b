"""The rule `authentication-not-enforced`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR, aliases=("ignored_auth",))
def authentication_not_enforced(trial: Trial) -> Iterator[Mismatch]:
    """
    A request without credentials was answered as if it had some.

    ## Why it matters
    The contract says that the operation is protected. Whoever knows the URL can read what it answers.

    ## Example
    `GET /v1.0/numbers/inventory` without an Authorization header answers 200 with the inventory.

    ## To settle it
    Tell the vendor at once, and not in public. An operation that is meant to be open: `security: []` in the document.

    ## Source
    OpenAPI Specification 3.1, Security Requirement Object.
    """
    if trial.kind == "anonymous" and 200 <= trial.status < 300:
        yield Mismatch(
            f"answered {trial.status} to a request without credentials",
            "no credentials needed",
            "a refusal (401)",
            document_pointer=f"{trial.promise.operation.pointer}/security",
        )
