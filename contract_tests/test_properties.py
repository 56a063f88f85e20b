"""Do the pages of the inventory add up? What no single answer can show, from `x-pagination`."""

from __future__ import annotations

from driftgate.suite.tests.test_collections import (
    test_a_filter_leaves_what_matches,
    test_a_page_stays_the_same_and_keeps_its_size,
    test_pages_hold_every_record_once,
)

__all__ = [
    "test_a_filter_leaves_what_matches",
    "test_a_page_stays_the_same_and_keeps_its_size",
    "test_pages_hold_every_record_once",
]
