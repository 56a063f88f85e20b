"""The bytes of a recording: a file or standard input, decompressed, with its beginning looked at and its progress told."""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from driftgate.errors import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[int, int | None], None]
    """Called with bytes read (of the file as it lies there, compressed or not) and bytes in all; None where unknown."""

STANDARD_INPUT = "-"
BLOCK_BYTES = 1 << 19
"""Read at once. Of twice as much the allocator gives every block back to the system: a tenth of the time of reading."""
HEAD_BYTES = 1 << 16
MAX_ENTRY_BYTES = 64 << 20
"""An entry, or line, larger than this is counted and skipped: it would have to be held in memory as a whole."""


class BrokenStreamError(Exception):
    """The bytes end or go bad before the recording does. The message completes "not read: …"."""


class Opened(NamedTuple):
    """A recording whose bytes can be read. `head` is what its first bytes are; they are still to come from `stream`."""

    stream: io.BufferedReader
    head: bytes


class _Replayed(io.RawIOBase):
    """What `inner` yields, from the start, although its head was read already. Counts, and names what goes wrong."""

    def __init__(
        self,
        inner: Any,
        kind: str,
        *,
        limit: int | None = None,
        told: Callable[[int], None] | None = None,
        head: bytes = b"",
    ) -> None:
        super().__init__()
        self._inner = inner
        self._kind = kind
        self._left = limit
        self._told = told
        self._count = 0
        self.error: BrokenStreamError | None = None
        self._head = head

    def readable(self) -> bool:
        return True

    def head(self) -> bytes:
        """Return up to 64 KiB, less only where the source is shorter or breaks. They will be read again."""
        parts = bytearray(self._head)
        while len(parts) < HEAD_BYTES and self.error is None:
            try:
                block = self._read(HEAD_BYTES - len(parts))
            except BrokenStreamError as error:
                self.error = error
                break
            if not block:
                break
            parts += block
        self._head = bytes(parts)
        return self._head

    def readinto(self, buffer: Any) -> int:
        if self._head:
            block = self._head[: len(buffer)]
            self._head = self._head[len(buffer) :]
        elif self.error is not None:
            raise self.error
        else:
            block = self._read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def _read(self, size: int) -> bytes:
        if self._left is not None:
            size = min(size, self._left)
        try:
            # NOTE: `read1` returns what there is: a pipe is not waited for, a decompressor not asked for more.
            block: bytes = self._inner.read1(size) if size else b""
        except EOFError:
            raise BrokenStreamError(f"the {self._kind} data ends early") from None
        except (OSError, zlib.error, ValueError, *_codec_errors(self._kind)) as error:
            raise BrokenStreamError(f"the {self._kind} data is damaged ({_one_line(error)})") from None
        if self._left is not None:
            self._left -= len(block)
        if self._told is not None and block:
            self._count += len(block)
            self._told(self._count)
        return block


def _codec_errors(kind: str) -> tuple[Any, ...]:
    if kind == "zstd":
        return (zstd().ZstdError,)
    if kind == "xz":
        import lzma

        return (lzma.LZMAError,)
    return ()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def zstd() -> Any:
    """Return the module that reads zstd: the standard library's from 3.14, its backport before."""
    # NOTE: not `zstandard`, which returns a truncated file as if it were whole (seen in 0.25, three cut points).
    if sys.version_info >= (3, 14):
        from compression import zstd as module
    else:
        from backports import zstd as module
    return module


def _gzip(raw: Any) -> Any:
    import gzip

    return gzip.GzipFile(fileobj=raw)


def _zstd(raw: Any) -> Any:
    # `ZstdFile.read1` returns one block, like those of the standard library.
    return zstd().ZstdFile(raw)


def _bzip2(raw: Any) -> Any:
    import bz2

    return bz2.BZ2File(raw)


def _xz(raw: Any) -> Any:
    import lzma

    return lzma.LZMAFile(raw)


_COMPRESSIONS = {
    b"\x1f\x8b": ("gzip", _gzip),
    b"\x28\xb5\x2f\xfd": ("zstd", _zstd),
    b"BZh": ("bzip2", _bzip2),
    b"\xfd7zXZ\x00": ("xz", _xz),
}


@contextmanager
def opened(source: str, *, span: tuple[int, int] | None = None, progress: Progress | None = None) -> Iterator[Opened]:
    """
    Yield the decompressed bytes of `source`, a path or `-` for standard input.

    Args:
        span: First byte and the one after the last, of a plain file, whose head is then not looked at.
        progress: Told about every block read.

    Raises:
        RecordingError: There is no such file, it is a folder, may not be read, is empty, or is a ZIP archive.
    """
    if source == STANDARD_INPUT:
        yield _opened(source, sys.stdin.buffer, _told(progress, None))
        return
    with _file(source) as file:
        if span is None:
            status = os.fstat(file.fileno())
            total = status.st_size if stat.S_ISREG(status.st_mode) else None  # a pipe has no size
            yield _opened(source, file, _told(progress, total))
        else:
            length = span[1] - span[0]
            file.seek(span[0])
            raw = _Replayed(file, "file's", limit=length, told=_told(progress, length))
            yield Opened(io.BufferedReader(raw, BLOCK_BYTES), b"")


def replayed(data: bytes, broken: str | None) -> BinaryIO:
    """Return bytes that were read already as a stream, which breaks off after them for a reason, if there is one."""
    if broken is None:
        return io.BytesIO(data)
    raw = _Replayed(io.BytesIO(), "file's", head=data)
    raw.error = BrokenStreamError(broken)
    return io.BufferedReader(raw, BLOCK_BYTES)


def waiting() -> bytes:
    """Return the first bytes of standard input, as many as are there already, and leave them to be read."""
    stream = getattr(sys.stdin, "buffer", None)
    return stream.peek(HEAD_BYTES) if isinstance(stream, io.BufferedReader) else b""


def is_compressed(head: bytes) -> bool:
    """Tell whether bytes begin a file that is decompressed as it is read."""
    return head.startswith(tuple(_COMPRESSIONS))


def _file(source: str) -> BinaryIO:
    try:
        return open(source, "rb")  # noqa: PTH123 -- `source` is a str; the caller closes it
    except FileNotFoundError:
        raise RecordingError(f"{source}: there is no such file.") from None
    except IsADirectoryError:
        raise RecordingError(f"{source}: is a folder. Name the recordings in it.") from None
    except OSError as error:
        raise RecordingError(f"{source}: cannot be read ({error.strerror or error}).") from None
    except ValueError as error:  # a NUL in the name
        raise RecordingError(f"{source!r}: cannot be read ({error}).") from None


def _told(progress: Progress | None, total: int | None) -> Callable[[int], None] | None:
    return None if progress is None else lambda count: progress(count, total)


def _opened(source: str, file: Any, told: Callable[[int], None] | None) -> Opened:
    raw = _Replayed(file, "file's", told=told)
    head = raw.head()
    if head.startswith(b"PK\x03\x04"):
        raise RecordingError(
            f"{source}: is a ZIP archive. Unpack it and name the recordings in it; of Playwright, record with `content: 'embed'` to a .har."
        )
    for magic, (kind, decompressed) in _COMPRESSIONS.items():
        if head.startswith(magic):
            raw = _Replayed(decompressed(io.BufferedReader(raw, BLOCK_BYTES)), kind)
            head = raw.head()
            break
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise RecordingError(f"{source}: {raw.error or 'is empty'}.")
    return Opened(io.BufferedReader(raw, BLOCK_BYTES), head)
