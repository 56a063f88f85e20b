"""The plugin, seen from outside: a folder with a conftest.py, and what pytest makes of it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from typing import Any

import pytest

import driftgate
from driftgate.rule import load_rules

pytest_plugins = ["pytester"]

# NOTE: what a run inside this process imports first, pytester forgets again: a rule would then exist twice.
for _module in pkgutil.walk_packages(driftgate.__path__, "driftgate."):
    if not _module.name.endswith((".__main__", ".bare")):
        importlib.import_module(_module.name)
load_rules()

CONFTEST = """
from driftgate.suite import Suite

driftgate_suite = Suite(spec="orchard.yaml", max_requests=60)
"""


@pytest.fixture
def project(pytester, orchard_file):
    """A project with a conftest.py that declares a suite for the orchard."""
    pytester.makeconftest(CONFTEST)
    pytester.path.joinpath("orchard.yaml").write_bytes(orchard_file.read_bytes())
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return pytester


def run(project: Any, *arguments: str) -> Any:
    return project.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def test_a_conftest_alone_runs_the_whole_suite_on_the_embedded_mock(project) -> None:
    result = run(project, "--driftgate-report=json:out.json", "--driftgate-recording=out.har", "--driftgate-coverage")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*= driftgate =*", "target: the embedded mock (*nothing about the API)", "*PASSED*"])
    report = json.loads((project.path / "out.json").read_bytes())
    assert (report["verdict"], report["findings"]) == ("passed", [])
    assert [run["kind"] for run in report["runs"]] == ["suite"]
    assert {row["operation"] for row in report["evidence"]} == {
        "GET /trees", "POST /trees", "GET /trees/{id}", "DELETE /trees/{id}",
    }  # fmt: skip
    seen = {(row["operation"], row["status"], row["pointer"]): row["seen"] for row in report["fields"]}
    assert seen["GET /trees", 200, "/trees/*/tall"] > 0
    assert report["runs"][0]["promised"]["GET /trees"] == ["200", "400", "401"]
    entries = json.loads((project.path / "out.har").read_bytes())["log"]["entries"]
    assert 30 < len(entries) <= 60


def test_drift_blocks_with_code_1_and_every_test_that_saw_something_new_fails(project, serve, orchard, answers) -> None:
    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        for tree in body["trees"]:
            tree["tall"] = "true"
        return answers.json(200, body)

    server = serve(orchard(30, change=drift))
    result = run(project, f"--driftgate-base-url={server.url}")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "drift that blocks:",
            "*string-typed-boolean: GET /trees 200 /trees/*/tall: *",
            f"target: {server.url}",
            "*BLOCKED: 1 blocking finding*",
        ]
    )
    assert result.parseoutcomes()["failed"] == 1


def test_a_target_that_is_down_is_not_judged_with_code_2(project) -> None:
    result = run(project, "--driftgate-base-url=http://127.0.0.1:9")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*NOT JUDGED*cannot be reached: connection refused*"])
    assert "failed" not in result.parseoutcomes()


def test_refusals_alone_are_not_judged_with_code_2(project, serve, answers) -> None:
    server = serve(lambda asked: answers.problem(401))
    result = run(project, f"--driftgate-base-url={server.url}", "--driftgate-live", "--driftgate-rate=10000")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*NOT JUDGED*", "*check the credentials*"])


def test_drift_weighs_more_than_thin_evidence(project, serve, answers) -> None:
    server = serve(lambda asked: answers.json(500, {"status": 500}))
    result = run(project, f"--driftgate-base-url={server.url}", "--driftgate-live", "--driftgate-rate=10000")
    assert result.ret == 1
    assert len(server.asked) == 5
    result.stdout.fnmatch_lines(["*BLOCKED*not all was judged*", "*5 answers of 5xx in a row*"])


def test_no_test_of_the_suite_is_nothing_judged(project) -> None:
    assert run(project, "-k", "nothing_like_this").ret == 2


def test_a_waiver_of_an_answer_lets_it_pass(pytester, serve, orchard, answers, orchard_file) -> None:
    def drift(asked, answer):
        is_tree = answer.status == 200 and asked.path.startswith("/trees/")
        return answers.json(200, {**json.loads(answer.body), "extra": 1}) if is_tree else answer

    folder = pytester.mkdir("contract")
    import yaml

    tree = yaml.safe_load(orchard_file.read_text())
    tree["components"]["schemas"]["Tree"]["additionalProperties"] = False
    (folder / "openapi.json").write_text(json.dumps(tree))
    server = serve(orchard(5, change=drift))
    pytester.makeconftest(
        f"from driftgate.suite import Suite\n"
        f"driftgate_suite = Suite(contract='contract', base_url={server.url!r}, max_requests=60, today='2026-11-24')\n"
    )
    assert run(pytester, "-k", "answers and id and GET").ret == 1
    (folder / "waivers.toml").write_text(
        '[[waiver]]\nsource = "response"\nrule = "undocumented-property"\noperation = "GET /trees/{id}"\n'
        'pointer = "/extra"\nobserved = "integer"\nreason = "Known."\nowner = "me"\nuntil = 2027-01-01\n'
    )
    result = run(pytester, "-k", "answers and id and GET")
    result.stdout.fnmatch_lines(["*1 waived*"])
    assert result.ret == 0


def test_a_failure_of_the_users_own_test_is_a_failure(project) -> None:
    project.makepyfile("def test_own(driftgate_http):\n    assert driftgate_http.get('/trees').status_code == 418\n")
    assert run(project).ret == 1


def test_a_crash_is_not_a_verdict(project) -> None:
    project.makepyfile("def test_own(driftgate_http):\n    raise RuntimeError('oops')\n")
    result = run(project, "-k", "own")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*NOT JUDGED: the suite is incomplete: test_own crashed*"])


def test_a_users_own_request_is_judged_too(project, serve, orchard, answers) -> None:
    def drift(asked, answer):
        return answers.json(418, {}) if asked.query.get("offset") == "777" else answer

    server = serve(orchard(5, change=drift))
    project.makepyfile("def test_own(driftgate_http):\n    driftgate_http.get('/trees?offset=777')\n")
    result = run(project, f"--driftgate-base-url={server.url}", "test_a_users_own_request_is_judged_too.py")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*undocumented-status: GET /trees 418*"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--driftgate-spec=missing.yaml"], "missing.yaml"),
        (["--driftgate-contract=nowhere"], "nowhere"),
        (["--driftgate-base-url=nonsense"], "not a URL"),
        (["--driftgate-report=nonsense"], "unknown format"),
        (["--driftgate-today=tomorrow"], "not a day"),
        (["--driftgate-spec=a", "--driftgate-contract=b"], "exclude each other"),
    ],
)
def test_a_wrong_argument_is_one_line_and_code_2(project, arguments, said) -> None:
    result = run(project, *arguments)
    assert result.ret == 2
    lines = [line for line in (*result.outlines, *result.errlines) if "driftgate: not judged" in line]
    assert len(lines) == 1
    assert said in lines[0]
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


def test_a_wrong_argument_ends_several_processes_too(project) -> None:
    result = run(project, "-n", "2", "--driftgate-base-url=nonsense")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["driftgate: not judged: --driftgate-base-url nonsense: not a URL*"])


def test_a_recording_that_cannot_be_written_is_not_judged(project) -> None:
    (project.path / "file").write_text("")
    result = run(project, "--driftgate-recording=file/out.har")
    assert result.ret == 2
    assert "recording cannot be written" in result.stdout.str() + result.stderr.str()


def test_it_stays_out_of_the_way_of_other_projects(pytester) -> None:
    pytester.makepyfile(
        "import sys\n\ndef test_a():\n    assert 'schemathesis.generation' not in sys.modules or True\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:schemathesis", "-p", "no:hypothesispytest")
    assert result.ret == 0
    assert "driftgate" not in result.stdout.str().replace("driftgate-0.1.0", "")
    script = (
        "import sys, driftgate.suite.plugin as p; print(sorted(m for m in sys.modules if m.startswith('driftgate')))"
    )
    listed = pytester.run(sys.executable, "-c", script)
    assert "judge" not in listed.stdout.str()


def test_only_what_is_selected_is_asked(project, serve, orchard) -> None:
    server = serve(orchard(5))
    arguments = ("--driftgate-operation=readTree", "--driftgate-operation=GET /trees", "-k", "answers")
    assert run(project, f"--driftgate-base-url={server.url}", "--driftgate-undeclared-methods", *arguments).ret == 0
    assert "POST" not in {asked.method for asked in server.asked if asked.path == "/trees"}
    refused = run(project, "--driftgate-operation=GET /nothing")
    assert refused.ret == 2


def test_the_page_of_a_suite_hides_what_the_contract_keeps_secret_and_can_be_rendered_again(
    project, serve, orchard, answers
) -> None:
    text = (project.path / "orchard.yaml").read_text()
    (place,) = re.findall(r"^ *tall: .*\n", text, flags=re.MULTILINE)
    secret = place.partition("tall")[0] + "sap: {type: integer, x-sensitive: true, example: {sap: 4711}}\n"
    marked = text.replace(place, place + secret)
    assert marked != text
    (project.path / "orchard.yaml").write_text(marked)

    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        for tree in body["trees"]:
            tree["tall"] = "true"
        return answers.json(200, body)

    server = serve(orchard(30, change=drift))
    files = [f"--driftgate-report={name}:{name}.out" for name in ("json", "html", "sarif", "junit")]
    assert run(project, f"--driftgate-base-url={server.url}", "--driftgate-coverage", *files).ret == 1

    page = (project.path / "html.out").read_text("utf-8")
    assert "example: {sap: ****" in page
    assert "4711" not in page
    from driftgate.cli.app import main

    again = [word for name in ("json", "html", "sarif", "junit") for word in ("--report", f"{name}:{name}.again")]
    assert main(["report", "json.out", *again]) == 1
    for name in ("json", "html", "sarif", "junit"):
        assert (project.path / f"{name}.again").read_bytes() == (project.path / f"{name}.out").read_bytes(), name


def test_what_a_process_saw_survives_the_way_to_the_other() -> None:
    import pickle

    from driftgate.evidence import Unjudged
    from driftgate.suite.part import OUTPUT, Part, part_of
    from driftgate.suite.settings import Suite

    part = Part(Suite(), {}, {}, Unjudged(), {}, "stopped", ["test_a"], ("GET /a",))
    assert part_of({}) is None
    again = part_of({OUTPUT: pickle.dumps(part)})
    assert (again.suite, again.stopped, again.crashes, again.expected) == part[:1] + part[5:]
    assert again.tally().entries == {}


def test_a_process_that_dies_is_not_a_verdict(project) -> None:
    project.makepyfile("import os\n\ndef test_own(driftgate_http):\n    os._exit(1)\n")
    result = run(project, "-n", "1", "--max-worker-restart=0", "-k", "own")
    assert result.ret in {1, 2}


def test_collecting_asks_nothing(project, serve, orchard) -> None:
    server = serve(orchard(5))
    result = run(project, f"--driftgate-base-url={server.url}", "--collect-only", "-q")
    assert result.ret == 0
    assert server.asked == []
    result.stdout.fnmatch_lines(["*test_answers_keep_the_contract*GET /trees*"])


def test_two_processes_find_what_one_finds(project, serve, orchard, answers) -> None:
    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        for tree in body["trees"]:
            tree["tall"] = "true"
        return answers.json(200, body)

    told = []
    for processes in ((), ("-n", "2")):
        server = serve(orchard(30, change=drift))
        arguments = ("-k", "pages or page or filter", f"--driftgate-base-url={server.url}")
        result = run(project, *arguments, *processes, "--driftgate-report=json:out.json")
        assert result.ret == 1
        report = json.loads((project.path / "out.json").read_bytes())
        findings = [(each["fingerprint"], each["count"], each["out_of"]) for each in report["findings"]]
        told.append((report["verdict"], findings, report["evidence"]))
    assert told[0] == told[1]
