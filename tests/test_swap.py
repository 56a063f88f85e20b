"""All at once or not at all: failures, kills at every step, and several processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from driftgate import swap as swapping
from driftgate.errors import ConfigError
from driftgate.swap import changing, check_settled, settle, staging_of, swap


@pytest.fixture
def tree(tmp_path):
    """A contract's folder and a client's beside it."""
    for name, text in {"openapi/a.json": "old", "openapi/gone.yaml": "old", "client/x/one.py": "old"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def changes(tree):
    return {
        tree / "openapi/a.json": b"new",
        tree / "openapi/deep/b.json": b"new",
        tree / "openapi/gone.yaml": None,
        tree / "client": {"x/two.py": b"new", "three.py": b"new"},
    }


OLD = {"openapi/a.json": "old", "openapi/gone.yaml": "old", "client/x/one.py": "old"}
NEW = {"openapi/a.json": "new", "openapi/deep/b.json": "new", "client/x/two.py": "new", "client/three.py": "new"}


def contents(tree):
    return {
        path.relative_to(tree).as_posix(): path.read_text()
        for path in tree.rglob("*")
        if path.is_file() and ".openapi.update" not in path.parts
    }


def test_everything_is_new_and_nothing_is_left_over(tree):
    swap(changes(tree), staging=staging_of(tree / "openapi"))
    assert contents(tree) == NEW
    assert sorted(path.name for path in tree.iterdir()) == ["client", "openapi"]


class _Killed(BaseException):
    pass


def steps(monkeypatch, last):
    """Make the process die at the `last`-th thing it does to the disk, before or after the decision."""
    count = 0

    def counted(real):
        def call(*arguments, **options):
            nonlocal count
            count += 1
            if count == last:
                raise _Killed
            return real(*arguments, **options)

        return call

    for holder, name in (
        (Path, "mkdir"),
        (Path, "write_bytes"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "unlink"),
        (swapping.os, "link"),
        (swapping.os, "fsync"),
    ):
        monkeypatch.setattr(holder, name, counted(getattr(holder, name)))
    # A killed process tidies nothing up.
    monkeypatch.setattr(swapping.shutil, "rmtree", lambda *_, **__: None)


def test_killed_at_any_step_the_next_run_finds_the_old_tree_or_makes_the_new_one(tree, monkeypatch, tmp_path_factory):
    import shutil

    seen = []
    for last in range(1, 60):
        copy = tmp_path_factory.mktemp("copy")
        shutil.copytree(tree, copy, dirs_exist_ok=True)
        with monkeypatch.context() as patch:
            steps(patch, last)
            try:
                swap(changes(copy), staging=staging_of(copy / "openapi"))
                is_whole = True
            except _Killed:
                is_whole = False
        with changing(copy / "openapi"):
            after = contents(copy)
        assert after in (OLD, NEW), last
        assert sorted(path.name for path in copy.iterdir()) == ["client", "openapi"]
        seen.append(after)
        if is_whole:
            break
    else:
        pytest.fail("never got through")
    assert seen == sorted(seen, key=lambda after: after == NEW)  # old up to the decision, new from there on
    assert seen.count(OLD) > 5
    assert seen.count(NEW) > 5


@pytest.mark.parametrize("failing", range(1, 8))
def test_a_disk_that_fails_in_the_middle_gives_everything_back(tree, monkeypatch, failing):
    count = 0
    real = Path.replace

    def replace(self, target):
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(28, "No space left on device", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with contextlib.ExitStack() as expecting:
        if failing <= 3:
            expecting.enter_context(
                pytest.raises(ConfigError, match=r"cannot be written \(No space left on device\)\.$")
            )
        swap(changes(tree), staging=staging_of(tree / "openapi"))
    assert contents(tree) == (OLD if failing <= 3 else NEW)
    assert sorted(path.name for path in tree.iterdir()) == ["client", "openapi"]


@pytest.mark.parametrize(
    ("place", "new", "message"),
    [
        ("openapi", b"x", "is a directory, where a file is to be written."),
        ("openapi/a.json", {"b": b""}, "is a file, where a folder is to be."),
        ("openapi/a.json/b", b"x", "is a file, where a folder is to be."),
    ],
)
def test_what_would_fail_is_refused_before_anything_is_decided(tree, place, new, message):
    with pytest.raises(ConfigError, match=message):
        swap({tree / "openapi/gone.yaml": None, tree / place: new}, staging=staging_of(tree / "openapi"))
    assert contents(tree) == OLD
    assert sorted(path.name for path in tree.iterdir()) == ["client", "openapi"]


def test_a_half_new_tree_is_not_read(tree, monkeypatch):
    def never(*_):
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(swapping, "_carry_out", never)
        with pytest.raises(_Killed):
            swap(changes(tree), staging=staging_of(tree / "openapi"))
    with pytest.raises(
        ConfigError, match=r"an update was cut off\. Finish it with scripts/update_spec\.py --recover\."
    ):
        check_settled(tree / "openapi")
    assert settle(staging_of(tree / "openapi")) is True
    check_settled(tree / "openapi")
    assert settle(staging_of(tree / "openapi")) is False


def test_one_process_at_a_time(tree):
    with (
        changing(tree / "openapi"),
        pytest.raises(ConfigError, match="is being changed by another process"),
        changing(tree / "openapi"),
    ):
        pass
    with changing(tree / "openapi"):
        pass


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with changing(tmp_path / "no/such/openapi"):
        pass
    assert list(tmp_path.iterdir()) == []


PROGRAM = textwrap.dedent("""\
    import sys
    from pathlib import Path
    from driftgate.swap import changing, swap

    tree, round_ = Path(sys.argv[1]), 0
    print("ready", flush=True)
    while True:
        new = str(round_).encode()
        with changing(tree / "openapi") as staging:
            swap({tree / "openapi/a.json": new, tree / "client": {f"{n}.py": new for n in range(20)}}, staging=staging)
        round_ += 1
""")


@pytest.mark.parametrize("seed", range(int(os.environ.get("DRIFTGATE_KILLS", "6"))))
def test_killed_by_the_system_at_any_moment_the_tree_is_of_one_piece(tmp_path, seed):
    swap(
        {tmp_path / "openapi/a.json": b"old", tmp_path / "client": {f"{n}.py": b"old" for n in range(20)}},
        staging=staging_of(tmp_path / "openapi"),
    )
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + (seed * 7919 % 97) / 1000)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with changing(tmp_path / "openapi"):
        pass
    said = {path.read_text() for path in (tmp_path / "client").iterdir()} | {(tmp_path / "openapi/a.json").read_text()}
    assert len(said) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["client", "openapi"]
