"""Generated requests: Schemathesis invents them, the witness judges the answers."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import orjson
import requests

from driftgate.errors import DriftgateError
from driftgate.media_type import field_of_value, referred
from driftgate.nodes import objects_in
from driftgate.suite.case import kind_of, send, spread
from driftgate.suite.channel import fill
from driftgate.suite.methods import additional_as_known
from driftgate.suite.pace import SAFE_METHODS, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from driftgate.operation import Operation
    from driftgate.suite.budget import Share
    from driftgate.suite.channel import Channel

MAX_WRITTEN = 300
"""Boundary values of one operation and mode looked at. A schema of many branches has hundreds of thousands."""


class CannotGenerateError(DriftgateError):
    """Schemathesis cannot make requests for an operation."""


@contextmanager
def _generating() -> Iterator[None]:
    """Have whatever goes wrong inside be said in one sentence: odd documents break generators in odd ways."""
    try:
        yield
    except Exception as error:
        raise CannotGenerateError(f"no requests can be generated ({type(error).__name__})") from error


class Generator:
    """
    Schemathesis on the effective contract, told to be the same every time: seeded, without caches or databases.

    Args:
        channel: Whose door requests go through.
    """

    def __init__(self, channel: Channel) -> None:
        import schemathesis
        from schemathesis.config import SchemathesisConfig

        self.channel = channel
        tree = _usable(orjson.loads(orjson.dumps(channel.contract.tree)))
        methods: dict[str, Any] = {} if channel.asks_undeclared_methods else {"unexpected-methods": []}
        self._config = SchemathesisConfig.from_dict(
            {
                "base-url": channel.base_url,
                "seed": channel.suite.seed,
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
        self.schema = schemathesis.openapi.from_dict(tree, config=self._config)
        others, self._stand_ins = additional_as_known(tree)
        self._others = schemathesis.openapi.from_dict(others, config=self._config) if self._stand_ins else None

    def _found(self, operation: Operation) -> Any:
        stand_in = self._stand_ins.get(operation.name)
        with _generating():
            if stand_in is None or self._others is None:
                return self.schema[operation.path][operation.method]
            found = self._others[operation.path][stand_in]
            found.method = operation.method  # type: ignore[assignment]  # one that Schemathesis does not know
            return found

    def valid_values(self, operation: Operation) -> Mapping[tuple[str, str], Any]:
        """Return values for the required parameters of an operation, by (location, name): documented ones, else drawn."""
        needed = [each for each in operation.parameters if each.required]
        if not needed:
            return {}
        values = {(each.location, each.name): _documented(self.channel, each) for each in needed}
        if all(value is not None for value in values.values()):
            return values
        try:
            case = self._one_valid(operation)
        except CannotGenerateError:
            return {at: value for at, value in values.items() if value is not None}
        drawn = {"path": case.path_parameters, "query": case.query, "header": case.headers, "cookie": case.cookies}
        return {
            (location, name): value if value is not None else (drawn[location] or {}).get(name)
            for (location, name), value in values.items()
        }

    def _one_valid(self, operation: Operation) -> Any:
        from hypothesis import HealthCheck, Phase, given, seed, settings
        from schemathesis import GenerationMode

        found: list[Any] = []

        @seed(self.channel.suite.seed)
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

        with _generating():
            draw()
            return found[0]

    def explore(self, operation: Operation, share: Share) -> None:
        """
        Ask an operation with documented examples, boundary values and drawn ones, each kind up to its share.

        Where there are more boundary values than may be sent, those that are stand for all: every parameter gets some.

        Raises:
            Stopped: The run must end.
        """
        try:
            self._explore(operation, share)
        except CannotGenerateError as error:
            self.channel.witness.cannot_ask(operation, str(error))
            self._ask_plainly(operation)

    def _explore(self, operation: Operation, share: Share) -> None:
        written = self._written(operation)
        budget = {"valid": share.valid, "invalid": share.invalid, "probe": share.probes}
        for kind, cases in written.items():
            for case in spread(cases, budget[kind]):
                self._send(case, kind, operation)
        left = [share.valid - len(written["valid"])]
        drawn = []

        def ask(case: Any) -> None:
            if left[0] > 0:
                left[0] -= 1
                drawn.append(case)
                self._send(case, kind_of(case), operation)

        if left[0] > 0:
            self._draw(operation, ask, left[0])
        if operation.method == "GET":
            # Where there is little to choose, the same is asked again: drift in one answer of many takes many answers.
            for case in islice(cycle(drawn or written["valid"]), max(0, left[0])):
                self._send(case, kind_of(case), operation)

    def _written(self, operation: Operation) -> dict[str, list[Any]]:
        """Return documented examples and boundary values by kind, so many of them that large schemas take no minutes."""
        from schemathesis.generation import GenerationMode, overrides
        from schemathesis.generation.drivers import CoverageGenerator
        from schemathesis.generation.feedback import FeedbackSources
        from schemathesis.generation.hypothesis.builder import generate_example_cases

        found = self._found(operation)
        with _generating():
            cases = list(generate_example_cases(test=kind_of, operation=found, fill_missing=False))
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            with _generating():
                boundary = CoverageGenerator(
                    operation=found,
                    generation_modes=[mode],
                    generation_config=self.schema.config.generation_for(operation=found, phase="coverage"),
                    auth_storage=None,
                    override=overrides.with_config_headers(self.schema.config, operation=found),
                    feedback=FeedbackSources(),
                )
                cases.extend(islice(boundary, MAX_WRITTEN))
        written: dict[str, list[Any]] = {"valid": [], "invalid": [], "probe": []}
        for case in cases:
            written[kind_of(case)].append(case)
        return written

    def _draw(self, operation: Operation, take: Callable[[Any], None], examples: int) -> None:
        """
        Have Schemathesis and Hypothesis draw valid cases, and `take` each.

        Raises:
            CannotGenerateError: They cannot. What `take` raises goes through, unless Hypothesis would try again.
        """
        from hypothesis import HealthCheck, Phase, settings
        from schemathesis.generation import derive_operation_seed
        from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

        raised: list[BaseException] = []

        def taking(case: Any) -> None:
            if not raised:
                try:
                    take(case)
                except Exception as error:  # noqa: BLE001 -- raised below: here, Hypothesis would try the same again
                    raised.append(error)

        how = settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        with _generating():
            create_test(
                operation=self._found(operation),
                test_func=taking,
                config=HypothesisTestConfig(
                    project=self.schema.config,
                    modes=[HypothesisTestMode.FUZZING],
                    settings=how,
                    explicit_settings=how,
                    seed=derive_operation_seed(self.channel.suite.seed, operation.name),
                ),
            )()
        if raised:
            raise raised[0]

    def _ask_plainly(self, operation: Operation) -> None:
        """Ask once with what the document itself says, where nothing can be generated."""
        values = {
            (each.location, each.name): value
            for each in operation.parameters
            if each.required and (value := _documented(self.channel, each)) is not None
        }
        path, query, headers = fill(operation, values)
        if operation.method in SAFE_METHODS and "{" not in path:
            with suppress(requests.RequestException):
                self.channel.door.request(operation.method, path, params=query, headers=headers)

    def _send(self, case: Any, kind: str, operation: Operation) -> None:
        try:
            send(self.channel, case, kind, operation)
        except Stopped:
            if self.channel.pace.stopped is not None:
                raise


def _usable(tree: dict[str, Any]) -> dict[str, Any]:
    """
    Return a document without what is none and Schemathesis trips over.

    That is: media types that are no objects (`content: {$ref: …}`), and examples of a schema that are no list. A query as a
    whole gets the name that it need not have, and a security scheme that refers to another stands for itself.
    """
    components = tree.get("components") or {}
    schemes = components.get("securitySchemes") or {}
    schemes.update({name: referred(tree, each, "")[0] for name, each in schemes.items() if isinstance(each, dict)})
    holders = [*(components.get("responses") or {}).values(), *(components.get("requestBodies") or {}).values()]
    for item in (tree.get("paths") or {}).values():
        for operation in item.values() if isinstance(item, dict) else ():
            if isinstance(operation, dict):
                holders += [operation.get("requestBody"), *(operation.get("responses") or {}).values()]
    for holder in holders:
        content = holder.get("content") if isinstance(holder, dict) else None
        if isinstance(content, dict):
            holder["content"] = {name: each for name, each in content.items() if isinstance(each, dict)}
    for node in objects_in(tree, without=frozenset({"example", "value", "dataValue", "enum", "default"})):
        if "type" in node and "schema" not in node and isinstance(node.get("examples"), dict):
            del node["examples"]
        if node.get("in") == "querystring":
            node.setdefault("name", "querystring")
    return tree


def _documented(channel: Channel, parameter: Any) -> Any:
    """Return a value that the document itself gives for a parameter; None where it gives none."""
    from driftgate.pointer import resolve

    raw = resolve(channel.contract.tree, parameter.pointer)
    if isinstance(raw, dict):
        if "example" in raw:
            return raw["example"]
        for each in (raw.get("examples") or {}).values():
            if isinstance(each, dict) and (field := field_of_value(each)) is not None:
                return each[field]
    schema = parameter.schema
    for name in ("example", "default", "const"):
        if schema.get(name) is not None:
            return schema[name]
    for name in ("examples", "enum"):
        listed = schema.get(name)
        if isinstance(listed, list) and listed:
            return listed[0]
    return None
