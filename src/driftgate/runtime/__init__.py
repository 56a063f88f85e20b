"""
What goes into applications: the judge as a transport and as middleware, and what a client needs to live with drift.

Imports stay light (httpx, orjson, jsonschema-rs): nothing here loads the suite, the mock or the generator.
"""

from __future__ import annotations

from driftgate.contract import Contract, load_contract
from driftgate.runtime.middleware import ContractMiddleware
from driftgate.runtime.transport import ContractTransport, DriftError

__all__ = ["Contract", "ContractMiddleware", "ContractTransport", "DriftError", "load_contract"]
