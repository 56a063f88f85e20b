"""What is true of every rule: its name, its page, its test module."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from pathlib import Path

import pytest

import driftgate.rules as shelf
from driftgate.finding import Severity
from driftgate.rule import HEADINGS, Rule, load_rules
from driftgate.subject import Observation, Violation

RULES = load_rules()
MODULES = [each.name for each in pkgutil.iter_modules(shelf.__path__)]


def test_every_file_holds_the_rule_that_it_is_named_after():
    for name in MODULES:
        each = getattr(importlib.import_module(f"driftgate.rules.{name}"), name)
        assert isinstance(each, Rule)
        assert (each.id, each.check.__name__) == (name.replace("_", "-"), name)
    assert list(RULES) == sorted(name.replace("_", "-") for name in MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_rule_has_a_test_module(name):
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@pytest.mark.parametrize("each", RULES.values(), ids=RULES)
def test_a_page_has_its_headings_in_order_and_something_below_each(each):
    assert re.findall(r"^## (.+)$", each.page, re.MULTILINE) == list(HEADINGS)
    for part in re.split(r"^## .+$", each.page, flags=re.MULTILINE):
        assert part.strip()


@pytest.mark.parametrize("each", RULES.values(), ids=RULES)
def test_a_summary_is_one_sentence(each):
    assert re.fullmatch(r"[A-Z`][^\n]{10,118}\.", each.summary)
    assert ". " not in each.summary
    assert each.page.partition("\n")[2].startswith("\n")  # a blank line: the sentence does not run on


@pytest.mark.parametrize("each", RULES.values(), ids=RULES)
def test_an_inferred_promise_weighs_no_more_than_a_reviewed_one(each):
    assert each.inferred.weight <= each.severity.weight or each.severity is Severity.NOTE


def test_no_alias_is_claimed_twice_or_names_a_rule_of_ours():
    counted = Counter(alias for each in RULES.values() for alias in each.aliases)
    assert [alias for alias, count in counted.items() if count > 1] == []
    assert counted.keys() & RULES.keys() == set()


def test_rules_on_violations_name_their_keywords_and_have_no_rank_in_common_with_a_rival():
    spoken: dict[tuple[str, int], list[str]] = {}
    for each in RULES.values():
        assert bool(each.keywords) == (each.on is Violation)
        for keyword in each.keywords:
            spoken.setdefault((keyword, each.rank), []).append(each.id)
    rivals = {tuple(sorted(ids)) for ids in spoken.values() if len(ids) > 1}
    assert rivals == {("string-typed-boolean", "string-typed-number")}  # no text is both


def test_only_rules_on_observations_are_asked_beforehand_or_about_examples():
    for each in RULES.values():
        assert each.on is Observation or (each.when is None or each.on.__name__ == "Misfit")
        assert each.on is Observation or not each.body_only


def test_every_keyword_of_json_schema_that_can_fail_has_a_speaker():
    speakers = {keyword for each in RULES.values() for keyword in each.keywords}
    assert "*" in speakers
    assert {"type", "enum", "const", "required", "additionalProperties", "unevaluatedProperties", "pattern", "format",
            "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf"} <= speakers  # fmt: skip


def test_pages_speak_of_no_place_of_this_machine():
    for each in RULES.values():
        assert "/work" not in each.page
        assert "/tmp" not in each.page
