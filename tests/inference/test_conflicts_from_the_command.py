"""Each way in which examples contradict each other, from the command a person types to the line that is said."""

from __future__ import annotations

import json

import pytest
from documents import document

from driftgate.cli.app import main

PLACE = "GET /things 200"
ID = "0f8fad5b-d9cb-469f-a165-7086772895"


def folder(tmp_path, *examples, overlays=None, **options):
    """Write a contract's folder, and return its path."""
    (tmp_path / "overlays").mkdir()
    (tmp_path / "openapi.json").write_text(json.dumps(document(*examples, schema={"type": "object"}, **options)))
    for name, actions in (overlays or {}).items():
        overlay = {"overlay": "1.1.0", "info": {"title": name, "version": "1"}, "actions": actions}
        (tmp_path / "overlays" / f"{name}.overlay.yaml").write_text(json.dumps(overlay))
    return tmp_path


def said(path, capsys):
    """Return what the command says of contradictions."""
    assert main(["infer", "--contract", str(path), "-o", str(path / "out.yaml")]) == 0
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("GET ")]


def records(name, *values):
    return {"records": [{name: value, "n": 1} for value in values]}


@pytest.mark.parametrize(
    ("name", "values", "lines"),
    [
        ("on", (False, "true", "True"), ['string "True" where boolean belongs (1 of 3), settled by spelling.', 'string "true" where boolean belongs (1 of 3), settled by spelling.']),
        ("size", (346, "346"), ["string of digits where integer belongs (1 of 2), settled by spelling."]),
        ("size", (7, None, "NULL"), ['string "NULL" where null belongs (1 of 2), settled by spelling.']),
        ("mail", ("a@b.de", ""), ["empty string where email belongs (1 of 2), settled by spelling."]),
        ("made", ("2024-01-02", "2024-01-03", "2024-01-04", "01/31/2024"), ["date MM/DD/YYYY where date YYYY-MM-DD belongs (1 of 4), settled by evidence."]),
        ("owner", (*(f"TSUID-{ID}0{n}" for n in range(4)), f"SID-{ID}09"), ["prefix SID where prefix TSUID belongs (1 of 5), settled by evidence."]),
        ("owner", (f"TSUID-{ID}01", f"SID-{ID}02"), ["prefix SID where prefix TSUID belongs (1 of 2), a person must decide.", "prefix TSUID where prefix SID belongs (1 of 2), a person must decide."]),
    ],
)  # fmt: skip
def test_a_value_that_loses_is_named_once(name, values, lines, tmp_path, capsys):
    path = folder(tmp_path, records(name, *values))
    assert said(path, capsys) == [f"{PLACE} /records/*/{name}: {line}" for line in lines]


def test_one_key_under_two_spellings(tmp_path, capsys):
    path = folder(tmp_path, {"records": [{"Iccid": "a"}] * 3 + [{"ICCID": "b"}]})
    assert said(path, capsys) == [
        f"{PLACE} /records/*: key ICCID where key Iccid belongs (1 of 4), settled by evidence."
    ]


GLOSSARY = [{"target": "$", "update": {"components": {"x-id-prefixes": {"TSUID": "owner", "SID": "schedule"}}}}]


def test_the_glossary_settles_a_tie(tmp_path, capsys):
    path = folder(tmp_path, records("owner", f"TSUID-{ID}01", f"SID-{ID}02"), overlays={"015-glossary": GLOSSARY})
    assert said(path, capsys) == [
        f"{PLACE} /records/*/owner: prefix SID where prefix TSUID belongs (1 of 2), settled by glossary."
    ]


def test_what_a_reviewed_overlay_decides_wins_for_ever(tmp_path, capsys):
    decision = {"target": "$.components.schemas.Thing.properties.owner", "update": {"x-id-prefix": "SID"}}
    path = folder(tmp_path, records("owner", f"TSUID-{ID}01", f"SID-{ID}02"))
    assert (
        main(["infer", "--contract", str(path), "-o", str(path / "overlays" / "020-inferred.overlay.yaml"), "-q"]) == 0
    )
    before = (path / "overlays" / "020-inferred.overlay.yaml").read_text()
    reviewed = {"overlay": "1.1.0", "info": {"title": "r", "version": "1"}, "actions": [decision]}
    (path / "overlays" / "030-reviewed.overlay.yaml").write_text(json.dumps(reviewed))
    assert main(["infer", "--contract", str(path), "-o", str(path / "again.yaml"), "-q"]) == 0
    assert (path / "again.yaml").read_text() == before  # what is decided on top does not change what is inferred
    capsys.readouterr()
    assert main(["lint", "--contract", str(path), "--report", "json"]) in {0, 1}
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = [(each["rule"], each["observed"]) for each in findings if each["pointer"] == "/records/*/owner"]
    assert told == [("id-prefix-mismatch", "prefix TSUID")]
