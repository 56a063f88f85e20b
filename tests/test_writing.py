"""Files are written all or none, and nothing else is left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from driftgate.errors import ReportError
from driftgate.writing import check_writable, write_all, write_file


def tree(folder: Path) -> dict[str, str]:
    return {
        str(each.relative_to(folder)): each.read_text() if each.is_file() else "" for each in sorted(folder.rglob("*"))
    }


def test_all_are_written_and_folders_are_made(tmp_path):
    write_all([(tmp_path / "a" / "b" / "c.txt", "text"), (tmp_path / "d.bin", b"bytes")])
    assert tree(tmp_path) == {"a": "", "a/b": "", "a/b/c.txt": "text", "d.bin": "bytes"}


def test_one_that_cannot_be_written_leaves_nothing_of_the_others(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "folder").mkdir()
    before = tree(tmp_path)
    with pytest.raises(ReportError, match=r"folder: cannot be written \(Is a directory\)"):
        write_all([(tmp_path / "old.txt", "new"), (tmp_path / "x" / "y" / "z", "new"), (tmp_path / "folder", "new")])
    assert tree(tmp_path) == before


def test_a_failure_while_the_texts_are_made_leaves_nothing(tmp_path):
    def texts():
        yield tmp_path / "x" / "a", "text"
        raise KeyError("crash")

    with pytest.raises(KeyError):
        write_all(texts())
    assert tree(tmp_path) == {}


def test_a_failed_write_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "r.txt"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(ReportError, match=r"r\.txt: cannot be written \(No space left on device\)"):
        write_file(path, "new")
    assert tree(tmp_path) == {"r.txt": "old"}


def test_a_file_keeps_its_rights_and_a_new_one_has_the_usual(tmp_path):
    (tmp_path / "private").write_text("old")
    (tmp_path / "private").chmod(0o600)
    mask = os.umask(0o022)
    try:
        write_all([(tmp_path / "private", "new"), (tmp_path / "fresh", "new")])
    finally:
        os.umask(mask)
    assert [(tmp_path / each).stat().st_mode & 0o777 for each in ("private", "fresh")] == [0o600, 0o644]


def test_a_link_stays_one(tmp_path):
    (tmp_path / "2026.txt").write_text("old")
    (tmp_path / "latest.txt").symlink_to("2026.txt")
    write_file(tmp_path / "latest.txt", "new")
    assert (tmp_path / "latest.txt").is_symlink()
    assert (tmp_path / "2026.txt").read_text() == "new"


def test_links_in_a_circle_are_one_line(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(ReportError, match=r"a: cannot be written \("):
        write_file(tmp_path / "a", "new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


def test_a_pipe_is_written_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(path, "text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert path.is_fifo()


@pytest.mark.parametrize("kind", ["folder", "below a file", "nul"])
def test_what_cannot_be_written_is_told_early_too(tmp_path, kind):
    (tmp_path / "file").write_text("x")
    path = {"folder": tmp_path, "below a file": tmp_path / "file" / "a" / "r.txt", "nul": Path("\0")}[kind]
    for attempt in (check_writable, lambda path: write_file(path, "text")):
        with pytest.raises(ReportError, match=r"cannot be written \([^\n]*\)\. Name a file in a writable folder\.$"):
            attempt(path)


def test_looking_early_makes_nothing(tmp_path):
    check_writable(tmp_path / "a" / "b.txt")
    assert tree(tmp_path) == {}
