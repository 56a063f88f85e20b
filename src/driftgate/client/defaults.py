"""What the generator writes when nothing is given: defaults that fit, and a name for no body at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openapi_python_client.parser import GeneratorData


def default_fits(shape: Mapping[str, Any], default: Any) -> bool:
    """
    Tell whether the generator can write `default` into the code for a readable schema.

    NOTE: it drops the whole operation over a default that it cannot write.
    """
    if "enum" in shape:
        return any(type(each) is type(default) and each == default for each in shape["enum"])
    if (
        shape.get("format") in {"date", "date-time", "uuid", "binary"}
        or {"oneOf", "anyOf", "allOf", "const"} & shape.keys()
    ):
        return False
    types = shape.get("type")
    kinds = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
    if types == "boolean":
        return isinstance(default, bool)
    return isinstance(types, str) and isinstance(default, kinds.get(types, ())) and not isinstance(default, bool)


def mend_defaults(parsed: GeneratorData) -> None:
    """
    Give each enum property of a class a default of its own enum, or none.

    NOTE: where an `allOf` narrows an enum, the generator keeps the default of the wide one, which it does not import.
    """
    for model in parsed.models:
        for each in (*(model.required_properties or ()), *(model.optional_properties or ())):
            default = each.default
            cls = getattr(getattr(each, "class_info", None), "name", None)
            if default is not None and cls and not default.python_code.as_unembedded_code().startswith(f"{cls}."):
                mended = each.convert_value(default.raw_value)
                each.default = mended if isinstance(mended, type(default)) else None


def mend_arguments(parsed: GeneratorData) -> None:
    """
    Let every operation be a function that Python can read.

    A part of the path keeps its default only where all parts after it have one, and an operation that takes several
    kinds of body knows the name of none of them.

    NOTE: the generator writes the parts of a path as positional arguments, in order, and `body: A | B | Unset` for
    several bodies, required or not, though it imports `Unset` only where some other parameter may be left out. Both
    seen with openapi-python-client 0.29.1.
    """
    from attrs import evolve

    for tagged in parsed.endpoint_collections_by_tag.values():
        for endpoint in tagged.endpoints:
            if len(endpoint.bodies) > 1:
                endpoint.relative_imports.add("from ...types import Unset")
            parts = endpoint.path_parameters
            last = max((index for index, part in enumerate(parts) if part.default is None), default=-1)
            parts[:last] = [evolve(part, default=None) for part in parts[:last]]
