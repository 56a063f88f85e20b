"""What a client loses."""

from __future__ import annotations

import httpx
import pytest

from driftgate.suite.client import ClientTransport, changes, check_client


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
