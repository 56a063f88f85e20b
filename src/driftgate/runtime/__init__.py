"""
What goes into applications: the judge as a transport and as middleware, and what a client needs to live with drift.

Imports stay light (httpx, orjson, jsonschema-rs): nothing here loads the suite, the mock or the generator.
"""

from __future__ import annotations

from driftgate.contract import Contract, load_contract
from driftgate.runtime.bounds import BoundedTransport, DeadlineExceeded
from driftgate.runtime.failures import (
    StatusError,
    documented_failures,
    failure_of,
    raise_on_failure,
    raise_on_failure_async,
)
from driftgate.runtime.middleware import ContractMiddleware
from driftgate.runtime.pages import paginate, paginate_async
from driftgate.runtime.resilient import ResilientTransport, server_url
from driftgate.runtime.retries import RetryingTransport
from driftgate.runtime.token import TokenAuth
from driftgate.runtime.transport import ContractTransport, DriftError
from driftgate.runtime.unreadable import UnreadableAnswerError

__all__ = [
    "BoundedTransport",
    "Contract",
    "ContractMiddleware",
    "ContractTransport",
    "DeadlineExceeded",
    "DriftError",
    "ResilientTransport",
    "RetryingTransport",
    "StatusError",
    "TokenAuth",
    "UnreadableAnswerError",
    "documented_failures",
    "failure_of",
    "load_contract",
    "paginate",
    "paginate_async",
    "raise_on_failure",
    "raise_on_failure_async",
    "server_url",
]
