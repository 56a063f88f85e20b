"""Examples that teach nothing are named, each with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import document, infer

from driftgate.cli.app import main
from driftgate.inference import infer_overlay
from driftgate.inference.seen.unlearned import Unlearned, is_broken_json

EXAMPLES = "/paths/~1things/get/responses/200/content/application~1json/examples"


def tree(**examples):
    made = document({"a": 1})
    content = made["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]
    content["examples"] |= examples
    return made


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("example", "below", "reason"),
    [
        ({"externalValue": "https://a.de/x.json"}, "", "it stands elsewhere (`externalValue`), and nothing is fetched: put it under `value`"),
        ({"summary": "s"}, "", "it has no `value`"),
        ({"value": deep(101)}, "/value", "it is nested more than 100 levels deep"),
        ({"value": json.dumps(deep(101))}, "/value", "it is nested more than 100 levels deep"),
        ({"value": '{"a": 1, …}'}, "/value", "it is text that begins like JSON and is none"),
    ],
)  # fmt: skip
def test_each_reason_is_said(example, below, reason):
    inference = infer_overlay(tree(odd=example), title="T", source_name="t")
    assert inference.unlearned == (Unlearned(f"{EXAMPLES}/odd{below}", reason),)
    assert inference.overlay["actions"] == infer({"a": 1}).overlay["actions"]


@pytest.mark.parametrize(
    "example", [{"value": deep(100)}, {"value": '{"a": 2}'}, {"value": "{name}"}, {"value": "text"}]
)
def test_what_teaches_something_is_not_named(example):
    assert infer_overlay(tree(odd=example), title="T", source_name="t").unlearned == ()


def test_text_in_brackets_is_text():
    assert [is_broken_json(each) for each in ("[sic]", '{"a"', "{name}", 3)] == [False, True, False, False]


def test_the_command_names_ten_and_counts_the_rest_even_when_quiet(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("t.json").write_text(json.dumps(tree(**{f"x{n:02}": {"externalValue": "u"} for n in range(12)})))
    assert main(["infer", "--spec", "t.json", "--quiet", "-o", "o.yaml"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == (
        f"not learned from #{EXAMPLES}/x00: it stands elsewhere (`externalValue`), and nothing is fetched: put it under `value`."
    )
    assert (len(lines), lines[-1]) == (11, "and not from 2 more examples.")
