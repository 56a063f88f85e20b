"""Generated requests."""

from __future__ import annotations

import json

import pytest


def asked_of(server):
    return [(each.method, each.path, tuple(each.query.items()), each.headers, each.body) for each in server.asked]


def without_host(asked):
    return [(*rest, {name: value for name, value in headers.items() if name != "host"}, body)
            for *rest, headers, body in asked]  # fmt: skip


def explored(session, *names):
    for name in names or [each.name for each in session.operations]:
        session.explore(session.contract.operation(name))
    return {(each.rule, each.severity.value, each.pointer, each.observed) for each in session.judgement().findings}


def test_a_server_that_keeps_the_contract_yields_nothing(serve, orchard, open_session) -> None:
    session = open_session(serve(orchard(5)).url, max_requests=300)
    assert explored(session) == set()
    assert {status for _, status in session.judgement().evidence} >= {"200", "201", "400", "404"}


def test_the_same_seed_sends_the_same_bytes_and_another_seed_others(serve, orchard, open_session) -> None:
    sent = []
    for seed in (1, 1, 2):
        server = serve(orchard(5))
        explored(open_session(server.url, max_requests=600, seed=seed), "listTrees", "plantTree")
        sent.append(without_host(asked_of(server)))
    assert sent[0] == sent[1]
    assert sent[0] != sent[2]


def test_an_accepted_parameter_that_the_contract_forbids_is_told(serve, orchard, answers, open_session) -> None:
    lenient = orchard(5)

    def answer(asked):
        return lenient(asked._replace(query={})) if asked.path == "/trees" and asked.method == "GET" else lenient(asked)

    found = explored(open_session(serve(answer).url, max_requests=800), "listTrees")
    assert ("invalid-request-accepted", "warning", "query:offset", "accepted") in found
    assert ("invalid-request-accepted", "warning", "query:limit", "accepted") in found


def test_a_refusal_that_the_contract_does_not_list_is_a_note_where_the_request_was_wrong(
    serve, orchard, answers, open_session
) -> None:
    def teapot(asked, answer):
        return answers.json(418, {"status": 418}) if answer.status == 400 else answer

    session = open_session(serve(orchard(5, change=teapot)).url, max_requests=300)
    found = explored(session, "listTrees")
    assert {(rule, severity) for rule, severity, *_ in found} == {("undocumented-status", "note")}


def test_what_schemathesis_cannot_generate_is_said_and_asked_plainly(serve, orchard, open_session) -> None:
    server = serve(orchard(5))
    session = open_session(server.url)
    session.generator.schema = {}
    session.explore(session.contract.operation("listTrees"))
    session.explore(session.contract.operation("plantTree"))
    assert [(each.method, each.path) for each in server.asked] == [("GET", "/trees")]
    said = [reason for _, _, reason in session.judgement().unjudged.first]
    assert said == [
        "GET /trees: no requests can be generated (KeyError)",
        "POST /trees: no requests can be generated (KeyError)",
    ]


def test_examples_of_a_schema_that_are_no_list_do_not_stop_generation(tmp_path, serve, answers, open_session) -> None:
    spec = tmp_path / "one.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        "paths: {/a: {post: {requestBody: {content: {application/json: {examples: {a: {value: {b: x}}}, schema: "
        "{type: object, properties: {b: {type: string, examples: {c: x}}}}}}}, responses: {'200': {description: ok}}}}}\n"
    )
    server = serve(lambda asked: answers.raw(200))
    session = open_session(server.url, spec=str(spec))
    session.explore(session.operations[0])
    judgement = session.judgement()
    assert b'{"b": "x"}' in [asked.body for asked in server.asked]
    assert not any("can be generated" in reason
                   for _, _, reason in judgement.unjudged.first)  # fmt: skip


def test_credentials_declared_as_parameters_are_left_out_with_the_rest(tmp_path, serve, answers, open_session) -> None:
    spec = tmp_path / "one.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nsecurity: [{A: []}]\n"
        "components: {securitySchemes: {A: {type: apiKey, in: header, name: Authorization}}}\n"
        "paths: {/a: {get: {parameters: [{name: Authorization, in: header, required: true, example: AccessKey x, "
        "schema: {type: string}}], responses: {'200': {description: ok}, '401': {description: no}}}}}\n"
    )

    def answer(asked):
        if asked.method != "GET":
            return answers.raw(405)
        return answers.raw(200 if "authorization" in asked.headers else 401)

    server = serve(answer)
    session = open_session(server.url, spec=str(spec))
    session.ask_without_credentials(session.operations[0])
    assert "authorization" not in server.asked[0].headers
    assert session.judgement().findings == []
    session.explore(session.operations[0])
    assert session.judgement().findings == []


def test_a_refused_request_that_keeps_the_contract_is_told(serve, orchard, answers, open_session) -> None:
    def picky(asked, answer):
        return answers.problem(400) if asked.query.get("limit") == "50" else answer

    found = explored(open_session(serve(orchard(5, change=picky)).url, max_requests=300), "listTrees")
    assert ("valid-request-refused", "warning", None, "status 400") in found


def test_undeclared_methods_are_asked_for_on_mocks_and_not_on_live_apis(serve, orchard, open_session) -> None:
    for live, expected in ((False, True), (True, False)):
        server = serve(orchard(5))
        session = open_session(server.url, max_requests=400, live=live, rate=10_000.0)
        explored(session, "listTrees")
        assert any(each.method not in {"GET", "POST"} for each in server.asked) is expected


def test_a_method_that_nobody_promised_and_works_is_told(serve, orchard, answers, open_session) -> None:
    def generous(asked, answer):
        return answers.json(200, {}) if asked.method == "PUT" else answer

    found = explored(open_session(serve(orchard(5, change=generous)).url, max_requests=400), "listTrees")
    assert ("undocumented-operation", "warning", "path:/trees", "PUT 2XX") in found


@pytest.mark.parametrize("requests", [20, 60])
def test_the_budget_of_an_operation_is_kept(serve, orchard, open_session, requests) -> None:
    server = serve(orchard(5))
    session = open_session(server.url, max_requests=requests)
    for operation in session.operations:
        before = len(server.asked)
        session.explore(operation)
        share = session.budget.shares[operation.name]
        assert len(server.asked) - before <= share.valid + share.invalid + share.probes


def test_known_drift_does_not_hide_new_drift(serve, orchard, answers, open_session) -> None:
    times = iter(range(10_000))

    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        for tree in body["trees"]:
            tree["tall"] = "true"
        if next(times) == 40:
            body["total"] = str(body["total"])
        return answers.json(200, body)

    session = open_session(serve(orchard(5, change=drift)).url, max_requests=1000)
    found = explored(session, "listTrees")
    assert {rule for rule, *_ in found} == {"string-typed-boolean", "string-typed-number"}


def test_a_protected_operation_that_answers_anybody_is_told(serve, orchard, open_session) -> None:
    open_door = orchard(5)
    server = serve(lambda asked: open_door(asked._replace(headers={**asked.headers, "x-orchard-key": "any"})))
    session = open_session(server.url)
    session.ask_without_credentials(session.contract.operation("readTree"))
    (finding,) = session.judgement().findings
    assert (finding.rule, finding.severity, finding.operation) == (
        "authentication-not-enforced", "error", "GET /trees/{id}",
    )  # fmt: skip
    assert server.asked[0].path == "/trees/T-1"
    assert "x-orchard-key" not in server.asked[0].headers


def test_a_protected_operation_that_refuses_strangers_keeps_the_contract(serve, orchard, open_session) -> None:
    session = open_session(serve(orchard(5)).url)
    for operation in session.operations:
        session.ask_without_credentials(operation)
    assert session.judgement().findings == []
    assert {status for _, status in session.judgement().evidence} == {"401"}


def test_a_live_api_is_asked_without_credentials_only_when_wanted(serve, orchard, open_session) -> None:
    for wanted in (None, True):
        server = serve(orchard(5))
        session = open_session(server.url, live=True, rate=10_000.0, auth_probes=wanted)
        session.ask_without_credentials(session.operations[0])
        assert bool(server.asked) is (wanted is True)


def test_required_parameters_are_taken_from_the_document_or_drawn(tmp_path) -> None:
    from driftgate.suite.channel import fill, load
    from driftgate.suite.session import Session
    from driftgate.suite.settings import settle

    spec = tmp_path / "one.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {'/a/{id}': {get: {parameters: ["
        "{name: id, in: path, required: true, schema: {type: integer, minimum: 7, maximum: 9}}, "
        "{name: kind, in: query, required: true, schema: {enum: [x, y]}}, "
        "{name: X-Day, in: header, required: true, examples: {today: {value: Monday}}, schema: {type: string}}, "
        "{name: free, in: query, schema: {type: string}}], responses: {'200': {description: ok}}}}}\n"
    )
    suite = settle(None, None, {"spec": str(spec), "base_url": "http://127.0.0.1:9"})
    session = Session(suite, load(suite))
    values = session.values(session.operations[0])
    path, query, headers = fill(session.operations[0], values)
    session.close()
    assert path in {"/a/7", "/a/8", "/a/9"}
    assert (query, headers) == ({"kind": "x"}, {"X-Day": "Monday"})


def test_a_few_of_many_stand_for_all() -> None:
    from driftgate.suite.case import spread

    assert spread(list(range(10)), 5) == [0, 2, 4, 6, 8]
    assert spread([1, 2], 5) == [1, 2]
    assert spread([1, 2], 0) == []


def test_an_operation_without_parameters_is_asked_again_and_again(tmp_path, serve, answers, open_session) -> None:
    answer = {"description": "", "content": {"application/json": {"schema": {"type": "array"}}}}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/depots": {"get": {"responses": {"200": answer}}}},
    }
    (tmp_path / "depots.json").write_text(json.dumps(tree))
    times = iter(range(10_000))

    def drifting(asked):
        if asked.path == "/depots" and asked.method == "GET" and next(times) % 40 == 39:
            return answers.json(200, {"depots": []})
        return answers.json(200, [])

    server = serve(drifting)
    session = open_session(server.url, spec=tmp_path / "depots.json", max_requests=200)
    session.explore(session.operations[0])
    share = session.budget.shares["GET /depots"]
    assert share.valid <= session.judgement().evidence["GET /depots", "200"].judged <= share.valid + share.probes
    (finding,) = [each for each in session.judgement().findings if each.rule == "type-mismatch"]
    assert finding.count == session.judgement().evidence["GET /depots", "200"].judged // 40
