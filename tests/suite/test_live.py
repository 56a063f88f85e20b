"""Live mode, rehearsed on loopback: the vendored contract, a mock that insists on its own tokens."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from driftgate import mock
from driftgate.suite.channel import load
from driftgate.suite.everything import ask_everything
from driftgate.suite.session import Session
from driftgate.suite.settings import settle

OPENAPI = Path(__file__).parent.parent.parent / "openapi"
CONTRACT = load(settle(None, None, {"contract": str(OPENAPI)}))
FAST = 10_000.0


@pytest.fixture
def live(monkeypatch):
    """Return a function that opens a live session on a mock with these settings."""
    monkeypatch.delenv("DRIFTGATE_TOKEN", raising=False)
    opened = []

    def start(*, rate: float | None = FAST, recording: Path | None = None, max_requests: int = 60, **settings):
        running = mock.running(CONTRACT, items=60, **settings)
        base_url = running.__enter__()
        suite = settle(None, None, {
            "contract": str(OPENAPI), "base_url": base_url, "live": True, "rate": rate,
            "max_requests": max_requests, "recording": str(recording) if recording else None,
        })  # fmt: skip
        session = Session(suite, CONTRACT)
        opened.append((session, running))
        return session

    yield start
    for session, running in opened:
        session.close()
        running.__exit__(None, None, None)


def test_key_and_secret_are_enough(live, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DRIFTGATE_KEY", "account-one")
    monkeypatch.setenv("DRIFTGATE_SECRET", "its-secret-word")
    session = live(strict_auth=True, accounts={"account-one": "its-secret-word"}, recording=tmp_path / "a.har")
    judgement = ask_everything(session)
    assert judgement.findings == []
    assert judgement.incomplete is None
    assert judgement.evidence["GET /v1.0/numbers/inventory", "200"].items > 60
    session.close()
    kept = (tmp_path / "a.har").read_text()
    for secret in session._credentials.secrets:
        assert secret not in kept
    assert len(session._credentials.secrets) == 3


def test_a_wrong_secret_is_one_sentence_and_no_verdict(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_KEY", "account-one")
    monkeypatch.setenv("DRIFTGATE_SECRET", "not-its-secret")
    session = live(strict_auth=True, accounts={"account-one": "its-secret-word"})
    judgement = ask_everything(session)
    assert "refuses DRIFTGATE_KEY and DRIFTGATE_SECRET" in judgement.incomplete
    assert judgement.evidence == {}


def test_an_unknown_token_is_refused_and_said(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_TOKEN", "unknown")
    judgement = ask_everything(live(strict_auth=True))
    assert {status for _, status in judgement.evidence} == {"401"}


def test_a_token_that_ends_in_between_is_renewed(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_KEY", "k")
    monkeypatch.setenv("DRIFTGATE_SECRET", "s")
    session = live(strict_auth=True)
    ask_everything(session)
    (scope,) = session._credentials._traded
    token, _ = session._credentials._traded[scope]
    session._credentials._traded[scope] = (token, time.time() + 30)
    session.pace.stopped = None
    session.pace.sent = 0
    session.door.get("/v1.0/numbers/inventory")
    assert session._credentials._traded[scope][0] != token
    assert session.last[1].response.status == 200


def test_only_reading_is_asked_for(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_TOKEN", "any")
    session = live()
    seen = []
    see = session.witness.see
    monkeypatch.setattr(
        session.witness, "see", lambda request, response: (seen.append(request), see(request, response))
    )
    ask_everything(session)
    assert {request.method for request in seen} == {"GET"}
    assert all("authorization" in request.headers for request in seen)
    assert session.pace.sent <= 60


def test_a_limit_that_answers_429_is_respected(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_TOKEN", "any")
    session = live(requests_per_minute=10, max_requests=30)
    slept: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(session.pace, "_sleep", sleep)
    monkeypatch.setattr(session.pace, "_clock", lambda: now[0])
    judgement = ask_everything(session)
    assert slept
    assert max(slept) > 30
    assert judgement.evidence["GET /v1.0/numbers/inventory", "429"].judged > 0
    assert judgement.findings == []


def test_without_a_rate_the_contract_says_how_fast(live, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_TOKEN", "any")
    assert live(rate=None).pace.limits.interval_s == pytest.approx(60 / 50)


def test_without_a_limit_in_the_contract_it_is_one_a_second(serve, orchard, open_session) -> None:
    assert open_session(serve(orchard(1)).url, live=True).pace.limits.interval_s == 1.0
