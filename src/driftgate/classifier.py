"""
The classifier: each place where a body breaks its schema becomes one sighting, by the most specific rule.

A body may break its schema in every record, so an error must not cost much more than it took the validator to make.
What a keyword of a schema means for a value is therefore found out once, for the first value like it, and remembered
at the `_Site`: which is why a rule on violations may look at a scalar, at the type of an array or object, and at names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.place import Path, Place, Places
from driftgate.pointer import MISSING
from driftgate.redaction.secret import MASK
from driftgate.ruling import Outcome, Rulings
from driftgate.sighting import Sighting
from driftgate.spelling import closest
from driftgate.subject import Violation
from driftgate.violation import ALTERNATIVES, Nodes, leaves, true_path
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jsonschema_rs

    from driftgate.contract import Contract
    from driftgate.finding import Source
    from driftgate.rule import Rule
    from driftgate.schema import Direction

Best = dict[Path, tuple[Outcome, Any]]
"""By place, what the most specific rule says of it, with the value to show."""
MAX_REMEMBERED = 5_000
"""Values remembered at one site: hostile traffic must not fill the memory."""
_LONG = 100
_EXTRA = frozenset({"additionalProperties", "unevaluatedProperties"})
_TEXTUAL = frozenset({"const", "enum", "format", "maxLength", "minLength", "pattern"})
_SCALARS = frozenset({bool, int, float, type(None)})
_new = tuple.__new__  # builds a NamedTuple in half the time


class _Site:
    """One keyword of one schema node, with what is known about the values that break it."""

    __slots__ = ("is_extra", "is_own", "keyword", "limit", "node", "outcomes", "pointer")

    def __init__(self, keyword: str, limit: Any, node: Mapping[str, Any], pointer: str) -> None:
        self.keyword = keyword
        self.is_extra = keyword in _EXTRA
        self.is_own = keyword != "required" and not self.is_extra
        self.limit = limit
        self.node = node
        self.pointer = pointer
        self.outcomes: dict[Any, Any] = {}


class _Named(NamedTuple):
    """A property that is missing, or came unasked, in the object at a path."""

    site: _Site
    name: str
    owner: dict[str, Any]


class Classifier:
    """
    Explains the errors of the strict validators of one contract.

    Args:
        rules: All rules on violations.
        disabled: Ids of those that stay silent; nobody else speaks in their place.
        direction: Whose bodies.
    """

    def __init__(
        self,
        contract: Contract,
        rules: Iterable[Rule],
        *,
        disabled: frozenset[str] = frozenset(),
        direction: Direction = "response",
    ) -> None:
        self._contract = contract
        self._direction = direction
        self._rulings = Rulings(contract, rules, disabled=disabled)
        self._nodes: Nodes | None = None
        self._sites: dict[Path, _Site] = {}
        self._places = Places(contract.tree)
        self._root: str | None = None
        self._twins: dict[Any, Any] = {}

    def sightings(
        self, errors: Iterable[jsonschema_rs.ValidationError], body: Any, *, source: Source, root: str | None
    ) -> list[Sighting]:
        """Return one sighting for each place where errors say that a body breaks its schema, which stands at `root`."""
        return self.told(self.best(errors, body, root=root), source=source, root=root)

    def best(self, errors: Iterable[jsonschema_rs.ValidationError], body: Any, *, root: str | None) -> Best:
        """Return what the rules say of each place where errors say that a body breaks its schema."""
        self._root = root
        best: Best = {}
        missing: dict[Path, list[_Named]] = {}
        extra: dict[Path, list[_Named]] = {}
        listed_elsewhere: dict[Path, list[_Named]] = {}
        sites = self._sites
        found: list[Any] = list(errors)
        locations = [tuple(error.schema_path) for error in found]
        if not ALTERNATIVES.isdisjoint([where[-1] for where in locations if where]):
            found = list(leaves(found, self._listed_at))
            locations = [tuple(error.schema_path) for error in found]
        for where, error in zip(locations, found, strict=True):
            site = sites.get(where)
            if site is None:
                site = self._site(where, error.kind)
            value: Any = error.instance
            path = true_path(body, error.instance_path, value)
            if site.is_own or (site.is_extra and value.__class__ is not dict):
                kind = value.__class__
                key = value if kind is str and len(value) <= _LONG else (kind, value) if kind in _SCALARS else None
                outcome: Any = site.outcomes.get(key, MISSING) if key is not None else MISSING
                if outcome is MISSING:
                    outcome = self._outcome(site, key, value, path)
                if outcome is not None:
                    known = best.get(path)
                    if known is None or outcome.rank < known[0].rank:
                        best[path] = (outcome, value)
            elif site.is_extra:
                listed = self._listed_by(site)
                for name in error.kind.unexpected:
                    told = listed_elsewhere if name in listed else extra
                    told.setdefault(path, []).append(_Named(site, name, value))
            else:
                missing.setdefault(path, []).append(_Named(site, error.kind.property, value))
        for path, names in listed_elsewhere.items():
            # Where anything below fails, that is why: a property that breaks its own schema counts as unevaluated.
            if not any(other[: len(path)] == path for other in (*best, *missing, *extra)):
                extra[path] = names
        if missing or extra:
            self._pair(missing, extra, best)
        return best

    def outcome_at(
        self, path: Path, errors: Iterable[jsonschema_rs.ValidationError], *, root: str | None
    ) -> Outcome | None:
        """Return what the rules say of the scalar at a path, of which errors speak that a validator of it alone made."""
        self._root = root
        best: Outcome | None = None
        for error in leaves(errors, self._listed_at, above=len(path)):
            where = tuple(error.schema_path)
            site = self._sites.get(where) or self._site(where, error.kind)
            value: Any = error.instance
            key = value if value.__class__ is str and len(value) <= _LONG else (value.__class__, value)
            outcome: Any = site.outcomes.get(key, MISSING)
            if outcome is MISSING:
                outcome = self._outcome(site, key if value.__class__ is not str or key is value else None, value, path)
            if outcome is not None and (best is None or outcome.rank < best.rank):
                best = outcome
        return best

    def classify(self, violations: Iterable[Violation], *, source: Source) -> list[Sighting]:
        """Return one sighting for each place: what the most specific rule says of the violations there."""
        best: Best = {}
        for violation in violations:
            outcome = self._rulings.of(violation)
            known = best.get(violation.path)
            if outcome is not None and (known is None or outcome.rank < known[0].rank):
                best[violation.path] = (outcome, violation.value)
        return self.told(best, source=source, root=None)

    def told(self, best: Best, *, source: Source, root: str | None) -> list[Sighting]:
        """Return the sightings of places in bodies whose schema stands at `root`."""
        self._root = root
        made = []
        places = self._places.known(root)
        for path, (outcome, value) in best.items():
            if outcome.rule:
                place = places.get(path)
                if place is None:
                    place = self._places.of(root, path)
                said = outcome.said.get(place)
                if said is None or said[0] is not source:
                    said = self._say(outcome, place, path, source)
                shown = value if outcome.value is MISSING else outcome.value
                made.append(_new(Sighting, (*said, path, shown, 1)))
        return made

    def _say(self, outcome: Outcome, place: Place, path: Path, source: Source) -> tuple[Any, ...]:
        if len(outcome.said) >= MAX_REMEMBERED:
            outcome.said.clear()
        said = outcome.said[place] = (
            source,
            outcome.rule,
            outcome.severity,
            self._places.pointer(self._root, path),
            outcome.observed,
            outcome.expected,
            outcome.message,
            outcome.document_pointer,
        )
        return said

    def place(self, path: Path, root: str | None) -> Place:
        """Return the root and a path without its indexes, as places are told apart."""
        return self._places.of(root, path)

    def _site(self, where: Path, kind: Any) -> _Site:
        if self._nodes is None:
            self._nodes = Nodes(self._contract, direction=self._direction)
        node, pointer = self._nodes.at(where[:-1])
        keyword = kind.name
        limit = None if keyword == "required" or keyword in _EXTRA else getattr(kind, "value", None)
        site = self._sites[where] = _Site(keyword, limit, node, pointer)
        return site

    def _listed_at(self, where: Path) -> frozenset[str]:
        if self._nodes is None:
            self._nodes = Nodes(self._contract, direction=self._direction)
        return self._nodes.listed_at(where)

    def _listed_by(self, site: _Site) -> frozenset[str]:
        assert self._nodes is not None
        return self._nodes.listed_by(site.node)

    def _outcome(self, site: _Site, key: Any, value: Any, path: Path) -> Outcome | None:
        """Return what the rules say of a value that breaks a keyword by itself, and remember it where there is a key."""
        if site.keyword in _TEXTUAL and value.__class__ is str and value.endswith(MASK):
            outcome = None  # a redacted recording has lost the form of its secrets, not broken it
        else:
            outcome = self._rulings.of(self._violation(site, value, path))
        return outcome if key is None else self._remember(site, key, outcome)

    def _remember(self, site: _Site, key: Any, outcome: Outcome | None) -> Outcome | None:
        if len(site.outcomes) >= MAX_REMEMBERED:
            site.outcomes.clear()
        site.outcomes[key] = outcome
        return outcome

    def _violation(
        self,
        site: _Site,
        value: Any,
        path: Path,
        *,
        keyword: str | None = None,
        name: str | None = None,
        twin: str | None = None,
    ) -> Violation:
        return Violation(
            contract=self._contract,
            keyword=keyword or site.keyword,
            limit=site.limit,
            node=site.node,
            node_pointer=site.pointer,
            value=value,
            path=path,
            pointer=self._places.pointer(self._root, path),
            name=name,
            twin=twin,
        )

    def _pair(
        self,
        missing: Mapping[Path, list[_Named]],
        extra: Mapping[Path, list[_Named]],
        best: Best,
    ) -> None:
        """Add missing and extra properties; one that came under another spelling is one place, not two."""
        for path in dict.fromkeys((*missing, *extra)):
            lacking = {each.name: each for each in missing.get(path, ())}
            for each in {each.name: each for each in extra.get(path, ())}.values():
                value = each.owner[each.name]
                twin = self._twin(each, lacking)
                if twin is None:
                    self._add(best, each, (*path, each.name), value, json_type(value))
                else:
                    lacking.pop(twin, None)
                    self._add(best, each, (*path, twin), value, twin, twin=twin)
            for each in lacking.values():
                self._add(best, each, (*path, each.name), MISSING, None)

    def _twin(self, each: _Named, lacking: Mapping[str, _Named]) -> str | None:
        """Return the promised name that an extra one is another spelling of."""
        # NOTE: not `… - owner.keys()`, which goes through the owner for each name that came: 20,000 of them took 8 seconds.
        promised = self._listed_by(each.site) | lacking.keys()
        absent = frozenset([name for name in promised if name not in each.owner])
        key = (each.name, absent)
        twin = self._twins.get(key, MISSING)
        if twin is MISSING:
            if len(self._twins) >= MAX_REMEMBERED:
                self._twins.clear()
            twin = self._twins[key] = closest(each.name, sorted(absent))
        return None if twin is None else str(twin)

    def _add(
        self,
        best: Best,
        named: _Named,
        path: Path,
        value: Any,
        detail: str | None,
        *,
        twin: str | None = None,
    ) -> None:
        site = named.site
        key = (named.name, detail, twin)
        outcome = site.outcomes.get(key, MISSING)
        if outcome is MISSING:
            if twin is not None:
                violation = self._violation(site, value, path, keyword="renamed", name=twin, twin=named.name)
            else:
                violation = self._violation(site, named.owner, path, name=named.name)
            outcome = self._remember(site, key, self._rulings.of(violation))
            if outcome is not None:
                outcome.value = MISSING  # each place shows its own value
        if outcome is None:
            return
        known = best.get(path)
        if known is None or outcome.rank < known[0].rank:
            best[path] = (outcome, value)
