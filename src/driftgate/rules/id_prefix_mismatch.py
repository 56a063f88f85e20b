"""The rule `id-prefix-mismatch`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.identifier import aliases_of, id_prefix
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX_IN_PATTERN = re.compile(r"\^(?:\(\?:)?([A-Za-z][A-Za-z0-9]*)[-_]")
_MACHINE_MADE = re.compile("[0-9]|[A-Z]{2}[a-z]|[a-z][A-Z]")
"""What words after a separator (`not_available`, `ON_HOLD`) do not have."""


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("pattern",), rank=25)
def id_prefix_mismatch(violation: Violation) -> Iterator[Mismatch]:
    """
    An id carries the prefix of another kind of thing.

    ## Why it matters
    A prefixed id says what it names. A schedule's id where a subscriber's belongs points at the wrong record: requests
    made with it fail, or worse, succeed on something else.

    ## Example
    `AssignedSubscriberId` is promised as `TSUID-…` (a subscriber); the server answers `SID-…` (a schedule).

    ## To settle it
    Ask the vendor which kind is meant. If two prefixes name one thing, say so in the glossary (`x-id-prefixes`).

    ## Source
    `x-id-prefix` on the schema and `components.x-id-prefixes` in the overlays; else the literal start of `pattern`.
    """
    value, promised = violation.value, _promised_prefix(violation)
    if promised is None or not isinstance(value, str):
        return
    glossary = violation.contract.glossary
    seen = id_prefix(value)
    if any(value.startswith((f"{known}-", f"{known}_")) for known in aliases_of(promised, glossary)):
        return  # the prefix is right; the rest is for another rule
    if seen is None or (seen not in glossary and not _MACHINE_MADE.search(value, len(seen) + 1)):
        yield Mismatch(f"has no prefix; {promised} is promised", "no prefix", f"prefix {promised}")
        return
    yield Mismatch(
        f"carries the prefix {seen}{_named(glossary.get(seen))}; {promised}{_named(glossary.get(promised))} is promised",
        f"prefix {seen}",
        f"prefix {promised}",
    )


def _promised_prefix(violation: Violation) -> str | None:
    prefix = violation.node.get("x-id-prefix")
    if isinstance(prefix, str):
        return prefix
    found = _PREFIX_IN_PATTERN.match(str(violation.limit))
    return found[1] if found else None


def _named(resource: str | None) -> str:
    return f" ({resource.replace('-', ' ')})" if resource else ""
