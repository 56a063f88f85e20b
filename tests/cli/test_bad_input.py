"""Bad input to every command and script: one line that names it, exit code 2, nothing judged, never a traceback."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from driftgate.cli.app import main
from driftgate.cli.door import ended

ROOT = Path(__file__).parents[2]
GOOD = json.dumps({"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}})
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{number + 1}: &a{number + 1} [{','.join([f'*a{number}'] * 9)}]\n" for number in range(9)
)
FILES = {
    "empty": b"",
    "cut": GOOD[:40].encode(),
    "binary": bytes(range(256)) * 4,
    "array": b"[1, 2]",
    "text": b'"hello"',
    "number": b"42",
    "null": b"null",
    "utf16": GOOD.encode("utf-16"),
    "nul": bytes(2000),
    "latin": GOOD.replace("Pets", "p\xe9ts").encode("latin-1"),
    "bomb": BOMB.encode(),
    "deep": b"[" * 100_000,
    "deep-objects": b'{"a":' * 50_000,
    "html": b"<!doctype html><html><body>404</body></html>",
    "huge": b'{"openapi": "3.0.3", "info": {"title": "P", "version": "1"}, "paths": {}, "x-a": ' + b"9" * 6000 + b"}",
}
DOCUMENTS = {
    "swagger": json.dumps({"swagger": "2.0", "info": {}, "paths": {}}).encode(),
    "v33": GOOD.replace("3.0.3", "3.3.0").encode(),
    "v4": GOOD.replace("3.0.3", "4.0.0").encode(),
    "no-paths": b'{"openapi": "3.0.3"}',
}
PLACES = ("missing", "folder", "loop", "device")

OF_DOCUMENTS = {
    "lint": ["lint", "--spec", "{}"],
    "scan": ["scan", "--spec", "{}", "good.har"],
    "infer": ["infer", "--spec", "{}"],
    "diff-before": ["diff", "{}", "good.json"],
    "diff-after": ["diff", "good.json", "{}"],
    "mock": ["mock", "--port", "0", "--spec", "{}"],
    "update_spec": ["script", "update_spec", "{}", "--check"],
}
OF_FILES = OF_DOCUMENTS | {
    "recording": ["scan", "--spec", "good.json", "{}"],
    "recording-jobs": ["scan", "--spec", "good.json", "-j", "2", "{}"],
    "lesson": ["infer", "--spec", "good.json", "{}"],
    "gate": ["gate", "{}"],
    "report": ["report", "{}"],
    "waive": ["waive", "abcd", "--reason", "r", "--owner", "o", "--until", "2026-12-31", "--today", "2026-11-24",
              "--from", "{}"],
    "update_baseline": ["script", "update_baseline", "{}", "--contract", "."],
}  # fmt: skip
OF_FOLDERS = {
    "lint": ["lint", "--contract", "{}"],
    "scan": ["scan", "--contract", "{}", "good.har"],
    "infer": ["infer", "--contract", "{}"],
    "mock": ["mock", "--port", "0", "--contract", "{}"],
    "gate": ["gate", "report.json", "--contract", "{}"],
    "infer_contract": ["script", "infer_contract", "--contract", "{}", "--check"],
    "regenerate_client": ["script", "regenerate_client", "--contract", "{}", "--output", "client", "--check"],
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Make the input of that name and return its path."""
    monkeypatch.chdir(tmp_path)
    Path("good.json").write_text(GOOD)
    Path("good.har").write_text(json.dumps({"log": {"version": "1.2", "entries": []}}))

    def make(name: str) -> str:
        if name == "folder":
            Path("folder").mkdir()
        elif name == "loop":
            Path("loop").symlink_to("other")
            Path("other").symlink_to("loop")
        elif name == "device":
            return "/dev/null"
        elif name != "missing":
            Path(name).write_bytes((FILES | DOCUMENTS)[name])
        return name

    return make


def run(arguments: list[str]) -> int:
    if arguments[0] != "script":
        return main(arguments)
    name, *rest = arguments[1:]
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return ended(lambda: module.main(rest), name=name)


def refused(capsys, arguments: list[str], named: str) -> str:
    before = sorted(str(each) for each in Path().rglob("*"))
    code = run(arguments)
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith(("driftgate: ", f"{arguments[1]}: "))
    assert named in err
    assert "Traceback" not in err
    assert sorted(str(each) for each in Path().rglob("*")) == before
    return err


@pytest.mark.parametrize("command", OF_FILES)
@pytest.mark.parametrize("name", [*FILES, *PLACES])
def test_what_cannot_be_read_is_one_line(place, capsys, command, name):
    path = place(name)
    refused(capsys, [each.replace("{}", path) for each in OF_FILES[command]], path)


@pytest.mark.parametrize("command", OF_DOCUMENTS)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("swagger", "is a Swagger 2.0 document. Convert it to OpenAPI 3 first"),
        ("v33", "declares `openapi: 3.3.0`; versions 3.0, 3.1 and 3.2 are understood."),
        ("v4", "declares `openapi: 4.0.0`; versions 3.0, 3.1 and 3.2 are understood."),
        ("no-paths", "paths"),
    ],
)
def test_what_is_no_document_of_ours_is_told_by_its_version(place, capsys, command, name, said):
    path = place(name)
    assert said in refused(capsys, [each.replace("{}", path) for each in OF_DOCUMENTS[command]], path)


@pytest.mark.parametrize("command", OF_FOLDERS)
@pytest.mark.parametrize("name", ["missing", "empty", "folder", "loop"])
def test_what_is_no_contract_folder_is_one_line(place, capsys, command, name):
    path = place(name)
    main(["lint", "--spec", "good.json", "--report", "json:report.json"])
    if command == "gate" and name == "folder":
        pytest.skip("the gate needs no document")
    refused(capsys, [each.replace("{}", path) for each in OF_FOLDERS[command]], path)


@pytest.mark.parametrize("file", ["openapi.json", "waivers.toml", "baseline.json", "overlays/010-x.overlay.yaml"])
@pytest.mark.parametrize("name", ["binary", "utf16", "cut", "deep", "array", "nul"])
def test_what_is_wrong_in_a_contract_folder_names_the_file(place, capsys, file, name):
    place(name)
    Path("openapi/overlays").mkdir(parents=True)
    Path("openapi/openapi.json").write_text(GOOD)
    Path("openapi", file).write_bytes(FILES[name])
    refused(capsys, ["lint", "--quiet"], file)


@pytest.mark.parametrize("name", ["binary", "utf16", "cut", "folder", "loop", "missing", "nul"])
@pytest.mark.parametrize("command", ["settings", "injections"])
def test_settings_that_cannot_be_read_are_one_line(place, capsys, command, name):
    path = place(name)
    option = {"settings": ["lint", "--config"], "injections": ["mock", "--port", "0", "--inject-file"]}[command]
    refused(capsys, [*option, path, "--spec", "good.json"], path)


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf" + GOOD.encode(), json.dumps(json.loads(GOOD), indent=1).replace("\n", "\r\n").encode(),
                                 GOOD.replace("3.0.3", "3.1.0").encode()], ids=["bom", "crlf", "3.1"])  # fmt: skip
def test_what_only_looks_odd_is_read(place, capsys, raw):
    place("missing")
    Path("odd.json").write_bytes(raw)
    assert main(["lint", "--spec", "odd.json"]) == 0
    assert capsys.readouterr().out.startswith("driftgate: PASSED")


@pytest.mark.parametrize(
    "output",
    [
        ["--report", "json:/dev/null/x"],
        ["--report", "html:good.json/x"],
        ["--report", "json:new/a", "--report", "json:new"],
    ],
)
def test_an_output_that_cannot_be_written_leaves_nothing(place, capsys, output):
    place("missing")
    if len(output) > 2:
        Path("new").mkdir()
    refused(capsys, ["lint", "--spec", "good.json", *output], "cannot be written")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "add --operation 'GET /path' and --status 200."),
        (["--operation", "GET /pets"], "add --status 200."),
        (["--operation", "GET /pets", "--status", "2XX"], "add --status 200."),
        (["--status", "200"], "add --operation 'GET /path'."),
    ],
)
def test_a_bare_body_says_what_is_missing(place, capsys, more, said):
    place("missing")
    document = json.loads(GOOD) | {"paths": {"/pets": {"get": {"responses": {"200": {"description": "ok"}}}}}}
    Path("pets.json").write_text(json.dumps(document))
    Path("body.json").write_text('{"a": 1}')
    assert said in refused(capsys, ["scan", "--spec", "pets.json", *more, "body.json"], "body.json")
