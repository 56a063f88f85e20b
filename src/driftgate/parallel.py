"""
The scan on several processes, with the answer that one process would give.

NDJSON and HAR files are cut into chunks that are judged side by side; a worker reads its own, unless the bytes are
compressed or come from standard input, which this process reads and hands on. Other recordings are judged as wholes.
Tallies add up in any order; steps of walks go back to the parent as trails, which it follows in recorded order. A chunk of
a HAR file that turns out not to be cut between entries is read again, with all that follows it, by one process.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from driftgate import recordings
from driftgate import scan as alone
from driftgate.contract import Contract
from driftgate.errors import DriftgateError, RecordingError
from driftgate.recordings import Chunk, UnevenChunkError
from driftgate.scan import Scanner, rarely_collected
from driftgate.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from driftgate.document import Document
    from driftgate.evidence import Judgement
    from driftgate.overlay import Overlay
    from driftgate.scope import Scope
    from driftgate.tally import Tally
    from driftgate.trail import Key

CHUNK_BYTES = 2 << 20
"""Small enough that processes end together, large enough that handing over costs nothing."""
WARM_BYTES = 1 << 18
"""What this process judges before it forks: what is compiled and remembered for it, no fork has to find out again."""
WORTH_BYTES = 4 << 20
"""Of recordings for each process: what is judged in less time than it takes to start one."""


class _Result(NamedTuple):
    """What a worker found in one chunk."""

    tally: Tally
    trail: tuple[list[Key], bytes]
    exchanges: int


def scan(
    contract: Contract,
    sources: Sequence[str],
    *,
    jobs: int = 0,
    scope: Scope | None = None,
    strict: bool = False,
    disabled: Iterable[str] = (),
    coverage: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
) -> Judgement:
    """
    Return the judgement over recordings; the arguments are those of `driftgate.scan.scan`.

    Args:
        jobs: How many processes at most; 0 is one for each core that this process may use. Small recordings get fewer.

    Raises:
        RecordingError: See `driftgate.scan.scan`.
        DriftgateError: A process died, as it does when memory runs out.
    """
    if not sources:
        raise RecordingError("no recording was named.")
    disabled = tuple(disabled)
    jobs = _worthwhile(jobs, sources)
    if jobs < 2:
        return alone.scan(
            contract, sources, scope=scope, strict=strict, disabled=disabled, coverage=coverage, progress=progress
        )
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    scanner = Scanner(contract, scope=scope, disabled=disabled, coverage=coverage)
    chunks: Iterator[Chunk] = (
        chunk
        for source in sources
        for chunk in recordings.chunks(source, CHUNK_BYTES, first_bytes=min(WARM_BYTES, CHUNK_BYTES))
    )
    # NOTE: A forked process has the compiled contract already. Only Linux forks safely, and only without other threads.
    forks = sys.platform == "linux" and threading.active_count() == 1
    given = ((contract.document, contract.overlays), scope, disabled, strict, coverage)
    read = count = 0
    done: list[tuple[Chunk, Future[_Result | None]]] = []
    if forks:
        _begin(contract, *given[1:])
        first = next(chunks)
        if first.is_whole:
            chunks = chain((first,), chunks)
        else:
            judged: Future[_Result | None] = Future()
            judged.set_result(_judge(first))
            done.append((first, judged))
    gc.collect()
    gc.freeze()  # so that no collection in a fork touches, and thereby copies, what it shares with this process
    try:
        with (
            rarely_collected(),
            ProcessPoolExecutor(
                jobs,
                mp_context=get_context("fork" if forks else "spawn"),
                initializer=None if forks else partial(_begin, *given),
            ) as pool,
        ):
            for chunk, result in _in_order(pool, chunks, done, ahead=2 * jobs):
                scanner.absorb(result.tally, result.trail)
                read += chunk.size_bytes
                count += result.exchanges
                if progress is not None:
                    progress(read, count, len(scanner.tally.entries))
    except BrokenProcessPool:
        raise DriftgateError("a process of the scan died, perhaps for want of memory. Try fewer --jobs.") from None
    finally:
        gc.unfreeze()
    return scanner.judgement(sources=sources)


def _worthwhile(jobs: int, sources: Sequence[str]) -> int:
    """Return how many processes are worth starting."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    sizes = [recordings.bytes_of(each) for each in sources]
    if "-" in sources and 0 in sizes:
        return 1
    return min(jobs or cores, cores if None in sizes else sum(each or 0 for each in sizes) // WORTH_BYTES)


def _in_order(
    pool: ProcessPoolExecutor,
    chunks: Iterator[Chunk],
    done: Iterable[tuple[Chunk, Future[_Result | None]]],
    *,
    ahead: int,
) -> Iterator[tuple[Chunk, _Result]]:
    """Yield results in the order of their chunks, with at most `ahead` chunks under way; what is `done` comes first."""
    waiting = deque(done)
    uneven: Chunk | None = None
    while True:
        while len(waiting) < ahead and (chunk := next(chunks, None)) is not None:
            waiting.append((chunk, pool.submit(_judge, chunk)))
        if not waiting:
            return
        chunk, future = waiting.popleft()
        if uneven is not None and chunk.source == uneven.source and chunk.first > uneven.first:
            future.cancel()
            continue
        uneven = None
        result = future.result()
        if result is None:
            uneven = chunk
            chunk = chunk.rest()
            result = pool.submit(_judge, chunk).result()
        assert result is not None
        yield chunk, result


_worker: tuple[Scanner, bool] | None = None


def _begin(
    made_of: Contract | tuple[Document, tuple[Overlay, ...]],
    scope: Scope | None,
    disabled: tuple[str, ...],
    strict: bool,  # noqa: FBT001 -- a pool passes its initialiser's arguments by position
    coverage: bool,  # noqa: FBT001
) -> None:
    """Make this process's scanner: validators cannot be sent, what they are made of can."""
    global _worker  # noqa: PLW0603 -- the one way in which an initialiser can hand something on
    contract = made_of if isinstance(made_of, Contract) else Contract(*made_of)
    _worker = Scanner(contract, scope=scope, disabled=disabled, coverage=coverage), strict


def _judge(chunk: Chunk) -> _Result | None:
    """Return what is in a chunk; None where it is uneven."""
    assert _worker is not None
    scanner, strict = _worker
    scanner.tally = scanner.new_tally()
    trail = Trail()
    count = 0
    try:
        with rarely_collected():
            for exchange in recordings.read(chunk, strict=strict, unjudged=scanner.tally.unjudged):
                step = scanner.take(exchange)
                if step is not None:
                    trail.add(step)
                count += 1
    except UnevenChunkError:
        return None
    return _Result(scanner.tally.without_redaction(), trail.packed(), count)
