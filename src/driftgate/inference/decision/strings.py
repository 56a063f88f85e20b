"""Strings: prefix, format, layout, list or alphabet, whichever the values of a field support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS
from driftgate.inference.decision.decision import MANY, Decision, Setting
from driftgate.inference.names.prefix import prefixes_of, settle_prefix
from driftgate.inference.names.sensitive import is_sensitive, is_sensitive_text
from driftgate.inference.names.words import plain
from driftgate.inference.shape.kinds import Kinds, Mark
from driftgate.inference.text import addresses, empties, enums, hidden, machine
from driftgate.inference.text.texts import Refused, recognise, recognises
from driftgate.recognisers import recogniser
from driftgate.vocabulary import observed_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.inference.seen.node import Node
    from driftgate.inference.text.texts import Recognised


RARELY = 200
"""Recorded values of which one or two that are empty are a slip, and among fewer a choice."""


def decide_text(node: Node, name: str, kinds: Kinds, setting: Setting) -> Decision:
    counts = {text: count for text, count in node.texts.counts().items() if text not in kinds.dropped}
    empty = counts.pop("", 0)
    schema: dict[str, Any] = {"type": "string"}
    if not counts:
        return Decision(
            schema=schema, marks=(), refused=("only empty strings were seen",), sensitive=is_sensitive(name)
        )
    marks: list[Mark] = []
    refused: list[str] = []
    constraints: dict[str, Any] = {}
    found = prefixes_of(counts, setting.prefixes, name, setting.abbreviated)
    sensitive = False
    recognised = _if_varied(recognise(counts, name, decided=setting.decided), node, counts)
    if found is not None and not recognised.kinds:
        _prefixed(constraints, marks, refused, found, name, setting, node)
    else:
        names = tuple(kind.name for kind in recognised.kinds)
        sensitive = is_sensitive_text(name, counts, names)
        constraints.update(_format(recognised.kinds))
        for losing in recognised.losing:
            kind = recogniser(losing)
            sample = next(text for text in counts if kind.matches(text))
            winner = f"date {_dialect_of(recognised.kinds[0].keywords)}"
            marks.append(
                Mark("date-dialect-changed", observed_text(sample), winner, "evidence", _matches_text(kind.matches))
            )
        refused.extend(_why(each) for each in recognised.refused)
        if not constraints:
            pooled = setting.pool.get(plain(name))
            if pooled is not None and pooled.count > node.count and not node.recorded:
                told = _told_by_all(pooled, name, setting)
                if all(any(recognises(kind, text) for kind in told) for text in counts):
                    constraints.update(_format(told))
    sensitive = sensitive or is_sensitive_text(name, counts)
    constraints.update(hidden.checksum(counts))
    if sensitive:  # a layout spells out what secrets have in common
        constraints.update(machine.fixed_length(node, counts, constraints))
    elif not constraints:
        constraints.update(hidden.json_text(counts) or machine.layout(node, counts, name))
    elif "x-id-prefix" not in constraints:
        constraints.update(machine.fixed_length(node, counts, constraints))
        if (
            "pattern" in constraints
            and "format" not in constraints
            and node.recorded
            and len(counts) >= 2 * machine.FIXED_VALUES
        ):
            constraints["pattern"] = machine.runs(list(counts)) or constraints["pattern"]
            if "+" not in constraints["pattern"]:  # says the length already
                constraints.pop("minLength", None)
                constraints.pop("maxLength", None)
    if (
        node.recorded
        and not sensitive
        and (constraints.get("format") == "uri" or (not constraints and addresses.is_path(counts)))
    ):
        pattern = addresses.address(counts)
        constraints.update({"pattern": pattern} if pattern is not None else {})
        if pattern is not None and not set("+*") & set(pattern.replace("\\+", "").replace("\\*", "")):
            constraints.pop("minLength", None)  # the pattern says it already
            constraints.pop("maxLength", None)
    if node.recorded and not sensitive and constraints.get("format") == "email":
        constraints.update(addresses.mailbox(counts))
    if not sensitive and (not constraints or {kind.name for kind in recognised.kinds} & enums.CODES):
        constraints.update(enums.enum_of(node, counts, name))
    if not constraints and not sensitive:
        coded = {} if enums.is_free(name) else machine.convention(node, counts)
        constraints.update(
            coded
            or machine.one_case(node, counts)
            or machine.letters(node, counts)
            or machine.odd_characters(node, counts)
        )
    if empty and constraints:
        if (empty >= 3 or node.count < RARELY) if node.recorded else setting.leaves_empty:
            refused.append(f"{', '.join(constraints)}: {empty} values are empty")
            constraints = empties.or_empty(constraints)
        else:
            expected = str(
                constraints.get("format")
                or constraints.get("x-date-dialect")
                or constraints.get("x-id-prefix")
                or "a value"
            )
            marks.append(Mark("empty-string", "empty string", expected, "spelling", _is_empty_text))
    elif setting.leaves_empty and not node.recorded and empties.ENTERED & {kind.name for kind in recognised.kinds}:
        refused.append(f"{', '.join(constraints)}: examples leave others of what people enter empty")
        constraints = empties.or_empty(constraints)
    schema.update(constraints)
    if not constraints and not sensitive and (proposed := enums.proposed_enum(node, counts, name)):
        schema["x-proposed"] = proposed
    if sensitive:
        schema["x-sensitive"] = True
    return Decision(schema=schema, marks=tuple(marks), refused=tuple(refused), sensitive=sensitive)


def _if_varied(recognised: Recognised, node: Node, counts: Mapping[str, int]) -> Recognised:
    """Take back a spelling that no format stands for where many recorded values are the same two or three."""
    is_few = node.recorded >= MANY and 1 < len(counts) < machine.FEW_WORDS
    if not is_few or not any(kind.keywords.keys() == {"pattern"} for kind in recognised.kinds):
        return recognised
    reason = f"only {len(counts)} different values"
    refused = tuple(Refused(kind.name, len(counts), len(counts), reason) for kind in recognised.kinds)
    return recognised._replace(kinds=(), refused=(*recognised.refused, *refused))


def _told_by_all(pooled: Node, name: str, setting: Setting) -> tuple[Any, ...]:
    """Return what the strings under a name are, wherever they stand; found once a name."""
    if name not in setting.told:
        wider = {text: count for text, count in pooled.texts.counts().items() if text}
        setting.told[name] = recognise(wider, name, decided=setting.decided).kinds
    return setting.told[name]


def _dialect_of(keywords: Mapping[str, Any]) -> str:
    """Return how findings call a dialect: `YYYY-MM-DD` is the format `date`."""
    return str(keywords.get("x-date-dialect") or {"date": "YYYY-MM-DD"}.get(keywords["format"], keywords["format"]))


def _is_empty_text(value: Any) -> bool:
    return isinstance(value, str) and not value


def _matches_text(matches: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and matches(value)


def _why(each: Refused) -> str:
    return f"{each.name}: {each.matched} of {each.of} distinct values match; {each.reason}"


def _format(kinds: tuple[Any, ...]) -> dict[str, Any]:
    if not kinds:
        return {}
    if len(kinds) == 1:
        return dict(kinds[0].keywords)
    dialects = sorted(str(kind.keywords["x-date-dialect"]) for kind in kinds)
    mark = "/" if "/" in dialects[0] else "-"
    return {
        "pattern": f"^[0-3][0-9]{mark}[0-3][0-9]{mark}[0-9]{{4}}$",
        "x-proposed": {"x-date-dialect": [dialect for dialect in dialects if dialect in DATE_DIALECTS]},
    }


def _prefixed(
    constraints: dict[str, Any],
    marks: list[Mark],
    refused: list[str],
    found: Any,
    name: str,
    setting: Setting,
    node: Node,
) -> None:
    settled = settle_prefix(found, name, setting.glossary, recorded=node.recorded >= MANY)
    if settled.prefix is None:
        share = ", ".join(f"{prefix} {count}" for prefix, count in found.counts.items())
        refused.append(f"x-id-prefix: nothing settles which of {share} belongs here")
        if node.recorded >= MANY or len(found.counts) > 2:
            return  # an id of many resources, on purpose
        marks.extend(
            Mark(
                "id-prefix-mismatch",
                f"prefix {prefix}",
                " or ".join(f"prefix {each}" for each in settled.losing if each != prefix),
                "open",
                _has_prefix(prefix, found.separator),
            )
            for prefix in settled.losing
        )
        constraints["x-proposed"] = {"x-id-prefix": list(settled.losing)}
        return
    if found.separator and (found.is_proven or node.recorded >= MANY):
        constraints["x-id-prefix"] = settled.prefix
        if found.tail is not None:
            constraints["pattern"] = found.tail
    else:
        constraints["pattern"] = f"^{settled.prefix}{found.tail}"
    for prefix in settled.losing:
        refused.append(f"x-id-prefix {prefix}: {found.counts[prefix]} values, settled by {settled.by}")
        marks.append(
            Mark(
                "id-prefix-mismatch",
                f"prefix {prefix}",
                f"prefix {settled.prefix}",
                settled.by,
                _has_prefix(prefix, found.separator),
            )
        )


def _has_prefix(prefix: str, separator: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value.startswith(prefix + separator)
