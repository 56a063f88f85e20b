"""Scan: recorded traffic, judged exchange by exchange, in memory that does not grow with it."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from driftgate import recordings
from driftgate.conclusion import conclude
from driftgate.errors import RecordingError
from driftgate.evidence import MAX_NAMED, counted
from driftgate.judge import Judge
from driftgate.match import Matcher
from driftgate.pointer import MISSING
from driftgate.redaction import Redactor
from driftgate.redaction.curl import curl
from driftgate.scope import Scope
from driftgate.tally import Tally
from driftgate.walk import Walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.exchange import Exchange
    from driftgate.judge import Judged, Sighting
    from driftgate.trail import Key, Step


class Scanner:
    """
    Judges exchanges into a tally.

    Args:
        contract: The effective contract.
        scope: Which exchanges count.
        disabled: Ids of rules that stay silent.
        coverage: Whether to count the declared fields that bodies have.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        scope: Scope | None = None,
        disabled: Iterable[str] = (),
        coverage: bool = False,
    ) -> None:
        self.contract = contract
        self.scope = scope or Scope()
        matcher = Matcher(contract, base_paths=self.scope.base_paths, hosts=self.scope.hosts)
        self._judge = Judge(contract, matcher=matcher, disabled=disabled, coverage=coverage, foresees=True)
        self._admitted = (
            frozenset(each.name for each in self.scope.operations_of(contract)) if self.scope.narrows else None
        )
        self._redactor = Redactor.of(contract)
        self._walks = Walks(contract)
        self.tally = self.new_tally()

    def new_tally(self) -> Tally:
        return Tally(redact=self._shown)

    def take(self, exchange: Exchange) -> Step | None:
        """Judge one exchange and return its step of a walk, if it is one; outside the scope it is passed over."""
        judged = self._judge.judge(exchange)
        promise = judged.promise
        if promise is not None:
            if self._admitted is not None and promise.operation.name not in self._admitted:
                return None
            if self.scope.statuses and not self.scope.admits_status(promise.status):
                return None
        elif self._admitted is not None:
            return None
        self.tally.add(judged, exchange)
        return judged.step

    def walk(self, step: Step) -> None:
        """Take a step of a walk, in recorded order; what the walks that it ends show is counted."""
        for walk in self._walks.feed(step):
            self.tally.add_walk(walk, self._judge.walk(walk))

    def absorb(self, tally: Tally, trail: tuple[list[Key], bytes]) -> None:
        """Take in what another scanner of the same contract saw next; its steps follow those that were taken before."""
        self.tally.merge(tally)
        for walk in self._walks.follow(trail):
            self.tally.add_walk(walk, self._judge.walk(walk))

    def _shown(self, sighting: Sighting, exchange: Exchange, judged: Judged) -> tuple[Sighting, str | None]:
        sample = (
            None
            if sighting.value is MISSING
            else self._redactor.sample(
                sighting.value, sighting.pointer or "", documented=sighting.rule != "undocumented-property"
            )
        )
        return sighting._replace(value=sample), curl(exchange.request, self._redactor)

    def judgement(self, kind: str = "scan", *, sources: Sequence[str] = ()) -> Judgement:
        """Return what was seen so far, before policy; open walks end here. `sources` are the recordings it came from."""
        for walk in self._walks.finish():
            self.tally.add_walk(walk, self._judge.walk(walk))
        expected = sorted(self._admitted) if self._admitted is not None else None
        judgement = conclude(self.tally, self.contract, kind=kind, expected=expected)
        judgement.recordings = _named(sources)
        unread = self.tally.unjudged.unread
        read = sum(row.exchanges for row in judgement.evidence.values()) + self.tally.unjudged.total - unread
        if unread > read:
            judgement.incomplete = f"{counted(unread, 'entry', 'entries')} of {unread + read:,} could not be read"
        return judgement


@contextmanager
def rarely_collected() -> Iterator[None]:
    """
    Let the garbage collector look seldom: bodies hold no cycles and are freed without it.

    NOTE: With Python's thresholds it looks at the pages of open walks again and again: a quarter of the scan of small
    bodies, measured.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def scan(
    contract: Contract,
    sources: Sequence[str],
    *,
    scope: Scope | None = None,
    strict: bool = False,
    disabled: Iterable[str] = (),
    coverage: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
) -> Judgement:
    """
    Return the judgement over recordings, on one core. `driftgate.parallel.scan` does the same on several.

    Args:
        contract: The effective contract.
        sources: Paths of recordings; `-` is standard input.
        scope: Which exchanges count.
        strict: Stop at the first entry that cannot be read, instead of counting it as unjudged.
        disabled: Ids of rules that stay silent.
        coverage: Whether to count the declared fields that bodies have (`Judgement.fields`).
        progress: Called now and then with bytes of the recordings read, exchanges and findings so far.

    Raises:
        RecordingError: A source cannot be read at all, or `strict` and an entry cannot.
    """
    if not sources:
        raise RecordingError("no recording was named.")
    scanner = Scanner(contract, scope=scope, disabled=disabled, coverage=coverage)
    count = read = before = shown = 0

    def told(done: int, _: int | None) -> None:
        nonlocal read
        read = before + done

    with rarely_collected():
        for source in sources:
            before = read
            unjudged = scanner.tally.unjudged
            for exchange in recordings.read(source, strict=strict, unjudged=unjudged, progress=progress and told):
                step = scanner.take(exchange)
                if step is not None:
                    scanner.walk(step)
                count += 1
                if progress is not None and (not count % 500 or read != shown):
                    shown = read
                    progress(read, count, len(scanner.tally.entries))
    if progress is not None:
        progress(read, count, len(scanner.tally.entries))
    return scanner.judgement(sources=sources)


def _named(sources: Sequence[str]) -> tuple[str, ...]:
    """Return the names of recordings; of many, the first and a digest of all, so that other recordings are told apart."""
    names = sorted(recordings.shown_name(source) for source in sources)
    if len(names) <= MAX_NAMED:
        return tuple(names)
    digest = hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:12]
    return (*names[:MAX_NAMED], f"and {len(names) - MAX_NAMED:,} more ({digest})")


def json_body(contract: Contract, operation: str, status: int, raw: bytes, *, name: str) -> Exchange:
    """Return an exchange around one bare body, as if `operation` had answered it with `status`."""
    from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn

    promised = contract.operation(operation)
    response = promised.response_for(status)
    media_type: Any = next(iter(response.content), "application/json") if response is not None else "application/json"
    return Exchange(
        Request(promised.method, promised.path, Headers()),
        Response(status, Headers([("content-type", media_type)]), raw),
        SeenIn(name, 0),
    )
