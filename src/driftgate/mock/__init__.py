"""The mock: a server that keeps the contract, and breaks it only where it is asked to."""

from __future__ import annotations

from driftgate.mock.answer import Answer, Asked
from driftgate.mock.asgi import Application, application
from driftgate.mock.engine import ITEMS, Mock
from driftgate.mock.server import ServerError, listening, running, serve

__all__ = [
    "ITEMS",
    "Answer",
    "Application",
    "Asked",
    "Mock",
    "ServerError",
    "application",
    "listening",
    "running",
    "serve",
]
