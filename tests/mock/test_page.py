"""The page about the mock tells the truth."""

from __future__ import annotations

from pathlib import Path

from driftgate.mock.kinds import KINDS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "mock.md").read_text("utf-8")


def test_the_page_has_every_kind_of_injection_and_no_other():
    rows = [line for line in PAGE.split("| injection | does |")[1].splitlines() if line.startswith("| `")]
    assert rows == [f"| `{kind.example}` | {kind.says} |" for kind in KINDS.values()]
