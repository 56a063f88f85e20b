"""Parameters as the generator can read them, so that what the client sends is what the contract says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.client.cures import remove, update
from driftgate.client.names import bare_name, python_name
from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.client.ledger import Ledger
    from driftgate.client.shapes import Shapes

_LOCATIONS = ("path", "query", "header", "cookie")
_TEXT = {"type": "string"}
Found = dict[tuple[str, str], dict[str, Any]]
"""Parameters by name and location."""


class Parameters:
    """
    Rewrites the parameters of operations.

    Attributes:
        sent_as: By operation (`GET /pets`) and the name the generator is given, the name that is sent, where the two
            differ.
    """

    def __init__(self, shapes: Shapes, ledger: Ledger) -> None:
        self._shapes = shapes
        self._ledger = ledger
        self.sent_as: dict[tuple[str, str], str] = {}

    def readable(
        self, raw: Mapping[str, Any], pointer: str, item: Mapping[str, Any], *, spoken: str, parent: str
    ) -> tuple[str, list[dict[str, Any]]]:
        """
        Return the path template and the parameters of an operation, those of its path item included.

        Args:
            raw: The operation, which stands at `pointer`.
            item: Its path item.
            spoken: `GET /pets/{id}`.
            parent: The name of its module, which begins the names of its classes.
        """
        found: Found = {}
        given: dict[str, str] = {}
        for holder, place in ((raw, pointer), (item, pointer.rpartition("/")[0])):
            nodes = holder.get("parameters")
            seen: set[tuple[str, str]] = set()
            for index, node in enumerate(nodes if isinstance(nodes, list) else ()):
                followed = self._ledger.followed(node, f"{place}/parameters/{index}", f"{spoken}, parameter {index}")
                if followed is None:
                    continue
                parameter, where = followed
                name, location = parameter.get("name"), parameter.get("in")
                if location == "querystring":
                    for each in self._said_of_query(parameter, where, f"{spoken}, {location}", parent):
                        found.setdefault((each["name"], "query"), each)
                    continue
                if not isinstance(name, str) or location not in _LOCATIONS:
                    cure = update(self._ledger.tree, where, "{name: …, in: …}")
                    self._ledger.lose(
                        f"{spoken}, parameter {index}: has no `name` or no known `in`. Say it in an overlay: {cure}"
                    )
                    continue
                if location == "path":
                    given.setdefault(name, f"{place}/parameters/{index}")
                if (name, location) in seen or (name, location) not in found:
                    seen.add((name, location))
                    for each in self._said(parameter, where, f"{spoken}, {location} {name}", parent):
                        found.setdefault((each["name"], location), each)
        return self._templated(spoken.partition(" ")[2], found, given, spoken)

    def _said(self, parameter: Mapping[str, Any], where: str, spoken: str, parent: str) -> Iterator[dict[str, Any]]:
        """Yield a parameter, or one for each property of a `deepObject`."""
        name, location = parameter["name"], parameter["in"]
        required = location == "path" or parameter.get("required") is True
        if parameter.get("schema") is None and isinstance(parameter.get("content"), dict):
            self._ledger.note(f"{spoken}: the client takes it as text, already encoded")
            shape: Any = _TEXT
        else:
            shape = self._shapes.readable(parameter.get("schema"), f"{where}/schema", name=name, parent=parent)
        style = parameter.get("style", "form" if location in {"query", "cookie"} else "simple")
        if location == "query" and style == "deepObject":
            found = self._shapes.resolved(shape)
            properties = found.get("properties") or {}
            if properties and "allOf" not in found:
                needed = found.get("required") or ()
                for key, part in properties.items():
                    yield _parameter(f"{name}[{key}]", location, required and key in needed, part, parameter)
                return
            self._ledger.note(f"{spoken}: the client sends its members by their bare names")
        elif location == "query" and (style != "form" or parameter.get("explode") is False):
            if not self._is_plain(shape, "path"):
                self._ledger.note(f"{spoken}: the client takes it as text, as it is to be sent")
                shape = _TEXT
        elif location in {"path", "header"} and not self._is_plain(shape, location):
            self._ledger.note(f"{spoken}: the client takes it as text, as it is to be sent")
            shape = _TEXT
        yield _parameter(name, location, required, shape, parameter)

    def _said_of_query(
        self, parameter: Mapping[str, Any], where: str, spoken: str, parent: str
    ) -> Iterator[dict[str, Any]]:
        """Yield a parameter for each property of the form that the whole query is; lose a query that is none."""
        content = parameter["content"] if isinstance(parameter.get("content"), dict) else {}
        entry = content.get("application/x-www-form-urlencoded")
        place = f"{where}/content/application~1x-www-form-urlencoded"
        followed = self._ledger.followed(entry, place, spoken) if entry is not None else None
        shape = (
            self._shapes.readable(followed[0].get("schema"), f"{followed[1]}/schema", name="query", parent=parent)
            if followed is not None
            else {}
        )
        form = self._shapes.resolved(shape)
        properties = form.get("properties") or {}
        if not properties or "allOf" in form:
            cure = remove(self._ledger.tree, where)
            self._ledger.lose(
                f"{spoken}: the client cannot send a query that is no form with properties. In an overlay: {cure}"
            )
            return
        needed = form.get("required") or () if parameter.get("required") is True else ()
        for key, part in properties.items():
            yield _parameter(key, "query", key in needed, part, parameter)

    def _is_plain(self, shape: Any, location: str) -> bool:
        """Tell whether the generator can put a value of this shape into a path or header."""
        found = self._shapes.resolved(shape)
        for key in ("oneOf", "anyOf"):
            if key in found:
                return location == "path" and all(self._is_plain(branch, location) for branch in found[key])
        if "allOf" in found or (location == "header" and found.get("format") in {"date", "date-time", "binary"}):
            return False
        kinds = found.get("type")
        if location == "path" and kinds is None:
            return True
        return "enum" in found or kinds in ("string", "integer", "number", "boolean")

    def _templated(
        self, path: str, found: Found, given: Mapping[str, str], spoken: str
    ) -> tuple[str, list[dict[str, Any]]]:
        """Return path and parameters with names the generator takes in a path: they are never sent, so any will do."""
        names = list(dict.fromkeys(re.findall(r"{([^{}/]+)}", path)))
        for name in names:
            if (name, "path") not in found:
                self._ledger.note(f"{spoken}: {{{name}}} is no parameter in the contract; the client takes text for it")
                found[name, "path"] = {"name": name, "in": "path", "required": True, "schema": _TEXT}
        for name, location in list(found):
            if location == "path" and name not in names:
                cure = remove(self._ledger.tree, given[name])
                self._ledger.lose(f"{spoken}: has a path parameter {name!r} and no place for it. In an overlay: {cure}")
        if len(re.findall(r"{[^{}/]+}", path)) > len(names):
            cure = (
                f'{{target: "$.paths", update: {{"/…": …}}}} and {remove(self._ledger.tree, f"/paths/{escape(path)}")}'
            )
            self._ledger.lose(
                f"{spoken}: a parameter stands twice in the path. Write the path with two names, in overlays: {cure}"
            )
        for name in names:
            plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)
            if plain != name:
                path = path.replace(f"{{{name}}}", f"{{{plain}}}")
                found[name, "path"]["name"] = plain
        self._tell_apart(list(found.values()), spoken)
        return path, list(found.values())

    def _tell_apart(self, parameters: list[dict[str, Any]], spoken: str) -> None:
        """
        Call parameters otherwise that Python cannot tell apart; they are sent under their own names all the same.

        NOTE: the generator tells two apart by their location or by leaving their names as they are, and gives up on more.
        """
        groups: dict[str, list[dict[str, Any]]] = {}
        for each in sorted(parameters, key=lambda each: each["in"] != "path"):
            groups.setdefault(python_name(each["name"]), []).append(each)
        taken = set(groups)
        for name, alike in groups.items():
            plain = {bare_name(each["name"]) for each in alike}
            if len(alike) == 1 or (len(alike) == 2 and (len(plain) == 2 or alike[0]["in"] != alike[1]["in"])):
                continue
            for each in alike[1:]:
                number = 2
                while (fresh := f"{name.rstrip('_')}_{number}") in taken:
                    number += 1
                taken.add(fresh)
                if each["in"] != "path":
                    self._ledger.note(f"{spoken}, {each['in']} {each['name']}: the client calls it {fresh}")
                    self.sent_as[spoken, fresh] = each["name"]
                    each["name"] = fresh


def _parameter(name: str, location: str, required: bool, shape: Any, said: Mapping[str, Any]) -> dict[str, Any]:  # noqa: FBT001
    out = {"name": name, "in": location, "required": required, "schema": shape}
    if isinstance(said.get("description"), str):
        out["description"] = said["description"]
    return out
