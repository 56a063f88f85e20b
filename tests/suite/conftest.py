"""Servers that tests script: a function from request to answer, on loopback, sharing no code with driftgate."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest

ORCHARD = Path(__file__).with_name("orchard.yaml")


class Asked(NamedTuple):
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Answered(NamedTuple):
    status: int
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012 -- a tuple's default, never changed
    cut_at: int | None = None


def as_json(status: int, value: Any, media_type: str = "application/json", **headers: str) -> Answered:
    shown = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answered(status, json.dumps(value).encode(), {"Content-Type": media_type, **shown})


def problem(status: int) -> Answered:
    return as_json(status, {"status": status, "title": "No"}, "application/problem+json")


class Server:
    """Answers with `answer` and remembers what it was asked."""

    def __init__(self, answer: Any) -> None:
        self.asked: list[Asked] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def handle_any(self) -> None:
                parts = urlsplit(self.path)
                size = int(self.headers.get("Content-Length") or 0)
                query = dict(parse_qsl(parts.query, keep_blank_values=True))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, parts.path, query, headers, self.rfile.read(size))
                server.asked.append(asked)
                answered = answer(asked)
                if answered is None:
                    self.close_connection = True
                    return
                self.send_response(answered.status)
                for name, value in answered.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answered.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answered.body[: answered.cut_at])
                if answered.cut_at is not None:
                    self.close_connection = True

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):  # whatever the method
                    return self.handle_any
                raise AttributeError(name)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def serve():
    """Return a function that starts a server around `answer(asked)`; None as an answer drops the connection."""
    servers = []

    def start(answer: Any) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


class Orchard:
    """A server that keeps the contract of orchard.yaml. `change` may edit each body before it is sent."""

    def __init__(self, size: int = 30, change: Any = None) -> None:
        self.trees = {f"T-{number}": self.tree(number) for number in range(1, size + 1)}
        self.next = size + 1
        self.change = change

    @staticmethod
    def tree(number: int) -> dict[str, Any]:
        kind = "apple" if number % 3 else "pear"
        return {"id": f"T-{number}", "kind": kind, "height_m": number / 2, "tall": number > 10}

    def __call__(self, asked: Asked) -> Answered:
        answered = self.answer(asked)
        return self.change(asked, answered) if self.change is not None else answered

    def answer(self, asked: Asked) -> Answered:
        if not asked.headers.get("x-orchard-key"):
            return problem(401)
        if asked.path == "/trees" and asked.method == "GET":
            return self.page(asked.query)
        if asked.path == "/trees" and asked.method == "POST":
            return self.plant(asked)
        if asked.path.startswith("/trees/") and asked.method in {"GET", "DELETE"}:
            found = asked.path.removeprefix("/trees/")
            if found not in self.trees:
                return problem(404)
            if asked.method == "GET":
                return as_json(200, self.trees[found])
            del self.trees[found]
            return Answered(204)
        return Answered(405, b"", {"Allow": "GET, POST"})

    def page(self, query: dict[str, str]) -> Answered:
        try:
            offset, limit = int(query.get("offset", "0")), int(query.get("limit", "10"))
        except ValueError:
            return problem(400)
        kind = query.get("kind")
        if not 0 <= offset <= 1000 or not 1 <= limit <= 50 or kind not in {None, "apple", "pear"}:
            return problem(400)
        found = [tree for tree in self.trees.values() if kind in {None, tree["kind"]}]
        return as_json(200, {"total": len(found), "trees": found[offset : offset + limit]})

    def plant(self, asked: Asked) -> Answered:
        if asked.headers.get("content-type") != "application/json":
            return problem(415)
        try:
            given = json.loads(asked.body)
        except ValueError:
            return problem(400)
        if not isinstance(given, dict) or set(given) != {"kind"} or given["kind"] not in ("apple", "pear"):
            return problem(400)
        tree = {**self.tree(self.next), "kind": given["kind"]}
        self.next += 1
        self.trees[tree["id"]] = tree
        return as_json(201, tree)


@pytest.fixture
def orchard():
    """Return the class of orchards: `serve(orchard(30))`."""
    return Orchard


@pytest.fixture
def answers():
    """Return the functions that make answers: `answers.json(200, {…})`, `answers.problem(404)`, `answers.raw(…)`."""

    class Answers:
        json = staticmethod(as_json)
        problem = staticmethod(problem)
        raw = Answered

    return Answers


@pytest.fixture
def orchard_file() -> Path:
    return ORCHARD


@pytest.fixture
def open_session(orchard_file):
    """Return a function that opens a session on the orchard's contract."""
    from driftgate.suite.channel import load
    from driftgate.suite.session import Session
    from driftgate.suite.settings import settle

    sessions = []

    def start(base_url: str | None, **settings: Any) -> Session:
        suite = settle(None, None, {"spec": str(orchard_file), "base_url": base_url, **settings})
        sessions.append(Session(suite, load(suite)))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()
