"""Collections: records that `x-pagination` describes, drawn once and served in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ContractError
from driftgate.mock.bodies import samples_of
from driftgate.mock.paging import PAGE_SIZE, STYLES, Paging, is_address
from driftgate.mock.place import schema_at
from driftgate.mock.records import draw_records
from driftgate.pointer import fold, resolve, split
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.mock.bodies import Bodies
    from driftgate.operation import Operation
    from driftgate.pagination import Pagination

MAX_PAGES = 128
"""Pages kept once they are made; the oldest goes first."""
MAX_PAGE_BYTES = 512 * 1024
"""A page larger than this is made anew each time."""


class Collection:
    """
    The records of one operation.

    A record matches a filter where the field that the filter parameter's `x-assumed.filters` points at, as text,
    equals the filter; where nothing says which field, one of the record's fields must.

    Args:
        size: How many records there are.

    Raises:
        ContractError: `x-pagination` does not fit the response's schema, or no record conforms.
    """

    def __init__(
        self, bodies: Bodies, operation: Operation, media_type: MediaType, *, size: int, page_size: int = PAGE_SIZE
    ) -> None:
        assert operation.pagination is not None
        self.operation = operation
        self.media_type = media_type
        self.pagination: Pagination = operation.pagination
        self._contract: Contract = bodies.contract
        self._bodies = bodies
        self.paging = Paging(bodies.contract, operation, page_size=page_size)
        self._seed = f"{bodies.seed}/{operation.name}"
        self._samples = samples_of(media_type)
        self._items_place = split(self.pagination.items)
        self.items = draw_records(bodies, operation, media_type, size)
        self.pieces = [orjson.dumps(item) for item in self.items]
        self._envelope = self._draw_envelope()
        self._filters = self._filter_field()
        self._selected: dict[str, list[int]] = {}
        self._whole = list(range(len(self.items)))
        self._echoes = self._echo_pointers()
        self._next = self._next_pointer()
        self._pages: dict[tuple[Any, ...], bytes] = {}
        self._check()

    def _draw_envelope(self) -> Any:
        if not self._items_place:
            return None
        schema_pointer = self.media_type.schema_pointer
        assert schema_pointer is not None
        envelope = self._bodies.drawer.draw(schema_pointer, seed=self._seed, samples=self._samples, position=0)
        _put(envelope, self._items_place, [])
        return envelope

    def _filter_field(self) -> str | None:
        parameter = self.operation.parameter(self.pagination.filter) if self.pagination.filter else None
        raw = resolve(self._contract.tree, parameter.pointer) if parameter is not None else None
        assumed = raw.get("x-assumed") if isinstance(raw, dict) else None
        field = assumed.get("filters") if isinstance(assumed, dict) else None
        return field if isinstance(field, str) else None

    def _echo_pointers(self) -> list[tuple[str, list[str], str | None]]:
        """Return, for each echo, the request parameter, where it goes, and the pointer of the schema there."""
        schema_pointer = self.media_type.schema_pointer
        assert schema_pointer is not None
        return [
            (name, split(pointer), schema_at(self._contract, schema_pointer, split(pointer)))
            for name, pointer in self.pagination.echo.items()
        ]

    def _check(self) -> None:
        """Prove that the first page conforms: better no mock than one that drifts by itself."""
        assert self.media_type.schema_pointer is not None
        page = self.page([])
        assert page is not None
        validator = self._contract.validator(self.media_type.schema_pointer)
        error = next(validator.iter_errors(orjson.loads(page)), None)
        if error is not None:
            place = "".join(f"/{token}" for token in error.instance_path)
            raise ContractError(
                f"{self.operation.name}: a page that `x-pagination` describes does not conform at "
                f"{place or 'the root'}: {error.message}"
            )

    def select(self, wanted: str | None) -> Sequence[int]:
        """Return the positions of the records that a filter leaves, all of them where there is none."""
        if wanted is None:
            return self._whole
        found = self._selected.get(wanted)
        if found is None:
            if len(self._selected) >= 256:
                self._selected.clear()
            found = self._selected[wanted] = [
                position for position, item in enumerate(self.items) if self._is_match(item, wanted)
            ]
        return found

    def _is_match(self, item: Any, wanted: str) -> bool:
        if self._filters is not None:
            return _as_text(resolve(item, self._filters)) == wanted
        return isinstance(item, dict) and any(_as_text(value) == wanted for value in item.values())

    def page(
        self,
        query: Sequence[tuple[str, str]],
        *,
        path: str = "",
        ignore_filter: bool = False,
        ignore_limit: bool = False,
    ) -> bytes | None:
        """
        Return the page a query asks for; its parameters conform already. Empty beyond the last.

        None where the query has a cursor that nobody handed out. `path` is what addresses of other pages begin with.
        """
        key = (*query, path if self.pagination.next is not None else "", ignore_filter, ignore_limit)
        found = self._pages.get(key)
        if found is None:
            found = self._make_page(query, path, ignore_filter=ignore_filter, ignore_limit=ignore_limit)
            if found is not None and len(found) <= MAX_PAGE_BYTES:
                if len(self._pages) >= MAX_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[key] = found
        return found

    def _make_page(
        self, query: Sequence[tuple[str, str]], path: str, *, ignore_filter: bool, ignore_limit: bool
    ) -> bytes | None:
        given = dict(query)
        pagination = self.pagination
        selected = self._asked_for(given, ignore_filter=ignore_filter)
        span = self.paging.span(given, at_least=self.paging.default_limit if ignore_limit else 0)
        if span is None:
            return None
        pieces = self.pieces
        shown = selected[span.start : span.start + span.limit]
        records = b"[" + b",".join([pieces[position] for position in shown]) + b"]"
        if not self._items_place:
            return records
        envelope = _copy(self._envelope)
        _put(envelope, self._items_place, orjson.Fragment(records))
        if pagination.total is not None:
            _put(envelope, split(pagination.total), len(selected))
        effective = {**given}
        if pagination.page and pagination.style != "cursor":
            effective[pagination.page] = str(span.number)
        if pagination.limit:
            effective[pagination.limit] = str(span.limit)
        for name, tokens, schema in self._echoes:
            self._echo(envelope, tokens, effective.get(name), schema)
        if self._next is not None:
            tokens, schema, told_by_address = self._next
            following = self.paging.following(span, len(selected))
            if following is not None and told_by_address:
                following = self.paging.address(following, query, path)
            self._echo(envelope, tokens, following, schema)
        return orjson.dumps(envelope)

    def _asked_for(self, given: Mapping[str, str], *, ignore_filter: bool) -> Sequence[int]:
        wanted = given.get(self.pagination.filter) if self.pagination.filter else None
        return self.select(None if ignore_filter else wanted or None)

    def count(self, query: Sequence[tuple[str, str]], *, ignore_filter: bool) -> int:
        """Return how many records there are for a query on all its pages."""
        return len(self._asked_for(dict(query), ignore_filter=ignore_filter))

    def link(self, query: Sequence[tuple[str, str]], path: str) -> str | None:
        """Return the header `Link` of the page that a query asks for; None where there is none, or no next page."""
        if self.pagination.next != "header:Link":
            return None
        given = dict(query)
        span = self.paging.span(given)
        following = self.paging.following(span, len(self._asked_for(given, ignore_filter=False))) if span else None
        return None if following is None else f'<{self.paging.address(following, query, path)}>; rel="next"'

    def _next_pointer(self) -> tuple[list[str], str | None, bool] | None:
        """Return where the next page is told in a body: the place, its schema, and whether it is told by its address."""
        pointer = self.pagination.next
        if pointer is None or not pointer.startswith("/"):
            return None
        assert self.media_type.schema_pointer is not None
        schema = schema_at(self._contract, self.media_type.schema_pointer, split(pointer))
        node = follow(self._contract.tree, resolve(self._contract.tree, schema)) if schema is not None else None
        return split(pointer), schema, is_address(node)

    def pages_before(self, query: Sequence[tuple[str, str]]) -> int:
        """Return how many pages, or records where the style is `offset`, come before the one a query asks for."""
        span = self.paging.span(dict(query))
        if span is None:
            return 0
        if self.pagination.style == "cursor":
            return span.start // max(1, span.limit)
        return span.number - self.pagination.first

    def _echo(self, envelope: Any, tokens: list[str], value: str | None, schema: str | None) -> None:
        if value is None:
            parent = resolve(envelope, fold(tokens[:-1]))
            if isinstance(parent, dict) and tokens[-1] in parent:
                kept = parent.pop(tokens[-1])
                if schema is not None and self._is_required(tokens):
                    parent[tokens[-1]] = self._nothing(schema, kept)
            return
        _put(envelope, tokens, self._typed(value, schema))

    def _typed(self, value: str, schema: str | None) -> Any:
        if schema is None or not value.lstrip("-").isdecimal():
            return value
        validator = self._contract.validator(schema)
        if not validator.is_valid(int(value)):
            return value
        # orjson writes 64 bits; a parameter without bounds has no such end.
        return int(value) if -(2**63) <= int(value) < 2**63 else orjson.Fragment(str(int(value)))

    def _nothing(self, schema: str, kept: Any) -> Any:
        validator = self._contract.validator(schema)
        return next((value for value in (None, "") if validator.is_valid(value)), kept)

    def _is_required(self, tokens: list[str]) -> bool:
        assert self.media_type.schema_pointer is not None
        parent = schema_at(self._contract, self.media_type.schema_pointer, tokens[:-1])
        node = node_at(self._contract.translation().tree, parent) if parent is not None else {}
        return isinstance(node, dict) and tokens[-1] in node.get("required", ())


def _copy(value: Any) -> Any:
    """Copy containers only: envelopes are small, `deepcopy` is not."""
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value


def _put(tree: Any, tokens: Sequence[str], value: Any) -> None:
    for token in tokens[:-1]:
        tree = tree.setdefault(token, {}) if isinstance(tree, dict) else tree[int(token)]
    tree[tokens[-1]] = value


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def collections_of(bodies: Bodies, *, size: int, page_size: int = PAGE_SIZE) -> Mapping[str, Collection]:
    """
    Return the collections of a contract by the name of their operation.

    `bodies.notices` says which `x-pagination` a mock cannot serve.
    """
    found: dict[str, Collection] = {}
    for operation in bodies.contract.operations:
        if operation.pagination is None:
            continue
        response = operation.response_for(200)
        media_type = response.media_type_for("application/json") if response is not None else None
        if media_type is None or media_type.schema_pointer is None:
            bodies.notices[operation.pointer] = (
                f"{operation.name}: has an `x-pagination` and no JSON schema in its 200; answered without pages."
            )
        elif operation.pagination.style == "cursor" and None in {operation.pagination.page, operation.pagination.next}:
            bodies.notices[operation.pointer] = (
                f"{operation.name}: pages by cursor need `page`, the parameter that carries it, and `next`, where an answer "
                "tells the next one; answered without pages."
            )
        elif operation.pagination.style not in STYLES:
            bodies.notices[operation.pointer] = (
                f"{operation.name}: the pagination style {operation.pagination.style!r} is unknown (known: "
                f"{', '.join(sorted(STYLES))}); answered without pages."
            )
        else:
            found[operation.name] = Collection(bodies, operation, media_type, size=size, page_size=page_size)
    return found
