"""
Swapping: several files and folders replaced all at once, whatever fails and whenever the process is killed.

Everything new is written into a staging folder beside the tree. Then a journal takes its name in one rename: from there
on the change is decided. Only now the tree is touched, by one rename a file or folder. Whoever comes next after a kill
calls `settle`, which finishes what was decided and throws away what was not.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

JOURNAL = "journal.json"

New = bytes | dict[str, bytes] | None
"""What a place is to hold: a file's bytes, a folder's files by path with forward slashes, or nothing."""


def swap(changes: Mapping[Path, New], *, staging: Path) -> None:
    """
    Make every place hold what is new there, all or none.

    Args:
        staging: A folder of this module's own, on the filesystem of the tree; gone afterwards.

    Raises:
        ConfigError: A place cannot be written. Nothing has changed.
    """
    try:
        staging.mkdir(parents=True)
        (staging / ".gitignore").write_text("*\n", "utf-8")
        entries = []
        for number, (place, new) in enumerate(changes.items()):
            _check_place(place, new, staging)
            if new is not None:
                _write(staging / str(number), new)
            entries.append({"place": _from(place, staging), "new": None if new is None else str(number)})
        draft = staging / f"{JOURNAL}.draft"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(entries, file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(staging / JOURNAL)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise ConfigError(_cannot(error)) from None
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    settle(staging)


def settle(staging: Path) -> bool:
    """
    Finish the change that a killed `swap` had decided on, or forget the one that it had not.

    Returns:
        Whether a change was finished.

    Raises:
        ConfigError: A place cannot be written. All places hold again what they held.
    """
    journal = staging / JOURNAL
    if not journal.is_file():
        shutil.rmtree(staging, ignore_errors=True)
        return False
    try:
        entries = json.loads(journal.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{journal}: cannot be read ({error}). Remove {staging} and restore the tree.") from None
    done: list[dict[str, Any]] = []
    try:
        for entry in entries:
            done.append(entry)
            _carry_out(entry, staging)
    except OSError as error:
        for entry in reversed(done):
            _take_back(entry, staging)
        journal.unlink()
        shutil.rmtree(staging, ignore_errors=True)
        raise ConfigError(_cannot(error)) from None
    journal.unlink()
    shutil.rmtree(staging, ignore_errors=True)
    return True


def check_settled(folder: Path) -> None:
    """
    Refuse a contract's folder that is neither old nor new.

    Raises:
        ConfigError: A change was decided on, and killed before it was done.
    """
    if (staging_of(folder) / JOURNAL).is_file():
        raise ConfigError(f"{folder}: an update was cut off. Finish it with scripts/update_spec.py --recover.")


def staging_of(folder: Path) -> Path:
    """Return where the changes of a contract's folder, and of what stands beside it, are prepared."""
    whole = folder.resolve()
    return whole.parent / f".{whole.name or 'contract'}.update"


@contextlib.contextmanager
def changing(folder: Path) -> Iterator[Path]:
    """
    Keep other processes from changing a contract's folder and what stands beside it, after settling what was left.

    Gives the staging folder for `swap`.

    Raises:
        ConfigError: Another process is at it, or the tree cannot be written.
    """
    staging = staging_of(folder)
    with _locked(staging.parent):
        settle(staging)
        yield staging


@contextlib.contextmanager
def _locked(tree: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # no such lock on Windows
        yield
        return
    try:
        while not tree.exists():
            tree = tree.parent
        descriptor = os.open(tree, os.O_RDONLY)
    except OSError as error:
        raise ConfigError(_cannot(error)) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigError(f"{tree}: is being changed by another process. Wait for it.") from None
        yield
    finally:
        os.close(descriptor)


def _check_place(place: Path, new: New, staging: Path) -> None:
    """Refuse, before anything is decided, what would fail afterwards."""
    nearest = place.parent
    while not nearest.exists():
        nearest = nearest.parent
    if not nearest.is_dir():
        raise ConfigError(f"{nearest}: is a file, where a folder is to be.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise ConfigError(f"{nearest}: cannot be written (Permission denied).")
    if nearest.stat().st_dev != staging.stat().st_dev:
        raise ConfigError(f"{place}: lies on another filesystem than {staging.parent}, so they cannot change at once.")
    if isinstance(new, bytes) and place.is_dir():
        raise ConfigError(f"{place}: is a directory, where a file is to be written.")
    if isinstance(new, dict) and place.exists() and not place.is_dir():
        raise ConfigError(f"{place}: is a file, where a folder is to be.")


def _write(path: Path, new: bytes | dict[str, bytes]) -> None:
    if isinstance(new, bytes):
        path.write_bytes(new)
        path.chmod(0o644)
        return
    path.mkdir()
    for name, content in new.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _from(place: Path, staging: Path) -> str:
    """Return a place relative to the staging folder's parent, so that a tree may be moved before it is settled."""
    whole = place.resolve() if place.exists() and not place.is_symlink() else place.parent.resolve() / place.name
    return os.path.relpath(whole, staging.parent)


def _carry_out(entry: dict[str, Any], staging: Path) -> None:
    """Move what is new to its place, keeping what was there; once done, doing it again changes nothing."""
    place = staging.parent / entry["place"]
    if entry["new"] is None:
        if place.exists():
            place.rename(_former(entry, staging))
        return
    new = staging / entry["new"]
    if not new.exists():
        return
    former = _former(entry, staging)
    place.parent.mkdir(parents=True, exist_ok=True)
    if new.is_dir():
        if place.exists():
            place.rename(former)
    elif place.exists() and not former.exists():
        try:
            os.link(place, former)  # so that the place is never empty
        except OSError:
            shutil.copy2(place, former)
    new.replace(place)


def _take_back(entry: dict[str, Any], staging: Path) -> None:
    place, former = staging.parent / entry["place"], _former(entry, staging)
    if entry["new"] is not None and not (staging / entry["new"]).exists():
        place.replace(staging / entry["new"])
    if former.exists():
        former.replace(place)


def _former(entry: dict[str, Any], staging: Path) -> Path:
    return staging / f"{entry['new'] or entry['place'].replace('/', '_')}.former"


def _cannot(error: OSError) -> str:
    return f"{error.filename or 'the tree'}: cannot be written ({error.strerror or error})."
