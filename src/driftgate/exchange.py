"""The evidence: a request with its response, as one recording or one live call saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class SeenIn(NamedTuple):
    """Where an exchange stands: recording name and position from 0. Orders as recorded; prints as `a.har#3`."""

    recording: str
    position: int

    def __str__(self) -> str:
        return f"{self.recording}#{self.position}"


class Headers:
    """
    Header fields by case-insensitive name. A header sent twice is joined with ", ".

    The pairs are read only when a header is asked for: most exchanges of a scan never are.
    """

    __slots__ = ("_by_name", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = pairs
        self._by_name: dict[str, str] | None = None

    def _read(self) -> dict[str, str]:
        by_name: dict[str, str] = {}
        for name, value in self._pairs:
            lower = name.lower()
            by_name[lower] = f"{by_name[lower]}, {value}" if lower in by_name else value
        self._by_name = by_name
        self._pairs = ()
        return by_name

    def get(self, name: str, default: str | None = None) -> str | None:
        by_name = self._by_name if self._by_name is not None else self._read()
        return by_name.get(name.lower(), default)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def as_dict(self) -> dict[str, str]:
        """Return the headers with lower-case names."""
        return dict(self._by_name if self._by_name is not None else self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:  # names only: values may be secrets
        return f"Headers({', '.join(sorted(self.as_dict()))})"


class Request(NamedTuple):
    """
    What was asked.

    Args:
        method: Upper case.
        url: Absolute, query included, exactly as sent.
        body: Text or bytes; None where there was none or it was not recorded.
    """

    method: str
    url: str
    headers: Headers
    body: bytes | str | None = None


class WrongRequest(Request):
    """A request that was sent to be refused, as a suite does: what it breaks is no mistake of a client."""

    __slots__ = ()


WRONG_ON_PURPOSE = "_wrongOnPurpose"
"""The member of a HAR entry that marks a `WrongRequest`: HAR 1.2, 4, lets applications add members with an underscore."""


class Response(NamedTuple):
    """
    What was answered.

    Args:
        body: Text or bytes after content decoding; empty where the answer had none; None where it was not recorded.
        elapsed_s: Seconds from request to last byte; None where unknown.
    """

    status: int
    headers: Headers
    body: bytes | str | None
    elapsed_s: float | None = None

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")


class Exchange(NamedTuple):
    """A request with its response; `response` is None where none ever came."""

    request: Request
    response: Response | None
    seen_in: SeenIn
