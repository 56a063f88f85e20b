"""The rule `request-violation` fires when a client broke its side and was not refused."""

from __future__ import annotations

import pytest

RULE = "request-violation"
HEADERS = (("Accept", "*/*"), ("X-Tenant", "7"), ("Cookie", "theme=dark"))


def parameter(name, location="query", *, required=False, schema=None, **more):
    return {"name": name, "in": location, "required": required, "schema": schema or {"type": "string"}, **more}


@pytest.fixture
def asked(api):
    return api(
        {"type": "object"},
        path="/things/{id}",
        parameters=[
            parameter("id", "path", required=True, schema={"type": "integer"}),
            parameter("page", schema={"type": "integer", "minimum": 1}),
            parameter("kind", schema={"type": "string", "enum": ["a", "b"]}),
            parameter("since", schema={"type": "string", "format": "date"}),
            parameter("flag", schema={"type": "boolean"}),
            parameter("ids", schema={"type": "array", "items": {"type": "integer"}, "maxItems": 3}),
            parameter("where", style="deepObject", schema={"type": "object", "properties": {"n": {"type": "integer"}}}),
            parameter("X-Tenant", "header", required=True, schema={"type": "integer"}),
            parameter("theme", "cookie", schema={"type": "string", "enum": ["dark", "light"]}),
        ],
    )


def seen(asked, query="", *, path="/things/5", sent=HEADERS, **how):
    return asked.found({}, url=f"https://api.example.com{path}", query=query, sent=sent, **how)


@pytest.mark.parametrize(("query", "pointer", "observed", "expected"), [
    ("?page=abc", "query:page", "string", "integer"),
    ("?page=1.5", "query:page", "number", "integer"),
    ("?page=0", "query:page", "below the minimum", "at least 1"),
    ("?page=1&page=2", "query:page", "given more than once", "given once"),
    ("?kind=c", "query:kind", "value c", "a listed value"),
    ("?since=02/05/2023", "query:since", "date MM/DD/YYYY", "date YYYY-MM-DD"),
    ("?flag=True", "query:flag", 'string "True"', "boolean"),
    ("?ids=1,x", "query:ids", "string", "integer"),
    ("?ids=1&ids=2&ids=3&ids=4", "query:ids", "more items than promised", "items, at most 3"),
    ("?where[n]=x", "query:where", "string", "integer"),
])  # fmt: skip
def test_fires_on_query_parameters(asked, query, pointer, observed, expected):
    assert seen(asked, query) == [(RULE, "warning", pointer, observed, expected)]


def test_fires_on_path_header_and_cookie(asked):
    assert seen(asked, path="/things/five") == [(RULE, "warning", "path:id", "string", "integer")]
    assert seen(asked, sent=(("X-TENANT", "seven"),)) == [(RULE, "warning", "header:X-Tenant", "string", "integer")]
    assert seen(asked, sent=(*HEADERS[:2], ("Cookie", "theme=red"))) == [
        (RULE, "warning", "cookie:theme", "value red", "a listed value")
    ]


def test_fires_on_what_is_required_and_missing(api, asked):
    assert seen(asked, sent=(("Accept", "*/*"),)) == [(RULE, "warning", "header:X-Tenant", "missing", "present")]
    required = api({"type": "object"}, parameters=[parameter("q", required=True)])
    assert required.found({}) == [(RULE, "warning", "query:q", "missing", "present")]


def test_notes_parameters_that_are_not_listed(asked):
    assert seen(asked, "?colour=red&size=2") == [
        (RULE, "note", "query:*", "undocumented parameter", "a listed parameter")
    ] * 2  # fmt: skip


@pytest.mark.parametrize("query", [
    "", "?page=1", "?page=", "?kind=a", "?since=2023-02-05", "?flag=true", "?ids=1,2", "?ids=1&ids=2", "?ids[]=1",
    "?where[n]=1", "?utm_source=x&fbclid=1&_=17", "?api_key=1",
])  # fmt: skip
def test_silent_on_requests_that_keep_the_contract(asked, query):
    assert seen(asked, query) == []


def test_silent_on_headers_and_cookies_that_were_not_recorded(asked):
    assert seen(asked, sent=()) == []


def test_silent_where_the_request_was_refused(asked):
    assert RULE not in asked.rules({}, url="https://api.example.com/things/five", status=400)
    assert RULE not in asked.rules({}, url="https://api.example.com/things/five", status=404)


def test_silent_on_every_name_where_an_open_object_is_spread_over_the_query(api):
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": True}
    spread = api({"type": "object"}, parameters=[parameter("filter", schema=schema)])
    assert spread.found({}, query="?a=1&b=2") == []
    assert spread.rules({}, query="?a=x") == [RULE]


BODY = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "made": {"readOnly": True}}}


@pytest.fixture
def posted(api):
    content = {"application/json": {"schema": BODY}, "application/x-www-form-urlencoded": {"schema": BODY}}
    judge = api({"type": "object"}, method="post", requestBody={"content": content})

    def found(body, content_type="application/json"):
        return judge.found({}, sent_body=body, sent=(("Content-Type", content_type),) if content_type else ())

    return found


@pytest.mark.parametrize(("body", "content_type", "pointer", "observed"), [
    (b'{"n": "1"}', "application/json", "body:/n", "string of integer"),
    (b"{}", "application/json", "body:/n", "missing"),
    (b"{", "application/json", "body:", "no JSON"),
    (b"n=x", "application/x-www-form-urlencoded", "body:/n", "string"),
    (b"<n>1</n>", "application/xml", "header:Content-Type", "media type application/xml"),
])  # fmt: skip
def test_fires_on_bodies(posted, body, content_type, pointer, observed):
    assert [(each[0], *each[2:4]) for each in posted(body, content_type)] == [(RULE, pointer, observed)]


@pytest.mark.parametrize(("body", "content_type"), [
    (b'{"n": 1}', "application/json; charset=utf-8"),
    (b'{"n": 1, "more": true}', "application/json"),  # what is open is closed for noticing only in answers
    (b"n=1", "application/x-www-form-urlencoded"),
    (None, None),
    (b"", "application/json"),
    (b'{"n": 1}', None),
])  # fmt: skip
def test_silent_on_bodies_that_keep_the_contract_or_were_not_recorded(posted, body, content_type):
    assert posted(body, content_type) == []


def test_notes_a_body_where_none_is_listed(api):
    assert api({"type": "object"}, method="post").found({}, sent_body=b"{}") == [
        (RULE, "note", "body:", "a body", "no body")
    ]


def test_is_about_the_request(asked):
    (sighting,) = asked.judged({}, url="https://api.example.com/things/5?page=x", sent=HEADERS).sightings
    assert (sighting.source, sighting.message) == ("request", "the query parameter is string; integer is promised")


def test_holds_the_fields_of_a_form_to_their_schemas(posted_form):
    assert posted_form(b"n=1&tags[]=a&point[x]=2") == []
    assert posted_form(b"n=one&point[x]=b") == [
        ("request-violation", "warning", "body:/n", "string", "integer"),
        ("request-violation", "warning", "body:/point/x", "string", "integer"),
    ]


@pytest.fixture
def posted_form(api):
    form = "application/x-www-form-urlencoded"
    schema = {"type": "object", "properties": {
        "n": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}},
        "point": {"type": "object", "properties": {"x": {"type": "integer"}}}}}  # fmt: skip
    judge = api({}, method="post", requestBody={"content": {form: {"schema": schema}}})
    return lambda body: judge.found({}, sent=(("Content-Type", form),), sent_body=body)


@pytest.mark.parametrize("schema", [True, {"type": "integer", "format": {}}, {"type": "integer", "format": ["int32"]}])
def test_a_schema_that_says_little_or_nothing_is_no_crash(api, schema):
    judged = api({}, version="3.1.0", parameters=[{"name": "since", "in": "query", "schema": schema}])
    assert judged.found({}, url="https://api.example.com/things?since=5") == []


def test_silent_on_what_the_suite_sent_to_be_refused(api):
    from driftgate.exchange import WrongRequest

    made = api({}, parameters=[{"name": "n", "in": "query", "schema": {"type": "integer"}}])
    exchange = made.exchange({}, query="?n=x")
    meant = exchange._replace(request=WrongRequest(*exchange.request))
    assert [each.rule for each in made.judge.judge(exchange).sightings] == ["request-violation"]
    assert made.judge.judge(meant).sightings == []


def test_weighs_a_note_where_the_promise_is_only_inferred(api):
    form = {"type": "string", "format": "email", "x-inferred": {"support": 1, "from": "examples"}}
    made = api({}, parameters=[{"name": "to", "in": "query", "schema": form}])
    assert [each[:3] for each in made.found({}, query="?to=nobody")] == [("request-violation", "note", "query:to")]
