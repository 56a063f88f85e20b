from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from driftgate.errors import ConfigError
from driftgate.mock import ServerError, application, listening, running
from driftgate.mock.server import check_host, free_port


def get(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_runs_on_a_free_loopback_port_and_stops(inventory):
    with running(inventory, items=3) as base_url:
        assert base_url.startswith("http://127.0.0.1:")
        status, headers, body = get(f"{base_url}/v1.0/numbers/inventory", Authorization="Bearer t")
        assert (status, headers["content-type"], json.loads(body)["TotalResults"]) == (200, "application/json", 3)
        assert get(f"{base_url}/v1.0/numbers/inventory")[0] == 401
    host, port = base_url.removeprefix("http://").split(":")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((host, int(port)), timeout=1)


def test_two_run_beside_each_other(inventory):
    with running(inventory, items=1) as one, running(inventory, items=2) as two:
        totals = [
            json.loads(get(f"{each}/v1.0/numbers/inventory", Authorization="Bearer t")[2])["TotalResults"]
            for each in (one, two)
        ]
    assert totals == [1, 2]


def test_a_taken_port_is_said(inventory):
    app = application(inventory, items=1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"cannot listen on 127.0.0.1 port {port}"), listening(app, port=port):
            pass


def test_other_addresses_need_a_word():
    for host in ("0.0.0.0", "192.0.2.1", "example.com", "::"):
        with pytest.raises(ConfigError, match="--allow-remote"):
            check_host(host, allow_remote=False)
        check_host(host, allow_remote=True)
    for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9"):
        check_host(host, allow_remote=False)


def test_the_process_ends_cleanly_after_serving(inventory, tmp_path):
    # Native threads that outlive the server abort the interpreter when it exits at once.
    script = tmp_path / "serve.py"
    script.write_text(
        "import sys, urllib.request\n"
        "from driftgate.contract import load_contract\n"
        "from driftgate.mock import running\n"
        "with running(load_contract(sys.argv[1]), items=1) as url:\n"
        "    request = urllib.request.Request(url + sys.argv[2], headers={'Authorization': 'Bearer t'})\n"
        "    print(urllib.request.urlopen(request).status)\n"
    )
    folder = inventory.document.name.rpartition("/")[0]
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, script, folder, "/v1.0/numbers/inventory"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "200\n", "")


def test_a_free_port_is_free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port()))


def test_faults_reach_the_wire(inventory):
    with running(inventory, items=50, injections=["dropped-connection"]) as base_url:
        request = urllib.request.Request(f"{base_url}/v1.0/numbers/inventory", headers={"Authorization": "Bearer t"})
        with urllib.request.urlopen(request, timeout=5) as response, pytest.raises(http.client.IncompleteRead):
            response.read()
    with running(inventory, items=1, injections=["latency=200ms"]) as base_url:
        begun = time.monotonic()
        assert get(f"{base_url}/v1.0/numbers/inventory", Authorization="Bearer t")[0] == 200
        assert time.monotonic() - begun >= 0.2


def test_a_body_that_is_too_large_is_413(inventory, monkeypatch):
    monkeypatch.setattr("driftgate.mock.asgi.MAX_BODY_BYTES", 10)
    with running(inventory, items=1) as base_url:
        request = urllib.request.Request(f"{base_url}/v1.0/numbers/inventory", data=b"x" * 100)
        with pytest.raises(urllib.error.HTTPError, match="413") as caught:
            urllib.request.urlopen(request, timeout=5)
        caught.value.close()
