"""The baseline: it remembers, and only shrinks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.baseline import EMPTY, baseline_text, load_baseline, updated
from driftgate.errors import ConfigError
from driftgate.finding import Finding, Severity, Source

MAY, TODAY = date(2026, 5, 1), date(2026, 11, 24)


def finding(**changes) -> Finding:
    defaults = {
        "source": Source.RESPONSE,
        "rule": "type-mismatch",
        "severity": Severity.ERROR,
        "message": "m",
        "operation": "GET /pets",
        "pointer": "/a",
        "observed": "integer",
    }
    return Finding(**(defaults | changes))


def begun(*findings: Finding, day=MAY):
    return updated(EMPTY, known=[], new=findings, gone=[], today=day)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_is_an_empty_baseline(tmp_path):
    assert load_baseline(tmp_path / "baseline.json") == EMPTY


def test_the_vendored_baseline_loads():
    load_baseline(Path(__file__).parent.parent / "openapi" / "baseline.json")


@given(
    st.lists(
        st.builds(
            finding,
            operation=st.none() | st.text(max_size=8),
            pointer=st.none() | st.text(max_size=8),
            count=st.integers(1, 9),
            out_of=st.none() | st.integers(9, 99),
        ),
        max_size=5,
    )
)
def test_reads_back_what_it_wrote(tmp_path_factory, findings):
    path = tmp_path_factory.mktemp("b") / "baseline.json"
    baseline = begun(*findings)
    path.write_text(baseline_text(baseline), encoding="utf-8")

    assert load_baseline(path) == baseline
    assert baseline_text(load_baseline(path)) == baseline_text(baseline)


def test_order_does_not_show():
    one, two = finding(pointer="/a"), finding(pointer="/b")

    assert baseline_text(begun(one, two)) == baseline_text(begun(two, one))


def test_keeps_the_first_day_and_moves_the_last():
    baseline = updated(begun(finding()), known=[finding(count=7, out_of=9)], new=[], gone=[], today=TODAY)

    (entry,) = baseline.entries.values()
    assert (entry.first_seen, entry.last_seen, entry.count, entry.out_of) == (MAY, TODAY, 7, 9)


def test_prunes_what_is_gone_and_keeps_what_was_not_judged():
    gone, unseen = finding(pointer="/a"), finding(pointer="/b")
    baseline = begun(gone, unseen)

    after = updated(baseline, known=[], new=[], gone=[baseline.entries[gone.fingerprint]], today=TODAY)

    assert list(after.entries) == [unseen.fingerprint]
    assert after.entries[unseen.fingerprint].last_seen == MAY


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda tree: tree.update(schema_version=2), "has schema_version 2; this driftgate reads 1."),
        (lambda tree: tree.pop("findings"), "not a baseline (an object with `findings`)."),
        (lambda tree: tree["findings"][0].pop("rule"), ", finding 0: `rule` is missing."),
        (lambda tree: tree["findings"][0].update(source="nobody"), ", finding 0: 'nobody' is not a valid Source."),
        (lambda tree: tree["findings"][0].update(last_seen="soon"), ", finding 0: Invalid isoformat string: 'soon'."),
        (lambda tree: tree["findings"][0].update(pointer=1), ", finding 0: 1 is no text."),
        (lambda tree: tree["findings"].append(tree["findings"][0]), ", finding 1: "),
        (lambda tree: tree["findings"].append("x"), ", finding 1: "),
        (lambda tree: tree["findings"][0].update(observed="null"), ", finding 0: its fingerprint should be "),
    ],
)
def test_what_was_edited_is_refused_in_one_line(tmp_path, change, message):
    tree = json.loads(baseline_text(begun(finding())))
    change(tree)

    with pytest.raises(ConfigError) as caught:
        load_baseline(written(tmp_path, json.dumps(tree)))

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"findings": {}}'])
def test_what_is_no_baseline_is_refused(tmp_path, text):
    with pytest.raises(ConfigError, match=r"baseline.json.*update_baseline.py"):
        load_baseline(written(tmp_path, text))


def test_a_folder_or_binary_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\)"):
        load_baseline(tmp_path)
    path = tmp_path / "x"
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"cannot be read \(it is not UTF-8\)"):
        load_baseline(path)
