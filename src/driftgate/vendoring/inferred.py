"""The overlay that inference writes into a contract's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from driftgate import pyyaml
from driftgate.contract import DOCUMENT_NAME
from driftgate.inference import infer_overlay
from driftgate.overlay import apply_overlays, parse_overlay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.document import Document
    from driftgate.overlay import Overlay

INFERRED_NAME = "020-inferred.overlay.yaml"
TITLE = "What the examples say"
HEADER = "# Written by scripts/infer_contract.py; edits are lost. What people decide stands in the overlays after this one.\n"


def inferred_text(document: Document, overlays: Iterable[Overlay]) -> str:
    """
    Return the inferred overlay of a document as YAML; empty where the vendor left nothing untyped.

    Only the overlays before it (010, 015, …) count: the same document and the same of them give the same bytes.

    Raises:
        OverlayError: An overlay cannot be applied.
    """
    reviewed = [each for each in overlays if Path(each.name).name < "020"]
    tree, _ = apply_overlays(document.tree, reviewed)
    overlay = infer_overlay(tree, title=TITLE, source_name=DOCUMENT_NAME).overlay
    if overlay is None:
        return ""
    text = HEADER + pyyaml.dumps(overlay)
    apply_overlays(tree, [parse_overlay(text, name=INFERRED_NAME)])  # what cannot be applied is not written
    return text
