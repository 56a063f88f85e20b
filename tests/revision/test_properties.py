"""What holds for any two documents."""

from __future__ import annotations

import copy

import jsonschema_rs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from driftgate.revision import KINDS, Effect, compare
from driftgate.revision.kinds import KINDS as TABLE

COMPONENTS = ("A", "B", "C")
NAMES = ("a", "b", "c")
BRIEF = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"minLength": st.integers(1, 3), "maxLength": st.integers(4, 6)}
    ),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-3, 0), "maximum": st.integers(1, 4)},
    ),
    st.fixed_dictionaries({"type": st.sampled_from(["boolean", ["string", "null"], ["integer", "string"]])}),
    st.fixed_dictionaries({
        "type": st.just("string"), "enum": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True),
    }),
)  # fmt: skip
annotations = st.fixed_dictionaries(
    {}, optional={"description": st.text(max_size=3), "title": st.just("T"), "deprecated": st.booleans()}
)


@st.composite
def objects(draw, inner):
    node = {"type": "object", "properties": draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=3))}
    if node["properties"] and draw(st.booleans()):
        node["required"] = draw(st.lists(st.sampled_from(sorted(node["properties"])), unique=True))
    if draw(st.booleans()):
        node["additionalProperties"] = draw(st.one_of(st.just(False), inner))
    return node


def structured(inner):
    return st.one_of(
        objects(inner),
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}, optional={"minItems": st.integers(1, 2)}),
    )


closed_schemas = st.recursive(scalars, structured, max_leaves=6)
references = st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
schemas = st.recursive(
    st.one_of(scalars, references),
    lambda inner: st.one_of(
        structured(inner),
        st.builds(lambda parts: {"allOf": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda parts: {"oneOf": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one, said: {**one, **said}, inner, annotations),
    ),
    max_leaves=6,
)


@st.composite
def documents(draw):
    operation = {"responses": {"200": {"content": {"application/json": {"schema": draw(schemas)}}}}}
    if draw(st.booleans()):
        operation["requestBody"] = {
            "required": draw(st.booleans()), "content": {"application/json": {"schema": draw(schemas)}},
        }  # fmt: skip
    operation["parameters"] = [
        {"name": name, "in": "query", "required": draw(st.booleans()), "schema": draw(scalars)}
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
    ]
    if draw(st.booleans()):
        operation["security"] = draw(st.lists(st.sampled_from([{"k": []}, {"o": ["r"]}, {"o": ["r", "w"]}, {}])))
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {draw(st.sampled_from(["/x", "/y"])): {"post": operation}},
        "components": {
            "schemas": {name: draw(schemas) for name in COMPONENTS},
            "securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "k"}, "o": {"type": "oauth2"}},
        },
    }


def shuffled(value):
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@BRIEF
@given(documents())
def test_a_document_does_not_differ_from_itself(tree):
    assert compare(tree, copy.deepcopy(tree)) == []


@BRIEF
@given(documents())
def test_the_order_of_keys_is_no_difference(tree):
    assert compare(tree, shuffled(tree)) == []


@BRIEF
@given(documents(), documents())
def test_the_order_of_keys_does_not_change_what_is_found(one, other):
    assert compare(one, other) == compare(shuffled(one), shuffled(other))


@BRIEF
@given(documents())
def test_prose_is_no_difference(tree):
    told = copy.deepcopy(tree)
    stack = [told]
    while stack:
        node = stack.pop()
        stack.extend(
            item for item in (node.values() if isinstance(node, dict) else node) if isinstance(item, (dict, list))
        )
        if isinstance(node, dict) and "type" in node:
            node["description"] = "Told otherwise."
    told["info"] = {"title": "Another", "version": "7"}
    assert compare(tree, told) == []


@BRIEF
@given(documents(), documents())
def test_swapping_the_sides_gives_the_mirrored_kinds(one, other):
    there, back = compare(one, other), compare(other, one)
    for changes, opposite in ((there, back), (back, there)):
        known = {(change.kind, change.after_pointer, change.before_pointer) for change in opposite}
        lost = [
            change
            for change in changes
            if not any(
                (mirror, change.before_pointer, change.after_pointer) in known for mirror in KINDS[change.kind].mirrors
            )
        ]
        assert lost == []


@BRIEF
@given(documents())
def test_an_inline_schema_may_move_into_a_component(tree):
    moved = copy.deepcopy(tree)
    operation = next(iter(moved["paths"].values()))["post"]
    media = operation["responses"]["200"]["content"]["application/json"]
    moved["components"]["schemas"]["Moved"] = media["schema"]
    media["schema"] = {"$ref": "#/components/schemas/Moved"}
    assert compare(tree, moved) == []
    assert compare(moved, tree) == []


def in_body(schema):
    return {
        "openapi": "3.1.0",
        "paths": {"/x": {"post": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}},
    }


def wrong_way(before, after):
    """The changes of a response that admit what was forbidden, or may."""
    return [
        change
        for change in compare(in_body(before), in_body(after))
        if TABLE[change.kind].effect in {Effect.WIDENS, Effect.INCOMPARABLE, Effect.UNKNOWN}
    ]


@st.composite
def related(draw):
    """A schema and another that is much like it."""
    one = draw(closed_schemas)
    other = copy.deepcopy(one)
    nodes = []
    stack = [other]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack.extend(node.get("properties", {}).values())
        stack.extend(value for key in ("items", "additionalProperties") if isinstance(value := node.get(key), dict))
    node = draw(st.sampled_from(nodes))
    replacement = draw(closed_schemas)
    keys = sorted(set(node) | set(replacement) if node.get("type") == replacement.get("type") else ())
    if keys:
        key = draw(st.sampled_from(keys))
        node.pop(key, None)
        if key in replacement:
            node[key] = replacement[key]
    else:
        node.clear()
        node.update(replacement)
    assume("type" in node)
    return one, other


@BRIEF
@given(related())
def test_what_is_proved_to_be_narrower_is_never_called_wider(schemas_pair):
    before, after = schemas_pair
    wide, narrow = jsonschema_rs.canonicalize(before), jsonschema_rs.canonicalize(after)
    assume(str(narrow.satisfiability()) != "no")
    if str(wide.covers(narrow)) == "yes":
        assert [change.kind for change in wrong_way(before, after)] == []


@BRIEF
@given(related())
def test_what_is_proved_to_be_wider_is_never_called_safe(schemas_pair):
    before, after = schemas_pair
    changes = compare(in_body(before), in_body(after))
    if all(TABLE[change.kind].effect is Effect.NARROWS for change in changes):
        assert str(jsonschema_rs.canonicalize(before).covers(jsonschema_rs.canonicalize(after))) != "no", changes
