"""
Take the vendor's document into `openapi/`: a Markdown page, a JSON or YAML file, or an http(s) URL.

Exit codes: 0 done, or with --check nothing to do; 1 with --check: the source holds another document; 2 not judged: the
source cannot be read, or the folder cannot be written. On a failure nothing on disk has changed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from driftgate.document import Document, fetch, parse_document, parse_tree
from driftgate.errors import DocumentError, DriftgateError
from driftgate.pointer import escape

DOCUMENT_NAME = "openapi.json"
RECORD_NAME = "openapi.source.json"
MAX_LISTED = 20


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        document = receive(options.source)
        outdated = compare(document, options.contract)
        if not outdated:
            print(f"{options.contract}: nothing to do, it holds this document already.")
            return 0
        for line in outdated:
            print(line)
        if options.check:
            print(f"{options.contract}: not what {options.source} holds. Run scripts/update_spec.py {options.source}.")
            return 1
        vendor(document, options.contract, source=options.source, received_at=today())
    except DriftgateError as error:
        print(f"update_spec: {error}", file=sys.stderr)
        return 2
    print(f"{options.contract}: took {options.source} in.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("source", help="the vendor's page, document or URL")
    parser.add_argument(
        "--contract", type=Path, default=Path("openapi"), help="the folder to update (default: openapi)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if there is something to do")
    return parser


def today() -> dt.date:
    """Return the date here, as people write it into a record."""
    return dt.datetime.now().astimezone().date()


def receive(source: str) -> Document:
    """
    Return the document that `source` holds.

    Raises:
        DocumentError: It holds none, or an invalid one.
    """
    return parse_document(fetch(source), name=source)


def render(tree: dict[str, Any]) -> bytes:
    """
    Return the document as it is stored: JSON, two spaces, keys in the vendor's order, UTF-8.

    A lone surrogate, which UTF-8 cannot hold, stays a JSON escape.
    """
    text = json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def record(document: Document, *, source: str, received_at: str) -> dict[str, Any]:
    """Return where the document came from. No path of this machine, no credentials of a URL."""
    info = document.tree.get("info")
    return {
        "source": public_name(source),
        "received_at": received_at,
        "sha256": document.sha256,
        "info_version": info.get("version") if isinstance(info, dict) else None,
    }


def public_name(source: str) -> str:
    """Return a file's name, or a URL without user, query and fragment: those may hold a token."""
    if not source.startswith(("http://", "https://")):
        return Path(source).name
    parts = urlsplit(source)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def compare(document: Document, contract: Path) -> list[str]:
    """
    Return, in lines for people, what taking `document` in would change; nothing if the folder holds it already.

    It is the document that counts: the same one in other bytes, or from another place, is nothing new.

    Raises:
        DocumentError: The folder holds something that cannot be read at all.
    """
    stored = _read(contract / DOCUMENT_NAME)
    if stored is None:
        return [f"{contract}: holds no document yet."]
    if stored != render(document.tree):
        try:
            before = parse_tree(stored.decode("utf-8-sig", "replace"), name=DOCUMENT_NAME)
        except DocumentError as error:
            return [f"{contract}: its document is to be replaced: {error}"]
        return differences(before, document.tree) or ["The same document; its keys stand in another order or form."]
    return _missing_record(contract / RECORD_NAME, document)


def _missing_record(path: Path, document: Document) -> list[str]:
    raw = _read(path)
    try:
        known = None if raw is None else parse_tree(raw.decode("utf-8", "replace"), name=RECORD_NAME)
    except DocumentError:
        known = None
    fresh = record(document, source="", received_at="")
    if isinstance(known, dict) and known.keys() == fresh.keys() and known["info_version"] == fresh["info_version"]:
        return []
    return [f"{path}: does not say where the document is from."]


def _read(path: Path) -> bytes | None:
    return fetch(str(path)) if path.exists() else None


def differences(before: Any, after: Any) -> list[str]:
    """Return the places where two documents differ: the first 20, and how many more. No values: some are secrets."""
    places = list(_differences(before, after, ""))
    listed = places[:MAX_LISTED]
    if len(places) > MAX_LISTED:
        listed.append(f"and {len(places) - MAX_LISTED} more places")
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


def vendor(document: Document, contract: Path, *, source: str, received_at: dt.date) -> None:
    """
    Write document and record into the folder, both or none.

    Raises:
        DocumentError: The folder cannot be written. Nothing has changed.
    """
    fresh = record(document, source=source, received_at=received_at.isoformat())
    write_all(
        {
            contract / DOCUMENT_NAME: render(document.tree),
            contract / RECORD_NAME: (json.dumps(fresh, indent=2, ensure_ascii=False) + "\n").encode(),
        }
    )


def write_all(files: dict[Path, bytes]) -> None:
    """
    Write every file whole, or none: all bytes are on disk before the first name changes hands.

    Raises:
        DocumentError: A folder or file cannot be written.
    """
    with ExitStack() as leftovers:
        staged = []
        try:
            for path, content in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise DocumentError(f"{path}: is a directory, where a file is to be written.")
                descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
                leftovers.callback(Path(name).unlink, missing_ok=True)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                Path(name).chmod(0o644)
                staged.append((Path(name), path))
            for temporary, path in staged:
                temporary.replace(path)
        except OSError as error:
            raise DocumentError(f"{error.filename}: cannot be written ({error.strerror}).") from None


if __name__ == "__main__":
    sys.exit(main())
