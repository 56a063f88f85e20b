"""
What is true of every test: its output is as wide on every machine, and properties are tried on the same examples.

`HYPOTHESIS_PROFILE=search nox -s tests` looks for new examples instead; one that fails goes beside its property as
`@example`, so that it is tried for ever.
"""

from __future__ import annotations

import http.server
import os
import threading

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _the_same_width_everywhere(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def listening():
    """Return a function that has a request handler answer on loopback, without logging, and returns its URL."""
    stops = []

    def listen(handler):
        quiet = type("Quiet", (handler,), {"log_message": lambda self, *_: None})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), quiet)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        stops.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield listen
    for server, thread in stops:
        server.shutdown()
        server.server_close()
        thread.join()
