"""What holds: command line, conftest.py, defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftgate.errors import ConfigError
from driftgate.suite.address import is_loopback
from driftgate.suite.settings import Suite, settle


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://127.8.9.10", True),
        ("http://[::1]:80/x", True),
        ("http://localhost", True),
        ("http://api.localhost:1", True),
        ("https://api.example.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.com", False),
        ("http://0.0.0.0", False),
        ("nonsense", False),
        ("http://[::1", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


def test_without_anything_it_is_the_default_contract_on_the_embedded_mock() -> None:
    suite = settle(None, None, {})
    assert (suite.contract, suite.spec, suite.base_url, suite.is_live) == ("openapi", None, None, False)


def test_the_command_line_wins_over_the_conftest(tmp_path: Path) -> None:
    declared = Suite(contract="openapi", seed=7, base_url="http://localhost:1", recording="a.har")
    suite = settle(declared, tmp_path, {"seed": 9, "base_url": None, "spec": "x.yaml"})
    assert (suite.seed, suite.base_url, suite.recording) == (9, "http://localhost:1", "a.har")
    assert (suite.contract, suite.spec) == (None, "x.yaml")


def test_paths_of_a_conftest_begin_at_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settle(Suite(contract="../openapi"), tmp_path / "tests", {}).contract == Path("openapi")
    assert settle(Suite(spec="a.yaml"), tmp_path / "tests", {}).spec == Path("tests/a.yaml")
    assert settle(Suite(spec="https://example.com/a.yaml"), tmp_path, {}).spec == "https://example.com/a.yaml"
    absolute = tmp_path.parent / "b.yaml"
    assert settle(Suite(spec=absolute), tmp_path, {}).spec == absolute


def test_any_address_beyond_this_machine_is_live_unless_somebody_says_otherwise() -> None:
    assert settle(None, None, {"base_url": "https://api.example.com"}).is_live
    assert not settle(None, None, {"base_url": "http://localhost:80"}).is_live
    assert settle(None, None, {"base_url": "http://localhost:80", "live": True}).is_live
    assert not settle(Suite(live=False), None, {"base_url": "https://api.example.com"}).is_live


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080",
        "HTTPS://API.example.com/v1/",
        "http://[::1]:80/a%2Fb",
        "http://bücher.example",
        "http://a_b.example.",
        "http://10.0.0.1",
    ],
)
def test_what_requests_can_be_sent_below_is_an_address(url: str) -> None:
    assert settle(None, None, {"base_url": url}).base_url == url


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contract": "a", "spec": "b"}, "exclude each other"),
        ({"base_url": "api.example.com"}, "not a URL"),
        ({"base_url": "ftp://example.com"}, "not a URL"),
        ({"base_url": "https://me:secret@example.com"}, "leave out user"),
        ({"base_url": "https://example.com/?x=1"}, "leave out user, query"),
        ({"max_requests": 0}, "more than 0"),
        ({"rate": -1.0}, "more than 0"),
        ({"max_time": 0.0}, "more than 0"),
        ({"max_time": "nan"}, "more than 0"),
        ({"rate": "inf"}, "more than 0"),
        ({"seed": "one"}, "--driftgate-seed 'one': must be a whole number"),
        ({"max_time": "1m"}, "--driftgate-max-time '1m': must be a number"),
        ({"items": "99999999999"}, "draws 100,000 at most"),
        ({"token_env": ""}, "name of a variable"),
        ({"base_url": "http://[::1"}, "not a URL"),
        ({"base_url": "http://host:99999"}, "not a URL"),
        ({"base_url": "http://host:0"}, "1 to 65535"),
        ({"base_url": "http://host:"}, "1 to 65535"),
        ({"base_url": "http://xn--.invalid"}, "is no host name"),
        ({"base_url": "http://1.2.3.4.5"}, "is no host name"),
        ({"base_url": "http://a b/"}, "no spaces"),
        ({"base_url": "http://a\nb/"}, "no spaces"),
        ({"base_url": "http://host/ü"}, "percent-encoded"),
        ({"base_url": "https://host/?"}, "leave out user, query"),
        ({"base_url": "https://host/#secret"}, "leave out user, query"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        settle(None, None, given)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
