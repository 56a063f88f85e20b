"""Collections: records that `x-pagination` describes, drawn once and served in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ContractError
from driftgate.mock.bodies import samples_of
from driftgate.mock.draw import UndrawableSchema
from driftgate.mock.place import schema_at
from driftgate.mock.validations import Validations
from driftgate.pointer import MISSING, fold, resolve, split
from driftgate.schema import node_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.mock.bodies import Bodies
    from driftgate.operation import MediaType, Operation
    from driftgate.pagination import Pagination

PAGE_SIZE = 100
"""Records on a page where neither the request nor the parameter's `default` says how many."""
TRIES = 60
"""Draws of one record before its validations or its identity are given up."""
MAX_PAGES = 128
"""Pages kept once they are made; the oldest goes first."""
MAX_PAGE_BYTES = 512 * 1024
"""A page larger than this is made anew each time."""
STYLES = frozenset({"page", "offset"})


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
        self._page_size = page_size
        self._seed = f"{bodies.seed}/{operation.name}"
        self._samples = samples_of(media_type)
        self._items_place = split(self.pagination.items)
        self.items = self._draw_items(size)
        self.pieces = [orjson.dumps(item) for item in self.items]
        self._envelope = self._draw_envelope()
        self._filters = self._filter_field()
        self._selected: dict[str, list[int]] = {}
        self._whole = list(range(len(self.items)))
        self._default_limit = self._limit_default()
        self._echoes = self._echo_pointers()
        self._pages: dict[tuple[Any, ...], bytes] = {}
        self._check()

    def _draw_items(self, size: int) -> list[Any]:
        schema_pointer = self.media_type.schema_pointer
        assert schema_pointer is not None
        item = schema_at(self._contract, schema_pointer, [*self._items_place, "*"])
        if item is None:
            raise ContractError(
                f"{self.operation.name}: `x-pagination` finds the records at {self.pagination.items or 'the root'}, "
                "where the response's schema has no array with `items`."
            )
        validations = Validations(self._contract, item)
        place = fold([*self._items_place, 0])
        items: list[Any] = []
        taken: set[bytes] = set()
        for position in range(size):
            for attempt in range(TRIES):
                try:
                    drawn = self._bodies.drawer.draw(
                        item,
                        seed=f"{self._seed}#{position}/{attempt}",
                        samples=self._samples,
                        place=place,
                        position=position,
                        spread=attempt == 0,
                    )
                except UndrawableSchema as error:
                    raise ContractError(str(error)) from None
                identity = self._identity(drawn, position)
                if identity not in taken and validations.hold(drawn):
                    break
            else:
                raise ContractError(
                    f"{self.operation.name}: after {size and TRIES} tries record {position} still breaks a validation "
                    "or repeats an identity. Ask for fewer items, or widen the schema in an overlay."
                )
            taken.add(identity)
            items.append(drawn)
        return items

    def _identity(self, item: Any, position: int) -> bytes:
        if self.pagination.identity is None:
            return b"%d" % position
        value = resolve(item, self.pagination.identity)
        return b"%d" % position if value is MISSING else orjson.dumps(value)

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

    def _limit_default(self) -> int:
        parameter = self.operation.parameter(self.pagination.limit) if self.pagination.limit else None
        default = parameter.schema.get("default") if parameter is not None else None
        if isinstance(default, int) and default > 0:
            return default
        most = parameter.schema.get("maximum") if parameter is not None else None
        return min(self._page_size, most) if isinstance(most, int) and most > 0 else self._page_size

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
        self, query: Sequence[tuple[str, str]], *, ignore_filter: bool = False, ignore_limit: bool = False
    ) -> bytes:
        """Return the page a query asks for; its parameters conform already. Empty beyond the last."""
        key = (*query, ignore_filter, ignore_limit)
        found = self._pages.get(key)
        if found is None:
            found = self._make_page(query, ignore_filter=ignore_filter, ignore_limit=ignore_limit)
            if len(found) <= MAX_PAGE_BYTES:
                if len(self._pages) >= MAX_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[key] = found
        return found

    def _make_page(self, query: Sequence[tuple[str, str]], *, ignore_filter: bool, ignore_limit: bool) -> bytes:
        given = dict(query)
        pagination = self.pagination
        wanted = given.get(pagination.filter) if pagination.filter else None
        selected = self.select(None if ignore_filter else wanted or None)
        limit = _number(given.get(pagination.limit) if pagination.limit else None, self._default_limit)
        limit = max(limit, self._default_limit) if ignore_limit else limit
        number = _number(given.get(pagination.page) if pagination.page else None, pagination.first)
        steps = number - pagination.first
        start = max(0, steps if pagination.style == "offset" else steps * limit)
        shown = selected[start : start + max(0, limit)]
        pieces = self.pieces
        records = b"[" + b",".join([pieces[position] for position in shown]) + b"]"
        if not self._items_place:
            return records
        envelope = _copy(self._envelope)
        _put(envelope, self._items_place, orjson.Fragment(records))
        if pagination.total is not None:
            _put(envelope, split(pagination.total), len(selected))
        effective = {**given}
        if pagination.page:
            effective[pagination.page] = str(number)
        if pagination.limit:
            effective[pagination.limit] = str(limit)
        for name, tokens, schema in self._echoes:
            self._echo(envelope, tokens, effective.get(name), schema)
        return orjson.dumps(envelope)

    def pages_before(self, query: Sequence[tuple[str, str]]) -> int:
        """Return how many pages, or records where the style is `offset`, come before the one a query asks for."""
        asked = dict(query).get(self.pagination.page) if self.pagination.page else None
        return _number(asked, self.pagination.first) - self.pagination.first

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
        return value if not validator.is_valid(int(value)) else int(value)

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


def _number(raw: str | None, default: int) -> int:
    try:
        return int(raw) if raw else default
    except ValueError:
        return default


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
        elif operation.pagination.style not in STYLES:
            bodies.notices[operation.pointer] = (
                f"{operation.name}: the pagination style {operation.pagination.style!r} is unknown (known: "
                f"{', '.join(sorted(STYLES))}); answered without pages."
            )
        else:
            found[operation.name] = Collection(bodies, operation, media_type, size=size, page_size=page_size)
    return found
