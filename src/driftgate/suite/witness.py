"""The witness: sees every exchange of a run, records it, has it judged and counts what was found."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from driftgate.conclusion import conclude
from driftgate.exchange import Exchange, SeenIn, WrongRequest
from driftgate.finding import Source
from driftgate.judge import Judge, Judged, Sighting
from driftgate.pointer import MISSING
from driftgate.redaction import Redactor
from driftgate.redaction.curl import curl
from driftgate.rule import load_rules
from driftgate.subject import Trial
from driftgate.suite.pace import SAFE_METHODS
from driftgate.suite.recording import Recording
from driftgate.tally import Tally
from driftgate.walk import Walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from driftgate.contract import Contract, Promise
    from driftgate.evidence import Judgement
    from driftgate.exchange import Request, Response
    from driftgate.match import Matcher
    from driftgate.operation import Operation


_SAID_BETTER = {"authentication-not-enforced": "anonymous-success"}
"""What a trial proves, and the rule that can only suspect it from the same answer: one drift, one finding."""


class Witness:
    """
    Sees what goes through the door of one run. Known drift hides no new drift: nothing ends at a mismatch.

    Args:
        contract: What was promised.
        matcher: Which operation a request belongs to.
        disabled: Ids of rules that stay silent.
        is_live: Whether the target is a live API.
        coverage: Whether to count the declared fields that bodies have.
        secrets: Returns the secrets in use, which are hidden wherever they stand.
        recording: HAR file to write; None writes none.
        name: What findings call the recording: `suite.har` in `suite.har#3`.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        matcher: Matcher,
        disabled: frozenset[str],
        is_live: bool,
        coverage: bool,
        secrets: Callable[[], tuple[str, ...]],
        recording: Path | None,
        name: str,
    ) -> None:
        self.contract = contract
        self.tally = Tally(redact=self._shown)
        self.last: tuple[Judged, Exchange] | None = None
        rules = load_rules().values()
        # What we ask is wrong on purpose, often enough: the client's side is not judged.
        of_requests = {each.id for each in rules if each.source is Source.REQUEST}
        self._judge = Judge(contract, matcher=matcher, disabled=disabled | of_requests, coverage=coverage)
        self._rules = tuple(each for each in rules if each.on is Trial and each.id not in disabled)
        self._walks = Walks(contract)
        self._is_live = is_live
        self._trial: tuple[str, Mapping[str, Any]] | None = None
        self._asks_wrongly = False
        self._walks_on = False
        self._position = 0
        self._name = name
        self._list_secrets = secrets
        self._secrets: tuple[str, ...] = ()
        self._redactor = Redactor.of(contract)
        self._recording = Recording(recording, redact=self._redacted) if recording is not None else None

    def see(self, request: Request, response: Response | None) -> None:
        """Record, judge and count one exchange; `response` is None where none came."""
        if self._asks_wrongly:
            request = WrongRequest(*request)
        exchange = Exchange(request, response, SeenIn(self._name, self._position))
        self._position += 1
        if self._recording is not None:
            self._recording.add(exchange)
        judged = self._without_secrets(self._judge.judge(exchange))
        if self._trial is not None and judged.promise is not None and response is not None:
            kind, facts = self._trial
            tried = list(self._try(judged.promise, exchange, kind, facts))
            told = {_SAID_BETTER.get(each.rule) for each in tried}
            judged.sightings[:] = [*(each for each in judged.sightings if each.rule not in told), *tried]
        self.last = (judged, exchange)
        if judged.promise is None and judged.match.known_path and response is not None and not judged.sightings:
            return  # a method the path does not have was refused, as it must be: no evidence, and nothing unjudged
        self.tally.add(judged, exchange)
        if request.method not in SAFE_METHODS and response is not None and response.status < 400:
            self._walks = Walks(self.contract)  # we changed something, so pages before and after need not add up
        if judged.step is not None and self._walks_on:
            for walk in self._walks.feed(judged.step):
                self.tally.add_walk(walk, self._judge.walk(walk))

    @contextmanager
    def walking(self) -> Iterator[None]:
        """Hold the pages asked for inside the block to what pages must be together: they are asked for in order."""
        before, self._walks_on = self._walks_on, True
        try:
            yield
        finally:
            self._walks_on = before

    @contextmanager
    def asking_wrongly(self) -> Iterator[None]:
        """
        Expect refusals inside the block: a refusal that the contract does not list is a note there, not an error.

        HTTP defines 400, 401, 405 and 415 for requests that are wrong; few documents list them all.
        """
        before, self._asks_wrongly = self._asks_wrongly, True
        try:
            yield
        finally:
            self._asks_wrongly = before

    @contextmanager
    def trying(self, kind: str, **facts: Any) -> Iterator[None]:
        """Have every answer inside the block held to what a trial of this kind expects."""
        before, self._trial = self._trial, (kind, facts)
        try:
            yield
        finally:
            self._trial = before

    def cannot_ask(self, operation: Operation, reason: str) -> None:
        """Take note of an operation for which no requests can be made."""
        self.tally.unjudged.add(self._name, self._position, f"{operation.name}: {reason}")

    def tried(self, kind: str, at: tuple[Judged, Exchange], **facts: Any) -> None:
        """Report what several answers settle together; `at` is the one it is shown by."""
        judged, exchange = at
        promise = judged.promise
        if promise is None or exchange.response is None:
            return
        sightings = list(self._try(promise, exchange, kind, facts))
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

    def _try(self, promise: Promise, exchange: Exchange, kind: str, facts: Mapping[str, Any]) -> Iterator[Sighting]:
        trial = Trial(self.contract, promise, exchange, kind, facts, self._is_live)
        for each in self._rules:
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

    def judgement(self, operations: Iterable[str] | None, *, coverage: bool = True) -> Judgement:
        """
        Return what was seen so far, before policy; open walks end here.

        Args:
            operations: That had to be judged; None for those that were seen.
            coverage: Whether to say which fields were seen, where they were counted.
        """
        for walk in self._walks.finish():
            self.tally.add_walk(walk, self._judge.walk(walk))
        return conclude(self.tally, self.contract, kind="suite", expected=operations, coverage=coverage)

    @property
    def redactor(self) -> Redactor:
        """What hides secrets: those that the contract marks, and those in use."""
        secrets = self._list_secrets()
        if secrets != self._secrets:  # a token was traded since
            self._secrets = secrets
            self._redactor = Redactor.of(self.contract, secrets=secrets)
        return self._redactor

    def _without_secrets(self, judged: Judged) -> Judged:
        """Return what was judged without secrets where places are named: a server may use a token as a property's name."""
        hide = self.redactor.without_known
        if not self._secrets:
            return judged
        sightings = [
            each._replace(
                pointer=each.pointer and hide(each.pointer), message=hide(each.message), observed=hide(each.observed)
            )
            for each in judged.sightings
        ]
        return judged._replace(sightings=sightings)

    def _redacted(self, exchange: Exchange) -> Exchange:
        return self.redactor.exchange(exchange)

    def _shown(self, sighting: Sighting, exchange: Exchange, judged: Judged) -> tuple[Sighting, str | None]:
        redactor = self.redactor
        sample = None if sighting.value is MISSING else redactor.sample(sighting.value, sighting.pointer or "")
        return sighting._replace(value=sample), curl(exchange.request, redactor)

    def close(self) -> None:
        if self._recording is not None:
            self._recording.close()
