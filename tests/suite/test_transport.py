"""The door: what goes through it, and what does not."""

from __future__ import annotations

import gzip

import pytest
import requests

from driftgate.suite.pace import Stopped


def test_every_exchange_is_seen_with_its_body_as_it_came(serve, answers, open_session) -> None:
    body = b'{"total": 0,  "trees": []}'
    session = open_session(serve(lambda asked: answers.raw(200, body, {"Content-Type": "application/json"})).url)
    answer = session.door.get("/trees", params={"limit": 3})
    assert answer.content == body
    _, exchange = session.last
    assert exchange.request.url == f"{session.base_url}/trees?limit=3"
    assert exchange.response.body == body
    assert exchange.response.elapsed_s > 0


def test_requests_are_signed_unless_they_are_meant_to_be_anonymous(serve, answers, open_session) -> None:
    server = serve(lambda asked: answers.problem(401))
    session = open_session(server.url)
    session.door.get("/trees")
    session.door.anonymous("GET", "/trees", headers={})
    assert [asked.headers.get("x-orchard-key") for asked in server.asked] == ["driftgate", None]
    assert "driftgate-anonymous" not in server.asked[1].headers


def test_nothing_is_sent_to_another_host(serve, answers, open_session) -> None:
    target, other = serve(lambda asked: answers.problem(404)), serve(lambda asked: answers.problem(404))
    session = open_session(target.url)
    with pytest.raises(Stopped, match="another host"):
        session.door.get(f"{other.url}/trees")
    assert (target.asked, other.asked) == ([], [])
    session.door.get("/trees")  # and the run goes on


def test_a_redirect_is_an_answer_and_not_followed(serve, answers, open_session) -> None:
    server = serve(lambda asked: answers.raw(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"}))
    session = open_session(server.url)
    assert session.door.get("/trees").status_code == 302
    assert len(server.asked) == 1


def test_a_compressed_body_is_read(serve, answers, open_session) -> None:
    packed = gzip.compress(b'{"total": 0, "trees": []}')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    session = open_session(serve(lambda asked: answers.raw(200, packed, headers)).url)
    session.door.get("/trees")
    assert session.judgement().findings == []


def test_a_body_that_breaks_off_is_evidence(serve, answers, open_session) -> None:
    body = b'{"total": 1, "trees": [{"id": "T-1", "kind": "apple"'
    cut = answers.raw(200, body, {"Content-Type": "application/json"}, cut_at=30)
    session = open_session(serve(lambda asked: cut).url)
    session.door.get("/trees")
    assert [each.rule for each in session.judgement().findings] == ["unreadable-body"]


def test_a_connection_that_drops_is_counted_and_the_run_goes_on(serve, orchard, open_session) -> None:
    server = serve(orchard(3, change=lambda asked, answer: None if asked.query.get("limit") == "2" else answer))
    session = open_session(server.url)
    session.door.get("/trees")
    with pytest.raises(requests.ConnectionError):
        session.door.get("/trees", params={"limit": 2})
    session.door.get("/trees")
    judgement = session.judgement()
    assert judgement.unjudged.total == 1
    assert judgement.evidence["GET /trees", "200"].exchanges == 2
    assert judgement.incomplete is None


def test_a_target_that_was_never_there_ends_the_run(open_session) -> None:
    session = open_session("http://127.0.0.1:9")
    for _ in range(2):
        with pytest.raises(Stopped, match="cannot be reached: connection refused"):
            session.door.get("/trees")
    assert session.pace.sent == 1
    assert "cannot be reached" in session.judgement().incomplete


def test_a_wish_to_wait_is_granted_and_the_request_sent_again(serve, answers, open_session) -> None:
    statuses = iter([429, 503, 200])

    def answer(asked):
        status = next(statuses)
        if status == 200:
            return answers.json(200, {"total": 0, "trees": []})
        return answers.json(status, {"status": status}, "application/problem+json", Retry_After="0")

    server = serve(answer)
    assert open_session(server.url).door.get("/trees").status_code == 200
    assert len(server.asked) == 3


def test_missing_credentials_end_a_run_against_a_live_api_in_one_sentence(
    serve, answers, open_session, monkeypatch
) -> None:
    monkeypatch.setattr("driftgate.suite.channel.is_loopback", lambda url: False)
    server = serve(lambda asked: answers.problem(401))
    session = open_session(server.url, live=True)
    with pytest.raises(Stopped, match="Set DRIFTGATE_TOKEN"):
        session.door.get("/trees")
    assert server.asked == []
    assert session.judgement().incomplete.startswith("there are no credentials")
