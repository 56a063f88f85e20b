"""Completion: a contract whose untyped answers are typed from their own examples, in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.contract import Contract
from driftgate.media_type import is_json
from driftgate.nodes import objects_in
from driftgate.overlay import overlay_of
from driftgate.pointer import resolve
from driftgate.rules.untyped_response import is_untyped

if TYPE_CHECKING:
    from driftgate.inference import Conflict, Inference
    from driftgate.overlay import Overlay

INFERRED_NAME = "inferred"
"""What labels call the overlay that stands in no file."""
_NUMBER = re.compile(r"(?:^|/)(\d{3})-[^/]*$")
_FIRST_ON_TOP = 20
"""Overlays numbered from here on are inferred, or decided by people on top of what is inferred."""


def has_untyped_examples(contract: Contract) -> bool:
    """Tell whether some answer has examples and no type: then there is something to learn."""
    return any(
        is_json(media_type.name)
        and media_type.examples
        and is_untyped(contract.tree, resolve(contract.tree, media_type.schema_pointer or "/paths/~0"))
        for operation in contract.operations
        for response in operation.responses.values()
        for media_type in response.content.values()
    )


def completed(contract: Contract) -> Contract:
    """
    Return the contract with untyped answers typed by inference; the same contract where there is nothing to type.

    What people decided on top (overlays numbered 020 and above) still applies last, and wins.
    """
    if not has_untyped_examples(contract):
        return contract
    below, above = split_overlays(contract)
    inferred = inferred_below(contract)
    if inferred.overlay is None:
        return contract
    return Contract(contract.document, (*below, overlay_of(inferred.overlay, name=INFERRED_NAME), *above))


def inferred_below(contract: Contract) -> Inference:
    """Return what the document's examples teach, after the overlays that come before inference."""
    from driftgate.inference import infer_overlay

    below, _ = split_overlays(contract)
    base = Contract(contract.document, below)
    return infer_overlay(base.tree, title="Inferred types", source_name=contract.document.name)


def disagreements(contract: Contract) -> tuple[Conflict, ...]:
    """
    Return where the document's own examples contradict each other and nobody has decided.

    Where overlays type every answer and leave no choice open (`x-proposed` with several prefixes), somebody has.
    """
    if not has_untyped_examples(contract) and not _has_open_choice(contract.tree):
        return ()
    return inferred_below(contract).conflicts


def _has_open_choice(tree: Any) -> bool:
    return any(
        isinstance(proposed := node.get("x-proposed"), dict)
        and isinstance(proposed.get("x-id-prefix"), list)
        and "x-id-prefix" not in node
        for node in objects_in(tree)
    )


def split_overlays(contract: Contract) -> tuple[tuple[Overlay, ...], tuple[Overlay, ...]]:
    """Return the overlays that inference builds on, and those that come on top: numbered 020 and above."""
    for index, overlay in enumerate(contract.overlays):
        number = _NUMBER.search(overlay.name)
        if number is not None and int(number[1]) >= _FIRST_ON_TOP:
            return contract.overlays[:index], contract.overlays[index:]
    return contract.overlays, ()
