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

from driftgate.vendoring import differences, render
from driftgate.vendoring.receive import public_name

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
    assert out.startswith("# Pets 1.0.8\n\nThere is no earlier document to compare with. The client is 0.1.0.\n")
    assert out.endswith(f"\n{tmp_path}/openapi: took pets.md in.\n")
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
        "sources": [{"source": "pets.md", "sha256": hashlib.sha256(PAGE.encode()).hexdigest()}],
        "received_at": "2026-11-24",
        "info_version": "1.0.8",
    }
    assert sorted(contents(tmp_path / "openapi")) == [
        "CHANGELOG.md",
        "client.toml",
        "openapi.json",
        "openapi.source.json",
        "overlays/020-inferred.overlay.yaml",
    ]
    assert (tmp_path / "generated_client/pets_client/api/default/get_pets.py").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generated_client", "openapi", "pets.md"]


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
    lines = out.splitlines()
    assert lines[:5] == [
        "~ #/info/version",
        "+ #/paths/~1cats",
        "+ #/paths/~1pets/get/tags",
        "",
        "# Pets: 1.0.8 → 1.0.9",
    ]
    assert lines[-1] == (f"{tmp_path}/openapi: a new document; it does not break us. Run scripts/update_spec.py {page}")
    assert contents(tmp_path / "openapi") == before
    assert run(page)[0] == 0
    assert json.loads((tmp_path / "openapi/openapi.source.json").read_text())["info_version"] == "1.0.9"


def test_a_difference_shows_no_value_and_at_most_twenty_places():
    lines = differences({str(n): "secret" for n in range(30)}, {})
    assert len(lines) == 21
    assert lines[-1] == "and 10 more places"
    assert differences({"a": True, "b": 1}, {"a": 1, "b": 1.0}) == ["~ #/a", "~ #/b"]


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


def test_a_directory_without_pages_is_no_source(run, tmp_path):
    code, out, err = run(tmp_path)
    assert (code, out) == (2, "")
    assert err == (
        f"update_spec: {tmp_path}: holds no page and no OpenAPI document (.md, .json, .yaml). Name a folder of them.\n"
    )


def test_a_folder_that_cannot_be_written_is_one_line(run, page, tmp_path):
    (tmp_path / "openapi").write_text("a file in the way")
    code, _, err = run(page)
    assert (code, err) == (2, f"update_spec: {tmp_path}/openapi: is a file, where a folder is to be.\n")


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


def test_a_lone_surrogate_survives():
    assert json.loads(render({"a": "\ud800 é"})) == {"a": "\ud800 é"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/someone/pets.md", "pets.md"),
        ("https://user:token@docs.example:8443/pets.md?key=secret#top", "https://docs.example:8443/pets.md"),
    ],
)
def test_the_record_names_no_path_and_no_secret(source, name):
    assert public_name(source) == name


def test_as_a_program(page, tmp_path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(page), "--check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert not (tmp_path / "openapi").exists()
    assert subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, check=False).returncode == 2


REVIEWED = """\
overlay: 1.1.0
info: {title: corrections, version: '1'}
actions:
  - {target: "$.paths['/pets'].get", update: {operationId: listPets}}
  - {target: "$.paths['/pets'].get.tags", update: [pets]}
  - {target: "$.paths['/gone'].get", update: {operationId: gone}}
"""
TYPED = """\
openapi: 3.0.3
info: {title: Pets, version: '2'}
paths:
  /pets:
    get:
      operationId: PETS
      tags: [a]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: object, properties: {alive: {type: boolean}, age: {type: integer}}}
              example: {alive: 'true', age: 1}
  /cats:
    get: {operationId: cats, responses: {'200': {description: ok}}}
"""
WAIVERS = """\
[[waiver]]
source = "example"
rule = "string-typed-boolean"
operation = "GET /pets"
status = 200
pointer = "/alive"
observed = 'string "true"'
reason = "known"
owner = "qa"
until = 2027-06-30

[[waiver]]
source = "response"
rule = "server-error"
operation = "GET /cats"
observed = "500"
reason = "known"
owner = "qa"
until = 2027-06-30
"""


@pytest.fixture
def typed(run, tmp_path):
    """A contract with overlays, waivers and a client, and the document it was made of."""
    (tmp_path / "openapi/overlays").mkdir(parents=True)
    (tmp_path / "openapi/overlays/010-corrections.overlay.yaml").write_text(REVIEWED)
    (tmp_path / "openapi/waivers.toml").write_text(WAIVERS)
    path = tmp_path / "typed.yaml"
    path.write_text(TYPED)
    assert run(path)[0] == 0
    return path


def test_a_new_document_in_one_go(run, typed, tmp_path):
    typed.write_text(
        TYPED.replace("version: '2'", "version: '3'")
        .replace("{alive: 'true', age: 1}", "{alive: true, age: 1}")
        .replace("      tags: [a]\n", "")
        .replace("age: {type: integer}", "age: {type: string}")
        .replace("age: 1}", "age: old}")
        .partition("  /cats:")[0]
    )
    summary = tmp_path / "summary.md"
    assert run(typed, "--summary", str(summary)) == (0, f"{tmp_path}/openapi: took typed.yaml in.\n", "")
    text = summary.read_text("utf-8").replace(str(tmp_path), "HERE")
    digest = hashlib.sha256(typed.read_bytes()).hexdigest()[:16]
    changes = text[text.index("## Changes") : text.index("## Overlays")]
    assert [line for line in changes.splitlines() if line.startswith("### ")][0] == "### Breaking (2)"  # noqa: RUF015
    assert "`/age`: the type changed from `integer` to `string`.\n" in changes
    assert '`/alive`: the example shows `boolean`, no longer `string "true"`.\n' in changes
    assert (
        text.partition("## Client")[0].replace(changes, "")
        == f"""\
# Pets: 2 → 3

**Breaking.** 6 changes: 2 breaking, 1 may break, 3 safe. The client goes from 0.1.0 to **1.0.0** (major).

## Sources

- `typed.yaml` sha256:{digest}…

## Overlays

- `HERE/openapi/overlays/010-corrections.overlay.yaml#1` now selects nothing: `$.paths['/pets'].get.tags`
- `HERE/openapi/overlays/010-corrections.overlay.yaml#2` still selects nothing: `$.paths['/gone'].get`

## Waivers

- `string-typed-boolean` GET /pets /alive (HERE/openapi/waivers.toml:1) is idle now: it covered 1 finding (1 of 1 record), \
and the new document has no such drift. Remove it.
- `server-error` GET /cats (HERE/openapi/waivers.toml:12) is idle now: GET /cats is gone.

"""
    )
    assert 'version = "1.0.0"' in (tmp_path / "generated_client/pyproject.toml").read_text()
    assert 'package_version = "1.0.0"' in (tmp_path / "openapi/client.toml").read_text()
    changelog = (tmp_path / "openapi/CHANGELOG.md").read_text()
    assert [line for line in changelog.splitlines() if line.startswith("## ")] == [
        "## 1.0.0 (2026-11-24)",
        "## 0.1.0 (2026-11-24)",
    ]


def test_prose_only_is_a_patch_since_it_reaches_the_client(run, typed, tmp_path):
    typed.write_text(TYPED.replace("operationId: cats,", "operationId: cats, summary: All cats,"))
    code, out, _ = run(typed)
    assert code == 0
    assert (
        "**Not breaking.** 0 changes: 0 breaking, 0 may break, 0 safe. The client goes from 0.1.0 to **0.1.1**" in out
    )


def test_a_document_that_cannot_be_taken_in_changes_nothing_and_a_check_says_that_it_breaks_us(run, typed, tmp_path):
    before = contents(tmp_path)
    typed.write_text(TYPED.replace("operationId: cats", "operationId: list_pets, tags: [a]"))
    code, out, err = run(typed)
    assert (code, out) == (2, "")
    assert "would overwrite GET /cats, since both become api.a.list_pets. Name it apart in an overlay" in err
    code, out, err = run(typed, "--check")
    assert (code, err) == (1, "")
    assert "a new document, and it breaks us: it cannot be taken in: the client would lack part" in out
    typed.write_text(TYPED.replace("get:\n      operationId: PETS", "get:\n      operationId: [PETS]"))
    code, out, err = run(typed)
    assert (code, out) == (2, "")
    assert (
        "010-corrections.overlay.yaml#0: cannot merge a primitive into the array at #/paths/~1pets/get/operationId"
        in err
    )
    typed.write_text(TYPED)
    assert contents(tmp_path) == before


def test_several_pages_and_a_contradiction(run, page, tmp_path):
    other = tmp_path / "cats.md"
    other.write_text(PAGE.replace("/pets:", "/cats:"), "utf-8")
    code, out, err = run(page, str(other))
    assert (code, err) == (0, "")
    assert out.endswith(f"{tmp_path}/openapi: took pets.md, cats.md in.\n")
    stored = json.loads((tmp_path / "openapi/openapi.json").read_text("utf-8"))
    assert list(stored["paths"]) == ["/pets", "/cats"]
    other.write_text(PAGE.replace("Prix", "Preis"), "utf-8")
    assert run(page, str(other)) == (
        2,
        "",
        (
            f"update_spec: #/paths/~1pets/get is said in two ways: {page}:10 and {other}:10. "
            "Take the one that holds, or ask the vendor.\n"
        ),
    )


def test_no_control_character_of_a_vendor_reaches_the_terminal_or_a_page(run, tmp_path):
    evil = tmp_path / "evil.json"
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "a\x1b[31mred\u202e", "version": "1\x1b]0;x\x07"},
        "paths": {"/a\x1b[2J": {"get": {"responses": {"200": {"description": "ok"}}}}},
    }
    evil.write_text(json.dumps(tree))
    code, out, err = run(evil)
    assert code == 0
    tree["paths"] = {"/b\x1b[2J": 1}
    evil.write_text(json.dumps(tree))
    refused = run(evil)
    assert refused[0] == 2
    changelog = (tmp_path / "openapi/CHANGELOG.md").read_text("utf-8")
    for text in (out, err, *refused[1:], changelog):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "a\\x1b[31mred\\u202e" in out


def test_what_cannot_be_written_is_told_before_anything_is(run, typed, tmp_path):
    before = contents(tmp_path)
    typed.write_text(TYPED.replace("version: '2'", "version: '3'"))
    code, _, err = run(typed, "--summary", str(tmp_path / "no/such/folder.md"))
    assert (code, err) == (
        2,
        f"update_spec: --summary {tmp_path}/no/such/folder.md: cannot be written (No such file or directory).\n",
    )
    (tmp_path / "generated_client/generated.json").unlink()
    code, _, err = run(typed)
    assert (code, err.count("\n")) == (2, 1)
    assert "holds no generated client (no generated.json), so it is not replaced" in err
    assert {**contents(tmp_path), "typed.yaml": b""} == {
        name: content if name != "typed.yaml" else b""
        for name, content in before.items()
        if name != "generated_client/generated.json"
    }


def test_without_a_source_there_is_nothing_to_do_but_to_recover(run, typed, tmp_path, script, capsys):
    assert script.main(["--contract", str(tmp_path / "openapi")]) == 2
    assert "no source is named" in capsys.readouterr().err
    assert script.main(["--contract", str(tmp_path / "openapi"), "--recover"]) == 0
    assert capsys.readouterr().out == f"{tmp_path}/openapi: nothing is left undecided.\n"


def test_killed_at_any_moment_the_tree_is_the_old_one_or_the_new_one(run, typed, tmp_path):
    """A few kills here; `nox -s measure -- kills` makes hundreds."""
    import random
    import shutil
    import time

    tree = tmp_path / "tree"
    shutil.copytree(tmp_path / "openapi", tree / "openapi")
    shutil.copytree(tmp_path / "generated_client", tree / "generated_client")
    old = contents(tree)
    typed.write_text(TYPED.replace("version: '2'", "version: '3'").replace("{type: integer}", "{type: string}"))
    command = [sys.executable, str(SCRIPT), str(typed), "--contract", str(tree / "openapi")]
    chance = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 2.5))
        process.kill()
        process.wait()
        found = {name: content for name, content in contents(tree).items() if not name.startswith(".openapi.update/")}
        assert found == old or b"1.0.0" in found["openapi/client.toml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b'version = "1.0.0"' in contents(tree)["generated_client/pyproject.toml"]
    assert sorted(path.name for path in tree.iterdir()) == ["generated_client", "openapi"]
