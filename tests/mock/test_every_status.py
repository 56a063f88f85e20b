"""Each documented status of each operation is answered, with a body that another validator finds to conform."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from driftgate.completion import completed
from driftgate.contract import load_spec
from driftgate.media_type import is_json
from driftgate.mock import Asked, Mock
from driftgate.mock.draw import Drawer
from driftgate.mock.render import render
from driftgate.pointer import resolve

jsonschema = pytest.importorskip("jsonschema")
HERE = Path(__file__).parent.parent
CORPUS = Path(os.environ["DRIFTGATE_CORPUS"]) / "specs" if "DRIFTGATE_CORPUS" in os.environ else None
DOCUMENTS = [
    *sorted((HERE / "suite" / "documents").glob("*.yaml")),
    HERE / "suite" / "orchard.yaml",
    *(sorted(CORPUS.iterdir()) if CORPUS is not None else ()),
]


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(text, value)) if isinstance(value, list) else str(value)


class Client:
    """Makes good requests for the operations of a contract, from what the document gives or its schemas allow."""

    def __init__(self, contract):
        self.contract = contract
        self.drawer = Drawer(contract, direction="request")

    def request(self, operation):
        path, query, headers = operation.path, [], {}
        for each in operation.parameters:
            if each.required:
                self.put(each.location, each.name, self.value(each), path, query, headers)
                path = path.replace(f"{{{each.name}}}", quote(text(self.value(each)), safe=""))
        for name in next(iter(operation.security), {}):
            scheme = self.contract.tree["components"]["securitySchemes"][name]
            if scheme["type"] == "apiKey":
                self.put(scheme["in"], scheme["name"], "key", path, query, headers)
            else:
                is_basic = scheme.get("scheme", "").lower() == "basic"
                headers["authorization"] = "Basic YTpi" if is_basic else "Bearer any"
        body = b""
        if operation.request_body is not None and operation.request_body.content:
            content = operation.request_body.content
            name = next((each for each in content if is_json(each)), next(iter(content)))
            headers["content-type"] = name
            if name == "multipart/form-data":
                headers["content-type"], body = self.multipart(content[name])
            elif content[name].schema_pointer is not None:
                body = render(self.drawer.draw(content[name].schema_pointer, seed=1), name)
        return path, "&".join(query), headers, body

    def value(self, parameter):
        raw = resolve(self.contract.tree, parameter.pointer)
        if isinstance(raw, dict) and "example" in raw:
            return raw["example"]
        return self.drawer.draw(parameter.schema_pointer, seed=1) if parameter.schema_pointer is not None else "x"

    def multipart(self, media_type):
        drawn = self.drawer.draw(media_type.schema_pointer, seed=1)
        fields = {
            name: (
                None,
                part if isinstance(part, str) else json.dumps(part),
                None if isinstance(part, str) else "application/json",
            )
            for name, part in drawn.items()
        }
        sent = requests.Request("POST", "http://localhost", files=fields or {"": ""}).prepare()
        return sent.headers["Content-Type"], sent.body

    @staticmethod
    def put(location, name, value, path, query, headers):
        if location == "query":
            query.append(f"{quote(name)}={quote(text(value))}")
        elif location == "header":
            headers[name.lower()] = text(value)
        elif location == "cookie":
            headers["cookie"] = f"{name}={text(value)}"


def code_of(status, operation):
    if status.isdecimal():
        return int(status)
    if status != "default":
        return int(f"{status[0]}00")
    return 500 if any(each.startswith("2") for each in operation.responses) else 200


def complaints(contract, mock, operation):
    """Yield what is wrong with the answers of one operation, a sentence each."""
    path, query, headers, body = Client(contract).request(operation)
    tree = contract.translation(direction="response", strict=False).tree
    for status, response in operation.responses.items():
        code = code_of(status, operation)
        for name in response.content or (None,):
            wanted = {**headers, "prefer": f"code={code}", **({"accept": name} if name is not None else {})}
            answer = mock.answer(Asked(operation.method, path, query, wanted, body))
            where = f"{operation.name} {status} {name}"
            if answer.status != code:
                yield f"{where}: answered {answer.status}: {dict(answer.headers).get('driftgate-reason')}"
                continue
            sent = {each for each, _ in answer.headers}
            yield from (
                f"{where}: lacks {each.name}" for each in response.headers
                if each.required and each.name.lower() not in sent
            )  # fmt: skip
            media_type = response.content[name] if name is not None else None
            if media_type is None or media_type.schema_pointer is None:
                continue
            if not is_json(name):
                if not answer.body:
                    yield f"{where}: is empty"
                continue
            if media_type.pointer in mock.bodies.notices:
                continue  # said aloud: nothing satisfies the schema
            schema = {
                "$ref": f"#{media_type.schema_pointer}",
                **{key: tree[key] for key in ("paths", "components") if key in tree},
            }
            for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(answer.body)):
                yield f"{where}: {error.message[:200]}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_documented_answer_conforms(path):
    contract = completed(load_spec(str(path)))
    mock = Mock(contract, seed=1, items=20)
    assert [each for operation in contract.operations for each in complaints(contract, mock, operation)] == []
