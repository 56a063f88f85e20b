"""What is stored of a document: its bytes, the record of where it came from, and whether another one is news."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from driftgate.contract import DOCUMENT_NAME
from driftgate.document import parse_tree
from driftgate.errors import DocumentError
from driftgate.evidence import counted
from driftgate.fetch import fetch
from driftgate.pointer import escape

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from driftgate.vendoring.receive import Received

RECORD_NAME = "openapi.source.json"
MAX_LISTED = 20


def render(tree: dict[str, Any]) -> bytes:
    """
    Return the document as it is stored: JSON, two spaces, keys in the vendor's order, UTF-8.

    A lone surrogate, which UTF-8 cannot hold, stays a JSON escape.
    """
    text = json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def record_bytes(received: Received, *, received_at: date) -> bytes:
    """Return where the document came from, as it is stored beside it."""
    sources = []
    for source in received.sources:
        entry: dict[str, Any] = {"source": source.name, "sha256": source.sha256}
        if source.files:
            entry["files"] = [{"source": part.name, "sha256": part.sha256} for part in source.files]
        sources.append(entry)
    record = {"sources": sources, "received_at": received_at.isoformat(), "info_version": received.version}
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def news(received: Received, folder: Path) -> list[str]:
    """
    Return, in lines for people, what taking the document in would change; nothing if the folder holds it already.

    It is the document that counts: the same one in other bytes, in other files, or from another place, is no news.

    Raises:
        DocumentError: The folder holds something that cannot be read at all.
    """
    stored = _read(folder / DOCUMENT_NAME)
    if stored is None:
        return [f"{folder}: holds no document yet."]
    if stored != render(received.tree):
        try:
            before = parse_tree(stored.decode("utf-8-sig", "replace"), name=DOCUMENT_NAME)
        except DocumentError as error:
            return [f"{folder}: its document is to be replaced: {error}"]
        return differences(before, received.tree) or ["The same document; its keys stand in another order or form."]
    return _missing_record(folder / RECORD_NAME, received)


def _missing_record(path: Path, received: Received) -> list[str]:
    raw = _read(path)
    try:
        known = None if raw is None else parse_tree(raw.decode("utf-8", "replace"), name=RECORD_NAME)
    except DocumentError:
        known = None
    keys = {"sources", "received_at", "info_version"}
    if isinstance(known, dict) and known.keys() == keys and known["info_version"] == received.version:
        return []
    return [f"{path}: does not say where the document is from."]


def _read(path: Path) -> bytes | None:
    return fetch(str(path)) if path.exists() else None


def differences(before: Any, after: Any) -> list[str]:
    """Return the places where two documents differ: the first 20, and how many more. No values: some are secrets."""
    places = list(_differences(before, after, ""))
    listed = places[:MAX_LISTED]
    if len(places) > MAX_LISTED:
        listed.append(f"and {counted(len(places) - MAX_LISTED, 'more place')}")
    return listed


def _differences(before: Any, after: Any, place: str) -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        lines = [f"- #{place}/{escape(key)}" for key in before if key not in after]
        for key, value in after.items():
            here = f"{place}/{escape(key)}"
            lines += _differences(before[key], value, here) if key in before else [f"+ #{here}"]
        return lines
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            line
            for index, pair in enumerate(zip(before, after, strict=True))
            for line in _differences(*pair, f"{place}/{index}")
        ]
    return [] if type(before) is type(after) and before == after else [f"~ #{place or '/'}"]
