"""Does every answer keep the contract? Schemathesis invents the requests, driftgate judges the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from driftgate.operation import Operation
    from driftgate.suite.session import Session


def test_answers_keep_the_contract(driftgate_session: Session, driftgate_operation: Operation) -> None:
    driftgate_session.explore(driftgate_operation)


def test_credentials_are_asked_for(driftgate_session: Session, driftgate_operation: Operation) -> None:
    driftgate_session.ask_without_credentials(driftgate_operation)


def test_linked_operations_keep_the_contract(driftgate_session: Session) -> None:
    if not driftgate_session.follow_chains():
        pytest.skip("the contract links no operations")
