"""
Speed of the scan, as ratios to the floor, side by side in one run.

The floor is what nobody can avoid: parse the line, parse the body, ask a compiled validator (of drifted bodies, list
its errors). Bodies are inventory pages of 2 records (1.6 kB) and 100 records (73 kB), made up here from a seed; clean,
1 % drifted, all drifted. Every figure is the best of the rounds; rounds of floor and scan take turns.

    python scripts/benchmark_scan.py [--seconds 2] [--peers]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import uuid
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.contract import Contract, load_contract
from driftgate.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATION = "GET /v1.0/numbers/inventory"
URL = "https://api.telegent.com/v1.0/numbers/inventory?PageNumber={page}&Filter=Active"


def record(dice: random.Random) -> dict[str, Any]:
    def identifier(prefix: str) -> str:
        return f"{prefix}-{uuid.UUID(int=dice.getrandbits(128))}"

    voice = dice.random() < 0.5
    return {
        "Number": f"+1801555{dice.randrange(10_000):04}",
        "Tnid": f"TNID-{dice.randrange(10**12, 10**13)}",
        "OrderId": identifier("TNOID"),
        "NumberType": "mobile",
        "MessageEnabled": dice.random() < 0.5,
        "MessageType": dice.choice(("p2p", "a2p")),
        "Classification": "MVNO",
        "VoiceEnabled": voice,
        "MessageRouteId": identifier("MRID"),
        "VoiceRouteId": identifier("CRID"),
        "Status": "Active",
        "OriginalDatePurchased": f"{dice.randrange(1, 13):02}/{dice.randrange(1, 29):02}/2023",
        "AssignedSubscriberId": identifier("TSUID"),
        "Iccid": f"890124039719055{dice.randrange(10_000):04}",
        "Cnam": "ABC Corp",
        "QrActivationLink": "https://api.telegent.com/qr-activation-link",
        "SwapsRemaining": dice.randrange(5),
        "NextSwapResetDate": f"2025-12-{dice.randrange(1, 29):02}T22:09:41.56",
        "ProductType": "Sms+Data+Voice" if voice else "Sms+Data",
        "PortOutPin": f"{dice.randrange(10_000):04}",
    }


def page(number: int, records: int, dice: random.Random, *, drifted: bool) -> dict[str, Any]:
    numbers = [record(dice) for _ in range(records)]
    if drifted:
        for each in numbers:
            each["MessageEnabled"] = "true"
        numbers[0]["AssignedSubscriberId"] = f"SID-{numbers[0]['AssignedSubscriberId'][6:]}"
        numbers[-1]["SwapsRemaining"] = "2"
    return {
        "AccountId": "AID-ab123456-2725-45a1-bd5e-526ed1979900",
        "TotalResults": 100_000,
        "PageNumber": number,
        "Filter": "Active",
        "PhoneNumbers": numbers,
    }


def entry(number: int, body: dict[str, Any]) -> bytes:
    text = orjson.dumps(body).decode()
    return orjson.dumps(
        {
            "startedDateTime": "2026-01-01T00:00:00.000Z",
            "time": 12.5,
            "request": {
                "method": "GET",
                "url": URL.format(page=number),
                "httpVersion": "HTTP/1.1",
                "headers": [{"name": "Accept", "value": "application/json"}, {"name": "Authorization", "value": "***"}],
                "queryString": [
                    {"name": "PageNumber", "value": str(number)},
                    {"name": "Filter", "value": "Active"},
                ],
                "cookies": [],
                "headersSize": -1,
                "bodySize": 0,
            },
            "response": {
                "status": 200,
                "statusText": "OK",
                "httpVersion": "HTTP/1.1",
                "headers": [{"name": "Content-Type", "value": "application/json; charset=utf-8"}],
                "cookies": [],
                "content": {"size": len(text), "mimeType": "application/json; charset=utf-8", "text": text},
                "redirectURL": "",
                "headersSize": -1,
                "bodySize": -1,
            },
            "cache": {},
            "timings": {"send": 0, "wait": 12, "receive": 0},
        }
    )


def write(path: Path, *, exchanges: int, records: int, drift: float) -> None:
    dice = random.Random(7)  # noqa: S311 -- reproducible, not secret
    kinds = [[page(0, records, dice, drifted=drifted) for _ in range(20)] for drifted in (False, True)]
    with path.open("wb") as file:
        for number in range(1, exchanges + 1):
            # In a long recording the walk must add up: every page has records of its own.
            body = dict(dice.choice(kinds[dice.random() < drift]))
            body["PageNumber"] = number
            body["PhoneNumbers"] = [
                {**each, "Tnid": f"TNID-{number * 1000 + index:013}"} for index, each in enumerate(body["PhoneNumbers"])
            ]
            file.write(entry(number, body) + b"\n")


def floor(contract: Contract, path: Path, *, list_errors: bool) -> int:
    operation = contract.operation(OPERATION)
    pointer = operation.responses["200"].content["application/json"].schema_pointer
    assert pointer is not None
    validator = contract.validator(pointer)
    count = 0
    with path.open("rb") as file:
        for line in file:
            body = orjson.loads(orjson.loads(line)["response"]["content"]["text"])
            if list_errors:
                list(validator.iter_errors(body))
            else:
                validator.is_valid(body)
            count += 1
    return count


def scanned(contract: Contract, path: Path) -> int:
    return sum(row.exchanges for row in scan(contract, [str(path)]).evidence.values())


def best(works: dict[str, Callable[[], int]], seconds: float) -> dict[str, float]:
    """Return the best rate, in exchanges a second, of each work; they take turns until the time is up."""
    rates: dict[str, float] = dict.fromkeys(works, 0.0)
    end = time.perf_counter() + seconds * len(works)
    rounds = 0
    while time.perf_counter() < end or rounds < 2:
        for name, work in works.items():
            begin = time.perf_counter()
            count = work()
            rates[name] = max(rates[name], count / (time.perf_counter() - begin))
        rounds += 1
    return rates


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="time for each figure")
    parser.add_argument("--contract", default="openapi")
    options = parser.parse_args()
    contract = load_contract(options.contract)
    print(f"{'bodies':<28}{'floor':>12}{'scan':>12}{'scan/floor':>12}   budget")
    with tempfile.TemporaryDirectory() as folder:
        for records, exchanges, budget in ((2, 20_000, 2.5), (100, 1_000, 1.5)):
            for drift, name in ((0.0, "clean"), (0.01, "1 % drifted"), (1.0, "all drifted")):
                path = Path(folder) / f"{records}-{drift}.ndjson"
                write(path, exchanges=exchanges, records=records, drift=drift)
                rates = best(
                    {
                        "floor": partial(floor, contract, path, list_errors=drift == 1.0),
                        "scan": partial(scanned, contract, path),
                    },
                    options.seconds,
                )
                ratio = rates["floor"] / rates["scan"]
                allowed = 2.0 if drift == 1.0 else budget
                label = f"{records} records, {name}"
                print(f"{label:<28}{rates['floor']:>10,.0f}/s{rates['scan']:>10,.0f}/s{ratio:>12.2f}   {allowed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
