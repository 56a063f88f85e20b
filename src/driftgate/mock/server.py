"""The mock behind a port: on loopback, unless somebody insists."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError, DriftgateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from driftgate.contract import Contract

LOOPBACK = "127.0.0.1"
START_TIMEOUT_S = 10.0


class ServerError(DriftgateError):
    """The mock cannot listen, or stopped by itself."""


def check_host(host: str, *, allow_remote: bool) -> None:
    """
    Refuse an address that others can reach, unless that is wanted.

    Raises:
        ConfigError: `host` is not loopback and `allow_remote` is not set.
    """
    if allow_remote or host == "localhost":
        return
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return
    raise ConfigError(f"{host} can be reached from elsewhere. Say --allow-remote if that is wanted.")


def free_port(host: str = LOOPBACK) -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _checked_port(host: str, port: int) -> int:
    if port == 0:
        return free_port(host)
    # granian shares its port (SO_REUSEPORT): a second server on a taken one would start and get half of the requests.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ServerError(f"cannot listen on {host} port {port}: {reason}. Name another with --port.") from None
    return port


async def _serve(app: Any, host: str, port: int, begun: Callable[[Callable[[], None]], None]) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,  # the default, RSGI, would leave every request unanswered
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.call_soon_threadsafe(server.stop)

    begun(stop)
    await server.serve()


def serve(
    app: Any,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    allow_remote: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """
    Serve an ASGI application until interrupted.

    Port 0 takes a free one. `ready` is called with the base URL once requests are answered.

    Raises:
        ConfigError: A host beyond loopback without `allow_remote`.
        ServerError: The port is taken.
    """
    with listening(app, host=host, port=port, allow_remote=allow_remote) as (base_url, thread):
        if ready is not None:
            ready(base_url)
        while thread.is_alive():
            thread.join(timeout=0.5)


@contextlib.contextmanager
def listening(
    app: Any, *, host: str = LOOPBACK, port: int = 0, allow_remote: bool = False
) -> Iterator[tuple[str, threading.Thread]]:
    """
    Serve an ASGI application in a thread and yield its base URL; it has stopped when the context ends.

    Raises:
        ConfigError, ServerError: See `serve`.
    """
    check_host(host, allow_remote=allow_remote)
    port = _checked_port(host, port)
    before = _native_threads()
    stops: list[Callable[[], None]] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(_serve(app, host, port, stops.append))
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that waits
            failures.append(error)

    thread = threading.Thread(target=run, name="driftgate-mock", daemon=True)
    thread.start()
    started: set[str] = set()
    try:
        _await_port(host, port, thread, failures)
        started = _native_threads() - before
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{port}", thread
    finally:
        for stop in stops:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it stopped by itself
                stop()
        thread.join(timeout=10)
        _await_end(started)


def _native_threads() -> set[str]:
    """Return the ids of this process' threads, where the system tells; else nothing."""
    try:
        return set(os.listdir("/proc/self/task"))  # noqa: PTH208 - only names are wanted
    except OSError:
        return set()


def _await_end(started: set[str]) -> None:
    """
    Wait until granian's native threads have ended.

    NOTE: they outlive `serve()` by a millisecond. One that still wants the interpreter when Python exits aborts the
    process: "panic in a function that cannot unwind" (granian 2.8.7, seen).
    """
    if not started:
        time.sleep(0.1)
        return
    deadline = time.monotonic() + 2
    while started & _native_threads() and time.monotonic() < deadline:
        time.sleep(0.001)


def _await_port(host: str, port: int, thread: threading.Thread, failures: list[BaseException]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    target = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    while time.monotonic() < deadline and thread.is_alive():
        try:
            with socket.create_connection((target, port), timeout=1):
                return
        except OSError:
            time.sleep(0.005)
    reason = failures[0] if failures else "it did not answer in time"
    raise ServerError(f"the mock did not start on {host} port {port}: {reason}")


@contextlib.contextmanager
def running(contract: Contract, **settings: Any) -> Iterator[str]:
    """
    Run the mock of a contract on a free loopback port and yield its base URL: for tests.

    `settings` are those of `application`.

    Raises:
        ContractError, ConfigError, ServerError: It cannot be served.
    """
    from driftgate.mock.asgi import application

    with listening(application(contract, **settings)) as (base_url, _):
        yield base_url
