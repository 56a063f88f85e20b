"""The 32 kinds of drift, each from a small real server that shares no code with driftgate, seen by the suite."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from driftgate.suite import properties
from driftgate.suite.channel import load
from driftgate.suite.session import Session
from driftgate.suite.settings import settle

ROOT = Path(__file__).parent.parent.parent
_SPEC = importlib.util.spec_from_file_location("drift_server", ROOT / "scripts" / "drift_server.py")
drift_server = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(drift_server)

CONTRACT = load(settle(None, None, {"contract": str(ROOT / "openapi")}))

MEANT = {
    0: set(),
    33: set(),
    1: {"string-typed-boolean", "id-prefix-mismatch"},
    2: {"string-typed-boolean"},
    3: {"type-mismatch"},
    4: {"id-prefix-mismatch"},
    5: {"missing-property"},
    6: {"undocumented-property"},
    7: {"renamed-property"},
    8: {"string-typed-number"},
    9: {"string-typed-number"},
    10: {"unexpected-null"},
    11: {"date-dialect-changed"},
    12: {"date-dialect-changed"},
    13: {"unknown-enum-value"},
    14: {"type-mismatch"},
    15: {"string-typed-boolean"},
    16: {"echo-mismatch"},
    17: {"duplicate-item"},
    18: {"count-mismatch"},
    19: {"unfiltered-item"},
    20: {"envelope-status-mismatch"},
    21: {"string-typed-number"},
    22: {"undocumented-property"},
    23: {"missing-property"},
    24: {"renamed-property"},
    25: {"undocumented-status"},
    26: {"undocumented-status"},
    27: {"server-error"},
    28: {"undocumented-media-type"},
    29: {"undocumented-media-type"},
    30: {"undocumented-media-type"},
    31: {"unreadable-body"},
    32: {"authentication-not-enforced"},
}
BESIDES = {
    1: {"echo-mismatch", "count-mismatch", "validation-failed", "repeated-item", "unfiltered-item"},
    18: {"unstable-total"},
}
"""What drifts besides: one answer to every question neither pages nor filters."""


def judged(kind: int, max_requests: int) -> set[str]:
    server = drift_server.start(kind)
    suite = settle(None, None, {"spec": "-", "base_url": f"http://127.0.0.1:{server.server_port}",
                                "max_requests": max_requests})  # fmt: skip
    session = Session(suite, CONTRACT)
    try:
        (operation,) = session.operations
        session.explore(operation)
        session.ask_without_credentials(operation)
        for check in (properties.walk_everything, properties.ask_again, properties.filter_everything):
            check(session.collection(operation))
        return {each.rule for each in session.judgement().findings}
    finally:
        session.close()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", sorted(MEANT))
def test_the_kind_is_seen_for_what_it_is(kind: int) -> None:
    found = judged(kind, max_requests=250 if kind == 15 else 80)
    assert MEANT[kind] <= found
    assert found <= MEANT[kind] | BESIDES.get(kind, set())


def test_the_server_shares_no_code_with_the_judge() -> None:
    assert "driftgate" not in (ROOT / "scripts" / "drift_server.py").read_text("utf-8").split('"""', 2)[2]
