"""The rule `undocumented-operation` fires when what was never promised is answered."""

from __future__ import annotations

import pytest

HOST = "https://api.example.com"


@pytest.mark.parametrize(("url", "pointer"), [
    (f"{HOST}/others", "path:/others"),
    (f"{HOST}/v1.0/things/1234/parts?secret=1", "path:/v1.0/things/{}/parts"),
    (f"{HOST}/users/eyJhbGciOiJIUzI1NiJ9", "path:/users/{}"),
])  # fmt: skip
def test_fires_on_an_unknown_path_without_showing_ids(api, url, pointer):
    assert api({}).found({}, url=url) == [
        ("undocumented-operation", "warning", pointer, "GET 2XX", "a documented operation")
    ]


def test_fires_on_an_unknown_method(api):
    (seen,) = api({}).judged({}, method="DELETE").sightings
    assert (seen.observed, seen.message) == (
        "DELETE 2XX", "DELETE answered 200; the contract has no such method on this path",
    )  # fmt: skip


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410, 501])
def test_silent_on_a_refusal(api, status):
    assert api({}).found(raw=b"", url=f"{HOST}/others", status=status) == []


def test_silent_on_options_and_on_promised_operations(api):
    assert api({}).found(raw=b"", method="OPTIONS") == []
    assert api({"type": "object"}).found({}) == []


def test_says_why_it_was_not_judged(api):
    assert api({}).judged({}, url=f"{HOST}/others").skipped == "no operation of the contract matches"
