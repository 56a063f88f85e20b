"""What rules look at: the kinds of subject, each the answer to one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from driftgate.collection import collection_of
from driftgate.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.contract import Contract, Promise
    from driftgate.exchange import Exchange, SeenIn
    from driftgate.inference import Conflict
    from driftgate.match import Match
    from driftgate.operation import Operation
    from driftgate.overlay import Application
    from driftgate.page import PageView


class Violation(NamedTuple):
    """
    One place where a body breaks its schema: which promise, and how?

    Args:
        keyword: The JSON Schema keyword that failed; `renamed` where a missing and an extra property are one.
        limit: The keyword's value: the pattern, the types, the bound, the enum.
        node: The translated schema at fault (with its `x-…`).
        node_pointer: Where it stands in the effective document.
        value: The value at the place; of a missing property, the object that lacks it.
        path: Keys and indexes from the root of the body to the place.
        pointer: The same with array indexes as `*`.
        name: The property that is missing, undocumented, or promised under this name.
        twin: Of `renamed`: the name it came under.
    """

    contract: Contract
    keyword: str
    limit: Any
    node: Mapping[str, Any]
    node_pointer: str
    value: Any
    path: tuple[str | int, ...]
    pointer: str
    name: str | None = None
    twin: str | None = None


class Observation(NamedTuple):
    """
    Operation, request, response: did the API keep this promise?

    Args:
        match: How the request led to the operation.
        body: The parsed JSON; `pointer.MISSING` where there is none or it cannot be read.
        unreadable: Why the body cannot be read, from a closed vocabulary; None where it can, or is absent.
        page: What it says as a page of a collection; read once, where the promise is one of pages.
    """

    contract: Contract
    promise: Promise
    exchange: Exchange
    match: Match
    body: Any
    unreadable: str | None
    page: PageView | None = None

    @property
    def operation(self) -> Operation:
        return self.promise.operation

    @property
    def status(self) -> int:
        assert self.exchange.response is not None
        return self.exchange.response.status


def view_of(seen: Observation) -> PageView:
    """Return what an observation for which `collection.is_page` holds says as a page."""
    if seen.page is not None:
        return seen.page
    return read_page(collection_of(seen.contract, seen.promise), seen.exchange, seen.match, seen.body)


def adds_up(seen: Observation) -> bool:
    """Tell, quickly, that an observation is a page and what was asked for; then no rule on pages has anything to say."""
    return seen.page is not None and seen.page.adds_up(seen.body)


class Misfit(NamedTuple):
    """An observation whose body its schema rejects, or that no schema describes: is it something else altogether?"""

    observation: Observation


class Page(NamedTuple):
    """
    One page of a collection, small enough to keep for as long as a walk lasts.

    Args:
        number: As asked for, the first where the request did not say; None where pages have no numbers.
        size: Records on the page.
        identities: What tells each record from all others, in order.
        total: As the answer says; None where it does not.
        constants: By pointer, the top-level ids that every page of a walk must share.
    """

    seen_in: SeenIn
    number: int | None
    size: int
    identities: Sequence[Any]
    total: int | None
    constants: Mapping[str, Any]


class Run(Protocol):
    """Pages in a row. `are_all`: from the first page to one that hands out no cursor, where pages are found by cursors."""

    @property
    def are_all(self) -> bool: ...

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Page: ...

    def __iter__(self) -> Iterator[Page]: ...


class Walk(NamedTuple):
    """The pages of one collection, in order, all asked for alike: do they add up?"""

    contract: Contract
    promise: Promise
    pages: Run


class Stray(NamedTuple):
    """Request and response without an operation: did it answer what was never promised?"""

    contract: Contract
    match: Match
    exchange: Exchange


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    The document, as received or at any stage of its overlays: is the promise itself sound?

    Args:
        contract: Of this stage: its `tree` is what rules look at.
    """

    contract: Contract


class Disagreement(NamedTuple):
    """Where the vendor's own examples contradict each other: which side is right?"""

    contract: Contract
    conflict: Conflict


class Amendment(NamedTuple):
    """An overlay action and what it did: does our overlay still bite?"""

    contract: Contract
    application: Application
