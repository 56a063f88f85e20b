"""An update: everything that a new document changes in the tree, made ready before any of it is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.client import default_names, generate_files
from driftgate.client.folder import check_folder, stale_files
from driftgate.client.settings import FIRST_VERSION, SETTINGS_NAME, load_settings, next_version, with_settings
from driftgate.contract import DOCUMENT_NAME, OVERLAY_FOLDER, Contract
from driftgate.document import load_document, parse_document
from driftgate.errors import ContractError, DocumentError
from driftgate.overlay import Overlay, load_overlays, parse_overlay
from driftgate.revision import semver_step
from driftgate.revision.run import describe
from driftgate.revision.source import Revision
from driftgate.vendoring.changelog import CHANGELOG_NAME, with_entry
from driftgate.vendoring.consequences import (
    AffectedWaiver,
    IdleAction,
    affected_waivers,
    findings_of,
    fresh_errors,
    idle_actions,
)
from driftgate.vendoring.inferred import INFERRED_NAME, inferred_text
from driftgate.vendoring.stored import RECORD_NAME, record_bytes, render
from driftgate.waiver import load_waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from driftgate.client import ClientFile, GeneratedClient
    from driftgate.document import Document
    from driftgate.finding import Finding
    from driftgate.revision import Change
    from driftgate.swap import New
    from driftgate.vendoring.receive import Received

_AGES = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """
    What taking a document in means.

    Args:
        before: The contract until now; None where there is none yet, or none that can be read.
        changes: How the two differ.
        step: What that asks of the client's version: `major`, `minor`, `patch`, `none`.
        versions: Of the client, until now and from now on.
        idle: Overlay actions that change nothing any more.
        waivers: Those that are touched.
        fresh: Errors of the new contract that nobody has waived.
        inferred: Lines of the inferred overlay that are new, and that are gone.
        client: The regenerated one; None where the document has no operations.
        stale: Its files that are not as they were.
        files: What the tree is to hold, by place.
    """

    received: Received
    before: Contract | None
    after: Contract
    changes: Sequence[Change]
    step: str
    versions: tuple[str, str]
    idle: Sequence[IdleAction]
    waivers: Sequence[AffectedWaiver]
    fresh: Sequence[Finding]
    inferred: tuple[int, int]
    client: GeneratedClient | None
    stale: Sequence[ClientFile]
    files: dict[Path, New]


def plan(
    received: Received,
    folder: Path,
    client_folder: Path,
    *,
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> Update:
    """
    Return what taking a document into a contract's folder changes. Nothing is written.

    Raises:
        DriftgateError: An overlay cannot be applied to the new document, the client would lack part of it, a waiver or
            setting is wrong, or a folder holds something else.
    """
    written = [
        each
        for each in load_overlays(folder / OVERLAY_FOLDER, shown_as=str(folder / OVERLAY_FOLDER))
        if Path(each.name).name != INFERRED_NAME
    ]
    raw = render(received.tree)
    document = parse_document(raw, name=str(folder / DOCUMENT_NAME))
    tell("inferring types")
    text = inferred_text(document, written)
    after = Contract(document, _with_inferred(written, text, folder))
    before = _present(folder, written)

    tell("comparing with the present document")
    changes: Sequence[Change] = ()
    if before is not None:
        revision = Revision(before=Contract(before.document, written), after=Contract(document, written))
        changes = describe(revision, today=today)
    waivers = load_waivers(folder / "waivers.toml", today=today + timedelta(days=_AGES))
    tell("judging both documents")
    found = findings_of(before), findings_of(after)

    tell("generating the client")
    step = semver_step(changes)
    settings = load_settings(folder)
    until_now = settings.get("package_version", FIRST_VERSION)
    version = next_version(until_now, step)
    client, stale, names = _client(after, client_folder, settings, version)
    if (
        client is not None
        and before is not None
        and step == "none"
        and any(each.path != "generated.json" for each in stale)
    ):
        step, version = "patch", next_version(until_now, "patch")  # prose reaches the docstrings
        client, stale, names = _client(after, client_folder, settings, version)

    inferred_before = _text(folder / OVERLAY_FOLDER / INFERRED_NAME)
    files: dict[Path, New] = {
        folder / DOCUMENT_NAME: raw,
        folder / RECORD_NAME: record_bytes(received, received_at=today),
        folder / OVERLAY_FOLDER / INFERRED_NAME: text.encode() or None,
        folder / SETTINGS_NAME: with_settings(_text(folder / SETTINGS_NAME), names).encode(),
        folder / CHANGELOG_NAME: with_entry(
            _text(folder / CHANGELOG_NAME), version=version, today=today, received=received, changes=changes,
            is_first=before is None,
        ).encode(),
    }  # fmt: skip
    if before is not None and before.document.tree == document.tree:
        del files[folder / CHANGELOG_NAME]  # the same in another form
    if client is None:
        del files[folder / SETTINGS_NAME]
    elif stale:
        files[client_folder] = dict(client.files)
    return Update(
        received=received,
        before=before,
        after=after,
        changes=changes,
        step=step,
        versions=(until_now, version),
        idle=idle_actions(before, after, rewritten=INFERRED_NAME),
        waivers=()
        if before is None
        else affected_waivers(waivers, before=before, after=after, found=found, changes=changes),
        fresh=fresh_errors(*found, waivers),
        inferred=_line_changes(inferred_before, text),
        client=client,
        stale=stale,
        files={place: new for place, new in files.items() if new is not None or place.exists()},
    )


def _present(folder: Path, written: list[Overlay]) -> Contract | None:
    """Return the contract as it is; None where there is none, or its document or inferred overlay cannot be used."""
    path = folder / DOCUMENT_NAME
    if not path.is_file():
        return None
    try:
        document: Document = load_document(path)
    except DocumentError:
        return None
    inferred = folder / OVERLAY_FOLDER / INFERRED_NAME
    return Contract(document, _with_inferred(written, _text(inferred), folder))


def _with_inferred(written: list[Overlay], text: str, folder: Path) -> list[Overlay]:
    if not text:
        return written
    overlay = parse_overlay(text, name=f"{folder / OVERLAY_FOLDER}/{INFERRED_NAME}")
    return sorted([*written, overlay], key=lambda each: Path(each.name).name)


def _client(
    contract: Contract, folder: Path, settings: dict[str, str], version: str
) -> tuple[GeneratedClient | None, Sequence[ClientFile], dict[str, str]]:
    """Return the client, what of it is new, and the settings that keep its name as it is from now on."""
    if not contract.operations and not folder.exists():
        return None, (), {}
    check_folder(folder)
    project, package = default_names(contract.tree)
    names = {"project_name": project, "package_name": package} | settings | {"package_version": version}
    client = generate_files(contract.tree, **names)
    return client, stale_files(client.files, folder), names


def _text(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise ContractError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).") from None


def _line_changes(before: str, after: str) -> tuple[int, int]:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines())) if before != after else []
    return sum(line.startswith("+ ") for line in lines), sum(line.startswith("- ") for line in lines)
