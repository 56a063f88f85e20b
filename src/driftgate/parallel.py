"""
The scan on several processes, with the answer that one process would give.

A plain NDJSON file is cut at line ends and its chunks are judged side by side; other recordings are judged side by side
as whole files. Tallies add up in any order; steps of walks go back to the parent, which takes them in recorded order.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from driftgate import recordings
from driftgate.contract import Contract
from driftgate.errors import DriftgateError, RecordingError
from driftgate.scan import Scanner, rarely_collected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from driftgate.document import Document
    from driftgate.evidence import Judgement
    from driftgate.overlay import Overlay
    from driftgate.recordings import Chunk
    from driftgate.scope import Scope
    from driftgate.tally import Tally
    from driftgate.walk import Step

CHUNK_BYTES = 8 * 1024 * 1024
"""Of a plain NDJSON file: small enough that two processes end together, large enough that handing over costs nothing."""


class _Result(NamedTuple):
    """What a worker found in one chunk."""

    tally: Tally
    steps: list[Step]


def scan(
    contract: Contract,
    sources: Sequence[str],
    *,
    jobs: int,
    scope: Scope | None = None,
    strict: bool = False,
    disabled: Iterable[str] = (),
    coverage: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """
    Return the judgement over recordings; the arguments are those of `driftgate.scan.scan`.

    Args:
        jobs: How many processes; 0 is one for each core.

    Raises:
        RecordingError: See `driftgate.scan.scan`.
        DriftgateError: A process died, as it does when memory runs out.
    """
    if not sources:
        raise RecordingError("no recording was named.")
    jobs = jobs or os.cpu_count() or 1
    scanner = Scanner(contract, scope=scope, disabled=disabled)
    given = (contract.document, contract.overlays, scope, tuple(disabled), strict, coverage)
    count = 0
    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=given) as pool:
            for result in _in_order(pool, _chunks(sources, jobs), ahead=2 * jobs):
                count += sum(row.exchanges for row in result.tally.evidence.values())
                scanner.tally.merge(result.tally)
                for step in result.steps:
                    scanner.walk(step)
                if progress is not None:
                    progress(count, len(scanner.tally.entries))
    except BrokenProcessPool:
        raise DriftgateError("a process of the scan died, perhaps for want of memory. Try fewer --jobs.") from None
    return scanner.judgement(sources=sources)


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[Chunk], *, ahead: int) -> Iterator[_Result]:
    """Yield results in the order of their chunks, with at most `ahead` chunks under way."""
    waiting = deque(pool.submit(_judge, chunk) for chunk in islice(chunks, ahead))
    while waiting:
        result = waiting.popleft().result()
        following = next(chunks, None)
        if following is not None:
            waiting.append(pool.submit(_judge, following))
        yield result


def _chunks(sources: Sequence[str], jobs: int) -> Iterator[Chunk]:
    for source in sources:
        size_bytes = os.path.getsize(source) if source != "-" and os.path.isfile(source) else 0  # noqa: PTH113, PTH202
        yield from recordings.chunks(source, max(jobs, size_bytes // CHUNK_BYTES))


_worker: tuple[Scanner, bool] | None = None


def _begin(
    document: Document,
    overlays: tuple[Overlay, ...],
    scope: Scope | None,
    disabled: tuple[str, ...],
    strict: bool,  # noqa: FBT001 -- a pool passes its initialiser's arguments by position
    coverage: bool,  # noqa: FBT001
) -> None:
    """Make this process's scanner: validators cannot be sent, what they are made of can."""
    global _worker  # noqa: PLW0603 -- the one way in which an initialiser can hand something on
    _worker = Scanner(Contract(document, overlays), scope=scope, disabled=disabled, coverage=coverage), strict


def _judge(chunk: Chunk) -> _Result:
    assert _worker is not None
    scanner, strict = _worker
    scanner.tally = scanner.new_tally()
    steps: list[Step] = []
    with rarely_collected():
        for exchange in recordings.read(chunk, strict=strict, unjudged=scanner.tally.unjudged):
            step = scanner.take(exchange)
            if step is not None:
                steps.append(step)
    return _Result(scanner.tally.without_redaction(), steps)
