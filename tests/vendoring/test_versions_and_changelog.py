"""The client's next version, its settings, and the changelog's entries."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.client.settings import next_version, with_settings
from driftgate.vendoring.changelog import HEADER, demoted, with_entry
from driftgate.vendoring.receive import Received, Source

RECEIVED = Received(
    tree={"info": {"title": "t", "version": "9"}}, sources=(Source(name="a.md", sha256="0" * 64),), notes=()
)
TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("version", "step", "following"),
    [
        ("0.1.0", "none", "0.1.0"),
        ("0.1.0", "patch", "0.1.1"),
        ("0.1.0", "minor", "0.2.0"),
        ("0.1.0", "major", "1.0.0"),
        ("1.9.9", "minor", "1.10.0"),
        ("2", "patch", "2.0.1"),
        ("1.2rc1", "minor", "1.3.0"),
        ("1.2.3.4", "major", "2.0.0"),
    ],
)
def test_the_step_is_taken_literally(version, step, following):
    assert next_version(version, step) == following


def test_settings_change_and_everything_else_stays():
    text = '# ours\npackage_name = "a"  # kept\npackage_version = "0.1.0"\n'
    assert with_settings(text, {"package_version": "1.0.0", "project_name": "p"}) == (
        '# ours\npackage_name = "a"  # kept\npackage_version = "1.0.0"\nproject_name = "p"\n'
    )
    assert with_settings("", {"package_name": "a"}) == 'package_name = "a"\n'


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=20))
def test_settings_are_toml_whatever_the_name(name):
    text = with_settings('package_version = "0"\n', {"project_name": name})
    assert tomllib.loads(text) == {"package_version": "0", "project_name": name}


def entry(text, version, *, is_first=False):
    return with_entry(text, version=version, today=TODAY, received=RECEIVED, changes=(), is_first=is_first)


def test_entries_stand_newest_first_and_once():
    first = entry("", "0.1.0", is_first=True)
    assert first == (
        f"{HEADER}\n## 0.1.0 (2026-11-24)\n\nFrom a.md, the vendor's version 9. No earlier document to compare with.\n"
    )
    second = entry(first, "0.1.1")
    assert [line for line in second.splitlines() if line.startswith("## ")] == [
        "## 0.1.1 (2026-11-24)",
        "## 0.1.0 (2026-11-24)",
    ]
    assert second.startswith(HEADER)
    assert entry(second, "0.1.1") == second
    assert entry("# Ours\n\nwords\n", "0.1.1").startswith("# Ours\n\nwords\n\n## 0.1.1 (2026-11-24)\n")


def test_headings_go_one_step_down():
    assert demoted("# Changes\n\nText\n\n## A\n### B\n- #c\n") == "Text\n\n### A\n#### B\n- #c"
