"""The door: what a program may print, what it says when something goes wrong, and the code it ends with."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, cast

from driftgate.errors import DriftgateError
from driftgate.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

NOT_JUDGED = 2
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
READER_GONE = 128 + 13
"""What a shell says of a program that SIGPIPE ended, as `yes | head -1` shows under `pipefail`."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def ended(run: Callable[[], int], *, name: str = "driftgate") -> int:
    """
    Run a program and return its exit code: its own, 2 where nothing was judged, 141 where its reader went away, 130 and
    143 where somebody ended it. Asked to end (SIGTERM), it takes its processes with it.

    Bad input is one line on standard error. A crash is its traceback, and also 2: Python's own 1 would read as drift.
    Whatever is printed meanwhile holds nothing that a terminal would obey.
    """
    with _guarded(), _ending_in_order():
        try:
            code = _code(run)
            sys.stdout.flush()
        except DriftgateError as error:
            tell(" ".join(str(error).split()), name=name)
            for note in getattr(error, "__notes__", ()):
                tell(note, name=name)
            code = NOT_JUDGED
        except BrokenPipeError:
            code = READER_GONE
        except KeyboardInterrupt:
            tell("interrupted; nothing was judged.", name=name)
            code = INTERRUPTED
        except _Terminated:
            tell("told to end; nothing was judged.", name=name)
            code = TERMINATED
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is no verdict
            if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
                tell(f"standard output: cannot be written ({error.strerror}). Send it elsewhere.", name=name)
            else:
                import traceback

                with contextlib.suppress(OSError):
                    traceback.print_exc()
                tell("crashed; nothing was judged. Please report the lines above.", name=name)
            code = NOT_JUDGED
        _let_go()
    return code


class _Terminated(BaseException):
    """SIGTERM came. Not an `Exception`: nothing on the way may take it for a failure of its own."""


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Unwind at SIGTERM, where nobody else listens for it: a process that just died would leave its workers behind."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    process = os.getpid()

    def end(*_: object) -> None:
        if os.getpid() != process:  # a fork has nothing to put in order
            os._exit(TERMINATED)
        raise _Terminated

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _code(run: Callable[[], int]) -> int:
    try:
        return run()
    except SystemExit as ending:  # argparse ends so
        return ending.code if isinstance(ending.code, int) else NOT_JUDGED if ending.code else 0


def tell(message: str, *, name: str = "driftgate") -> None:
    """Say one line on standard error, if anybody can hear it."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{name}: {visible(message, 4000)}\n")
        sys.stderr.flush()


def aside(text: str) -> None:
    """Say on standard error what is not the result: where nobody hears it, the work goes on."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _let_go() -> None:
    """Turn streams that cannot be written to nowhere: Python flushes both at exit, and would complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Guarded(io.TextIOBase):
    """A text stream through which nothing passes that a terminal would obey; `unguarded` is the stream itself."""

    def __init__(self, stream: TextIO) -> None:
        self.unguarded = stream

    def write(self, text: str) -> int:
        self.unguarded.write(harmless(text))
        return len(text)

    def flush(self) -> None:
        self.unguarded.flush()

    def isatty(self) -> bool:
        return self.unguarded.isatty()

    def fileno(self) -> int:
        return self.unguarded.fileno()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.unguarded.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.unguarded.errors


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    before = sys.stdout, sys.stderr
    # Python has no stream at all where the file descriptor was closed (`>&-`).
    nowhere = [open(os.devnull, "w", encoding="utf-8") for each in before if each is None]  # noqa: PTH123, SIM115
    spare = iter(nowhere)
    listened = sys.stdin
    if listened is None:
        nowhere.append(open(os.devnull, encoding="utf-8"))  # noqa: PTH123, SIM115
        sys.stdin = nowhere[-1]
    sys.stdout, sys.stderr = (cast("TextIO", Guarded(each or next(spare))) for each in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        sys.stdin = listened
        for each in nowhere:
            each.close()
