"""What a run says while it goes."""

from __future__ import annotations

from driftgate.suite.progress import Progress


class Reporter:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def ensure_newline(self) -> None:
        pass

    def write_line(self, line: str) -> None:
        self.lines.append(line)


def test_a_long_run_says_every_ten_seconds_how_far_it_is() -> None:
    reporter, now = Reporter(), [0.0]
    progress = Progress(reporter, clock=lambda: now[0])
    for sent in range(1, 31):
        now[0] += 1.0
        progress(sent, 120, sent // 20)
    assert reporter.lines == [
        "driftgate: 10 requests of at most 120, 0 findings so far",
        "driftgate: 20 requests of at most 120, 1 finding so far",
        "driftgate: 30 requests of at most 120, 1 finding so far",
    ]
