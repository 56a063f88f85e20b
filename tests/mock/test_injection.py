from __future__ import annotations

import json

import pytest

from driftgate.errors import ConfigError
from driftgate.mock import Mock
from driftgate.mock.injection import Injection
from driftgate.mock.kinds import KINDS
from driftgate.mock.written import parse_injection, read_injections

TARGET = "/v1.0/numbers/inventory"
ITEM = "/PhoneNumbers/*"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unexpected-null:/a/*/b@0.01", Injection(rule="unexpected-null", pointer="/a/*/b", rate=0.01)),
        ("unexpected-null:/a@1%", Injection(rule="unexpected-null", pointer="/a", rate=0.01)),
        ("count-mismatch", Injection(rule="count-mismatch")),
        ("undocumented_status=418@0.5", Injection(rule="undocumented-status", value="418", rate=0.5)),
        ("id-prefix-mismatch:/a=SID", Injection(rule="id-prefix-mismatch", pointer="/a", value="SID")),
        ("missing-response-header:Retry-After", Injection(rule="missing-response-header", pointer="Retry-After")),
        ("broken-constraint:/a=x@y@0.5", Injection(rule="broken-constraint", pointer="/a", value="x@y", rate=0.5)),
        ("latency=1.5s", Injection(rule="latency", value="1.5s")),
        ("type-mismatch:", Injection(rule="type-mismatch", pointer="")),
    ],
)
def test_reads_rule_pointer_value_and_rate(text, expected):
    assert parse_injection(text) == expected
    assert parse_injection(str(expected)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("string-type-boolean:/a", "cannot inject 'string-type-boolean'. Near: string-typed-boolean"),
        ("nonsense", "cannot inject 'nonsense'. Known: string-typed-boolean, "),
        ("", "write RULE:POINTER@RATE"),
        ("unexpected-null/a", "write RULE:POINTER@RATE"),
        ("unexpected-null", "unexpected-null needs a pointer into the body, as in unexpected-null:/"),
        ("unexpected-null:a", "a pointer starts with a slash: unexpected-null:/a"),
        ("unexpected-null:/a@2", "the rate 2 is not above 0 and at most 1"),
        ("unexpected-null:/a@0", "the rate 0 is not above 0"),
        ("unexpected-null:/a@nan", "the rate nan is not above 0"),
        ("unexpected-null:/a@often", "'often' is no rate. Write a share such as 0.01 or 1%"),
        ("server-error:/a", "server-error takes no pointer"),
        ("server-error=404", "'404' is no value of server-error"),
        ("status", "status needs a value, as in status=503@0.1"),
        ("latency=soon", "'soon' is no value of latency"),
        ("unreadable-body=oddly", "'oddly' is no value of unreadable-body"),
        ("missing-response-header", "needs the name of a header"),
    ],
)
def test_a_bad_injection_is_one_sentence_with_an_offer(text, message):
    with pytest.raises(ConfigError) as caught:
        parse_injection(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_has_one_a_line_or_tables(tmp_path):
    lines = tmp_path / "drift.txt"
    lines.write_text("# booleans\n\nunexpected-null:/a@0.5\ncount-mismatch\n")
    expected = [Injection(rule="unexpected-null", pointer="/a", rate=0.5), Injection(rule="count-mismatch")]
    assert read_injections(lines) == expected
    tables = tmp_path / "drift.toml"
    tables.write_text(
        '[[inject]]\nrule = "unexpected-null"\npointer = "/a"\nrate = 0.5\n[[inject]]\nrule = "count-mismatch"\n'
        '[[inject]]\nrule = "type-mismatch"\npointer = "/a"\nvalue = false\noperation = "GET /a"\nstatus = 200\n'
    )
    typed = Injection(rule="type-mismatch", pointer="/a", value="false", operation="GET /a", status=200)
    assert read_injections(tables) == [*expected, typed]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "count-mismatch\nnul:/a\n", "a.txt, line 2: a mock cannot inject 'nul'"),
        ("a.toml", "[[inject]]\nrule = 1\n", "[[inject]] 1: needs a `rule`"),
        ("a.toml", '[[inject]]\nrule = "count-mismatch"\nrates = 1\n', "unknown field 'rates'; known: operation"),
        ("a.toml", "x = 1\n", "write [[inject]] tables and nothing else"),
        ("a.toml", "[[inject]\n", "no TOML"),
        ("a.toml", '[[inject]]\nrule = "count-mismatch"\nrate = "x"\n', "`rate` must be a number"),
        ("a.toml", '[[inject]]\nrule = "count-mismatch"\nstatus = "x"\n', "`status` must be a whole number"),
    ],
)
def test_a_bad_file_names_the_place(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_injections(tmp_path / name)
    assert message in str(caught.value)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_injections(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"unexpected-null:{ITEM}/MesageEnabled", f"Near: {ITEM}/MessageEnabled"),
        ("unexpected-null:/PhoneNumber/*/Tnid", f"Near: {ITEM}/Tnid"),
        (f"string-typed-boolean:{ITEM}/Tnid", "needs a boolean and /PhoneNumbers/*/Tnid is string"),
        (f"string-typed-number:{ITEM}/VoiceEnabled", "needs a integer or number and"),
        ("undocumented-property:/Nowhere/x", "no JSON response has /Nowhere/x"),
    ],
)
def test_a_place_the_contract_has_not_is_refused(inventory, text, message):
    with pytest.raises(ConfigError) as caught:
        Mock(inventory, items=1, injections=[text])
    assert message in str(caught.value)


def test_an_unknown_operation_is_refused(inventory):
    wrong = Injection(rule="count-mismatch", operation="GET /v1.0/numbers/inventry")
    with pytest.raises(ConfigError, match=r"Near: GET /v1\.0/numbers/inventory"):
        Mock(inventory, items=1, injections=[wrong])


def test_a_page_edit_needs_a_collection(contract_of):
    contract = contract_of({"/a": {"get": {"responses": {"200": {"description": "ok"}}}}})
    with pytest.raises(ConfigError, match="no operation has an `x-pagination`"):
        Mock(contract, injections=["count-mismatch"])


def test_what_the_contract_does_not_forbid_is_said(inventory):
    mock = Mock(inventory, items=1, injections=[f"out-of-range:{ITEM}/Cnam"])
    assert any(
        "promises nothing at /PhoneNumbers/*/Cnam that out-of-range would break" in each for each in mock.notices
    )


# What each edit makes of the first record, whose clean value stands in the second column.
FIRST = [
    ("string-typed-boolean", "VoiceEnabled", lambda clean: "true" if clean else "false"),
    ("string-typed-number", "SwapsRemaining", str),
    ("type-mismatch", "Cnam", len),
    ("type-mismatch", "MessageEnabled", int),
    ("unexpected-null", "Tnid", lambda clean: None),
    ("unknown-enum-value", "NumberType", lambda clean: "satellite"),
    ("id-prefix-mismatch", "AssignedSubscriberId=SID", lambda clean: clean.replace("TSUID-", "SID-")),
    ("malformed-id", "OrderId", lambda clean: clean[: 6 + 18] + "~xx"),
    ("format-mismatch", "QrActivationLink", lambda clean: "~ not of this format ~"),
    ("date-dialect-changed", "OriginalDatePurchased", lambda clean: f"{clean[6:]}-{clean[:2]}-{clean[3:5]}"),
    ("date-dialect-changed", "NextSwapResetDate", lambda clean: f"{clean}Z"),
    ("date-dialect-changed", "OriginalDatePurchased=DD.MM.YYYY", lambda clean: f"{clean[3:5]}.{clean[:2]}.{clean[6:]}"),
    ("broken-constraint", 'Cnam={"a":[1]}', lambda clean: {"a": [1]}),
]


@pytest.mark.parametrize(("rule", "place", "expected"), FIRST, ids=[f"{rule}:{place}" for rule, place, _ in FIRST])
def test_an_edit_changes_its_place_and_nothing_else(inventory, ask, rule, place, expected):
    clean = json.loads(ask(Mock(inventory, items=3), target=TARGET).body)
    drifted = json.loads(ask(Mock(inventory, items=3, injections=[f"{rule}:{ITEM}/{place}"]), target=TARGET).body)
    name = place.partition("=")[0]
    for before, after in zip(clean["PhoneNumbers"], drifted["PhoneNumbers"], strict=True):
        assert after == {**before, name: expected(before[name])}
    del clean["PhoneNumbers"], drifted["PhoneNumbers"]
    assert clean == drifted


def first(inventory, ask, text):
    return json.loads(ask(Mock(inventory, items=3, injections=[text]), target=TARGET).body)["PhoneNumbers"][0]


def test_properties_are_dropped_added_and_renamed(inventory, ask):
    clean = json.loads(ask(Mock(inventory, items=3), target=TARGET).body)["PhoneNumbers"][0]
    assert list(first(inventory, ask, f"missing-property:{ITEM}/Tnid")) == [name for name in clean if name != "Tnid"]
    assert first(inventory, ask, f"undocumented-property:{ITEM}/New=7") == {**clean, "New": 7}
    renamed = [{"OrderId": "order_id"}.get(name, name) for name in clean]
    assert list(first(inventory, ask, f"renamed-property:{ITEM}/OrderId")) == renamed
    assert list(first(inventory, ask, f"renamed-property:{ITEM}/OrderId=OrderID"))[2] == "OrderID"


def test_a_rate_hits_the_same_records_on_every_page_that_shows_them(inventory, ask):
    mock = Mock(inventory, injections=[f"unexpected-null:{ITEM}/Cnam@0.1"])
    wide = json.loads(ask(mock, target=f"{TARGET}?TotalNumbersRequested=346").body)["PhoneNumbers"]
    narrow = [
        item
        for page in range(1, 5)
        for item in json.loads(ask(mock, target=f"{TARGET}?PageNumber={page}").body)["PhoneNumbers"]
    ]
    assert wide == narrow
    assert 15 < sum(item["Cnam"] is None for item in wide) < 60


def test_the_same_seed_breaks_the_same_answers(inventory, ask):
    def statuses(seed):
        mock = Mock(inventory, items=1, seed=seed, injections=["undocumented-status@0.3"])
        return [ask(mock, target=TARGET).status for _ in range(100)]

    assert statuses(1) == statuses(1) != statuses(2)
    assert 15 < statuses(1).count(418) < 45
    assert set(statuses(1)) == {200, 418}


def test_an_injection_can_be_kept_to_an_operation_and_a_status(inventory, ask):
    only = Injection(rule="undocumented-media-type", status=400)
    mock = Mock(inventory, items=1, injections=[only])
    assert ask(mock, target=TARGET).content_type == "application/json"
    assert ask(mock, target=f"{TARGET}?PageNumber=x").content_type == "text/html"


def test_pages_can_lie_about_themselves(inventory, ask):
    def page(text, query="PageNumber=2&TotalNumbersRequested=2", items=6):
        mock = Mock(inventory, items=items, injections=[text])
        return json.loads(ask(mock, target=f"{TARGET}?{query}").body)

    clean = [
        json.loads(ask(Mock(inventory, items=6), target=f"{TARGET}?PageNumber={n}&TotalNumbersRequested=2").body)
        for n in (1, 2)
    ]
    assert page("echo-mismatch:/PageNumber")["PageNumber"] == 3
    assert page("echo-mismatch:/Filter", "Filter=Active")["Filter"] == "not Active"
    assert page("count-mismatch")["TotalResults"] == 1
    assert page("incomplete-walk")["TotalResults"] == 13
    assert page("unstable-total")["TotalResults"] == 7
    assert page("duplicate-item")["PhoneNumbers"] == [clean[1]["PhoneNumbers"][0]] * 2
    repeated = page("repeated-item")["PhoneNumbers"]
    assert repeated == [clean[0]["PhoneNumbers"][0], clean[1]["PhoneNumbers"][1]]
    assert page("unstable-constant:/AccountId")["AccountId"] != clean[1]["AccountId"]
    assert page("unstable-constant:/AccountId", "TotalNumbersRequested=2")["AccountId"] == clean[0]["AccountId"]
    assert len(page("size-dependent-pages", "TotalNumbersRequested=3")["PhoneNumbers"]) == 2
    assert len(page("size-dependent-pages", "PageNumber=1")["PhoneNumbers"]) == 6
    withheld = page("withheld-item", "Filter=Active")
    assert (len(withheld["PhoneNumbers"]), withheld["TotalResults"]) == (5, 5)
    assert page("withheld-item", "PageNumber=1")["TotalResults"] == 6
    assert len(page("limit-ignored", "TotalNumbersRequested=2")["PhoneNumbers"]) == 6
    assert len(page("unfiltered-item", "Filter=none")["PhoneNumbers"]) == 6


def test_an_unstable_page_turns_round_every_second_time(inventory, ask):
    mock = Mock(inventory, items=3, injections=["unstable-page"])
    one, two = (json.loads(ask(mock, target=TARGET).body)["PhoneNumbers"] for _ in range(2))
    assert two == [*one[1:], one[0]]


def test_a_validation_is_broken_without_breaking_the_schema(inventory, ask):
    mock = Mock(inventory, items=20, injections=[f"validation-failed:{ITEM}"])
    items = json.loads(ask(mock, target=TARGET).body)["PhoneNumbers"]
    assert all(item["VoiceEnabled"] and "Voice" not in item["ProductType"] for item in items)


@pytest.mark.parametrize("way", ["truncated", "empty", "bom", "html", "double-encoded", "latin-1", "nan"])
def test_bytes_can_be_spoilt(inventory, ask, way):
    clean = ask(Mock(inventory, items=1), target=TARGET).body
    body = ask(Mock(inventory, items=1, injections=[f"unreadable-body={way}"]), target=TARGET).body
    assert body != clean
    if way == "double-encoded":
        assert json.loads(json.loads(body)) == json.loads(clean)
    elif way == "nan":
        assert b":NaN," in body
    else:
        with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
            json.loads(body.decode())


def test_envelopes_statuses_and_headers_can_be_wrong(inventory, ask):
    def answer(text, **headers):
        return ask(Mock(inventory, items=1, injections=[text]), target=TARGET, **headers)

    assert json.loads(answer("envelope-status-mismatch", prefer="code=404").body)["StatusCode"] == 500
    success = answer("error-in-success")
    assert (success.status, json.loads(success.body)["StatusCode"]) == (200, 500)
    assert json.loads(answer("server-error").body)["StatusCode"] == 500
    teapot = answer("undocumented-status", prefer="code=404")
    assert (teapot.status, json.loads(teapot.body)["StatusCode"]) == (418, 418)
    assert dict(answer("missing-response-header:Retry-After", prefer="code=429").headers) == {
        "preference-applied": "code=429"
    }
    assert answer("missing-response-header:Content-Type").content_type is None
    assert answer("undocumented-media-type=none").content_type is None
    refused = answer("valid-request-refused=403")
    assert (refused.status, json.loads(refused.body)["StatusCode"]) == (403, 403)
    assert answer("status=418").content_type == "application/problem+json"
    assert answer("latency=250ms").delay_s == 0.25
    assert answer("dropped-connection").is_dropped


def test_a_mock_can_forget_to_check(inventory, ask):
    lax = Mock(inventory, items=1, injections=["authentication-not-enforced", "invalid-request-accepted"])
    assert ask(lax, target=f"{TARGET}?PageNumber=x", token=None).status == 200


def test_no_edit_imports_a_rule():
    import driftgate.mock

    folder = driftgate.mock.__path__[0]
    from pathlib import Path

    for path in Path(folder).glob("*.py"):
        text = path.read_text()
        assert "driftgate.rules" not in text
        assert "driftgate.rule " not in text
        assert "driftgate.judge" not in text


def test_every_kind_has_an_example_that_can_be_read():
    for name, kind in KINDS.items():
        assert parse_injection(kind.example).rule == name
        assert kind.says[0].isupper()
