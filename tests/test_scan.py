"""Recorded traffic is judged whole, in scope, and alike on one process or several."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftgate import parallel
from driftgate.cli.app import main
from driftgate.contract import load_contract
from driftgate.errors import ConfigError, ContractError, RecordingError
from driftgate.fold import fold
from driftgate.recordings import part
from driftgate.scan import scan
from driftgate.scope import Scope

if TYPE_CHECKING:
    from driftgate.evidence import Judgement

FOLDER = Path(__file__).parent.parent / "openapi"
CONTRACT = load_contract(FOLDER)
OPERATION = "GET /v1.0/numbers/inventory"
URL = "https://api.telegent.com/v1.0/numbers/inventory"


def page(number: int, **changes: Any) -> dict[str, Any]:
    example = CONTRACT.operations[0].responses["200"].content["application/json"].examples["example"][1]
    body: dict[str, Any] = json.loads(json.dumps(example))
    body["PageNumber"] = number
    body["PhoneNumbers"] = body["PhoneNumbers"][:1]
    body["PhoneNumbers"][0].update(Tnid=f"TNID-{9_772_956_561_858 + number}", **changes)
    return body


def entry(
    body: Any, *, number: int = 1, status: int = 200, url: str = URL, token: str = "t-0123456789"
) -> dict[str, Any]:
    return {
        "request": {
            "method": "GET",
            "url": f"{url}?PageNumber={number}&Filter=Active",
            "headers": [{"name": "Authorization", "value": f"Bearer {token}"}],
        },
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"mimeType": "application/json", "text": json.dumps(body)},
        },
    }


def recording(folder: Path, *entries: Any, name: str = "a.ndjson") -> str:
    path = folder / name
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in entries))
    return str(path)


def har(folder: Path, *entries: Any, name: str, broken: int | None = None, **layout: Any) -> str:
    path = folder / name
    raw = json.dumps({"log": {"version": "1.2", "entries": entries}, "z": 1}, **layout).encode()
    if broken is not None:
        parts = raw.split(b"MessageEnabled")
        raw = b"MessageEnabled".join(parts[:broken]) + b"\xff" + b"MessageEnabled".join(parts[broken:])
    path.write_bytes(raw)
    return str(path)


def told(judgement: Judgement) -> list[tuple[Any, ...]]:
    return [
        (each.rule, each.pointer, each.observed, each.count, each.out_of, each.first_seen)
        for each in sorted(judgement.findings, key=lambda each: (each.rule, each.pointer or "", each.observed or ""))
    ]


def test_clean_pages_have_evidence_and_no_findings(tmp_path):
    judgement = scan(CONTRACT, [recording(tmp_path, *(entry(page(each), number=each) for each in (1, 2, 3)))])
    assert told(judgement) == []
    assert [(row.status, row.exchanges, row.judged, row.items) for row in judgement.evidence.values()] == [
        ("200", 3, 3, 3)
    ]


def test_one_drift_in_many_answers_is_one_finding_with_its_chances(tmp_path):
    pages = [entry(page(each, MessageEnabled="true" if each % 2 else True), number=each) for each in range(1, 6)]
    assert told(scan(CONTRACT, [recording(tmp_path, *pages)])) == [
        ("string-typed-boolean", "/PhoneNumbers/*/MessageEnabled", 'string "true"', 3, 5, "a.ndjson#0")
    ]


def test_known_drift_hides_no_other(tmp_path):
    body = page(1, MessageEnabled="true", SwapsRemaining="2")
    body["StatusCode"] = 1
    rules = [each[0] for each in told(scan(CONTRACT, [recording(tmp_path, entry(body))]))]
    assert rules == ["string-typed-boolean", "string-typed-number", "undocumented-property"]


def test_a_line_that_is_none_is_counted_and_named_or_stops_a_strict_scan(tmp_path):
    source = recording(tmp_path, entry(page(1)), "{broken", entry(page(2), number=2))
    judgement = scan(CONTRACT, [source])
    assert (judgement.unjudged.total, judgement.unjudged.first[0][:2]) == (1, ("a.ndjson", 1))
    with pytest.raises(RecordingError, match="entry 1"):
        scan(CONTRACT, [source], strict=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_recording_of_which_most_is_lost_is_not_judged_and_what_was_found_counts(tmp_path, capsys, jobs):
    more = ["--contract", "openapi", "--jobs", jobs, "--report", "json"]
    drifted = entry(page(2, MessageEnabled="true"))
    assert main(["scan", recording(tmp_path, entry(page(1)), "{", drifted, "{", "{"), *more]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert "the scan is incomplete: 3 entries of 5 could not be read" in verdict["reason"]
    assert main(["scan", recording(tmp_path, entry(page(1)), "{", "{"), *more]) == 2
    assert main(["scan", recording(tmp_path, entry(page(1)), "{"), *more]) == 0


def test_a_filter_admits_what_it_names_and_one_that_admits_nothing_is_an_error(tmp_path):
    source = recording(tmp_path, entry(page(1, MessageEnabled="true")), entry({"StatusCode": "400"}, status=400))
    only = scan(CONTRACT, [source], scope=Scope(operations=(OPERATION,), statuses=("4XX",)))
    assert [each.rule for each in only.findings] == ["string-typed-number"]
    with pytest.raises(ConfigError, match="--tag Nothing: nothing of that name"):
        scan(CONTRACT, [source], scope=Scope(tags=("Nothing",)))
    with pytest.raises(ContractError, match=f"Near: {OPERATION}"):
        scan(CONTRACT, [source], scope=Scope(operations=("GET /v1.0/numbers/inventories",)))


def test_another_host_is_judged_where_the_path_fits_and_left_alone_where_hosts_are_named(tmp_path):
    source = recording(
        tmp_path, entry(page(1, MessageEnabled="true"), url=URL.replace("api.telegent.com", "stage.local"))
    )
    assert [each.rule for each in scan(CONTRACT, [source]).findings] == ["string-typed-boolean"]
    elsewhere = scan(CONTRACT, [source], scope=Scope(hosts=("api.telegent.com",)))
    assert (elsewhere.findings, elsewhere.unjudged.total) == ([], 1)


def test_a_base_path_of_a_gateway_can_be_named(tmp_path):
    url = "https://gateway.local/proxy/v1.0/numbers/inventory"
    source = recording(tmp_path, entry(page(1), url=url))
    assert scan(CONTRACT, [source]).evidence == {}
    assert len(scan(CONTRACT, [source], scope=Scope(base_paths=("/proxy",))).evidence) == 1


def test_a_redacted_recording_breaks_no_format(tmp_path):
    body = page(1, QrActivationLink="****", PortOutPin="****", AssignedSubscriberId="TSUID-****")
    assert told(scan(CONTRACT, [recording(tmp_path, entry(body))])) == []


def test_neither_token_nor_pin_nor_unknown_value_reaches_a_finding(tmp_path):
    body = page(1, PortOutPin=987654, Password="hunter2-secret", MessageEnabled="true")
    findings = scan(CONTRACT, [recording(tmp_path, entry(body, token="very-secret-token"))]).findings
    shown = "\n".join(str(each) for each in findings)
    assert {each.rule for each in findings} >= {"type-mismatch", "undocumented-property"}
    assert not {secret for secret in ("987654", "hunter2", "very-secret") if secret in shown}


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_say_what_one_says(tmp_path, monkeypatch, jobs):
    monkeypatch.setattr(parallel, "CHUNK_BYTES", 4_000)
    monkeypatch.setattr(parallel, "WORTH_BYTES", 100)
    lines = [
        entry(page(each % 40 + 1, MessageEnabled="true" if each % 7 == 3 else True), number=each % 40 + 1)
        for each in range(120)
    ]
    sources = [
        recording(tmp_path, *lines[:60], "{broken", *lines[60:]),
        recording(tmp_path, *lines[:9], name="b.ndjson"),
        har(tmp_path, *lines[:50], name="c.har"),
        har(tmp_path, *lines[:20], lines[20] | {"request": 7}, *lines[21:], name="d.har", indent=1),
        har(tmp_path, *lines[:70], name="e.har", broken=40),
    ]
    one, several = scan(CONTRACT, sources, coverage=True), parallel.scan(CONTRACT, sources, jobs=jobs, coverage=True)
    assert told(several) == told(one)
    assert several.evidence == one.evidence
    assert several.unjudged == one.unjudged
    assert several.fields == one.fields
    assert one.fields[OPERATION, "200", "/PhoneNumbers/*/MessageEnabled"] == 129 + 50 + 119 + 69


def test_several_processes_say_what_one_says_of_what_only_one_can_read(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "CHUNK_BYTES", 4_000)
    monkeypatch.setattr(parallel, "WARM_BYTES", 1_000)
    monkeypatch.setattr(parallel, "WORTH_BYTES", 100)
    monkeypatch.setattr(part, "BLOCK_BYTES", 3_000)
    lines = [
        entry(page(each % 40 + 1, MessageEnabled="true" if each % 7 == 3 else True), number=each % 40 + 1)
        for each in range(120)
    ]
    plain = [
        recording(tmp_path, *lines[:60], "{broken", *lines[60:]),
        har(tmp_path, *lines[:50], name="c.har"),
        har(tmp_path, *lines[:70], name="e.har", broken=40),
    ]
    sources = []
    for path in map(Path, plain):
        packed = path.with_name(f"{path.name}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        sources.append(str(packed))
    cut_off = tmp_path / "f.ndjson.gz"
    cut_off.write_bytes(Path(sources[0]).read_bytes()[:-9])

    def both() -> list[Any]:
        judged = []
        for work in (scan, partial(parallel.scan, jobs=2)):
            stream = io.BufferedReader(io.BytesIO(Path(plain[0]).read_bytes()))
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
            judged.append(work(CONTRACT, [*sources, str(cut_off), "-"]))
        return judged

    one, several = both()
    assert told(several) == told(one)
    assert several.evidence == one.evidence
    assert several.unjudged == one.unjudged
    assert one.unjudged.total == 5  # a line in three, an entry, and what the cut took
    assert one.evidence[OPERATION, "200"].exchanges > 400


def test_progress_is_told_with_the_bytes_however_large_the_bodies(tmp_path):
    body = page(1)
    body["PhoneNumbers"] = body["PhoneNumbers"] * 2_000
    source = recording(tmp_path, *[entry(body, number=number) for number in range(1, 8)])
    seen: list[tuple[int, int, int]] = []
    scan(CONTRACT, [source], progress=lambda *told: seen.append(told))
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1][:2] == (Path(source).stat().st_size, 7)


def test_says_what_it_read(tmp_path):
    sources = [recording(tmp_path, entry(page(1)), name=f"{number:03}.ndjson") for number in (2, 1)]
    assert scan(CONTRACT, sources).recordings == ("001.ndjson", "002.ndjson")
    assert parallel.scan(CONTRACT, sources, jobs=2).recordings == ("001.ndjson", "002.ndjson")


def test_names_the_first_of_many_recordings_and_counts_the_rest(tmp_path):
    sources = [recording(tmp_path, entry(page(1)), name=f"{number:03}.ndjson") for number in range(102)]
    read = scan(CONTRACT, sources).recordings
    assert read[:100] == tuple(f"{number:03}.ndjson" for number in range(100))
    assert re.fullmatch(r"and 2 more \([0-9a-f]{12}\)", read[100])
    assert scan(CONTRACT, [*sources[:-1], sources[0]]).recordings != read


def test_two_recordings_in_which_as_much_was_seen_are_two(tmp_path):
    one, other = (scan(CONTRACT, [recording(tmp_path, entry(page(1)), name=name)]) for name in ("a.ndjson", "b.ndjson"))
    (folded,) = fold([one, other])
    assert folded.evidence[OPERATION, "200"].exchanges == 2
    assert folded.recordings == ("a.ndjson", "b.ndjson")
    (folded,) = fold([one, one])
    assert folded.evidence[OPERATION, "200"].exchanges == 1


def test_the_command_judges_one_bare_body(tmp_path, capsys):
    body = tmp_path / "body.json"
    body.write_text(json.dumps(page(1, MessageEnabled="true")))
    code = main(["scan", "--contract", str(FOLDER), "--operation", OPERATION, "--status", "200", str(body)])
    assert code == 1
    assert "string-typed-boolean" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file"),
        (b"", "is empty"),
        (b"\x00\x01\x02", "recording"),
        (b"[1, 2]", "recording"),
        (b'{"openapi": "3.0.0", "paths": {}}', "OpenAPI"),
    ],
)
def test_what_is_no_recording_is_one_line_and_exit_code_2(tmp_path, capsys, content, says):
    path = tmp_path / "x.har"
    if content is not None:
        path.write_bytes(content)
    assert main(["scan", "--contract", str(FOLDER), str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert says in err


def test_a_recording_without_a_judged_body_is_not_judged(tmp_path, capsys):
    source = recording(tmp_path, entry({"StatusCode": 401, "Message": None}, status=401))
    assert main(["scan", "--contract", str(FOLDER), source]) == 2
    assert "the only answer was 401" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("text", "observed"),
    [("[" * 300 + "]" * 300, "nesting deeper than 200"), ("9" * 5000, "a number of thousands of digits")],
)
def test_an_odd_body_is_one_finding_and_the_rest_is_judged(tmp_path, text, observed):
    odd = entry(page(2), number=2)
    odd["response"]["content"]["text"] = text
    judgement = scan(CONTRACT, [recording(tmp_path, entry(page(1)), odd, entry(page(3), number=3))])
    assert told(judgement) == [("unreadable-body", None, observed, 1, 3, "a.ndjson#1")]
    assert [(row.judged, row.unreadable) for row in judgement.evidence.values()] == [(2, 1)]


def test_a_url_that_is_none_is_counted_and_the_rest_is_judged(tmp_path):
    odd = entry(page(2), url="http://[::1")
    judgement = scan(CONTRACT, [recording(tmp_path, odd, entry(page(1)))])
    assert (judgement.findings, judgement.unjudged.total) == ([], 1)
    assert [row.judged for row in judgement.evidence.values()] == [1]


@pytest.mark.parametrize("status", ["9" * 5_000, "9" * 5_000 + " OK", "20000"], ids=len)
def test_a_status_of_many_digits_is_none(tmp_path, status):
    odd = entry(page(1))
    odd["response"]["status"] = status
    judgement = scan(CONTRACT, [recording(tmp_path, odd, entry(page(1)))])
    assert (judgement.findings, judgement.unjudged.unread) == ([], 1)
    assert [row.judged for row in judgement.evidence.values()] == [1]


def test_of_what_is_missing_there_is_no_sample(tmp_path):
    lacking = {key: value for key, value in page(1).items() if key != "TotalResults"}
    (finding,) = scan(CONTRACT, [recording(tmp_path, entry(lacking))]).findings
    assert (finding.rule, finding.pointer, finding.sample) == ("missing-property", "/TotalResults", None)
