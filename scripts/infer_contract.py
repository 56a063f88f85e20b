"""
Write `openapi/overlays/020-inferred.overlay.yaml` from the document and the reviewed overlays before it (010, 015, …).

Never from 020 itself or from what comes after it: the same document and the same reviewed overlays give the same bytes.

Exit codes: 0 done, or with --check nothing to do; 1 with --check: the file is stale, the difference is printed; 2 not
judged: the folder cannot be read or written.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.cli.chore import Parser
from driftgate.cli.door import ended
from driftgate.contract import DOCUMENT_NAME, OVERLAY_FOLDER
from driftgate.document import load_document
from driftgate.errors import ContractError
from driftgate.overlay import load_overlays
from driftgate.swap import changing, swap
from driftgate.vendoring import INFERRED_NAME, inferred_text

if TYPE_CHECKING:
    import argparse


def main(arguments: list[str] | None = None) -> int:
    return ended(lambda: _run(_parser().parse_args(arguments)), name="infer_contract")


def _run(options: argparse.Namespace) -> int:
    if options.check:
        return _look(options.contract)
    with changing(options.contract) as staging:
        path, before, text = _sides(options.contract)
        if text == before:
            print(f"{path}: nothing to do.")
            return 0
        swap({path: text.encode() or None}, staging=staging)
    print(f"{path}: written.")
    return 0


def _look(folder: Path) -> int:
    """Say whether the overlay is stale, and where."""
    path, before, text = _sides(folder)
    if text == before:
        print(f"{path}: nothing to do.")
        return 0
    print("".join(difflib.unified_diff(_lines(before), _lines(text), str(path), "inferred now")), end="")
    print(f"{path}: stale. Run scripts/infer_contract.py.")
    return 1


def _sides(folder: Path) -> tuple[Path, str, str]:
    """Return where the inferred overlay is, what it says, and what it is to say."""
    path = folder / OVERLAY_FOLDER / INFERRED_NAME
    return path, path.read_text("utf-8") if path.is_file() else "", inferred(folder)


def inferred(folder: Path) -> str:
    """Return the inferred overlay that a contract's folder gives today."""
    if not (folder / DOCUMENT_NAME).is_file():
        raise ContractError(f"{folder}: has no {DOCUMENT_NAME}. Name the folder of a contract.")
    overlays = load_overlays(folder / OVERLAY_FOLDER, shown_as=OVERLAY_FOLDER)
    return inferred_text(load_document(folder / DOCUMENT_NAME), overlays)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _parser() -> Parser:
    parser = Parser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument(
        "--contract", type=Path, default=Path("openapi"), help="the contract's folder (default: openapi)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the file is stale")
    return parser


if __name__ == "__main__":
    sys.exit(main())
