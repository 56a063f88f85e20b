"""Ways to write a document otherwise without changing what it promises; each takes a tree and dice, and returns a tree."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from driftgate.outline import METHODS
from driftgate.pointer import escape, resolve

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

Tree = dict[str, Any]
SCHEMA_MAPS = ("properties", "patternProperties")
SCHEMA_LISTS = ("allOf", "oneOf", "anyOf")


def operations(tree: Tree) -> Iterator[tuple[str, Tree, str, Tree]]:
    """Yield (path, path item, method, operation)."""
    for path, item in tree.get("paths", {}).items():
        if not path.startswith("x-") and isinstance(item, dict):
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    yield path, item, method, item[method]


def schema_places(tree: Tree) -> list[tuple[Any, Any]]:
    """Return (holder, key) of every schema, wherever it stands."""
    found: list[tuple[Any, Any]] = []
    components = tree.get("components", {})
    for name in components.get("schemas", {}):
        _inside(components["schemas"], name, found)
    stack: list[Any] = [tree.get("paths", {}), *(components.get(key, {}) for key in components if key != "schemas")]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "schema" and isinstance(value, (dict, bool)):
                    _inside(node, key, found)
                elif key not in {"example", "examples", "value"} and not key.startswith("x-"):
                    stack.append(value)
    return found


def _inside(holder: Any, key: Any, found: list[tuple[Any, Any]]) -> None:
    schema = holder[key]
    if not isinstance(schema, dict):
        return
    found.append((holder, key))
    for word in SCHEMA_MAPS:
        if isinstance(schema.get(word), dict):
            for name in schema[word]:
                _inside(schema[word], name, found)
    for word in SCHEMA_LISTS:
        if isinstance(schema.get(word), list):
            for index in range(len(schema[word])):
                _inside(schema[word], index, found)
    for word in ("items", "additionalProperties", "not"):
        if isinstance(schema.get(word), dict):
            _inside(schema, word, found)


def chosen(tree: Tree, dice: random.Random, fits: Callable[[Tree], bool]) -> Iterator[tuple[Any, Any]]:
    """Yield some of the places whose schemas fit; the schema may be replaced."""
    places = [(holder, key) for holder, key in schema_places(tree) if fits(holder[key])]
    yield from dice.sample(places, min(len(places), 5))


def is_plain(schema: Tree) -> bool:
    return "$ref" not in schema and "discriminator" not in schema


def moved_into_components(tree: Tree, dice: random.Random) -> Tree:
    schemas = tree.setdefault("components", {}).setdefault("schemas", {})
    for holder, key in chosen(tree, dice, is_plain):
        if holder is schemas:
            continue
        name = f"Moved{len(schemas)}"
        schemas[name] = holder[key]
        holder[key] = {"$ref": f"#/components/schemas/{name}"}
        break
    return tree


def inlined(tree: Tree, dice: random.Random) -> Tree:
    for holder, key in chosen(
        tree, dice, lambda schema: str(schema.get("$ref", "")).startswith("#/components/schemas/")
    ):
        target = resolve(tree, holder[key]["$ref"][1:].replace("%7B", "{").replace("%7D", "}"))
        is_choice = isinstance(holder, list)  # the name of an alternative may be a discriminator's value
        if isinstance(target, dict) and not is_choice and not _reaches_itself(tree, target, holder[key]["$ref"]):
            extra = {word: value for word, value in holder[key].items() if word == "nullable"}
            holder[key] = {**copy.deepcopy(target), **extra}
    return tree


def _reaches_itself(tree: Tree, schema: Tree, reference: str) -> bool:
    return f"'{reference}'" in str(schema) or "$ref" in str(schema)


def renamed_component(tree: Tree, dice: random.Random) -> Tree:
    schemas = tree.get("components", {}).get("schemas", {})
    if not schemas or "discriminator" in str(tree):
        return tree
    name = dice.choice(sorted(schemas))
    schemas[f"{name}Renamed"] = schemas.pop(name)
    before, after = f"#/components/schemas/{escape(name)}", f"#/components/schemas/{escape(name)}Renamed"
    _replace_references(tree, before, after)
    return tree


def _replace_references(node: Any, before: str, after: str) -> None:
    if isinstance(node, list):
        for item in node:
            _replace_references(item, before, after)
    elif isinstance(node, dict):
        text = node.get("$ref")
        if text == before or (isinstance(text, str) and text.startswith(f"{before}/")):
            node["$ref"] = after + text[len(before) :]
        for value in node.values():
            _replace_references(value, before, after)


def wrapped_in_all_of(tree: Tree, dice: random.Random) -> Tree:
    for holder, key in chosen(tree, dice, lambda schema: "discriminator" not in schema):
        inner = holder[key]
        if not any(holder[key] is each for each in tree.get("components", {}).get("schemas", {}).values()):
            holder[key] = {"allOf": [inner]}
    return tree


def split_into_all_of(tree: Tree, dice: random.Random) -> Tree:
    for holder, key in chosen(
        tree, dice, lambda schema: len(schema.get("properties") or ()) > 1 and "allOf" not in schema
    ):
        schema = holder[key]
        if not isinstance(schema["properties"], dict) or schema.get("additionalProperties") is False:
            continue
        names = sorted(schema["properties"])
        last = {"properties": {names[-1]: schema["properties"][names[-1]]}}
        rest = {**schema, "properties": {name: schema["properties"][name] for name in names[:-1]}}
        holder[key] = {"allOf": [rest, last]}
    return tree


def shuffled(tree: Tree, dice: random.Random) -> Tree:
    def again(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            names = list(node)
            dice.shuffle(names)
            return {name: node[name] if name in {"example", "default"} else again(node[name], name) for name in names}
        if isinstance(node, list):
            items = [again(item) for item in node]
            if key in {"parameters", "required", "enum", "servers", "security", "oneOf", "anyOf", "allOf"}:
                dice.shuffle(items)
            return items
        return node

    return again(tree)  # type: ignore[no-any-return]


def empty_lists_written_out(tree: Tree, dice: random.Random) -> Tree:
    for holder, key in chosen(tree, dice, lambda schema: "$ref" not in schema):
        schema = holder[key]
        said = {"deprecated": False, "readOnly": False, "uniqueItems": False, "x-note": dice.random(), "title": "T"}
        if tree["openapi"].startswith("3.0"):
            said["nullable"] = False
        if schema.get("type") == "string":
            said["minLength"] = 0
        if schema.get("type") == "object":
            said |= {"required": [], "additionalProperties": True, "minProperties": 0}
        if schema.get("type") == "array":
            said |= {"minItems": 0, "items": {}}
        holder[key] = {**said, **schema}
    return tree


def parameters_to_operations(tree: Tree, dice: random.Random) -> Tree:
    for item in tree.get("paths", {}).values():
        if isinstance(item, dict) and isinstance(item.get("parameters"), list) and "$ref" not in item:
            common = item.pop("parameters")
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    own = item[method].get("parameters") or []
                    names = {_named(tree, each) for each in own}
                    kept = [each for each in common if _named(tree, each) not in names]
                    item[method]["parameters"] = [*copy.deepcopy(kept), *own]
    return tree


def _named(tree: Tree, parameter: Tree) -> tuple[str, str]:
    found = resolve(tree, parameter["$ref"][1:]) if "$ref" in parameter else parameter
    return found.get("name"), found.get("in")


def path_parameters_renamed(tree: Tree, dice: random.Random) -> Tree:
    paths = tree.get("paths", {})
    if "$ref': '#/paths" in str(tree):
        return tree
    for path in [path for path in paths if "{" in path]:
        item = paths[path]
        holders = [item, *(item[method] for method in METHODS if isinstance(item.get(method), dict))]
        listed = [each for holder in holders for each in holder.get("parameters") or ()]
        if any("$ref" in each for each in listed):
            continue
        for each in listed:
            if each.get("in") == "path":
                each["name"] = f"{each['name']}Renamed"
        paths[re.sub(r"\{([^{}]*)\}", r"{\1Renamed}", path)] = paths.pop(path)
    return tree


def security_to_operations(tree: Tree, dice: random.Random) -> Tree:
    common = tree.pop("security", None)
    if common is not None:
        for _, _, _, operation in operations(tree):
            operation.setdefault("security", copy.deepcopy(common))
    return tree


def servers_with_a_slash(tree: Tree, dice: random.Random) -> Tree:
    for server in tree.get("servers") or ():
        if isinstance(server.get("url"), str):
            server["url"] = server["url"].rstrip("/") + "/"
    return tree


def other_case(tree: Tree, dice: random.Random) -> Tree:
    for _, _, _, operation in operations(tree):
        responses = operation.get("responses") or {}
        for key in list(responses):
            answer = responses[key]
            if isinstance(answer, dict):
                for word in ("content", "headers"):
                    if isinstance(answer.get(word), dict):
                        answer[word] = {name.upper(): value for name, value in answer[word].items()}
            if "X" in key:
                responses[key.lower()] = responses.pop(key)
        for each in operation.get("parameters") or ():
            if each.get("in") == "header":
                each["name"] = each["name"].swapcase()
    return tree


def prose(tree: Tree, dice: random.Random) -> Tree:
    tree["info"] = {"title": "Another", "version": f"{dice.random()}", "description": "Told otherwise."}
    tree["externalDocs"] = {"url": "https://example.com"}
    for holder, key in chosen(tree, dice, lambda schema: "$ref" not in schema):
        holder[key] = {**holder[key], "description": f"{dice.random()}", "x-order": dice.randrange(9)}
    for _, _, _, operation in operations(tree):
        operation |= {"summary": f"{dice.random()}", "description": "d", "x-code-samples": [{}]}
        for answer in (operation.get("responses") or {}).values():
            if isinstance(answer, dict) and "$ref" not in answer:
                answer["description"] = f"{dice.random()}"
    return tree


def responses_into_components(tree: Tree, dice: random.Random) -> Tree:
    components = tree.setdefault("components", {})
    for _, _, _, operation in list(operations(tree)):
        for status, answer in (operation.get("responses") or {}).items():
            if isinstance(answer, dict) and "$ref" not in answer and dice.random() < 0.3:
                name = f"R{len(components.setdefault('responses', {}))}"
                components["responses"][name] = answer
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
        listed = operation.get("parameters") or []
        for index, each in enumerate(listed):
            if "$ref" not in each and dice.random() < 0.3:
                name = f"P{len(components.setdefault('parameters', {}))}"
                components["parameters"][name] = each
                listed[index] = {"$ref": f"#/components/parameters/{name}"}
        body = operation.get("requestBody")
        if isinstance(body, dict) and "$ref" not in body:
            name = f"B{len(components.setdefault('requestBodies', {}))}"
            components["requestBodies"][name] = body
            operation["requestBody"] = {"$ref": f"#/components/requestBodies/{name}"}
    return tree


def default_serialisation_written_out(tree: Tree, dice: random.Random) -> Tree:
    for _, _, _, operation in operations(tree):
        for each in operation.get("parameters") or ():
            if "schema" in each and each.get("in") in {"query", "path", "header", "cookie"}:
                style = "form" if each["in"] in {"query", "cookie"} else "simple"
                each.setdefault("style", style)
                each.setdefault("explode", each["style"] == "form")
                if each["in"] != "path":
                    each.setdefault("required", False)
                each.setdefault("deprecated", False)
    return tree


def as_3_1(tree: Tree, dice: random.Random) -> Tree:
    """Rewrite from OpenAPI 3.0 to 3.1, as "Migrating from OpenAPI 3.0 to 3.1.0" says."""
    if not str(tree["openapi"]).startswith("3.0"):
        return tree
    for holder, key in reversed(schema_places(tree)):
        schema = holder[key]
        if "$ref" in schema:
            if schema.get("nullable") is True:
                holder[key] = {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}]}
            else:
                holder[key] = {"$ref": schema["$ref"]}
            continue
        if schema.pop("nullable", False) is True:
            if "type" in schema:
                schema["type"] = [schema["type"], "null"]
                if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
                    schema["enum"].append(None)
            else:
                holder[key] = {"anyOf": [schema, {"type": "null"}]}
        for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(schema.get(word), bool) and schema.pop(word) and bound in schema:
                schema[word] = schema.pop(bound)
        if schema.get("format") == "byte":
            schema["contentEncoding"] = "base64"
            del schema["format"]
        if "example" in schema:
            schema["examples"] = [schema.pop("example")]
        if len(schema.get("enum") or ()) == 1:
            schema["const"] = schema.pop("enum")[0]
    tree["openapi"] = "3.1.0"
    return tree


REWRITINGS = (
    moved_into_components, inlined, renamed_component, wrapped_in_all_of, split_into_all_of, shuffled,
    empty_lists_written_out, parameters_to_operations, path_parameters_renamed, security_to_operations,
    servers_with_a_slash, other_case, prose, responses_into_components, default_serialisation_written_out, as_3_1,
)  # fmt: skip
