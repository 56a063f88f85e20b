"""What each recogniser takes and refuses, and what all of them are."""

from __future__ import annotations

import random
import re
from pathlib import Path

import jsonschema_rs
import pytest

import driftgate.recognisers as shelf
from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers import recogniser, recognisers

TAKEN = {
    "base64": ["SGVsbG8sIHdvcmxkISBIZWxsbyE=", "U29tZSBtb3JlIGJ5dGVzIGhlcmU="],
    "boolean_text": ["true", "False", "YES", "no"],
    "compact_date": ["20251204"],
    "country_code": ["US", "DE"],
    "currency_code": ["USD", "EUR"],
    "date": ["2025-12-04"],
    "date_time": ["2025-12-04T22:09:41Z", "2025-12-04T22:09:41.56+02:00"],
    "decimal": ["12.50", "-3", "0.1"],
    "digits": ["0042"],
    "dotnet_date": ["/Date(1622138002077+0000)/", "/Date(-62135596800000)/"],
    "dotted_date": ["04.12.2025"],
    "e164": ["+18015555555", "+4930901820"],
    "email": ["ann@example.com", "a.b+c@mail.example.co.uk"],
    "epoch_milliseconds": ["1733350181560"],
    "epoch_seconds": ["1733350181"],
    "european_dashed_date": ["31-12-2025"],
    "european_date": ["31/12/2025", "02/05/2023"],
    "hex_digest": ["d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"],
    "hostname": ["api.example.com", "a-b.test"],
    "iccid": ["8901240397190556232"],
    "imei": ["490154203237518"],
    "imsi": ["310150123456789"],
    "ipv4": ["10.0.0.1", "255.255.255.255"],
    "ipv6": ["2001:db8::1", "::1"],
    "jwt": ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"],
    "language_tag": ["en", "en-US", "pt_BR"],
    "loose_date_time": ["2025-12-04T22:09Z", "2025-12-04T22:09:41+0000"],
    "mac_address": ["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7"],
    "naive_date_time": ["2025-12-04T22:09:41.56", "2025-12-04T22:09"],
    "rfc_2822": ["Thu, 04 Dec 2025 22:09:41 GMT", "4 Dec 2025 22:09:41 +0100"],
    "semver": ["1.0.8", "v2.0.0-rc.1"],
    "slashed_date_iso": ["2025/12/04"],
    "spaced_date_time": ["2025-12-04 22:09:41Z", "2025-12-04 22:09:41 +0200", "2025-12-04 22:09:41 UTC"],
    "spaced_naive_date_time": ["2025-12-04 22:09:41", "2025-12-04 22:09:41.123"],
    "time": ["22:09:41", "22:09"],
    "ulid": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    "uri": ["https://example.com/a?b=c#d", "urn:isbn:0451450523", "mailto:a@b.de"],
    "us_dashed_date": ["12-31-2025"],
    "us_date": ["12/31/2025", "02/05/2023"],
    "us_date_time": ["05/02/2025 06:36:13 PM"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
}
REFUSED = {
    "base64": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "123456789012345678901234", "short="],
    "boolean_text": ["tRue", "on", "1", "truely", ""],
    "compact_date": ["20251304", "99991231"],
    "dotnet_date": ["Date(1622138002077)", "/Date(now)/"],
    "country_code": ["us", "XX", "USA"],
    "currency_code": ["usd", "ABC"],
    "date": ["2025-13-04", "2025-12-04T00:00:00Z", "2025-12-4"],
    "date_time": ["2025-12-04T22:09:41", "2025-12-04", "2025-12-04 22:09:41Z"],
    "decimal": ["1e5", "1,5", ""],
    "digits": ["00000000000000000000000000000000", "12a", "", "١٢"],
    "dotted_date": ["12.31.2025"],
    "e164": ["18015555555", "+1", "+1801555"],
    "email": ["ann@localhost", "ann example.com", "@example.com"],
    "epoch_milliseconds": ["1733350181"],
    "epoch_seconds": ["0733350181"],
    "european_dashed_date": ["12-31-2025"],
    "european_date": ["12/31/2025"],
    "hex_digest": ["d41d8cd98f00b204e9800998ecf8427", "D41d8cd98f00b204e9800998ecf8427e", "1" * 32],
    "hostname": ["localhost", "a..b", "1.2.3.4"],
    "iccid": ["7901240397190556232", "89012403971905562"],
    "imei": ["49015420323751"],
    "imsi": ["910150123456789"],
    "ipv4": ["256.0.0.1", "1.2.3", "01.2.3.4"],
    "ipv6": ["12:30:45", "fe80::1%eth0", "::g"],
    "jwt": ["abc.def.ghi"],
    "language_tag": ["xx", "english", "EN"],
    "loose_date_time": ["2025-12-04T22:09:41", "2025-12-04 22:09:41Z"],
    "mac_address": ["00:1B:44:11:3A", "00:1B-44:11:3A:B7", "001B44113AB7"],
    "naive_date_time": ["2025-12-04T22:09:41Z", "2025-12-04T25:00:00", "2025-12-04 22:09:41", "2025-02-30T22:09:41"],
    "rfc_2822": ["2025-12-04", "Thu 04 Dec 2025"],
    "semver": ["1.0", "10.0.0.1", "1.02.3"],
    "slashed_date_iso": ["2025/31/12"],
    "spaced_date_time": ["2025-12-04T22:09:41Z", "2025-12-04 22:09:41"],
    "spaced_naive_date_time": ["2025-12-04T22:09:41", "2025-12-04 22:09:41Z", "2025-02-30 22:09:41"],
    "time": ["24:00", "7:15"],
    "ulid": ["81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU"],
    "uri": ["example.com", "/path", "https://", "http://a b"],
    "us_dashed_date": ["31-12-2025"],
    "us_date": ["31/12/2025"],
    "us_date_time": ["05/02/2025 18:36:13"],
    "uuid": ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400x"],
}


def test_every_file_of_the_shelf_is_one_recogniser_of_its_name():
    files = {path.stem for path in Path(shelf.__path__[0]).glob("*.py")} - {"__init__", "recogniser", "registry"}
    assert {each.name for each in recognisers()} == files == TAKEN.keys() == REFUSED.keys()


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TAKEN.items() for text in texts])
def test_takes(name, text):
    kind = recogniser(name)
    assert kind.matches(text)
    assert kind.surprise(text) > 0
    if (pattern := kind.keywords.get("pattern")) is not None:
        assert re.search(pattern, text)
    if (said := kind.keywords.get("format")) is not None:
        assert jsonschema_rs.Draft202012Validator({"format": said}, validate_formats=True).is_valid(text)
    if (dialect := kind.keywords.get("x-date-dialect")) is not None:
        assert re.search(DATE_DIALECTS[dialect], text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts])
def test_refuses(name, text):
    assert not recogniser(name).matches(text)


def test_the_order_is_by_rank_and_name():
    order = [(each.rank, each.name) for each in recognisers()]
    assert order == sorted(order)


@pytest.mark.parametrize("length", [4, 6, 8, 10, 12, 16, 19, 26, 36])
@pytest.mark.parametrize(
    "alphabet",
    [
        "abcdefghijklmnopqrstuvwxyz",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "abcdef-0123456789",
    ],
)
def test_chance_alone_does_not_make_a_format(length, alphabet):
    r = random.Random(length)
    texts = ["".join(r.choice(alphabet) for _ in range(length)) for _ in range(300)]
    for kind in recognisers():
        if kind.needs_word or kind.name in {"digits", "decimal", "base64"}:
            continue
        assert sum(map(kind.matches, texts)) == 0, kind.name
