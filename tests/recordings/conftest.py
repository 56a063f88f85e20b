"""Recordings in memory and on disk, as recorders write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate import recordings
from driftgate.evidence import Unjudged


def entry(
    *, url="https://api.test/v1/things", method="GET", text='{"a":1}', status=200, **response: Any
) -> dict[str, Any]:
    content = {"size": len(text), "mimeType": "application/json", "text": text}
    return {
        "startedDateTime": "2026-01-01T00:00:00.000Z",
        "time": 12.5,
        "request": {"method": method, "url": url, "headers": [{"name": "Accept", "value": "application/json"}]},
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": content,
            **response,
        },
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def ndjson(*entries: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in entries)


class Reading:
    """What a recording gave: exchanges, and what could not be read."""

    def __init__(self, source: str, **options: Any) -> None:
        self.unjudged = Unjudged()
        self.exchanges = list(recordings.read(source, unjudged=self.unjudged, **options))

    @property
    def bodies(self) -> list[Any]:
        return [each.response.body if each.response else "no response" for each in self.exchanges]

    @property
    def positions(self) -> list[int]:
        return [each.seen_in.position for each in self.exchanges]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(position, reason) for _, position, reason in self.unjudged.first]


@pytest.fixture
def read(tmp_path):
    """Write bytes to a file and read it as a recording."""

    def reading(raw: bytes, name: str = "a.har", **options: Any) -> Reading:
        path = tmp_path / name
        path.write_bytes(raw)
        return Reading(str(path), **options)

    return reading
