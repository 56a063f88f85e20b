"""Does every answer keep the contract? Schemathesis invents the requests, driftgate judges the answers."""

from __future__ import annotations

from driftgate.suite.tests.test_conformance import test_answers_keep_the_contract, test_credentials_are_asked_for

__all__ = ["test_answers_keep_the_contract", "test_credentials_are_asked_for"]
