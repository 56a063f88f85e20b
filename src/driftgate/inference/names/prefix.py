"""Prefixed ids: `TSUID-d7b3…`, `TNID-9772956561858`, `cus_NffrFeUfNV2Hib`, `AC` and 32 hex digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from driftgate.identifier import aliases_of
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

_DASHED = re.compile(r"([A-Za-z]{2,10})-([0-9A-Za-z][0-9A-Za-z-]*)")
_UNDERSCORED = re.compile(r"([A-Za-z]{2,10}(?:_[a-z]{2,10}){0,2})_([0-9A-Za-z]+)")
_TWILIO = re.compile(r"([A-Z]{2})([0-9a-f]{32})")
_OF_LETTERS = re.compile(r"([A-Z]{3,10})([-_])([A-Z]{2,}(?:[-_][A-Z]{2,})*)")
FEWEST_OF_LETTERS = 4
"""Ids of capital letters alone that must begin alike before that is no accident."""
_NAMING = frozenset({"name", "label", "title", "slug"})
"""Words of names whose values are words themselves, joined by dashes where a machine made them of words."""
_OPAQUE = frozenset({"cursor", "marker", "continuation", "token"})
"""Words of names whose values nobody but their maker reads, whatever they happen to begin with."""
_GIVEN = _NAMING | {"number", "no", "num", "nr", "code", "ref", "reference", "sku"}
"""Words of names whose values people choose."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UUID_TAIL = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class PrefixedId(NamedTuple):
    """An id in parts; `separator` is empty for `AC` and 32 hex digits."""

    prefix: str
    separator: str
    rest: str


def split_id(text: str, known: Container[str] = ()) -> PrefixedId | None:
    """Return the parts of something like a prefixed id, else None. Only what follows a `known` prefix may lack digits."""
    if len(text) > 100 or _UUID.fullmatch(text):
        return None
    for pattern, separator in ((_DASHED, "-"), (_UNDERSCORED, "_"), (_TWILIO, "")):
        found = pattern.fullmatch(text)
        if found is not None and (found[1] in known or any(letter.isdigit() for letter in found[2])):
            prefix = found[1]
            if prefix.islower() or prefix.isupper() or separator == "_":
                return PrefixedId(prefix, separator, found[2])
    return None


def _is_telling(each: PrefixedId) -> bool:
    """Tell whether one value is enough to believe in its prefix: the rest can only be machine-made."""
    if not each.separator or _UUID.fullmatch(each.rest):
        return True
    digits = sum(letter.isdigit() for letter in each.rest)
    mixed = any(map(str.isupper, each.rest)) and any(map(str.islower, each.rest)) and digits > 0
    return (len(each.rest) >= 10 and digits >= 3) or (len(each.rest) >= 12 and mixed)


def proven_prefixes(texts: Iterable[str]) -> set[str]:
    """Return the prefixes that some of `texts` can only carry on purpose: two different ids, each telling."""
    rests: dict[str, set[str]] = {}
    for text in texts:
        each = split_id(text)
        if each is not None and _is_telling(each):
            rests.setdefault(each.prefix, set()).add(each.rest)
    return {prefix for prefix, found in rests.items() if len(found) >= 2}


class Prefixes(NamedTuple):
    """
    What the ids of one field begin with.

    Args:
        counts: Prefix to values seen, most first.
        tail: Pattern of what follows the prefix; None where nothing can be said.
        is_proven: Whether each prefix is known, or stands on something only a machine makes. `PO-0031` does not: such
            numbers are given by people, who may choose another prefix tomorrow.
    """

    counts: dict[str, int]
    separator: str
    tail: str | None
    is_proven: bool


def prefixes_of(
    counts: Mapping[str, int], known: Container[str], name: str = "", named: Container[str] = ()
) -> Prefixes | None:
    """
    Return the prefixes of a field's values, None where they are not (all) prefixed ids.

    Args:
        counts: Distinct values with how often each was seen.
        known: Prefixes that need no proof: those of the glossary, and those that this vendor's other ids prove.
        name: Of the field.
        named: Prefixes that are short for what they name. Under `number` or `code` people may choose another one.
    """
    if _OPAQUE & set(words(name)):
        return None
    parts = _split(counts, known, named)
    found = [part for part in parts.values() if part is not None]
    if not found or len(found) < len(parts) or len({part.separator for part in found}) > 1:
        return None
    is_given, is_naming = bool(_GIVEN & set(words(name))), bool(_NAMING & set(words(name)))
    by_prefix: dict[str, list[PrefixedId]] = {}
    for part in found:
        by_prefix.setdefault(part.prefix, []).append(part)
    if len(by_prefix) > 12 or len(by_prefix) > max(2, len(found) // 2):
        return None
    believed = {
        prefix
        for prefix, members in by_prefix.items()
        if prefix in known or (any(map(_is_telling, members)) and not is_naming) or (prefix in named and not is_given)
    }
    most = max((len(by_prefix[prefix]) for prefix in believed), default=0)
    for prefix, members in by_prefix.items():
        if is_naming and prefix not in believed:
            return None
        if prefix in believed or most >= 3 * len(members):  # one that stands against many needs no proof to be a slip
            continue
        if len({member.rest for member in members}) < 3 or max(len(member.rest) for member in members) < 3:
            return None
    totals = {
        prefix: sum(
            count for text, count in counts.items() if (own := parts[text]) is not None and own.prefix == prefix
        )
        for prefix in by_prefix
    }
    return Prefixes(
        counts=dict(sorted(totals.items(), key=lambda each: (-each[1], each[0]))),
        separator=found[0].separator,
        tail=tail_pattern(found),
        is_proven=all(prefix in believed or most >= 3 * len(members) for prefix, members in by_prefix.items()),
    )


def _split(counts: Mapping[str, int], known: Container[str], named: Container[str]) -> dict[str, PrefixedId | None]:
    """Return the parts of each value; one without digits has the prefix that another proves, or that four share."""
    parts = {text: split_id(text, known) or split_id(text, named) for text in counts}
    proving = {part.prefix + part.separator: part for part in parts.values() if part is not None and _is_telling(part)}
    for text in counts:
        for start, part in proving.items():
            own = parts[text]
            if part.separator and text.startswith(start) and (own is None or own.prefix.startswith(start)):
                parts[text] = PrefixedId(part.prefix, part.separator, text[len(start) :])
    if any(each is not None and each.prefix in named for each in parts.values()):
        of_letters = {text: _OF_LETTERS.fullmatch(text) for text, each in parts.items() if each is None}
        parts |= {text: PrefixedId(each[1], each[2], each[3]) for text, each in of_letters.items() if each is not None}
    if len(parts) >= FEWEST_OF_LETTERS and not any(parts.values()):
        cut = [_OF_LETTERS.fullmatch(text) for text in counts]
        shared = {(each[1], each[2]) for each in cut if each is not None}
        if all(cut) and len(shared) == 1:
            return {each[0]: PrefixedId(each[1], each[2], each[3]) for each in cut if each is not None}
    return parts


def tail_pattern(ids: Iterable[PrefixedId]) -> str | None:
    """Return a pattern for what follows the prefix, as strict as every value allows and enough of them support."""
    rests = sorted({each.rest for each in ids})
    separators = {each.separator for each in ids}
    mark = next(iter(separators)) if len(separators) == 1 else "[-_]"
    if all(map(_UUID.fullmatch, rests)):
        return f"{mark}{_UUID_TAIL}$"
    lengths = {len(rest) for rest in rests}
    times = f"{{{lengths.pop()}}}" if len(lengths) == 1 and len(rests) >= 8 else "+"
    for letters, pattern in (
        ("0123456789", "[0-9]"),
        ("0123456789abcdef", "[0-9a-f]"),
        ("0123456789abcdefghijklmnopqrstuvwxyz", "[0-9a-z]"),
        ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "[0-9A-Z]"),
    ):
        allowed = set(letters)
        if all(allowed.issuperset(rest) for rest in rests):
            # a hundred random base 62 characters never keep to one case by chance, ten hex digits may
            width = sum(map(len, rests))
            if width >= {10: 8, 16: 24, 36: 40}[len(letters)]:
                return f"{mark}{pattern}{times}$"
    marks = "".join(sorted({letter for rest in rests for letter in rest if letter in "_-"}, reverse=True))
    letters_only = f"[0-9A-Za-z{marks}]"
    if all(rest.isalpha() and rest.isupper() and rest.isascii() for rest in rests):
        letters_only = "[A-Z]"
    return f"{mark}{letters_only}{times}$"


class Settled(NamedTuple):
    """
    Which prefix a field carries.

    Args:
        prefix: None where nothing could settle it.
        by: `only`, `evidence`, `glossary` or `open`.
        losing: Prefixes that do not belong.
    """

    prefix: str | None
    by: str
    losing: tuple[str, ...]


def settle_prefix(found: Prefixes, name: str, glossary: Mapping[str, str], *, recorded: bool) -> Settled:
    """Return which prefix wins: the only one, the far more frequent one, the one the glossary gives this name, or none."""
    groups: dict[tuple[str, ...], int] = {}
    for prefix, count in found.counts.items():
        key = aliases_of(prefix, glossary)
        groups[key] = groups.get(key, 0) + count
    ranked = sorted(groups.items(), key=lambda each: (-each[1], each[0]))

    def losers(winner: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(prefix for prefix in found.counts if prefix not in winner)

    def first(winner: tuple[str, ...]) -> str:
        return next(prefix for prefix in found.counts if prefix in winner)

    if len(ranked) == 1:
        return Settled(first(ranked[0][0]), "only", ())
    total = sum(groups.values())
    rest = total - ranked[0][1]
    if len(ranked) == 2 and ranked[0][1] >= 3 * rest and total >= 4 and (not recorded or rest <= max(1, total // 50)):
        return Settled(first(ranked[0][0]), "evidence", losers(ranked[0][0]))
    named = set(words(name))
    fitting = [
        group
        for group, _ in ranked
        if any(prefix in glossary and set(words(glossary[prefix])) <= named for prefix in group)
    ]
    if len(fitting) == 1 and len(ranked) == 2:
        return Settled(first(fitting[0]), "glossary", losers(fitting[0]))
    return Settled(None, "open", tuple(found.counts))
