"""All that the suite's own tests ask, without pytest: for measurements, and for tests of the suite itself."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from driftgate.suite import properties
from driftgate.suite.pace import Stopped

if TYPE_CHECKING:
    from driftgate.evidence import Judgement
    from driftgate.suite.session import Session


def ask_everything(session: Session) -> Judgement:
    """Ask what `driftgate.suite.tests` ask, in their order, and return what was seen."""
    with suppress(Stopped):
        for operation in session.operations:
            if operation.pagination is not None:
                for check in (properties.filter_everything, properties.ask_again, properties.walk_everything):
                    check(session.collection(operation))
        for operation in session.operations:
            session.explore(operation)
        session.follow_chains()
        for operation in session.operations:
            session.ask_without_credentials(operation)
    return session.judgement()
