"""Relations: laws learned from recordings are written on the kinds they hold for; what one example suggests is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.conflict import json_path
from driftgate.inference.decision.instances import (
    MOST_INSTANCES,
    MOST_OF_A_BODY,
    REQUEST,
    Instance,
    Names,
    Ways,
    composed,
    flat,
    properties_of,
)
from driftgate.inference.laws.echoes import Echo, echoes_of
from driftgate.inference.laws.left_out import kind_of, unreliable
from driftgate.inference.laws.mining import laws_of
from driftgate.inference.laws.validations import bare, paths_of
from driftgate.inference.laws.writing import Writing
from driftgate.inference.names.sensitive import is_sensitive
from driftgate.inference.rendering.asked import parameter_proposals
from driftgate.inference.rendering.paging import page_proposal
from driftgate.inference.rendering.proposals import enum_proposals, validation_proposals
from driftgate.inference.seen.places import response_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.inference.decision.instances import Path
    from driftgate.inference.laws.law import Law
    from driftgate.inference.rendering.render import Rendering
    from driftgate.inference.seen.learned import Learned, Sampled
    from driftgate.inference.seen.places import Answer


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
    ways = Ways(follow)
    for answer in asked:
        schema = rendering.effective(answer.media_type.schema_pointer or f"{answer.media_type.pointer}/schema")
        sample = sampled(answer, traffic)
        for number, seen in enumerate(sample):
            shown: dict[int, list[dict[str, Any]]] = {}
            for place, value in ways.objects(seen.body, schema, rendering.setting.decisions):
                shown.setdefault(place, []).append(value)
            sent: dict[Path, Any] = {(REQUEST, name): text for name, text in seen.parameters.items()}
            for place, objects in shown.items():
                if place not in names:
                    names[place] = Names(rendering.setting.decisions[place].schema, follow)
                found = instances.setdefault(place, [])
                step = -(-len(objects) // MOST_OF_A_BODY)
                for value in objects[::step][: MOST_INSTANCES - len(found)]:
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
    doubtful = unreliable(instances, laws)
    for place, told in echoes.items():
        alike: dict[Echo, int] = {}
        for echo in told:
            if all(echo.holds(each.leaves) for each in instances.get(place, ())):
                same = echo._replace(support=0)
                alike[same] = alike.get(same, 0) + echo.support
        if alike:
            rules = [echo._replace(support=support).validation() for echo, support in alike.items()]
            rendering.setting.decisions[place].schema.setdefault("x-validations", []).extend(rules)
    for place, found in instances.items():
        schema = rendering.setting.decisions[place].schema
        here = [law for law in laws[place] if not _is_told_below(law, schema, laws, follow)]
        if here:
            _write(schema, Writing(found), here, doubtful)
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


MOST_PROPOSED = 12
"""Doubtful laws of one kind of object that are shown to a person, the best supported."""


def _write(schema: dict[str, Any], writing: Writing, laws: list[Law], doubtful: frozenset[str]) -> None:
    """Write laws into a schema: asserted, or proposed where bodies left out break others of their kind."""
    sure = [writing.validation(law) for law in laws if kind_of(law) not in doubtful]
    rules = [rule for rule in sure if rule is not None]
    if rules:
        schema.setdefault("x-validations", []).extend(rules)
    unsure = [writing.validation(law) for law in laws if kind_of(law) in doubtful]
    proposed = sorted((rule for rule in unsure if rule is not None), key=lambda rule: -rule["support"])
    if proposed:
        schema.setdefault("x-proposed", {}).setdefault("x-validations", []).extend(proposed[:MOST_PROPOSED])
        schema["x-inferred"] = schema.pop("x-inferred")  # stays last
