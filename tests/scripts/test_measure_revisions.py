"""Consecutive versions are measured as a user would run them, and absent ones are left out."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "measure_revisions.py"


@pytest.fixture
def measure(monkeypatch):
    spec = importlib.util.spec_from_file_location("measure_revisions", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "measure_revisions", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("above\n<!-- revisions: begin -->\nold\n<!-- revisions: end -->\nbelow\n")
    return path


def document(tmp_path, name, kind):
    content = {"application/json": {"schema": {"type": kind}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}},
    }
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(tree))
    return f"shop {name}={path}"


def test_pairs_are_measured_and_the_table_is_written(measure, tmp_path, page):
    (tmp_path / "torn.json").write_text("{")
    documents = [
        document(tmp_path, "1", "integer"), document(tmp_path, "2", "number"), document(tmp_path, "3", "number"),
        f"shop 4={tmp_path / 'torn.json'}", f"other 1={tmp_path / '1.json'}",
    ]  # fmt: skip
    assert measure.main([*documents, "--page", str(page)]) == 0
    assert page.read_text().startswith("above\n<!-- revisions: begin -->\n| pair |")
    assert page.read_text().endswith("|\n<!-- revisions: end -->\nbelow\n")
    table = re.findall(r"^\| shop (\d to \d) \| 0\.0 \| \d+\.\d \| \d+ \|(.*)\|$", page.read_text(), re.MULTILINE)
    assert [pair for pair, _ in table] == ["1 to 2", "2 to 3", "3 to 4"]
    assert table[0][1] == " 1 | 0 | 0 | 9 | major "
    assert table[1][1] == " 0 | 0 | 0 | 3 | none "
    assert table[2][1].startswith("  |  |  |  | refused: ")
    assert str(tmp_path) not in page.read_text()


def test_absent_documents_are_named_and_the_page_stays(measure, tmp_path, page, capsys):
    was = page.read_text()
    assert measure.main([document(tmp_path, "1", "integer"), "shop 2=/nowhere/2.json", "--page", str(page)]) == 0
    assert page.read_text() == was
    assert "absent, left out: /nowhere/2.json" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["shop=a", "shop 1", "=a", " 1=a"])
def test_a_document_without_a_version_is_refused(measure, text, capsys):
    with pytest.raises(SystemExit):
        measure.main([text])
    assert "is not NAME VERSION=PATH" in capsys.readouterr().err
