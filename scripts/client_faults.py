"""
What the unmodified generated client makes of a server that fails: the table of docs/client-faults.md.

    python scripts/client_faults.py [--check] [--output docs/client-faults.md]

The mock answers on loopback behind a door that injects one fault after the other. Each is met three times: by the client
alone, with `driftgate.runtime` under it, and with failures raised. Exit codes: 0 done, or with --check the page is true;
1 with --check: it is not, or something took longer than it may; 2 the page cannot be written.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from fault_server import Fault, FaultyMock, faulty

from driftgate.contract import Contract, load_contract
from driftgate.errors import ReportError
from driftgate.runtime import ResilientTransport, TokenAuth, paginate
from driftgate.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent
STEP_S, TOTAL_S = 0.8, 2.4
LONGEST_S = 10.0
"""No call takes longer, whatever the server does: the bounds above, and one wait."""
ENVELOPE = '{"StatusCode": 0, "Message": "not now"}'
PAGE = "<!doctype html><title>Sign in</title> token=s3cret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    Something a server does.

    Args:
        says: The row's first cell.
        faults: By request, from 0; beyond them the mock answers.
        always: What it does to all further requests.
        walks: Whether all pages are asked for rather than one.
    """

    says: str
    faults: Sequence[Fault] = ()
    always: Fault | None = None
    walks: bool = False


SCENARIOS = (
    Scenario(says="nothing odd"),
    Scenario(says="429 with `Retry-After: 1`, once", faults=[Fault(429, ENVELOPE, {"Retry-After": "1"})]),
    Scenario(says="503 twice, then it is back", faults=[Fault(503, ENVELOPE)] * 2),
    Scenario(says="503 with an HTML page, for good", always=Fault(503, PAGE, {"Content-Type": "text/html"})),
    Scenario(says="502 with an HTML page, which is not documented", always=Fault(502, PAGE, {"Content-Type": "text/html"})),
    Scenario(says="200 with an HTML page", always=Fault(200, PAGE, {"Content-Type": "text/html"})),
    Scenario(says="200 with an empty body", always=Fault(200, "")),
    Scenario(says="200 with JSON that is cut off", always=Fault(200, '{"TotalResults": 346, "Phone')),
    Scenario(says="200 with `{}`", always=Fault(200, "{}")),
    Scenario(says="401 whatever the token", always=Fault(401, ENVELOPE)),
    Scenario(says="520 with nothing in it", always=Fault(520, "")),
    Scenario(says="the connection breaks in the body, once", faults=[Fault(200, '{"a": 1', breaks=True)]),
    Scenario(says="the connection breaks before an answer, once", faults=[Fault(0, "")]),
    Scenario(says="the connection breaks before an answer, always", always=Fault(0, "")),
    Scenario(says="no answer comes", always=Fault(200, "{}", waits=True)),
    Scenario(says="the answer comes byte by byte", always=Fault(200, "[" + "1," * 24 + "1]", drips=True)),
    Scenario(says="the token ends in mid-walk", faults=[Fault.none(), Fault(401, ENVELOPE)], walks=True),
    Scenario(says="503 with an HTML page in mid-walk, once", walks=True,
             faults=[Fault.none(), Fault(503, PAGE, {"Content-Type": "text/html"})]),
    Scenario(says="200 with an HTML page in mid-walk", walks=True,
             faults=[Fault.none(), Fault(200, PAGE, {"Content-Type": "text/html"})]),
)  # fmt: skip


class Meeting:
    """A client in one of three set-ups, and what became of a call."""

    def __init__(self, contract: Contract, package: str, base_url: str) -> None:
        self._contract, self._base_url = contract, base_url
        sys.path.insert(0, str(ROOT / "generated_client"))
        self._client = importlib.import_module(f"{package}.client")
        self._page = importlib.import_module(f"{package}.models").NumbersInventory
        self._ask = importlib.import_module(f"{package}.api.numbers.list_numbers_inventory")

    def alone(self, *, walks: bool) -> str:
        # Alone it would wait for ever for what does not come.
        return self._met({}, walks=walks, timeout=httpx.Timeout(STEP_S))

    def supported(self, *, walks: bool, raising: bool) -> str:
        transport = ResilientTransport(
            self._contract, raises=raising, base_s=0.01, max_wait_s=1.2, timeout_s=STEP_S, max_total_s=TOTAL_S
        )
        auth = TokenAuth(self._contract, key="k", secret="s", base_url=self._base_url)  # noqa: S106 -- of the mock
        return self._met({"transport": transport, "auth": auth}, walks=walks, timeout=None)

    def _met(self, arguments: dict[str, Any], *, walks: bool, timeout: httpx.Timeout | None) -> str:
        headers = {} if "auth" in arguments else {"Authorization": "Bearer x"}
        client = self._client.Client(base_url=self._base_url, headers=headers, httpx_args=arguments, timeout=timeout)
        started = time.monotonic()
        try:
            with client:
                told = self._walked(client) if walks else self._asked(client)
        except Exception as error:  # noqa: BLE001 -- whatever it is goes into the table
            told = _told(error)
        took_s = time.monotonic() - started
        return told if took_s < LONGEST_S else f"{told}, after {took_s:.0f} s"

    def _asked(self, client: Any) -> str:
        answer = self._ask.sync_detailed(client=client, page_number=1)
        kind = "None" if answer.parsed is None else type(answer.parsed).__name__
        return f"{int(answer.status_code)} `{kind}`"

    def _walked(self, client: Any) -> str:
        records = paginate(
            lambda page: self._ask.sync(client=client, page_number=page),
            self._page,
            items=lambda page: page.phone_numbers,
            total=lambda page: page.total_results,
        )
        return f"all {sum(1 for _ in records)} records"


def _told(error: Exception) -> str:
    name = type(error).__name__
    is_ours = type(error).__module__.startswith("driftgate") and not isinstance(error, httpx.HTTPError)
    return f"raises `{name}`: {error}" if is_ours else f"raises `{name}`"


def rows(contract: Contract, package: str) -> list[list[str]]:
    """Return the table: what the server does, how often it is asked, and what each of the three makes of it."""
    found = []
    for scenario in SCENARIOS:
        cells = []
        asked = 0
        for number in range(3):
            server = FaultyMock(contract, faults=list(scenario.faults), always=scenario.always)
            with faulty(server) as base_url:
                meeting = Meeting(contract, package, base_url)
                call: Callable[[], str] = (
                    (lambda met=meeting: met.alone(walks=scenario.walks))  # type: ignore[misc]  # noqa: B023
                    if number == 0
                    else (lambda met=meeting, raising=number == 2: met.supported(walks=scenario.walks, raising=raising))  # type: ignore[misc]  # noqa: B023
                )
                cells.append(call())
                asked = server.asked if number == 1 else asked
        found.append([scenario.says, cells[0], cells[1], str(asked), cells[2]])
    return found


HEADER = f"""\
# The client and a server that fails

Made by `nox -s measure -- client-faults`, checked by a test. The unmodified generated client asks the mock, which does what the
first column says. *Alone* it has a timeout of {STEP_S} s, without which it would wait for ever; *supported* is

```python
transport = ResilientTransport(contract, timeout_s={STEP_S}, max_total_s={TOTAL_S})
client = Client(base_url=…, httpx_args={{"transport": transport, "auth": TokenAuth(contract, key=…, secret=…)}})
```

and *raising* adds `raises=True`. *Asked* is how often the server was, with support.
Nothing took longer than {LONGEST_S:.0f} s. `UnreadableAnswerError` and its kin name operation, status and media type and never show
the body; an unreadable error status keeps the class of its status, so that `except ServiceUnavailable` catches both.

| the server | alone | supported | asked | raising |
|---|---|---|---|---|
"""
FOOTER = """
`JSONDecodeError` holds the whole body, `KeyError` and `ValueError` say nothing of where they come from: they are the generated
code's own. A server that sends the *header* of an answer byte by byte is bounded step by step, not as a whole: httpx has no
hook there.
"""


def page(contract: Contract, package: str) -> str:
    """Return docs/client-faults.md."""
    table = "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows(contract, package))
    return HEADER + table + FOOTER


def silence() -> None:
    """Keep what the runtime says about drift out of the way of the table."""
    logging.getLogger("driftgate").addHandler(logging.NullHandler())
    logging.getLogger("driftgate").propagate = False


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "client-faults.md")
    parser.add_argument("--package", default="telegent_mpaas", help="of the generated client")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the page is not true")
    options = parser.parse_args(arguments)
    silence()
    text = page(load_contract(ROOT / "openapi"), options.package)
    before = options.output.read_text("utf-8") if options.output.exists() else ""
    if options.check:
        print(f"{options.output}: {'true' if text == before else 'not what happens. Run scripts/client_faults.py'}.")
        return 0 if text == before else 1
    try:
        write_file(options.output, text)
    except ReportError as error:
        print(f"client_faults: {error}", file=sys.stderr)
        return 2
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
