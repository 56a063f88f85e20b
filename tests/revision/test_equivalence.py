"""What is written otherwise and means the same is no change."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": "string", "nullable": True, "enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"allOf": [{"$ref": "#/components/schemas/Pet"}], "nullable": True},
         {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]}),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
        ({"type": "number", "maximum": 5, "exclusiveMaximum": False}, {"type": "number", "maximum": 5}),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "const": "a"}),
        ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
        ({"type": "string", "format": "binary"}, {"contentMediaType": "application/octet-stream"}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"$ref": "#/components/schemas/Pet", "description": "ignored"}, {"$ref": "#/components/schemas/Pet"}),
    ],
)  # fmt: skip
def test_a_rewrite_from_3_0_to_3_1_is_no_change(old, new, document, found):
    pet = {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}
    before = document(old, version="3.0.3", components=pet)
    after = document(new, version="3.1.0", components=pet)
    assert found(before, after) == []
    assert found(after, before) == []


def test_the_same_text_may_mean_another_thing_in_3_1(document, found):
    schema = {"type": "string", "nullable": True}
    before, after = document(schema, version="3.0.3"), document(schema, version="3.1.0")
    assert found(before, after) == [("note", "response-body-became-not-nullable", None)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"allOf": [{"type": "object", "properties": {"a": {}}}, {"properties": {"b": {"type": "string"}}, "required": ["a"]}]},
         {"type": "object", "properties": {"b": {"type": "string"}, "a": {}}, "required": ["a"]}),
        ({"allOf": [{"type": "string", "minLength": 2}, {"minLength": 3, "maxLength": 9}]},
         {"type": "string", "minLength": 3, "maxLength": 9}),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, {"type": "integer"}),
        ({"oneOf": [{"type": "string"}]}, {"type": "string"}),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}),
        ({"items": {"type": "string"}}, {"type": "array", "items": {"type": "string"}}),
        ({"type": "string", "minLength": 0}, {"type": "string"}),
        ({"type": "array", "minItems": 0, "uniqueItems": False}, {"type": "array"}),
        ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
        ({"type": "boolean", "enum": [True, False]}, {"type": "boolean"}),
        ({"type": "string", "minimum": 3}, {"type": "string"}),
        ({"type": "string", "enum": ["b", "a"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}, {"enum": ["a", "b"]}),
        ({"type": "string", "pattern": "^[0-9]+$"}, {"type": "string", "pattern": r"^\d+$"}),
        ({"oneOf": [{"type": "string", "const": "a"}, {"type": "string", "const": "b"}]}, {"type": "string", "enum": ["a", "b"]}),
        ({"type": "object", "additionalProperties": True}, {"type": "object"}),
        ({"type": "object", "additionalProperties": {}}, {"type": "object", "additionalProperties": True}),
        ({"type": "integer", "minimum": 1.0}, {"type": "integer", "minimum": 1}),
        ({"type": "string", "default": "a", "description": "x"}, {"type": "string", "default": "a", "title": "y"}),
        ({"type": "string", "format": "password"}, {"type": "string"}),
    ],
)  # fmt: skip
def test_the_same_said_otherwise_is_no_change(one, other, found_in_body):
    assert found_in_body(one, other) == []
    assert found_in_body(other, one, place="request") == []


def test_alternatives_are_matched_by_what_they_are(found_in_body):
    cat = {"type": "object", "properties": {"meow": {"type": "string"}, "name": {"type": "string"}}}
    dog = {"type": "object", "properties": {"bark": {"type": "string"}, "name": {"type": "string"}}}
    loud = {"type": "object", "properties": {"bark": {"type": "integer"}, "name": {"type": "string"}}}
    assert found_in_body({"oneOf": [cat, dog]}, {"oneOf": [dog, cat]}) == []
    assert found_in_body({"oneOf": [cat, dog]}, {"oneOf": [loud, cat]}) == [
        ("error", "response-property-type-changed", "/bark")
    ]


def test_alternatives_of_one_name_are_compared_however_much_they_differ(found, document):
    def pets(**schemas):
        choice = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in sorted(schemas)]}
        return document(choice, components=schemas)

    before = pets(Cat={"type": "object", "properties": {"a": {}}}, Dog={"type": "object", "properties": {"b": {}}})
    after = pets(Cat={"type": "object", "properties": {"c": {}}}, Dog={"type": "object", "properties": {"b": {}}})
    assert found(before, after) == [
        ("note", "response-optional-property-removed", "/a"),
        ("note", "response-optional-property-added", "/c"),
    ]


def test_a_renamed_component_is_no_change_unless_its_name_is_a_value(found, document):
    def pets(name, discriminator):
        schemas = {
            name: {"type": "object", "properties": {"bark": {"type": "string"}}},
            "Cat": {"type": "object", "properties": {"meow": {"type": "string"}}},
        }
        choice = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": f"#/components/schemas/{name}"}]}
        if discriminator is not None:
            choice["discriminator"] = discriminator
        return document(choice, components=schemas)

    def mapped(name):
        return {"propertyName": "kind", "mapping": {"dog": f"#/components/schemas/{name}", "cat": "Cat"}}

    assert found(pets("Dog", None), pets("Hound", None)) == []
    assert found(pets("Dog", mapped("Dog")), pets("Hound", mapped("Hound"))) == []
    assert found(pets("Dog", {"propertyName": "kind"}), pets("Hound", {"propertyName": "kind"})) == [
        ("warning", "response-body-discriminator-mapping-changed", None)
    ]


def test_recursion_ends(found, document):
    def tree(kind, inner="#/components/schemas/Tree"):
        node = {"type": "object", "properties": {"value": {"type": kind}, "next": {"$ref": inner}}}
        return document({"$ref": "#/components/schemas/Tree"}, components={"Tree": node, "Other": node})

    assert found(tree("string"), tree("string")) == []
    assert found(tree("string"), tree("string", "#/components/schemas/Other")) == []
    assert found(tree("string"), tree("integer")) == [("error", "response-property-type-changed", "/value")]


def test_a_reference_to_itself_says_nothing(found_in_body):
    loop = {"Loop": {"$ref": "#/components/schemas/Loop"}, "All": {"allOf": [{"$ref": "#/components/schemas/All"}]}}
    for name in loop:
        schema = {"$ref": f"#/components/schemas/{name}"}
        assert found_in_body(schema, {}, components=loop) == []


def test_a_change_in_a_shared_component_is_told_once_with_every_operation_it_reaches():
    from driftgate.revision import compare

    def tree(kind):
        pet = {"$ref": "#/components/schemas/Pet"}
        answer = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": pet}}}}}
        many = {"responses": {"200": {"description": "", "content": {"application/json": {
            "schema": {"type": "array", "items": pet}}}}}}  # fmt: skip
        return {
            "openapi": "3.1.0",
            "info": {},
            "paths": {"/pets": {"get": many}, "/pets/{id}": {"get": answer, "put": answer}},
            "components": {"schemas": {"Pet": {"type": "object", "properties": {"age": {"type": kind}}}}},
        }

    (change,) = compare(tree("integer"), tree("string"))
    assert change.kind == "response-property-type-changed"
    assert change.operations == ("GET /pets", "GET /pets/{id}", "PUT /pets/{id}")
    assert (change.operation, change.status, change.pointer) == ("GET /pets", "200", "/*/age")
    assert change.before_pointer == change.after_pointer == "/components/schemas/Pet/properties/age/type"
    assert (change.before, change.after) == ("integer", "string")


def test_a_boolean_is_not_a_number(found_in_body):
    assert found_in_body({"enum": [True]}, {"enum": [1]}) == [("error", "response-body-type-changed", None)]
    assert found_in_body({"type": "integer", "enum": [1]}, {"type": "integer", "enum": [1.0]}) == []


def test_a_schema_deep_in_a_document_may_be_referred_to(found, document):
    before = document({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}})
    inner = "#/paths/~1things/post/responses/200/content/application~1json/schema/properties/a"
    after = document({"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": inner}}})
    assert found(before, after) == []


def test_a_dangling_reference_is_compared_by_its_text(found_in_body):
    one, other = {"$ref": "#/components/schemas/Gone"}, {"$ref": "#/components/schemas/Lost"}
    assert found_in_body(one, one) == []
    assert found_in_body(one, other) == [("warning", "response-body-reference-changed", None)]


CAT = {"type": "object", "properties": {"meow": {"type": "string"}, "name": {"type": "string"}}}
DOG = {"type": "object", "properties": {"bark": {"type": "string"}, "name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("before", "after", "sent", "read"),
    [
        (CAT, {"anyOf": [CAT, DOG]}, ("note", "any-of-added"), ("error", "any-of-added")),
        (CAT, {"oneOf": [CAT, {"type": "string"}]}, ("note", "one-of-added"), ("error", "one-of-added")),
        (CAT, {"oneOf": [CAT, DOG]}, ("error", "wrapped-in-one-of"), ("error", "one-of-added")),
        ({"oneOf": [CAT, DOG]}, CAT, ("error", "unwrapped-from-one-of"), ("note", "one-of-removed")),
        ({"oneOf": [CAT, {"type": "string"}]}, CAT, ("error", "one-of-removed"), ("note", "one-of-removed")),
        ({"type": "string", "minLength": 3}, {"oneOf": [CAT, DOG]}, ("error", "wrapped-in-one-of"),
         ("error", "wrapped-in-one-of")),
        ({"oneOf": [CAT, DOG]}, {"type": "string", "minLength": 3}, ("error", "unwrapped-from-one-of"),
         ("error", "unwrapped-from-one-of")),
        ({}, {"oneOf": [CAT, DOG]}, ("error", "type-specialized"), ("note", "type-specialized")),
        ({"oneOf": [CAT, DOG]}, {}, ("note", "type-generalized"), ("error", "type-generalized")),
        ({"type": "object"}, {"type": "object", "oneOf": [CAT, DOG]}, ("error", "wrapped-in-one-of"),
         ("error", "wrapped-in-one-of")),
        (CAT, {**CAT, "oneOf": [{"required": ["meow"]}, {"required": ["name"]}]}, ("error", "wrapped-in-one-of"),
         ("error", "wrapped-in-one-of")),
        ({**CAT, "oneOf": [{"required": ["meow"]}, {"required": ["name"]}]}, CAT, ("error", "unwrapped-from-one-of"),
         ("error", "unwrapped-from-one-of")),
        ({"oneOf": [CAT, DOG]}, {"anyOf": [CAT, DOG]}, ("note", "one-of-became-any-of"),
         ("warning", "one-of-became-any-of")),
        ({"anyOf": [CAT, DOG]}, {"oneOf": [CAT, DOG]}, ("warning", "any-of-became-one-of"),
         ("note", "any-of-became-one-of")),
    ],
)  # fmt: skip
def test_a_choice_is_safe_only_where_it_provably_adds(before, after, sent, read, found_in_body):
    assert found_in_body(before, after, place="request") == [(sent[0], f"request-body-{sent[1]}", None)]
    assert found_in_body(before, after, place="response") == [(read[0], f"response-body-{read[1]}", None)]


def test_several_choices_at_once_are_compared_one_by_one(found_in_body):
    first, second = {"oneOf": [CAT, DOG]}, {"anyOf": [{"required": ["name"]}, {"required": ["meow"]}]}
    assert found_in_body({"allOf": [first, second]}, {"allOf": [second, first]}) == []
    assert found_in_body({"allOf": [first, second]}, {"allOf": [first]}) == [
        ("error", "response-body-unwrapped-from-one-of", None)
    ]


def test_constants_tell_alternatives_apart(found_in_body):
    def tagged(value, **more):
        return {"type": "object", "properties": {"kind": {"const": value}, "n": {"type": "integer"}, **more}}

    before = {"oneOf": [tagged("a"), tagged("b")]}
    after = {"oneOf": [tagged("b", x={"type": "string"}), tagged("a")]}
    assert found_in_body(before, after) == [("note", "response-optional-property-added", "/x")]


def test_numbers_beyond_64_bits_are_compared_too(found_in_body):
    huge = {"type": "integer", "maximum": 2**70}
    assert found_in_body(huge, dict(huge)) == []
    assert found_in_body(huge, {"type": "integer", "maximum": 2**71}) == [
        ("error", "response-body-max-increased", None)
    ]


def test_three_equal_bounds_are_as_good_as_the_tightest(found_in_body):
    parts = {"allOf": [{"type": "number", "minimum": 1}, {"exclusiveMinimum": 1}, {"minimum": 0}, {"multipleOf": 4},
                       {"multipleOf": 6}]}  # fmt: skip
    assert found_in_body(parts, {"type": "number", "exclusiveMinimum": 1, "multipleOf": 12}) == []


def test_hundreds_of_alternatives_are_matched_in_a_moment(found_in_body):
    import time

    def choice(kind, *, is_tagged):
        return {
            "oneOf": [
                {"type": "object", "properties": {"k" if is_tagged else f"k{n}": {"const": n}, "v": {"type": kind}}}
                for n in range(300)
            ]
        }

    for is_tagged in (True, False):
        begun = time.process_time()
        there = found_in_body(choice("integer", is_tagged=is_tagged), choice("string", is_tagged=is_tagged))
        assert {kind for _, kind, _ in there} == {"response-property-type-changed"}
        assert time.process_time() - begun < 5


@pytest.mark.parametrize("width", [1, 2])
def test_chains_of_all_of_that_would_grow_without_bound_are_read_once(width, found, document):
    def chain(kind):
        link = {
            f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * (width + 1)} for n in range(60)
        }  # fmt: skip
        last = {"type": "object", "properties": {"a": {"type": kind}}}
        return document({"$ref": "#/components/schemas/S0"}, components={**link, "S60": last})

    assert found(chain("string"), chain("integer")) == [("error", "response-property-type-changed", "/a")]
