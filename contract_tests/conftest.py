"""What these tests judge: the vendored contract, on the embedded mock or on `--driftgate-base-url URL`."""

from __future__ import annotations

from driftgate.suite import Suite

driftgate_suite = Suite(contract="../openapi", tests=False)
