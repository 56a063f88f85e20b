"""The rule `undocumented-status` fires on a code that neither the list nor a range covers."""

from __future__ import annotations


def test_fires_on_an_unlisted_code(api):
    found = api({}, responses={"404": {"description": "none"}}).found(status=418)
    assert found == [("undocumented-status", "error", None, "status 418", "a listed status")]


def test_fires_on_an_unlisted_success(api):
    assert api({}).rules({}, status=206) == ["undocumented-status"]


def test_weighs_a_note_where_nothing_at_all_is_listed(api):
    made = api(more_paths={"/others": {"get": {}}})
    assert made.found(raw=b"", status=204, url="https://api.example.com/others") == [
        ("undocumented-status", "note", None, "status 204", "a listed status")
    ]


def test_silent_when_the_code_is_listed(api):
    assert api({}, responses={"404": {"description": "none"}}).found(raw=b"", status=404) == []


def test_silent_when_a_range_covers_the_code(api):
    assert api({}, responses={"4XX": {"description": "none"}}).found(raw=b"", status=418) == []
    assert api({}, responses={"4xx": {"description": "none"}}).found(raw=b"", status=418) == []


def test_silent_when_there_is_a_default(api):
    assert api({}, responses={"default": {"description": "any"}}).found(raw=b"", status=418) == []


def test_silent_on_what_http_itself_gives_to_who_asks_for_it(api):
    conditional, ranged, plain = (("If-None-Match", '"x"'),), (("Range", "bytes=0-2"),), (("Accept", "*/*"),)
    assert api({}).found(raw=b"", status=304, sent=conditional) == []
    assert api({}).found(raw=b"", status=304) == []  # its headers were not recorded
    assert api({}).rules(raw=b"", status=304, sent=plain) == ["undocumented-status"]
    assert api({}).found(raw=b'{"a', status=206, sent=ranged) == []
    assert api({}).rules(raw=b"{}", status=206, sent=plain) == ["undocumented-status"]


def test_knows_the_code_of_schemathesis():
    from driftgate.rule import load_rules

    assert "undefined_status_code" in load_rules()["undocumented-status"].aliases


def test_weighs_a_note_where_the_suite_asked_to_be_refused(api):
    from driftgate.exchange import WrongRequest

    made = api({})
    exchange = made.exchange(raw=b"", status=405)
    meant = exchange._replace(request=WrongRequest(*exchange.request))
    assert [each.severity for each in made.judge.judge(exchange).sightings] == ["error"]
    assert [each.severity for each in made.judge.judge(meant).sightings] == ["note"]
