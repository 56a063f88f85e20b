"""The rule `exceeded-total` fires on a walk whose pages hold more records than they say that there are."""

from __future__ import annotations

from driftgate.walk import Walks

RULE = "exceeded-total"


def test_fires_on_the_page_that_holds_one_too_many(things, page):
    assert things.walked((page(1, "a", "b", total=2), ""), (page(2, "c", total=2), "?Page=2")) == [
        (RULE, "warning", "/Total", "more records than the total", 1, "a.har#1")
    ]


def test_fires_with_cursors(paged, page):
    things = paged(style="cursor", page="Filter", echo={}, next="/Filter")
    walked = things.walked((page(1, "a", "b", total=3, Filter="x"), ""), (page(1, "c", "d", total=3), "?Filter=x"))
    assert walked == [(RULE, "warning", "/Total", "more records than the total", 1, "a.har#1")]


def test_silent_where_it_adds_up(things, page):
    assert things.walked((page(1, "a", "b", total=3), ""), (page(2, "c", total=3), "?Page=2")) == []


def test_counts_a_record_that_comes_twice_once(things, page):
    walked = things.walked((page(1, "a", "b", total=3), ""), (page(2, "b", "c", total=3), "?Page=2"))
    assert [each[0] for each in walked] == ["repeated-item"]


def test_leaves_to_others_what_one_page_shows_or_a_moving_total(things, page):
    low = things.walked((page(1, "a", "b", total=1), ""), (page(2, "c", total=1), "?Page=2"))
    assert [each[0] for each in low] == ["count-mismatch"]
    full = things.walked((page(1, "a", "b", total=3), "?Size=2"), (page(2, "c", "d", total=3), "?Page=2&Size=2"))
    assert [each[0] for each in full] == ["count-mismatch"]
    moving = things.walked((page(1, "a", "b", total=2), ""), (page(2, "c", total=3), "?Page=2"))
    assert [each[0] for each in moving] == ["unstable-total"]


def test_reads_a_total_in_a_header(api):
    rows = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
    listed = {"description": "ok", "content": {"application/json": {"schema": rows}}}
    asked = [{"name": "page", "in": "query", "schema": {"type": "integer"}}]
    paged = {"page": "page", "items": "", "total": "header:X-Total", "identity": "/id"}
    made = api(responses={"200": listed}, parameters=asked, **{"x-pagination": paged})

    def walked(total: str) -> list[tuple[object, ...]]:
        steps, walks = [], Walks(made.contract)
        for position, (ids, query) in enumerate([("ab", ""), ("c", "?page=2")]):
            body = [{"id": each} for each in ids]
            judged = made.judged(body, query=query, headers=(("X-Total", total),), position=position)
            assert judged.step is not None
            steps += walks.feed(judged.step)
        return [(each.rule, each.pointer) for walk in [*steps, *walks.finish()] for _, each in made.judge.walk(walk)]

    assert walked("3") == []
    assert walked("2") == [(RULE, "header:X-Total")]
    assert walked("4") == [("incomplete-walk", "header:X-Total")]
