"""The script that measures agreement, and the corpus it measures, where there is one."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "scripts" / "measure_diff.py"
CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.fixture
def script(monkeypatch):
    spec = importlib.util.spec_from_file_location("measure_diff", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "measure_diff", module)
    spec.loader.exec_module(module)
    return module


def pair(folder, label, before, after, document):
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(json.dumps({"label": label}), "utf-8")
    for side, schema in (("old", before), ("new", after)):
        (folder / f"{side}.json").write_text(json.dumps(document(schema)), "utf-8")


def test_every_disagreement_must_be_explained_on_the_page(script, tmp_path, document, capsys):
    pairs, page = tmp_path / "pairs", tmp_path / "page.md"
    pair(pairs / "right", "breaking", {"type": "string"}, {"type": "integer"}, document)
    pair(pairs / "wrong", "breaking", {"type": "string"}, {"type": "string"}, document)
    page.write_text(f"# Page\n{script.BEGIN}\n{script.END}\n", "utf-8")
    assert script.main([str(pairs), "--page", str(page)]) == 1
    assert "not explained: wrong" in capsys.readouterr().err
    text = page.read_text("utf-8")
    assert "| breaking | 2 | 0 | 1 | 0 | 0 | 1 | 1 |" in text
    page.write_text(text + "- `wrong`: nothing differs.\n", "utf-8")
    assert script.main([str(pairs), "--page", str(page), "--check"]) == 0


def test_speed_is_told_of_a_document_against_itself_and_an_edited_one(script, tmp_path, document, capsys):
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document({"type": "string"})), "utf-8")
    assert script.main(["--speed", str(path)]) == 0
    assert "(1 changes)" in capsys.readouterr().out


@pytest.mark.skipif(CORPUS is None, reason="DRIFTGATE_CORPUS names no corpus")
def test_agreement_with_the_labelled_pairs_is_what_the_page_says(script):
    page = SCRIPT.parent.parent / "docs" / "diff.md"
    assert script.main([str(Path(CORPUS) / "diff" / "openapi_diff"), "--page", str(page), "--check"]) == 0


@pytest.mark.skipif(CORPUS is None, reason="DRIFTGATE_CORPUS names no corpus")
def test_a_large_document_is_compared_in_seconds(script):
    from driftgate.document import load_document
    from driftgate.revision import compare

    before = load_document(Path(CORPUS) / "traffic" / "octokit_normalized" / "openapi.json").tree
    after = script.mutated(before, 300, 1)
    begun = time.perf_counter()
    assert compare(before, before) == []
    assert len(compare(before, after)) > 200
    assert time.perf_counter() - begun < 10
