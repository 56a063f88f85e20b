"""`driftgate report`: what it renders again is what was rendered then, byte for byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from driftgate import reports
from driftgate.cli.app import main

ROOT = Path(__file__).parents[2]
FORMATS = reports.formats()


def drifted(folder: Path) -> str:
    """Return the path of a recording with drift, an unreadable line, a stray and an answer never promised."""

    def line(body, *, status=200, path="/v1.0/numbers/inventory?PageNumber=1&Filter=Active"):
        return json.dumps(
            {
                "request": {
                    "method": "GET",
                    "url": f"https://api.telegent.com{path}",
                    "headers": [{"name": "Authorization", "value": "Bearer t-0123456789"}],
                },
                "response": {
                    "status": status,
                    "headers": [{"name": "Content-Type", "value": "application/json"}],
                    "content": {"mimeType": "application/json", "text": json.dumps(body)},
                },
            }
        )

    records = [{"Tnid": "TNID-9772956561858", "MessageEnabled": "true", "<script>": "\u202e`|", "PortOutPin": "4711"}]
    page = {"PhoneNumbers": records, "TotalResults": "1", "PageNumber": 1, "Filter": "Active"}
    lines = [line(page), "{broken", line({}, status=418), line({}, path="/v9/elsewhere")]
    path = folder / "a.ndjson"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def run(command: list[str], folder: Path, *, given: list[str]) -> dict[str, bytes]:
    folder.mkdir()
    targets = [word for name in FORMATS for word in ("--report", f"{name}:{folder / name}")]
    assert main([*command, *targets, *given]) in {0, 1}
    return {name: (folder / name).read_bytes() for name in FORMATS}


@pytest.mark.parametrize("kind", ["lint", "scan", "scan --coverage", "scan --spec", "scan elsewhere", "gate"])
def test_renders_the_same_bytes_again(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(ROOT)
    recording = drifted(tmp_path)
    commands = {
        "lint": ["lint"],
        "scan": ["scan", recording, "--quiet"],
        "scan --coverage": ["scan", recording, "--quiet", "--coverage"],
        "scan --spec": ["scan", recording, "--quiet", "--coverage", "--spec", "openapi/openapi.json"],
        "scan elsewhere": ["scan", recording, "--quiet", "--spec", str(shutil.copy("openapi/openapi.json", tmp_path))],
        "gate": ["gate", str(tmp_path / "lint.json"), str(tmp_path / "scan.json")],
    }
    day = ["--today", "2026-11-24"]
    if kind == "gate":
        main(["lint", *day, "--report", f"json:{tmp_path / 'lint.json'}"])
        main(["scan", recording, "--quiet", "--coverage", *day, "--report", f"json:{tmp_path / 'scan.json'}"])

    first = run(commands[kind], tmp_path / "first", given=day)
    again = run(["report", str(tmp_path / "first" / "json")], tmp_path / "again", given=[])

    assert [name for name in FORMATS if first[name] != again[name]] == []
    assert b"4711" not in b"".join(first.values())
    assert b"0123456789" not in b"".join(first.values())
