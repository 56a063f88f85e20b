"""A vendor that merely refreshes its examples changes nothing: other ids, dates, names, numbers, a record more."""

from __future__ import annotations

import copy
import os
import random
import re
from pathlib import Path

import orjson
import pytest

from driftgate.contract import Contract, load_contract
from driftgate.document import load_document, parse_document
from driftgate.revision.run import describe
from driftgate.revision.source import Revision

CORPUS = os.environ.get("DRIFTGATE_CORPUS")
VENDORED = Path(__file__).parent.parent.parent / "openapi"
WORDS = ("Anna", "Berlin", "now", "Zoe")


def refreshed(value, dice):
    """A value that teaches the same: of the same type, with the same prefix, in the same dialect."""
    if isinstance(value, bool):
        return dice.random() < 0.5
    if isinstance(value, int):
        return value if value == 0 else dice.randrange(10 ** (len(str(abs(value))) - 1), 10 ** len(str(abs(value))))
    if isinstance(value, float):
        return round(value * dice.uniform(0.5, 1.5) + 0.01, 2)
    if isinstance(value, dict):
        return {key: refreshed(item, dice) for key, item in value.items()}
    if isinstance(value, list):
        items = [refreshed(item, dice) for item in value]
        return [*items, refreshed(dice.choice(value), dice)] if items and dice.random() < 0.3 else items
    return refreshed_text(value, dice) if isinstance(value, str) else value


def refreshed_text(text, dice):
    iso = re.match(r"(\d{4})-\d\d-\d\d(.*)$", text)
    if iso:
        return f"{dice.randrange(2019, 2026)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}{iso[2]}"
    slashed = re.match(r"\d\d/\d\d/\d{4}(.*)$", text)
    if slashed:
        return f"{dice.randrange(1, 13):02d}/{dice.randrange(1, 13):02d}/{dice.randrange(2019, 2026)}{slashed[1]}"
    identity = re.match(r"([A-Za-z]+[-_])?([0-9a-f]{3,}(?:-[0-9a-f]+)*)$", text)
    if identity:
        again = re.sub(
            r"[0-9a-f]", lambda one: dice.choice("0123456789" if one[0].isdigit() else "abcdef"), identity[2]
        )
        return f"{identity[1] or ''}{again}"
    if re.fullmatch(r"[+\d][\d ()-]*", text):
        return re.sub(r"\d", lambda _: str(dice.randrange(1, 10)), text)
    return f"{text} {dice.choice(WORDS)}" if " " in text else text


def with_refreshed_examples(node, dice):
    if isinstance(node, list):
        return [with_refreshed_examples(item, dice) for item in node]
    if not isinstance(node, dict):
        return node
    again = {}
    for key, value in node.items():
        if key == "example" or (key == "examples" and isinstance(value, list)):
            again[key] = refreshed(value, dice)
        elif key == "examples" and isinstance(value, dict):
            again[key] = {
                name: {**each, "value": refreshed(each["value"], dice)} if "value" in each else each
                for name, each in value.items()
            }
        else:
            again[key] = with_refreshed_examples(value, dice)
    return again


def revision(contract, seed):
    tree = with_refreshed_examples(copy.deepcopy(contract.document.tree), random.Random(seed))
    document = parse_document(orjson.dumps(tree), name="new.json")
    assert document.tree != contract.document.tree
    return Revision(before=contract, after=Contract(document, contract.overlays))


@pytest.mark.parametrize("seed", range(8))
def test_refreshed_examples_of_the_vendored_contract_are_no_change(seed):
    assert describe(revision(load_contract(VENDORED), seed)) == []
    assert describe(revision(Contract(load_document(VENDORED / "openapi.json")), seed)) == []


@pytest.mark.skipif(CORPUS is None, reason="DRIFTGATE_CORPUS names no corpus")
@pytest.mark.parametrize(
    "name", ["inference/nexmo_account.json", "inference/webex_messaging.json", "specs/nexmo_messages.yaml"]
)
def test_refreshed_examples_of_other_vendors_are_no_change(name):
    assert describe(revision(Contract(load_document(Path(CORPUS) / name)), 1)) == []
