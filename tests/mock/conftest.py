"""A small collection with every kind of promise, and a way to ask a mock without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftgate.contract import Contract, load_contract
from driftgate.document import parse_document
from driftgate.mock import Asked, Mock

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def inventory():
    return load_contract(ROOT / "openapi")


@pytest.fixture
def contract_of():
    """Return a function from a document's parts to a contract."""

    def build(paths, *, version="3.0.3", **parts):
        tree = {"openapi": version, "info": {"title": "t", "version": "1"}, "paths": paths, **parts}
        return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))

    return build


@pytest.fixture
def ask():
    """Return a function that asks a mock as a client would."""

    def asking(mock: Mock, method="GET", target="/", *, body=b"", token="any", **headers):
        path, _, query = target.partition("?")
        given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if token:
            given.setdefault("authorization", f"Bearer {token}")
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            given.setdefault("content-type", "application/json")
        return mock.answer(Asked(method, path, query, given, body))

    return asking
