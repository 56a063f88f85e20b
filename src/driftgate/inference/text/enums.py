"""Enums: a closed list of words, asserted only where new ones would have shown by now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.seen.node import Node

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*([ _.+/:-][A-Za-z0-9]+){0,4}")
_FREE = frozenset({
    "name", "title", "description", "text", "comment", "note", "notes", "message", "label", "city", "street", "line", "address", "summary",
    "id", "key", "slug", "first", "last", "user", "username", "login", "author", "company", "subject", "body", "content", "email", "url", "path",
    "filename", "file", "tag", "tags", "hash", "sha", "token", "display", "organization", "organisation", "owner", "reference", "zip", "postcode",
})  # fmt: skip
CODES = frozenset({"boolean_text", "country_code", "currency_code", "language_tag"})
_KINDS = frozenset(
    {
        "object",
        "type",
        "kind",
        "class",
        "schema",
        "unit",
        "units",
        "version",
        "typename",
        "resource",
        "scheme",
        "protocol",
        "jsonrpc",
    }
)
"""Names under which one value, seen always, says what the thing is. Under others it only has not changed yet."""
MOST = 16
NEEDS = 40
"""Recorded values, and ten times the number of words: below, an unseen word is too likely."""
SEVERAL_NEED = 100
EVEN = 1 / 8
LETTERS = 12
"""Below so many recorded values, the share that each of several words needs, and their letters in all: where one comes
seldom, another comes more seldom still, and `y` and `n` are marks to which others are put."""


STATES_NEED = 150
_STATES = frozenset({"status", "state", "phase", "stage", "result", "outcome"})
"""Names under which the rarest word is the one that matters, and comes last: returned, failed, void."""


def is_free(name: str) -> bool:
    """Tell whether a field of this name holds what people write."""
    return bool(set(words(name)) & _FREE)


def enum_of(node: Node, counts: Mapping[str, int], name: str) -> dict[str, Any]:
    """Return `enum` where recordings show the same few words again and again, each of them repeatedly; else nothing."""
    if not node.recorded or node.texts.overflowed or len(counts) > MOST:
        return {}
    total = sum(counts.values())
    if len(counts) == 1 and (total < 2 * NEEDS or not set(words(name)) & _KINDS):
        return {}
    needed = STATES_NEED if set(words(name)) & _STATES else NEEDS
    is_even = min(counts.values()) >= EVEN * total and sum(map(len, counts)) >= LETTERS
    if len(counts) > 1 and total < SEVERAL_NEED and not is_even:
        return {}
    if total < max(needed, 10 * len(counts)) or is_free(name):
        return {}
    # Good and Turing: the chance of an unseen word is about the share of words seen once.
    if min(counts.values()) < (4 if total < 200 else 2) or any(
        not _WORD.fullmatch(text) or len(text) > 40 for text in counts
    ):
        return {}
    return {"enum": sorted(counts)}


_CLOSED = frozenset({
    "type", "kind", "status", "state", "classification", "category", "class", "mode", "direction", "phase", "tier", "severity", "priority", "role",
})  # fmt: skip


def proposed_enum(node: Node, counts: Mapping[str, int], name: str) -> dict[str, Any]:
    """
    Return `enum` where examples repeat every word under a name that speaks of a closed list; else nothing.

    To be proposed, not asserted. Of 259 such lists in the examples of four documents, 224 were only a part of what the
    vendor declares.
    """
    if node.recorded or len(counts) > MOST:
        return {}
    is_list = bool(set(words(name)) & _CLOSED) and not is_free(name)
    if not is_list or min(counts.values()) < 2 or any(not _WORD.fullmatch(text) or len(text) > 24 for text in counts):
        return {}
    return {"enum": sorted(counts)}
