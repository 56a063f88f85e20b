"""Paging: which records a request asks for, and how the next page is told."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from driftgate.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.operation import Operation

PAGE_SIZE = 100
"""Records on a page where neither the request nor the parameter's `default` says how many."""
STYLES = frozenset({"page", "offset", "cursor"})
_ADDRESSES = frozenset({"uri", "uri-reference", "iri", "iri-reference", "url"})
_MARK = "after:"


class Span(NamedTuple):
    """
    What a request asks for.

    Args:
        start: Of the first record, from 0.
        number: The page or offset asked for, the first where none is; with cursors, `start`.
    """

    start: int
    limit: int
    number: int


class Paging:
    """
    The pages of one operation, as its `x-pagination` describes them.

    A cursor is opaque text where its parameter takes that, else the position of the next record.
    """

    def __init__(self, contract: Contract, operation: Operation, *, page_size: int) -> None:
        assert operation.pagination is not None
        self._contract = contract
        self._operation = operation
        self._pagination = operation.pagination
        self.default_limit = self._limit_default(page_size)
        self._takes_opaque = self._takes(_opaque(0))

    def _limit_default(self, page_size: int) -> int:
        parameter = self._operation.parameter(self._pagination.limit) if self._pagination.limit else None
        default = parameter.schema.get("default") if parameter is not None else None
        if isinstance(default, int) and default > 0:
            return default
        most = parameter.schema.get("maximum") if parameter is not None else None
        return min(page_size, most) if isinstance(most, int) and most > 0 else page_size

    def _takes(self, value: Any) -> bool:
        parameter = self._operation.parameter(self._pagination.page) if self._pagination.page else None
        if parameter is None or parameter.schema_pointer is None:
            return True
        try:
            validator = self._contract.validator(parameter.schema_pointer, direction="request", strict=False)
        except ContractError:
            return True
        return bool(validator.is_valid(value))

    def span(self, given: Mapping[str, str], *, at_least: int = 0) -> Span | None:
        """Return what a request asks for, its parameters conforming already; None for a cursor nobody handed out."""
        pagination = self._pagination
        limit = number_of(given.get(pagination.limit) if pagination.limit else None, self.default_limit)
        limit = max(0, limit, at_least)
        asked = given.get(pagination.page) if pagination.page else None
        if pagination.style == "cursor":
            start = 0 if not asked else self._position(asked)
            return None if start is None else Span(start, limit, start)
        number = number_of(asked, pagination.first)
        steps = number - pagination.first
        return Span(max(0, steps if pagination.style == "offset" else steps * limit), limit, number)

    def _position(self, text: str) -> int | None:
        if not self._takes_opaque:
            return int(text) if text.isdecimal() and text.isascii() else None
        try:
            plain = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
        except (ValueError, binascii.Error):
            return None
        position = plain.removeprefix(_MARK)
        is_ours = plain.startswith(_MARK) and position.isdecimal() and position.isascii()
        return int(position) if is_ours else None

    def following(self, span: Span, count: int) -> str | None:
        """Return what the page parameter says on the next page; None where this is the last of `count` records."""
        start = span.start + span.limit
        if start >= count or span.limit == 0:
            return None
        if self._pagination.style == "cursor":
            return _opaque(start) if self._takes_opaque else str(start)
        return str(start + self._pagination.first if self._pagination.style == "offset" else span.number + 1)

    def address(self, following: str, query: Sequence[tuple[str, str]], path: str) -> str:
        """Return the next page's address, from the root of this server."""
        name = self._pagination.page or ""
        return f"{path}?{urlencode([*(pair for pair in query if pair[0] != name), (name, following)], quote_via=quote)}"


def is_address(schema: Any) -> bool:
    """Tell whether a schema is that of an address rather than of a cursor or a number."""
    return isinstance(schema, dict) and schema.get("format") in _ADDRESSES


def number_of(raw: str | None, default: int) -> int:
    try:
        return int(raw) if raw else default
    except ValueError:
        return default


def _opaque(position: int) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{position}".encode()).decode().rstrip("=")
