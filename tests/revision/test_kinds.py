"""What is true of every kind of change."""

from __future__ import annotations

import re

import pytest

from driftgate.finding import Severity
from driftgate.revision import KINDS
from driftgate.revision.change import Direction, Effect
from driftgate.revision.kinds import lawful

EVERY_KIND = sorted(KINDS.values(), key=lambda kind: kind.name)


def test_every_kind_has_a_mirror_or_a_written_reason():
    assert [kind.name for kind in EVERY_KIND if not kind.mirrors and not kind.reason] == []


def test_every_mirror_is_a_kind_that_mirrors_back():
    missing = [(kind.name, mirror) for kind in EVERY_KIND for mirror in kind.mirrors if mirror not in KINDS]
    assert missing == []
    one_way = [
        (kind.name, mirror) for kind in EVERY_KIND for mirror in kind.mirrors if kind.name not in KINDS[mirror].mirrors
    ]
    assert one_way == []


def test_a_mirror_concerns_the_same_direction_and_undoes_the_effect():
    undone = {
        Effect.WIDENS: {Effect.NARROWS},
        Effect.NARROWS: {Effect.WIDENS},
        Effect.INCOMPARABLE: {Effect.INCOMPARABLE},
        Effect.UNKNOWN: {Effect.UNKNOWN},
        Effect.NONE: {Effect.NONE},
    }
    odd = [
        (kind.name, mirror)
        for kind in EVERY_KIND
        for mirror in kind.mirrors
        if KINDS[mirror].effect not in undone[kind.effect] and not kind.reason and not KINDS[mirror].reason
    ]
    assert odd == []


def test_severity_is_what_the_law_gives_or_has_a_written_reason():
    unexplained = [
        kind.name for kind in EVERY_KIND if kind.severity is not lawful(kind.effect, kind.direction) and not kind.reason
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    ("effect", "direction", "severity"),
    [
        (Effect.NARROWS, Direction.REQUEST, Severity.ERROR),
        (Effect.NARROWS, Direction.RESPONSE, Severity.NOTE),
        (Effect.WIDENS, Direction.REQUEST, Severity.NOTE),
        (Effect.WIDENS, Direction.RESPONSE, Severity.ERROR),
        (Effect.INCOMPARABLE, Direction.REQUEST, Severity.ERROR),
        (Effect.INCOMPARABLE, Direction.RESPONSE, Severity.ERROR),
        (Effect.UNKNOWN, Direction.REQUEST, Severity.WARNING),
        (Effect.NONE, Direction.RESPONSE, Severity.NOTE),
    ],
)
def test_the_law(effect, direction, severity):
    assert lawful(effect, direction) is severity


def test_an_error_asks_for_a_major_step():
    assert [kind.name for kind in EVERY_KIND if kind.severity is Severity.ERROR and kind.step != "major"] == []


def test_names_are_kebab_case_and_begin_with_their_direction_where_they_are_about_a_schema():
    assert [kind.name for kind in EVERY_KIND if not re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.name)] == []
    for kind in EVERY_KIND:
        for direction in (Direction.REQUEST, Direction.RESPONSE):
            if kind.name.startswith(f"{direction}-"):
                assert kind.direction is direction, kind.name


def test_every_kind_has_a_page_with_the_headings_of_a_rule():
    for kind in EVERY_KIND:
        headings = re.findall(r"^## (.+)$", kind.page, re.MULTILINE)
        assert headings == ["Why it matters", "Example", "To settle it", "Source"], kind.name
        assert kind.summary.endswith(".")
        assert "{" not in kind.page


def test_an_alias_is_not_the_name_of_another_kind():
    clashes = [
        (kind.name, alias)
        for kind in EVERY_KIND
        for alias in kind.aliases
        if alias in KINDS and KINDS[alias].effect is not kind.effect and KINDS[alias].severity is not kind.severity
    ]
    assert clashes == []
