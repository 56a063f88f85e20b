"""Vendoring: taking a vendor's document in, and saying what that changes before anything is written."""

from __future__ import annotations

from driftgate.vendoring.inferred import INFERRED_NAME, inferred_text
from driftgate.vendoring.merge import merge
from driftgate.vendoring.receive import Received, receive
from driftgate.vendoring.stored import differences, news, record_bytes, render
from driftgate.vendoring.summary import summary
from driftgate.vendoring.update import Update, plan

__all__ = [
    "INFERRED_NAME",
    "Received",
    "Update",
    "differences",
    "inferred_text",
    "merge",
    "news",
    "plan",
    "receive",
    "record_bytes",
    "render",
    "summary",
]
