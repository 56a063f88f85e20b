"""The canonical bytes are the same for the same document."""

from __future__ import annotations

from driftgate.canonical import canonical


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


def test_numbers_may_have_any_size():
    assert canonical({"b": 2**70, "a": "é"}) == f'{{"a":"é","b":{2**70}}}'.encode()
