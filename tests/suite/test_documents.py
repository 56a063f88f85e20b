"""Documents of many kinds on their own mock: whatever the suite says above a note is a false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftgate.suite.everything import ask_everything

DOCUMENTS = sorted(Path(__file__).with_name("documents").glob("*.yaml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_mock_of_the_document_is_told_nothing(open_session, path) -> None:
    session = open_session(None, spec=str(path), max_requests=200)
    judgement = ask_everything(session)
    assert [(each.rule, each.operation) for each in judgement.findings if each.severity.value != "note"] == []
    assert judgement.incomplete is None
    assert {row.operation for row in judgement.evidence.values()} == {each.name for each in session.operations}
