"""Relations: laws learned from recordings are written on the kinds they hold for; what one example suggests is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.asked import parameter_proposals
from driftgate.inference.conflict import json_path
from driftgate.inference.echoes import Echo, echoes_of
from driftgate.inference.instances import (
    MOST_INSTANCES,
    REQUEST,
    Instance,
    Names,
    composed,
    flat,
    objects_of,
    properties_of,
)
from driftgate.inference.laws import laws_of
from driftgate.inference.paging import page_proposal
from driftgate.inference.places import response_of
from driftgate.inference.proposals import enum_proposals, validation_proposals
from driftgate.inference.sensitive import is_sensitive
from driftgate.inference.table import ABSENT, Table
from driftgate.inference.validations import bare, paths_of, validation

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.inference.instances import Path
    from driftgate.inference.law import Law
    from driftgate.inference.learned import Learned, Sampled
    from driftgate.inference.places import Answer
    from driftgate.inference.render import Rendering


def relate(
    asked: list[Answer], rendering: Rendering, traffic: Learned, follow: Callable[[dict[str, Any]], Any]
) -> list[dict[str, Any]]:
    """
    Write laws and proposals into the schemas of `rendering`, and return the actions that amend operations.

    Laws stand in `x-validations`, proposals in `x-proposed`.
    """
    instances: dict[int, list[Instance]] = {}
    names: dict[int, Names] = {}
    echoes: dict[int, list[Echo]] = {}
    actions: list[dict[str, Any]] = []
    serial = 0
    for answer in asked:
        schema = rendering.effective(answer.media_type.schema_pointer or f"{answer.media_type.pointer}/schema")
        sample = sampled(answer, traffic)
        for number, seen in enumerate(sample):
            for place, value in objects_of(seen.body, schema, rendering.setting.decisions, follow):
                found = instances.setdefault(place, [])
                if place not in names:
                    names[place] = Names(rendering.setting.decisions[place].schema, follow)
                if len(found) < MOST_INSTANCES:
                    sent: dict[Path, Any] = {(REQUEST, name): text for name, text in seen.parameters.items()}
                    found.append(Instance({**flat(value, names[place]), **_shown(sent)}, serial + number))
        serial += len(sample)
        root = follow(schema) if isinstance(schema, dict) else None
        if isinstance(root, dict) and id(root) in rendering.setting.decisions:
            echoes.setdefault(id(root), []).extend(echoes_of(answer.operation, sample))
        enum_proposals(answer, root, rendering, follow)
        if answer.status[:1] == "2":
            proposal = page_proposal(answer, root, follow)
            if proposal and "x-pagination" not in answer.operation.raw and not _is_declared(root, rendering):
                actions.append(
                    {
                        "target": json_path(answer.operation.pointer),
                        "update": {"x-proposed": {"x-pagination": proposal}},
                    }
                )
    actions += _asked_for(asked, traffic)
    laws = {place: laws_of(found) for place, found in instances.items()}
    for place, told in echoes.items():
        rules = [
            echo.validation() for echo in told if all(echo.holds(each.leaves) for each in instances.get(place, ()))
        ]
        if rules:
            rendering.setting.decisions[place].schema.setdefault("x-validations", []).extend(rules)
    for place, found in instances.items():
        decision = rendering.setting.decisions[place]
        rules = _rules(found, [law for law in laws[place] if not _is_told_below(law, decision.schema, laws, follow)])
        if rules:
            decision.schema.setdefault("x-validations", []).extend(rules)
    validation_proposals(asked, rendering, follow)
    return actions


def _asked_for(asked: list[Answer], traffic: Learned) -> list[dict[str, Any]]:
    """Return the actions that propose parameters which answered requests carry and operations do not list."""
    samples: dict[str, tuple[Answer, list[Sampled]]] = {}
    for answer in asked:
        if answer.status[:1] == "2":
            samples.setdefault(answer.operation.name, (answer, []))[1].extend(sampled(answer, traffic))
    found = []
    for answer, sample in samples.values():
        proposal = parameter_proposals(answer.operation, sample)
        if proposal:
            update = {"x-proposed": {"parameters": proposal}}
            found.append({"target": json_path(answer.operation.pointer), "update": update})
    return found


def _is_declared(root: Any, rendering: Rendering) -> bool:
    return not isinstance(root, dict) or id(root) not in rendering.setting.decisions


def _shown(leaves: dict[Path, Any]) -> dict[Path, Any]:
    return {path: value for path, value in leaves.items() if not any(is_sensitive(name) for name in path)}


def sampled(answer: Answer, traffic: Learned) -> list[Sampled]:
    """Return the bodies of an answer that were kept whole."""
    found: list[Sampled] = []
    for (name, status, media_type), seen in sorted(traffic.responses.items(), key=lambda each: each[0]):
        if name != answer.operation.name:
            continue
        response = response_of(answer.operation, status)
        entry = response.media_type_for(media_type) if response is not None else None
        if (
            response is not None
            and entry is not None
            and (response.status, entry.name) == (answer.status, answer.media_type.name)
        ):
            found.extend(seen.sample())
    return found


def _is_told_below(
    law: Law, schema: dict[str, Any], laws: dict[int, list[Law]], follow: Callable[[dict[str, Any]], Any]
) -> bool:
    """Tell whether a law speaks of one object inside only, whose own kind has the same law."""
    named = {path[0] for path in paths_of([law])}
    if len(named) != 1 or any(len(path) < 2 for path in paths_of([law])):
        return False
    (holder,) = named
    part = properties_of(schema).get(holder)
    inner = bare(law, holder)
    return isinstance(part, dict) and any(
        bare(each, None) == inner for kind in composed([part], follow) for each in laws.get(id(kind), ())
    )


def _bodies(law: Law, table: Table) -> int:
    """Return how many bodies have all that a law speaks of."""
    columns = [table.columns[path] for path in paths_of([law])]
    return len(
        {
            instance.body
            for instance, *row in zip(table.instances, *columns, strict=True)
            if all(value is not ABSENT for value in row)
        }
    )


def _rules(instances: list[Instance], laws: list[Law]) -> list[dict[str, Any]]:
    if not laws:
        return []
    table = Table(instances)
    optional: set[Path] = set()
    nullable: set[Path] = set()
    numeric: set[Path] = set()
    for path, column in table.columns.items():
        if any(value is ABSENT for value in column):
            optional.update(path[:length] for length in range(1, len(path) + 1))
        if any(value is None for value in column):
            nullable.add(path)
        if any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in column):
            numeric.add(path)
    written = (
        validation(
            law,
            bodies=_bodies(law, table),
            optional=frozenset(optional),
            nullable=frozenset(nullable),
            numeric=frozenset(numeric),
        )
        for law in laws
    )
    return [each for each in written if each is not None]
