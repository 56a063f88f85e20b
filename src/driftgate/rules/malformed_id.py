"""The rule `malformed-id`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.encoded import LUHN
from driftgate.finding import Severity
from driftgate.identifier import aliases_of, id_prefix, promised_mark
from driftgate.pointer import resolve
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

NEARLY_UUID = "nearlyUuid"
"""No keyword of JSON Schema: what lint calls an example id that is a UUID but for a few characters."""
_MARKS = frozenset({"-", "_"})


@rule(
    on=Violation,
    severity=Severity.WARNING,
    keywords=("pattern", "format", NEARLY_UUID),
    rank=40,
    inferred=Severity.NOTE,
)
def malformed_id(violation: Violation) -> Iterator[Mismatch]:
    """
    An id has the right prefix, or none is asked for, but not the promised form.

    ## Why it matters
    Ids are stored, indexed and compared by form. One that does not fit is cut off by a column, refused by the next
    API, or a sign that somebody edited it by hand.

    ## Example
    Ids are promised as `AID-` and a UUID; one ends in seven characters with `xx`.

    ## To settle it
    If the form is looser than the contract says, loosen the pattern; else tell the vendor.

    ## Source
    JSON Schema 2020-12, Validation, 6.3.3, "pattern"; RFC 9562 for UUIDs; ISO/IEC 7812-1 for `x-checksum: luhn`. Where `x-id-prefix` stands without a pattern, the
    ids in the document itself tell the separator, and (a note) whether a UUID follows.
    """
    node, value = violation.node, violation.value
    if not isinstance(value, str):
        return
    if violation.keyword == NEARLY_UUID:
        yield Mismatch(
            "is nearly a UUID, which other ids here are: edited by hand?",
            shape(value),
            "prefix and UUID",
            severity=Severity.NOTE,
        )
        return
    if node.get("format") == LUHN:
        yield Mismatch(
            "fails Luhn's formula: a digit is wrong", "wrong check digit", "a number that passes Luhn's formula"
        )
        return
    if isinstance(prefix := node.get("x-id-prefix"), str):
        known = aliases_of(prefix, violation.contract.glossary)
        own = next((each for each in known if value.startswith((f"{each}-", f"{each}_"))), prefix)
        mark, written = promised_mark(str(violation.limit)), value[len(own) : len(own) + 1]
        if mark is not None and written in _MARKS and written != mark:
            yield Mismatch(
                f"writes {written} after {own}, where the ids of the contract have {mark}",
                f"separator {written}",
                f"separator {mark}",
            )
            return
        yield Mismatch(
            f"starts with {own} but is not formed as other {prefix} ids are",
            shape(value) if len(value) > len(own) + 1 else "nothing after the prefix",
            f"a well-formed {prefix} id",
            severity=None if _says_form(violation) else Severity.NOTE,
        )
    elif node.get("format") in {"uuid", "guid"}:
        yield Mismatch("is no UUID", shape(value), "UUID")


def _says_form(violation: Violation) -> bool:
    """Tell whether the schema itself says how the id goes on; else only the document's own ids do."""
    original = resolve(violation.contract.tree, violation.node_pointer)
    return isinstance(original, dict) and "pattern" in original


def shape(value: str) -> str:
    """Return how an id is built without telling it: `groups of 8-4-4-4-12` or `17 characters`."""
    prefix = id_prefix(value)
    rest = value[len(prefix) + 1 :] if prefix else value
    groups = re.split(r"[-_]", rest)
    if 1 < len(groups) <= 8:
        kind = "" if re.fullmatch(r"[0-9a-fA-F_-]*", rest) else ", not all hexadecimal"
        return f"groups of {'-'.join(str(min(len(group), 99)) for group in groups)}{kind}"
    return f"{min(len(rest), 999)} characters"
