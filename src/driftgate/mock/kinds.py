"""The kinds of drift and fault that a mock can inject, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from driftgate.mock import answer_edits, edits, page_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Act = Literal["value", "page", "answer", "lapse"]
Place = Literal["value", "own", "header", "none"]


class Kind(NamedTuple):
    """
    One kind of drift or fault.

    Args:
        act: What it changes: a value at a pointer, a page, an answer, or what the mock checks (a lapse).
        edit: How; for a lapse, its name in `injector.Lapses`.
        says: One sentence for people.
        place: Whether it needs a pointer, finds its own where none is given, names a header, or takes none.
        values: Pattern of the values it takes; None where any will do.
        may_be_absent: Its pointer names a property that is not there yet.
    """

    act: Act
    edit: Callable[[Any], Any] | str
    says: str
    example: str
    place: Place = "value"
    values: str | None = None
    needs_value: bool = False
    may_be_absent: bool = False


_AT = ":/items/*/name"
_STATUS = "[1-5][0-9]{2}"
_WAYS = "truncated|empty|bom|html|double-encoded|latin-1|nan"

KINDS: Mapping[str, Kind] = {
    "string-typed-boolean": Kind(
        "value", edits.string_boolean, "Writes a boolean as text", f"string-typed-boolean{_AT}@0.01"
    ),
    "string-typed-number": Kind(
        "value", edits.string_number, "Writes a number as text", f"string-typed-number{_AT}@0.01"
    ),
    "type-mismatch": Kind("value", edits.other_type, "Writes a value of another type", f"type-mismatch{_AT}@0.01"),
    "unexpected-null": Kind("value", edits.null, "Writes null", f"unexpected-null{_AT}@0.01"),
    "missing-property": Kind("value", edits.drop_property, "Leaves a property out", f"missing-property{_AT}@0.01"),
    "undocumented-property": Kind(
        "value", edits.add_property, "Adds a property", "undocumented-property:/items/*/extra=1@0.01", may_be_absent=True
    ),
    "renamed-property": Kind(
        "value", edits.rename_property, "Writes a property's name otherwise", f"renamed-property{_AT}=Name@0.01"
    ),
    "unknown-enum-value": Kind(
        "value", edits.other_enum_value, "Writes a value that is not listed", f"unknown-enum-value{_AT}=new@0.01"
    ),
    "id-prefix-mismatch": Kind(
        "value", edits.foreign_prefix, "Gives an id the prefix of another resource", f"id-prefix-mismatch{_AT}=SID@0.01"
    ),
    "malformed-id": Kind("value", edits.broken_id, "Spoils an id behind its prefix", f"malformed-id{_AT}@0.01"),
    "format-mismatch": Kind(
        "value", edits.broken_format, "Writes text of another format", f"format-mismatch{_AT}@0.01"
    ),
    "undecodable-content": Kind(
        "value", edits.undecodable, "Spoils what is encoded in a string", f"undecodable-content{_AT}@0.01"
    ),
    "date-dialect-changed": Kind(
        "value", edits.other_dialect, "Writes a date in another dialect", f"date-dialect-changed{_AT}=YYYY-MM-DD@0.01"
    ),
    "out-of-range": Kind("value", edits.beyond_bounds, "Goes beyond a bound", f"out-of-range{_AT}@0.01"),
    "stringified-json": Kind(
        "value", edits.as_text, "Writes an object or array as JSON in text", "stringified-json:/items@0.01"
    ),
    "sensitive-value-exposed": Kind(
        "value", edits.secret, "Writes something like a token", f"sensitive-value-exposed{_AT}@0.01"
    ),
    "broken-constraint": Kind(
        "value", edits.any_value, "Writes the value given, or an array's item twice", f"broken-constraint{_AT}=7@0.01"
    ),
    "validation-failed": Kind(
        "value", page_edits.break_validation, "Changes a property so that a validation fails",
        "validation-failed:/items/*@0.01",
    ),
    "echo-mismatch": Kind(
        "page", page_edits.other_echo, "Repeats a parameter wrongly", "echo-mismatch:/page@0.1", "own"
    ),
    "count-mismatch": Kind(
        "page", page_edits.low_total, "Counts less than the page shows", "count-mismatch@0.1", "own"
    ),
    "duplicate-item": Kind(
        "page", page_edits.twice_on_a_page, "Shows a record twice on a page", "duplicate-item@0.1", "own"
    ),
    "repeated-item": Kind(
        "page", page_edits.twice_in_a_walk, "Shows a record of the first page again", "repeated-item@0.5", "own"
    ),
    "unstable-total": Kind(
        "page", page_edits.moving_total, "Counts more from page to page", "unstable-total@1", "own"
    ),
    "unstable-constant": Kind(
        "page", page_edits.other_constant, "Changes what is the same on every page", "unstable-constant:/account@1"
    ),
    "unstable-page": Kind(
        "page", page_edits.other_order, "Orders every second answer otherwise", "unstable-page@1", "own"
    ),
    "incomplete-walk": Kind(
        "page", page_edits.high_total, "Counts records that no page shows", "incomplete-walk@1", "own"
    ),
    "exceeded-total": Kind("page", page_edits.short_total, "Counts a record too few on every page", "exceeded-total@1", "own"),
    "unusable-next-page": Kind(
        "page", page_edits.endless, "Names the page that was asked for as the next one", "unusable-next-page@0.5", "own"
    ),
    "size-dependent-pages": Kind(
        "page", page_edits.short_page, "Leaves a record out where a page size is asked for", "size-dependent-pages@1",
        "own",
    ),
    "withheld-item": Kind(
        "page", page_edits.short_selection, "Leaves a record out where a filter is asked for", "withheld-item@1", "own"
    ),
    "undocumented-status": Kind(
        "answer", answer_edits.foreign_status, "Answers a status that is not listed", "undocumented-status=418@0.05",
        "none", _STATUS,
    ),
    "undocumented-media-type": Kind(
        "answer", answer_edits.foreign_media_type, "Names another media type, or `none`",
        "undocumented-media-type=text/html@0.05", "none", "none|[^/ ]+/[^/ ]+",
    ),
    "unreadable-body": Kind(
        "answer", answer_edits.unreadable, f"Spoils the bytes ({_WAYS.replace('|', ', ')})",
        "unreadable-body=truncated@0.05", "none", _WAYS,
    ),
    "duplicate-property": Kind(
        "answer", answer_edits.twice, "Writes a property of the body twice", "duplicate-property@0.05", "none"
    ),
    "envelope-status-mismatch": Kind(
        "answer", answer_edits.wrong_envelope_status, "Writes another status into an error envelope",
        "envelope-status-mismatch=500@0.5", "own", _STATUS,
    ),
    "error-in-success": Kind(
        "answer", answer_edits.error_as_success, "Sends an error envelope with a success", "error-in-success@0.05",
        "none",
    ),
    "server-error": Kind(
        "answer", answer_edits.failure, "Answers 500, or the status given", "server-error=503@0.05", "none",
        "5[0-9]{2}",
    ),
    "valid-request-refused": Kind(
        "answer", answer_edits.refuse, "Refuses a good request", "valid-request-refused=403@0.05", "none",
        "4[0-9]{2}",
    ),
    "missing-response-header": Kind(
        "answer", answer_edits.drop_header, "Leaves a header out", "missing-response-header:Retry-After@0.5", "header"
    ),
    "malformed-response-header": Kind(
        "answer", answer_edits.spoil_header, "Writes a header otherwise", "malformed-response-header:Retry-After=soon@0.5",
        "header",
    ),
    "changed-envelope": Kind(
        "answer", answer_edits.wrap, "Sends the body inside another object", "changed-envelope@0.05", "none"
    ),
    "authentication-not-enforced": Kind(
        "lapse", "authentication", "Asks for no credentials", "authentication-not-enforced@1", "none"
    ),
    "anonymous-success": Kind("lapse", "authentication", "Asks for no credentials", "anonymous-success@1", "none"),
    "invalid-request-accepted": Kind(
        "lapse", "validation", "Takes a request that breaks the contract", "invalid-request-accepted@1", "none"
    ),
    "undocumented-operation": Kind(
        "lapse", "method", "Takes a method that the path has not", "undocumented-operation@1", "none"
    ),
    "unfiltered-item": Kind("lapse", "filter", "Does not filter", "unfiltered-item@1", "none"),
    "limit-ignored": Kind("lapse", "limit", "Fault: makes pages longer than asked for", "limit-ignored@1", "none"),
    "status": Kind(
        "answer", answer_edits.failure, "Fault: answers the status given", "status=503@0.1", "none", _STATUS,
        needs_value=True,
    ),
    "latency": Kind(
        "answer", answer_edits.delay, "Fault: waits first", "latency=250ms@0.1", "none", r"[0-9]+(\.[0-9]+)?(ms|s)"
    ),
    "truncated-body": Kind(
        "answer", answer_edits.cut, "Fault: sends half of the body, and says it is all", "truncated-body@0.05", "none"
    ),
    "dropped-connection": Kind(
        "answer", answer_edits.drop, "Fault: breaks the connection in the middle of the body",
        "dropped-connection@0.01", "none",
    ),
}  # fmt: skip
"""In the order in which they are applied to one answer: values first, then pages, then the whole."""

FORBIDDEN_BY: Mapping[str, frozenset[str]] = {
    "unknown-enum-value": frozenset({"enum", "const"}),
    "id-prefix-mismatch": frozenset({"x-id-prefix", "pattern", "enum"}),
    "malformed-id": frozenset({"pattern", "format"}),
    "format-mismatch": frozenset({"pattern", "format", "x-date-dialect", "x-id-prefix"}),
    "undecodable-content": frozenset({"contentEncoding", "contentMediaType", "format"}),
    "date-dialect-changed": frozenset({"x-date-dialect", "format", "pattern"}),
    "out-of-range": frozenset({
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems", "maxItems",
    }),
    "validation-failed": frozenset({"x-validations"}),
}  # fmt: skip
"""The keywords of which a place must have one, or the contract does not forbid what is injected."""

NOT_INJECTABLE: Mapping[str, str] = {
    "forgotten-change": "the mock remembers nothing that it is told, so it has nothing to forget",
}
"""Rules on answers that no injection sets off, and why."""
