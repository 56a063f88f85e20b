"""Which of the declared fields were seen: what a schema declares, what a body has, and how counts add up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from driftgate import recordings
from driftgate.conclusion import conclude
from driftgate.contract import Contract
from driftgate.coverage import MAX_FIELDS, declared_fields, declared_pointers
from driftgate.document import parse_document
from driftgate.fold import fold, run_id
from driftgate.scan import Scanner, scan
from driftgate.scope import Scope

if TYPE_CHECKING:
    from driftgate.evidence import Judgement

OPERATION = "GET /pets"


def contract(schema, *, version="3.1.0", statuses=("200",), **components) -> Contract:
    answer = {"description": "", "content": {"application/json": {"schema": schema}}}
    return Contract(
        parse_document(
            json.dumps(
                {
                    "openapi": version,
                    "info": {"title": "Pets", "version": "1"},
                    "paths": {
                        "/pets": {"get": {"responses": dict.fromkeys(statuses, answer)}},
                        "/owners": {"get": {"responses": {"200": answer, "4XX": answer}}},
                    },
                    "components": {"schemas": components},
                }
            ).encode(),
            name="openapi.json",
        )
    )


def fields(schema, **components) -> list[str]:
    return sorted(declared_pointers(contract(schema, **components), OPERATION, "200"))


def seen(schema, body, **components) -> list[str]:
    judged = contract(schema, **components)
    pointer = judged.operations[0].responses["200"].content["application/json"].schema_pointer
    return sorted(declared_fields(judged, pointer).seen_in(body))


PET = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
}
PAGE = {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}


def test_declares_properties_below_references_and_arrays():
    assert fields(PAGE, Pet=PET) == ["/pets", "/pets/*/name", "/pets/*/tags", "/pets/*/tags/*"]


def test_declares_what_any_branch_declares():
    schema = {
        "allOf": [{"properties": {"a": {}}}, {"$ref": "#/components/schemas/B", "properties": {"beside": {}}}],
        "oneOf": [{"properties": {"c": {}}}, {"properties": {"c": {"properties": {"d/e": {}}}}}],
    }
    assert fields(schema, B={"properties": {"b": {}}}) == ["/a", "/b", "/beside", "/c", "/c/d~1e"]


def test_declares_the_values_of_maps_and_patterns_as_one():
    schema = {
        "properties": {"known": {}},
        "patternProperties": {"^x": {"properties": {"px": {}}}},
        "additionalProperties": {"type": "object", "properties": {"size": {}}},
    }
    assert fields(schema) == ["/*/px", "/*/size", "/known"]


def test_a_field_that_is_only_written_is_not_promised():
    assert fields({"properties": {"pin": {"writeOnly": True}, "name": {}}}) == ["/name"]


def test_a_schema_inside_itself_is_not_entered_again():
    node = {"properties": {"name": {}, "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}}
    assert fields({"$ref": "#/components/schemas/Node"}, Node=node) == ["/children", "/children/*", "/name"]


def test_a_loop_of_references_declares_nothing():
    assert fields({"$ref": "#/components/schemas/A"}, A={"$ref": "#/components/schemas/A"}) == []


def test_keeps_the_fields_nearest_to_the_root_of_a_schema_that_has_too_many():
    wide = {"properties": {f"a{each}": {"properties": {f"b{each}": {}}} for each in range(MAX_FIELDS)}}
    declared = fields(wide)
    assert len(declared) == MAX_FIELDS
    assert all(each.count("/") == 1 for each in declared)


def test_sees_a_field_in_any_record_and_null_as_seen():
    body = {"pets": [{"tags": []}, {"name": None}], "extra": 1}
    assert seen(PAGE, body, Pet=PET) == ["/pets", "/pets/*/name", "/pets/*/tags"]


def test_sees_nothing_where_the_shape_is_another():
    for body in ([], "text", None, {"error": 1}, {"pets": "none"}):
        assert [each for each in seen(PAGE, body, Pet=PET) if each != "/pets"] == []


def test_a_named_property_is_no_key_of_the_map_beside_it():
    schema = {"properties": {"known": {}}, "additionalProperties": {"type": "string"}}
    assert seen(schema, {"known": 1}) == ["/known"]
    assert seen(schema, {"other": "x"}) == ["/*"]


# --- counted over recordings ---


def line(body, *, path="/pets", status=200) -> str:
    text = body if isinstance(body, str) else json.dumps(body)
    return json.dumps(
        {
            "request": {"method": "GET", "url": f"https://a.example{path}", "headers": []},
            "response": {
                "status": status,
                "headers": [{"name": "content-type", "value": "application/json"}],
                "content": {"text": text},
            },
        }
    )


def judged(folder, lines, **changes) -> Judgement:
    path = folder / "a.ndjson"
    path.write_text("".join(f"{each}\n" for each in lines))
    return scan(contract(PAGE, Pet=PET), [str(path)], **({"coverage": True} | changes))


def test_counts_bodies_by_field_and_names_what_none_has(tmp_path):
    lines = [line({"pets": [{"name": "a"}, {"name": "b"}]}), line({"pets": []}), line("{broken")]
    judgement = judged(tmp_path, lines)
    assert judgement.fields == {
        (OPERATION, "200", "/pets"): 2,
        (OPERATION, "200", "/pets/*/name"): 1,
        (OPERATION, "200", "/pets/*/tags"): 0,
        (OPERATION, "200", "/pets/*/tags/*"): 0,
    }
    assert judgement.promised == {OPERATION: ("200",), "GET /owners": ("200", "4XX")}


def test_counts_nothing_unless_asked(tmp_path):
    judgement = judged(tmp_path, [line({"pets": []})], coverage=False)
    assert (judgement.fields, judgement.promised) == ({}, {})


def test_a_judgement_on_the_way_may_do_without(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_text(line({"pets": []}) + "\n")
    scanner = Scanner(contract(PAGE, Pet=PET), coverage=True)
    for exchange in recordings.read(str(path), unjudged=scanner.tally.unjudged):
        scanner.take(exchange)
    without = conclude(scanner.tally, scanner.contract, kind="suite", coverage=False)
    assert (without.fields, without.promised) == ({}, {})
    assert conclude(scanner.tally, scanner.contract, kind="suite").fields[OPERATION, "200", "/pets"] == 1


def test_counts_nothing_outside_the_scope(tmp_path):
    lines = [line({"pets": []}), line({"pets": []}, path="/owners")]
    judgement = judged(tmp_path, lines, scope=Scope(operations=("GET /owners",)))
    assert {operation for operation, _, _ in judgement.fields} == {"GET /owners"}
    assert judgement.promised == {"GET /owners": ("200", "4XX")}


def test_counts_a_status_under_the_range_that_promises_it(tmp_path):
    judgement = judged(tmp_path, [line({"pets": []}, path="/owners", status=404)])
    assert judgement.fields["GET /owners", "404", "/pets"] == 1


BODIES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "pets": st.lists(
                st.fixed_dictionaries({}, optional={"name": st.none(), "tags": st.just(["x"])}), max_size=3
            )
        },
    ),
    min_size=1,
    max_size=8,
)


@given(BODIES, BODIES)
def test_counts_of_two_runs_add_up_to_those_of_both(tmp_path_factory, left, right):
    folder = tmp_path_factory.mktemp("coverage")
    runs = [judged(folder, [line(body) for body in bodies]) for bodies in (left, right)]
    assume(run_id(runs[0]) != run_id(runs[1]))  # the same run given twice counts once
    both = judged(folder, [line(body) for body in [*left, *right]])
    for order in (runs, runs[::-1]):
        (folded,) = fold(order)
        assert (folded.fields, folded.promised, folded.evidence) == (both.fields, both.promised, both.evidence)
