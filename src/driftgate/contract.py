"""The effective contract: the vendored document, amended by overlays, compiled into questions about bodies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs

from driftgate.bundle import load_whole
from driftgate.canonical import canonical
from driftgate.document import Document, load_document
from driftgate.encoded import FORMATS
from driftgate.errors import ContractError
from driftgate.media_type import is_json
from driftgate.operation import DocumentedResponse, Operation, read_operations
from driftgate.overlay import Action, Overlay, apply_overlays, load_overlays
from driftgate.plain import made_plain
from driftgate.pointer import ROOT, resolve
from driftgate.provenance import says_inferred
from driftgate.schema import Direction, SchemaDefect, Translation, records_in, translate
from driftgate.sensitive import names_marked
from driftgate.swap import check_settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from driftgate.media_type import MediaType

_URN = "urn:driftgate:contract"
DOCUMENT_NAME = "openapi.json"
OVERLAY_FOLDER = "overlays"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promise:
    """
    What the contract says about one kind of answer: an operation, a status seen, a media type seen.

    Args:
        contract: Whose promise.
        status: As seen: `200`.
        response: None where the contract lists no such status.
        content_type: The bare media type seen, lower case; empty where the answer named none.
        media_type: None where the contract lists no such media type, or no content at all.
        items: Pointer, in the body, of the records of a collection; None where the body is no collection.
        items_promised: Whether `x-pagination` said so, rather than the schema's shape.
    """

    contract: Contract = field(repr=False)
    operation: Operation
    status: str
    response: DocumentedResponse | None
    content_type: str
    media_type: MediaType | None
    items: str | None
    items_promised: bool

    @property
    def schema_pointer(self) -> str | None:
        return self.media_type.schema_pointer if self.media_type is not None else None

    @property
    def is_json(self) -> bool:
        name = self.content_type or (self.media_type.name if self.media_type is not None else "")
        return is_json(name)


class Contract:
    """
    A document after its overlays. Immutable; what is compiled from it is compiled once, when first asked for.

    Args:
        document: As received.
        overlays: In the order they apply.
        tree: The document after all overlays, made plain. Treat as read-only.
        applications: What each overlay action did.
    """

    def __init__(self, document: Document, overlays: Iterable[Overlay] = ()) -> None:
        self.document = document
        self.overlays = tuple(overlays)
        amended, self.applications = apply_overlays(document.tree, self.overlays)
        self.tree = made_plain(amended)
        self._validators: dict[tuple[str, Direction, bool], jsonschema_rs.Draft202012Validator] = {}
        self._promises: dict[tuple[str, int, str | None], Promise] = {}
        self._translations: dict[tuple[Direction, bool], Translation] = {}
        self._registries: dict[tuple[Direction, bool], jsonschema_rs.Registry] = {}

    def after(self, actions: Sequence[Action]) -> Contract:
        """Return the contract that the document and these actions alone would make."""
        overlay = Overlay(name="", title="", version="", actions=tuple(actions))
        return Contract(self.document, (overlay,))

    @cached_property
    def sha256(self) -> str:
        """`sha256:…` over the effective document, whatever the order of its keys."""
        return f"sha256:{hashlib.sha256(canonical(self.tree)).hexdigest()}"

    @cached_property
    def has_validations(self) -> bool:
        """Whether `x-validations` stands anywhere in the effective document."""
        return b'"x-validations"' in canonical(self.tree)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return read_operations(self.tree, received=self.document.tree)

    @cached_property
    def glossary(self) -> Mapping[str, str]:
        """Id prefix to the resource it names; prefixes of one resource are aliases."""
        raw = (self.tree.get("components") or {}).get("x-id-prefixes") or {}
        if not isinstance(raw, dict) or not all(isinstance(resource, str) for resource in raw.values()):
            if raw == (self.document.tree.get("components") or {}).get("x-id-prefixes"):
                return {}  # the vendor's own extension of that name
            raise ContractError("components: `x-id-prefixes` must map each prefix to the name of a resource.")
        return raw

    @cached_property
    def sensitive_names(self) -> frozenset[str]:
        """Names of the properties and parameters that the contract marks `x-sensitive`, and those of its API keys."""
        return names_marked(self.tree)

    @cached_property
    def _inferred_tree(self) -> Mapping[str, Any]:
        """The document as inference left it: before the overlays that people wrote on top."""
        last = max(
            (
                index
                for index, each in enumerate(self.overlays)
                if any(says_inferred(action.value) for action in each.actions)
            ),
            default=None,
        )
        if last is None:
            return self.document.tree
        return apply_overlays(self.document.tree, self.overlays[: last + 1])[0]

    def support(self, schema_pointer: str, keyword: str, name: str | None = None) -> Mapping[str, Any] | None:
        """
        Return the `x-inferred` that a keyword of a schema rests on; None where it is declared or reviewed.

        Args:
            schema_pointer: Of the Schema Object, in the effective document.
            keyword: `type`, `required`, …
            name: Of `required`, the property.
        """
        node = resolve(self._inferred_tree, schema_pointer)
        if not isinstance(node, dict) or not isinstance(inferred := node.get("x-inferred"), dict):
            return None
        now = resolve(self.tree, schema_pointer)
        if not isinstance(now, dict) or "x-inferred" not in now:
            return None  # a reviewer took the mark off
        if keyword == "required" and name is not None:
            return inferred if _count(now, name) == _count(node, name) else None
        received = resolve(self.document.tree, schema_pointer)
        is_bare = isinstance(received, dict) and "x-inferred" not in received
        if is_bare and keyword in received and received[keyword] == now.get(keyword):
            return None  # the vendor says it, whatever inference added beside it
        return inferred if now.get(keyword) == node.get(keyword) else None

    @cached_property
    def _by_name(self) -> dict[str, Operation]:
        """Every operation by each of its names; where two share one, it is the first one's."""
        named: dict[str, Operation] = {}
        for each in self.operations:
            for name in (each.name, f"{each.method.lower()} {each.path}", each.operation_id):
                if name is not None:
                    named.setdefault(name, each)
        return named

    def operation(self, name: str) -> Operation:
        """
        Return an operation by `GET /path` or operationId.

        Raises:
            ContractError: There is none; the message offers near ones.
        """
        found = self._by_name.get(name)
        if found is not None:
            return found
        from difflib import get_close_matches

        near = get_close_matches(name, [each.name for each in self.operations], n=3, cutoff=0.3)
        offer = f" Near: {', '.join(near)}." if near else ""
        raise ContractError(f"the contract has no operation {name!r}.{offer}")

    def promise(self, operation: Operation, status: int, content_type: str | None) -> Promise:
        """Return what is promised for an answer; `content_type` is the header as sent."""
        key = (operation.name, status, content_type)
        found = self._promises.get(key)
        if found is None:
            if len(self._promises) > 10_000:  # hostile content types must not fill the memory
                self._promises.clear()
            found = self._promises[key] = self._promise(operation, status, content_type)
        return found

    def _promise(self, operation: Operation, status: int, content_type: str | None) -> Promise:
        bare = (content_type or "").partition(";")[0].strip().lower()
        response = operation.response_for(status)
        media_type = None
        if response is not None:
            media_type = response.media_type_for(content_type or "")
            if media_type is None and not bare and len(response.content) == 1:
                media_type = next(iter(response.content.values()))
        items, promised = self._items(operation, status, media_type)
        return Promise(
            contract=self,
            operation=operation,
            status=str(status),
            response=response,
            content_type=bare,
            media_type=media_type,
            items=items,
            items_promised=promised,
        )

    def _items(self, operation: Operation, status: int, media_type: MediaType | None) -> tuple[str | None, bool]:
        if not 200 <= status < 300:
            return None, False
        if media_type is not None and media_type.is_sequence:
            return ROOT, False
        if operation.pagination is not None:
            return operation.pagination.items, True
        if media_type is None or media_type.schema_pointer is None:
            return None, False
        return records_in(self.tree, media_type.schema_pointer), False

    def translation(self, *, direction: Direction = "response", strict: bool = True) -> Translation:
        """Return the effective document with its schemas as JSON Schema 2020-12."""
        found = self._translations.get((direction, strict))
        if found is None:
            found = self._translations[direction, strict] = translate(
                self.tree,
                is_3_0=self.document.is_3_0,
                direction=direction,
                strict=strict,
                glossary=self.glossary,
            )
        return found

    @property
    def schema_defects(self) -> tuple[SchemaDefect, ...]:
        """Keywords that no validator can use and that were left out."""
        return self.translation().defects

    def validator(
        self, schema_pointer: str, *, direction: Direction = "response", strict: bool = True
    ) -> jsonschema_rs.Draft202012Validator:
        """
        Return the compiled validator of the schema at a pointer of the effective document.

        Args:
            schema_pointer: As in `Promise.schema_pointer`.
            direction: Whose promise: see `driftgate.schema.translate`.
            strict: Close objects for noticing and assert id prefixes and date dialects.

        Raises:
            ContractError: The schema cannot be compiled.
        """
        key = (schema_pointer, direction, strict)
        found = self._validators.get(key)
        if found is None:
            found = self._validators[key] = self._compile(schema_pointer, direction, strict=strict)
        return found

    def _compile(self, pointer: str, direction: Direction, *, strict: bool) -> jsonschema_rs.Draft202012Validator:
        try:
            registry = self._registries.get((direction, strict))
            if registry is None:
                tree = self.translation(direction=direction, strict=strict).tree
                registry = jsonschema_rs.Registry([(_URN, tree)], draft=jsonschema_rs.Draft202012)
                self._registries[direction, strict] = registry
            fragment = quote(pointer, safe="/~!$&'()*+,;=:@?-._")
            return jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URN}#{fragment}"},
                registry=registry,
                formats=dict(FORMATS),
                validate_formats=True,
                offline=True,
            )
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            reason = str(error).splitlines()[0]
            raise ContractError(f"{self.document.name}: the schema at #{pointer} cannot be used: {reason}") from None


def _count(schema: Mapping[str, Any], name: str) -> int:
    required = schema.get("required")
    return required.count(name) if isinstance(required, list) else 0


def load_contract(folder: str | Path) -> Contract:
    """
    Return the contract in a folder: `openapi.json` and `overlays/*.overlay.yaml`, applied in name order.

    Raises:
        DocumentError, OverlayError, ConfigError: One cannot be read, or an update of the folder was cut off.
    """
    path = Path(folder)
    if path.is_file():
        raise ContractError(f"{folder}: is a file. Judge one bare document with --spec {folder}.")
    if not (path / DOCUMENT_NAME).is_file():
        raise ContractError(
            f"{folder}: has no {DOCUMENT_NAME}. Name the folder of a contract, or a document with --spec."
        )
    check_settled(path)
    document = load_document(path / DOCUMENT_NAME)
    return Contract(document, load_overlays(path / OVERLAY_FOLDER, shown_as=str(path / OVERLAY_FOLDER)))


def load_spec(source: str) -> Contract:
    """Return one bare document, in one file or several, as a contract without overlays. `source` is a path or URL."""
    return Contract(load_whole(source))
