"""Inference on documents whose response schemas were reduced to bare objects, examples kept: how much comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.contract import Contract
from driftgate.document import load_document, parse_document
from driftgate.inference import infer_overlay
from driftgate.overlay import apply_overlays, overlay_of, parse_overlay
from inference_measures.compare import Measured, compare, follow
from inference_measures.figures import share

if TYPE_CHECKING:
    from pathlib import Path

NOTES = {"required", "additionalProperties", "unevaluatedProperties"}
"""Of an inferred contract, what is a note: presence and unknown properties."""


def find_response(tree: Any, method: str, path: str, status: str, media_type: str) -> dict[str, Any]:
    item = follow(tree, tree["paths"][path])
    response = follow(tree, item[method]["responses"][status])
    return dict(response["content"][media_type])


def examples_of(tree: Any, media: dict[str, Any]) -> list[Any]:
    found = [media["example"]] if "example" in media else []
    return found + [follow(tree, each).get("value") for each in (media.get("examples") or {}).values()]


def measure_document(reduced: Path, truth: Path, index: Path) -> Measured:
    measured = Measured()
    tree = load_document(reduced).tree
    true_tree = load_document(truth).tree
    inference = infer_overlay(tree, title="measured", source_name=reduced.name)
    amended = apply_overlays(tree, [parse_overlay(json.dumps(inference.overlay), name="inferred")])[0]
    for method, path, status, media_type, *_ in json.loads(index.read_text("utf-8")):
        told = find_response(amended, method, path, status, media_type)
        true = find_response(true_tree, method, path, status, media_type)
        values = examples_of(tree, told)
        compare(
            measured, amended, true_tree, told.get("schema", {}), true.get("schema", {}), values, f"{method} {path}"
        )
    return measured


class HeldBack(NamedTuple):
    """Examples tried, accepted, accepted as to types; of those that their vendor's own schema accepts: tried, accepted."""

    tried: int
    accepted: int
    typed: int
    sound: int
    sound_accepted: int


def held_back(truth: Path, index: Path, reduced: Path) -> HeldBack:
    """
    Return how many examples are accepted, over responses that share one declared schema.

    Each is held back in turn, and judged by what is inferred from the examples of the other responses.
    """
    contract = Contract(load_document(truth), [])
    true_tree, tree = contract.tree, load_document(reduced).tree
    groups: dict[str, list[Any]] = {}
    validators: dict[str, Any] = {}
    for method, path, status, media_type, *_ in json.loads(index.read_text("utf-8")):
        schema = find_response(true_tree, method, path, status, media_type).get("schema", {})
        examples = examples_of(tree, find_response(tree, method, path, status, media_type))
        key = schema.get("$ref") or json.dumps(schema, sort_keys=True)
        groups.setdefault(key, []).extend(examples)
        validators.setdefault(key, _validator(contract, method, path, status, media_type))
    tried = accepted = typed = sound = sound_accepted = 0
    for key, examples in groups.items():
        for number, example in enumerate(examples):
            others = [each for position, each in enumerate(examples) if position != number and each != example]
            if not others:
                continue
            tried += 1
            errors = _errors(others, example)
            accepted += not errors
            typed += not any(name in {"type", "anyOf"} for name in errors)
            if validators[key].is_valid(example):
                sound += 1
                sound_accepted += not errors
    return HeldBack(tried, accepted, typed, sound, sound_accepted)


def _validator(contract: Contract, method: str, path: str, status: str, media_type: str) -> Any:
    operation = next(each for each in contract.operations if each.name == f"{method.upper()} {path}")
    pointer = operation.responses[status].content[media_type].schema_pointer
    assert pointer is not None
    return contract.validator(pointer, strict=False)


def _errors(others: list[Any], example: Any) -> list[str]:
    content = {"application/json": {"examples": {str(number): {"value": each} for number, each in enumerate(others)}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "held back", "version": "1"},
        "paths": {"/held": {"get": {"responses": {"200": {"description": "", "content": content}}}}},
    }
    overlay = infer_overlay(document, title="measured", source_name="held").overlay
    if overlay is None:
        return []
    _take_back_proposals(overlay)
    received = parse_document(json.dumps(document).encode(), name="held")
    contract = Contract(received, [overlay_of(overlay, name="inferred")])
    validator = contract.validator("/paths/~1held/get/responses/200/content/application~1json/schema", strict=True)
    return [error.kind.name for error in validator.iter_errors(example) if error.kind.name not in NOTES]


def _take_back_proposals(node: Any) -> None:
    """Drop what is only proposed: breaking it weighs a note."""
    if isinstance(node, dict):
        node.pop("x-proposed", None)
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _take_back_proposals(part)


def documents_table(corpus: Path) -> list[str]:
    total = Measured()
    held = HeldBack(0, 0, 0, 0, 0)
    for index in sorted((corpus / "inference").glob("*.index.json")):
        name = index.name.removesuffix(".index.json")
        truth = next((corpus / "specs").glob(f"{name}.*"))
        measured = measure_document(index.with_name(f"{name}.json"), truth, index)
        total.counts.update(measured.counts)
        for label, places in measured.shown.items():
            total.shown.setdefault(label, []).extend(f"{name}: {place}" for place in places)
        counts = held_back(truth, index, index.with_name(f"{name}.json"))
        held = HeldBack(*map(sum, zip(held, counts, strict=True)))
    n = total.counts
    hard = {
        kind: (n[f"hard {kind} right"], n[f"hard {kind} right"] + n[f"hard {kind} wrong"])
        for kind in ("null", "number", "mixed")
    }
    said, promised = n["format right"] + n["format wrong"], n["format right"] + n["format missed"]
    lines = [
        "| question | answer |",
        "| --- | --- |",
        f"| type, all fields that examples show | {share(n['type right'], n['type right'] + n['type wrong'])} |",
        *(
            f"| type, where copying the example's is wrong: {kind} | {share(*counts)} |"
            for kind, counts in hard.items()
        ),
        f"| nullable, of what was said to be | {share(n['nullable right'], n['nullable right'] + n['nullable invented'])} |",
        f"| nullable, of what is | {share(n['nullable right'], n['nullable right'] + n['nullable missed'])} |",
        f"| format, of what was asserted where the truth names one | {share(n['format right'], said)} |",
        f"| format, of what the truth names | {share(n['format right'], promised)} |",
        f"| format asserted where the truth names none | {n['format unsaid by the truth']} |",
        f"| id prefix, of what was asserted where the truth has a pattern | {share(n['prefix right'], n['prefix right'] + n['contradicted prefix'])} |",
        f"| id prefix, of what the truth's patterns name | {share(n['prefix right'], n['prefix right'] + n['prefix missed'])} |",
        f"| contradicted by the truth at severity error: types | {n['contradicted type']} of {n['type right'] + n['type wrong']} |",
        f"| contradicted by the truth at severity error: prefixes | {n['contradicted prefix']} of {n['prefix right'] + n['contradicted prefix']} |",
        f"| held-back examples accepted | {share(held.accepted, held.tried)} |",
        f"| held-back examples accepted, of those that the truth accepts | {share(held.sound_accepted, held.sound)} |",
        f"| held-back examples accepted as to types | {share(held.typed, held.tried)} |",
    ]
    contradicted = [
        f"- {place}"
        for label in ("contradicted type", "contradicted prefix")
        for place in dict.fromkeys(total.shown.get(label, []))
    ]
    return [*lines, "", "What the truth contradicts:", "", *contradicted] if contradicted else lines


DOCUMENTS_NOTE = """The documents are Lob, Nexmo (account), Webex (messaging) and Xero (accounting), response schemas reduced to bare objects and
examples kept; the truth is what their vendors wrote. A format that the truth names nowhere is counted apart: most are right (e-mail addresses,
links) and unsaid. Held-back examples are tried against what the other responses of the same declared schema teach; a null
among objects, which this truth does not take either, is refused. The schemas that the vendors keep under `components` were left to
them: whether a field may be null is read off those as well, from what they refer to and from the one most like an object. These four
documents were looked at while that was made; six invented ones served for units, maps, roles and the names of shared schemas.
"""
