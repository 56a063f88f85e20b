"""An empty string is a slip beside a format, unless the vendor writes it wherever there is nothing to say."""

from __future__ import annotations

import jsonschema_rs
import pytest
from documents import bare, fields, infer

from driftgate.inference.text.empties import or_empty

LEFT = {"line2": "", "line3": "", "note": "", "fax": "", "title": ""}
MAIL = r"^$|^[^@\s]+@[^@\s]+$"


def told(count, *examples):
    left = dict(list(LEFT.items())[:count])
    return [{**left, **each} for each in examples]


def test_one_beside_a_format_is_a_conflict():
    inference = infer(*told(3, {"mail": "a@b.de"}, {"mail": ""}))
    assert [(each.kind, each.pointer, each.expected) for each in inference.conflicts] == [
        ("empty-string", "/mail", "email")
    ]


def test_one_beside_a_format_is_none_where_examples_leave_four_other_names_empty():
    examples = told(4, {"mail": "a@b.de", "born": "2001-02-03"}, {"mail": "", "born": ""})
    assert infer(*examples).conflicts == ()
    found = fields(*examples)
    assert bare(found["mail"]) == {"type": "string", "pattern": MAIL}
    assert found["born"]["pattern"].startswith("^$|^(?:[0-9]{4}")


def test_names_with_formats_do_not_witness_for_each_other():
    dates = [{f"on{n}": "2001-02-03" for n in range(6)}, {f"on{n}": "" for n in range(6)}]
    assert len(infer(*dates).conflicts) == 6


def test_what_people_enter_may_then_be_empty_though_never_seen_so_and_what_machines_write_may_not():
    found = fields(*told(4, {"mail": "a@b.de", "made": "2001-02-03T04:05:06Z"}))
    assert bare(found["mail"]) == {"type": "string", "pattern": MAIL}
    assert bare(found["made"]) == {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("said", "fits", "breaks"),
    [
        ({"format": "email"}, "a@b.de", "a b"),
        ({"format": "uri"}, "https://a.de", "a.de"),
        ({"format": "uuid"}, "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
        ({"format": "date"}, "2024-02-29", "2023-02-29"),
        ({"format": "date-time"}, "2024-02-29T00:00:00Z", "2024-02-29"),
        ({"x-date-dialect": "MM/DD/YYYY"}, "12/31/2024", "31/12/2024"),
        ({"x-id-prefix": "TS", "pattern": "-[0-9]+$"}, "TS-12", "SID-12"),
        ({"x-id-prefix": "TS"}, "TS-12", "12"),
        ({"enum": ["a", "b"]}, "a", "c"),
        ({"pattern": "^[0-9]+$", "minLength": 2, "maxLength": 2}, "12", "123"),
    ],
)
def test_what_is_left_of_a_promise_takes_the_empty_string_and_refuses_what_it_refused(said, fits, breaks):
    judge = jsonschema_rs.Draft202012Validator(or_empty(said))
    assert (judge.is_valid(""), judge.is_valid(fits), judge.is_valid(breaks)) == (True, True, False)
