"""Forms: what they say, as JSON, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from driftgate.form import Unreadable, read_form
from driftgate.mock.engine import Mock

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "size": {"type": "integer"},
        "fine": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "sizes": {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
        "home": {"type": "object", "properties": {"floor": {"type": "integer"}}},
        "note": {"type": "string", "nullable": True, "minLength": 1},
        "photo": {"type": "string", "format": "binary"},
    },
}
PLACE = "/paths/~1a/post/requestBody/content/multipart~1form-data/schema"


@pytest.fixture
def contract(contract_of):
    content = {name: {"schema": SCHEMA} for name in ("multipart/form-data", "application/x-www-form-urlencoded")}
    return contract_of(
        {"/a": {"post": {"requestBody": {"required": True, "content": content}, "responses": {"201": {}, "400": {}}}}}
    )


def multipart(*fields: tuple[str, Any]) -> tuple[bytes, str]:
    """Return body and Content-Type as `requests` writes them."""
    files = [(name, value if isinstance(value, tuple) else (None, value)) for name, value in fields]
    request = requests.Request("POST", "http://localhost", files=files).prepare()
    return request.body, request.headers["Content-Type"]


def test_each_field_is_read_as_the_type_its_schema_names(contract):
    body, content_type = multipart(
        ("name", "Ada"), ("size", "7"), ("fine", "true"), ("tags", "a"), ("tags", "b"), ("sizes[]", "1"),
        ("home[floor]", "3"), ("note", "null"), ("photo", ("p.png", b"\x89\xff", "image/png")), ("other", "1"),
    )  # fmt: skip
    assert read_form(contract, body, content_type, PLACE) == {
        "name": "Ada", "size": 7, "fine": True, "tags": ["a", "b"], "sizes": [1], "home": {"floor": 3}, "note": None,
        "photo": "\x89\xff", "other": "1",
    }  # fmt: skip


def test_a_part_of_json_is_read_as_json(contract):
    body, content_type = multipart(("home", (None, '{"floor": 3}', "application/json")), ("name", "Ada"))
    assert read_form(contract, body, content_type, PLACE) == {"home": {"floor": 3}, "name": "Ada"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x--", "multipart/form-data"),
        (b"name=Ada", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"name=\xff", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_is_unreadable(contract, body, content_type):
    with pytest.raises(Unreadable):
        read_form(contract, body, content_type, PLACE)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([("name", "Ada")], 201),
        ([("name", "Ada"), ("size", "many")], 400),
        ([("size", "7")], 400),
        ([("name", "A")], 400),
        ([("name", "Ada"), ("sizes", "1"), ("sizes", "2"), ("sizes", "3")], 400),
    ],
)
def test_a_form_is_held_to_its_schema(contract, ask, fields, status):
    mock = Mock(contract)
    body, content_type = multipart(*fields)
    assert ask(mock, "POST", "/a", body=body, content_type=content_type).status == status
    urlencoded = requests.Request("POST", "http://localhost", data=fields).prepare()
    assert (
        ask(mock, "POST", "/a", body=urlencoded.body.encode(), content_type=urlencoded.headers["Content-Type"]).status
        == status
    )
