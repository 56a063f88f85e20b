"""What the suite keeps of what it saw."""

from __future__ import annotations

import json

from driftgate import recordings
from driftgate.evidence import Unjudged
from driftgate.scan import scan


def read(path):
    unjudged = Unjudged()
    return list(recordings.read(str(path), unjudged=unjudged)), unjudged


def test_a_recording_reads_back_as_it_was_seen(tmp_path, serve, orchard, open_session) -> None:
    session = open_session(serve(orchard(3)).url, recording=str(tmp_path / "new" / "a.har"))
    session.door.get("/trees", params={"limit": 2})
    session.door.post("/trees", json={"kind": "apple"})
    session.door.get("/trees/T-99")
    session.close()
    exchanges, unjudged = read(tmp_path / "new" / "a.har")
    assert [(each.request.method, each.response.status) for each in exchanges] == [
        ("GET", 200),
        ("POST", 201),
        ("GET", 404),
    ]
    assert exchanges[0].request.url == f"{session.base_url}/trees?limit=2"
    assert json.loads(exchanges[0].response.body)["total"] == 3
    assert json.loads(exchanges[1].request.body) == {"kind": "apple"}
    assert unjudged.total == 0


def test_the_recording_is_har_1_2(tmp_path, serve, orchard, open_session) -> None:
    session = open_session(serve(orchard(3)).url, recording=str(tmp_path / "a.har"))
    session.door.get("/trees")
    session.close()
    log = json.loads((tmp_path / "a.har").read_bytes())["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "driftgate")
    (entry,) = log["entries"]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
    assert entry["response"]["content"]["mimeType"] == "application/json"


def test_no_secret_stands_in_a_recording(tmp_path, serve, orchard, answers, open_session, monkeypatch) -> None:
    monkeypatch.setenv("DRIFTGATE_TOKEN", "very-secret-key")

    def echo(asked, answer):
        return answers.json(200, {"total": 0, "trees": [], "key": asked.headers["x-orchard-key"]})

    session = open_session(serve(orchard(3, change=echo)).url, recording=str(tmp_path / "a.har"))
    session.door.get("/trees")
    judgement = session.judgement()
    session.close()
    assert "very-secret-key" not in (tmp_path / "a.har").read_text()
    assert [each.rule for each in judgement.findings] == ["undocumented-property"]
    assert "very-secret-key" not in repr(judgement)


def test_a_dropped_connection_is_kept_as_status_0(tmp_path, serve, orchard, open_session) -> None:
    import contextlib

    import requests

    server = serve(orchard(3, change=lambda asked, answer: None if asked.query else answer))
    session = open_session(server.url, recording=str(tmp_path / "a.har"))
    session.door.get("/trees")
    with contextlib.suppress(requests.ConnectionError):
        session.door.get("/trees?limit=1")
    session.close()
    exchanges, _ = read(tmp_path / "a.har")
    assert [each.response is None for each in exchanges] == [False, True]


def test_a_body_that_is_no_text_survives(tmp_path, serve, answers, open_session) -> None:
    raw = bytes(range(256))
    server = serve(lambda asked: answers.raw(200, raw, {"Content-Type": "application/octet-stream"}))
    session = open_session(server.url, recording=str(tmp_path / "a.har"))
    session.door.get("/trees")
    session.close()
    exchanges, _ = read(tmp_path / "a.har")
    assert exchanges[0].response.body == raw


def test_scanning_a_recording_finds_what_the_suite_found(tmp_path, serve, orchard, answers, open_session) -> None:
    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        for tree in body["trees"]:
            tree["tall"] = "true"
        return answers.json(200, body)

    session = open_session(serve(orchard(30, change=drift)).url, recording=str(tmp_path / "a.har"), max_requests=100)
    session.explore(session.operations[0])
    session.collection(session.operations[0]).walk(10)
    judgement = session.judgement()
    session.close()
    seen = scan(session.contract, [str(tmp_path / "a.har")])

    def told(findings):
        return {each.fingerprint: (each.rule, each.count, each.out_of, each.first_seen) for each in findings
                if each.source == "response"}  # fmt: skip

    assert told(judgement.findings)
    assert told(judgement.findings) == told(seen.findings)
    assert {key: (row.exchanges, row.items) for key, row in judgement.evidence.items()} == {
        key: (row.exchanges, row.items) for key, row in seen.evidence.items()
    }


def test_a_scan_of_the_recording_knows_what_was_wrong_on_purpose(
    tmp_path, serve, orchard, answers, open_session
) -> None:
    """The target takes what it must refuse: the suite says so, and no client of it is to blame."""

    def lenient(asked, answer):
        return answers.json(200, {"total": 0, "trees": []}) if asked.method == "GET" else answer

    session = open_session(serve(orchard(3, change=lenient)).url, recording=str(tmp_path / "a.har"))
    with session.witness.asking_wrongly():
        session.door.get("/trees", params={"limit": "many"})
        session.door.request("PUT", "/trees")
    session.door.get("/trees", params={"limit": "many"})
    session.close()
    entries = json.loads((tmp_path / "a.har").read_bytes())["log"]["entries"]
    assert [each.get("_wrongOnPurpose") for each in entries] == [True, True, None]
    judgement = scan(session.contract, [str(tmp_path / "a.har")])
    blamed = [each for each in judgement.findings if each.rule == "request-violation"]
    assert [(each.pointer, each.count, each.first_seen) for each in blamed] == [("query:limit", 1, "a.har#2")]
    assert judgement.unjudged.total == 0


def test_no_place_of_an_exchange_keeps_a_secret(tmp_path, serve, answers, open_session, orchard, monkeypatch) -> None:
    """The key of the run, cookies, tokens in queries, what the contract marks, and all of it again where it is echoed."""
    key, cookie, query, pin = "key-of-the-run-77", "cookie-of-the-run-77", "query-of-the-run-77", "pin-of-the-run-77"
    monkeypatch.setenv("DRIFTGATE_TOKEN", key)

    def echo(asked, answer):
        told = {"total": 0, "trees": [], "password": pin, "deep": [{"access_token": query, "said": f"you sent {key}"}]}
        headers = {"Set_Cookie": f"sid={cookie}; Path=/", "X_Echo": key, "Location": f"https://a.test/?token={query}"}
        return answers.json(200, told, **headers)

    session = open_session(serve(orchard(3, change=echo)).url, recording=str(tmp_path / "a.har"))
    session.door.get(f"/trees?access_token={query}", headers={"Cookie": f"sid={cookie}", "Proxy-Authorization": key})
    session.door.post("/trees", json={"kind": "apple", "password": pin, "note": f"key {key}"})
    session.close()
    kept = (tmp_path / "a.har").read_text()
    assert len(json.loads(kept)["log"]["entries"]) == 2
    assert [secret for secret in (key, cookie, query, pin) if secret in kept] == []
