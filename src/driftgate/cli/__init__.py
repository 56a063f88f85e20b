"""The command line: words into one call, and its result into an exit code. No policy and no formats in here."""

from __future__ import annotations
