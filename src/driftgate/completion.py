"""Completion: a contract whose untyped answers are typed from their own examples, in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.contract import Contract, is_json
from driftgate.overlay import overlay_of
from driftgate.pointer import resolve
from driftgate.rules.untyped_response import is_untyped

if TYPE_CHECKING:
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
    from driftgate.inference import infer_overlay

    below, above = _split(contract.overlays)
    base = Contract(contract.document, below)
    inferred = infer_overlay(base.tree, title="Inferred types", source_name=contract.document.name)
    if not inferred.overlay.get("actions"):
        return contract
    return Contract(contract.document, (*below, overlay_of(inferred.overlay, name=INFERRED_NAME), *above))


def _split(overlays: tuple[Overlay, ...]) -> tuple[tuple[Overlay, ...], tuple[Overlay, ...]]:
    for index, overlay in enumerate(overlays):
        number = _NUMBER.search(overlay.name)
        if number is not None and int(number[1]) >= _FIRST_ON_TOP:
            return overlays[:index], overlays[index:]
    return overlays, ()
