"""A generated client on the session's door: what it asks is recorded and judged, what it reads is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import httpx
import orjson
import requests

from driftgate.errors import DriftgateError
from driftgate.finding import Severity
from driftgate.pointer import ANY_INDEX, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from driftgate.exchange import Exchange
    from driftgate.judge import Judged
    from driftgate.suite.session import Session

_T = TypeVar("_T")

_HOP_BY_HOP = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


class ClientTransport(httpx.BaseTransport):
    """
    The door for clients built on httpx: `Client(…, httpx_args={"transport": ClientTransport(session)})`.

    Whatever host and credentials the client names, the request goes to the target, signed by the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in {"host", "authorization"}}
        path = request.url.raw_path.decode("ascii")
        base = urlsplit(self._session.base_url).path  # the door puts it before every path, as the client has done
        if base and path.startswith(base + "/"):
            path = path[len(base) :]
        answer = self._session.door.request(request.method, path, headers=headers, data=request.read() or None)
        pairs = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP]
        return httpx.Response(answer.status_code, headers=pairs, content=answer.content, request=request)


def ask_client(session: Session, ask: Callable[[], _T]) -> _T | None:
    """
    Return what a generated client makes of an answer; None where no answer came, or where it cannot read the one that
    came, which is reported.

    An answer that drifted is left out: its drift is told already, and a client may stumble over it.

    Args:
        session: Through whose door the client asks.
        ask: One call of the client.

    Raises:
        Stopped: No more requests may be sent.
        Exception: What the client raised before it asked anything.
    """
    before = session.last
    try:
        return ask()
    except DriftgateError:
        raise
    except requests.RequestException:
        return None
    except Exception as error:
        at = session.last
        if at is None or at is before:
            raise
        if not _drifted(at):
            session.witness.tried("decode", at, error=type(error).__name__, changes=())
        return None


def check_client(session: Session, decode: Callable[[Any], Any], encode: Callable[[Any], Any]) -> None:
    """
    Read the session's last answer with a client's model and write it again; report what is lost or changed.

    An answer that drifted is left out, as is one that is no JSON: what is wrong with it is told already.

    Args:
        session: Whose last answer is meant.
        decode: From the parsed body to the client's model.
        encode: Back.
    """
    at = session.last
    if at is None or at[1].response is None or _drifted(at):
        return
    try:
        body = orjson.loads(at[1].response.body or b"null")
    except orjson.JSONDecodeError:
        return
    try:
        again = encode(decode(body))
    except Exception as error:  # noqa: BLE001 -- whatever a model raises, it could not read the answer
        session.witness.tried("decode", at, error=type(error).__name__, changes=())
        return
    session.witness.tried("decode", at, error=None, changes=sorted(set(changes(body, again, ""))))


def _drifted(at: tuple[Judged, Exchange]) -> bool:
    return any(each.severity is Severity.ERROR for each in at[0].sightings)


def changes(before: Any, after: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield where two JSON values differ, array indexes as `*`, and whether the value was dropped, added or changed."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            place = f"{pointer}/{escape(name)}"
            if name not in after:
                yield place, "dropped"
            elif name not in before:
                yield place, "added"
            else:
                yield from changes(before[name], after[name], place)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from changes(one, other, f"{pointer}/{ANY_INDEX}")
    elif type(before) is not type(after) or before != after:
        yield pointer, "changed"
