"""
Measure inference: against the truth of published documents, and on recordings that are made here.

Documents: response schemas were reduced to bare objects, examples kept; what is inferred is compared with what the vendor wrote.
Recordings: bodies drawn from many small worlds (see `worlds`), learned from 50 exchanges, judged on further clean ones and on
single random edits. Prints Markdown; `--write` puts it into `docs/inference.md`.

The documents are not part of the repository: DRIFTGATE_CORPUS names a folder with `inference/` and `specs/`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from inference_messy_worlds import MESSY
from inference_worlds import WORLDS
from measure_recordings import LEARNED, NOTES, document_of, measure_world

from driftgate.contract import Contract
from driftgate.document import load_document, parse_document
from driftgate.inference import Learned, LearnedBody, infer_overlay
from driftgate.overlay import apply_overlays, overlay_of, parse_overlay
from driftgate.pointer import resolve
from driftgate.vocabulary import json_type


@dataclass(slots=True)
class Measured:
    """Counts over all fields that examples show; `shown` keeps a few disagreements of each kind for people."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, where: str) -> None:
        self.counts[what] += 1
        self.shown.setdefault(what, []).append(where)


def follow(tree: Any, schema: Any) -> Any:
    for _ in range(20):
        if not isinstance(schema, dict) or "$ref" not in schema:
            break
        schema = resolve(tree, schema["$ref"][1:].replace("%7B", "{").replace("%7D", "}"))
    return schema if isinstance(schema, dict) else {}


def branches(tree: Any, schema: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Return the alternatives of a schema, each with its `allOf` merged in."""
    schema = follow(tree, schema)
    if depth > 8:
        return [schema]
    own = {key: value for key, value in schema.items() if key not in {"allOf", "oneOf", "anyOf"}}
    found = [own]
    for part in schema.get("allOf", ()):
        found = [_both(one, other) for one in found for other in branches(tree, part, depth + 1)]
    alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    if alternatives:
        found = [
            _both(one, other) for part in alternatives for one in found for other in branches(tree, part, depth + 1)
        ]
    return found[:24]


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    whole = {**one, **other}
    if "properties" in one and "properties" in other:
        whole["properties"] = {**one["properties"], **other["properties"]}
    return whole


def types(schema: dict[str, Any]) -> set[str]:
    kind = schema.get("type")
    if kind is None:
        if "properties" in schema:
            return {"object"}
        if "items" in schema:
            return {"array"}
        if "enum" in schema:
            return {"string"} if all(isinstance(each, str) for each in schema["enum"]) else set()
        return set()
    named = set(kind) if isinstance(kind, list) else {kind}
    return named | ({"null"} if schema.get("nullable") else set())


def compare(
    measured: Measured, inferred_tree: Any, truth_tree: Any, inferred: Any, truth: Any, values: list[Any], where: str
) -> None:
    """Compare what was inferred at a place with the truth, as far down as the examples reach."""
    values = [value for value in values if value is not ...]
    if not values or where.count("/") > 24:
        return
    told = branches(inferred_tree, inferred)
    true = branches(truth_tree, truth)
    true_types = set().union(*(types(each) for each in true)) if all(types(each) for each in true) else set()
    told_types = set().union(*(types(each) for each in told)) if all(types(each) for each in told) else set()
    if true_types:
        _compare_types(measured, told_types, true_types, values, where)
        _compare_formats(measured, told, true, values, where)
    objects = [value for value in values if isinstance(value, dict)]
    keys = dict.fromkeys(key for value in objects for key in value)
    for key in keys:
        below = [part for each in true for part in [(each.get("properties") or {}).get(key)] if part is not None]
        mine = [
            part
            for each in told
            for part in [(each.get("properties") or {}).get(key, each.get("additionalProperties"))]
            if isinstance(part, dict)
        ]
        if below and mine:
            compare(
                measured,
                inferred_tree,
                truth_tree,
                mine[0],
                {"anyOf": below} if len(below) > 1 else below[0],
                [value.get(key, ...) for value in objects],
                f"{where}/{key}",
            )
    lists = [value for value in values if isinstance(value, list)]
    if lists:
        below = [each["items"] for each in true if "items" in each]
        mine = [each["items"] for each in told if "items" in each]
        if below and mine:
            compare(
                measured,
                inferred_tree,
                truth_tree,
                mine[0],
                {"anyOf": below} if len(below) > 1 else below[0],
                [item for value in lists for item in value],
                f"{where}/*",
            )


def _compare_types(measured: Measured, told: set[str], true: set[str], values: list[Any], where: str) -> None:
    bare_true, bare_told = true - {"null"}, told - {"null"}
    if not bare_true:
        return
    copied = {_copied_type(value) for value in values} - {"null"}
    is_right = bare_told == bare_true
    measured.note("type right" if is_right else "type wrong", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}")
    if copied != bare_true:
        kind = "null" if not copied else "number" if bare_true == {"number"} else "mixed"
        measured.note(
            f"hard {kind} {'right' if is_right else 'wrong'}", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}"
        )
    if bare_told and not (bare_true <= bare_told or (bare_told >= {"number"} and bare_true <= {"number", "integer"})):
        measured.note("contradicted type", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}")
    if "null" in told or "null" in true:
        kind = "right" if "null" in told and "null" in true else "missed" if "null" in true else "invented"
        measured.note(f"nullable {kind}", where)
    measured.counts["nullable pairs"] += 1


_FORMATS = {"uuid", "guid", "date", "date-time", "email", "uri", "url", "ipv4", "ipv6", "hostname", "byte"}
_SAME = {"guid": "uuid", "url": "uri"}


def _compare_formats(
    measured: Measured, told: list[dict[str, Any]], true: list[dict[str, Any]], values: list[Any], where: str
) -> None:
    texts = [value for value in values if isinstance(value, str) and value]
    if not texts:
        return
    said = {_SAME.get(name, name) for each in told if (name := each.get("format")) in _FORMATS}
    promised = {_SAME.get(name, name) for each in true if (name := each.get("format")) in _FORMATS}
    for name in said | promised:
        if name in said and name in promised:
            measured.note("format right", f"{where}: {name}")
        elif name in said:
            free = all("format" not in each and "enum" not in each for each in true)
            measured.note(
                "format unsaid by the truth" if free else "format wrong",
                f"{where}: {name}, truth {[each.get('format') or each.get('pattern') for each in true]}",
            )
        else:
            measured.note("format missed", f"{where}: {name}, shown {texts[0][:50]!r}")
    patterns = [each["pattern"] for each in true if isinstance(each.get("pattern"), str)]
    prefixed = [
        pattern
        for pattern in patterns
        if pattern.lstrip("^(").split("_")[0].isalnum() and "_" in pattern[:14] and "[" in pattern
    ]
    prefix = next((each["x-id-prefix"] for each in told if "x-id-prefix" in each), None)
    if prefix is not None:
        is_right = any(
            f"{prefix}_" in pattern or f"{prefix}-" in pattern or f"{prefix}[" in pattern for pattern in patterns
        )
        measured.note(
            "prefix right" if is_right else "contradicted prefix" if patterns else "prefix unsaid by the truth",
            f"{where}: {prefix}, truth {patterns}",
        )
    elif prefixed:
        measured.note("prefix missed", f"{where}: {prefixed[0]}, shown {texts[0][:50]!r}")


def _copied_type(value: Any) -> str:
    """Return the type one gets by copying the JSON type of an example: `1.0` is a number."""
    return "number" if isinstance(value, float) else json_type(value)


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


def held_back(truth: Path, index: Path, reduced: Path) -> tuple[int, int, int]:
    """
    Return, over responses that share one declared schema, how many examples were tried, accepted, and accepted as to types.

    Each is held back in turn, and judged by what is inferred from the examples of the other responses.
    """
    true_tree, tree = load_document(truth).tree, load_document(reduced).tree
    groups: dict[str, list[Any]] = {}
    for method, path, status, media_type, *_ in json.loads(index.read_text("utf-8")):
        schema = find_response(true_tree, method, path, status, media_type).get("schema", {})
        examples = examples_of(tree, find_response(tree, method, path, status, media_type))
        groups.setdefault(schema.get("$ref") or json.dumps(schema, sort_keys=True), []).extend(examples)
    tried = accepted = typed = 0
    for examples in groups.values():
        for number, example in enumerate(examples):
            others = [each for position, each in enumerate(examples) if position != number and each != example]
            if not others:
                continue
            tried += 1
            errors = _errors(others, example)
            accepted += not errors
            typed += not any(name in {"type", "anyOf"} for name in errors)
    return tried, accepted, typed


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
    received = parse_document(json.dumps(document).encode(), name="held")
    contract = Contract(received, [overlay_of(overlay, name="inferred")])
    validator = contract.validator("/paths/~1held/get/responses/200/content/application~1json/schema", strict=True)
    return [error.kind.name for error in validator.iter_errors(example) if error.kind.name not in NOTES]


def share(part: int, whole: int) -> str:
    """Return `861 of 866 (99.4 %)`; below 100 no percentage, which would pretend a precision that is not there."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole >= 100 else "")


def documents_table(corpus: Path) -> list[str]:
    total = Measured()
    tried = accepted = typed = 0
    for index in sorted((corpus / "inference").glob("*.index.json")):
        name = index.name.removesuffix(".index.json")
        truth = next((corpus / "specs").glob(f"{name}.*"))
        measured = measure_document(index.with_name(f"{name}.json"), truth, index)
        total.counts.update(measured.counts)
        for label, places in measured.shown.items():
            total.shown.setdefault(label, []).extend(f"{name}: {place}" for place in places)
        counts = held_back(truth, index, index.with_name(f"{name}.json"))
        tried, accepted, typed = tried + counts[0], accepted + counts[1], typed + counts[2]
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
        f"| held-back examples accepted | {share(accepted, tried)} |",
        f"| held-back examples accepted as to types | {share(typed, tried)} |",
    ]
    lines += ["", "What the truth contradicts:", ""]
    lines += [
        f"- {place}"
        for label in ("contradicted type", "contradicted prefix")
        for place in dict.fromkeys(total.shown.get(label, []))
    ]
    return lines


def recordings_table(seeds: int) -> list[str]:
    lines = [
        "| worlds | exchanges learned, each | clean exchanges judged | alarms | edits noticed |",
        "| --- | --- | --- | --- | --- |",
    ]
    edits: dict[str, list[int]] = {}
    results = {
        (world.path, seed): measure_world(world, seed) for world in (*WORLDS, *MESSY) for seed in range(1, seeds + 1)
    }
    for label, worlds in (("regular", WORLDS), ("messy", MESSY), ("all", (*WORLDS, *MESSY))):
        clean = alarms = noticed = made = 0
        for world in worlds:
            for seed in range(1, seeds + 1):
                result = results[world.path, seed]
                clean += result.clean
                alarms += result.alarms
                for kind, (caught, tried) in result.edits.items():
                    noticed, made = noticed + caught, made + tried
                    if label == "all":
                        counts = edits.setdefault(kind, [0, 0])
                        counts[0] += caught
                        counts[1] += tried
        lines.append(
            f"| {label}: {len(worlds)} operations, {seeds} seeds | {LEARNED} | {clean} | {share(alarms, clean)} | {share(noticed, made)} |"
        )
    lines += ["", "| edit | noticed |", "| --- | --- |"]
    lines += [f"| {kind} | {share(*counts)} |" for kind, counts in sorted(edits.items())]
    return lines


def speed_table() -> list[str]:
    """Return how many bodies a second are parsed and learned from, on one core, inventory records of the size in question."""
    numbers = next(world for world in WORLDS if world.path == "/numbers")
    answer = numbers.begin(random.Random(1))  # noqa: S311 -- draws bodies, keeps no secret
    bodies: list[bytes] = []
    while len(bodies) < 4000:
        body = answer().body
        body["Numbers"] = body["Numbers"][:5]
        bodies.append(orjson.dumps(body))
    size = sum(map(len, bodies)) / len(bodies)
    begun = time.perf_counter()
    learned = Learned()
    for raw in bodies:
        learned.add(LearnedBody("GET /numbers", "200", "application/json", orjson.loads(raw), {}))
    for response in learned.responses.values():
        response.node.settle()
    elapsed_s = time.perf_counter() - begun
    begun = time.perf_counter()
    infer_overlay(document_of(numbers), learned=learned, title="speed", source_name="world")
    relations_s = time.perf_counter() - begun
    return [
        f"{len(bodies)} bodies of {size / 1000:.1f} kB on average: {len(bodies) / elapsed_s:,.0f} parsed and learned from in a second, on one core;",
        f"{relations_s:.2f} s more for the overlay with its relations, once, however many bodies there were.",
    ]


INTRODUCTION = """# What inference gets right

Written by `scripts/measure_inference.py --write`; the counts are from one run of it.
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--seeds", type=int, default=4, help="runs of every world")
    parser.add_argument(
        "--write", type=Path, nargs="?", const=Path("docs/inference.md"), help="write the page instead of printing it"
    )
    options = parser.parse_args(arguments)
    parts = [INTRODUCTION]
    corpus = os.environ.get("DRIFTGATE_CORPUS")
    if corpus:
        parts += ["## Documents\n", *documents_table(Path(corpus)), ""]
        parts += [DOCUMENTS_NOTE]
    parts += ["## Recordings\n", *recordings_table(options.seeds), "", RECORDINGS_NOTE, "## Speed\n", *speed_table()]
    text = "\n".join(parts) + "\n"
    if options.write is None:
        print(text, end="")
    else:
        options.write.write_text(text, "utf-8")
    return 0


DOCUMENTS_NOTE = """The documents are Lob, Nexmo (account), Webex (messaging) and Xero (accounting), response schemas reduced to bare objects and
examples kept; the truth is what their vendors wrote. A format that the truth names nowhere is counted apart: most are right (e-mail addresses,
links) and unsaid. Every contradicted type is an example that contradicts its own vendor's schema. Held-back examples are tried against what the
other responses of the same declared schema teach.
"""

RECORDINGS_NOTE = """An alarm is an error or a warning; presence and unknown properties are notes and count neither as alarm nor as notice. Edits are
uniform over the values of a body: a string replaced, one character inserted, deleted or changed, a number moved by one or replaced by a random
one, a boolean flipped, an array emptied, shortened or reordered. The regular worlds were looked at while the rules were made. The messy ones have
rare values and rules with exceptions; they were written afterwards, but a few thresholds were moved when their first results were seen (0.6 %
alarms, 55 of 100 edits). So neither is a blind measure. All bodies are made up, and cleaner than the world.
"""


if __name__ == "__main__":
    sys.exit(main())
