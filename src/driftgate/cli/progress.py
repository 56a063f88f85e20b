"""Progress of long work, on standard error and only on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console


@contextmanager
def scan_progress(sources: Sequence[str], *, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callable that takes exchanges and findings so far; None where nobody would see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f} exchanges"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[findings]} findings"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_console(), transient=True) as progress:
        task = progress.add_task(visible(", ".join(sources), 40), total=None, findings=0, rate="")

        def advance(exchanges: int, findings: int) -> None:
            speed = progress.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            progress.update(task, completed=exchanges, findings=findings, rate=rate)

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
