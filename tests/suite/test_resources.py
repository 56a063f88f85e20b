"""Resources that exist."""

from __future__ import annotations

import json

from driftgate.suite.resources import existing


def test_ids_come_from_the_first_page_of_the_collection(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    session = open_session(server.url)
    found = existing(session, session.contract.operation("readTree"))
    assert found == [{("path", "id"): f"T-{number}"} for number in range(1, 11)]
    assert len(server.asked) == 1


def test_records_that_exist_are_asked_for(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    session = open_session(server.url, max_requests=400)
    session.explore(session.contract.operation("readTree"))
    assert {f"/trees/T-{number}" for number in range(1, 11)} <= {each.path for each in server.asked}
    assert session.judgement().evidence["GET /trees/{id}", "200"].judged >= 10


def test_records_that_exist_are_not_removed_by_name(serve, orchard, open_session) -> None:
    server = serve(orchard(25))
    session = open_session(server.url, max_requests=400)
    session.explore(session.contract.operation("fellTree"))
    assert not any(each.method == "GET" for each in server.asked)


def test_a_collection_that_cannot_be_read_yields_nothing(serve, answers, open_session) -> None:
    for answer in (answers.problem(404), answers.raw(200, b"{", {"Content-Type": "application/json"}), None):
        server = serve(lambda asked, answer=answer: answer if asked.path == "/trees" else answers.problem(404))
        session = open_session(server.url)
        session.door.get("/trees/T-1")
        assert existing(session, session.contract.operation("readTree")) == []


def test_a_member_called_like_the_parameter_wins(serve, answers, open_session) -> None:
    body = json.dumps({"total": 1, "trees": [{"uuid": "x", "ID": "T-7"}, "T-8", 9, {"x": 1}]}).encode()
    session = open_session(serve(lambda asked: answers.raw(200, body, {"Content-Type": "application/json"})).url)
    found = existing(session, session.contract.operation("readTree"))
    assert [each["path", "id"] for each in found] == ["T-7", "T-8", 9]


def test_records_that_exist_are_asked_for_until_half_the_share_is_spent(serve, orchard, open_session) -> None:
    server = serve(orchard(3))
    session = open_session(server.url, max_requests=400)
    operation = session.contract.operation("readTree")
    session.explore(operation)
    known = [each for each in server.asked if each.method == "GET" and each.path.startswith("/trees/T-")]
    assert len(known) >= session.budget.shares[operation.name].valid // 2 - 1
