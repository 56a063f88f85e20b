"""docs/client-faults.md says what happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "client_faults.py"
PAGE = (SCRIPT.parents[1] / "docs" / "client-faults.md").read_text("utf-8")


def test_the_table_is_what_happens_and_nothing_hangs(tmp_path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--output", str(tmp_path / "faults.md")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "faults.md").read_text("utf-8") == PAGE
    assert ", after " not in PAGE
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    supported = [row[3].strip() for row in rows[1:]]
    raw = [
        told
        for told in supported
        if "JSONDecodeError" in told or "ValueError" in told or "TypeError" in told or "KeyError" in told
    ]
    assert len(supported) > 15
    assert raw == []
    assert "s3cret" not in PAGE
