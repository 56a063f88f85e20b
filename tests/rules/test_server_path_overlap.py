"""The rule `server-path-overlap` fires on a server whose path the paths repeat."""

from __future__ import annotations

RULE = "server-path-overlap"
PATHS = {"/v1.0/things": {"get": {"responses": {}}}, "/v1.0/others": {"get": {"responses": {}}}}


def test_fires_on_a_server_of_the_document(drafted):
    servers = [{"url": "https://api.example.com"}, {"url": "https://api.example.com/v1.0/"}]
    assert drafted(RULE, {"paths": PATHS, "servers": servers}) == [
        ("/servers/1/url", "base path /v1.0", "the prefix once")
    ]


def test_fires_on_a_server_of_a_path_and_with_variables(drafted):
    item = {"get": {"responses": {}},
            "servers": [{"url": "https://a.example.com/{v}", "variables": {"v": {"default": "v2"}}}]}  # fmt: skip
    assert drafted(RULE, {"paths": {"/v2/things": item}}) == [
        ("/paths/~1v2~1things/servers/0/url", "base path /v2", "the prefix once")
    ]


def test_silent_on_other_servers(drafted):
    for url in ("https://api.example.com", "https://api.example.com/v1", "https://api.example.com/api", "/"):
        assert drafted(RULE, {"paths": PATHS, "servers": [{"url": url}]}) == []
