"""One verdict with everything in it, and one made by somebody who wishes us ill."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from driftgate import __version__
from driftgate.baseline import EMPTY, updated
from driftgate.document import parse_document
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, Severity, Source
from driftgate.gate import Policy, weigh
from driftgate.reports import Setting, render
from driftgate.waiver import Waiver

TODAY = date(2026, 11, 24)
PETS = "GET /v1/pets"
GOLDEN = Path(__file__).parent / "golden"

DOCUMENT = """\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /v1/pets:
    get:
      responses:
        "200":
          description: a page
          content:
            application/json:
              schema:
                type: object
                properties:
                  tame: {type: boolean}
                  vetPin: {type: string}
              example:
                tame: true
                vetPin: "4711"
        4XX: {description: refused}
  /v1/owners:
    get:
      responses:
        "200": {description: a page}
"""


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity
    summary: str
    page: str
    aliases: tuple[str, ...] = ()


RULES = {
    "string-typed-boolean": Rule(
        "string-typed-boolean",
        Severity.ERROR,
        "A boolean is sent as a string, `true` in quotes.",
        'A boolean is sent as a string, `true` in quotes.\n\n## Why it matters\nIn most languages `"false"` is true.\n\n'
        '## Example\n    "tame": "true"\n\n## To settle it\nAsk the vendor.\n\n## Source\nJSON Schema, "type".',
        ("ST101",),
    )
}


def finding(**changes) -> Finding:
    defaults = {
        "source": Source.RESPONSE,
        "rule": "string-typed-boolean",
        "severity": Severity.ERROR,
        "message": 'is the string "true"; boolean is promised',
        "operation": PETS,
        "status": "200",
        "media_type": "application/json",
        "pointer": "/items/*/tame",
        "document_pointer": "/paths/~1v1~1pets/get/responses/200",
        "line": 13,
        "observed": 'string "true"',
        "expected": "boolean",
        "count": 3,
        "out_of": 4100,
        "first_seen": "a.har#3",
        "sample": '"true"',
        "curl": "curl -H \"Authorization: Bearer $TOKEN\" 'https://api.example.com/v1/pets?page=1'",
    }
    return Finding(**(defaults | changes))


def in_document(**changes) -> Finding:
    nothing = dict.fromkeys(("operation", "status", "media_type", "pointer", "first_seen", "sample", "curl", "out_of"))
    return finding(**({"source": Source.DOCUMENT, "count": 1} | nothing | changes))


def waiver(**changes) -> Waiver:
    defaults = {
        "source": Source.EXAMPLE,
        "rule": "string-typed-boolean",
        "operation": PETS,
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
        "reason": "A half-done rename; reported to the vendor",
        "owner": "qa@example.com",
        "until": date(2027, 6, 30),
        "where": "openapi/waivers.toml:3",
    }
    return Waiver(**(defaults | changes))


CONTRACT = "sha256:" + "ab" * 32


def lint_run() -> Judgement:
    return Judgement(
        contract=CONTRACT,
        kind="lint",
        findings=[
            finding(source=Source.EXAMPLE, count=1, out_of=2, first_seen=None, curl=None, line=17),
            in_document(
                rule="undefined-security-scheme",
                message="security names BearerAuth, which no securitySchemes defines",
                observed="scheme BearerAuth",
                expected=None,
                line=2,
                cured_by="openapi/overlays/010-corrections.overlay.yaml#2",
            ),
            in_document(
                rule="missing-operation-id",
                severity=Severity.NOTE,
                message="has no operationId",
                observed=None,
                expected=None,
                line=None,
            ),
        ],
    )


def scan_run() -> Judgement:
    run = Judgement(
        contract=CONTRACT,
        kind="scan",
        findings=[
            finding(),
            finding(
                rule="id-prefix-mismatch",
                message="carries the prefix SID (schedule); TSUID (subscriber) is promised",
                pointer="/items/*/owner",
                observed="prefix SID",
                expected="prefix TSUID",
                sample='"SID-****"',
                count=1,
            ),
            finding(
                rule="undocumented-status",
                message="answered 418, which the contract does not list",
                status="418",
                media_type=None,
                pointer=None,
                observed="status 418",
                expected=None,
                count=2,
                out_of=None,
                sample=None,
                line=6,
            ),
            finding(
                rule="undocumented-property",
                severity=Severity.WARNING,
                message="is not promised",
                pointer="/items/*/nick~1name",
                observed="string",
                expected=None,
            ),
        ],
        evidence={
            (PETS, "200"): Evidence(
                operation=PETS,
                status="200",
                exchanges=42,
                items=4100,
                judged=41,
                absent=1,
                drifted={"error": 3, "warning": 1, "note": 0},
            ),
            (PETS, "404"): Evidence(operation=PETS, status="404", exchanges=2, judged=2),
            (PETS, "418"): Evidence(
                operation=PETS,
                status="418",
                exchanges=2,
                unreadable=1,
                judged=1,
                drifted={"error": 2, "warning": 0, "note": 0},
            ),
        },
        expected_evidence=(PETS,),
        collections=(PETS,),
        fields={(PETS, "200", "/items/*/tame"): 41, (PETS, "200", "/items/*/fed"): 0, (PETS, "200", "/total"): 41},
        promised={PETS: ("200", "4XX"), "GET /v1/owners": ("200",)},
    )
    run.unjudged.add("a.har", 7, "the body is cut off")
    return run


def everything():
    """Return a verdict in which each tray, waiver state and section has something."""
    gone = finding(pointer="/items/*/age", observed="string", count=1, out_of=10)
    known = finding(rule="undocumented-status", status="418", media_type=None, pointer=None, observed="status 418")
    baseline = updated(EMPTY, known=[], new=[gone, known], gone=[], today=date(2026, 5, 1))
    waivers = [
        waiver(),
        waiver(pointer="/items/*/old", where="openapi/waivers.toml:13"),
        waiver(
            source=Source.RESPONSE,
            rule="id-prefix-mismatch",
            pointer="/items/*/owner",
            observed="prefix SID",
            until=date(2026, 1, 1),
            where="openapi/waivers.toml:23",
        ),
    ]
    return weigh([lint_run(), scan_run()], policy=Policy(), waivers=waivers, baseline=baseline, today=TODAY)


SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    SCRIPT,
    "</script><script>alert(2)</script>",
    "x" * 1_000_000,
    "\x1b[31mred\x1b[0m\x07\x00\x9b2J",
    "line\nbreak\r\n::error file=x,line=1::owned",
    "\u202egnp.exe\u2066\u200f\ufeff",
    "]]> &amp; <!-- --> --></pre></code><img src=x onerror=alert(3)>",
    "| cell | `code` ``` ~~~ **bold** [link](javascript:alert(4)) @team #1",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "%0A%25::warning::%",
    "\ud800 lone \udfff",
    "\"quote\" 'apostrophe' \\ back",
    "",
    " ",
    "מזהה",
    "' onmouseover='alert(5)",
]


def attacked():
    """Return a verdict whose every text comes from somebody who wishes us ill."""
    findings, rows = [], {}
    for number, text in enumerate(HOSTILE):
        findings.append(
            finding(
                severity=list(Severity)[number % 3],
                message=text,
                operation=f"GET /{text}",
                media_type=text,
                pointer=f"/{text}",
                document_pointer=f"/{text}",
                observed=text,
                expected=text,
                first_seen=f"{text}#1",
                sample=text,
                curl=f"curl '{text}'",
                line=number + 1,
            )
        )
        rows[f"GET /{text}", "200"] = Evidence(operation=f"GET /{text}"[:2000], status="200", exchanges=1, judged=1)
    run = Judgement(
        contract=CONTRACT,
        kind="scan",
        findings=findings,
        evidence=rows,
        expected_evidence=(*[operation for operation, _ in rows], f"GET /never/{SCRIPT}"),
        fields={(f"GET /{SCRIPT}", "200", f"/{text}"[:500]): 1 for text in HOSTILE},
        document=f"{SCRIPT}.json",
    )
    for number, text in enumerate(HOSTILE):
        run.unjudged.add(text, number, text)
    waivers = [
        waiver(
            source=Source.RESPONSE,
            operation=findings[number].operation,
            pointer=findings[number].pointer,
            observed=findings[number].observed,
            reason=HOSTILE[number] or "-",
            owner=HOSTILE[number] or "-",
            where=f"{HOSTILE[number]}:3",
            until=date(2027, 1, 1) if number % 2 else date(2026, 1, 1),
        )
        for number in range(1, len(HOSTILE), 3)
    ]
    waivers.append(waiver(source=Source.RESPONSE, operation="GET /*", pointer=SCRIPT, observed=SCRIPT, reason=SCRIPT))
    return weigh([run], policy=Policy(), waivers=waivers, today=TODAY)


def setting(**changes) -> Setting:
    document = parse_document(DOCUMENT.encode(), name="openapi/openapi.yaml")
    return Setting(**({"document": document, "document_uri": "openapi/openapi.yaml", "rules": RULES} | changes))


@pytest.fixture(scope="session")
def full_verdict():
    return everything()


@pytest.fixture(scope="session")
def hostile_verdict():
    return attacked()


@pytest.fixture(scope="session")
def empty_verdict():
    return weigh([], policy=Policy(), today=TODAY)


@pytest.fixture(name="setting", scope="session")
def setting_fixture():
    return setting()


@pytest.fixture(scope="session")
def make_setting():
    return setting


@pytest.fixture(scope="session")
def make_finding():
    return finding


@pytest.fixture(scope="session")
def hostile_texts():
    return HOSTILE


@pytest.fixture(scope="session")
def runs():
    return lint_run(), scan_run()


@pytest.fixture(scope="session")
def golden(full_verdict):
    """Compare a report with its golden file; `DRIFTGATE_REFRESH=1 pytest tests/reports` writes them anew."""

    def compare(name: str, file: str, chosen: Setting) -> None:
        text = render(name, full_verdict, chosen).replace(__version__, "VERSION")
        path = GOLDEN / file
        if os.environ.get("DRIFTGATE_REFRESH"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
