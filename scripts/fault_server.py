"""The mock behind a door that fails as it is told: statuses, pages, broken, silent and dripping connections."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from driftgate.mock import Asked, Mock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract

ITEMS = 25
TOKEN_PATH = "tokens"  # noqa: S105 -- how its path ends
SILENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Fault:
    """
    What becomes of one request.

    Args:
        status: 0 breaks the connection before an answer, -1 lets the mock answer.
        breaks: The connection breaks in the middle of the body.
        waits: No answer comes for a long time.
        drips: The body comes byte by byte.
    """

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False
    waits: bool = False
    drips: bool = False

    @staticmethod
    def none() -> Fault:
        return Fault(-1, "")


class FaultyMock:
    """A mock, the faults it shows in turn, and how often it was asked; its token endpoint never fails and is not counted."""

    def __init__(self, contract: Contract, *, faults: list[Fault], always: Fault | None) -> None:
        self.mock = Mock(contract, items=ITEMS, page_size=10)
        self.asked = 0
        self.closing = threading.Event()
        self._faults, self._always = faults, always
        self._lock = threading.Lock()

    def fault(self, path: str) -> Fault:
        if path.endswith(TOKEN_PATH):
            return Fault.none()
        with self._lock:
            number = self.asked
            self.asked += 1
        return self._faults[number] if number < len(self._faults) else self._always or Fault.none()


@contextlib.contextmanager
def faulty(server: FaultyMock) -> Iterator[str]:
    """Serve on loopback, and give the base URL."""

    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            path, _, query = self.path.partition("?")
            fault = server.fault(path)
            if fault.waits:
                server.closing.wait(SILENCE_S)
            if fault.status == 0 or fault.waits:
                self._hang_up()
            elif fault.status < 0:
                headers = {name.lower(): value for name, value in self.headers.items()}
                said = server.mock.answer(Asked(self.command, path, query, headers, body))
                self._send(said.status, said.body, {"Content-Type": said.content_type or "", **dict(said.headers)})
            else:
                self._send(
                    fault.status, fault.body.encode(), {"Content-Type": "application/json", **fault.headers}, fault
                )

        do_GET = answer  # noqa: N815
        do_POST = answer  # noqa: N815

        def _send(self, status: int, body: bytes, headers: dict[str, str], fault: Fault | None = None) -> None:
            self.send_response(status)
            length = len(body) + 100 if fault is not None and fault.breaks else len(body)
            for name, value in {**headers, "Content-Length": str(length)}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                if fault is not None and fault.drips:
                    for byte in body:
                        if server.closing.is_set():
                            return
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(0.08)
                    return
                self.wfile.write(body)
            if fault is not None and fault.breaks:
                self._hang_up()

        def _hang_up(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that has gone is what this is about

    listener = Quiet(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.server_port}"
    finally:
        server.closing.set()
        listener.shutdown()
        listener.server_close()
        thread.join()
