"""Writing: whole or not at all, and one clear line where it cannot be done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from driftgate import reports
from driftgate.document import parse_document
from driftgate.errors import ReportError


def test_makes_the_folder_and_leaves_nothing_else(tmp_path, full_verdict):
    path = tmp_path / "a" / "b" / "report.html"

    reports.write(full_verdict, [("html", path), ("json", tmp_path / "r.json")])

    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == ["r.json", "report.html"]
    assert path.read_text(encoding="utf-8").endswith("</html>\n")


def test_a_new_file_has_the_usual_rights(tmp_path, full_verdict):
    mask = os.umask(0o022)
    try:
        reports.write(full_verdict, [("text", tmp_path / "r.txt")])
    finally:
        os.umask(mask)

    assert (tmp_path / "r.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("kind", ["folder", "below a file", "nul"])
def test_what_cannot_be_written_is_one_line(tmp_path, full_verdict, kind):
    (tmp_path / "file").write_text("x")
    path = {"folder": tmp_path, "below a file": tmp_path / "file" / "r.txt", "nul": Path("\0")}[kind]

    with pytest.raises(ReportError) as caught:
        reports.write(full_verdict, [("text", path)])

    assert "cannot be written (" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("openapi/openapi.json", "openapi/openapi.json"),
        ("{here}/openapi/openapi.json", "openapi/openapi.json"),
        ("https://example.com/api.json", "https://example.com/api.json"),
        ("/elsewhere/api.json", "file:///elsewhere/api.json"),
    ],
)
def test_places_are_relative_to_here(tmp_path, monkeypatch, full_verdict, name, uri):
    monkeypatch.chdir(tmp_path)
    raw = b'{"openapi": "3.0.3", "info": {}, "paths": {}}'
    document = parse_document(raw, name=name.format(here=tmp_path))

    reports.write(full_verdict, [("gitlab", tmp_path / "r.json")], document=document)

    assert f'"path": "{uri}"' in (tmp_path / "r.json").read_text()
