"""Bodies of documented responses: the documented example where it conforms, else one drawn from the schema."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ContractError
from driftgate.media_type import is_json
from driftgate.mock.draw import Drawer, UndrawableSchema
from driftgate.mock.render import render
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.operation import DocumentedResponse, HeaderPromise

LOG = logging.getLogger("driftgate.mock")
_NOT_OURS = frozenset({"connection", "content-encoding", "content-length", "content-type", "date", "keep-alive",
                       "transfer-encoding", "upgrade", "trailer", "te"})  # fmt: skip


class Bodies:
    """
    Bodies and headers for the responses of a contract.

    Args:
        seed: Decides what is drawn.

    `notices` says, for each body that could not be made to conform, why.
    """

    def __init__(self, contract: Contract, *, seed: int) -> None:
        self.contract = contract
        self.seed = seed
        self.drawer = Drawer(contract)
        self.notices: dict[str, str] = {}
        self._values: dict[tuple[str, str], Any] = {}

    def value(self, media_type: MediaType, *, dynamic: str | None = None) -> Any:
        """
        Return the body of a response, not yet in bytes.

        Args:
            media_type: What the response documents for it.
            dynamic: Draw it, and let this text decide what comes out, though there be an example.
        """
        key = (media_type.pointer, dynamic or "")
        if key not in self._values:
            if len(self._values) > 20_000:
                self._values.clear()
            self._values[key] = self._value(media_type, dynamic)
        return self._values[key]

    def _value(self, media_type: MediaType, dynamic: str | None) -> Any:
        if dynamic is None:
            example = next(self._conforming_examples(media_type), MISSING)
            if example is not MISSING:
                return example
        if media_type.schema_pointer is None:
            return {} if is_json(media_type.name) else ""
        try:
            return self.drawer.draw(
                media_type.schema_pointer,
                seed=f"{self.seed}/{media_type.pointer}/{dynamic or ''}",
                samples=samples_of(media_type) if dynamic is None else None,
            )
        except (UndrawableSchema, ContractError) as error:
            self._notice(media_type, error)
            documented = [value for _, value in media_type.examples.values()]
            if isinstance(error, UndrawableSchema):
                declared = self.contract.validator(media_type.schema_pointer, strict=False)
                documented = [*(value for value in documented if _is_valid(declared, value)), error.nearest]
            return next(iter(documented), {})

    def _notice(self, media_type: MediaType, error: Exception) -> None:
        if media_type.pointer not in self.notices:
            LOG.warning("%s", error)
        self.notices[media_type.pointer] = str(error)

    def _conforming_examples(self, media_type: MediaType) -> Iterator[Any]:
        found = [value for _, value in media_type.examples.values()]
        schema = resolve(self.contract.tree, media_type.schema_pointer) if media_type.schema_pointer else None
        nodes = (schema, follow(self.contract.tree, schema))
        found += [node["example"] for node in nodes if isinstance(node, dict) and "example" in node]
        if media_type.schema_pointer is None:
            yield from found
            return
        try:
            validator = self.contract.validator(media_type.schema_pointer)
        except ContractError:
            return
        for value in found:
            for candidate in (value, _parsed(value)):  # some vendors write their JSON as text
                if candidate is not MISSING and _is_valid(validator, candidate):
                    yield candidate

    def body(self, media_type: MediaType, name: str, *, dynamic: str | None = None) -> bytes:
        """Return the body in the bytes of the media type `name`."""
        return render(self.value(media_type, dynamic=dynamic), name)

    def headers(self, response: DocumentedResponse, status: int) -> tuple[tuple[str, str], ...]:
        """Return the documented headers, each with a value of its schema, and `Retry-After` where it belongs."""
        found = {
            promise.name.lower(): text
            for promise in response.headers
            if promise.name.lower() not in _NOT_OURS and (text := self._header(promise)) is not None
        }
        if response.retry is not None and status in {429, 503}:
            # RFC 6585 and RFC 9110 give these two a Retry-After; 408 and 504 are retried by the client's own clock.
            found.setdefault("retry-after", str(response.retry.get("after_s", 1)))
        return tuple(found.items())

    def _header(self, promise: HeaderPromise) -> str | None:
        raw = resolve(self.contract.tree, promise.pointer)
        example = raw.get("example", MISSING) if isinstance(raw, dict) else MISSING
        if promise.schema_pointer is not None and (example is MISSING or not self._takes(promise, example)):
            try:
                example = self.drawer.draw(promise.schema_pointer, seed=f"{self.seed}/{promise.pointer}")
            except (UndrawableSchema, ContractError):
                return None
        if example is MISSING:
            example = "1"
        text = _header_value(example)
        return text if text.isascii() and text.isprintable() else None

    def _takes(self, promise: HeaderPromise, example: Any) -> bool:
        """Tell whether a header's example conforms, read as what it is or as the text that it will be."""
        assert promise.schema_pointer is not None
        try:
            validator = self.contract.validator(promise.schema_pointer)
        except ContractError:
            return True
        return _is_valid(validator, example) or _is_valid(validator, _header_value(example))


def _header_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_header_value(part) for part in value)
    if isinstance(value, dict):
        return ",".join(f"{key},{_header_value(part)}" for key, part in value.items())
    return str(value)


def _is_valid(validator: Any, value: Any) -> bool:
    try:
        return bool(validator.is_valid(value))
    except (ValueError, UnicodeEncodeError):  # a lone surrogate, a key that is no text
        return False


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return MISSING
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return MISSING


def samples_of(media_type: MediaType) -> Mapping[str, list[Any]]:
    """Return the values of all documented examples by folded pointer, each once, in document order."""
    found: dict[str, list[Any]] = {}
    for _, value in media_type.examples.values():
        parsed = _parsed(value)
        _collect(value if parsed is MISSING else parsed, "", found)
    return found


def _collect(value: Any, place: str, found: dict[str, list[Any]]) -> None:
    known = found.setdefault(place, [])
    if not any(type(value) is type(other) and value == other for other in known):
        known.append(value)
    if isinstance(value, dict):
        for key, part in value.items():
            _collect(part, f"{place}/{escape(str(key))}", found)
    elif isinstance(value, list):
        for part in value:
            _collect(part, f"{place}/*", found)
