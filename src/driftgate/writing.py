"""Files written: all of them whole, or none; folders that are missing are made."""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def write_file(path: Path, text: str) -> None:
    """
    Write one file whole or not at all.

    Raises:
        ReportError: It cannot be written; the message names it.
    """
    write_all([(path, text)])


def write_all(files: Iterable[tuple[Path, str | bytes]]) -> None:
    """
    Write every file, or none: all bytes are on disk before the first name changes hands.

    Whoever reads one of them meanwhile sees the old or the new one, never half. A link stays one: the file that it
    leads to is written. A device or pipe (`/dev/stdout`) is written last, as it cannot be replaced.

    Raises:
        ReportError: One cannot be written; the message names it. What was there is there still, and no folder is left.
    """
    with prepared(files) as publish:
        publish()


@contextmanager
def prepared(files: Iterable[tuple[Path, str | bytes]]) -> Iterator[Callable[[], None]]:
    """
    Put the bytes of every file beside its place, and give what then puts all in their places; without it, nothing is left.

    For what may only be published once something else has worked out.

    Raises:
        ReportError: As `write_all`.
    """
    import tempfile

    staged: list[tuple[Path, Path, Path]] = []
    streams: list[tuple[Path, bytes]] = []

    def publish() -> None:
        for path, temporary, target in staged:
            with _named(path):
                temporary.replace(target)
        for path, raw in streams:
            with _named(path), path.open("wb") as file:
                file.write(raw)

    with ExitStack() as leftovers:
        for path, content in files:
            raw = content.encode("utf-8") if isinstance(content, str) else content
            with _named(path):
                _refuse_folder(path)
                if path.exists() and not path.is_file():
                    streams.append((path, raw))
                    continue
                target = Path(os.path.realpath(path)) if path.is_symlink() else path
                if target.is_symlink():
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
                _make_folder(target.parent, leftovers)
                descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
                leftovers.callback(Path(name).unlink, missing_ok=True)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(raw)
                Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
                staged.append((path, Path(name), target))
        yield publish


def check_writable(path: Path) -> None:
    """
    Tell early what can be told early of a file to be written; nothing is made.

    Raises:
        ReportError: It is a folder, it lies below a file, or its folder admits no new file.
    """
    with _named(path):
        _refuse_folder(path)
        if path.exists() and not path.is_file():
            return
        if "\0" in str(path):
            raise ValueError("embedded null byte")
        folder = next(each for each in path.absolute().parents if each.exists())
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _make_folder(folder: Path, leftovers: ExitStack) -> None:
    """Make a folder and those above it; those that are still empty when `leftovers` closes go again."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        leftovers.callback(_remove_empty, each)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"{path}: cannot be written ({reason}). Name a file in a writable folder.") from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
