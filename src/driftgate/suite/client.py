"""A generated client on the session's door: what it asks is recorded and judged, what it reads is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import orjson

from driftgate.finding import Severity
from driftgate.pointer import ANY_INDEX, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from driftgate.suite.session import Session

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


def check_client(session: Session, decode: Callable[[Any], Any], encode: Callable[[Any], Any]) -> None:
    """
    Read the session's last answer with a client's model and write it again; report what is lost or changed.

    An answer that drifted is left out: its drift is told already, and a client may stumble over it.

    Args:
        session: Whose last answer is meant.
        decode: From the parsed body to the client's model.
        encode: Back.
    """
    at = session.last
    if at is None or at[1].response is None or any(each.severity is Severity.ERROR for each in at[0].sightings):
        return
    body = orjson.loads(at[1].response.body or b"null")
    try:
        again = encode(decode(body))
    except Exception as error:  # noqa: BLE001 -- whatever a model raises, it could not read the answer
        session.witness.tried("decode", at, error=type(error).__name__, changes=())
        return
    session.witness.tried("decode", at, error=None, changes=sorted(set(changes(body, again, ""))))


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
