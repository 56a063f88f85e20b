"""Records of all pages, and the honest end of them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import pytest

from driftgate.errors import TargetError
from driftgate.runtime import paginate, paginate_async


@dataclass
class Page:
    numbers: list[int]
    total: int


def walk(pages: dict[int, object]) -> list[int]:
    return list(
        paginate(
            lambda page: pages.get(page, Page([], 5)),
            Page,
            items=lambda page: page.numbers,
            total=lambda page: page.total,
            identity=lambda number: number,
        )
    )


def test_yields_all_records_and_stops_at_the_total() -> None:
    asked = []

    def fetch(page: int) -> Page:
        asked.append(page)
        return Page([page * 2, page * 2 + 1], 6)

    records = paginate(fetch, Page, items=lambda page: page.numbers, total=lambda page: page.total)
    assert (list(records), asked) == ([2, 3, 4, 5, 6, 7], [1, 2, 3])


def test_stops_at_an_empty_page_and_says_that_the_total_was_not_reached(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "driftgate"):
        assert walk({1: Page([1, 2], 5)}) == [1, 2]
    assert caplog.messages == ["Page: promised 5 records and gave 2"]


def test_stops_at_a_page_that_repeats_the_one_before(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "driftgate"):
        assert walk({page: Page([1, 2], 5) for page in range(1, 50)}) == [1, 2]
    assert "a page repeats the one before" in caplog.text


def test_a_total_that_changes_in_mid_walk_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "driftgate"):
        walk({1: Page([1, 2], 4), 2: Page([3, 4], 5), 3: Page([5], 5)})
    assert "the total went from 4 to 5" in caplog.text


def test_what_is_no_page_is_an_error_that_names_it() -> None:
    with pytest.raises(TargetError, match="page 2 is nothing, not a Page"):
        walk({1: Page([1], 5), 2: None})


def test_pages_are_awaited_too() -> None:
    async def fetch(page: int) -> Page:
        return Page([page] if page < 4 else [], 99)

    async def collect() -> list[int]:
        return [number async for number in paginate_async(fetch, Page, items=lambda page: page.numbers)]

    assert asyncio.run(collect()) == [1, 2, 3]
