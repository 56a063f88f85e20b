"""The rule `authentication-not-enforced`, and what rules on trials look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract, Promise
    from driftgate.exchange import Exchange


class Trial(NamedTuple):
    """
    What the suite did on purpose, and the answer that settles it: does the API behave as it must?

    Args:
        kind: What was tried: `anonymous`, `invalid`, `valid`, `again`, `filter`, `limit`, `pages`, `removed`, `created`.
        facts: What rules on this kind need to know.
        is_live: Whether the target is a live API, whose data may change while it is asked.
    """

    contract: Contract
    promise: Promise
    exchange: Exchange
    kind: str
    facts: Mapping[str, Any]
    is_live: bool

    @property
    def status(self) -> int:
        assert self.exchange.response is not None
        return self.exchange.response.status


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
