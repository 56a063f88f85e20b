from __future__ import annotations

import json
import subprocess

import pytest

from driftgate.errors import ContractError, DocumentError
from driftgate.revision import compare
from driftgate.revision.source import load_revision

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "T", "version": "1"},
    "paths": {"/a": {"get": {"responses": {"200": {"description": "OK"}}}}},
}
OVERLAY = """\
overlay: 1.1.0
info: {title: T, version: 1.0.0}
actions:
  - target: $.paths['/a'].get
    update: {operationId: listA}
"""
INFERRED = """\
overlay: 1.1.0
info: {title: Inferred, version: 1.0.0}
actions:
  - target: $.paths['/a'].get.responses['200']
    update: {description: inferred, x-inferred: {support: 2}}
"""


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def write(path, tree):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree), "utf-8")


def with_path(path):
    return {**DOCUMENT, "paths": {**DOCUMENT["paths"], path: DOCUMENT["paths"]["/a"]}}


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository whose second commit adds a path to the contract; the working directory is in it."""
    git(tmp_path, "init", "-q")
    write(tmp_path / "openapi" / "openapi.json", DOCUMENT)
    (tmp_path / "openapi" / "overlays").mkdir()
    (tmp_path / "openapi" / "overlays" / "010-names.overlay.yaml").write_text(OVERLAY, "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    write(tmp_path / "openapi" / "openapi.json", with_path("/b"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kinds(before, after):
    revision = load_revision(before, after)
    return [change.kind for change in compare(revision.before.tree, revision.after.tree)]


def test_two_files(tmp_path):
    write(tmp_path / "one.json", DOCUMENT)
    write(tmp_path / "two.json", with_path("/b"))
    assert kinds(str(tmp_path / "one.json"), str(tmp_path / "two.json")) == ["endpoint-added"]


def test_a_file_and_a_folder_at_a_git_revision(repository):
    assert kinds("git:HEAD:openapi/openapi.json", "openapi/openapi.json") == ["endpoint-added"]
    assert kinds("git:HEAD:openapi", "openapi") == ["endpoint-added"]
    assert kinds("git:HEAD:openapi", "git:HEAD:openapi") == []


def test_a_git_path_is_read_from_the_working_directory(repository, monkeypatch):
    monkeypatch.chdir(repository / "openapi")
    assert kinds("git:HEAD:openapi.json", "openapi.json") == ["endpoint-added"]


def test_a_bare_document_beside_a_folder_is_amended_by_its_overlays(repository):
    write(repository / "new.json", DOCUMENT)
    assert kinds("git:HEAD:openapi", "new.json") == []
    assert kinds("new.json", "git:HEAD:openapi") == []


def test_two_bare_documents_are_not_amended(repository):
    write(repository / "new.json", DOCUMENT)
    assert load_revision("new.json", "new.json").after.overlays == ()


def test_overlays_that_were_inferred_are_left_out_to_be_inferred_afresh(repository):
    (repository / "openapi" / "overlays" / "020-inferred.overlay.yaml").write_text(INFERRED, "utf-8")
    revision = load_revision("openapi", "openapi")
    assert [overlay.title for overlay in revision.after.overlays] == ["T"]


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        ("git:HEAD", DocumentError, "write it as git:REV:PATH"),
        ("git:--help:x", DocumentError, "write it as git:REV:PATH"),
        ("git:HEAD:missing.json", DocumentError, "git cannot show it"),
        ("git:nowhere:openapi", DocumentError, "git cannot show it"),
        ("missing.json", DocumentError, "no such file"),
        ("empty", ContractError, "has no openapi.json"),
    ],
)
def test_what_cannot_be_read_is_named(source, error, said, repository):
    (repository / "empty").mkdir()
    with pytest.raises(error) as caught:
        load_revision(source, "openapi")
    assert said in str(caught.value)
    assert source in str(caught.value)
    assert "\n" not in str(caught.value)
