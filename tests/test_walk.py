"""Walks: the pages of one collection, put together from the steps of a recording."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import driftgate.walk
from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.redaction.secret import MASK
from driftgate.rule import load_rules
from driftgate.subject import Page, Walk
from driftgate.trail import Trail, is_steady
from driftgate.walk import Walks

PAGED = {"page": "page", "limit": "size", "items": "/items", "total": "/total", "identity": "/id"}


def contract(**pagination: Any) -> Contract:
    items = {"type": "array", "items": {"type": "object", "properties": {"id": {}}}}
    schema = {"type": "object", "properties": {"items": items, "total": {"type": "integer"}}}
    response = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            path: {"get": {"x-pagination": {**PAGED, **pagination}, "responses": {"200": response}}}
            for path in ("/things", "/others")
        },
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


class Traffic:
    """Exchanges in a row, and the walks they make."""

    def __init__(self, **pagination: Any) -> None:
        self.contract = contract(**pagination)
        self.judge = Judge(self.contract)
        self.steps: list[Any] = []

    def ask(self, query: str = "", *ids: Any, path: str = "/things", recording: str = "a.har",
            token: str | None = None, total: Any = 9, **more: Any) -> Any:  # fmt: skip
        exchange = Exchange(
            Request("GET", f"https://a.example.com{path}{query}", Headers([("Authorization", token)] if token else [])),
            Response(200, Headers([("Content-Type", "application/json")]),
                     json.dumps({"items": [{"id": each} for each in ids], "total": total, **more})),
            SeenIn(recording, len(self.steps)),
        )  # fmt: skip
        step = self.judge.judge(exchange).step
        self.steps.append(step)
        return step

    def walks(self) -> list[list[int | None]]:
        """Return the page numbers of each walk, in the order in which they end."""
        walks, found = Walks(self.contract), []
        for step in self.steps:
            found += walks.feed(step)
        found += walks.finish()
        return [[page.number for page in walk.pages] for walk in found]


@pytest.fixture
def traffic():
    return Traffic()


def test_pages_with_rising_numbers_are_one_walk(traffic):
    for number in (1, 2, 3, 5):
        traffic.ask(f"?page={number}")
    assert traffic.walks() == [[1, 2, 3, 5]]


def test_a_request_without_a_number_asks_for_the_first(traffic):
    traffic.ask()
    traffic.ask("?page=2")
    assert traffic.walks() == [[1, 2]]


@pytest.mark.parametrize(("numbers", "walks"), [
    ([1, 2, 1, 2], [[1, 2], [1, 2]]),
    ([1, 1, 2], [[1, 2]]),
    ([1, 2, 2, 3], [[1, 2], [2, 3]]),
    ([3, 4, 2, 3], [[3, 4], [2, 3]]),
    ([1], []),
    ([3, 2, 1], []),
])  # fmt: skip
def test_a_walk_ends_where_the_number_does_not_rise(traffic, numbers, walks):
    for number in numbers:
        traffic.ask(f"?page={number}")
    assert traffic.walks() == walks


def test_walks_that_were_asked_for_otherwise_are_told_apart_though_they_alternate(traffic):
    for number in (1, 2):
        traffic.ask(f"?page={number}&size=5")
        traffic.ask(f"?size=6&page={number}")
        traffic.ask(f"?page={number}&size=5", path="/others")
        traffic.ask(f"?page={number}&size=5", recording="b.har")
        traffic.ask(f"?page={number}&size=5", token="Bearer one")
        traffic.ask(f"?page={number}&size=5", token="Bearer two")
    assert traffic.walks() == [[1, 2]] * 6


def test_the_order_of_parameters_does_not_matter(traffic):
    traffic.ask("?page=1&size=5&q=x")
    traffic.ask("?q=x&size=5&page=2")
    assert traffic.walks() == [[1, 2]]


def test_pages_by_offset_start_at_nought():
    traffic = Traffic(style="offset", page="offset")
    for query in ("", "?offset=10", "?offset=20", "?offset=0", "?offset=10"):
        traffic.ask(query)
    assert traffic.walks() == [[0, 10, 20], [0, 10]]


def test_an_offset_that_asks_for_records_again_begins_another_walk():
    traffic = Traffic(style="offset", page="offset", first=0)
    for query, ids in (("offset=0", "abcd"), ("offset=2", "cdef"), ("offset=6", "gh"), ("offset=8", "ij")):
        traffic.ask(f"?size=4&{query}", *ids)
    assert traffic.walks() == [[2, 6, 8]]


def test_an_offset_goes_on_after_what_was_asked_for_where_a_page_is_longer_than_that():
    traffic = Traffic(style="offset", page="offset", first=0)
    for offset in (0, 2, 4):
        traffic.ask(f"?size=2&offset={offset}", "a", "b", "c")
    assert traffic.walks() == [[0, 2, 4]]


def test_pages_by_cursor_follow_in_the_order_they_came():
    traffic = Traffic(style="cursor", page="after")
    for query in ("", "?after=x9", "?after=a1", "", "?after=q"):
        traffic.ask(query)
    assert traffic.walks() == [[None, None, None], [None, None]]


@pytest.mark.parametrize("shown", ["{}", "/things?after={}", "https://a.example.com/things?x=1&after={}"])
def test_a_cursor_that_the_page_before_did_not_hand_out_is_no_next_page(shown):
    traffic = Traffic(style="cursor", page="after", next="/next")
    # the third is sent again, then somebody goes back to it, and the last page hands out nothing
    for query, told in (("", "b"), ("?after=b", "c"), ("?after=c", "d"), ("?after=c", "d"), ("?after=d", "e"),
                        ("?after=c", "d"), ("?after=d", None), ("?after=c", "d")):  # fmt: skip
        traffic.ask(query, next=told and shown.format(told))
    assert [len(walk) for walk in traffic.walks()] == [3, 2, 2]
    trail = Trail()
    for step in traffic.steps:
        trail.add(step)
    walks = Walks(traffic.contract)
    found = [*walks.follow(trail.packed()), *walks.finish()]
    assert [len(walk.pages) for walk in found] == [3, 2, 2]


def test_a_cursor_that_leads_back_is_followed_as_it_was_handed_out():
    traffic = Traffic(style="cursor", page="after", next="/next")
    for query in ("", "?after=b", "?after=b", "?after=b"):
        traffic.ask(query, next="b")
    assert [len(walk) for walk in traffic.walks()] == [4]


def test_the_same_cursor_again_is_no_next_page_where_nobody_says_what_is_handed_out():
    traffic = Traffic(style="cursor", page="after")
    for query in ("", "?after=b", "?after=b", "?after=c"):
        traffic.ask(query)
    assert [len(walk) for walk in traffic.walks()] == [2, 2]


def test_cursors_that_a_recording_hides_are_taken_as_they_come():
    traffic = Traffic(style="cursor", page="after", next="/next")
    for query in ("", f"?after={MASK}", f"?after={MASK}"):
        traffic.ask(query, next=MASK)
    assert [len(walk) for walk in traffic.walks()] == [3]


def test_a_page_that_nobody_can_place_is_no_step(traffic):
    assert traffic.ask("?page=last") is None
    assert traffic.ask("?page=1&page=2") is None


def test_a_step_holds_no_secret_and_travels_between_processes(traffic):
    step = traffic.ask("?page=1&size=5", "a", 7, token="Bearer abc123")
    assert pickle.loads(pickle.dumps(step)) == step
    assert "abc123" not in repr(step)
    assert (step.page.size, step.page.identities, step.page.total) == (2, ["a", 7], 9)


def test_a_walk_that_grows_too_long_is_ended(traffic, monkeypatch):
    monkeypatch.setattr(driftgate.walk, "MAX_PAGES", 3)
    for number in range(1, 8):
        traffic.ask(f"?page={number}")
    assert traffic.walks() == [[1, 2, 3], [4, 5, 6]]


def test_the_walk_that_rested_longest_is_ended_when_too_many_are_open(traffic, monkeypatch):
    monkeypatch.setattr(driftgate.walk, "MAX_OPEN", 2)
    for name in "abcb":
        traffic.ask(f"?q={name}")
        traffic.ask(f"?q={name}&page=2")
    traffic.ask("?q=a&page=3")
    assert traffic.walks() == [[1, 2], [1, 2], [1, 2], [1, 2]]


def test_walks_are_ended_when_they_hold_too_many_records(traffic, monkeypatch):
    monkeypatch.setattr(driftgate.walk, "MAX_RECORDS", 5)
    traffic.ask("?page=1", "a", "b")
    traffic.ask("?page=2", "c", "d")
    traffic.ask("?page=3", "e", "f")
    traffic.ask("?page=4", "g")
    assert traffic.walks() == [[1, 2, 3]]
    walks = Walks(traffic.contract)
    for step in traffic.steps * 50:
        walks.feed(step)
        assert walks._records <= 5


@given(st.lists(st.tuples(st.sampled_from(["", "q=a", "q=b"]), st.integers(1, 4)), max_size=30))
def test_every_page_is_in_one_walk_at_most_and_numbers_rise(asked):
    traffic = Traffic()
    for query, number in asked:
        traffic.ask(f"?page={number}&{query}")
    walks = traffic.walks()
    assert all(walk == sorted(set(walk)) and len(walk) > 1 for walk in walks)
    assert sum(map(len, walks)) <= len(asked)


@st.composite
def asked_pages(draw: Any) -> list[tuple[int, str, str, list[int]]]:
    return draw(
        st.lists(
            st.tuples(
                st.integers(1, 6), st.sampled_from("ab"), st.sampled_from(["/things", "/others"]),
                st.lists(st.integers(0, 40) | st.integers(2**70, 2**70 + 3), max_size=3),
            ),
            max_size=25,
        )
    )  # fmt: skip


def _shown(walk: Walk) -> tuple[str, list[Page]]:
    return walk.promise.operation.name, list(walk.pages)


@given(asked_pages(), st.integers(1, 30), st.integers(1, 6), st.integers(1, 3), st.integers(1, 12))
def test_trails_of_several_processes_make_the_walks_that_single_steps_make(asked, cut, pages, opened, records):
    traffic = Traffic()
    for number, query, path, ids in asked:
        traffic.ask(f"?page={number}&q={query}", *ids, path=path)
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in (("MAX_PAGES", pages), ("MAX_OPEN", opened), ("MAX_RECORDS", records)):
            patch.setattr(driftgate.walk, name, limit)
        alone, together = Walks(traffic.contract), Walks(traffic.contract)
        one = [walk for step in traffic.steps for walk in alone.feed(step)]
        several = []
        for begin in range(0, len(traffic.steps), cut):
            trail = Trail()
            for step in traffic.steps[begin : begin + cut]:
                trail.add(step)
            several += together.follow(pickle.loads(pickle.dumps(trail.packed())))
        assert [_shown(each) for each in several] == [_shown(each) for each in one]
        assert [_shown(each) for each in together.finish()] == [_shown(each) for each in alone.finish()]


RULES_ON_WALKS = [each for each in load_rules().values() if each.on is Walk]


@given(asked_pages(), st.lists(st.sampled_from([3, 9, None]), min_size=1, max_size=2))
def test_of_steady_pages_no_rule_has_anything_to_say(asked, totals):
    traffic = Traffic()
    for index, (number, query, path, ids) in enumerate(asked):
        traffic.ask(f"?page={number}&q={query}", *ids, path=path, total=totals[index % len(totals)])
    walks = Walks(traffic.contract)
    found = [walk for step in traffic.steps for walk in walks.feed(step)] + list(walks.finish())
    for walk in found:
        if is_steady(walk):
            assert [mismatch for rule in RULES_ON_WALKS for mismatch in rule.check(walk)] == []


def test_pages_that_add_up_are_steady(traffic):
    for number in (1, 2, 3):
        traffic.ask(f"?page={number}", number * 10, number * 10 + 1)
    walks = Walks(traffic.contract)
    for step in traffic.steps:
        walks.feed(step)
    assert [is_steady(walk) for walk in walks.finish()] == [True]
