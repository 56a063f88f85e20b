"""Do the pages of a collection add up? Most records of a run are seen here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.suite import properties

if TYPE_CHECKING:
    from driftgate.suite.collection import Collection


def test_pages_hold_every_record_once(driftgate_collection: Collection) -> None:
    properties.walk_everything(driftgate_collection)


def test_a_page_stays_the_same_and_keeps_its_size(driftgate_collection: Collection) -> None:
    properties.ask_again(driftgate_collection)


def test_a_filter_leaves_what_matches(driftgate_collection: Collection) -> None:
    properties.filter_everything(driftgate_collection)
