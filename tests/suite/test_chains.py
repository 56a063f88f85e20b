"""Chains along links."""

from __future__ import annotations


def followed(session):
    assert session.follow_chains()
    return [(each.rule, each.operation, each.observed) for each in session.judgement().findings]


def test_a_server_that_remembers_yields_nothing(serve, orchard, open_session) -> None:
    server = serve(orchard(5))
    session = open_session(server.url, max_requests=300)
    assert followed(session) == []
    assert len(server.asked) <= session.budget.chains
    assert {each.method for each in server.asked} == {"GET", "POST", "DELETE"}


def test_what_was_created_and_cannot_be_found_is_told(serve, orchard, answers, open_session) -> None:
    def forget(asked, answer):
        return answers.problem(404) if asked.method == "GET" and asked.path.startswith("/trees/") else answer

    session = open_session(serve(orchard(5, change=forget)).url, max_requests=1000)
    assert followed(session) == [("forgotten-change", "GET /trees/{id}", "created, not found")]


def test_what_was_removed_and_still_answers_is_told(serve, orchard, open_session) -> None:
    growing = orchard(5)

    def answer(asked):
        before = dict(growing.trees)
        answered = growing(asked)
        if asked.method == "DELETE":
            growing.trees = before
        return answered

    session = open_session(serve(answer).url, max_requests=1000)
    assert followed(session) == [("forgotten-change", "GET /trees/{id}", "removed, still answered")]


def test_the_embedded_mock_forgets_and_is_not_blamed(open_session) -> None:
    assert followed(open_session(None, max_requests=300)) == []


def test_a_live_api_is_not_changed(serve, orchard, open_session) -> None:
    server = serve(orchard(5))
    session = open_session(server.url, live=True, rate=10_000.0)
    session.follow_chains()
    assert {each.method for each in server.asked} <= {"GET", "HEAD"}
    assert {each.method for each in session.operations} == {"GET"}


def test_a_live_api_may_be_changed_when_somebody_says_so(serve, orchard, open_session) -> None:
    server = serve(orchard(5))
    session = open_session(server.url, live=True, rate=10_000.0, allow_unsafe=True, max_requests=300)
    assert session.follow_chains()
    assert "POST" in {each.method for each in server.asked}


def test_a_contract_without_links_has_no_chains(tmp_path) -> None:
    from driftgate.suite.channel import load
    from driftgate.suite.session import Session
    from driftgate.suite.settings import settle

    spec = tmp_path / "one.yaml"
    spec.write_text(
        "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/a: {get: {responses: {'200': {description: ok}}}}}}"
    )
    suite = settle(None, None, {"spec": str(spec), "base_url": "http://127.0.0.1:9"})
    session = Session(suite, load(suite))
    assert not session.follow_chains()
    session.close()
