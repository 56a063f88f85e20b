"""Requests: what an operation asks of its clients, and where a request falls short of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from driftgate.body import read_json
from driftgate.classifier import Classifier
from driftgate.errors import ContractError
from driftgate.exchange import WrongRequest
from driftgate.finding import Severity, Source
from driftgate.form import MULTIPART, URLENCODED, read_form
from driftgate.media_type import entry_for, is_json
from driftgate.parameter import IGNORED_HEADERS, ParameterReader, Values, query_of, read_cookies
from driftgate.pointer import MISSING
from driftgate.rule import load_rules
from driftgate.security import schemes_of
from driftgate.sequence import read_sequence
from driftgate.subject import Violation
from driftgate.vocabulary import observed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract
    from driftgate.exchange import Exchange
    from driftgate.operation import Operation, Parameter
    from driftgate.page import PageView
    from driftgate.sighting import Sighting
    from driftgate.subject import Observation

MAX_REMEMBERED = 5_000
_TRACKING = frozenset({
    "_", "_t", "cachebuster", "cb", "fbclid", "gclid", "msclkid", "nocache", "ref", "timestamp", "ts",
})  # fmt: skip
_CREDENTIAL_NAMES = frozenset({"accesstoken", "apikey", "api_key", "access_token", "key", "sig", "signature", "token"})
_PLAIN = frozenset({"type", "description", "title", "example", "examples", "default", "deprecated"})


class Shortfall(NamedTuple):
    """
    One way in which a request is not what the operation asks for.

    Args:
        pointer: `query:NAME`, `header:NAME`, `path:NAME`, `cookie:NAME`, or `body:POINTER`.
        severity: None for the rule's own.
    """

    pointer: str
    message: str
    observed: str
    expected: str
    document_pointer: str
    severity: Severity | None
    value: Any


@lru_cache(maxsize=1024)
def request_side(contract: Contract, operation: Operation) -> RequestSide:
    return RequestSide(contract, operation)


def is_well_asked(seen: Observation) -> bool:
    """Tell, quickly, that a request has nothing wrong, or is meant to: its query was looked at before, and there is no more."""
    request = seen.exchange.request
    if request.__class__ is WrongRequest:
        return True
    if request.body:
        return False
    side, page = request_side(seen.contract, seen.promise.operation), seen.page
    if page is None or page.text is None:
        return side.knows(request.url.partition("?")[2])
    return side.knows_page(page)


class RequestSide:
    """
    The client's side of one operation: parameters, media type and body of a request.

    What a recording cannot show is not missed: cookies and headers where none were recorded, a body that is absent.
    """

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._contract = contract
        self._operation = operation
        rules = [each for each in load_rules().values() if each.on is Violation]
        self._classifier = Classifier(contract, rules, direction="request")
        self._readers = [
            ParameterReader(contract, each)
            for each in operation.parameters
            if each.location != "header" or each.name.lower() not in IGNORED_HEADERS
        ]
        self._by_query = {
            each.parameter.name: each
            for each in self._readers
            if each.parameter.location == "query" and each.is_one_text
        }
        self._plain = frozenset(
            name
            for name, each in self._by_query.items()
            if each.kinds == {"string"} and not (each.parameter.schema.keys() - _PLAIN)
        )
        self._whole = {name: bounds for name, each in self._by_query.items() if (bounds := _bounds(each)) is not None}
        self._wide = [
            each
            for each in self._readers
            if each.parameter.name not in self._by_query or each.parameter.location != "query"
        ]
        self._required = [name for name, each in self._by_query.items() if each.parameter.required]
        self._keys = frozenset(each.name for each in schemes_of(contract, operation) if each.location == "query")
        self._is_open = any(each.takes_any_name for each in self._readers)
        self._checked: dict[tuple[str, str], tuple[Shortfall, ...]] = {}
        self._sound: dict[str, bool] = {}

    def knows(self, query: str) -> bool:
        """Tell, quickly, whether a query is sound and all there is to a request; False where that takes a closer look."""
        if self._wide or "#" in query:
            return False
        names = set()
        for part in query.split("&") if query else ():
            name, _, text = part.partition("=")
            bounds = self._whole.get(name)
            if bounds is not None:
                if name in names or (text and not _lies_within(text, bounds)):
                    return False
            elif name not in self._plain and part:
                name = unquote(name.replace("+", " "))
                if name not in self._plain:
                    return False
            names.add(name)
        return not self._required or all(name in names for name in self._required)

    def knows_page(self, page: PageView) -> bool:
        """Tell the same of the query for a page by its number, which is all that sets it apart from those before it."""
        paged_by, query = page.collection.page, page.wanted.query
        assert paged_by is not None
        assert page.text is not None
        known = self._sound.get(query)
        if known is None:
            if len(self._sound) >= MAX_REMEMBERED:
                self._sound.clear()
            known = self._sound[query] = self.knows(f"{query}&{paged_by.name}=")
        bounds = self._whole.get(paged_by.name)
        return known and (bounds is None or _lies_within(page.text, bounds))

    def shortfalls(self, exchange: Exchange, path_values: Mapping[str, str]) -> Iterator[Shortfall]:
        """Yield the ways in which a request falls short."""
        query = query_of(exchange.request.url)
        names = set()
        for name, text in query:
            if name in self._plain:
                names.add(name)
            elif (reader := self._by_query.get(name)) is not None:
                if name in names:
                    yield _repeated(reader.parameter)
                names.add(name)
                if text:  # `?Page=` is what a form sends where nothing was filled in
                    yield from self._known(reader, text)
        for name in self._required:
            if name not in names:
                yield _missing(self._by_query[name].parameter)
        unnamed = {name for name, _ in query} - self._by_query.keys()
        if self._wide or unnamed:
            yield from self._rest(exchange, path_values, unnamed)
        if exchange.request.body and exchange.request.method != "HEAD":
            yield from self._body(exchange)

    def _known(self, reader: ParameterReader, text: str) -> tuple[Shortfall, ...]:
        """Return what is wrong with a text of a parameter; remembered, since most texts come again."""
        key = (reader.parameter.name, text)
        known = self._checked.get(key)
        if known is None:
            if len(self._checked) >= MAX_REMEMBERED:
                self._checked.clear()
            values = Values({}, ((reader.parameter.name, text),), {}, {})
            known = self._checked[key] = tuple(self._read(reader, values))
        return known

    def _rest(self, exchange: Exchange, path_values: Mapping[str, str], unnamed: set[str]) -> Iterator[Shortfall]:
        query = query_of(exchange.request.url)
        headers = exchange.request.headers.as_dict()
        values = Values(path_values, query, headers, read_cookies(headers.get("cookie")))
        for reader in self._wide:
            parameter = reader.parameter
            unnamed -= reader.names(values)
            is_hidden = (parameter.location == "header" and not headers) or (
                parameter.location == "cookie" and not values.cookies
            )
            if not is_hidden:
                yield from self._read(reader, values)
        if self._is_open:
            return
        for name in sorted(unnamed - self._keys):
            lower = name.lower()
            if lower not in _TRACKING | _CREDENTIAL_NAMES and not lower.startswith(("utm_", "_ga", "x-amz-")):
                yield Shortfall(
                    "query:*",
                    "has a query parameter that the contract does not list",
                    "undocumented parameter",
                    "a listed parameter",
                    self._operation.pointer,
                    Severity.NOTE,
                    name[:60],
                )

    def _read(self, reader: ParameterReader, values: Values) -> Iterator[Shortfall]:
        parameter = reader.parameter
        reading = reader.read(values)
        if reading is None:
            if parameter.required:
                yield _missing(parameter)
        elif reading.error is not None and reader.validator is not None:
            seen = self._classifier.sightings(
                reader.validator.iter_errors(reading.value),
                reading.value,
                source=Source.REQUEST,
                root=parameter.schema_pointer,
            )
            yield Shortfall(
                f"{parameter.location}:{parameter.name}",
                f"the {parameter.location} parameter {seen[0].message}" if seen else "does not conform to its schema",
                seen[0].observed if seen else observed(reading.value),
                (seen[0].expected if seen else None) or "what its schema says",
                parameter.pointer,
                _weight(seen[0]) if seen else None,
                reading.value,
            )

    def _body(self, exchange: Exchange) -> Iterator[Shortfall]:
        request, promised = exchange.request, self._operation.request_body
        place = self._operation.pointer
        if promised is None:
            yield Shortfall("body:", "has a body where the contract has none", "a body", "no body", place,
                            Severity.NOTE, MISSING)  # fmt: skip
            return
        content_type = request.headers.get("content-type") or ""
        named = content_type.partition(";")[0].strip().lower()
        sole = next(iter(promised.content.values())) if len(promised.content) == 1 and not named else None
        media_type = sole or entry_for(promised.content, content_type)
        if media_type is None and promised.content and (named or request.headers.as_dict()):
            shown = f"media type {named}" if named.count("/") == 1 and len(named) < 80 else "no Content-Type"
            yield Shortfall("header:Content-Type", f"came with {shown}", shown, "a listed media type",
                            promised.pointer, None, MISSING)  # fmt: skip
        if media_type is None or media_type.schema_pointer is None or request.body is None:
            return
        if media_type.is_sequence:
            value = read_sequence(request.body, media_type.name).value
        else:
            value = self._value(request.body, content_type or media_type.name, media_type.schema_pointer)
        if value is MISSING:
            if media_type.is_sequence or is_json(named or media_type.name):
                yield Shortfall("body:", "cannot be read as JSON", "no JSON", "JSON", media_type.pointer, None, MISSING)
            return
        try:
            validator = self._contract.validator(media_type.schema_pointer, direction="request", strict=False)
        except ContractError:
            return
        root = media_type.schema_pointer
        for seen in self._classifier.sightings(validator.iter_errors(value), value, source=Source.REQUEST, root=root):
            yield Shortfall(
                f"body:{seen.pointer}",
                seen.message,
                seen.observed,
                seen.expected or "what its schema says",
                seen.document_pointer or media_type.schema_pointer,
                _weight(seen),
                seen.value,
            )

    def _value(self, raw: bytes | str, content_type: str, schema_pointer: str) -> Any:
        """Return a body as a JSON value; `MISSING` where it cannot be read, or is of a kind that is not read."""
        media_type = content_type.partition(";")[0].strip().lower()
        if is_json(media_type):
            return read_json(raw).value
        if media_type not in {URLENCODED, MULTIPART}:
            return MISSING
        try:
            return read_form(
                self._contract, raw.encode() if isinstance(raw, str) else raw, content_type, schema_pointer
            )
        except (ValueError, LookupError):  # a boundary that is none, a charset that nobody knows
            return MISSING


def _bounds(reader: ParameterReader) -> tuple[int, int] | None:
    """Return the bounds of a parameter that is a whole number and nothing else; None where there is more to it."""
    schema = reader.parameter.schema
    if reader.kinds != {"integer"} or schema.keys() - _PLAIN - {"minimum", "maximum", "format", "nullable"}:
        return None
    if not (schema.get("format") in (None, "int32", "int64") and schema.get("nullable") is not True):
        return None
    low, high = schema.get("minimum", 0), schema.get("maximum", 10**9)
    return (low, high) if low.__class__ is int and high.__class__ is int else None


def _lies_within(text: str, bounds: tuple[int, int]) -> bool:
    """Tell, quickly, that a text is a whole number within bounds, written as JSON writes it."""
    return text.isdecimal() and len(text) < 10 and bounds[0] <= int(text) <= bounds[1] and str(int(text)) == text


def _weight(seen: Sighting) -> Severity | None:
    """Return a note for what breaks a promise that inference only suggests: nobody has told the client of it."""
    return Severity.NOTE if seen.severity is Severity.NOTE else None


def _missing(parameter: Parameter) -> Shortfall:
    return Shortfall(
        f"{parameter.location}:{parameter.name}",
        f"lacks the required {parameter.location} parameter {parameter.name}",
        "missing",
        "present",
        parameter.pointer,
        None,
        MISSING,
    )


def _repeated(parameter: Parameter) -> Shortfall:
    return Shortfall(
        f"query:{parameter.name}",
        f"gives the query parameter {parameter.name} more than once",
        "given more than once",
        "given once",
        parameter.pointer,
        None,
        MISSING,
    )
