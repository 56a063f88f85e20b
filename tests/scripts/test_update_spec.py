"""Taking the vendor's document in: exactly, once, and all or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "update_spec.py"
PAGE = """\
# Pets

````yaml /openapi.json get /pets
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.8
paths:
  /pets:
    get:
      responses:
        200:
          description: Prix: 10 € · "oui"
          content:
            application/json:
              example: [true, 'true', on, off, 0123, 2025-01-01, 1.50, ~]
````
""".replace("Prix: 10", "'Prix: 10").replace('"oui"', '"oui"\'')


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("update_spec", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "pets.md"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def run(script, tmp_path, capsys, monkeypatch):
    """Run the script on the contract in `tmp_path/openapi`; return exit code, standard output and error."""

    monkeypatch.setattr(script, "today", lambda: dt.date(2026, 11, 24))

    def call(source, *options):
        code = script.main([str(source), "--contract", str(tmp_path / "openapi"), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_becomes_a_document_and_a_record(run, page, tmp_path):
    code, out, err = run(page)
    assert (code, err) == (0, "")
    assert out == f"{tmp_path}/openapi: holds no document yet.\n{tmp_path}/openapi: took {page} in.\n"
    text = (tmp_path / "openapi/openapi.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert '"description": "Prix: 10 € · \\"oui\\""' in text
    response = json.loads(text)["paths"]["/pets"]["get"]["responses"]["200"]
    assert response["content"]["application/json"]["example"] == [
        True,
        "true",
        "on",
        "off",
        123,
        "2025-01-01",
        1.5,
        None,
    ]
    assert json.loads((tmp_path / "openapi/openapi.source.json").read_text("utf-8")) == {
        "source": "pets.md",
        "received_at": "2026-11-24",
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
        "info_version": "1.0.8",
    }
    assert sorted(contents(tmp_path / "openapi")) == ["openapi.json", "openapi.source.json"]


def test_the_same_document_again_changes_nothing_so_the_date_stays(run, script, page, tmp_path):
    run(page)
    record = tmp_path / "openapi/openapi.source.json"
    record.write_text(record.read_text().replace("2026-11-24", "2020-02-02"))
    before = contents(tmp_path / "openapi")
    (tmp_path / "elsewhere.md").write_text(PAGE + "\nMore prose.\n", "utf-8")
    for source in (page, tmp_path / "elsewhere.md"):
        for options in ((), ("--check",)):
            assert run(source, *options) == (
                0,
                f"{tmp_path}/openapi: nothing to do, it holds this document already.\n",
                "",
            )
    assert contents(tmp_path / "openapi") == before


def test_check_says_where_the_document_differs_and_writes_nothing(run, page, tmp_path):
    run(page)
    before = contents(tmp_path / "openapi")
    page.write_text(
        PAGE.replace("1.0.8", "1.0.9")
        .replace("  /pets:", "  /cats: {}\n  /pets:")
        .replace("      responses:", "      tags: [a]\n      responses:"),
        "utf-8",
    )
    code, out, err = run(page, "--check")
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "~ #/info/version",
        "+ #/paths/~1cats",
        "+ #/paths/~1pets/get/tags",
        f"{tmp_path}/openapi: not what {page} holds. Run scripts/update_spec.py {page}.",
    ]
    assert contents(tmp_path / "openapi") == before
    assert run(page)[0] == 0
    assert json.loads((tmp_path / "openapi/openapi.source.json").read_text())["info_version"] == "1.0.9"


def test_a_difference_shows_no_value_and_at_most_twenty_places(script):
    lines = script.differences({str(n): "secret" for n in range(30)}, {})
    assert len(lines) == 21
    assert lines[-1] == "and 10 more places"
    assert script.differences({"a": True, "b": 1}, {"a": 1, "b": 1.0}) == ["~ #/a", "~ #/b"]


def test_a_document_edited_by_hand_is_put_right(run, page, tmp_path):
    run(page)
    fresh = contents(tmp_path / "openapi")
    for broken in ("{", json.dumps(json.loads(fresh["openapi.json"])), "[]"):
        (tmp_path / "openapi/openapi.json").write_text(broken)
        assert run(page, "--check")[0] == 1
        assert run(page)[0] == 0
        assert contents(tmp_path / "openapi") == fresh


@pytest.mark.parametrize("record", ["", "{}", "[", None])
def test_a_record_that_says_nothing_is_written_again(run, page, tmp_path, record):
    run(page)
    fresh = contents(tmp_path / "openapi")
    path = tmp_path / "openapi/openapi.source.json"
    path.unlink() if record is None else path.write_text(record)
    assert run(page, "--check")[0] == 1
    assert run(page)[0] == 0
    assert contents(tmp_path / "openapi") == fresh


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.md", "# Pets\n", "the page has no fenced OpenAPI block"),
        ("two.md", PAGE + PAGE, "the page has 2 fenced OpenAPI blocks (lines 3, 20)"),
        ("cut.md", PAGE[:150], "is not closed. Is the page cut off?"),
        ("invalid.md", PAGE.replace("  /pets:", "  /pets: [1]\n  /cats:"), "the path /pets must be an object"),
        ("empty.json", "", "is empty."),
        ("cut.json", '{"openapi": "3.0', "not valid JSON"),
        ("array.json", "[]", "holds an array"),
        ("swagger.json", '{"swagger": "2.0"}', "is a Swagger 2.0 document. Convert it"),
        ("binary.json", "\x00\x01", "NUL bytes"),
        ("gone.json", None, "no such file"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(run, page, tmp_path, name, content, message):
    run(page)
    before = contents(tmp_path / "openapi")
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    for options in ((), ("--check",)):
        code, out, err = run(tmp_path / name, *options)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("update_spec: ")
        assert message in err
    assert contents(tmp_path / "openapi") == before


def test_a_directory_is_no_source(run, tmp_path):
    assert run(tmp_path)[0] == 2


def test_a_folder_that_cannot_be_written_is_one_line(run, page, tmp_path):
    (tmp_path / "openapi").write_text("a file in the way")
    code, _, err = run(page)
    assert (code, err) == (2, f"update_spec: {tmp_path}/openapi: cannot be written (File exists).\n")


def test_both_files_or_none(script, run, page, tmp_path):
    run(page)
    (tmp_path / "openapi/openapi.source.json").unlink()
    (tmp_path / "openapi/openapi.source.json").mkdir()
    before = contents(tmp_path / "openapi")
    page.write_text(PAGE.replace("1.0.8", "1.0.9"), "utf-8")
    code, _, err = run(page)
    assert (code, err) == (
        2,
        f"update_spec: {tmp_path}/openapi/openapi.source.json: is a directory, where a file is to be written.\n",
    )
    assert contents(tmp_path / "openapi") == before


def test_a_lone_surrogate_survives(script):
    assert json.loads(script.render({"a": "\ud800 é"})) == {"a": "\ud800 é"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/someone/pets.md", "pets.md"),
        ("https://user:token@docs.example:8443/pets.md?key=secret#top", "https://docs.example:8443/pets.md"),
    ],
)
def test_the_record_names_no_path_and_no_secret(script, source, name):
    assert script.public_name(source) == name


def test_as_a_program(page, tmp_path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(page), "--check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert not (tmp_path / "openapi").exists()
    assert subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, check=False).returncode == 2
