"""The judge: one exchange in, every way in which it leaves the contract out. Scan, suite and runtime share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.body import EMPTY, TOO_DEEP, is_too_deep, read_json
from driftgate.classifier import Classifier
from driftgate.collection import collection_of, is_page
from driftgate.coverage import declared_fields
from driftgate.errors import ContractError
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn, WrongRequest
from driftgate.finding import Source
from driftgate.foresight import Foresight
from driftgate.match import Match, Matcher
from driftgate.media_type import is_json
from driftgate.page import read_page
from driftgate.pointer import ANY_INDEX, MISSING, split
from driftgate.rule import Rule, load_rules
from driftgate.sequence import read_sequence
from driftgate.sighting import Judged, Sighting, causes, sighting
from driftgate.subject import Misfit, Observation, Stray, Violation, Walk
from driftgate.walk import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import jsonschema_rs

    from driftgate.body import Body
    from driftgate.classifier import Best
    from driftgate.collection import Collection
    from driftgate.contract import Contract, Promise
    from driftgate.coverage import Place
    from driftgate.media_type import MediaType
    from driftgate.page import PageView


_new = tuple.__new__  # builds a NamedTuple in half the time

__all__ = ["Judge", "Judged", "Sighting", "under_items"]


class _Plan(NamedTuple):
    """Everything about one kind of answer that can be known before the first of its kind comes."""

    promise: Promise
    json_type: MediaType | None
    sequence: str | None
    validator: jsonschema_rs.Draft202012Validator | None
    items: tuple[str, ...] | None
    rules: tuple[tuple[Callable[[Any], bool] | None, tuple[Rule, ...]], ...]
    misfit_rules: tuple[Rule, ...]
    needs_body: bool
    collection: Collection | None
    fields: Place | None
    foresight: Foresight | None
    steps: Steps | None

    def read(self, raw: bytes | str) -> Body:
        """Return the value of a body, as answers of this kind are read."""
        return read_json(raw) if self.sequence is None else read_sequence(raw, self.sequence)


def _grouped(rules: Iterable[Rule]) -> tuple[tuple[Callable[[Any], bool] | None, tuple[Rule, ...]], ...]:
    """Put rules that share an `unless` together."""
    groups: dict[Callable[[Any], bool] | None, list[Rule]] = {}
    for each in rules:
        groups.setdefault(each.unless, []).append(each)
    return tuple((unless, tuple(group)) for unless, group in groups.items())


class Judge:
    """
    Judges exchanges against one contract.

    Args:
        contract: What was promised.
        matcher: Which operation an exchange belongs to; by default any host counts.
        disabled: Ids of rules that stay silent.
        coverage: Whether to say of each body which of the declared fields it has.
        foresees: Whether to look first for what had drifted before: the same is said sooner, in no order to rely on.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        matcher: Matcher | None = None,
        disabled: Iterable[str] = (),
        coverage: bool = False,
        foresees: bool = False,
    ) -> None:
        self.contract = contract
        self._covers = coverage
        self._foresees = foresees
        self.matcher = matcher or Matcher(contract)
        off = frozenset(disabled)
        every = load_rules().values()
        rules = [each for each in every if each.id not in off]
        self._classifier = Classifier(contract, [each for each in every if each.on is Violation], disabled=off)
        self._on_observation = tuple(each for each in rules if each.on is Observation)
        self._on_misfit = tuple(each for each in rules if each.on is Misfit)
        self._on_stray = tuple(each for each in rules if each.on is Stray)
        self._explained = {each.id: each.explains for each in rules if each.explains}
        self._on_walk = _grouped(each for each in rules if each.on is Walk)
        self._plans: dict[tuple[str, int, str | None], _Plan] = {}
        self._drifting: set[Promise] = set()

    def judge(self, exchange: Exchange) -> Judged:
        """Return all that is wrong with an exchange; an exchange that keeps every promise costs little more than parsing."""
        request, response, _ = exchange
        match = self.matcher.match(request.method, request.url)
        operation = match.operation
        if operation is None:
            if not match.ours and not match.known_path:
                return Judged(match, None, "absent", 0, [], "another host")
            stray = Stray(self.contract, match, exchange)
            sightings = [sighting(each, mismatch) for each in self._on_stray for mismatch in each.check(stray)]
            is_refused = (
                match.known_path and response is not None and not sightings and isinstance(request, WrongRequest)
            )
            why = None if is_refused else "no operation of the contract matches"
            return Judged(match, None, "absent", 0, sightings, why)
        if response is None:
            return Judged(match, None, "absent", 0, [], "no response was recorded")
        plan = self._plan(operation, response.status, response.headers.get("content-type"))
        try:
            return self._judge(plan, exchange, match)
        except (ValueError, RecursionError):
            if not is_too_deep(plan.read(response.body or b"").value):
                raise
            return self._judge(plan, exchange, match, unreadable=TOO_DEEP)

    def _judge(self, plan: _Plan, exchange: Exchange, match: Match, *, unreadable: str | None = None) -> Judged:
        response = exchange.response
        assert response is not None
        raw = response.body
        state, value, problem = "judged", MISSING, None
        if raw is None:
            state = "absent"
            if not plan.needs_body or exchange.request.method == "HEAD":
                state = "judged"
        elif not raw:
            problem = EMPTY if plan.needs_body and exchange.request.method != "HEAD" else None
        elif plan.json_type is not None or plan.promise.is_json:
            if unreadable is not None:
                value, problem = MISSING, unreadable
            else:
                value, problem = plan.read(raw)
        elif state == "judged":
            state = "opaque"
        if problem is not None and value is MISSING:
            state = "unreadable"
            if plan.promise.response is not None and plan.promise.media_type is None and not plan.promise.is_json:
                problem = None  # another media type than JSON came, which is said once
        sightings: list[Sighting] = []
        page: PageView | None = None
        observation = None
        if (
            plan.rules
            or plan.collection is not None
            or problem is not None
            or (value is not MISSING and plan.validator is None)
        ):
            if plan.collection is not None and value is not MISSING:
                page = read_page(plan.collection, exchange, match, value)
            observation = _new(Observation, (self.contract, plan.promise, exchange, match, value, problem, page))
            for unless, rules in plan.rules:
                if unless is None or not unless(observation):
                    for each in rules:
                        sightings.extend([sighting(each, mismatch) for mismatch in each.check(observation)])
        if value is MISSING:
            return Judged(match, plan.promise, state, 0, causes(sightings, self._explained))
        best = self._best(plan, value)
        if best is not None or plan.validator is None:
            if observation is None:
                observation = Observation(self.contract, plan.promise, exchange, match, value, problem)
            sightings.extend(self._misfits(plan, observation, best or {}))
        if len(sightings) > 1:
            sightings = causes(sightings, self._explained)
        step = plan.steps.of(page, value) if page is not None and plan.steps is not None else None
        fields = plan.fields.seen_in(value) if plan.fields is not None else None
        return _new(Judged, (match, plan.promise, state, _count(value, plan.items), sightings, None, step, fields))

    def walk(self, walk: Walk) -> Iterator[tuple[SeenIn, Sighting]]:
        """Yield what is wrong with the pages of a walk taken together, each with the page that shows it first."""
        for unless, rules in self._on_walk:
            if unless is None or not unless(walk):
                for each in rules:
                    for mismatch in each.check(walk):
                        yield walk.pages[mismatch.page].seen_in, sighting(each, mismatch)

    def _best(self, plan: _Plan, body: Any) -> Best | None:
        """
        Return, by place, what the rules say of a body that its validator rejects; None where it has nothing against it.

        It is first asked whether it has anything, which it tells a little sooner, unless it had something against the
        latest body of this kind: what has drifted once will have drifted again.
        """
        validator, kind, foresight = plan.validator, plan.promise, plan.foresight
        if validator is None:
            return None
        if kind not in self._drifting and validator.is_valid(body):
            return None
        if foresight is not None and (foreseen := foresight.best(body)) is not None:
            (self._drifting.add if foreseen else self._drifting.discard)(kind)
            return foreseen or None
        errors = list(validator.iter_errors(body))
        if not errors:
            self._drifting.discard(kind)
            return None
        self._drifting.add(kind)
        best = self._classifier.best(errors, body, root=kind.schema_pointer)
        if foresight is not None:
            foresight.learn(best, body)
        return best

    def _misfits(self, plan: _Plan, observation: Observation, best: Best) -> list[Sighting]:
        for each in plan.misfit_rules:
            found = [sighting(each, mismatch) for mismatch in each.check(Misfit(observation))]
            if found:
                return found
        return self._classifier.told(best, source=Source.RESPONSE, root=plan.promise.schema_pointer)

    def violations(
        self, validator: jsonschema_rs.Draft202012Validator, body: Any, *, source: Source, root: str | None = None
    ) -> list[Sighting]:
        """Return one sighting for each place where `body` breaks its strict schema, which stands at `root`."""
        return self._classifier.sightings(validator.iter_errors(body), body, source=source, root=root)

    def example(self, promise: Promise, body: Any) -> Iterator[Sighting]:
        """Yield what is wrong with a documented body: its schema, and the relations that need no request."""
        plan = self.plan(promise)
        response = Response(int(promise.status), Headers(), b"")
        exchange = Exchange(Request(promise.operation.method, "", Headers()), response, SeenIn("", 0))
        match = Match(promise.operation, {}, "", known_path=True, ours=True)
        observation = Observation(self.contract, promise, exchange, match, body, None)
        for each in (each for _, rules in plan.rules for each in rules):
            if each.body_only:
                for mismatch in each.check(observation):
                    found = sighting(each, mismatch)
                    yield found._replace(source=Source.EXAMPLE)
        if plan.validator is not None and not plan.validator.is_valid(body):
            yield from self.violations(plan.validator, body, source=Source.EXAMPLE, root=promise.schema_pointer)

    def classify(self, violations: Iterable[Violation], *, source: Source) -> list[Sighting]:
        """Return one sighting for each place: what the most specific rule says of the violations there."""
        return self._classifier.classify(violations, source=source)

    def plan(self, promise: Promise) -> _Plan:
        """Return what is to be asked of answers of one kind."""
        content_type = promise.content_type or None
        return self._plan(promise.operation, int(promise.status), content_type)

    def _plan(self, operation: Any, status: int, content_type: str | None) -> _Plan:
        key = (operation.name, status, content_type)
        found = self._plans.get(key)
        if found is None:
            if len(self._plans) > 10_000:
                self._plans.clear()
                self._drifting.clear()
            found = self._plans[key] = self._make_plan(self.contract.promise(operation, status, content_type))
        return found

    def _make_plan(self, promise: Promise) -> _Plan:
        json_type = promise.media_type if promise.media_type is not None and is_json(promise.media_type.name) else None
        sequence = None
        if promise.media_type is not None and (promise.is_json or promise.media_type.is_sequence):
            json_type = promise.media_type
            sequence = promise.media_type.name if promise.media_type.is_sequence else None
        if promise.media_type is None and promise.response is not None:
            # An undocumented media type is said once, and the body is still held to the JSON that was promised.
            json_type = next((each for each in promise.response.content.values() if is_json(each.name)), None)
        validator = fields = foresight = None
        if json_type is not None and json_type.schema_pointer is not None:
            if self._covers:
                fields = declared_fields(self.contract, json_type.schema_pointer)
            try:
                validator = self.contract.validator(json_type.schema_pointer)
            except ContractError as error:
                error.add_note(f"while judging {promise.operation.name}, status {promise.status}")
                raise
            if self._foresees:
                foresight = Foresight(
                    self.contract,
                    self._classifier,
                    validator,
                    json_type.schema_pointer,
                    [value for _, value in json_type.examples.values()],
                    root=promise.schema_pointer,
                )
        status = int(promise.status)
        return _Plan(
            promise=promise,
            json_type=json_type,
            sequence=sequence,
            validator=validator,
            items=tuple(split(promise.items)) if promise.items is not None else None,
            rules=_grouped(each for each in self._on_observation if each.when is None or each.when(promise)),
            misfit_rules=tuple(each for each in self._on_misfit if each.when is None or each.when(promise)),
            needs_body=_needs_body(promise, status),
            collection=collection_of(self.contract, promise) if is_page(promise) else None,
            fields=fields,
            foresight=foresight,
            steps=Steps(promise) if self._on_walk and is_page(promise) else None,
        )


def _needs_body(promise: Promise, status: int) -> bool:
    """Tell whether an empty body breaks a promise; a redirection that only `default` covers may be empty."""
    response = promise.response
    if response is None or not response.content or status in {204, 205, 304}:
        return False
    return not (response.status == "default" and 300 <= status < 400)


def _count(value: Any, items: tuple[str, ...] | None) -> int:
    if items is None:
        return 0
    for token in items:
        if not isinstance(value, dict):
            return 0
        value = value.get(token)
    return len(value) if isinstance(value, list) else 0


def under_items(pointer: str | None, items: str | None) -> bool:
    """Tell whether a folded pointer lies in the records of a collection, so that chances are items and not bodies."""
    return pointer is not None and items is not None and pointer.startswith(f"{items}/{ANY_INDEX}")
