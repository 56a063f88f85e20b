"""The session: contract, target and everything seen so far. What any test asks goes through its one door."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests

from driftgate.conclusion import conclude
from driftgate.errors import TargetError
from driftgate.exchange import Exchange, SeenIn
from driftgate.judge import Judge, Judged, Sighting
from driftgate.match import Matcher
from driftgate.pointer import MISSING
from driftgate.redaction import Redactor
from driftgate.rule import load_rules
from driftgate.rules.authentication_not_enforced import Trial
from driftgate.suite.budget import Budget, plan
from driftgate.suite.credentials import STAND_IN, Credentials
from driftgate.suite.pace import MAX_SERVER_ERRORS, SAFE_METHODS, Limits, Pace
from driftgate.suite.recording import Recording
from driftgate.suite.settings import is_loopback
from driftgate.suite.transport import Door, Transport
from driftgate.tally import Tally
from driftgate.walk import Walks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract, Promise
    from driftgate.evidence import Judgement
    from driftgate.exchange import Request, Response
    from driftgate.operation import Operation
    from driftgate.suite.collection import Collection
    from driftgate.suite.generation import Generator
    from driftgate.suite.settings import Suite

MOCK_URL = "http://embedded-mock"
"""What recordings and reports call the embedded mock."""
LIVE_RATE = 1.0
"""Requests a second to a live API whose contract names no limit."""


class Session:
    """
    One run of the suite against one target.

    Args:
        suite: What is asked for.
        contract: What was promised.
        disabled: Ids of rules that stay silent.
        worker: Name of the process among several, empty where it is the only one.
        workers: How many processes share the target.
    """

    def __init__(
        self,
        suite: Suite,
        contract: Contract,
        *,
        disabled: frozenset[str] = frozenset(),
        worker: str = "",
        workers: int = 1,
    ) -> None:
        self.suite = suite
        self.contract = contract
        self.is_live = suite.is_live
        self.operations = tuple(each for each in contract.operations if self._is_in_scope(each))
        self.budget: Budget = plan(self.operations, suite, is_live=self.is_live)
        self.matcher = Matcher(contract)
        self._judge = Judge(contract, matcher=self.matcher, disabled=disabled)
        self._secrets: tuple[str, ...] = ()
        self._redactor = Redactor(sensitive_names=contract.sensitive_names)
        self.tally = Tally(redact=self._shown)
        self._trial_rules = tuple(
            each for each in load_rules().values() if each.on is Trial and each.id not in disabled
        )
        self._trial: tuple[str, Mapping[str, Any]] | None = None
        self._walks = Walks(contract)
        self._position = 0
        self.last: tuple[Judged, Exchange] | None = None
        self.pace = Pace(
            Limits(
                max_requests=self.budget.max_requests,
                interval_s=self._interval_s(workers),
                max_time_s=suite.max_time,
                safe_only=self.is_live and not suite.allow_unsafe,
                server_errors=MAX_SERVER_ERRORS if self.is_live else None,
            )
        )
        self._open = ExitStack()
        self.base_url = (suite.base_url or self._mock()).rstrip("/")
        self._credentials = Credentials(
            contract,
            matcher=self.matcher,
            base_url=self.base_url,
            token_env=suite.token_env,
            stand_in=STAND_IN if is_loopback(self.base_url) else None,
        )
        self._recording: Recording | None = None
        self._recording_name = "suite"
        if suite.recording is not None:
            path = _for_worker(Path(suite.recording), worker)
            self._recording_name = path.name
            self._recording = Recording(path, redact=self._redacted)
            self._open.callback(self._recording.close)
        elif worker:
            self._recording_name = f"suite.{worker}"
        transport = Transport(self.base_url, pace=self.pace, credentials=self._credentials, observe=self._observe)
        self.door = Door(self.base_url, transport)
        self._open.callback(self.door.close)

    def _is_in_scope(self, operation: Operation) -> bool:
        return not self.is_live or self.suite.allow_unsafe or operation.method in SAFE_METHODS

    def _interval_s(self, workers: int) -> float:
        rate = self.suite.rate
        if rate is None:
            rate = _documented_rate(self.contract, LIVE_RATE) if self.is_live else None
        return workers / rate if rate else 0.0

    def _mock(self) -> str:
        from driftgate import mock

        try:
            return self._open.enter_context(mock.running(self.contract, seed=self.suite.seed, items=self.suite.items))
        except OSError as error:
            raise TargetError(f"the embedded mock cannot listen on loopback ({error}).") from None

    @property
    def probes_authentication(self) -> bool:
        asked = self.suite.auth_probes
        return asked if asked is not None else not self.is_live

    @property
    def asks_undeclared_methods(self) -> bool:
        asked = self.suite.undeclared_methods
        return asked if asked is not None else not self.is_live

    def _observe(self, request: Request, response: Response | None) -> None:
        if self.suite.base_url is None:  # its port is another each time, and leads nowhere afterwards
            request = request._replace(url=MOCK_URL + request.url[len(self.base_url) :])
        exchange = Exchange(request, response, SeenIn(self._recording_name, self._position))
        self._position += 1
        if self._recording is not None:
            self._recording.add(exchange)
        judged = self._judge.judge(exchange)
        if self._trial is not None and judged.promise is not None and response is not None:
            kind, facts = self._trial
            judged.sightings.extend(self._tried(judged.promise, exchange, kind, facts))
        self.last = (judged, exchange)
        if judged.promise is None and judged.match.known_path and response is not None and not judged.sightings:
            return  # a method the path does not have was refused, as it must be: no evidence, and nothing unjudged
        self.tally.add(judged, exchange)
        if judged.step is not None:
            for walk in self._walks.feed(judged.step):
                self.tally.add_walk(walk, self._judge.walk(walk))

    def _tried(self, promise: Promise, exchange: Exchange, kind: str, facts: Mapping[str, Any]) -> Iterator[Sighting]:
        trial = Trial(self.contract, promise, exchange, kind, facts, self.is_live)
        for each in self._trial_rules:
            for mismatch in each.check(trial):
                yield Sighting(
                    source=each.source,
                    rule=each.id,
                    severity=mismatch.severity or each.severity,
                    pointer=mismatch.pointer,
                    observed=mismatch.observed,
                    expected=mismatch.expected,
                    message=mismatch.message,
                    document_pointer=mismatch.document_pointer,
                    path=(),
                    value=mismatch.value,
                    records=mismatch.records,
                )

    @contextmanager
    def trying(self, kind: str, **facts: Any) -> Iterator[None]:
        """Have every answer inside the block held to what a trial of this kind expects."""
        before, self._trial = self._trial, (kind, facts)
        try:
            yield
        finally:
            self._trial = before

    def tried(self, kind: str, at: tuple[Judged, Exchange], **facts: Any) -> None:
        """Report what several answers settle together; `at` is the one it is shown by."""
        judged, exchange = at
        promise = judged.promise
        if promise is None or exchange.response is None:
            return
        sightings = list(self._tried(promise, exchange, kind, facts))
        if sightings:
            media_type = promise.media_type.name if promise.media_type is not None else None
            self.tally._count(  # noqa: SLF001 -- the exchange itself was counted when it was seen
                judged._replace(sightings=sightings),
                exchange,
                promise.operation.name,
                promise.status,
                media_type,
                promise.items,
            )

    @cached_property
    def generator(self) -> Generator:
        from driftgate.suite.generation import Generator

        return Generator(self)

    def collection(self, operation: Operation) -> Collection:
        """Return the collection that an operation with `x-pagination` lists."""
        from driftgate.suite.collection import Collection

        return Collection(self, operation, self.values(operation))

    def values(self, operation: Operation) -> Mapping[tuple[str, str], Any]:
        """Return values for the required parameters of an operation, by (location, name)."""
        return self.generator.valid_values(operation) if any(each.required for each in operation.parameters) else {}

    def explore(self, operation: Operation) -> None:
        """
        Ask an operation with documented examples, boundary values and drawn ones, as far as its budget goes.

        Raises:
            Stopped: The run must end.
        """
        share = self.budget.shares[operation.name]
        self.generator.explore(operation, valid=share.valid, invalid=share.invalid)

    def ask_without_credentials(self, operation: Operation) -> None:
        """Ask a protected operation once without credentials, where that is wanted."""
        is_protected = bool(operation.security) and {} not in operation.security
        if is_protected and self.probes_authentication:
            path, query, headers = fill(operation, self.values(operation))
            with self.trying("anonymous"), suppress(requests.RequestException):
                self.door.anonymous(operation.method, path, params=query, headers=headers)

    def end_walks(self) -> None:
        """Judge the walks over collections that are still open: the next test begins its own."""
        for walk in self._walks.finish():
            self.tally.add_walk(walk, self._judge.walk(walk))

    def judgement(self) -> Judgement:
        """Return what was seen so far, before policy."""
        self.end_walks()
        judgement = conclude(self.tally, self.contract, kind="suite", expected=[each.name for each in self.operations])
        stopped = self.pace.stopped
        if stopped is not None and not stopped.planned:
            judgement.incomplete = str(stopped)
        return judgement

    @property
    def redactor(self) -> Redactor:
        """What hides secrets: those that the contract marks, and those in use."""
        secrets = self._credentials.secrets
        if secrets != self._secrets:  # a token was traded since
            self._secrets = secrets
            self._redactor = Redactor(sensitive_names=self.contract.sensitive_names, secrets=secrets)
        return self._redactor

    def _redacted(self, exchange: Exchange) -> Exchange:
        return self.redactor.exchange(exchange)

    def _shown(self, sighting: Sighting, exchange: Exchange, judged: Judged) -> tuple[Sighting, str | None]:
        redactor = self.redactor
        sample = None if sighting.value is MISSING else redactor.sample(sighting.value, sighting.pointer or "")
        return sighting._replace(value=sample), redactor.curl(exchange)

    def close(self) -> None:
        """Finish the recording and stop the mock."""
        self._open.close()


def load(suite: Suite) -> Contract:
    """Return the contract a suite is about, untyped answers typed from their examples."""
    from driftgate.completion import completed
    from driftgate.contract import load_contract, load_spec

    if suite.spec is not None:
        return completed(load_spec(str(suite.spec)))
    return completed(load_contract(Path(suite.contract or "")))


def _documented_rate(contract: Contract, default: float) -> float:
    """Return the requests a second that the contract allows: `x-rate-limit` of the document, `{requests, per_s}`."""
    raw = contract.tree.get("x-rate-limit")
    if isinstance(raw, dict) and isinstance(raw.get("requests"), (int, float)) and raw.get("per_s"):
        return float(raw["requests"]) / float(raw["per_s"])
    return default


def _for_worker(path: Path, worker: str) -> Path:
    return path.with_name(f"{path.stem}.{worker}{path.suffix}") if worker else path


def fill(operation: Operation, values: Mapping[tuple[str, str], Any]) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Return path, query and headers of a request with these parameters."""
    path, query, headers = operation.path, {}, {}
    for (location, name), value in values.items():
        if location == "path":
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        elif location == "query":
            query[name] = value
        elif location == "header":
            headers[name] = str(value)
    return path, query, headers
