"""The command and the script that write inferred overlays."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest
from documents import document

from driftgate import yaml12
from driftgate.cli.app import main
from driftgate.cli.infer import infer
from driftgate.errors import ConfigError
from driftgate.overlay import parse_overlay

ROOT = Path(__file__).parents[2]


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document({"id": 1, "name": "x"})))
    return path


def recording(tmp_path, *bodies):
    entries = [
        {
            "request": {"method": "GET", "url": "https://api.test/things?page=2", "headers": []},
            "response": {
                "status": 200,
                "headers": [{"name": "content-type", "value": "application/json"}],
                "content": {"text": json.dumps(body)},
            },
        }
        for body in bodies
    ]
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, entries)))
    return path


def test_prints_an_overlay(spec, capsys):
    assert main(["infer", "--spec", str(spec)]) == 0
    out, err = capsys.readouterr()
    overlay = parse_overlay(out, name="out")
    assert overlay.title == "What the evidence says"
    assert "4 places typed, among them 1 object in components.schemas." in err


def test_learns_from_recordings(spec, tmp_path, capsys):
    source = recording(tmp_path, {"id": 1, "name": "x", "size": 2.5}, {"id": 2, "name": "y", "size": 3.5})
    assert main(["infer", str(source), "--spec", str(spec), "--quiet"]) == 0
    text, err = capsys.readouterr()
    assert err == ""
    schema = yaml12.loads(text)["actions"][0]["update"]["components"]["schemas"]["Things"]
    assert schema["properties"]["size"] == {"type": "number", "x-inferred": {"support": 2, "from": "recordings"}}


def test_writes_a_file(spec, tmp_path, capsys):
    target = tmp_path / "out.yaml"
    assert main(["infer", "--spec", str(spec), "-o", str(target), "--quiet"]) == 0
    assert parse_overlay(target.read_text(), name="out").actions
    assert capsys.readouterr().out == ""


def test_explains(spec, capsys):
    assert main(["infer", "--spec", str(spec), "--explain", "/id"]) == 0
    assert "decided: type: integer" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["-", "-"], ["--explain", "/nowhere"], ["-o", "/dev/null/all.yaml"], ["missing.har"]]
)
def test_bad_input_is_one_line_and_exit_2(spec, arguments, capsys):
    assert main(["infer", "--spec", str(spec), "--quiet", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) <= 1


def test_a_recording_without_a_body_of_ours_teaches_nothing(spec, tmp_path):
    source = recording(tmp_path)
    source.write_text('{"request": {"method": "GET", "url": "https://api.test/other"}, "response": {"status": 204}}\n')
    with pytest.raises(ConfigError, match="nothing to learn from"):
        infer([str(source)], spec=str(spec))


def test_the_script_writes_checks_and_finds_nothing_to_do(tmp_path, capsys):
    folder = tmp_path / "openapi"
    (folder / "overlays").mkdir(parents=True)
    shutil.copy(ROOT / "openapi" / "openapi.json", folder)
    for name in ("010-corrections.overlay.yaml", "015-glossary.overlay.yaml"):
        shutil.copy(ROOT / "openapi" / "overlays" / name, folder / "overlays")
    infer_contract = script("infer_contract")
    target = folder / "overlays" / "020-inferred.overlay.yaml"
    assert infer_contract.main(["--contract", str(folder), "--check"]) == 1
    assert not target.exists()
    assert "stale" in capsys.readouterr().out
    assert infer_contract.main(["--contract", str(folder)]) == 0
    assert infer_contract.main(["--contract", str(folder), "--check"]) == 0
    target.write_text(target.read_text() + "# edited\n")
    assert infer_contract.main(["--contract", str(folder), "--check"]) == 1
    assert [path.name for path in (folder / "overlays").iterdir() if path.name.startswith(".")] == []


def test_the_script_says_what_is_missing(tmp_path, capsys):
    assert script("infer_contract").main(["--contract", str(tmp_path)]) == 2
    assert "has no openapi.json" in capsys.readouterr().err
