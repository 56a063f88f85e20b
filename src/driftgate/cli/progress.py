"""Progress of long work, on standard error and only on a terminal."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console


REFRESH_S = 0.2
"""How long a number stands before it is written anew."""


@contextmanager
def scan_progress(sources: Sequence[str], *, shown: bool) -> Iterator[Callable[[int, int, int], None] | None]:
    """Give a callable that takes bytes read, exchanges and findings so far; None where nobody would see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        DownloadColumn(),
        TextColumn("{task.fields[exchanges]:,} exchanges"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TextColumn("{task.fields[findings]:,} findings"),
        TimeRemainingColumn(),
    )
    files = [Path(source) for source in sources if source != "-"]
    total = sum(path.stat().st_size for path in files if path.is_file()) if len(files) == len(sources) else 0
    # NOTE: without a thread of its own: the scan forks, and a lock that a thread holds stays locked in a fork for ever.
    with Progress(*columns, console=_console(), transient=True, auto_refresh=False) as progress:
        task = progress.add_task(
            visible(", ".join(sources), 40), total=total or None, exchanges=0, rate=0.0, findings=0
        )
        began = shown_at = time.monotonic()

        def advance(read: int, exchanges: int, findings: int) -> None:
            nonlocal shown_at
            now = time.monotonic()
            if now - shown_at < REFRESH_S and exchanges:
                return
            shown_at = now
            rate = exchanges / max(now - began, 0.001)
            progress.update(task, completed=read, exchanges=exchanges, rate=rate, findings=findings, refresh=True)

        yield advance


@contextmanager
def work_progress(*, shown: bool) -> Iterator[Callable[[str], None]]:
    """Give a callable that takes what is being done; nothing is shown where nobody would see it."""
    if not shown or not sys.stderr.isatty():
        yield lambda _: None
        return
    with _console().status("reading") as status:
        yield lambda said: status.update(visible(said))


def _console() -> Console:
    """Return what draws progress: it moves the cursor, so it goes past whatever guards the stream."""
    from rich.console import Console

    return Console(file=getattr(sys.stderr, "unguarded", sys.stderr), markup=False)
