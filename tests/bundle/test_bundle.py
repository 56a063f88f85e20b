"""Documents in several files: one tree, good names, pointers kept, nothing followed outside."""

from __future__ import annotations

import hashlib
import http.server
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate import pyyaml
from driftgate.bundle import load_bundle, load_whole
from driftgate.contract import load_spec
from driftgate.errors import DocumentError
from driftgate.pointer import MISSING, resolve

ROOT = """\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /pets:
    $ref: paths/pets.yaml
  /pets/{id}:
    parameters:
      - $ref: 'parameters.yaml#/Id'
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: ./schemas/Pet.yaml}
              example: {$ref: ./never-read.yaml}
        default: {$ref: 'shared.yaml#/components/responses/Error'}
components:
  schemas:
    Animal:
      $ref: schemas/Pet.yaml
    Error: {type: string}
"""
FILES = {
    "openapi.yaml": ROOT,
    "paths/pets.yaml": """\
get:
  parameters: [{$ref: '../parameters.yaml#/Limit'}]
  responses:
    '200':
      description: ok
      content:
        application/json:
          schema: {type: array, items: {$ref: '../openapi.yaml#/components/schemas/Animal'}}
""",
    "parameters.yaml": """\
Id: {name: id, in: path, required: true, schema: {$ref: 'schemas/index.yaml#/definitions/Id'}}
Limit: {name: limit, in: query, schema: {type: integer}}
""",
    "schemas/index.yaml": "definitions: {Id: {type: string, pattern: '^p'}}",
    "schemas/Pet.yaml": """\
type: object
properties:
  id: {$ref: 'index.yaml#/definitions/Id'}
  mother: {$ref: Pet.yaml}
  owner: {$ref: Owner.json}
  $ref: {type: string}
""",
    "schemas/Owner.json": '{"type": "object", "properties": {"pets": {"items": {"$ref": "./Pet.yaml"}, "type": "array"}}}',
    "shared.yaml": """\
openapi: 3.0.3
info: {title: Shared, version: '1'}
paths: {}
components:
  responses:
    Error:
      description: no
      content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}
  schemas:
    Error: {type: object, properties: {code: {type: integer}}}
""",
}


def write(folder, files=FILES):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "openapi.yaml"


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for key, value in node.items():
            if key != "example":
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_part_is_where_a_reader_would_look_for_it(tmp_path):
    found = load_bundle(write(tmp_path))
    tree = found.document.tree
    assert list(tree["paths"]) == ["/pets", "/pets/{id}"]
    limit = {"$ref": "#/components/parameters/Limit"}
    assert tree["paths"]["/pets"]["get"]["parameters"] == [limit]
    of_a_pet = tree["paths"]["/pets/{id}"]["get"]["responses"]
    assert of_a_pet["200"]["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/Animal"},
        "example": {"$ref": "./never-read.yaml"},
    }
    assert of_a_pet["default"] == {"$ref": "#/components/responses/Error"}
    schemas = tree["components"]["schemas"]
    assert list(schemas) == ["Animal", "Error", "Id", "Owner", "Error_2"]
    assert schemas["Animal"]["properties"] == {
        "id": {"$ref": "#/components/schemas/Id"},
        "mother": {"$ref": "#/components/schemas/Animal"},
        "owner": {"$ref": "#/components/schemas/Owner"},
        "$ref": {"type": "string"},
    }
    assert schemas["Error"] == {"type": "string"}
    assert schemas["Error_2"] == {"type": "object", "properties": {"code": {"type": "integer"}}}
    error = tree["components"]["responses"]["Error"]["content"]["application/json"]["schema"]
    assert error == {"$ref": "#/components/schemas/Error_2"}
    assert all(resolve(tree, each[1:]) is not MISSING for each in references(tree))


def test_the_files_are_recorded_with_their_hashes(tmp_path):
    found = load_bundle(write(tmp_path))
    assert {part.name: part.sha256 for part in found.parts} == {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in FILES.items() if name != "openapi.yaml"
    }


def test_a_line_is_that_of_the_reference_a_part_came_by(tmp_path):
    document = load_bundle(write(tmp_path)).document
    assert document.line("/paths/~1pets/get/responses/200") == 5  # $ref: paths/pets.yaml
    assert document.line("/components/schemas/Animal/properties/id") == 21
    assert document.line("/components/schemas/Error_2") == 17  # by way of the response
    assert document.line("/components/responses/Error") == 17
    assert document.line("/paths/~1pets~1{id}/get") == 9


def test_one_file_stays_exactly_as_it_is(tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.0.3\npaths: {}\nx-a: {$ref: b.yaml}\n")
    found = load_bundle(path)
    assert (found.document.tree["x-a"], found.parts, found.notes) == ({"$ref": "b.yaml"}, (), ())


def test_judging_a_document_in_several_files(tmp_path):
    contract = load_spec(str(write(tmp_path)))
    assert [each.name for each in contract.operations] == ["GET /pets", "GET /pets/{id}"]
    assert contract.document.origins


def test_whole_maps_and_parts_without_a_place_among_components_are_put_in(tmp_path):
    files = {
        "openapi.yaml": "openapi: 3.0.3\ninfo: {$ref: info.yaml}\npaths: {$ref: paths/index.yaml}\n"
        "components: {schemas: {$ref: schemas/index.yaml}}\n",
        "info.yaml": "title: A\nversion: '1'\n",
        "paths/index.yaml": "/a: {$ref: a.yaml}\n",
        "paths/a.yaml": "get: {$ref: a-get.yaml}\ndescription: beside\n",
        "paths/a-get.yaml": "responses: {'200': {description: ok, content: {application/json: {schema: "
        "{$ref: ../schemas/B.yaml}}}}}\n",
        "schemas/index.yaml": "Bee: {$ref: B.yaml}\n",
        "schemas/B.yaml": "type: string\n",
    }
    tree = load_bundle(write(tmp_path, files)).document.tree
    media = {"schema": {"$ref": "#/components/schemas/Bee"}}
    assert tree == {
        "openapi": "3.0.3",
        "info": {"title": "A", "version": "1"},
        "paths": {
            "/a": {
                "get": {"responses": {"200": {"description": "ok", "content": {"application/json": media}}}},
                "description": "beside",
            }
        },
        "components": {"schemas": {"Bee": {"type": "string"}}},
    }


def test_a_discriminator_names_the_schemas_of_the_bundle(tmp_path):
    files = {
        "openapi.yaml": "openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {Pet: {$ref: 'pets.yaml#/components/schemas/Pet'}}}",
        "pets.yaml": "components: {schemas: {Pet: {oneOf: [{$ref: '#/components/schemas/Dog'}], discriminator: "
        "{propertyName: kind, mapping: {dog: Dog, cat: cat.yaml}}}, Dog: {type: object}}}",
        "cat.yaml": "type: object\ntitle: cat\n",
    }
    schemas = load_bundle(write(tmp_path, files)).document.tree["components"]["schemas"]
    assert schemas["Pet"]["discriminator"]["mapping"] == {
        "dog": "#/components/schemas/Dog",
        "cat": "#/components/schemas/cat",
    }
    assert list(schemas) == ["Pet", "Dog", "cat"]


SMALL = "openapi: 3.0.3\npaths: {{}}\ncomponents: {{schemas: {{A: {{items: {{$ref: '{}'}}}}}}}}\n"


@pytest.mark.parametrize(
    ("reference", "files", "message"),
    [
        ("b.yaml", {}, "#/components/schemas/A/items refers to 'b.yaml', which cannot be used: b.yaml: no such file"),
        ("b.yaml#/X", {"b.yaml": "Y: {}"}, "refers to 'b.yaml#/X', but there is no /X in b.yaml."),
        ("b.yaml", {"b.yaml": "items: {$ref: '#/X'}"}, "b.yaml: #/items refers to '#/X', but there is no /X."),
        ("b.yaml#anchor", {"b.yaml": "{}"}, "but there is no anchor anchor in b.yaml"),
        ("b.yaml", {"b.yaml": "a: [1"}, "which cannot be used: b.yaml:1: not valid YAML"),
        ("b.yaml", {"b.yaml": "<html>"}, "which cannot be used: b.yaml: holds HTML or XML"),
        ("../b.yaml", {}, "refers to '../b.yaml', outside the folder of"),
        ("/etc/hostname", {}, "refers to '/etc/hostname', outside the folder of"),
        ("http://127.0.0.1:9/b.yaml", {}, "refers to 'http://127.0.0.1:9/b.yaml', outside the folder of"),
        ("file:///etc/hostname", {}, "which is no path and no http(s) URL"),
    ],
)
def test_what_cannot_be_followed_is_named_and_when_judging_it_is_left(tmp_path, reference, files, message):
    path = write(tmp_path / "api", {"openapi.yaml": SMALL.format(reference), **files})
    with pytest.raises(DocumentError) as error:
        load_bundle(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    if not files or "#" in reference:
        assert load_whole(path).tree["components"]["schemas"]["A"] == {"items": {"$ref": reference}}


def test_a_link_does_not_lead_outside_either(tmp_path):
    (tmp_path / "secret.yaml").write_text("type: string")
    path = write(tmp_path / "api", {"openapi.yaml": SMALL.format("b.yaml")})
    (tmp_path / "api/b.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(DocumentError, match="outside the folder of"):
        load_bundle(path)
    found = load_bundle(path, allow_outside=True)
    assert found.document.tree["components"]["schemas"]["secret"] == {"type": "string"}
    assert [part.name for part in found.parts] == ["../secret.yaml"]


def test_what_may_be_read_can_be_a_wider_folder(tmp_path):
    (tmp_path / "b.yaml").write_text("type: string")
    path = write(tmp_path / "api", {"openapi.yaml": SMALL.format("../b.yaml")})
    assert load_bundle(path, within=tmp_path).document.tree["components"]["schemas"]["b"] == {"type": "string"}


def test_path_items_in_a_circle_are_refused(tmp_path):
    files = {
        "openapi.yaml": "openapi: 3.0.3\npaths: {/a: {$ref: a.yaml}}\n",
        "a.yaml": "get: {callbacks: {c: {'{$url}': {$ref: a.yaml}}}}\n",
    }
    with pytest.raises(DocumentError, match=r"a\.yaml: #/get/callbacks/c/.* which leads back to itself"):
        load_bundle(write(tmp_path, files))


def test_a_dangling_reference_of_the_only_file_is_a_note_and_no_obstacle(tmp_path):
    files = {"openapi.yaml": SMALL.format("b.yaml").replace("}}}}", "}, B: {$ref: '#/Nope'}}}}"), "b.yaml": "{}"}
    path = tmp_path / "openapi.yaml"
    write(
        tmp_path,
        files
        | {
            "openapi.yaml": "openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {A: {$ref: b.yaml}, B: {$ref: '#/Nope'}}}"
        },
    )
    found = load_bundle(path)
    assert found.notes == (f"{path}: #/components/schemas/B refers to '#/Nope', but there is no /Nope.",)


@pytest.fixture
def served(listening):
    pages = {
        "/api/openapi.yaml": SMALL.format("schemas/b.yaml"),
        "/api/schemas/b.yaml": "items: {$ref: ../../c.yaml}",
        "/c.yaml": "type: string",
        "/far.yaml": SMALL.format("http://localhost:9/b.yaml"),
    }

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/moved"):
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{self.server.server_port}/c.yaml?token=t0p")
                self.end_headers()
                return
            self.send_response(200 if self.path in pages else 404)
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

    return listening(Pages)


def test_a_url_leads_to_files_of_its_host_and_to_no_other(served):
    found = load_bundle(f"{served}/api/openapi.yaml")
    assert found.document.tree["components"]["schemas"] == {
        "A": {"items": {"$ref": "#/components/schemas/b"}},
        "b": {"items": {"$ref": "#/components/schemas/c"}},
        "c": {"type": "string"},
    }
    assert [part.name for part in found.parts] == [f"{served}/api/schemas/b.yaml", f"{served}/c.yaml"]
    with pytest.raises(DocumentError, match="outside the host of"):
        load_bundle(f"{served}/far.yaml")


def test_a_url_that_leads_on_to_another_host_is_refused_without_its_query(served):
    with pytest.raises(DocumentError, match="is redirected to another host, localhost") as error:
        load_bundle(f"{served}/moved?key=s3cret")
    assert "s3cret" not in str(error.value)
    assert "t0p" not in str(error.value)


NAMES = st.sampled_from(["a", "b", "c", "d"])


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3), min_size=1))
def test_any_graph_of_files_becomes_one_document_with_the_same_edges(tmp_path_factory, graph):
    folder = tmp_path_factory.mktemp("graph")
    for name in "abcd":
        properties = {f"to_{to}": {"$ref": f"{to}.yaml"} for to in graph.get(name, [])}
        (folder / f"{name}.yaml").write_text(pyyaml.dumps({"title": name, "properties": properties}))
    root = {"openapi": "3.1.0", "components": {"schemas": {"Start": {"$ref": "a.yaml"}}}}
    (folder / "openapi.yaml").write_text(pyyaml.dumps(root))
    first, second = (load_bundle(folder / "openapi.yaml").document.tree for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
    schemas = first["components"]["schemas"]
    found = {
        each["title"]: sorted(schemas[part["$ref"].rpartition("/")[2]]["title"] for part in each["properties"].values())
        for each in schemas.values()
    }
    reached, stack = set(), ["a"]
    while stack:
        name = stack.pop()
        if name not in reached:
            reached.add(name)
            stack += graph.get(name, [])
    assert found == {name: sorted(set(graph.get(name, []))) for name in reached}
    assert next(iter(schemas)) == "Start"
