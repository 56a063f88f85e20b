"""The generated client on disk: compared with what the contract gives today, and replaced as a whole."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.client.package import RECORD_NAME
from driftgate.errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEFT_BY_TOOLS = frozenset({"__pycache__", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".venv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFile:
    """
    A file of the client that is not what the contract gives.

    Args:
        path: Relative to the client's folder, with forward slashes.
        committed: As it is on disk; None where it is missing.
        regenerated: As the contract gives it; None where the contract gives no such file.
    """

    path: str
    committed: bytes | None
    regenerated: bytes | None


def stale_files(files: Mapping[str, bytes], folder: Path) -> tuple[ClientFile, ...]:
    """
    Return the files of `folder` that differ from `files`, by path. What tools leave behind does not count.

    Raises:
        ClientError: The folder cannot be read.
    """
    committed = _committed(folder, set(files))
    return tuple(
        ClientFile(path=path, committed=committed.get(path), regenerated=files.get(path))
        for path in sorted({*committed, *files})
        if committed.get(path) != files.get(path)
    )


def _committed(folder: Path, expected: set[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    if not folder.exists():
        return found
    try:
        for path in folder.rglob("*"):
            name = path.relative_to(folder).as_posix()
            left = name not in expected and (
                _LEFT_BY_TOOLS & set(Path(name).parts[:-1])
                or any(part.endswith(".egg-info") for part in Path(name).parts)
            )
            if path.is_file() and not left:
                found[name] = path.read_bytes()
    except OSError as error:
        raise ClientError(f"{error.filename}: cannot be read ({error.strerror}).") from None
    return found


def render_diff(stale: Iterable[ClientFile]) -> str:
    """Return a unified diff from the files on disk to those the contract gives."""
    lines: list[str] = []
    for each in stale:
        before, after = (_lines(content) for content in (each.committed, each.regenerated))
        diff = difflib.unified_diff(
            before,
            after,
            fromfile="/dev/null" if each.committed is None else f"committed/{each.path}",
            tofile="/dev/null" if each.regenerated is None else f"regenerated/{each.path}",
            lineterm="",
        )
        told = list(diff)
        lines += told or [f"{each.path}: differs only in line endings or is empty"]
    return "".join(f"{line}\n" for line in lines)


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines()


def check_folder(folder: Path) -> None:
    """
    Refuse a folder that is not to be replaced.

    Raises:
        ClientError: It is a file, or holds something else than a generated client.
    """
    if folder.exists() and not folder.is_dir():
        raise ClientError(f"{folder}: is a file, where the client's folder is to be.")
    if folder.exists() and any(folder.iterdir()) and not (folder / RECORD_NAME).is_file():
        raise ClientError(
            f"{folder}: holds no generated client (no {RECORD_NAME}), so it is not replaced. Name another."
        )


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Make `folder` hold exactly `files`. It is written beside first, and takes the name in one step.

    Raises:
        ClientError: The folder is in use for something else, or cannot be written. It is then as it was.
    """
    check_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
            fresh, former = Path(beside) / "fresh", Path(beside) / "former"
            for path, content in files.items():
                target = fresh / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            if folder.exists():
                folder.rename(former)
            try:
                fresh.rename(folder)
            except OSError:
                if former.exists():
                    former.rename(folder)
                raise
            shutil.rmtree(former, ignore_errors=True)
    except OSError as error:
        raise ClientError(f"{error.filename or folder}: cannot be written ({error.strerror}).") from None
