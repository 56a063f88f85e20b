"""Names in the generated code: no class, module or variable takes the place of another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from openapi_python_client.config import Config
    from openapi_python_client.parser import GeneratorData

FIELD_PREFIX = "field_"
"""What the generator puts before a name that Python does not allow."""

# NOTE: a schema called Response would take the place of the client's own.
_IMPORTED = frozenset(
    [
        "Any",
        "AuthenticatedClient",
        "BinaryIO",
        "Client",
        "Enum",
        "File",
        "FileTypes",
        "Generator",
        "HTTPStatus",
        "IntEnum",
        "Literal",
        "Mapping",
        "RequestFiles",
        "Response",
        "StrEnum",
        "T",
        "TextIO",
        "TypeVar",
        "UNSET",
        "UUID",
        "Unset",
    ]
)
_IN_MODELS = frozenset(
    [
        "additional_keys",
        "additional_properties",
        "cast",
        "cls",
        "d",
        "field_dict",
        "files",
        "from_dict",
        "json",
        "prop",
        "prop_dict",
        "prop_name",
        "src_dict",
        "to_dict",
        "to_multipart",
        "types",
    ]
)
_IN_ENDPOINTS = frozenset(
    [
        "body",
        "cast",
        "client",
        "cookies",
        "data",
        "errors",
        "headers",
        "httpx",
        "kwargs",
        "params",
        "quote",
        "response",
        "url",
    ]
)


def python_name(name: str) -> str:
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, FIELD_PREFIX))


def bare_name(name: str) -> str:
    """Return the name as the generator makes it of one that it does not turn into snake case."""
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, FIELD_PREFIX, skip_snake_case=True))


def class_name(title: str, parent: str) -> str:
    """Return the class that the generator makes of a title below a parent class (empty: of none)."""
    from openapi_python_client.strings import ClassName, pascal_case

    return str(ClassName(f"{pascal_case(parent)}{pascal_case(title)}" if parent else title, FIELD_PREFIX))


def nameable(keys: Iterable[str]) -> list[str]:
    """
    Return the keys that can be properties of one class; of two that Python cannot tell apart, the first.

    NOTE: the generator tells `a-b` and `a_b` apart by leaving names as they are, and gives up on `+1` and `-1`.
    """
    keys = list(keys)
    alike = Counter(python_name(key) for key in keys)
    kept: dict[str, str] = {}
    for key in keys:
        shared = alike[python_name(key)] > 1
        name = bare_name(key) if shared else python_name(key)
        kept.setdefault(name, key)
    return list(kept.values())


class ClassNames:
    """
    Gives each class of a document a name, and a module, that no other has.

    Args:
        note: Called with a sentence where a class is not called as one would expect.
    """

    def __init__(self, *, note: Callable[[str], None]) -> None:
        self._note = note
        self._holders: dict[str, str] = {}
        self._models: list[tuple[str, Mapping[str, Any]]] = []

    def title(self, name: str, parent: str, where: str) -> str:
        """Return the title from which the generator makes the class of the schema at `where`."""
        title, number = name, 2
        while True:
            cls = class_name(title, parent)
            if cls in _IMPORTED:
                name = title = f"{name}_Model"
                continue
            holder = self._holders.setdefault(python_name(cls), where)
            if holder == where:
                return title
            if number == 2:
                self._note(f"{where}: its class is not called {cls}, since the one of {holder} is")
            title, number = f"{name}{number}", number + 1

    def add_model(self, cls: str, shape: Mapping[str, Any]) -> None:
        """Remember a class that has the properties of `shape`."""
        self._models.append((cls, shape))

    def modules(self, components: Mapping[str, Any]) -> dict[str, str]:
        """
        Return, by class, the modules that must not be called as the generator would.

        The variable that holds the object being decoded is called after the module; a property may be called so too.
        """
        found = {}
        for cls, shape in self._models:
            module = python_name(cls)
            if module in {python_name(key) for key in _property_names(shape, components)}:
                found[cls] = f"{module}_model"
        return found


def _property_names(shape: Mapping[str, Any], components: Mapping[str, Any]) -> set[str]:
    """Return the properties of a shape, those of its `allOf` included."""
    names: set[str] = set()
    stack, seen = [shape], set()
    while stack:
        part = stack.pop()
        key = part.get("$ref", "").rpartition("/")[2]
        if key and key not in seen:
            seen.add(key)
            stack.append(components.get(key, {}))
        names.update(part.get("properties") or ())
        stack.extend(part.get("allOf") or ())
    return names


def rename_variables(parsed: GeneratorData, config: Config, sent_as: Mapping[tuple[str, str, str], str]) -> None:
    """
    Give another name to what would be called as a variable or method of the generated code.

    Args:
        sent_as: The name that is sent, by tag, module and the name the generator was given, where the two differ.

    NOTE: without it a property `d`, or a query parameter `params`, makes a client that sends or reads something else.
    """
    from openapi_python_client.schema import UntrustedString

    for model in parsed.models:
        properties = [*(model.required_properties or ()), *(model.optional_properties or ())]
        names = {str(each.python_name) for each in properties}
        loops = {f"{each.python_name}_item{end}" for each in properties for end in ("", "_data")}
        for each in properties:
            name = str(each.python_name)
            if name in _IN_MODELS or name in loops:
                while name in names:
                    name += "_field"
                names.add(name)
                each.set_python_name(UntrustedString(name), config)
    for tag, collection in parsed.endpoint_collections_by_tag.items():
        for endpoint in collection.endpoints:
            for location, each in endpoint.iter_all_parameters():
                own = sent_as.get((str(tag), str(endpoint.name), each.name.get_untrusted_value()))
                if own is not None:
                    each.name = UntrustedString(own)
                if each.python_name in _IN_ENDPOINTS:
                    each.set_python_name(UntrustedString(f"{each.python_name}_{location.value}"), config)
