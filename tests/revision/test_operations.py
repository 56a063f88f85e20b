from __future__ import annotations

import datetime as dt

import pytest

from driftgate.plain import made_plain

OK = {"200": {"description": "OK"}}


def test_an_operation_that_is_gone_breaks_and_a_new_one_does_not(found, operation_document):
    before, after = operation_document(), operation_document(method="put")
    assert found(before, after) == [
        ("error", "api-removed-without-deprecation", None),
        ("note", "endpoint-added", None),
    ]


def test_renaming_a_path_parameter_is_no_change(found, operation_document):
    def tree(name):
        parameter = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        return operation_document({"parameters": [parameter]}, path=f"/things/{{{name}}}/parts")

    assert found(tree("id"), tree("thingId")) == []


def test_two_paths_that_differ_in_names_only_stay_apart(found):
    def tree(*paths):
        return {"openapi": "3.1.0", "paths": {path: {"get": {"responses": OK}} for path in paths}}

    both = tree("/things/{id}", "/things/{name}")
    assert found(both, both) == []
    assert found(both, tree("/things/{id}")) == [("error", "api-removed-without-deprecation", None)]


@pytest.mark.parametrize(
    ("operation", "today", "expected"),
    [
        ({"deprecated": True}, None, ("note", "api-removed-with-deprecation", None)),
        ({"deprecated": True, "x-sunset": "2026-01-01"}, "2026-02-01", ("note", "api-removed-with-deprecation", None)),
        ({"deprecated": True, "x-sunset": "2026-01-01"}, "2025-12-31", ("error", "api-removed-before-sunset", None)),
        (
            {"deprecated": True, "x-sunset": "2026-01-01T00:00:00Z"},
            None,
            ("note", "api-removed-with-deprecation", None),
        ),
        ({"deprecated": True, "x-sunset": "soon"}, None, ("error", "api-removed-before-sunset", None)),
        ({"x-stability-level": "alpha"}, None, ("note", "api-removed-without-deprecation", None)),
        ({"x-sunset": "2020-01-01"}, "2026-02-01", ("error", "api-removed-without-deprecation", None)),
    ],
)
def test_a_removal_that_was_announced_is_judged_by_its_sunset(operation, today, expected, found, operation_document):
    before, after = operation_document(operation), operation_document(path="/others")
    day = dt.date.fromisoformat(today) if today else None
    assert found(before, after, today=day) == [("note", "endpoint-added", None), expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"deprecated": True}, ("note", "endpoint-deprecated", None)),
        ({}, {"deprecated": True, "x-sunset": "2027-01-01"}, ("note", "endpoint-deprecated-with-sunset", None)),
        ({"deprecated": True}, {}, ("note", "endpoint-reactivated", None)),
        ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True}, ("error", "sunset-deleted", None)),
        ({"deprecated": True}, {"deprecated": True, "x-sunset": "2027-01-01"}, ("note", "sunset-added", None)),
        ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True, "x-sunset": "2026-01-01"},
         ("error", "sunset-moved-earlier", None)),
        ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True, "x-sunset": "2028-01-01"},
         ("note", "sunset-moved-later", None)),
        ({"operationId": "a"}, {"operationId": "b"}, ("warning", "api-operation-id-changed", None)),
        ({}, {"operationId": "b"}, ("warning", "api-operation-id-added", None)),
        ({"operationId": "a"}, {}, ("warning", "api-operation-id-removed", None)),
        ({}, {"x-stability-level": "beta"}, ("error", "api-stability-decreased", None)),
        ({"x-stability-level": "alpha"}, {"x-stability-level": "beta"}, ("note", "api-stability-increased", None)),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, ("note", "api-tag-added", None)),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, ("warning", "api-first-tag-changed", None)),
        ({"callbacks": {"done": {}}}, {"callbacks": {}}, ("error", "callback-removed", "callback:done")),
        ({}, {"callbacks": {"done": {}}}, ("note", "callback-added", "callback:done")),
    ],
)  # fmt: skip
def test_what_an_operation_is_called_and_how_long_it_stays(before, after, expected, found, operation_document):
    assert found(operation_document(before), operation_document(after)) == [expected]


def test_prose_and_unknown_extensions_are_silent(found, operation_document):
    told = {"summary": "s", "description": "d", "externalDocs": {"url": "u"}, "x-internal": 1, "responses": {
        "200": {"description": "Told otherwise", "x-note": 2}}}  # fmt: skip
    before = operation_document()
    after = operation_document(told, tags=[{"name": "t", "description": "d"}], **{"x-top": True})
    assert found(before, after) == []


PARAMETER = {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"required": True}, ("error", "request-parameter-became-required", "query:q")),
        ({"required": True}, {}, ("note", "request-parameter-became-optional", "query:q")),
        ({}, {"style": "pipeDelimited"}, ("error", "request-parameter-style-changed", "query:q")),
        ({}, {"explode": False}, ("error", "request-parameter-explode-changed", "query:q")),
        ({}, {"allowReserved": True}, ("note", "request-parameter-became-allow-reserved", "query:q")),
        ({"allowEmptyValue": True}, {}, ("error", "request-parameter-became-not-allow-empty", "query:q")),
        ({}, {"deprecated": True}, ("note", "request-parameter-marked-deprecated", "query:q")),
        ({"deprecated": True}, {}, ("note", "request-parameter-marked-reactivated", "query:q")),
        ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True},
         ("error", "request-parameter-sunset-deleted", "query:q")),
        ({"deprecated": True}, {"deprecated": True, "x-sunset": "2027-01-01"},
         ("note", "request-parameter-sunset-added", "query:q")),
        ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True, "x-sunset": "2026-01-01"},
         ("error", "request-parameter-sunset-moved-earlier", "query:q")),
        ({"deprecated": True, "x-sunset": "2026-01-01"}, {"deprecated": True, "x-sunset": "2027-01-01"},
         ("note", "request-parameter-sunset-moved-later", "query:q")),
        ({}, {"schema": None, "content": {"application/json": {}}},
         ("error", "request-parameter-content-changed", "query:q")),
        ({}, {"schema": {"type": "array", "items": {"type": "string", "minLength": 2}}},
         ("error", "request-parameter-property-min-length-set", "query:q/*")),
    ],
)  # fmt: skip
def test_a_parameter_differs(before, after, expected, found, operation_document):
    def tree(extra):
        parameter = {key: value for key, value in {**PARAMETER, **extra}.items() if value is not None}
        return operation_document({"parameters": [parameter]})

    assert found(tree(before), tree(after)) == [expected]


@pytest.mark.parametrize(
    ("style", "schema"),
    [({"style": "form", "explode": True}, {"type": "array"}), ({"explode": False}, {"type": "string"})],
)
def test_a_default_written_out_or_without_effect_is_no_change(style, schema, found, operation_document):
    before = operation_document({"parameters": [{"name": "q", "in": "query", "schema": schema}]})
    after = operation_document({"parameters": [{"name": "q", "in": "query", "schema": schema, **style}]})
    assert found(before, after) == []


@pytest.mark.parametrize(
    ("parameter", "expected", "back"),
    [
        ({"name": "q", "in": "query", "required": True}, ("error", "new-required-request-parameter", "query:q"),
         ("warning", "request-parameter-removed", "query:q")),
        ({"name": "X-Q", "in": "header"}, ("note", "new-optional-request-parameter", "header:x-q"),
         ("warning", "request-parameter-removed", "header:x-q")),
        ({"name": "q", "in": "query", "deprecated": True}, ("note", "new-optional-request-parameter", "query:q"),
         ("note", "request-parameter-removed-with-deprecation", "query:q")),
        ({"name": "q", "in": "query", "deprecated": True, "x-sunset": "3000-01-01"},
         ("note", "new-optional-request-parameter", "query:q"),
         ("error", "request-parameter-removed-before-sunset", "query:q")),
    ],
)  # fmt: skip
def test_parameters_come_and_go(parameter, expected, back, found, operation_document):
    without, with_one = operation_document(), operation_document({"parameters": [{**parameter, "schema": {}}]})
    day = dt.date(2026, 1, 1)
    assert found(without, with_one, today=day) == [expected]
    assert found(with_one, without, today=day) == [back]


@pytest.mark.parametrize(("one", "other"), [("query", "header"), ("cookie", "query")])
def test_a_parameter_that_moved_is_one_change(one, other, found, operation_document):
    before, after = (
        operation_document(
            {"parameters": [{"name": name, "in": where, "required": True, "schema": {"type": "string"}}]}
        )
        for name, where in (("token", one), ("Token", other))
    )
    name = "token" if other == "header" else "Token"
    assert found(before, after) == [("error", "request-parameter-moved", f"{other}:{name}")]
    assert [kind for _, kind, _ in found(after, before)] == ["request-parameter-moved"]


def test_what_else_changed_of_a_parameter_that_moved_is_told(found, operation_document):
    before = operation_document({"parameters": [{"name": "n", "in": "query", "schema": {"type": "string"}}]})
    after = operation_document(
        {"parameters": [{"name": "n", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 3}}]}
    )
    assert sorted(found(before, after)) == [
        ("error", "request-parameter-became-required", "header:n"),
        ("error", "request-parameter-max-length-set", "header:n"),
        ("error", "request-parameter-moved", "header:n"),
    ]


def test_of_two_places_that_one_name_came_to_neither_is_where_it_moved(found, operation_document):
    before = operation_document({"parameters": [{"name": "n", "in": "query", "schema": {}}]})
    after = operation_document(
        {"parameters": [{"name": "n", "in": place, "schema": {}} for place in ("header", "cookie")]}
    )
    assert sorted(found(before, after)) == [
        ("note", "new-optional-request-parameter", "cookie:n"),
        ("note", "new-optional-request-parameter", "header:n"),
        ("warning", "request-parameter-removed", "query:n"),
    ]


def test_a_3_2_document_is_compared_by_method_item_and_query(found):
    def document(methods, item, query):
        return {"openapi": "3.2.0", "paths": {"/a": {
            "additionalOperations": {method: {"responses": {}} for method in methods},
            "query": {
                "parameters": [{"in": "querystring", "name": "q", "content": {"application/json": {"schema": query}}}],
                "responses": {"200": {"content": {"application/jsonl": {"$ref": "#/components/mediaTypes/Rows"}}}},
            },
        }}, "components": {"mediaTypes": {"Rows": {"itemSchema": item}}}}  # fmt: skip

    number, text = {"type": "integer"}, {"type": "string"}
    before, after = (made_plain(document(*each)) for each in ((["COPY"], number, text), (["MOVE"], text, number)))
    assert found(before, before) == []
    assert sorted(found(before, after)) == [
        ("error", "api-removed-without-deprecation", None),
        ("error", "request-parameter-type-changed", "querystring:q"),
        ("error", "response-property-type-changed", "/*"),
        ("note", "endpoint-added", None),
    ]


def test_parameters_of_the_path_and_references_count_as_those_of_the_operation(found):
    parameter = {"name": "q", "in": "query", "schema": {"type": "string"}}

    def tree(item, **members):
        return {"openapi": "3.1.0", "paths": {"/things": {**item, "get": {"responses": OK, **members}}}, "components": {
            "parameters": {"Q": parameter}}}  # fmt: skip

    inline = tree({}, parameters=[parameter])
    assert found(inline, tree({"parameters": [parameter]})) == []
    assert found(inline, tree({}, parameters=[{"$ref": "#/components/parameters/Q"}])) == []
    assert found(inline, tree({"parameters": [parameter]}, parameters=[{**parameter, "required": True}])) == [
        ("error", "request-parameter-became-required", "query:q")
    ]


def test_header_parameters_that_openapi_ignores_are_ignored(found, operation_document):
    named = operation_document({"parameters": [{"name": "Accept", "in": "header", "required": True, "schema": {}}]})
    assert found(operation_document(), named) == []


def body(media, **members):
    return {"requestBody": {"content": media, **members}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, body({"application/json": {}}), ("note", "request-body-added-optional", None)),
        ({}, body({"application/json": {}}, required=True), ("error", "request-body-added-required", None)),
        (body({"application/json": {}}), {}, ("error", "request-body-removed", None)),
        (body({"application/json": {}}), body({"application/json": {}}, required=True),
         ("error", "request-body-became-required", None)),
        (body({"application/json": {}}, required=True), body({"application/json": {}}),
         ("note", "request-body-became-optional", None)),
        (body({"application/json": {}}), body({"application/json": {}, "text/csv": {}}),
         ("note", "request-body-media-type-added", None)),
        (body({"application/json": {}, "text/csv": {}}), body({"application/json": {}}),
         ("error", "request-body-media-type-removed", None)),
        (body({"text/csv": {}}), body({"text/*": {}}), ("note", "request-body-media-type-added", None)),
        (body({"application/json": {}}), body({"application/json": {"schema": {"type": "object"}}}),
         ("error", "request-body-media-type-schema-added", None)),
        (body({"application/json": {"schema": {}}}), body({"application/json": {}, "text/csv": {"schema": True}}),
         ("note", "request-body-media-type-added", None)),
        (body({"multipart/form-data": {"encoding": {"a": {"contentType": "image/png"}}}}),
         body({"multipart/form-data": {"encoding": {"a": {"contentType": "image/gif"}}}}),
         ("error", "request-body-encoding-changed", None)),
    ],
)  # fmt: skip
def test_a_request_body_differs(before, after, expected, found, operation_document):
    assert found(operation_document(before), operation_document(after)) == [expected]


def answers(**statuses):
    return {"responses": {status.removeprefix("s"): answer for status, answer in statuses.items()}}


def content(*names):
    return {"description": "", "content": {name: {"schema": {"type": "string"}} for name in names}}


EMPTY = {"description": ""}


@pytest.mark.parametrize(
    ("before", "after", "expected", "back"),
    [
        (answers(s200=EMPTY), answers(s200=EMPTY, s201=EMPTY), ("note", "response-success-status-added"),
         ("error", "response-success-status-removed")),
        (answers(s200=EMPTY), answers(s200=EMPTY, s404=EMPTY), ("note", "response-non-success-status-added"),
         ("note", "response-non-success-status-removed")),
        (answers(s200=EMPTY), answers(s2XX=EMPTY), ("warning", "response-status-range-widened"),
         ("note", "response-status-range-narrowed")),
        (answers(s200=content("text/csv")), answers(s200=content("text/csv", "application/json")),
         ("note", "response-media-type-added"), ("error", "response-media-type-removed")),
        (answers(s200=content("text/csv")), answers(s200=content("text/csv; header=present")),
         ("note", "response-media-type-parameter-added"), ("error", "response-media-type-parameter-removed")),
        (answers(s200=content("text/csv; header=absent")), answers(s200=content("text/csv; header=present")),
         ("error", "response-media-type-parameter-changed"), ("error", "response-media-type-parameter-changed")),
        (answers(s200=content("image/png")), answers(s200=content("image/*")),
         ("error", "response-media-type-name-generalized"), ("note", "response-media-type-name-specialized")),
        (answers(s200={"content": {"text/csv": {}}}), answers(s200=content("text/csv")),
         ("note", "response-body-media-type-schema-added"), ("error", "response-body-media-type-schema-removed")),
        (answers(s200=EMPTY), answers(s200={**EMPTY, "links": {"next": {"operationId": "x"}}}),
         ("note", "link-added"), ("note", "link-removed")),
    ],
)  # fmt: skip
def test_responses_differ(before, after, expected, back, found, operation_document):
    one, other = operation_document(before), operation_document(after)
    assert found(one, other) == [(*expected, None)]
    assert found(other, one) == [(*back, None)]


def test_a_range_written_in_another_case_is_no_change(found, operation_document):
    assert found(operation_document(answers(s4XX=EMPTY)), operation_document(answers(s4xx=EMPTY))) == []


@pytest.mark.parametrize(
    ("before", "after", "there", "back"),
    [
        # what `default` or a range covers may be written out, and is then compared with it
        (answers(s200=EMPTY, default=EMPTY), answers(s200=EMPTY, s404=EMPTY, default=EMPTY), [], []),
        (answers(s200=EMPTY, s4XX=EMPTY), answers(s200=EMPTY, s4XX=EMPTY, s404=EMPTY), [], []),
        (answers(default=content("text/csv")), answers(default=content("text/csv"), s200=content("text/csv")), [], []),
        (answers(s200=EMPTY, default=content("text/csv")), answers(s200=EMPTY, default=content("text/csv"), s404=EMPTY),
         [("error", "response-media-type-removed")], [("note", "response-media-type-added")]),
        # where a success is listed, `default` tells of errors
        (answers(s200=EMPTY, default=EMPTY), answers(s204=EMPTY, default=EMPTY),
         [("error", "response-success-status-removed"), ("note", "response-success-status-added")],
         [("note", "response-success-status-added"), ("error", "response-success-status-removed")]),
        (answers(s200=EMPTY, default=EMPTY), answers(s200=EMPTY),
         [("note", "response-non-success-status-removed")], [("note", "response-non-success-status-added")]),
    ],
)  # fmt: skip
def test_a_status_is_held_to_what_covers_it(before, after, there, back, found, operation_document):
    one, other = operation_document(before), operation_document(after)
    assert [item[:2] for item in found(one, other)] == there
    assert [item[:2] for item in found(other, one)] == back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("application/json", "application/json; charset=utf-8"),
        ("application/JSON", "application/json"),
        ("text/csv; charset=UTF-8; header=present", 'text/csv;header="present";charset=utf-8'),
        ("application/vnd.a+json;charset=utf-8", "application/vnd.a+json"),
    ],
)
def test_one_media_type_in_two_spellings_is_no_change(one, other, found, operation_document):
    assert found(operation_document(answers(s200=content(one))), operation_document(answers(s200=content(other)))) == []
    asked = [operation_document({"requestBody": content(name)}) for name in (one, other)]
    assert found(*asked) == []
    assert found(*reversed(asked)) == []


def test_a_parameter_of_a_media_type_that_must_be_sent_breaks(found, operation_document):
    asked = [operation_document({"requestBody": content(name)}) for name in ("text/csv", "text/csv; header=present")]
    assert found(*asked) == [
        ("error", "request-body-media-type-removed", None),
        ("note", "request-body-media-type-added", None),
    ]
    assert found(*reversed(asked)) == [("note", "request-body-media-type-added", None)]


def test_a_link_that_leads_elsewhere_is_told_and_its_prose_is_not(found, operation_document):
    def linked(**link):
        return operation_document(answers(s200={**EMPTY, "links": {"next": link}}))

    assert found(linked(operationId="a"), linked(operationId="a", description="d")) == []
    assert found(linked(operationId="a"), linked(operationId="b")) == [("note", "link-changed", None)]


def test_a_parameter_described_by_content_is_compared_as_that_media_type(found, operation_document):
    def tree(kind, media):
        parameter = {"name": "q", "in": "query", "content": {media: {"schema": {"type": kind}}}}
        return operation_document({"parameters": [parameter]})

    strict = [("error", "request-parameter-type-changed", "query:q")]
    assert found(tree("integer", "application/json"), tree("string", "application/json")) == strict
    loose = [("note", "request-parameter-type-generalized", "query:q")]
    assert found(tree("integer", "text/plain"), tree("string", "text/plain")) == loose


def test_a_single_value_of_a_query_is_a_list_of_one(found, operation_document):
    def tree(schema, **members):
        return operation_document({"parameters": [{"name": "q", "in": "query", "schema": schema, **members}]})

    single, many = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    assert found(tree(single), tree(many)) == [("note", "request-parameter-type-generalized", "query:q")]
    assert found(tree(many), tree(single)) == [("error", "request-parameter-type-specialized", "query:q")]
    assert found(tree(single), tree({"type": "array", "items": {"type": "string", "maxLength": 3}})) == [
        ("note", "request-parameter-type-generalized", "query:q"),
        ("error", "request-parameter-property-max-length-set", "query:q/*"),
    ]
    for style in ({"explode": False}, {"style": "pipeDelimited"}):
        assert found(tree(single, **style), tree(many, **style)) == [
            ("error", "request-parameter-type-changed", "query:q")
        ]


def header(**members):
    return answers(s200={**EMPTY, "headers": {"X-Rate": {"schema": {"type": "integer"}, **members}}})


@pytest.mark.parametrize(
    ("before", "after", "expected", "back"),
    [
        (answers(s200=EMPTY), header(), ("note", "response-header-added"), ("warning", "optional-response-header-removed")),
        (answers(s200=EMPTY), header(required=True), ("note", "response-header-added"),
         ("error", "required-response-header-removed")),
        (header(), header(required=True), ("note", "response-header-became-required"),
         ("error", "response-header-became-optional")),
        (header(), header(deprecated=True), ("note", "response-header-marked-deprecated"),
         ("note", "response-header-marked-reactivated")),
        (header(), header(schema={"type": "integer", "minimum": 0}), ("note", "response-header-min-set"),
         ("error", "response-header-min-unset")),
        (header(schema={"type": "array"}), header(schema={"type": "array"}, explode=True),
         ("error", "response-header-explode-changed"), ("error", "response-header-explode-changed")),
    ],
)  # fmt: skip
def test_response_headers_differ(before, after, expected, back, found, operation_document):
    one, other = operation_document(before), operation_document(after)
    assert found(one, other) == [(*expected, "header:x-rate")]
    assert found(other, one) == [(*back, "header:x-rate")]


def test_header_names_have_no_case_and_content_type_is_ignored(found, operation_document):
    one = answers(s200={**EMPTY, "headers": {"X-Rate": {"schema": {}}, "Content-Type": {"schema": {}}}})
    other = answers(s200={**EMPTY, "headers": {"x-rate": {"schema": {}}}})
    assert found(operation_document(one), operation_document(other)) == []


def event(kind):
    schema = {"type": "object", "properties": {"id": {"type": kind}}}
    return {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {
        "200": {"description": "", "content": {"application/json": {"schema": {"type": kind}}}}}}}  # fmt: skip


def test_what_the_client_answers_is_judged_the_other_way_round(found, operation_document):
    def callback(kind):
        return operation_document({"callbacks": {"done": {"{$request.body#/url}": event(kind)}}})

    def widened(prefix):
        return [
            ("error", "response-property-type-generalized", f"{prefix}/id"),
            ("note", "request-body-type-generalized", prefix or None),
        ]

    found_there = found(callback("integer"), callback("number"))
    assert sorted(found_there, key=str) == sorted(widened("callback:done"), key=str)
    one, other = ({"openapi": "3.1.0", "webhooks": {"done": event(kind)}} for kind in ("integer", "number"))
    assert found(one, other) == widened("")
    assert found(one, {"openapi": "3.1.0"}) == [("error", "webhook-removed", None)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["https://a"], ["https://b"], [("warning", "server-moved", None)]),
        (["https://a"], ["https://a", "https://b"], [("note", "server-added", None)]),
        (["https://a", "https://b"], ["https://a"], [("warning", "server-removed", None)]),
        (["https://a"], ["https://a/"], []),
        (["https://a/V1"], ["HTTPS://A:443/V1/"], []),
        (["https://a/V1"], ["https://a/v1"], [("warning", "server-moved", None)]),
        (["https://a", "https://b"], ["https://b", "https://a"], []),
        ([], ["/"], []),
        ([], ["https://a"], [("warning", "server-moved", None)]),
    ],
)
def test_servers_are_judged_for_callers_with_the_old_address(before, after, expected, found, operation_document):
    trees = [operation_document(servers=[{"url": url} for url in urls]) for urls in (before, after)]
    assert found(*trees) == expected


def test_server_variables_are_filled_in_and_compared(found, operation_document):
    def tree(default, values):
        variable = {"default": default, "enum": values}
        return operation_document(servers=[{"url": "https://{zone}.x", "variables": {"zone": variable}}])

    assert found(tree("eu", ["eu", "us"]), tree("eu", ["eu"])) == [
        ("warning", "server-variable-changed", "server:zone")
    ]
    assert found(tree("eu", ["eu"]), operation_document(servers=[{"url": "https://eu.x"}])) == [
        ("warning", "server-variable-changed", "server:zone")
    ]
    assert found(tree("eu", ["eu"]), tree("us", ["eu"])) == [("warning", "server-moved", None)]


def test_a_prefix_may_move_between_paths_and_servers(found, operation_document):
    before = operation_document(path="/v1/things/{id}", servers=[{"url": "https://a"}, {"url": "https://b/"}])
    after = operation_document(path="/things/{key}", servers=[{"url": "https://b/v1"}, {"url": "https://a/v1"}])
    assert found(before, after) == []
    elsewhere = operation_document(path="/things/{key}", servers=[{"url": "https://a/v2"}])
    assert [kind for _, kind, _ in found(before, elsewhere)] == ["endpoint-added", "api-removed-without-deprecation"]


def test_the_servers_of_an_operation_win_over_those_of_the_document(found, operation_document):
    own = {"servers": [{"url": "https://own"}]}
    before = operation_document(own, servers=[{"url": "https://a"}])
    after = operation_document(own, servers=[{"url": "https://b"}])
    assert found(before, after) == []
