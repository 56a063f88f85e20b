"""Where the two sides of a revision come from: a file, a URL, a contract folder, or any of these at a git revision."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from driftgate.contract import DOCUMENT_NAME, OVERLAY_FOLDER, Contract, load_contract, load_spec
from driftgate.document import parse_document
from driftgate.errors import DocumentError
from driftgate.fetch import MAX_BYTES
from driftgate.overlay import Overlay, parse_overlay
from driftgate.provenance import says_inferred

GIT_TIMEOUT_S = 60.0
STANDARD_INPUT = "-"
_OVERLAY = re.compile(r"\.overlay\.(ya?ml|json)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """
    Two versions of one contract, as people wrote them: what was inferred is left out, to be inferred afresh.

    Args:
        before: The earlier one.
        after: The later one; findings are placed in its document.
    """

    before: Contract
    after: Contract


def load_revision(before: str, after: str) -> Revision:
    """
    Return the two versions.

    Each side is a document (a path, an http(s) URL, or `-` for standard input), a contract folder, or `git:REV:PATH`
    for either at a revision.
    Where one side is a folder and the other a bare document, the folder's overlays amend both, so that only what
    the vendor changed is different.

    Raises:
        DocumentError, OverlayError: A side cannot be read. The message names it.
    """
    if before == after == STANDARD_INPUT:
        raise DocumentError("diff - -: standard input can be read once only. Name a file for one of the two.")
    (one, has_own), (other, has_other) = _read(before), _read(after)
    overlays_b, overlays_a = _written(one), _written(other)
    if has_own and not has_other:
        overlays_a = overlays_b
    elif has_other and not has_own:
        overlays_b = overlays_a
    return Revision(before=Contract(one.document, overlays_b), after=Contract(other.document, overlays_a))


def _written(contract: Contract) -> tuple[Overlay, ...]:
    return tuple(overlay for overlay in contract.overlays if not _is_inferred(overlay))


def _is_inferred(overlay: Overlay) -> bool:
    """Tell whether every action of an overlay was inferred: such a file is written anew from each document."""
    return bool(overlay.actions) and all(says_inferred(action.value) for action in overlay.actions)


def _read(source: str) -> tuple[Contract, bool]:
    """Return a side, and whether it is a contract folder."""
    if source.startswith("git:"):
        return _read_git(source)
    if source == STANDARD_INPUT:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise DocumentError(f"standard input: more than {MAX_BYTES // 2**20} MiB. No OpenAPI document is.")
        return Contract(parse_document(raw, name="standard input")), False
    if not source or source.startswith(("http://", "https://")) or not Path(source).is_dir():
        return load_spec(source), False
    return load_contract(source), True


def _read_git(source: str) -> tuple[Contract, bool]:
    revision, _, path = source.removeprefix("git:").partition(":")
    if not revision or not path or revision.startswith("-"):
        raise DocumentError(f"{source}: write it as git:REV:PATH, for example git:HEAD~1:openapi/openapi.json.")
    place = PurePosixPath(path)
    kind = _git(source, "cat-file", "-t", f"{revision}:{_relative(place)}").strip()
    if kind == b"blob":
        return Contract(parse_document(_show(source, revision, place), name=source)), False
    document = parse_document(_show(source, revision, place / DOCUMENT_NAME), name=f"{source}/{DOCUMENT_NAME}")
    folder = place / OVERLAY_FOLDER
    listed = _git(source, "ls-tree", "--name-only", "-z", revision, "--", f"{_relative(folder)}/").decode()
    overlays = []
    for entry in sorted(name for name in listed.split("\0") if _OVERLAY.search(name)):
        name = PurePosixPath(entry).name
        text = _show(source, revision, folder / name).decode("utf-8-sig")
        overlays.append(parse_overlay(text, name=f"{source}/{OVERLAY_FOLDER}/{name}"))
    return Contract(document, overlays), True


def _relative(path: PurePosixPath) -> str:
    """Return a path as git reads it from the working directory rather than from the top of the repository."""
    return str(path) if path.is_absolute() else f"./{path}"


def _show(source: str, revision: str, path: PurePosixPath) -> bytes:
    return _git(source, "show", f"{revision}:{_relative(path)}")


def _git(source: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and a revision cannot begin with a dash
            ["git", *arguments],  # noqa: S607 -- whichever git the user has
            capture_output=True,
            timeout=GIT_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError:
        raise DocumentError(f"{source}: git is not installed. Save the earlier document to a file instead.") from None
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{source}: git did not answer in {GIT_TIMEOUT_S:.0f} s.") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1].removeprefix("fatal: ") if lines else f"exit code {done.returncode}"
        raise DocumentError(f"{source}: git cannot show it ({reason}). Check revision and path.")
    return done.stdout
