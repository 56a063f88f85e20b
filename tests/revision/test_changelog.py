"""What people read about a revision."""

from __future__ import annotations

from driftgate.revision import changelog, compare


def answered(schema, **operation):
    return {"responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}, **operation}


def shop(*, kind, status, gone, sent, **components):
    item = {"$ref": "#/components/schemas/Item"}
    paths = {
        "/items": {"get": answered({"type": "array", "items": item})},
        "/items/{id}": {
            "get": answered(item, parameters=[{"name": "q", "in": "query", "schema": {"type": "string", **sent}}]),
            "put": {
                "requestBody": {"content": {"application/json": {"schema": item}}},
                "responses": {status: {"description": ""}},
            },
        },
        gone: {"delete": {"responses": {"204": {"description": ""}}}},
        "/hooks": {
            "post": {
                "responses": {"200": {"description": ""}},
                "callbacks": {"sold": {"{$request.body#/url}": {"post": {
                    "requestBody": {"content": {"application/json": {"schema": {
                        "type": "object", "properties": {"price": {"type": kind}}}}}},
                    "responses": {"200": {"description": ""}},
                }}}},
            },
        },
    }  # fmt: skip
    item = {"type": "object", "properties": {"id": {"type": "string"}, "tags": {"items": {"type": kind}}, **components}}
    return {"openapi": "3.1.0", "info": {}, "paths": paths, "components": {"schemas": {"Item": item}}}


BEFORE = shop(kind="integer", status="200", gone="/old", sent={}, note={"type": "string"})
AFTER = shop(kind="number", status="201", gone="/new", sent={"maxLength": 9}, size={"type": "integer"})

WRITTEN = """\
# Changes

The client's next version is a **major** step: 5 breaking, 1 may break, 6 safe.

## Breaking (5)

### Operations removed

- `DELETE /old`, never deprecated

### `#/components/schemas/Item`

In 2 operations: `GET /items`, `GET /items/{id}`.

- `/tags/*` in answers: the type was widened from `integer` to `number`.

### `POST /hooks`

- Callback `sold` request `/price`: the type was widened from `integer` to `number`.

### `GET /items/{id}`

- Query parameter `q`: the maximum length was set to `9`.

### `PUT /items/{id}`

- The status `200` was removed.

## May break (1)

### `PUT /items/{id}`

- Request `/note`: the property (`string`) was removed.

## Safe (6)

### Operations added

- `DELETE /new`

### `#/components/schemas/Item`

In 2 operations: `GET /items`, `GET /items/{id}`.

- `/note` in answers: the optional property (`string`) was removed.
- `/size` in answers: the new property (`integer`) may be there.

### `PUT /items/{id}`

- Request `/size`: the new property (`integer`) may be sent.
- Request `/tags/*`: the type was widened from `integer` to `number`.
- The status `201` was added.
"""


def test_worst_first_grouped_and_with_what_was_and_what_is():
    assert changelog(compare(BEFORE, AFTER)) == WRITTEN


def test_a_shared_component_is_told_once_and_its_operations_are_counted():
    def tree(kind):
        pet = {"$ref": "#/components/schemas/Pet"}
        return {
            "openapi": "3.1.0",
            "paths": {f"/{letter}": {"get": answered(pet)} for letter in "abcdefg"},
            "components": {"schemas": {"Pet": {"type": "object", "properties": {"age": {"type": kind}}}}},
        }

    text = changelog(compare(tree("integer"), tree("string")))
    assert text.count("the type changed") == 1
    assert "In 7 operations: `GET /a`, `GET /b`, `GET /c` and 4 more." in text


def test_operations_that_leave_say_whether_it_was_announced(operation_document):
    def told(**operation):
        return changelog(compare(operation_document(operation), operation_document(path="/others"), today=None))

    assert "- `GET /things`, never deprecated\n" in told()
    assert "- `GET /things`, deprecated before\n" in told(deprecated=True)
    assert "- `GET /things`, promised until `for ever`\n" in told(deprecated=True, **{"x-sunset": "for ever"})


def test_many_safe_changes_are_folded_away(operation_document):
    after = operation_document()
    after["paths"] |= {f"/{number}": {"get": {"responses": {}}} for number in range(21)}
    text = changelog(compare(operation_document(), after))
    assert "## Safe (21)\n\n<details><summary>All of them</summary>\n\n### Operations added\n\n- `GET /0`\n" in text
    assert text.endswith("- `GET /9`\n\n</details>\n")


def test_a_major_step_without_an_error_is_explained(operation_document):
    before, after = operation_document({"operationId": "a"}), operation_document({"operationId": "b"})
    assert "It is major for callers of the generated client" in changelog(compare(before, after))


def test_an_empty_changelog_says_so():
    assert changelog([]) == "# Changes\n\nNothing changed but, at most, prose.\n"


def test_what_was_done_to_several_values_and_places_alike_is_one_line(operation_document):
    def tree(values, **kinds):
        properties = {name: {"type": kind} for name, kind in kinds.items()} | {"state": {"enum": values}}
        return operation_document(answered({"type": "object", "properties": properties}))

    text = changelog(compare(tree(["a"], x="integer", y="integer"), tree(["a", "b", "c"], x="string", y="string")))
    assert text.split("## Breaking (4)\n\n")[1] == (
        "### `GET /things`\n\n"
        "- 200 `/state`: the values `b`, `c` were added.\n"
        "- 200 `/x`, `/y`, each: the type changed from `integer` to `string`.\n"
    )


def test_the_same_in_many_operations_is_told_once_and_in_two_where_it_stands():
    def tree(number, **responses):
        operation = {"responses": {"200": {"description": ""}, **responses}}
        return {"openapi": "3.1.0", "paths": {f"/{letter}": {"get": operation} for letter in "abcdef"[:number]}}

    text = changelog(compare(tree(3), tree(3, **{"409": {"description": ""}, "410": {"description": ""}})))
    assert text.split("## Safe (6)\n\n")[1] == (
        "### Several operations\n\nIn 3 operations: `GET /a`, `GET /b`, `GET /c`.\n\n"
        "- The statuses `409`, `410` were added.\n"
    )
    text = changelog(compare(tree(2), tree(2, **{"409": {"description": ""}})))
    assert text.count("- The status `409` was added.") == 2


def test_a_required_property_is_named_in_its_component_and_a_reference_where_it_was_written_out():
    def tree(required, parent):
        team = {"type": "object", "properties": {"id": {"type": "string"}, "parent": parent}, "required": required}
        return {
            "openapi": "3.1.0",
            "paths": {f"/{letter}": {"get": answered({"$ref": "#/components/schemas/Team"})} for letter in "ab"},
            "components": {"schemas": {"Team": team, "Simple": {"type": "object"}}},
        }

    after = tree([], {"$ref": "#/components/schemas/Simple"})
    text = changelog(compare(tree(["id"], {"type": "string"}), after))
    assert text.split("## Breaking (2)\n\n")[1] == (
        "### `#/components/schemas/Team`\n\nIn 2 operations: `GET /a`, `GET /b`.\n\n"
        "- `/id` in answers: may now be absent.\n"
        "- `/parent` in answers: the type changed from `string` to `object`.\n"
    )


def test_a_scope_and_a_shared_parameter_are_told_by_their_names():
    def tree(scopes, parameters):
        operation = {"parameters": parameters, "responses": {}}
        flow = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.test/t", "scopes": scopes}}}
        return {
            "openapi": "3.1.0",
            "paths": {f"/{letter}": {"get": operation} for letter in "ab"},
            "components": {
                "securitySchemes": {"Login": flow},
                "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
            },
        }

    text = changelog(compare(tree({}, [{"$ref": "#/components/parameters/Page"}]), tree({"a": "", "b": ""}, [])))
    assert "- Security scheme `Login`: the scopes `a`, `b` were added.\n" in text
    assert "- Query parameter `page`: the parameter was removed.\n" in text
