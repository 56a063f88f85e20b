"""
The words: each format is one module with `render(verdict, setting) -> str`, a pure function.

The folder is the registry: a module whose name does not begin with an underscore is a format of that name.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from driftgate.errors import ReportError
from driftgate.reports._reading import read_json, read_verdict, schema
from driftgate.reports._setting import Setting
from driftgate.reports._writing import print_text, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from driftgate.document import Document
    from driftgate.finding import RuleInfo
    from driftgate.verdict import Verdict

__all__ = [
    "Format",
    "Setting",
    "formats",
    "parse_target",
    "print_text",
    "read_json",
    "read_verdict",
    "render",
    "schema",
    "write",
    "write_file",
]

Target = tuple[str, Path | None]
"""A format and the file to write; None is standard output."""


class Format(Protocol):
    """What a module of this folder offers."""

    def render(self, verdict: Verdict, setting: Setting) -> str:
        """Return the whole report, with a line end at its end."""


@cache
def formats() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return tuple(sorted(each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")))


def parse_target(text: str) -> Target:
    """
    Return what `--report FORMAT[:FILE]` asks for.

    Raises:
        ReportError: No such format, or no name after the colon.
    """
    name, colon, file = text.partition(":")
    if name not in formats():
        raise ReportError(f"--report {text}: unknown format `{name}`. Formats are {', '.join(formats())}.")
    if colon and not file:
        raise ReportError(f"--report {text}: names no file after the colon. Write `{name}` for standard output.")
    return name, Path(file) if colon else None


def render(name: str, verdict: Verdict, setting: Setting) -> str:
    """Return the report in the format `name`."""
    module = cast("Format", importlib.import_module(f"{__name__}.{name}"))
    return module.render(verdict, setting)


def write(
    verdict: Verdict,
    targets: Sequence[Target],
    *,
    document: Document | None = None,
    rules: Mapping[str, RuleInfo] | None = None,
    sensitive: frozenset[str] = frozenset(),
    waivers_file: str = "openapi/waivers.toml",
    out: TextIO | None = None,
) -> None:
    """
    Write the verdict in each format to its file, or to standard output.

    A file is written beside its place and then moved there: whoever reads it sees the old or the new one, never half.

    `document` is the vendored one, for excerpts and for the places that SARIF and others point to; `rules` are for
    help texts; the values of `sensitive` fields are masked in excerpts; `out` stands in for standard output.

    Raises:
        ReportError: A file cannot be written; the message names it.
    """
    out = out or sys.stdout
    for name, path in targets:
        to_terminal = path is None and name == "text"
        setting = Setting(
            document=document,
            document_uri=_relative(document.name) if document else None,
            rules=rules or {},
            sensitive=sensitive,
            waivers_file=waivers_file,
            width=_width(out) if to_terminal else 100,
            colour=to_terminal and _is_coloured(out),
        )
        text = render(name, verdict, setting)
        if path is None:
            print_text(text, out)
        else:
            write_file(path, text)


def _relative(name: str) -> str:
    """Return a path relative to here with forward slashes; a URL, or what lies elsewhere, as it is."""
    if "://" in name:
        return name
    path = Path(name)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return path.as_posix()


def _width(out: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return max(40, int(columns))
    try:
        return max(40, min(160, os.get_terminal_size(out.fileno()).columns))
    except (OSError, ValueError, AttributeError):
        return 100


def _is_coloured(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
