"""
Measure how fast recordings are read and how much memory it takes.

    python scripts/benchmark_recordings.py [--megabytes 100]

Each figure is processor time, from a process of its own, on files that are generated and removed. The floor is `orjson.loads` of every
line; a small body has about 1.6 kB, a large one 100 records.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import orjson

from driftgate import recordings
from driftgate.evidence import Unjudged

RECORD = {
    "Tnid": "TNID-2b0d9f6e-7f5a-4f0e-9d5b-1f6a3c2e8d47", "PhoneNumber": "+14155550123", "MessageEnabled": True,
    "VoiceEnabled": True, "AssignedSubscriberId": "TSUID-d7b34696-8f1e-4c1b-9a7e-1f2e3d4c5b6a", "SwapsRemaining": 2,
    "ProductType": "Sms+Data", "NumberType": "mobile", "CreateDate": "02/05/2023", "Iccid": "8901260000000000000",
    "LastModified": "2025-12-04T22:09:41.56", "AccountId": "AID-1f2e3d4c-5b6a-4c1b-9a7e-d7b34696d7b3",
    "OrderId": "TNOID-5b6a1f2e-3d4c-4c1b-9a7e-d7b34696d7b3", "Status": "Active", "State": "CA", "City": "San Francisco",
    "MessageRouteId": "MRID-5b6a1f2e-3d4c-4c1b-9a7e-d7b34696d7b3", "VoiceRouteId": "CRID-5b6a1f2e-3d4c-4c1b-9a7e-d7b3",
}  # fmt: skip


def entry(records: int, number: int) -> bytes:
    body = json.dumps({"PageNumber": number, "TotalResults": 400, "PhoneNumbers": [RECORD] * records})
    headers = [{"name": name, "value": "x" * 20} for name in ("date", "server", "x-request-id", "vary", "etag")]
    headers.append({"name": "content-type", "value": "application/json"})
    return orjson.dumps({
        "startedDateTime": "2026-01-01T00:00:00.000Z",
        "time": 12.5,
        "request": {
            "method": "GET",
            "url": f"https://api.example.com/v1.0/numbers/inventory?PageNumber={number}",
            "httpVersion": "HTTP/1.1", "cookies": [], "headersSize": -1, "bodySize": 0,
            "headers": [{"name": "accept", "value": "application/json"}],
            "queryString": [{"name": "PageNumber", "value": str(number)}],
        },
        "response": {
            "status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": [], "headers": headers,
            "content": {"size": len(body), "mimeType": "application/json", "text": body},
            "redirectURL": "", "headersSize": -1, "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 12.5, "receive": 0},
    })  # fmt: skip


def generate(path: Path, records: int, size_bytes: int) -> None:
    is_har = path.suffix == ".har"
    lines = [entry(records, number) for number in range(200)]
    written = number = 0
    with path.open("wb") as file:
        if is_har:
            file.write(b'{"log":{"version":"1.2","entries":[')
        while written < size_bytes:
            line = lines[number % 200]
            file.write((b"," if is_har and number else b"") + line + (b"" if is_har else b"\n"))
            written += len(line)
            number += 1
        if is_har:
            file.write(b"]}}")


def measure(what: str, path: str) -> None:
    """Print seconds, entries and peak memory of one way of reading, as JSON."""
    began = time.process_time()
    count = 0
    if what == "floor":
        with Path(path).open("rb") as file:
            for line in file:
                orjson.loads(line)
                count += 1
    else:
        unjudged = Unjudged()
        for exchange in recordings.read(path, unjudged=unjudged):
            if what == "content type":
                assert exchange.response is not None
                exchange.response.headers.get("content-type")
            count += 1
        assert not unjudged.total
    seconds = time.process_time() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "count": count, "peak_mb": peak_mb}))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=100, help="size of each generated file (default: 100)")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    print(f"{'file':<22}{'what':<14}{'us/entry':>9}{'entries/s':>11}{'MB/s':>7}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, records in (("small.ndjson", 2), ("large.ndjson", 100), ("small.har", 2), ("large.har", 100)):
            path = Path(folder) / name
            generate(path, records, options.megabytes * 1_000_000)
            for what in ("floor", "read", "content type") if name.endswith(".ndjson") else ("read",):
                run = subprocess.run(
                    [sys.executable, __file__, "--measure", what, str(path)], check=True, capture_output=True, text=True
                )
                seen: dict[str, Any] = json.loads(run.stdout)
                each = seen["seconds"] / seen["count"]
                rate = path.stat().st_size / seen["seconds"] / 1e6
                print(f"{name:<22}{what:<14}{each * 1e6:>9.2f}{1 / each:>11,.0f}{rate:>7.0f}{seen['peak_mb']:>9.0f}")
            path.unlink()


if __name__ == "__main__":
    main()
