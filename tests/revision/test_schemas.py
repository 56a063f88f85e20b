"""Each way in which a schema can differ, in both directions and in both roles."""

from __future__ import annotations

import pytest

from driftgate.revision import KINDS

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
HOLDS = {"type": "array", "contains": {"type": "string"}}

KEYWORDS = [
    # stem, before, after
    ("type-changed", {"type": "string"}, {"type": "integer"}),
    ("type-changed", {"type": "object"}, {"type": "array", "items": {"type": "string"}}),
    ("type-generalized", {"type": "integer"}, {"type": "number"}),
    ("type-generalized", {"type": "integer"}, {}),
    ("list-of-types-widened", {"type": "string"}, {"type": ["string", "integer"]}),
    ("list-of-types-widened", {"type": ["string", "boolean"]}, {"type": ["string", "integer", "boolean"]}),
    ("list-of-types-widened", {"type": "string"}, {"oneOf": [{"type": "string"}, {"type": "integer"}]}),
    ("format-removed", {"type": "string", "format": "uuid"}, {"type": "string"}),
    ("format-changed", {"type": "string", "format": "uuid"}, {"type": "string", "format": "email"}),
    ("format-generalized", {"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    ("format-generalized", {"type": "number", "format": "float"}, {"type": "number", "format": "double"}),
    ("number-format-added", {"type": "integer"}, {"type": "integer", "format": "int64"}),
    ("number-format-added", {"type": "number"}, {"type": "number", "format": "double"}),
    ("format-added", {"type": "integer"}, {"type": "integer", "format": "int32"}),
    ("format-added", {"type": "integer"}, {"type": "integer", "format": "double"}),
    ("became-nullable", {"type": "string"}, {"type": ["string", "null"]}),
    ("became-nullable", {"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ("became-not-enum", {"type": "string", "enum": ["a"]}, {"type": "string"}),
    ("enum-value-added", {"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a", "b"]}),
    ("enum-value-added", {"enum": [1]}, {"enum": [1, 2]}),
    ("enum-value-added", {"const": "a"}, {"enum": ["a", "b"]}),
    ("const-removed", {"type": "string", "const": "a"}, {"type": "string"}),
    ("const-changed", {"type": "string", "const": "a"}, {"type": "string", "const": "b"}),
    ("pattern-removed", {"type": "string", "pattern": "^a"}, {"type": "string"}),
    ("pattern-changed", {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}),
    ("pattern-generalized", {"type": "string", "pattern": "^SID-"}, {"type": "string", "pattern": "^(TS|S)ID-"}),
    ("id-prefix-removed", {"type": "string", "x-id-prefix": "SID"}, {"type": "string"}),
    ("id-prefix-changed", {"type": "string", "x-id-prefix": "SID"}, {"type": "string", "x-id-prefix": "TSUID"}),
    ("date-dialect-changed", {"type": "string", "x-date-dialect": "MM/DD/YYYY"},
     {"type": "string", "x-date-dialect": "YYYY-MM-DD"}),
    ("date-dialect-removed", {"type": "string", "x-date-dialect": "MM/DD/YYYY"}, {"type": "string"}),
    ("max-increased", {"type": "integer", "maximum": 4}, {"type": "integer", "maximum": 5}),
    ("max-unset", {"type": "integer", "maximum": 4}, {"type": "integer"}),
    ("min-decreased", {"type": "integer", "minimum": 4}, {"type": "integer", "minimum": 3}),
    ("min-unset", {"type": "integer", "minimum": 0}, {"type": "integer"}),
    ("exclusive-max-increased", {"type": "number", "exclusiveMaximum": 4}, {"type": "number", "exclusiveMaximum": 5}),
    ("exclusive-max-unset", {"type": "number", "exclusiveMaximum": 4}, {"type": "number", "maximum": 4}),
    ("exclusive-min-unset", {"type": "number", "exclusiveMinimum": 4}, {"type": "number"}),
    ("max-length-increased", {"type": "string", "maxLength": 4}, {"type": "string", "maxLength": 5}),
    ("max-length-unset", {"type": "string", "maxLength": 4}, {"type": "string"}),
    ("min-length-decreased", {"type": "string", "minLength": 4}, {"type": "string", "minLength": 3}),
    ("min-length-unset", {"type": "string", "minLength": 1}, {"type": "string"}),
    ("max-items-increased", {"type": "array", "maxItems": 1}, {"type": "array", "maxItems": 2}),
    ("max-items-unset", {"type": "array", "maxItems": 1}, {"type": "array"}),
    ("min-items-decreased", {"type": "array", "minItems": 2}, {"type": "array", "minItems": 1}),
    ("max-properties-unset", {"type": "object", "maxProperties": 1}, {"type": "object"}),
    ("min-properties-unset", {"type": "object", "minProperties": 1}, {"type": "object"}),
    ("exclusive-min-decreased", {"type": "number", "exclusiveMinimum": 4}, {"type": "number", "exclusiveMinimum": 3}),
    ("max-contains-increased", {**HOLDS, "maxContains": 1}, {**HOLDS, "maxContains": 2}),
    ("max-contains-unset", {**HOLDS, "maxContains": 1}, HOLDS),
    ("min-contains-decreased", {**HOLDS, "minContains": 3}, {**HOLDS, "minContains": 2}),
    ("min-contains-unset", {**HOLDS, "minContains": 2}, HOLDS),
    ("wrapped-in-one-of", OBJECT, {"oneOf": [{"type": "string", "minLength": 1}, {"type": "array"}]}),
    ("discriminator-mapping-added", {"type": "object", "discriminator": {"propertyName": "a"}},
     {"type": "object", "discriminator": {"propertyName": "a", "mapping": {"x": "#/components/schemas/X"}}}),
    ("discriminator-mapping-changed",
     {"type": "object", "discriminator": {"propertyName": "a", "mapping": {"x": "#/components/schemas/X"}}},
     {"type": "object", "discriminator": {"propertyName": "a", "mapping": {"x": "#/components/schemas/Y"}}}),
    ("min-items-unset", {"type": "array", "minItems": 1}, {"type": "array"}),
    ("max-properties-increased", {"type": "object", "maxProperties": 1}, {"type": "object", "maxProperties": 2}),
    ("min-properties-decreased", {"type": "object", "minProperties": 2}, {"type": "object", "minProperties": 1}),
    ("multiple-of-unset", {"type": "integer", "multipleOf": 2}, {"type": "integer"}),
    ("multiple-of-generalized", {"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}),
    ("multiple-of-changed", {"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 6}),
    ("unique-items-unset", {"type": "array", "uniqueItems": True}, {"type": "array"}),
    ("default-value-added", {"type": "string"}, {"type": "string", "default": "a"}),
    ("default-value-changed", {"type": "string", "default": "b"}, {"type": "string", "default": "a"}),
    ("additional-properties-allowed", {**OBJECT, "additionalProperties": False}, OBJECT),
    ("additional-properties-allowed", {**OBJECT, "unevaluatedProperties": False},
     {**OBJECT, "additionalProperties": {"type": "string"}}),
    ("additional-properties-schema-removed", {**OBJECT, "additionalProperties": {"type": "string"}}, OBJECT),
    ("one-of-added", {"oneOf": [OBJECT, {"type": "array"}]}, {"oneOf": [OBJECT, {"type": "array"}, {"type": "string"}]}),
    ("any-of-added", {"anyOf": [OBJECT, {"type": "array"}]}, {"anyOf": [{"type": "string"}, {"type": "array"}, OBJECT]}),
    ("one-of-added", OBJECT, {"oneOf": [OBJECT, {"type": "string"}]}),
    ("any-of-added", OBJECT, {"anyOf": [OBJECT, {"type": "object", "properties": {"z": {}}}]}),
    ("one-of-became-any-of", {"oneOf": [OBJECT, {"type": "array"}]}, {"anyOf": [OBJECT, {"type": "array"}]}),
    ("contains-removed", {"type": "array", "contains": {"type": "string"}}, {"type": "array"}),
    ("then-removed", {"type": "object", "if": {}, "then": {"required": ["a"]}}, {"type": "object", "if": {}}),
    ("else-removed", {"type": "object", "if": {}, "else": {"required": ["a"]}}, {"type": "object", "if": {}}),
    ("if-changed", {"type": "object", "if": {"required": ["a"]}}, {"type": "object", "if": {"required": ["b"]}}),
    ("not-removed", {"type": "string", "not": {"const": "a"}}, {"type": "string"}),
    ("not-changed", {"type": "string", "not": {"const": "a"}}, {"type": "string", "not": {"const": "b"}}),
    ("property-names-removed", {"type": "object", "propertyNames": {"maxLength": 3}}, {"type": "object"}),
    ("pattern-property-removed", {"type": "object", "patternProperties": {"^a": {"type": "string"}}}, {"type": "object"}),
    ("dependent-required-removed", {"type": "object", "dependentRequired": {"a": ["b"]}}, {"type": "object"}),
    ("dependent-schema-removed", {"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}}, {"type": "object"}),
    ("unevaluated-items-removed", {"type": "array", "unevaluatedItems": False}, {"type": "array"}),
    ("content-schema-removed", {"type": "string", "contentSchema": {"type": "object"}}, {"type": "string"}),
    ("content-media-type-changed", {"type": "string", "contentMediaType": "text/csv"}, {"type": "string"}),
    ("content-encoding-changed", {"type": "string", "contentEncoding": "base32"},
     {"type": "string", "contentEncoding": "quoted-printable"}),
    ("prefix-items-added", {"type": "array", "prefixItems": [{}]}, {"type": "array", "prefixItems": [{}, {}]}),
    ("deprecated", {"type": "string"}, {"type": "string", "deprecated": True}),
    ("became-sensitive", {"type": "string"}, {"type": "string", "x-sensitive": True}),
    ("stability-decreased", {"type": "string"}, {"type": "string", "x-stability-level": "beta"}),
    ("validation-added", {"type": "object"}, {"type": "object", "x-validations": [{"rule": "self.a > 0", "message": "m"}]}),
    ("discriminator-added", {"oneOf": [OBJECT, {"type": "array"}]},
     {"oneOf": [OBJECT, {"type": "array"}], "discriminator": {"propertyName": "a"}}),
    ("discriminator-property-name-changed", {"type": "object", "discriminator": {"propertyName": "b"}},
     {"type": "object", "discriminator": {"propertyName": "a"}}),
    ("became-satisfiable", False, {"type": "string"}),
    ("reference-changed", {"$ref": "other.json#/A"}, {"$ref": "other.json#/B"}),
    ("reference-mended", {"type": "object", "properties": {}, "allOf": [{"$ref": "other.json#/A"}]}, {"type": "object"}),
    ("reference-mended", {"$ref": "#foo"}, OBJECT),
    ("extensible-enum-value-added", {"type": "string", "x-extensible-enum": ["a"]},
     {"type": "string", "x-extensible-enum": ["a", "b"]}),
]  # fmt: skip
PLACES = {
    "request": ("request-body", "request-property", None, "/p"),
    "response": ("response-body", "response-property", None, "/p"),
}


@pytest.mark.parametrize(("stem", "before", "after"), KEYWORDS, ids=[f"{row[0]}-{n}" for n, row in enumerate(KEYWORDS)])
@pytest.mark.parametrize("place", PLACES)
def test_a_keyword_that_differs_is_one_change_of_its_kind_at_its_place(stem, before, after, place, found_in_body):
    body, prop, nowhere, somewhere = PLACES[place]
    mirrored = [name.removeprefix(f"{body}-") for name in KINDS[f"{body}-{stem}"].mirrors]
    assert len(mirrored) == 1

    def expected(scope, name, pointer):
        kind = f"{scope}-{name}"
        return [(str(KINDS[kind].severity), kind, pointer)]

    assert found_in_body(before, after, place=place) == expected(body, stem, nowhere)
    assert found_in_body(after, before, place=place) == expected(body, mirrored[0], nowhere)
    inside = [{"type": "object", "properties": {"p": schema}} for schema in (before, after)]
    assert found_in_body(*inside, place=place) == expected(prop, stem, somewhere)
    assert found_in_body(*reversed(inside), place=place) == expected(prop, mirrored[0], somewhere)


def test_every_schema_kind_has_an_example_above():
    shown = {f"response-body-{stem}" for stem, _, _ in KEYWORDS}
    shown |= {mirror for kind in shown for mirror in KINDS[kind].mirrors}
    about_schemas = {name for name in KINDS if f"request-body-{name.removeprefix('response-body-')}" in KINDS}
    bodies = {name for name in about_schemas if name.startswith("response-body-")}
    of_media_types = {"response-body-media-type-schema-added", "response-body-media-type-schema-removed"}
    assert sorted(bodies - shown - of_media_types) == []


def test_a_bound_that_only_narrows_for_readers_breaks_senders(found_in_body):
    before, after = {"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}
    assert found_in_body(before, after, place="request") == [("error", "request-body-min-increased", None)]
    assert found_in_body(before, after, place="response") == [("note", "response-body-min-increased", None)]


def test_a_new_value_breaks_no_sender_and_breaks_a_reader(found_in_body):
    before, after = {"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a", "b"]}
    assert found_in_body(before, after, place="request") == [("note", "request-body-enum-value-added", None)]
    assert found_in_body(before, after, place="response") == [("error", "response-body-enum-value-added", None)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"type": "object", "properties": {}},
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            ([("error", "new-required-request-property", "/a")], [("note", "response-required-property-added", "/a")]),
        ),
        (
            {"type": "object", "properties": {}},
            OBJECT,
            ([("note", "new-optional-request-property", "/a")], [("note", "response-optional-property-added", "/a")]),
        ),
        (
            OBJECT,
            {"type": "object", "properties": {}},
            (
                [("warning", "request-property-removed", "/a")],
                [("note", "response-optional-property-removed", "/a")],
            ),
        ),
        (
            {**OBJECT, "additionalProperties": False},
            {"type": "object", "properties": {}, "additionalProperties": False},
            (
                [("error", "request-property-forbidden", "/a")],
                [("note", "response-optional-property-removed", "/a")],
            ),
        ),
        (
            {**OBJECT, "required": ["a"]},
            {"type": "object", "properties": {}},
            ([("warning", "request-property-removed", "/a")], [("error", "response-required-property-removed", "/a")]),
        ),
        (
            OBJECT,
            {**OBJECT, "required": ["a"]},
            (
                [("error", "request-property-became-required", "/a")],
                [("note", "response-property-became-required", "/a")],
            ),
        ),
        (
            {**OBJECT, "required": ["a"]},
            OBJECT,
            (
                [("note", "request-property-became-optional", "/a")],
                [("error", "response-property-became-optional", "/a")],
            ),
        ),
        (
            {"type": "object"},
            {"type": "object", "required": ["a"]},
            (
                [("error", "request-property-became-required", "/a")],
                [("note", "response-property-became-required", "/a")],
            ),
        ),
    ],
)
def test_properties_come_and_go(before, after, expected, found_in_body):
    assert found_in_body(before, after, place="request") == expected[0]
    assert found_in_body(before, after, place="response") == expected[1]


def marked(keyword, required):
    schema = {"type": "object", "properties": {"a": {"type": "string", **({keyword: True} if keyword else {})}}}
    return {**schema, "required": ["a"]} if required else schema


@pytest.mark.parametrize(
    ("place", "keyword", "required", "became", "became_not"),
    [
        ("request", "readOnly", False, "warning", "note"),
        ("request", "readOnly", True, "warning", "error"),
        ("request", "writeOnly", True, "note", "note"),
        ("response", "writeOnly", False, "warning", "note"),
        ("response", "writeOnly", True, "error", "note"),
        ("response", "readOnly", True, "note", "note"),
    ],
)
def test_what_has_no_place_in_a_message_is_as_good_as_removed(
    place, keyword, required, became, became_not, found_in_body
):
    plain, hidden = marked(None, required), marked(keyword, required)
    stem = f"{place}-{'required' if required else 'optional'}-property-became"
    word = {"readOnly": "read-only", "writeOnly": "write-only"}[keyword]
    assert found_in_body(plain, hidden, place=place) == [(became, f"{stem}-{word}", "/a")]
    assert found_in_body(hidden, plain, place=place) == [(became_not, f"{stem}-not-{word}", "/a")]


def test_nothing_weighs_inside_a_property_that_has_no_place_in_the_message(found_in_body):
    def schema(kind):
        return {"type": "object", "properties": {"a": {"type": "object", "readOnly": True, "properties": {"b": kind}}}}

    assert found_in_body(schema({"type": "string"}), schema({"type": "integer"}), place="request") == [
        ("note", "request-property-type-changed", "/a/b")
    ]
    assert found_in_body(schema({"type": "string"}), schema({"type": "integer"}), place="response") == [
        ("error", "response-property-type-changed", "/a/b")
    ]


def test_deep_places_are_named_by_folded_pointers(found_in_body):
    def schema(kind):
        return {
            "type": "array",
            "items": {
                "allOf": [{"type": "object", "additionalProperties": {"type": "object", "properties": {"x/y": kind}}}]
            },
        }

    assert found_in_body(schema({"type": "string"}), schema({"type": "boolean"})) == [
        ("error", "response-property-type-changed", "/*/*/x~1y")
    ]


def test_a_value_in_text_reads_as_a_string(found, document):
    def parameters(place):
        return [document({"type": kind}, place=place) for kind in ("integer", "string")]

    for place in ("query", "header", "path", "cookie"):
        integer, string = parameters(place)
        assert found(integer, string) == [("note", "request-parameter-type-generalized", f"{place}:q")]
        assert found(string, integer) == [("error", "request-parameter-type-specialized", f"{place}:q")]


def test_a_default_of_a_parameter_is_told_more_loudly(found, document):
    before, after = (document({"type": "string", "default": value}, place="query") for value in "ab")
    assert found(before, after) == [("warning", "request-parameter-default-value-changed", "query:q")]
    for tree in (before, after):
        tree["paths"]["/things"]["post"]["parameters"][0]["required"] = True
    assert found(before, after) == [("note", "request-parameter-default-value-changed", "query:q")]


def test_a_listed_value_that_keeps_the_bounds_needs_no_bounds(found_in_body):
    bounded = {"type": "string", "minLength": 1, "pattern": "^[a-z]+$"}
    listed = {"type": "string", "enum": ["a", "b"]}
    assert found_in_body(bounded, listed) == [("note", "response-body-became-enum", None)]
    assert found_in_body(listed, bounded) == [("error", "response-body-became-not-enum", None)]
    assert found_in_body({"type": "string", "minLength": 2}, listed) == [
        ("note", "response-body-became-enum", None),
        ("error", "response-body-min-length-unset", None),
    ]
