"""Progress goes to a terminal on standard error, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from driftgate.cli.progress import scan_progress, work_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_nothing_is_shown_where_nobody_asked_or_nobody_looks(monkeypatch, stream):
    monkeypatch.setattr(sys, "stderr", stream())
    with scan_progress(["a.har"], shown=stream is not Terminal) as progress:
        assert progress is None
    with work_progress(shown=stream is not Terminal) as say:
        say("reading")
    assert sys.stderr.getvalue() == ""


def test_a_terminal_sees_exchanges_and_findings_and_no_hostile_name(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with scan_progress(["\x1b]0;evil\x07.har"], shown=True) as progress:
        assert progress is not None
        progress(10, 0, 3)
    shown = terminal.getvalue()
    assert "0 exchanges" in shown
    assert "3 findings" in shown
    assert "\x1b]0;" not in shown
    assert "\x07" not in shown
