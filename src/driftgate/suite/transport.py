"""The one door to the target: every request of every test passes here, is paced, signed, recorded and judged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError

from driftgate.errors import TargetError
from driftgate.exchange import Headers, Request, Response
from driftgate.suite.pace import MAX_RETRIES, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.suite.credentials import Credentials
    from driftgate.suite.pace import Pace

TIMEOUT_S = (10.0, 60.0)
"""To connect, and between two bytes."""
ANONYMOUS = "driftgate-anonymous"
"""A header that never leaves: its request goes without credentials."""
_CASE_ID = "X-Schemathesis-TestCaseId"
"""Random: without it, the same seed sends the same bytes."""
_CHUNK_BYTES = 65_536


class Transport(HTTPAdapter):
    """
    Sends the requests of a `requests` session to the target and nowhere else.

    Args:
        base_url: Whatever does not begin with it is refused.
        pace: Says when a request may go.
        credentials: What requests are signed with.
        observe: Is given each request with its answer, None where none came.
        rehome: From method and URL to the URL where the operation lives.
    """

    def __init__(
        self,
        base_url: str,
        *,
        pace: Pace,
        credentials: Credentials,
        observe: Callable[[Request, Response | None], None],
        rehome: Callable[[str, str], str] = lambda method, url: url,
    ) -> None:
        super().__init__(max_retries=0)
        self._origin = urlsplit(base_url)[:2]
        self._pace = pace
        self._credentials = credentials
        self._observe = observe
        self._rehome = rehome

    def send(  # type: ignore[override]
        self,
        request: requests.PreparedRequest,
        timeout: Any = None,
        verify: Any = True,  # noqa: FBT002 -- the signature is that of `requests`
        **_: Any,
    ) -> requests.Response:
        """
        Return the answer, its body read to the end.

        Raises:
            Stopped: The request may not be sent, or the target cannot be reached.
            requests.RequestException: No answer came, though others did before.
        """
        if urlsplit(request.url or "")[:2] != self._origin:
            raise Stopped("a request to another host than the target was not sent.", planned=True)
        request.url = self._rehome(request.method or "GET", request.url or "")
        anonymous = request.headers.pop(ANONYMOUS, None) is not None
        request.headers.pop(_CASE_ID, None)
        if not anonymous:
            self._sign(request)
        for attempt in range(MAX_RETRIES + 1):
            self._pace.before(request.method or "GET")
            answer = self._once(request, timeout or TIMEOUT_S, verify)
            wants_patience = self._pace.after(answer.status_code, answer.headers.get("retry-after"))
            if answer.status_code == 401 and not anonymous and self._credentials.forget(request):
                self._sign(request)
            elif not wants_patience or attempt == MAX_RETRIES:
                break
        return answer

    def _sign(self, request: requests.PreparedRequest) -> None:
        if self._pace.stopped is not None:
            raise self._pace.stopped
        try:
            self._credentials.sign(request)
        except TargetError as error:
            self._pace.lost(str(error).rstrip("."))
            assert self._pace.stopped is not None
            raise self._pace.stopped from None

    def _once(self, request: requests.PreparedRequest, timeout: Any, verify: Any) -> requests.Response:
        asked = Request(
            (request.method or "GET").upper(),
            request.url or "",
            Headers([(name, _text(value)) for name, value in request.headers.items()]),
            cast("bytes | str | None", request.body),
        )
        began_s = time.perf_counter()
        try:
            answer = super().send(request, stream=True, timeout=timeout, verify=verify)
        except requests.exceptions.ConnectTimeout:
            self._unreachable(asked, "no connection within 10 seconds")
        except requests.exceptions.SSLError:
            self._unreachable(asked, "its certificate is not trusted")
        except requests.exceptions.ConnectionError as error:
            if not self._pace.sent_any_answer:
                self._unreachable(asked, _why(error))
            self._observe(asked, None)
            raise
        except requests.exceptions.RequestException:
            self._observe(asked, None)
            raise
        body, whole = _read(answer)
        elapsed_s = time.perf_counter() - began_s
        self._pace.sent_any_answer = True
        answer._content = body  # noqa: SLF001 -- what `requests` itself does with a body that was read
        answer._content_consumed = True  # noqa: SLF001
        pairs = [(name, value) for name, value in answer.raw.headers.items()]
        if not whole:
            pairs = [pair for pair in pairs if pair[0].lower() not in {"content-length", "content-encoding"}]
        self._observe(asked, Response(answer.status_code, Headers(pairs), body, elapsed_s))
        return answer

    def _unreachable(self, asked: Request, why: str) -> NoReturn:
        self._pace.lost(f"the target cannot be reached: {why}")
        self._observe(asked, None)
        assert self._pace.stopped is not None
        raise self._pace.stopped from None


class Door(requests.Session):
    """A `requests` session whose relative URLs begin at the target. Redirects are answers like others: none is followed."""

    def __init__(self, base_url: str, transport: HTTPAdapter) -> None:
        super().__init__()
        self.base_url = base_url.rstrip("/")
        self.trust_env = False  # no proxy, no netrc: what is sent depends on arguments alone
        self.headers = CaseInsensitiveDict(
            {"User-Agent": "driftgate", "Accept": "application/json, */*;q=0.5", "Accept-Encoding": "gzip, deflate"}
        )
        for scheme in ("http://", "https://"):
            self.mount(scheme, transport)

    def request(self, method: str, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        if isinstance(url, str) and url.startswith("/"):
            url = self.base_url + url
        return super().request(method, url, *args, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None

    def anonymous(
        self, method: str, url: str, *, params: Mapping[str, Any] | None = None, headers: Mapping[str, str]
    ) -> requests.Response:
        """Ask without credentials."""
        return self.request(method, url, params=params, headers={**headers, ANONYMOUS: "1"})


def _read(answer: requests.Response) -> tuple[bytes, bool]:
    """Return the body, content encoding undone, and whether it came whole."""
    parts: list[bytes] = []
    try:
        parts.extend(answer.raw.stream(_CHUNK_BYTES, decode_content=True))
    except (ProtocolError, DecodeError, HTTPError):
        return b"".join(parts), False
    return b"".join(parts), True


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "refused" in text:
        return "connection refused"
    if "resolve" in text or "name or service" in text or "nodename" in text:
        return "no such host"
    return "the connection broke"
