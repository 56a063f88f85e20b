"""
Write `openapi/overlays/020-inferred.overlay.yaml` from the document and the reviewed overlays before it (010, 015, …).

Never from 020 itself or from what comes after it: the same document and the same reviewed overlays give the same bytes.

Exit codes: 0 done, or with --check nothing to do; 1 with --check: the file is stale, the difference is printed; 2 not
judged: the folder cannot be read or written.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import tempfile
from pathlib import Path

from driftgate import yaml12
from driftgate.contract import DOCUMENT_NAME, OVERLAY_FOLDER
from driftgate.document import load_document
from driftgate.errors import ContractError, DriftgateError
from driftgate.inference import infer_overlay
from driftgate.overlay import apply_overlays, load_overlays, parse_overlay

INFERRED_NAME = "020-inferred.overlay.yaml"
TITLE = "What the examples say"
HEADER = "# Written by scripts/infer_contract.py; edits are lost. What people decide stands in the overlays after this one.\n"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    path = options.contract / OVERLAY_FOLDER / INFERRED_NAME
    try:
        text = inferred_text(options.contract)
        before = path.read_text("utf-8") if path.is_file() else ""
        if text == before:
            print(f"{path}: nothing to do.")
            return 0
        if options.check:
            print("".join(difflib.unified_diff(_lines(before), _lines(text), str(path), "inferred now")), end="")
            print(f"{path}: stale. Run scripts/infer_contract.py.")
            return 1
        replace(path, text)
    except (DriftgateError, OSError) as error:
        print(f"infer_contract: {error}", file=sys.stderr)
        return 2
    print(f"{path}: written.")
    return 0


def inferred_text(folder: Path) -> str:
    """
    Return the inferred overlay of a contract's folder as YAML; empty where the vendor left nothing untyped.

    Raises:
        DriftgateError: Document or overlays cannot be read.
    """
    if not (folder / DOCUMENT_NAME).is_file():
        raise ContractError(f"{folder}: has no {DOCUMENT_NAME}. Name the folder of a contract.")
    document = load_document(folder / DOCUMENT_NAME)
    overlays = load_overlays(folder / OVERLAY_FOLDER, shown_as=OVERLAY_FOLDER)
    reviewed = [each for each in overlays if Path(each.name).name < "020"]
    tree, _ = apply_overlays(document.tree, reviewed)
    overlay = infer_overlay(tree, title=TITLE, source_name=DOCUMENT_NAME).overlay
    if overlay is None:
        return ""
    text = HEADER + yaml12.dumps(overlay)
    apply_overlays(tree, [parse_overlay(text, name=INFERRED_NAME)])  # what cannot be applied is not written
    return text


def replace(path: Path, text: str) -> None:
    """Put `text` at `path` in one step, or leave what is there; an empty text removes the file."""
    if not text:
        path.unlink(missing_ok=True)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".infer-", delete=False) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105 -- one rename, also over an existing file on Windows


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument(
        "--contract", type=Path, default=Path("openapi"), help="the contract's folder (default: openapi)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the file is stale")
    return parser


if __name__ == "__main__":
    sys.exit(main())
