"""The client of a contract's folder: written, checked, refused."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "regenerate_client.py"
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "ok"}}}}},
}
OVERLAY = """\
overlay: 1.1.0
info: {title: names, version: '1'}
actions:
  - {target: "$.paths['/pets'].get", update: {summary: SUMMARY}}
"""


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("regenerate_client", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def contract(tmp_path):
    folder = tmp_path / "openapi"
    (folder / "overlays").mkdir(parents=True)
    (folder / "openapi.json").write_text(json.dumps(DOCUMENT))
    (folder / "overlays/010-names.overlay.yaml").write_text(OVERLAY.replace("SUMMARY", "All pets"))
    (folder / "client.toml").write_text(
        'package_name = "pets_api"\nproject_name = "pets-api"\npackage_version = "1.2.0"\n'
    )
    return folder


@pytest.fixture
def run(script, contract, tmp_path, capsys):
    def call(*options):
        code = script.main(["--contract", str(contract), "--output", str(tmp_path / "client"), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_written_fresh_then_stale_after_an_overlay_changed(run, contract, tmp_path):
    assert run() == (0, f"{tmp_path}/client: 1 operation, 12 files, 0 notes.\n", "")
    assert (tmp_path / "client/pets_api/api/default/list_pets.py").is_file()
    assert 'version = "1.2.0"' in (tmp_path / "client/pyproject.toml").read_text()
    assert run("--check") == (0, f"{tmp_path}/client: fresh.\n", "")
    before = (tmp_path / "client/pets_api/api/default/list_pets.py").read_bytes()
    (contract / "overlays/010-names.overlay.yaml").write_text(OVERLAY.replace("SUMMARY", "Every pet"))
    code, out, err = run("--check")
    assert (code, err) == (1, "")
    assert '-    """All pets\n' in out
    assert '+    """Every pet\n' in out
    assert out.endswith(
        f"{tmp_path}/client: stale, 2 files to change. Run scripts/regenerate_client.py --contract {contract} "
        f"--output {tmp_path}/client\n"
    )
    assert (tmp_path / "client/pets_api/api/default/list_pets.py").read_bytes() == before


def test_a_missing_client_is_stale(run, tmp_path):
    assert run("--check")[0] == 1
    assert not (tmp_path / "client").exists()


def test_a_loss_is_exit_2_and_every_loss_a_line(run, contract, tmp_path):
    document = json.loads(json.dumps(DOCUMENT))
    document["paths"]["/cats"] = {"get": {"operationId": "list_pets", "responses": {"never": {"description": ""}}}}
    (contract / "openapi.json").write_text(json.dumps(document))
    code, out, err = run()
    assert (code, out) == (2, "")
    first, *losses = err.splitlines()
    assert first.startswith("regenerate_client: the client would lack part of the contract: GET /cats: ")
    assert losses == [
        (
            "  GET /cats: 'never' is no status, no range and not `default`. Leave it out in an overlay: "
            "{target: \"$.paths['/cats'].get.responses.never\", remove: true}"
        ),
        (
            "  GET /pets: would overwrite GET /cats, since both become api.default.list_pets. Name it apart in an "
            "overlay: {target: \"$.paths['/pets'].get\", update: {operationId: …}}"
        ),
    ]
    assert not (tmp_path / "client").exists()


def test_what_is_said_otherwise_is_shown(run, contract):
    document = json.loads(json.dumps(DOCUMENT))
    document["paths"]["/pets/{id}"] = document["paths"].pop("/pets")
    (contract / "openapi.json").write_text(json.dumps(document))
    shutil.rmtree(contract / "overlays")
    code, _, err = run()
    assert code == 0
    assert err == "note: GET /pets/{id}: {id} is no parameter in the contract; the client takes text for it\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('package = "x"\n', "client.toml:1: 'package' is unknown or no text. Known are package_name, "),
        ("package_name = 1\n", "client.toml:1: 'package_name' is unknown or no text."),
        ("package_name =\n", "client.toml:1: not valid TOML: "),
        ('package_name = "Pets!"\n', "package_name 'Pets!' is no Python package name"),
    ],
)
def test_wrong_settings_are_one_line(run, contract, settings, message):
    (contract / "client.toml").write_text(settings)
    code, out, err = run()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_without_settings_names_come_from_the_title(run, contract, tmp_path):
    (contract / "client.toml").unlink()
    assert run()[0] == 0
    assert (tmp_path / "client/pets_client/py.typed").is_file()


@pytest.mark.parametrize("options", [(), ("--check",)])
def test_a_contract_that_is_none_is_one_line(run, contract, options):
    (contract / "openapi.json").unlink()
    code, out, err = run(*options)
    assert (code, out, err.count("\n")) == (2, "", 1)
