"""What these tests judge: the vendored contract, on the embedded mock or on `--driftgate-base-url URL`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftgate.suite import Suite

if TYPE_CHECKING:
    from driftgate.suite.session import Session

driftgate_suite = Suite(contract="../openapi", coverage=True, tests=False)


@pytest.fixture(scope="session")
def client_package() -> Any:
    """The package of the generated client, which need not be installed."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "generated_client"))
    return import_module("telegent_mpaas")


@pytest.fixture(scope="session")
def list_numbers_inventory(client_package: Any) -> Any:
    """The client's module for the one operation."""
    return import_module(f"{client_package.__name__}.api.numbers.list_numbers_inventory")


@pytest.fixture(scope="session")
def models(client_package: Any) -> Any:
    """The client's models."""
    return import_module(f"{client_package.__name__}.models")


@pytest.fixture
def client(client_package: Any, driftgate_session: Session) -> Any:
    """The client, aimed at the target: what it asks is recorded and judged."""
    from driftgate.suite.client import ClientTransport

    return client_package.AuthenticatedClient(
        base_url=driftgate_session.base_url,
        token="signed-by-the-session",
        httpx_args={"transport": ClientTransport(driftgate_session)},
    )
