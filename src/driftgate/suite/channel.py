"""The channel: a contract, a target, the one door between them, and a witness of all that passes."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from driftgate.errors import TargetError
from driftgate.match import Matcher
from driftgate.suite.address import is_loopback
from driftgate.suite.budget import Budget, plan
from driftgate.suite.credentials import STAND_IN, Credentials
from driftgate.suite.home import Homes
from driftgate.suite.limits import limits_of
from driftgate.suite.pace import SAFE_METHODS, Pace
from driftgate.suite.transport import Door, Transport
from driftgate.suite.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.exchange import Exchange, Request, Response
    from driftgate.judge import Judged
    from driftgate.operation import Operation
    from driftgate.suite.settings import Suite

MOCK_URL = "http://embedded-mock"
"""What recordings and reports call the embedded mock."""


class Channel:
    """
    One run's way to one target.

    Args:
        suite: What is asked for.
        contract: What was promised.
        disabled: Ids of rules that stay silent.
        worker: Name of the process among several, empty where it is the only one.
        workers: How many processes share the target.

    Raises:
        TargetError, ContractError: There is no target, or no mock of the contract.
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
        self.operations = in_scope(contract, suite)
        self.expected: tuple[str, ...] | None = tuple(each.name for each in self.operations)
        """Operations that must be judged; None for those that were seen. A run that selects fewer tests expects less."""
        self.budget: Budget = plan(self.operations, suite, is_live=self.is_live)
        self.pace = Pace(limits_of(suite, contract, self.budget, workers))
        self.progress: Callable[[int, int, int], None] | None = None
        """Is told after each exchange: requests sent, requests allowed, findings so far."""
        self._open = ExitStack()
        self.base_url = (suite.base_url or self._mock()).rstrip("/")
        homes = Homes(contract, self.base_url)
        matcher = Matcher(contract, base_paths=homes.paths)
        self._credentials = Credentials(
            contract,
            matcher=matcher,
            base_url=self.base_url,
            token_env=suite.token_env,
            stand_in=STAND_IN if is_loopback(self.base_url) else None,
        )
        recording = _for_worker(Path(suite.recording), worker) if suite.recording is not None else None
        self.witness = Witness(
            contract,
            matcher=matcher,
            disabled=disabled,
            is_live=self.is_live,
            coverage=suite.coverage,
            secrets=lambda: self._credentials.secrets,
            recording=recording,
            name=recording.name if recording is not None else f"suite.{worker}" if worker else "suite",
        )
        self._open.callback(self.witness.close)
        transport = Transport(
            self.base_url,
            pace=self.pace,
            credentials=self._credentials,
            observe=self._observe,
            rehome=partial(homes.rehomed, matcher),
        )
        self.door = Door(self.base_url, transport)
        self._open.callback(self.door.close)

    def _mock(self) -> str:
        from driftgate import mock

        try:
            return self._open.enter_context(mock.running(self.contract, seed=self.suite.seed, items=self.suite.items))
        except OSError as error:
            raise TargetError(f"the embedded mock cannot listen on loopback ({error}).") from None

    def _observe(self, request: Request, response: Response | None) -> None:
        if self.suite.base_url is None:  # its port is another each time, and leads nowhere afterwards
            request = request._replace(url=MOCK_URL + request.url[len(self.base_url) :])
        self.witness.see(request, response)
        if self.progress is not None:
            self.progress(self.pace.sent, self.budget.max_requests, len(self.witness.tally.entries))

    @property
    def last(self) -> tuple[Judged, Exchange] | None:
        """The last exchange, and what the judge said of it."""
        return self.witness.last

    @property
    def probes_authentication(self) -> bool:
        asked = self.suite.auth_probes
        return asked if asked is not None else not self.is_live

    @property
    def asks_undeclared_methods(self) -> bool:
        asked = self.suite.undeclared_methods
        return asked if asked is not None else not self.is_live

    @property
    def sends_unsafe(self) -> bool:
        """Whether requests may change something."""
        return not self.is_live or self.suite.allow_unsafe

    def judgement(self, *, coverage: bool = True) -> Judgement:
        """Return what was seen so far, before policy; without `coverage`, nothing of the fields."""
        judgement = self.witness.judgement(self.expected, coverage=coverage)
        stopped = self.pace.stopped
        if stopped is not None and not stopped.planned:
            judgement.incomplete = str(stopped)
        return judgement

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


def in_scope(contract: Contract, suite: Suite) -> tuple[Operation, ...]:
    """
    Return the operations that a run asks: those selected, and of a live API those that change nothing unless more is
    allowed.

    Raises:
        ConfigError, ContractError: The selection admits none.
    """
    from driftgate.scope import Scope

    careful = suite.is_live and not suite.allow_unsafe
    selected = Scope(operations=tuple(suite.operation), tags=tuple(suite.tag)).operations_of(contract)
    return tuple(each for each in selected if not careful or each.method in SAFE_METHODS)


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


def _for_worker(path: Path, worker: str) -> Path:
    return path.with_name(f"{path.stem}.{worker}{path.suffix}") if worker else path
