"""Generated requests: Schemathesis invents them, the session judges the answers."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.suite.pace import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.operation import Operation
    from driftgate.suite.budget import Share
    from driftgate.suite.session import Session

_CHECKS = {
    "invalid": ("negative_data_rejection", "missing_required_header"),
    "valid": ("positive_data_acceptance",),
}
"""By what a case was made to be: the checks of Schemathesis on what the answer must then be."""


class Generator:
    """
    Schemathesis on the effective contract, told to be the same every time: seeded, without caches or databases.

    Args:
        session: Whose door requests go through.
    """

    def __init__(self, session: Session) -> None:
        import schemathesis
        from schemathesis.config import SchemathesisConfig

        self.session = session
        # Keys in the order of the document: what is drawn must not depend on how the document was written to disk.
        tree = orjson.loads(orjson.dumps(session.contract.tree))
        methods: dict[str, Any] = {} if session.asks_undeclared_methods else {"unexpected-methods": []}
        self._config = SchemathesisConfig.from_dict(
            {
                "base-url": session.base_url,
                "seed": session.suite.seed,
                "cache": {"enabled": False},
                "continue-on-failure": True,
                "generation": {
                    "database": "none",
                    "no-shrink": True,
                    "allow-x00": False,
                    "with-security-parameters": False,
                },
                "phases": {"coverage": methods, "fuzzing": {"generation": {"mode": "positive"}}},
            }
        )
        self.schema = schemathesis.openapi.from_dict(copy.deepcopy(tree), config=self._config)

    def _found(self, operation: Operation) -> Any:
        return self.schema[operation.path][operation.method]

    def valid_values(self, operation: Operation) -> Mapping[tuple[str, str], Any]:
        """Return values for the required parameters of an operation, by (location, name): documented ones, else drawn."""
        needed = [each for each in operation.parameters if each.required]
        if not needed:
            return {}
        values = {(each.location, each.name): _documented(self.session, each) for each in needed}
        if all(value is not None for value in values.values()):
            return values
        case = self._one_valid(operation)
        drawn = {"path": case.path_parameters, "query": case.query, "header": case.headers, "cookie": case.cookies}
        return {
            (location, name): value if value is not None else (drawn[location] or {}).get(name)
            for (location, name), value in values.items()
        }

    def _one_valid(self, operation: Operation) -> Any:
        from hypothesis import HealthCheck, Phase, given, seed, settings
        from schemathesis import GenerationMode

        found: list[Any] = []

        @seed(self.session.suite.seed)
        @settings(
            max_examples=1,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=self._found(operation).as_strategy(generation_mode=GenerationMode.POSITIVE))
        def draw(case: Any) -> None:
            found.append(case)

        draw()
        return found[0]

    def explore(self, operation: Operation, share: Share) -> None:
        """
        Ask an operation with documented examples, boundary values and drawn ones, each kind up to its share.

        Where there are more boundary values than may be sent, those that are stand for all: every parameter gets some.

        Raises:
            Stopped: The run must end.
        """
        from hypothesis import Phase

        written: dict[str, list[Any]] = {"valid": [], "invalid": [], "probe": []}
        self._draw(operation, [Phase.explicit], lambda case: written[kind_of(case)].append(case), 1)
        budget = {"valid": share.valid, "invalid": share.invalid, "probe": share.probes}
        for kind, cases in written.items():
            for case in spread(cases, budget[kind]):
                self._send(case, kind, operation)
        left = [share.valid - len(written["valid"])]
        stopped: list[Stopped] = []

        def ask(case: Any) -> None:
            if stopped or left[0] <= 0:
                return
            left[0] -= 1
            try:
                self._send(case, kind_of(case), operation)
            except Stopped as stop:  # raised here, Hypothesis would try the same again
                stopped.append(stop)

        if left[0] > 0:
            self._draw(operation, [Phase.generate], ask, left[0])
        if stopped:
            raise stopped[0]

    def _draw(self, operation: Operation, phases: list[Any], take: Callable[[Any], None], examples: int) -> None:
        from hypothesis import HealthCheck, settings
        from schemathesis.generation.feedback import FeedbackSources
        from schemathesis.pytest._test_builder import build_operation_test

        test = build_operation_test(
            config=self.schema.config,
            operation=self._found(operation),
            test_func=take,
            given_kwargs={},
            feedback=FeedbackSources(),
            explicit_settings=settings(
                max_examples=examples,
                database=None,
                deadline=None,
                phases=phases,
                suppress_health_check=list(HealthCheck),
            ),
        )
        test()

    def _send(self, case: Any, kind: str, operation: Operation) -> None:
        try:
            send(self.session, case, kind, operation)
        except Stopped:
            if self.session.pace.stopped is not None:
                raise


def spread(cases: list[Any], count: int) -> list[Any]:
    """Return `count` of the cases in their order, evenly spread over all of them."""
    if count >= len(cases):
        return cases
    return [cases[index * len(cases) // count] for index in range(count)]


def kind_of(case: Any) -> str:
    """Return the trial a generated case is: `valid`, `invalid`, or `probe` where nothing is expected but no failure."""
    from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoverageScenario

    meta = case.meta
    if meta is None:
        return "probe"
    scenario = getattr(meta.phase.data, "scenario", None)
    if scenario in REQUEST_SHAPE_PROBES or scenario is CoverageScenario.UNSUPPORTED_PATH_PATTERN:
        return "probe"
    return "valid" if meta.generation.mode.is_positive else "invalid"


def _facts(case: Any, operation: Operation) -> dict[str, Any]:
    """Return the place where a case breaks the contract, as findings name places."""
    data = case.meta.phase.data if case.meta is not None else None
    name, location = getattr(data, "parameter", None), getattr(data, "parameter_location", None)
    if name is None or location is None:
        return {}
    where = str(getattr(location, "value", location))
    parameter = operation.parameter(name, where)
    return {
        "place": f"{where}:{name}",
        "document_pointer": parameter.pointer if parameter is not None else None,
    }


def send(session: Session, case: Any, kind: str, operation: Operation) -> Any:
    """
    Send a generated case through the session's door; return the answer as Schemathesis reads it, None where none came.

    Whether a request really breaks the contract once it is on the wire (`"1"` and `1` are one there) is for
    Schemathesis to say, which made it.
    """
    import requests

    try:
        answer = case.call(session=session.door, allow_redirects=False)
    except requests.RequestException:
        return None
    at = session.last
    if at is not None and kind in _CHECKS and _fails(case, answer, _CHECKS[kind]):
        session.witness.tried(kind, at, **_facts(case, operation))
    return answer


def _fails(case: Any, answer: Any, names: tuple[str, ...]) -> bool:
    """Tell whether Schemathesis' own checks of these names complain."""
    from schemathesis.checks import CHECKS, load_all_checks
    from schemathesis.core.failures import FailureGroup

    load_all_checks()
    try:
        case.validate_response(answer, checks=[CHECKS.get_one(name) for name in names])
    except FailureGroup:
        return True
    return False


def _documented(session: Session, parameter: Any) -> Any:
    """Return a value that the document itself gives for a parameter; None where it gives none."""
    from driftgate.pointer import resolve

    raw = resolve(session.contract.tree, parameter.pointer)
    if isinstance(raw, dict):
        if "example" in raw:
            return raw["example"]
        for each in (raw.get("examples") or {}).values():
            if isinstance(each, dict) and "value" in each:
                return each["value"]
    schema = parameter.schema
    for name in ("example", "default", "const"):
        if schema.get(name) is not None:
            return schema[name]
    for name in ("examples", "enum"):
        listed = schema.get(name)
        if isinstance(listed, list) and listed:
            return listed[0]
    return None
