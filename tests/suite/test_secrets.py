"""A token is shown nowhere: not by pytest, whatever it prints, nor in any report, though the server says it everywhere."""

from __future__ import annotations

import base64

import pytest

pytest_plugins = ["pytester"]

TOKEN = "sekrit:tok-123"
SPELLINGS = (TOKEN, "sekrit%3Atok-123", base64.b64encode(TOKEN.encode()).decode())
SPEC = """
openapi: 3.0.3
info: {title: Desk, version: "1"}
security: [{login: []}]
paths:
  /rooms:
    get:
      parameters: [{name: floor, in: query, schema: {type: integer, minimum: 0, maximum: 9}}]
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string, enum: [blue]}}}
components: {securitySchemes: {login: {type: http, scheme: basic}}}
"""
CONFTEST = """
from driftgate.suite import Suite

driftgate_suite = Suite(spec="desk.yaml", max_requests=12, rate=1000)
"""
OWN = """
def test_own(driftgate_http):
    answer = driftgate_http.get("/rooms")
    sent = dict(answer.request.headers)
    print(answer.text, answer.headers)
    assert answer.json() == sent
"""
REPORTS = ("json", "html", "junit", "markdown", "sarif", "ndjson", "github", "gitlab")


@pytest.mark.filterwarnings("default")
def test_a_token_that_the_server_says_everywhere_is_shown_nowhere(pytester, serve, answers, monkeypatch) -> None:
    def tell(asked):
        told = asked.headers.get("authorization", "").removeprefix("Basic ")
        plain = base64.b64decode(told).decode()
        body = {"name": plain, plain: told, "deep": {f"x{plain}": [told]}}
        return answers.json(200, body, X_Echo=told, Location=f"http://elsewhere.invalid/?t={plain}")

    monkeypatch.setenv("DRIFTGATE_TOKEN", TOKEN)
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_own=OWN)
    pytester.path.joinpath("desk.yaml").write_text(SPEC)
    result = pytester.runpytest_subprocess(
        "-vv", "--showlocals", "-rA", "--junitxml=out/pytest.xml", "--driftgate-live",
        f"--driftgate-base-url={serve(tell).url}", "--driftgate-recording=out/seen.har",
        *(f"--driftgate-report={name}:out/report.{name}" for name in REPORTS),
    )  # fmt: skip
    assert result.ret == 1
    shown = {path.name: path.read_text() for path in pytester.path.joinpath("out").iterdir()}
    assert len(shown) == len(REPORTS) + 2
    assert "undocumented-property" in shown["report.json"]
    shown["stdout"], shown["stderr"] = result.stdout.str(), result.stderr.str()
    assert "test_own" in shown["stdout"]
    assert [name for name, text in shown.items() if any(each in text for each in SPELLINGS)] == []


def test_drift_is_told_by_the_test_that_saw_it_though_the_run_ends_there(pytester, serve, answers) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.path.joinpath("desk.yaml").write_text(SPEC)
    result = pytester.runpytest_subprocess(
        "--driftgate-live", f"--driftgate-base-url={serve(lambda asked: answers.raw(500)).url}"
    )
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*server-error: GET /rooms 500: answered 500, which the contract does not list either (5 of 5)",
            "FAILED *test_answers_keep_*",
        ]
    )
