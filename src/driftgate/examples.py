"""Examples: the answers a vendor wrote down by hand, judged like answers of a server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.finding import Source
from driftgate.identifier import id_prefix
from driftgate.pointer import fold, join
from driftgate.rules.malformed_id import NEARLY_UUID
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise
    from driftgate.judge import Judge, Sighting
    from driftgate.media_type import MediaType
    from driftgate.operation import Operation

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_HEX = re.compile(r"[0-9a-fA-F]+")
_GROUPS = re.compile(r"[0-9a-zA-Z]+(?:-[0-9a-zA-Z]+){3,6}")


class Example(NamedTuple):
    """A documented body: `pointer` is where its value stands in the document, `status` the key it is listed under."""

    operation: Operation
    status: str
    media_type: MediaType
    name: str
    pointer: str
    value: Any


def response_examples(contract: Contract) -> Iterator[Example]:
    """Yield every example of a response of the document as received, in its order."""
    from driftgate.operation import read_operations

    for operation in read_operations(contract.document.tree):
        for status, response in operation.responses.items():
            for media_type in response.content.values():
                for name, (pointer, value) in media_type.examples.items():
                    yield Example(operation, status, media_type, name, pointer, value)


def judge_examples(judge: Judge, contract: Contract) -> Iterator[tuple[Example, Promise, list[Sighting]]]:
    """Yield each example with what is wrong with it, judged by the effective contract."""
    examples = list(response_examples(contract))
    has_uuids = any(_has_uuid(example.value) for example in examples)
    for example in examples:
        promise = promise_of(contract, example)
        if promise is None:
            continue
        sightings = list(judge.example(promise, example.value))
        if has_uuids:
            seen = {sighting.path for sighting in sightings}
            violations = [each for each in _nearly_uuids(contract, example.value) if each.path not in seen]
            sightings.extend(judge.classify(violations, source=Source.EXAMPLE))
        yield example, promise, sightings


def promise_of(contract: Contract, example: Example) -> Promise | None:
    """Return what the effective contract promises of an example; None where overlays took the operation away."""
    operation = next((each for each in contract.operations if each.name == example.operation.name), None)
    if operation is None:
        return None
    return contract.promise(operation, representative(example.status), example.media_type.name)


def representative(status: str) -> int:
    """Return a status code for a documented status: 400 for `4XX`, 500 for `default`."""
    if status.isdecimal():
        return int(status)
    return int(status[0]) * 100 if status[0].isdecimal() else 500


def _strings(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _strings(value, (*path, index))
    elif isinstance(node, str):
        yield path, node


def _has_uuid(value: Any) -> bool:
    return any(_UUID.search(text) for _, text in _strings(value, ()))


def _nearly_uuids(contract: Contract, value: Any) -> Iterator[Violation]:
    for path, text in _strings(value, ()):
        prefix = id_prefix(text)
        is_prefixed = prefix is not None and not _HEX.fullmatch(prefix)
        if _is_nearly_uuid(text[len(prefix or "") + 1 :] if is_prefixed else text):
            yield Violation(
                contract=contract,
                keyword=NEARLY_UUID,
                limit=None,
                node={},
                node_pointer="",
                value=text,
                path=path,
                pointer=fold(path),
            )


def _is_nearly_uuid(text: str) -> bool:
    if not 30 <= len(text) <= 40 or not _GROUPS.fullmatch(text) or _UUID.fullmatch(text):
        return False
    letters = text.replace("-", "")
    return sum(char in "0123456789abcdefABCDEF" for char in letters) >= 0.8 * len(letters)


def place(example: Example, sighting: Sighting) -> str:
    """Return the document pointer of the very value in an example."""
    return f"{example.pointer}{join(sighting.path)}"
