"""Servers: which are there, and where they lead."""

from __future__ import annotations

import pytest

from driftgate.server import server_path, server_url, servers_of


def test_yields_each_server_with_its_place():
    item = {"servers": [{"url": "/v1"}, {"url": "https://x.example/v2", "description": "second"}]}
    assert list(servers_of(item, "/paths/~1pets")) == [
        ("/paths/~1pets/servers/0", {"url": "/v1"}),
        ("/paths/~1pets/servers/1", {"url": "https://x.example/v2", "description": "second"}),
    ]


@pytest.mark.parametrize("odd", [None, 5, "https://x", {}, [5], [{}], [{"url": 5}]])
def test_passes_over_what_is_none(odd):
    assert list(servers_of({"servers": odd})) == []


def test_keeps_the_place_of_one_behind_another_that_is_none():
    assert list(servers_of({"servers": [5, {"url": "/v1"}]})) == [("/servers/1", {"url": "/v1"})]


def test_fills_in_the_defaults_of_variables():
    server = {"url": "https://{region}.example.com/{v}", "variables": {"region": {"default": "eu"}, "v": {}}}
    assert server_url(server) == "https://eu.example.com/"


@pytest.mark.parametrize(
    ("url", "path"), [("https://x.example/v1/", "/v1"), ("/v1", "/v1"), ("https://x.example", ""), ("http://[::1", "")]
)
def test_the_path_has_no_slash_at_its_end_and_an_address_that_is_none_has_no_path(url, path):
    assert server_path({"url": url}) == path
