"""The rule `doubled-base-path`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _can_double(promise: Promise) -> bool:
    return promise.operation.path.count("/") > 1


def _has_no_base(seen: Observation) -> bool:
    return not seen.match.base


@rule(on=Observation, severity=Severity.WARNING, source=Source.REQUEST, when=_can_double, unless=_has_no_base)
def doubled_base_path(seen: Observation) -> Iterator[Mismatch]:
    """
    A request went to a path that starts with the base path twice.

    ## Why it matters
    The client joined server and path as the document says literally. Most servers answer 404; one that does not serves
    the same operation under two names, which caches, quotas and firewalls tell apart.

    ## Example
    `GET /v1.0/v1.0/numbers/inventory`, where every sample of the vendor has a single `/v1.0`.

    ## To settle it
    Take the base path off the server or off the paths, in an overlay, and regenerate the client.

    ## Source
    OpenAPI Specification 3.0.3, Paths Object: the path is appended to the expanded URL of the Server Object. Where what is
    repeated is a path of the contract by itself (`/messages` below a server that ends in `/messages`), it may be meant.
    """
    base = seen.match.base
    first = f"/{base.strip('/').split('/')[-1]}"
    is_resource = any(each.path == first for each in seen.contract.operations)
    if seen.operation.path.startswith(f"{first}/") and base.endswith(first) and not is_resource:
        yield Mismatch(
            f"was asked for under {base}{first}/…",
            "the base path twice",
            "the base path once",
            pointer=f"path:{urlsplit(base).path}{first}",
            document_pointer="/servers",
        )
