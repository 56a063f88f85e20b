"""
Measure whether the suite notices what the mock can inject, and how rare drift may be; write docs/injections.md.

    python scripts/measure_suite.py [--check] [--runs N]

Every kind of drift that `driftgate mock --inject` knows is injected into the mock of the vendored contract, and the suite
is to report the rule of that name. Then drift in 1 % of the answers is injected, and the suite run N times (20), each
time with other seeds for mock and suite.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

from driftgate import mock
from driftgate.contract import Contract, load_contract
from driftgate.errors import DriftgateError
from driftgate.mock.kinds import NOT_INJECTABLE
from driftgate.suite.everything import ask_everything
from driftgate.suite.session import Session
from driftgate.suite.settings import Suite

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "injections.md"
RECORD = "/PhoneNumbers/*"
INJECTED = (
    f"string-typed-boolean:{RECORD}/MessageEnabled@0.01",
    f"string-typed-number:{RECORD}/SwapsRemaining@0.01",
    f"type-mismatch:{RECORD}/MessageEnabled@0.01",
    f"unexpected-null:{RECORD}/Cnam@0.01",
    f"missing-property:{RECORD}/Cnam@0.01",
    f"undocumented-property:{RECORD}/PortInDate=1@0.01",
    f"renamed-property:{RECORD}/OrderId=OrderID@0.01",
    f"unknown-enum-value:{RECORD}/ProductType=Voice-Only@0.01",
    f"id-prefix-mismatch:{RECORD}/AssignedSubscriberId=SID@0.01",
    f"malformed-id:{RECORD}/OrderId@0.01",
    f"format-mismatch:{RECORD}/Number@0.01",
    f"date-dialect-changed:{RECORD}/OriginalDatePurchased=YYYY-MM-DD@0.01",
    "out-of-range:/PageNumber@0.1",
    f"stringified-json:{RECORD[:-2]}@0.01",
    f"sensitive-value-exposed:{RECORD}/Cnam@0.01",
    f"validation-failed:{RECORD}@0.01",
    "echo-mismatch:/PageNumber@0.1",
    "count-mismatch@0.1",
    "duplicate-item@0.1",
    "repeated-item@0.5",
    "unstable-total@1",
    "unstable-constant:/AccountId@1",
    "unstable-page@1",
    "incomplete-walk@1",
    "size-dependent-pages@1",
    "withheld-item@1",
    "undocumented-status=418@0.01",
    "undocumented-media-type=text/html@0.01",
    "undocumented-media-type=none@0.01",
    "unreadable-body=truncated@0.01",
    "unreadable-body=nan@0.01",
    "duplicate-property@0.5",
    "undocumented-operation@1",
    "envelope-status-mismatch=500@0.5",
    "error-in-success@0.01",
    "server-error=503@0.01",
    "valid-request-refused=400@0.01",
    "authentication-not-enforced@1",
    "invalid-request-accepted@1",
    "unfiltered-item@1",
)
UNPROMISED = {
    **NOT_INJECTABLE,
    "undecodable-content": "the contract has no string with something encoded in it",
    "broken-constraint": "the contract has no constraint without a rule of its own",
    "missing-response-header": "the contract promises no header",
    "anonymous-success": "the same lapse as `authentication-not-enforced`, which the suite can prove",
    "limit-ignored": "a fault; `count-mismatch` reports it",
    "status": "a fault",
    "latency": "a fault",
    "truncated-body": "a fault; `unreadable-body` reports it",
    "dropped-connection": "a fault; counted as not judged",
}
RARE = "string-typed-boolean:/PhoneNumbers/0/MessageEnabled@0.01"


class Run(NamedTuple):
    """What one run of the suite reported."""

    rules: dict[str, int]
    exchanges: int
    elapsed_s: float


def run(contract: Contract, injection: str | None, *, seed: int = 1) -> Run:
    began_s = time.perf_counter()
    with mock.running(contract, seed=seed, items=250, injections=[injection] if injection else []) as base_url:
        session = Session(Suite(contract=ROOT / "openapi", base_url=base_url, seed=seed), contract)
        try:
            judgement = ask_everything(session)
        finally:
            session.close()
    rules: dict[str, int] = {}
    for each in judgement.findings:
        rules[each.rule] = rules.get(each.rule, 0) + each.count
    return Run(rules, sum(row.exchanges for row in judgement.evidence.values()), time.perf_counter() - began_s)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="fail where something goes unnoticed; write nothing")
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="runs with drift in 1 %% of the answers")
    given = parser.parse_args()
    contract = load_contract(ROOT / "openapi")
    clean = run(contract, None)
    print(f"without injection: {clean.rules or 'nothing'}  [{clean.exchanges} in {clean.elapsed_s:.1f} s]", flush=True)
    rows = []
    missed = ["without injection"] if clean.rules else []
    for injection in INJECTED:
        rule = injection.partition(":")[0].partition("=")[0].partition("@")[0]
        try:
            seen = run(contract, injection)
        except DriftgateError as error:
            print(f"{injection}: {error}", flush=True)
            missed.append(injection)
            continue
        rows.append((injection, rule, seen))
        if rule not in seen.rules:
            missed.append(injection)
        print(f"{injection}: {seen.rules}  [{seen.exchanges} in {seen.elapsed_s:.1f} s]", flush=True)
    rare = [run(contract, RARE, seed=seed) for seed in range(1, given.runs + 1)]
    found = sum("string-typed-boolean" in each.rules for each in rare)
    slowest_s = max((each.elapsed_s for each in rare), default=0.0)
    print(f"{RARE}: found in {found} of {given.runs} runs, the slowest {slowest_s:.1f} s")
    for each in missed:
        print(f"missed: {each}")
    if not given.check:
        PAGE.write_text(_page(clean, rows, rare, found), "utf-8", newline="\n")
    return 1 if missed or found < given.runs * 19 // 20 else 0


def _page(clean: Run, rows: list[tuple[str, str, Run]], rare: list[Run], found: int) -> str:
    noticed = sum(rule in seen.rules for _, rule, seen in rows)
    asked = max((each.exchanges for each in rare), default=0)
    quiet = f"{', '.join(clean.rules) or 'no finding'} in {clean.exchanges:,} exchanges"
    lines = [
        "# What the mock can inject, and what the suite says",
        "",
        "Written by `python scripts/measure_suite.py`: the mock of the vendored contract (250 records) with one injection at a",
        f"time, judged by what `pytest contract_tests` asks. Without an injection: {quiet}.",
        "",
        f"Reported under their own name: {noticed} of {len(rows)}.",
        "",
        "| injection | the suite reports (times) |",
        "|---|---|",
        *(
            f"| `{injection}` | "
            + (
                ", ".join(
                    f"`{name}` ({count:,})"
                    for name, count in sorted(seen.rules.items(), key=lambda item: (item[0] != rule, item[0]))
                )
                or "."
            )
            + " |"
            for injection, rule, seen in rows
        ),
        "",
        "Not measured here:",
        "",
        *(f"- `{name}`: {why}." for name, why in UNPROMISED.items()),
        "",
        "## How rare drift may be",
        "",
        f"`{RARE}`:",
        f"one answer in a hundred drifts. Found in {found} of {len(rare)} runs with different seeds, {asked:,} requests each.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
