"""docs/diff-rules.md is true: every rule of the others has its kind here at the level said, or a written reason."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from driftgate.revision import KINDS

PAGE = Path(__file__).parent.parent.parent / "docs" / "diff-rules.md"
SAME, OTHER, OPENAPI_DIFF, AZURE = (
    "oasdiff: the same id, the same level",
    "oasdiff: another name, another level, or none",
    "openapi-diff (OpenAPITools)",
    "openapi-diff (Azure)",
)
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
WORDS = ("note", "warning", "error")


def expanded(pattern):
    """`a-{b,c}-d` as `a-b-d` and `a-c-d`."""
    parts = re.split(r"\{([^}]*)\}", pattern)
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(each) for each in itertools.product(*choices)]


def rows(heading):
    """The cells of each row of the table under a heading, without the code marks."""
    section = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    assert lines, heading
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines]


def kinds(cell):
    return [name for pattern in re.findall(r"`([^`]*)`", cell) for name in expanded(pattern)]


def worst(names):
    return max((str(KINDS[name].severity) for name in names), key=WORDS.index)


def test_the_same_id_has_the_same_level():
    for ids, there, here in rows(SAME):
        assert LEVELS[there] == here, ids
        for name in kinds(ids):
            assert str(KINDS[name].severity) == here, name


def test_another_name_is_a_kind_of_the_level_said_and_another_level_has_a_reason():
    for ids, there, here, level, why in rows(OTHER):
        names = kinds(here)
        if names:
            assert worst(names) == level, ids
            assert why or LEVELS[there] == level, ids
        else:
            assert (here, level) == ("none", "none"), ids
            assert why, ids


def test_the_catalogue_of_oasdiff_is_whole_and_names_each_check_once():
    listed = [name for row in (*rows(SAME), *rows(OTHER)) for name in kinds(row[0])]
    assert len(listed) == len(set(listed))
    assert len(listed) == 755 + 13  # `oasdiff checks changelog` of 1.32.1, and those in its sources since


def test_what_the_table_of_kinds_says_of_oasdiff_stands_in_the_catalogue():
    listed = {name for row in (*rows(SAME), *rows(OTHER)) for name in kinds(row[0])}
    assert sorted({kind.oasdiff for kind in KINDS.values() if kind.oasdiff} - listed) == []


@pytest.mark.parametrize(("heading", "least"), [(OPENAPI_DIFF, 40), (AZURE, 48)])
def test_the_rules_of_the_others_have_kinds_or_reasons(heading, least):
    table = rows(heading)
    assert len(table) >= least
    for row in table:
        here, level, why = row[-3:]
        names = kinds(here)
        if not names:
            assert (here, level) == ("none", "none"), row
            assert why, row
            continue
        seen = {str(KINDS[name].severity) for name in names}
        assert seen & set(level.split(" or ")), row
        if level in {"error", "warning", "note"}:
            assert worst(names) == level, row
        assert why or level != "note" or row[1] == "not breaking", row
