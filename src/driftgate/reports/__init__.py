"""
The words: each format is one module with `render(verdict, setting) -> str`, a pure function.

The folder is the registry: a module whose name does not begin with an underscore is a format of that name.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from driftgate.errors import ReportError
from driftgate.reports._reading import read_json, read_verdict, schema
from driftgate.reports._setting import Setting
from driftgate.reports._writing import print_text
from driftgate.writing import check_writable, write_all

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
    "parse_targets",
    "print_text",
    "read_json",
    "read_verdict",
    "render",
    "schema",
    "write",
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
        near = get_close_matches(name, formats(), n=1)
        hint = f" Did you mean {near[0]}?" if near else f" Formats are {', '.join(formats())}."
        raise ReportError(f"--report {text}: unknown format `{name}`.{hint}")
    if colon and not file:
        raise ReportError(f"--report {text}: names no file after the colon. Write `{name}` for standard output.")
    return name, Path(file) if colon else None


def parse_targets(texts: Sequence[str]) -> list[Target]:
    """
    Return all that `--report` asks for, in that order, before the work begins.

    Raises:
        ReportError: As `parse_target`, or two reports would go to one file, or one to a file that cannot be written.
    """
    targets = [parse_target(each) for each in texts]
    taken: dict[str, str] = {}
    for text, (_, path) in zip(texts, targets, strict=True):
        if path is None:
            continue
        check_writable(path)
        other = taken.setdefault(os.path.realpath(path), text)
        if other is not text and not _is_stream(path):
            raise ReportError(f"--report {text}: {other} goes to the same file. Name another for one of the two.")
    return targets


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file()


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

    All files are written, or none; then what goes to standard output.

    `document` is the vendored one, for excerpts and for the places that SARIF and others point to; `rules` are for
    help texts; the values of `sensitive` fields are masked in excerpts; `out` stands in for standard output.

    Raises:
        ReportError: A file cannot be written; the message names it.
    """
    out = out or sys.stdout
    named = (run.document for run in verdict.runs if run.document)
    document_uri = _relative(document.name) if document else next(named, None)

    def setting(*, width: int = 100, colour: bool = False) -> Setting:
        return Setting(
            document=document,
            document_uri=document_uri,
            rules=rules or {},
            sensitive=sensitive,
            waivers_file=waivers_file,
            width=width,
            colour=colour,
        )

    write_all((path, render(name, verdict, setting())) for name, path in targets if path is not None)
    for name, path in targets:
        if path is not None:
            continue
        if name == "text":
            is_coloured = _is_coloured(out)
            print_text(
                render(name, verdict, setting(width=_width(out), colour=is_coloured)), out, is_coloured=is_coloured
            )
        else:
            print_text(render(name, verdict, setting()), out)


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
