"""Bodies as the generator can read them: which media types it understands, which it is told to take as bytes."""

from __future__ import annotations

from email.message import Message
from typing import TYPE_CHECKING, Any

from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.client.shapes import Shapes

BYTES = "application/octet-stream"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Contents:
    """
    Rewrites the `content` of requests and responses.

    Args:
        overrides: Filled with each media type the generator does not know, and the one to read it as.
    """

    def __init__(self, shapes: Shapes, *, note: Callable[[str], None]) -> None:
        self.overrides: dict[str, str] = {}
        self._shapes = shapes
        self._note = note

    def response(
        self, content: Mapping[str, Any], where: str, *, spoken: str, name: str, parent: str
    ) -> dict[str, Any]:
        """
        Return the one media type of a response that the client reads: JSON before text before bytes.

        The generator reads the first it knows, whatever the answer says it is.
        """
        names = sorted((each for each in content if isinstance(content[each], dict)), key=self._rank)
        if not names:
            return {}
        if any(
            not _is_json(_bare(each)) or content[each].get("schema") != content[names[0]].get("schema")
            for each in names[1:]
        ):
            self._note(f"{spoken}: of {', '.join(names)} the client reads {names[0]}")
        chosen = names[0]
        schema = self._schema(content, chosen, where, name=name, parent=parent)
        if schema is not None and self._shapes.is_null(schema):
            schema = {}  # NOTE: the generator writes `None | None`, which is no type
        return {chosen: {} if schema is None else {"schema": schema}}

    def request(self, content: Mapping[str, Any], where: str, *, spoken: str, parent: str) -> dict[str, Any]:
        """
        Return the media types of a request body. What is neither JSON nor a form is sent as the bytes given.

        NOTE: the client tells bodies apart by their Python type, so that of two with one schema it would send the last:
        only the first stays.
        """
        names = sorted((each for each in content if isinstance(content[each], dict)), key=self._rank)
        kept: list[str] = []
        for each in names:
            alike = next((other for other in kept if self._alike(content, each, other)), None)
            if alike is None:
                kept.append(each)
            else:
                self._note(f"{spoken}: the client sends {alike}, not {each}, which has the same schema")
        out = {}
        for each in kept:
            owner = f"{parent}_{self._kind(each)}" if len(kept) > 1 else parent
            schema = self._schema(content, each, where, name="body", parent=owner)
            out[each] = {"schema": {} if schema is None else schema}
        return out

    def _alike(self, content: Mapping[str, Any], one: str, other: str) -> bool:
        kinds = self._kind(one), self._kind(other)
        if "content" in kinds:
            return kinds[0] == kinds[1]
        return bool(content[one].get("schema") == content[other].get("schema"))

    def _schema(self, content: Mapping[str, Any], media_type: str, where: str, *, name: str, parent: str) -> Any:
        entry, bare = content[media_type], _bare(media_type)
        if "itemSchema" in entry:
            self._note(f"{where}/{escape(media_type)}: the client takes the items in one piece, as they are sent")
        if _is_json(bare):
            if bare != media_type.strip() or "*" in media_type or bare == "text/json":
                self.overrides[media_type] = "application/json"
        elif bare.startswith("text/") and name != "body":
            if bare != media_type.strip():
                self.overrides[media_type] = bare
        elif bare not in _FORMS or name != "body":
            self.overrides[media_type] = BYTES
            return {"type": "string", "format": "binary"}
        elif bare != media_type.strip():
            self.overrides[media_type] = bare
        if bare.startswith("text/") and not _is_json(bare):
            return {"type": "string"}
        if "schema" not in entry:
            return None
        return self._shapes.readable(entry["schema"], f"{where}/{escape(media_type)}/schema", name=name, parent=parent)

    def _kind(self, media_type: str) -> str:
        """Return the generator's word for how a body is sent, which it puts into the name of the body's class."""
        bare = _bare(media_type)
        if bare in _FORMS:
            return "data" if bare == _FORMS[0] else "files"
        return "json" if _is_json(bare) else "content"

    @staticmethod
    def _rank(media_type: str) -> tuple[int, str]:
        bare = _bare(media_type)
        if bare == "application/json":
            return 0, media_type
        if _is_json(bare):
            return 1, media_type
        if bare in _FORMS:
            return 2, media_type
        return (3, media_type) if bare.startswith("text/") else (4, media_type)


def _bare(media_type: str) -> str:
    """Return a media type without parameters, lower case."""
    message = Message()
    message["Content-Type"] = media_type.strip()
    return message.get_content_type() if "/" in media_type else media_type.strip().lower()


def _is_json(bare: str) -> bool:
    """Tell whether a body is read as JSON. A wild card is: JSON is what an API answers that names nothing."""
    return bare in {"application/json", "text/json", "application/*", "*/*"} or bare.endswith("+json")
