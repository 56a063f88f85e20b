"""Reports written to streams that cannot hold every character."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


def print_text(text: str, out: TextIO, *, is_coloured: bool = False) -> None:
    """
    Write text to a stream whose encoding may not hold it: what it cannot hold becomes `?` or a plain sign.

    Colours are what a terminal shall obey: they go past whatever guards the stream.
    """
    if is_coloured:
        out = getattr(out, "unguarded", out)
    encoding = getattr(out, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    out.write(text)
    out.flush()


_PLAIN = str.maketrans({"…": "...", "·": "-", "→": "->", "─": "-", "≥": ">="})
