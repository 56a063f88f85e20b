"""Reports written: whole or not at all, and to streams that cannot hold every character."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.errors import ReportError

if TYPE_CHECKING:
    from typing import TextIO


def print_text(text: str, out: TextIO) -> None:
    """Write text to a stream whose encoding may not hold it: what it cannot hold becomes `?` or a plain sign."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    out.write(text)
    out.flush()


_PLAIN = str.maketrans({"…": "...", "·": "-", "→": "->", "─": "-", "≥": ">="})


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, its folder made where it is missing."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            # A device or pipe (`/dev/stdout`) cannot be replaced; a directory is refused by open.
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            return
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=f".{path.name[:50]}.", encoding="utf-8", newline="\n", delete=False
        ) as file:
            temporary = file.name
            file.write(text)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except (OSError, ValueError) as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or error
        raise ReportError(
            f"{path}: the report cannot be written ({reason}). Name a file in a writable folder."
        ) from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
