"""What a client loses."""

from __future__ import annotations

import httpx
import pytest

from driftgate.suite.client import ClientTransport, ask_client, changes, check_client
from driftgate.suite.pace import Stopped


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "x"}]}, []),
        ({"a": 1}, {}, [("/a", "dropped")]),
        ({}, {"a": None}, [("/a", "added")]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}, [("/a/*/b", "changed")]),
        ({"a": 1}, {"a": True}, [("/a", "changed")]),
        ({"a": 1}, {"a": 1.0}, [("/a", "changed")]),
        ([1, 2], [1], [("", "changed")]),
    ],
)
def test_changes_are_named_by_place(before, after, expected) -> None:
    assert sorted(changes(before, after, "")) == expected


@pytest.fixture
def session(serve, orchard, open_session):
    session = open_session(serve(orchard(12)).url)
    session.door.get("/trees")
    return session


def told(session):
    return [(each.source.value, each.rule, each.pointer, each.observed) for each in session.judgement().findings]


def test_a_client_that_keeps_everything_is_told_nothing(session) -> None:
    check_client(session, lambda body: body, lambda model: model)
    assert told(session) == []


def test_a_client_that_cannot_read_is_told(session) -> None:
    check_client(session, lambda body: body["nothing"], lambda model: model)
    assert told(session) == [("client", "undecodable-by-client", None, "raises KeyError")]


def test_a_client_that_loses_something_is_told_where(session) -> None:
    def lossy(body):
        return {**body, "trees": [{**tree, "kind": tree["kind"].upper()} for tree in body["trees"]]}

    check_client(session, lossy, lambda model: model)
    assert told(session) == [("client", "altered-by-client", "/trees/*/kind", "changed")]


def test_an_answer_that_drifted_is_not_held_against_the_client(serve, orchard, answers, open_session) -> None:
    server = serve(orchard(3, change=lambda asked, answer: answers.json(200, {"total": "3", "trees": []})))
    session = open_session(server.url)
    session.door.get("/trees")
    check_client(session, lambda body: body["nothing"], lambda model: model)
    assert told(session) == [("response", "string-typed-number", "/total", "string of integer")]


def ask(session):
    with httpx.Client(transport=ClientTransport(session), base_url=session.base_url) as client:
        return ask_client(session, lambda: client.get("/trees").json()["trees"])


@pytest.mark.parametrize("body", [b"<h1>Bad Gateway</h1>", b"", b"[]", b'{"total": 3'])
def test_an_answer_that_no_client_can_read_is_told_once_and_crashes_nothing(serve, answers, open_session, body) -> None:
    session = open_session(serve(lambda asked: answers.raw(200, body, {"Content-Type": "application/json"})).url)
    assert ask(session) is None
    check_client(session, lambda body: body, lambda model: model)
    assert [source for source, *_ in told(session)] == ["response"]


def test_a_client_that_stumbles_over_a_good_answer_is_told(session) -> None:
    def stumble():
        session.door.get("/trees")
        raise KeyError("kind")

    assert ask_client(session, stumble) is None
    assert told(session) == [("client", "undecodable-by-client", None, "raises KeyError")]


def test_a_client_that_fails_before_it_asks_is_a_broken_test(session) -> None:
    with pytest.raises(ZeroDivisionError):
        ask_client(session, lambda: 1 / 0)
    assert told(session) == []


def test_no_answer_is_nothing_to_read_and_the_end_of_the_budget_ends_the_test(serve, orchard, open_session) -> None:
    trees, dropped = orchard(3), [False]
    session = open_session(serve(lambda asked: None if dropped[0] else trees(asked)).url, max_requests=2)
    assert len(ask(session)) == 3
    dropped[0] = True
    assert ask(session) is None
    with pytest.raises(Stopped):
        ask(session)
    assert told(session) == []


def test_what_a_client_asks_goes_through_the_door(serve, orchard, open_session) -> None:
    server = serve(orchard(12))
    session = open_session(server.url)
    with httpx.Client(transport=ClientTransport(session), base_url="http://elsewhere.invalid") as client:
        listed = client.get("/trees", params={"limit": 2}, headers={"Authorization": "Bearer theirs"})
        planted = client.post("/trees", json={"kind": "pear"})
    assert (len(listed.json()["trees"]), planted.status_code) == (2, 201)
    assert [asked.headers.get("authorization") for asked in server.asked] == [None, None]
    assert all(asked.headers["x-orchard-key"] == "driftgate" for asked in server.asked)
    assert session.judgement().evidence["POST /trees", "201"].exchanges == 1


def test_the_path_of_a_base_url_stands_once_before_every_path(serve, orchard, open_session) -> None:
    trees = orchard(12)
    server = serve(lambda asked: trees(asked._replace(path=asked.path.removeprefix("/gw/api"))))
    session = open_session(f"{server.url}/gw/api")
    with httpx.Client(transport=ClientTransport(session), base_url=session.base_url) as client:
        client.get("/trees", params={"limit": 2})
    session.door.get("/trees", params={"limit": 2})
    assert [asked.path for asked in server.asked] == ["/gw/api/trees"] * 2
    assert session.judgement().evidence["GET /trees", "200"].exchanges == 2
