"""The rule `contradictory-flag`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity, Source
from driftgate.pointer import fold, join
from driftgate.rule import Mismatch, rule
from driftgate.spelling import words
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract

_ENDINGS = frozenset({"enabled", "available", "supported", "allowed", "active", "included"})
_BEGINNINGS = frozenset({"is", "has", "supports", "allows"})
_LISTED = re.compile(r"[A-Za-z0-9]+(?:[+,/|&][A-Za-z0-9]+)+")


@rule(on=Draft, severity=Severity.NOTE, source=Source.EXAMPLE)
def contradictory_flag(draft: Draft) -> Iterator[Mismatch]:
    """
    An example switches a flag on for something that a list beside it does not have.

    ## Why it matters
    One of the two is wrong, and programs decide by either: they offer calls on a number that cannot make any.

    ## Example
    `VoiceEnabled: true` on a record whose `ProductType` is `Sms+Data`, while another says `Sms+Data+Voice`.

    ## To settle it
    Ask which is right. If the flag follows from the list, say so (`x-validations`): then answers are held to it.

    ## Source
    The examples themselves; compare ISSTA 2023, "AGORA", on invariants between fields of one object.
    """
    contract = draft.contract
    reviewed = _validated_names(contract)
    for operation in contract.operations:
        for response in operation.responses.values():
            for media_type in response.content.values():
                for place, example in media_type.examples.values():
                    records = list(_records(example, ()))
                    for path, name, listed in _contradictions(records):
                        if name not in reviewed:
                            yield Mismatch(
                                f"is on, but {listed} does not list it",
                                "flag on",
                                f"flag off, or listed in {listed}",
                                pointer=fold((*path, name)),
                                document_pointer=f"{place}{join((*path, name))}",
                            )


def _records(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from _records(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _records(value, (*path, index))


def _contradictions(
    records: list[tuple[tuple[str | int, ...], dict[str, Any]]],
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    vocabularies: dict[tuple[str, str], set[str]] = {}
    for path, record in records:
        for key, value in record.items():
            if isinstance(value, str) and _LISTED.fullmatch(value):
                vocabularies.setdefault((fold(path), key), set()).update(_tokens(value))
    for path, record in records:
        for name, value in record.items():
            subject = _subject(name)
            if subject is None or not (value is True or (isinstance(value, str) and value.lower() == "true")):
                continue
            for key, listed in record.items():
                known = vocabularies.get((fold(path), key), set())
                if isinstance(listed, str) and subject in known and subject not in _tokens(listed):
                    yield path, name, key


def _tokens(text: str) -> set[str]:
    return {token.lower() for token in re.split(r"[+,/|&]", text)}


def _subject(name: str) -> str | None:
    """Return what a flag is about: `voice` of `VoiceEnabled` and of `hasVoice`."""
    parts = words(name)
    if len(parts) == 2 and parts[1] in _ENDINGS:
        return parts[0]
    return parts[1] if len(parts) == 2 and parts[0] in _BEGINNINGS else None


def _validated_names(contract: Contract) -> set[str]:
    """Return the names that some `x-validations` speaks of."""
    names: set[str] = set()
    stack: list[Any] = [contract.tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            for each in node["x-validations"] if isinstance(node.get("x-validations"), list) else ():
                if isinstance(each, dict):
                    names.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", str(each.get("rule", ""))))
            stack.extend(value for key, value in node.items() if key != "x-proposed")
        elif isinstance(node, list):
            stack.extend(node)
    return names
