"""What no single answer can show: servers that lie between two answers."""

from __future__ import annotations

import json

import pytest

from driftgate.suite import properties
from driftgate.suite.pace import Stopped


def collection(session):
    return session.collection(session.contract.operation("listTrees"))


def judged(session, *checks):
    for check in checks:
        check(collection(session))
    return {(each.rule, each.severity.value, each.pointer, each.observed) for each in session.judgement().findings}


ALL = (properties.walk_everything, properties.ask_again, properties.filter_everything)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 60])
def test_an_honest_collection_has_every_property_whatever_its_size(serve, orchard, open_session, size) -> None:
    session = open_session(serve(orchard(size)).url, max_requests=400)
    assert judged(session, *ALL) == set()


def test_the_embedded_mock_has_every_property(open_session) -> None:
    session = open_session(None, max_requests=400)
    assert judged(session, *ALL) == set()


def test_a_walk_reaches_every_record_once(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    walk = collection(open_session(server.url)).walk(50)
    assert walk.ended
    assert walk.keys == [json.dumps(f"T-{number}") for number in range(1, 26)]
    assert [asked.query["offset"] for asked in server.asked] == ["0", "10", "20"]


def test_a_walk_ends_with_its_budget(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    walk = collection(open_session(server.url)).walk(2)
    assert not walk.ended
    assert len(server.asked) == 2


def test_a_walk_over_a_page_parameter_that_does_nothing_ends(serve, orchard, answers, open_session) -> None:
    stuck = orchard(25)
    server = serve(lambda asked: stuck(asked._replace(query={})))
    collection(open_session(server.url)).walk(500)
    assert len(server.asked) == 2


def test_the_budget_of_a_collection_is_kept(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    session = open_session(server.url, max_requests=100)
    share = session.budget.shares["GET /trees"]
    for check in ALL:
        check(collection(session))
    assert 0 < len(server.asked) <= share.pages + share.properties


def reshuffled(orchard, answers):
    """Every answer begins one record later than the one before."""
    times = iter(range(10_000))

    def change(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        at = next(times) % max(1, len(body["trees"]))
        return answers.json(200, {**body, "trees": body["trees"][at:] + body["trees"][:at]})

    return orchard(30, change=change)


def test_a_page_in_another_order_each_time_is_told(serve, orchard, answers, open_session) -> None:
    session = open_session(serve(reshuffled(orchard, answers)).url, max_requests=400)
    assert judged(session, properties.ask_again) == {("unstable-page", "warning", "/trees", "another order")}


def edited(orchard, answers, edit):
    """An orchard whose successful pages are edited: `edit(query, body)`."""

    def change(asked, answer):
        if answer.status != 200 or asked.path != "/trees" or asked.method != "GET":
            return answer
        body = json.loads(answer.body)
        edit(asked.query, body)
        return answers.json(200, body)

    return orchard(30, change=change)


def test_pages_that_lose_records_when_they_are_small_are_told(serve, orchard, open_session) -> None:
    whole, fewer = orchard(30), orchard(30)
    del fewer.trees["T-20"]
    server = serve(lambda asked: (whole if asked.query.get("limit") in {None, "30"} else fewer)(asked))
    session = open_session(server.url, max_requests=400)
    assert judged(session, properties.walk_everything) == {
        ("size-dependent-pages", "error", "/trees", "fewer records in pages of another size")
    }


def test_a_filter_that_leaves_out_too_much_is_told(serve, orchard, answers, open_session) -> None:
    def lose(query, body):
        if query.get("kind") == "pear":
            body["trees"] = body["trees"][1:]

    session = open_session(serve(edited(orchard, answers, lose)).url, max_requests=400)
    found = judged(session, properties.filter_everything)
    assert ("withheld-item", "error", "/trees", "fewer records than the filter admits") in found


def test_what_is_only_assumed_of_a_filter_is_a_warning_on_a_live_api(serve, orchard, answers, open_session) -> None:
    def lose(query, body):
        if query.get("kind") == "pear":
            body["trees"] = body["trees"][1:]

    server = serve(edited(orchard, answers, lose))
    session = open_session(server.url, max_requests=400, live=True, rate=10_000.0)
    found = judged(session, properties.filter_everything)
    assert ("withheld-item", "warning", "/trees", "fewer records than the filter admits") in found
    assert all(severity != "error" for rule, severity, *_ in found if rule in {"unfiltered-item", "withheld-item"})


def test_an_ignored_filter_is_told(serve, orchard, answers, open_session) -> None:
    whole = orchard(30)

    def ignoring(asked):
        return whole(asked._replace(query={name: value for name, value in asked.query.items() if name != "kind"}))

    session = open_session(serve(ignoring).url, max_requests=400)
    assert "unfiltered-item" in {rule for rule, *_ in judged(session, properties.filter_everything)}


def test_nothing_is_asked_once_the_run_must_end(serve, orchard, open_session) -> None:
    server = serve(orchard(30))
    session = open_session(server.url, max_requests=2)
    with pytest.raises(Stopped):
        collection(session).walk(10)
    assert len(server.asked) == 2


def test_changes_of_our_own_are_no_drift(serve, orchard, open_session) -> None:
    session = open_session(serve(orchard(15)).url)
    pages = collection(session)
    with session.witness.walking():
        pages.page(0)
        session.door.post("/trees", json={"kind": "apple"})
        pages.page(10)
    assert session.judgement().findings == []
