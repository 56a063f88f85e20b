"""The client: what is generated, that nothing is lost, that the bytes are the same everywhere, and how it is replaced."""

from __future__ import annotations

import copy
import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import jsonpath_rfc9535
import pytest

from driftgate import client
from driftgate.client import check, cures, default_names, generate, generate_files, render_diff
from driftgate.client.readable import make_readable
from driftgate.contract import Contract
from driftgate.document import load_document
from driftgate.errors import ClientError
from driftgate.outline import METHODS
from driftgate.overlay import apply_overlays, parse_overlay
from driftgate.pointer import join

ODD_SHOP = Path(__file__).parent / "fixtures" / "client" / "odd-shop.openapi.yaml"
NAMES = {"package_name": "odd_shop_client", "project_name": "odd-shop-client", "package_version": "0.1.0"}

FOUR_HUNDRED = {"type": "number", "enum": [400]}


@pytest.fixture(scope="module")
def odd_tree():
    return load_document(ODD_SHOP).tree


@pytest.fixture(scope="module")
def odd_client(odd_tree):
    return generate_files(odd_tree, **NAMES)


@pytest.fixture(scope="module")
def odd_folder(odd_client, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    client.folder.replace_folder(folder / "client", odd_client.files)
    sys.path.insert(0, str(folder / "client"))
    yield folder / "client"
    sys.path.remove(str(folder / "client"))
    for name in [each for each in sys.modules if each.partition(".")[0] == "odd_shop_client"]:
        del sys.modules[name]


def small(**operation):
    """Return a document of one operation."""
    operation.setdefault("responses", {"200": {"description": "ok"}})
    return {"openapi": "3.0.3", "info": {"title": "Small", "version": "1"}, "paths": {"/pets": {"get": operation}}}


def losses_of(tree):
    with pytest.raises(ClientError) as caught:
        generate_files(tree, **NAMES)
    return caught.value.__notes__


class TestNothingIsLost:
    def test_as_many_endpoints_as_operations(self, odd_client):
        modules = sorted(path for path in odd_client.files if "/api/" in path and "__init__" not in path)
        assert modules == [
            "odd_shop_client/api/build/get_order.py",
            "odd_shop_client/api/build/post_orders_by_order_id.py",
            "odd_shop_client/api/default/animals_replace.py",
            "odd_shop_client/api/default/get_alias.py",
        ]
        assert odd_client.operations == 4

    def test_every_schema_has_a_class_and_none_that_of_another(self, odd_client):
        models = sorted(Path(path).stem for path in odd_client.files if "/models/" in path and "__init__" not in path)
        assert models == [
            "base",
            "cat",
            "dog",
            "job_type_0",
            "job_type_0_status",
            "job_type_0_status_2",
            "job_type_1",
            "job_type_1_status",
            "job_type_1_status_2",
            "line",
            "line_type_0",
            "line_type_0_kind",
            "line_type_1",
            "line_type_1_kind",
            "order_model",
            "order_owner",
            "order_reactions",
            "order_state",
            "response_model",
        ]

    def test_what_is_said_otherwise_is_noted(self, odd_client):
        order = "/components/schemas/Order/allOf/1/properties"
        job = "/components/schemas/Job/oneOf"
        status = "properties/status"
        assert odd_client.notes == (
            f"{job}/0/allOf/1/{status}: its class is not called JobType0Status, since the one of {job}/0/allOf/0/{status} is",
            f"{job}/1/allOf/1/{status}: its class is not called JobType1Status, since the one of {job}/1/allOf/0/{status} is",
            f"{order}/reactions: read '-1' by key: in Python the name would be that of another property",
            f"{order}/seen: the values are only inferred, so the client takes others too",
            f"{order}/state: the client does not send the default by itself",
            "/components/schemas/Tree/items: an array or union that contains itself is untyped from its second level on",
            "GET /orders/{order.id}, 200: of application/json, application/xml the client reads application/json",
            "GET /orders/{order.id}, default: of application/json, text/plain the client reads application/json",
            "GET /orders/{order.id}, header If-Modified-Since: the client takes it as text, as it is to be sent",
            "GET /orders/{order.id}, query filter: the client takes it as text, already encoded",
            "POST /orders/{order.id}, header If-Modified-Since: the client takes it as text, as it is to be sent",
            (
                "POST /orders/{order.id}, request body: the client sends application/json, not "
                "application/x-www-form-urlencoded, which has the same schema"
            ),
            "PUT /animals/{id}, request body: the client cannot leave it out",
        )

    def test_two_operation_ids_with_one_snake_case_form_are_named_with_the_cure(self):
        tree = small(operationId="listPets", tags=["Pets"])
        tree["paths"]["/animals"] = {"get": {**tree["paths"]["/pets"]["get"], "operationId": "list_pets"}}
        assert losses_of(tree) == [
            (
                "GET /pets: would overwrite GET /animals, since both become api.pets.list_pets. Name it apart in an overlay: "
                "{target: \"$.paths['/pets'].get\", update: {operationId: …}}"
            )
        ]

    def test_a_reference_to_nothing_names_the_operation(self):
        tree = small(responses={"200": {"$ref": "#/components/responses/Gone"}})
        assert losses_of(tree) == [
            (
                "GET /pets, 200: refers to #/components/responses/Gone, which does not exist. Add it in an overlay: "
                '{target: "$", update: {components: {responses: {Gone: …}}}}'
            )
        ]

    def test_a_dangling_schema_names_operation_place_and_cure(self):
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Gone"}}}
        tree = small(responses={"200": {"description": "ok", "content": content}})
        assert losses_of(tree) == [
            (
                "GET /pets: the schema at #/paths/~1pets/get/responses/200/content/application~1json/schema refers to "
                "#/components/schemas/Gone, which does not exist. Add it in an overlay: "
                '{target: "$", update: {components: {schemas: {Gone: …}}}}'
            )
        ]

    def test_a_reference_to_another_file_says_what_to_do(self):
        tree = small(responses={"200": {"$ref": "other.yaml#/x"}})
        assert losses_of(tree) == [
            "GET /pets, 200: refers to 'other.yaml#/x', outside the document. Bundle the document into one file"
        ]

    def test_what_the_generator_cannot_combine_names_operation_and_cure(self):
        tree = small(
            operationId="listPets",
            responses={
                "200": {
                    "description": "ok",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                }
            },
        )
        tree["components"] = {
            "schemas": {
                "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
                "Pet": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Base"},
                        {"type": "object", "properties": {"id": {"type": "integer"}}},
                    ]
                },
            }
        }
        assert losses_of(tree) == [
            (
                "GET /pets: the schema Pet cannot be generated: str can't be merged with int. Say it more simply in an "
                'overlay: {target: "$.components.schemas.Pet", …}'
            )
        ]

    def test_a_number_that_an_all_of_narrows_to_one_value_is_a_number(self):
        narrowed = {"allOf": [{"$ref": "#/components/schemas/Fault"}, {"properties": {"status": FOUR_HUNDRED}}]}
        content = {"application/json": {"schema": {**narrowed, "type": "object"}}}
        tree = small(operationId="listPets", responses={"400": {"description": "no", "content": content}})
        fault = {"type": "object", "required": ["status"], "properties": {"status": {"type": "number"}}}
        tree["components"] = {"schemas": {"Fault": fault}}
        made = generate_files(tree, **NAMES)
        assert b"    status: float\n" in made.files["odd_shop_client/models/list_pets_response_400.py"]
        assert any(
            note.endswith("numbers make no enum in Python, so the client takes others too") for note in made.notes
        )

    @pytest.mark.parametrize("is_inline", [True, False])
    def test_a_text_that_an_all_of_narrows_to_one_value_is_an_enum_of_one(self, is_inline):
        paid = {"type": "object", "properties": {"type": {"const": "invoice.paid"}}}
        event = {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}
        parts = [{"$ref": "#/components/schemas/Event"}, paid if is_inline else {"$ref": "#/components/schemas/Paid"}]
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/InvoicePaid"}}}
        tree = small(operationId="listPets", responses={"200": {"description": "ok", "content": content}})
        tree["openapi"] = "3.1.0"
        tree["components"] = {"schemas": {"Event": event, "Paid": paid, "InvoicePaid": {"allOf": parts}}}
        made = generate_files(tree, **NAMES)
        (enum,) = [code for path, code in made.files.items() if b'INVOICE_PAID = "invoice.paid"' in code]
        assert b"(StrEnum)" in enum
        assert b"    type_: " in made.files["odd_shop_client/models/invoice_paid.py"]

    def test_a_body_of_several_kinds_is_all_that_an_operation_needs(self):
        pet = {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}
        body = {"required": True, "content": {"application/json": pet, "application/xml": pet}}
        tree = small(operationId="listPets")
        tree["paths"]["/pets"] = {"post": {**tree["paths"]["/pets"]["get"], "requestBody": body}}
        made = generate_files(tree, **NAMES)
        assert b"import UNSET, File, Response, Unset\n" in made.files["odd_shop_client/api/default/list_pets.py"]

    def test_a_part_of_the_path_with_a_default_may_stand_before_one_without(self):
        part = {"in": "path", "required": True}
        shelf = {**part, "name": "shelf", "schema": {"type": "string", "default": "new"}}
        book = {**part, "name": "book", "schema": {"type": "string"}}
        size = {**part, "name": "size", "schema": {"type": "string", "default": "small"}}
        tree = small(operationId="getBook", parameters=[shelf, book, size])
        tree["paths"] = {"/shelves/{shelf}/{book}/{size}": tree["paths"].pop("/pets")}
        made = generate_files(tree, **NAMES).files["odd_shop_client/api/default/get_book.py"]
        assert b'(\n    shelf: str,\n    book: str,\n    size: str = "small",\n)' in made

    def test_a_schema_that_no_operation_uses_is_only_noted(self):
        tree = small(operationId="listPets")
        tree["components"] = {
            "schemas": {
                "Base": {"type": "string"},
                "Odd": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"a": {}}}]},
            }
        }
        notes = generate_files(tree, **NAMES).notes
        assert notes == ("/components/schemas/Odd: cannot be generated, and no operation uses it",)

    @pytest.mark.parametrize(("status", "place"), [("2000", "['2000']"), ("200-299", "['200-299']"), ("ok", ".ok")])
    def test_a_status_that_is_none_is_a_loss(self, status, place):
        tree = small(responses={status: {"description": "ok"}})
        assert losses_of(tree) == [
            (
                f"GET /pets: {status!r} is no status, no range and not `default`. Leave it out in an overlay: "
                f"{{target: \"$.paths['/pets'].get.responses{place}\", remove: true}}"
            ),
        ]

    def test_the_message_is_one_line_whatever_is_lost(self):
        tree = small(responses={str(code): {"$ref": "#/gone"} for code in range(200, 210)})
        with pytest.raises(ClientError) as caught:
            generate_files(tree, **NAMES)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(
            "the client would lack part of the contract: GET /pets, 200: refers to #/gone, "
        )
        assert str(caught.value).endswith("; and 7 more.")
        assert len(caught.value.__notes__) == 10

    def test_a_contract_without_operations_has_no_client(self):
        with pytest.raises(ClientError, match="no operations"):
            generate_files({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}, **NAMES)


ORDER = {
    "d": "x",
    "src_dict": 1,
    "to_dict": True,
    "state": "a_b",
    "lines": [
        {"sku": "s", "weight": 1.5, "amount": None, "kind": "gift"},
        {"sku": "t", "count": 2, "kind": None, "extra": [1]},
    ],
    "line": {"sku": "u", "weight": 2.5},
    "orders": ["a"],
    "order": "b",
    "owner": None,
    "anything": {"free": 1},
    "reactions": {"+1": 1, "-1": 2},
}


class TestTheClientWorks:
    def answering(self, odd_folder, content, *, status=200, media_type="application/json"):
        package = importlib.import_module("odd_shop_client")
        seen = []

        def answer(request):
            seen.append(request)
            return httpx.Response(status, content=content, headers={"Content-Type": media_type})

        api = package.AuthenticatedClient(
            base_url="https://shop.example", token="t", httpx_args={"transport": httpx.MockTransport(answer)}
        )
        return api, seen

    def test_an_answer_decodes_and_encodes_back_equal(self, odd_folder):
        api, _ = self.answering(odd_folder, json.dumps(ORDER))
        get_order = importlib.import_module("odd_shop_client.api.build.get_order")
        order = get_order.sync(order_id="1", client=api)
        assert order.to_dict() == ORDER
        assert order.d_field == "x"
        assert order.state.name == "A_B_1"
        assert order.reactions["-1"] == 2

    def test_parameters_are_sent_under_their_own_names(self, odd_folder):
        api, seen = self.answering(odd_folder, json.dumps(ORDER))
        get_order = importlib.import_module("odd_shop_client.api.build.get_order")
        get_order.sync(
            order_id="a/b",
            client=api,
            params_query="p",
            quote_query=1,
            body_query="b",
            filter_="{}",
            if_modified_since="n",
        )
        assert str(seen[0].url) == "https://shop.example/orders/a%2Fb?params=p&quote=1&body=b&filter=%7B%7D"
        assert seen[0].headers["If-Modified-Since"] == "n"
        assert seen[0].headers["Authorization"] == "Bearer t"

    def test_a_range_and_a_problem_document_are_read(self, odd_folder):
        api, _ = self.answering(odd_folder, '{"response": "no"}', status=418, media_type="application/problem+json")
        get_order = importlib.import_module("odd_shop_client.api.build.get_order")
        assert get_order.sync(order_id="1", client=api).response == "no"

    def test_a_media_type_the_generator_does_not_know_is_read_as_bytes(self, odd_folder):
        api, seen = self.answering(odd_folder, b"%PDF", media_type="application/pdf")
        post = importlib.import_module("odd_shop_client.api.build.post_orders_by_order_id")
        order = importlib.import_module("odd_shop_client.models").Order
        scan = post.sync(order_id="1", client=api, body=order.from_dict(ORDER))
        assert scan.payload.read() == b"%PDF"
        assert json.loads(seen[0].content) == ORDER

    def test_a_subtype_that_inherits_from_its_own_union_is_sent_and_a_narrowed_enum_read(self, odd_folder):
        api, seen = self.answering(odd_folder, '{"status": "done", "result": "fed"}')
        replace = importlib.import_module("odd_shop_client.api.default.animals_replace")
        cat = importlib.import_module("odd_shop_client.models").Cat(kind="Cat", lives=9)
        job = replace.sync(id=7, client=api, body=cat)
        assert json.loads(seen[0].content) == {"kind": "Cat", "lives": 9}
        assert seen[0].url.path == "/animals/7"
        assert job.to_dict() == {"status": "done", "result": "fed"}

    def test_root_security_holds_unless_an_operation_says_otherwise(self, odd_folder):
        get_order = importlib.import_module("odd_shop_client.api.build.get_order")
        post = importlib.import_module("odd_shop_client.api.build.post_orders_by_order_id")
        assert "client: AuthenticatedClient,\n" in Path(get_order.__file__).read_text("utf-8")
        assert "client: AuthenticatedClient | Client,\n" in Path(post.__file__).read_text("utf-8")

    def test_no_secret_of_an_example_is_in_the_code(self, odd_client):
        assert not [path for path, content in odd_client.files.items() if b"hunter2" in content]


class TestTheProject:
    def test_records_what_made_it(self, odd_tree, odd_client):
        record = json.loads(odd_client.files["generated.json"])
        assert list(record) == ["contract", "generator", "formatter", "notes"]
        assert record["contract"] == Contract(load_document(ODD_SHOP)).sha256
        assert record["generator"] == "openapi-python-client 0.29.1"
        assert record["formatter"] == "ruff 0.17.6"
        assert tuple(record["notes"]) == odd_client.notes

    def test_is_typed_and_installable(self, odd_client):
        assert odd_client.files["odd_shop_client/py.typed"] == b""
        assert b'name = "odd-shop-client"\nversion = "0.1.0"\n' in odd_client.files["pyproject.toml"]

    def test_its_page_shows_a_call_that_exists(self, odd_client):
        page = odd_client.files["README.md"].decode()
        assert "from odd_shop_client.api.default import get_alias\n" in page
        assert 'AuthenticatedClient(base_url="https://shop.example", token="…")' in page

    @pytest.mark.parametrize(
        "wrong", [{"package_name": "Odd-Shop"}, {"project_name": "../x"}, {"package_version": "v2-beta"}]
    )
    def test_names_that_cannot_be_are_refused(self, odd_tree, wrong):
        with pytest.raises(ClientError, match=repr(next(iter(wrong.values())))):
            generate_files(odd_tree, **{**NAMES, **wrong})

    @pytest.mark.parametrize(
        ("title", "names"),
        [
            ("Pet Store", ("pet-store-client", "pet_store_client")),
            ("3D Prints", ("api-3d-prints-client", "api_3d_prints_client")),
            ("Магазин", ("api-client", "api_client")),
        ],
    )
    def test_default_names_come_from_the_title(self, title, names):
        assert default_names({"info": {"title": title}}) == names


class TestTheSameBytesEverywhere:
    PROGRAM = """
import hashlib, sys
from driftgate.client import generate_files
from driftgate.document import load_document
from driftgate.outline import METHODS
files = generate_files(load_document(sys.argv[1]).tree, package_name="odd_shop_client",
                       project_name="odd-shop-client", package_version="0.1.0").files
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""

    @pytest.mark.parametrize("seed", ["1", "2"])
    def test_whatever_hash_seed_folder_locale_path_and_ruff_settings(self, odd_client, tmp_path, seed):
        (tmp_path / "ruff.toml").write_text('line-length = 40\n[format]\nquote-style = "single"\n')
        (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 50\n")
        (tmp_path / ".gitignore").write_text("*\n")
        temporary = tmp_path / "build"
        temporary.mkdir()
        environment = {
            **{key: value for key, value in os.environ.items() if key in {"HOME", "SYSTEMROOT", "PYTHONPATH"}},
            "PATH": "",
            "PYTHONHASHSEED": seed,
            "LC_ALL": "C",
            "TMPDIR": str(temporary),
            "RUFF_LINE_LENGTH": "60",
            "RUFF_CONFIG": str(tmp_path / "ruff.toml"),
        }
        done = subprocess.run(
            [sys.executable, "-c", self.PROGRAM, str(ODD_SHOP)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        expected = hashlib.sha256(repr(sorted(odd_client.files.items())).encode()).hexdigest()
        assert done.stdout.strip() == expected

    def test_whatever_the_order_of_the_vendors_keys(self, odd_tree):
        def turned(node):
            if isinstance(node, dict):
                return {key: turned(value) for key, value in reversed(node.items())}
            return [turned(value) for value in node] if isinstance(node, list) else node

        assert make_readable(turned(odd_tree)) == make_readable(odd_tree)

    def test_the_document_stays_as_it_was(self, odd_tree):
        before = copy.deepcopy(odd_tree)
        make_readable(odd_tree)
        assert odd_tree == before


class TestOnDisk:
    def test_fresh_after_generation_and_stale_after_an_edit(self, tmp_path):
        tree = small(operationId="listPets")
        generate(tree, tmp_path / "client")
        assert check(tree, tmp_path / "client") == ()
        endpoint = tmp_path / "client/small_client/api/default/list_pets.py"
        endpoint.write_bytes(endpoint.read_bytes().replace(b'"/pets"', b'"/cats"'))
        (tmp_path / "client/mine.py").write_bytes(b"x = 1\n")
        (tmp_path / "client/small_client/py.typed").unlink()
        (tmp_path / "client/small_client/__pycache__").mkdir()
        (tmp_path / "client/small_client/__pycache__/x.pyc").write_bytes(b"\0")
        stale = check(tree, tmp_path / "client")
        assert [each.path for each in stale] == [
            "mine.py",
            "small_client/api/default/list_pets.py",
            "small_client/py.typed",
        ]
        diff = render_diff(stale)
        assert '-        "url": "/cats",\n+        "url": "/pets",\n' in diff
        assert "--- committed/mine.py\n+++ /dev/null\n" in diff
        generate(tree, tmp_path / "client")
        assert check(tree, tmp_path / "client") == ()
        assert [each.name for each in tmp_path.iterdir()] == ["client"]

    def test_a_folder_that_holds_something_else_is_not_replaced(self, tmp_path):
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(ClientError, match=r"holds no generated client"):
            generate(small(operationId="listPets"), tmp_path)
        assert (tmp_path / "thesis.txt").read_text() == "years of work"

    def test_a_file_in_the_way_is_refused(self, tmp_path):
        (tmp_path / "client").write_text("")
        with pytest.raises(ClientError, match="is a file"):
            generate(small(operationId="listPets"), tmp_path / "client")

    def test_a_loss_leaves_the_old_client(self, tmp_path):
        tree = small(operationId="listPets")
        generate(tree, tmp_path / "client")
        broken = small(responses={"nonsense": {"description": ""}})
        with pytest.raises(ClientError):
            generate(broken, tmp_path / "client")
        assert check(tree, tmp_path / "client") == ()


class TestCures:
    TREE = {"paths": {"/it's": {"get": {"parameters": [{"name": "a"}], "responses": {"200": {}}}}}}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("pointer", "path"),
        [
            ("", "$"),
            ("/paths/~1it's/get", r"$.paths['/it\'s'].get"),
            ("/paths/~1it's/get/parameters/0", r"$.paths['/it\'s'].get.parameters[0]"),
            ("/paths/~1it's/get/responses/200", r"$.paths['/it\'s'].get.responses['200']"),
        ],
    )
    def test_a_jsonpath_selects_the_place_of_its_pointer(self, pointer, path):
        assert cures.jsonpath(self.TREE, pointer) == path
        assert [join(node.location) for node in jsonpath_rfc9535.find(path, self.TREE)] == [pointer]

    def test_what_is_missing_is_added_below_the_nearest_place_there_is(self):
        assert cures.add(self.TREE, "/components/schemas/A b") == (
            '{target: "$", update: {components: {schemas: {"A b": …}}}}'
        )

    def test_a_loss_and_its_cure_can_be_pasted(self):
        tree = small(operationId="listPets", responses={"ok": {"description": ""}, "200": {"description": ""}})
        cure = losses_of(tree)[0].partition("In an overlay: ")[2] or losses_of(tree)[0].partition("overlay: ")[2]
        overlay = parse_overlay(
            f"overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions:\n  - {cure}\n", name="cure.yaml"
        )
        assert generate_files(apply_overlays(tree, [overlay])[0], **NAMES).operations == 1


class TestNastyNames:
    """What makes a generator stumble is called otherwise and noted, or is an error with the action that cures it."""

    def schema(self, shape, **schemas):
        content = {"application/json": {"schema": shape}}
        tree = small(operationId="listPets", responses={"200": {"description": "ok", "content": content}})
        return tree | {"components": {"schemas": schemas}}

    def test_parameters_alike_to_python_are_sent_under_their_own_names(self, tmp_path):
        named = [
            ("a", "query"),
            ("a", "header"),
            ("a", "cookie"),
            ("A", "query"),
            ("$filter", "query"),
            ("filter[]", "query"),
        ]
        parameters = [{"name": name, "in": place, "schema": {"type": "string"}} for name, place in named]
        client = generate_files(small(operationId="listPets", parameters=parameters), **NAMES)
        assert client.notes == (
            "GET /pets, cookie a: the client calls it a_3",
            "GET /pets, header a: the client calls it a_2",
            "GET /pets, query A: the client calls it a_4",
            "GET /pets, query filter[]: the client calls it filter_2",
        )
        code = client.files["odd_shop_client/api/default/list_pets.py"].decode()
        sent = re.findall(r'(params|headers|cookies)\["([^"]+)"\] = (\w+)', code)
        assert sorted(sent) == [
            ("cookies", "a", "a_3"),
            ("headers", "a", "a_2"),
            ("params", "$filter", "filter_"),
            ("params", "A", "a_4"),
            ("params", "a", "a"),
            ("params", "filter[]", "filter_2"),
        ]

    def test_keywords_and_other_scripts_are_names(self):
        tree = small(operationId="class")
        for number, name in enumerate(("import", "None", "größe", "日本語", "match")):
            tree["paths"][f"/{number}"] = {
                "get": {**tree["paths"]["/pets"]["get"], "operationId": name, "tags": ["ü" * number]}
            }
        client = generate_files(tree, **NAMES)
        assert client.operations == 6
        assert len([name for name in client.files if "/api/" in name and not name.endswith("__init__.py")]) == 6

    def test_an_answer_of_nothing_but_null_is_read(self):
        for shape in ({"type": "null"}, {"anyOf": [{"type": "null"}]}, {"$ref": "#/components/schemas/N"}):
            assert generate_files(self.schema(shape, N={"type": "null"}), **NAMES).operations == 1

    def test_schemas_that_contain_themselves(self):
        node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
        assert generate_files(self.schema({"$ref": "#/components/schemas/Node"}, Node=node), **NAMES).notes == ()

    def test_a_circle_of_aliases_names_its_cure(self):
        one, other = ({"$ref": f"#/components/schemas/{name}"} for name in "AB")
        (loss,) = losses_of(self.schema(one, A=other, B=one))
        assert loss.endswith(
            "refers to #/components/schemas/A, which refers to itself. Say what it is in overlays, after "
            "{target: \"$.components.schemas.A['$ref']\", remove: true}"
        )

    def test_answers_that_refer_to_themselves_or_to_no_object_name_their_cure(self):
        loop = {"$ref": "#/components/responses/A"}
        tree = small(responses={"200": loop, "201": {"$ref": "#/info/title"}}) | {
            "components": {"responses": {"A": loop}}
        }
        one, other = losses_of(tree)
        assert one == (
            "GET /pets, 200: refers to #/components/responses/A, which refers to itself. Say what it is in overlays, after "
            "{target: \"$.components.responses.A['$ref']\", remove: true}"
        )
        assert other == (
            "GET /pets, 201: refers to #/info/title, which is no object. Say what it is in overlays, after "
            '{target: "$.info.title", …}'
        )

    def test_a_path_with_one_name_twice_names_its_cure(self):
        tree = small(operationId="listPets")
        tree["paths"] = {"/a/{b}/{b}": tree["paths"]["/pets"]}
        assert losses_of(tree)[-1] == (
            "GET /a/{b}/{b}: a parameter stands twice in the path. Write the path with two names, in overlays: "
            '{target: "$.paths", update: {"/…": …}} and {target: "$.paths[\'/a/{b}/{b}\']", remove: true}'
        )

    def test_a_part_that_only_the_rewriting_made_is_cured_where_it_comes_from(self):
        union = {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}
        tree = self.schema(
            {"$ref": "#/components/schemas/B"},
            A={"type": "object", "properties": {"x": {"type": "string"}}},
            B={"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, union]},
        )
        (loss,) = losses_of(tree)
        assert loss.startswith("GET /pets: the schema B")
        assert loss.endswith('Say it more simply in an overlay: {target: "$.components.schemas.B", …}')

    def test_an_answer_that_cannot_be_combined_names_its_operation_and_cure(self):
        parts = [{"type": "object", "properties": {"a": {"type": kind}}} for kind in ("string", "integer")]
        (loss,) = losses_of(self.schema({"allOf": parts}))
        assert loss.startswith("GET /pets: Cannot parse response for status code … (str can't be merged with int)")
        assert loss.endswith("Say it more simply in an overlay: {target: \"$.paths['/pets'].get\", …}")

    def test_a_name_too_long_for_a_file_names_its_cure(self):
        (loss,) = losses_of(small(operationId="x" * 300))
        assert loss == (
            "GET /pets: its module would be called by more than 200 characters. Name it shorter in an overlay: "
            "{target: \"$.paths['/pets'].get\", update: {operationId: …}}"
        )


class TestParameters:
    def parameters(self, *parameters, path="/pets"):
        tree = small(operationId="listPets", parameters=list(parameters))
        tree["paths"] = {path: tree["paths"]["/pets"]}
        found = make_readable(tree)
        (item,) = found.tree["paths"].items()
        return item[0], [(each["name"], each["schema"]) for each in item[1]["get"]["parameters"]], found

    def test_a_deep_object_is_sent_member_by_member(self):
        schema = {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
        }
        _, said, _ = self.parameters({"name": "filter", "in": "query", "style": "deepObject", "schema": schema})
        assert said == [("filter[a]", {"type": "string"}), ("filter[b]", {"type": "integer"})]

    def test_a_list_in_one_value_is_text(self):
        schema = {"type": "array", "items": {"type": "string"}}
        _, said, found = self.parameters({"name": "ids", "in": "query", "explode": False, "schema": schema})
        assert said == [("ids", {"type": "string"})]
        assert found.notes == ("GET /pets, query ids: the client takes it as text, as it is to be sent",)

    def test_a_parameter_of_the_path_gives_way_to_that_of_the_operation(self):
        tree = small(operationId="listPets", parameters=[{"name": "a", "in": "query", "schema": {"type": "integer"}}])
        tree["paths"]["/pets"]["parameters"] = [
            {"name": "a", "in": "query", "schema": {"type": "string"}},
            {"name": "b", "in": "query", "schema": {"type": "string"}},
        ]
        said = make_readable(tree).tree["paths"]["/pets"]["get"]["parameters"]
        assert [(each["name"], each["schema"]) for each in said] == [
            ("a", {"type": "integer"}),
            ("b", {"type": "string"}),
        ]

    def test_a_path_parameter_that_is_not_declared_is_text(self):
        path, said, found = self.parameters(path="/pets/{pet id}")
        assert (path, said) == ("/pets/{pet_id}", [("pet_id", {"type": "string"})])
        assert len(found.notes) == 1

    def test_a_path_parameter_without_a_place_is_a_loss(self):
        _, _, found = self.parameters({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
        assert found.losses == (
            (
                "GET /pets: has a path parameter 'id' and no place for it. In an overlay: "
                "{target: \"$.paths['/pets'].get.parameters[0]\", remove: true}"
            ),
        )


@pytest.mark.skipif(os.environ.get("DRIFTGATE_CORPUS") is None, reason="no corpus")
@pytest.mark.parametrize("name", ["nexmo_messages.yaml", "nexmo_numbers.yaml", "messagebird_sms.yaml"])
def test_real_documents_generate(name):
    tree = load_document(Path(os.environ["DRIFTGATE_CORPUS"]) / "specs" / name).tree
    found = generate_files(tree, **NAMES)
    assert found.operations == sum(method in item for item in tree["paths"].values() for method in METHODS)


class TestOpenApi32:
    @pytest.fixture(scope="class")
    @staticmethod
    def streams():
        return generate_files(Contract(load_document(ODD_SHOP.parents[1] / "streams.openapi.yaml")).tree, **NAMES)

    @pytest.mark.parametrize(("module", "method"), [("search_logs", "QUERY"), ("copy_logs", "COPY")])
    def test_methods_that_the_generator_does_not_know_are_sent(self, streams, module, method):
        tag = "logs" if method == "QUERY" else "default"
        text = streams.files[f"odd_shop_client/api/{tag}/{module}.py"].decode()
        assert re.findall(r'"method": "(.*)"', text) == [method]

    def test_a_whole_query_becomes_its_members(self, streams):
        text = streams.files["odd_shop_client/api/default/search.py"].decode()
        assert re.findall(r'params\["(.*)"\] = ', text) == ["size", "term"]

    def test_that_items_come_in_one_piece_is_a_note(self, streams):
        assert streams.notes == (
            (
                "/paths/~1events/get/responses/200/content/text~1event-stream: the client takes the items in one piece, "
                "as they are sent"
            ),
            (
                "/paths/~1logs/query/responses/200/content/application~1jsonl: the client takes the items in one piece, "
                "as they are sent"
            ),
        )
        assert streams.operations == 4

    def test_a_query_that_is_no_form_is_a_loss(self):
        tree = small(parameters=[{"in": "querystring", "content": {"application/json": {"schema": {}}}}])
        assert losses_of(tree | {"openapi": "3.2.0"}) == [
            (
                "GET /pets, querystring: the client cannot send a query that is no form with properties. In an overlay: "
                "{target: \"$.paths['/pets'].get.parameters[0]\", remove: true}"
            )
        ]
