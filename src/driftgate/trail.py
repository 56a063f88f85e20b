"""Trails: pages in a row, kept as columns, and how they travel from one process to another."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from driftgate.exchange import SeenIn
from driftgate.subject import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from driftgate.subject import Walk


Key = tuple[str, tuple[Any, ...], tuple[str, str]]
"""
Which walk a page belongs to: operation; recording, URL, parameters other than the page, and a checksum of the credentials;
status and media type of the answer, which name the promise.
"""


class Step(NamedTuple):
    """
    One page with what it takes to tell which walk it belongs to. Holds no secret and can be pickled.

    Args:
        key: Which walk it belongs to.
        restarts: Whether the request asks for the first page.
        following: The least number of a page that shares no record with this one by request; with cursors, the checksum of
            the one that this page hands out, `LAST` where it hands out none; None where nobody can tell.
        cursor: Checksum of the cursor that was asked for; None without one.
    """

    key: Key
    page: Page
    restarts: bool
    following: int | None
    cursor: int | None


LAST = -1
"""Where a page hands out no cursor: nothing follows it."""


class Pages:
    """The pages of a walk, kept as one list for each of their fields; a page is made when it is asked for."""

    __slots__ = (
        "_constants",
        "_identities",
        "_numbers",
        "_positions",
        "_recording",
        "_totals",
        "cursors",
        "following",
        "sizes",
    )

    def __init__(self, recording: str, columns: Sequence[list[Any]] = ()) -> None:
        self._recording = recording
        columns = columns or ([], [], [], [], [], [], [], [])
        (
            self._positions, self._numbers, self.sizes, self._identities, self._totals, self._constants, self.following,
            self.cursors,
        ) = columns  # fmt: skip

    @property
    def columns(self) -> tuple[list[Any], ...]:
        return (
            self._positions, self._numbers, self.sizes, self._identities, self._totals, self._constants, self.following,
            self.cursors,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, index: int) -> Page:
        position, *rest = [column[index] for column in self.columns[:-2]]
        return Page(SeenIn(self._recording, position), *rest)

    def __iter__(self) -> Iterator[Page]:
        for position, *rest in zip(*self.columns[:-2], strict=True):
            yield Page(SeenIn(self._recording, position), *rest)

    def append(self, page: Page, following: int | None, cursor: int | None) -> None:
        (_, position), number, size, identities, total, constants = page
        self._positions.append(position)
        self._numbers.append(number)
        self.sizes.append(size)
        self._identities.append(identities)
        self._totals.append(total)
        self._constants.append(constants)
        self.following.append(following)
        self.cursors.append(cursor)

    def extend(self, other: Pages) -> None:
        for mine, more in zip(self.columns, other.columns, strict=True):
            mine.extend(more)

    def part(self, start: int, end: int) -> Pages:
        return Pages(self._recording, tuple(column[start:end] for column in self.columns))

    def are_continued_by(self, number: int | None, cursor: int | None, *, restarts: bool) -> bool:
        """
        Tell whether a request for this page goes on with the walk.

        A cursor that the page before did not hand out is no next page: a request sent again, or another walk.
        """
        following = self.following[-1]
        if cursor is not None:
            return bool(cursor == following if following is not None else cursor != self.cursors[-1])
        return not restarts and (number is None or following is None or number >= following)

    @property
    def first_cursor(self) -> int | None:
        return self.cursors[0]  # type: ignore[no-any-return]

    @property
    def first_number(self) -> int | None:
        return self._numbers[0]  # type: ignore[no-any-return]

    @property
    def are_steady(self) -> bool:
        """Whether all name one total, the same constants, and no record twice, and hold as many as the total says."""
        total, constants = self._totals[0], self._constants[0]
        if self._totals.count(total) < len(self) or self._constants.count(constants) < len(self):
            return False
        identities = list(chain.from_iterable(self._identities))
        if len(set(identities)) < len(identities):
            return False
        if total is None:
            return True
        held = sum(self.sizes)
        return held <= total and (held == total or (self.sizes[-1] >= self.sizes[0] and not self.are_all))

    @property
    def are_all(self) -> bool:
        """Whether the first page was asked for without a cursor, and the last hands out none: all that there is."""
        return self.cursors[0] is None and self.following[-1] == LAST


def is_steady(walk: Walk) -> bool:
    """Tell, quickly, that the pages of a walk add up. True means that no rule on walks has anything to say."""
    pages = walk.pages
    return isinstance(pages, Pages) and pages.are_steady


class Trail:
    """Steps in recorded order, to be sent to another process; pages that follow one another are put together."""

    def __init__(self) -> None:
        self._keys: dict[Key, int] = {}
        self._runs: list[tuple[int, bool, Pages]] = []
        self._latest: tuple[Key | None, int] = (None, 0)

    def add(self, step: Step) -> None:
        key, page, restarts, following, cursor = step
        known, index = self._latest
        if key is not known:
            index = self._keys.setdefault(key, len(self._keys))
            self._latest = (key, index)
        if self._runs:
            last, _, pages = self._runs[-1]
            if last == index and pages.are_continued_by(page.number, cursor, restarts=restarts):
                pages.append(page, following, cursor)
                return
        pages = Pages(key[1][0])
        pages.append(page, following, cursor)
        self._runs.append((index, restarts, pages))

    def packed(self) -> tuple[list[Key], bytes]:
        """Return the trail as it is to be sent: plain columns, which cost next to nothing to unpack."""
        plain = [(index, restarts, pages.columns) for index, restarts, pages in self._runs]
        try:
            return list(self._keys), orjson.dumps(plain)
        except orjson.JSONEncodeError:  # an id of more than 64 bits, or with half a surrogate pair
            import pickle

            return list(self._keys), pickle.dumps(plain)

    @staticmethod
    def unpacked(packed: tuple[list[Key], bytes]) -> Iterator[tuple[Key, bool, Pages]]:
        """Yield the runs of a trail: of which walk, whether the first page restarts it, and the pages."""
        keys, raw = packed
        if raw.startswith(b"["):
            runs = orjson.loads(raw)
        else:
            import pickle

            runs = pickle.loads(raw)  # noqa: S301 -- of our own process
        for index, restarts, columns in runs:
            yield keys[index], restarts, Pages(keys[index][1][0], columns)
