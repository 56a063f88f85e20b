"""What recordings contradict each other in is said when they are learned from, and by every scan until somebody decides."""

from __future__ import annotations

import json

from documents import document

from driftgate.cli.app import main


def entry(number, body):
    return json.dumps(
        {
            "startedDateTime": "2026-01-02T03:04:05Z",
            "request": {"method": "GET", "url": f"https://api.example/things?n={number}", "headers": []},
            "response": {
                "status": 200,
                "headers": [{"name": "Content-Type", "value": "application/json"}],
                "content": {"mimeType": "application/json", "text": json.dumps(body)},
            },
        }
    )


def folder(tmp_path, values):
    (tmp_path / "overlays").mkdir()
    (tmp_path / "openapi.json").write_text(json.dumps(document(schema={"type": "object"})))
    lines = [entry(number, {"records": [{"frame": value, "n": number}]}) for number, value in enumerate(values)]
    (tmp_path / "traffic.ndjson").write_text("\n".join(lines) + "\n")
    return tmp_path


def infer(path, capsys, *options):
    output = path / "overlays" / "020-inferred.overlay.yaml"
    assert main(["infer", str(path / "traffic.ndjson"), "--contract", str(path), "-o", str(output), *options]) == 0
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("GET ")]


def scan(path, capsys):
    main(["scan", str(path / "traffic.ndjson"), "--contract", str(path), "--report", "json"])
    return [
        (each["rule"], each["pointer"], each["count"])
        for each in json.loads(capsys.readouterr().out)["findings"]
        if each["pointer"] == "/records/*/frame"
    ]


def test_two_forms_in_many_bodies_are_told_with_what_to_do_and_by_every_scan_until_then(tmp_path, capsys):
    path = folder(tmp_path, [*range(100, 134), *map(str, range(200, 206))])

    (line,) = infer(path, capsys, "--quiet")
    assert line == (
        "GET /things 200 /records/*/frame: string of digits where integer belongs (6 of 40, in 6 of 40 bodies), settled by "
        "spelling. A scan will tell each of them. If both are meant, say so in an overlay after this one, at "
        "$.components.schemas.Thing.properties.frame."
    )
    assert scan(path, capsys) == [("string-typed-number", "/records/*/frame", 6)]
    both = {
        "target": "$.components.schemas.Thing.properties.frame",
        "update": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    }
    bare = {"target": "$.components.schemas.Thing.properties.frame.type", "remove": True}
    reviewed = {"overlay": "1.1.0", "info": {"title": "r", "version": "1"}, "actions": [bare, both]}
    (path / "overlays" / "030-reviewed.overlay.yaml").write_text(json.dumps(reviewed))
    assert scan(path, capsys) == []


def test_one_slip_is_told_with_what_else_was_learned(tmp_path, capsys):
    path = folder(tmp_path, [*range(100, 139), "207"])

    assert infer(path, capsys, "--quiet") == []
    (line,) = infer(path, capsys)
    assert line == (
        "GET /things 200 /records/*/frame: string of digits where integer belongs (1 of 40, in 1 of 40 bodies), settled by "
        "spelling."
    )
