"""Pagination: how the records of a collection come in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """
    How a collection is paged: the operation's `x-pagination`.

    Args:
        style: `page` (numbers from `first` on), `offset` (records to skip), `cursor` (what the page before told as `next`).
        page, limit, filter: Request parameters; None where the operation has none such. `page` carries number, offset or
            cursor.
        first: The number of the first page.
        next: Where an answer tells the next page: a response pointer to its cursor, number or address, or `header:Link`
            (RFC 8288, `rel="next"`); None where it does not tell.
        items, total: Response pointers of the records and of their total count.
        total_header: The response header that has the total instead: written as `total: header:X-Total-Count`.
        identity: Pointer, from an item, of what tells it from all others.
        echo: Request parameter to the response pointer that repeats it.
    """

    style: str
    page: str | None
    first: int
    limit: str | None
    filter: str | None
    items: str
    total: str | None
    identity: str | None
    echo: Mapping[str, str]
    next: str | None = None
    total_header: str | None = None


_HEADER = "header:"


def read_pagination(raw: Any, name: str, *, received: Any = None) -> Pagination | None:
    """
    Return an operation's `x-pagination`; None where it has none.

    Args:
        name: Of the operation, for messages.
        received: What the vendor wrote there. If it is this, and says nothing here, it is an extension of the vendor's.

    Raises:
        ContractError: Not an object, without `items`, or with a field that nobody reads.
    """
    if raw is None:
        return None
    try:
        return _read(raw, name)
    except ContractError:
        if raw == received:
            return None
        raise


def _read(raw: Any, name: str) -> Pagination:
    if not isinstance(raw, dict) or not isinstance(raw.get("items"), str):
        raise ContractError(f"{name}: `x-pagination` must be an object whose `items` points at the records.")
    known = {"style", "page", "first", "limit", "filter", "items", "total", "identity", "echo", "next"}
    unknown = sorted(raw.keys() - known)
    if unknown:
        raise ContractError(f"{name}: `x-pagination` has an unknown field {unknown[0]!r}; known: {sorted(known)}.")
    for field in ("page", "limit", "filter", "total", "identity"):
        if not isinstance(raw.get(field, ""), str):
            raise ContractError(f"{name}: `x-pagination` needs text as `{field}`, or no such field.")
    total = raw.get("total")
    total_header = total.removeprefix(_HEADER) if total and total.startswith(_HEADER) else None
    if total_header is not None:
        total = None
    first, echo = raw.get("first", 1), raw.get("echo", {})
    if not isinstance(first, int) or not isinstance(echo, dict) or not all(isinstance(to, str) for to in echo.values()):
        raise ContractError(f"{name}: `x-pagination` needs a number as `first` and an object of pointers as `echo`.")
    places = {"items": raw["items"], "total": total or "", "identity": raw.get("identity") or ""}
    for field, pointer in (*places.items(), *echo.items()):
        if (pointer or field in echo) and not pointer.startswith("/"):
            raise ContractError(
                f"{name}: `x-pagination` has {pointer!r} as {field!r}, which is no pointer: /{pointer}?"
            )
    following = raw.get("next")
    if following is not None and not (
        isinstance(following, str) and (following == "header:Link" or following.startswith("/"))
    ):
        raise ContractError(f"{name}: `x-pagination` needs a response pointer, or header:Link, as `next`.")
    return Pagination(
        style=str(raw.get("style", "page")),
        page=raw.get("page"),
        first=first,
        limit=raw.get("limit"),
        filter=raw.get("filter"),
        items=raw["items"],
        total=total,
        total_header=total_header,
        identity=raw.get("identity"),
        echo=echo,
        next=following,
    )
