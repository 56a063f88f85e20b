"""The rows of the table of change kinds that are not about one schema keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.finding import Severity
from driftgate.revision.change import Direction, Effect
from driftgate.revision.schema_rows import STABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDENS, _NARROWS, _NONE = Effect.WIDENS, Effect.NARROWS, Effect.NONE
_INCOMPARABLE, _UNKNOWN = Effect.INCOMPARABLE, Effect.UNKNOWN
_REQUEST, _RESPONSE, _NEITHER = Direction.REQUEST, Direction.RESPONSE, Direction.NONE
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class OperationRow(NamedTuple):
    """
    A change of anything but a schema keyword.

    `says` may name `{place}`, `{before}` and `{after}`. `oasdiff` is `=` where oasdiff's id is the same. `severity` and
    `step` overrule the law, for `reason`.
    """

    name: str
    direction: Direction
    effect: Effect
    mirrors: tuple[str, ...]
    says: str
    oasdiff: str = ""
    severity: Severity | None = None
    step: str = ""
    reason: str = ""


# What a client may call: withdrawing it narrows what may be asked, so these rows are read as requests.
_ANNOUNCED = "The client was told that it would go."
ADVISORY = "Semantic Versioning 2.0.0, item 7: deprecating is a minor step."
_NEGOTIATED = "The client chooses it, or relies on it, so its withdrawal narrows what may be asked."
_CLIENT = "No message changes, but the generated client renames what its callers import."
_UNDECIDED = "Nothing says that a server refuses what it no longer lists; oasdiff warns too."
_GONE = "Readers had to do without it already, but the attribute of the generated client is gone."
POLICY = "oasdiff's contract about deprecation: a sunset once announced may only move away."


def _mutability() -> Iterator[OperationRow]:
    """Yield the rows of `readOnly` and `writeOnly`: where a property may not stand, it is as good as removed."""
    for direction, hides in ((_REQUEST, "read-only"), (_RESPONSE, "write-only")):
        shows = "write-only" if hides == "read-only" else "read-only"
        for presence in ("optional", "required"):
            stem = f"{direction}-{presence}-property"
            is_required = presence == "required"
            lost = _UNKNOWN if direction is _REQUEST else (_WIDENS if is_required else _NONE)
            won = _NARROWS if is_required else _NONE
            yield OperationRow(
                f"{stem}-became-{hides}", direction, lost, (f"{stem}-became-not-{hides}",),
                f"{{place}}: became {hides}, so it has no place in a {direction}", "=",
                severity=_WARNING if lost is not _WIDENS else None,
                reason=f"OpenAPI: a {hides} property should not be part of a {direction}, unlike one that is listed no more.",
            )  # fmt: skip
            yield OperationRow(
                f"{stem}-became-not-{hides}", direction, won, (f"{stem}-became-{hides}",),
                f"{{place}}: is no longer {hides}, so it belongs in a {direction}", "=",
                reason="OpenAPI: until now, `required` did not apply here; it weighs as its addition.",
            )  # fmt: skip
            yield OperationRow(
                f"{stem}-became-{shows}", direction, _NONE, (f"{stem}-became-not-{shows}",),
                f"{{place}}: became {shows}", "=",
            )  # fmt: skip
            yield OperationRow(
                f"{stem}-became-not-{shows}", direction, _NONE, (f"{stem}-became-{shows}",),
                f"{{place}}: is no longer {shows}", "=",
            )  # fmt: skip


_PROPERTIES: tuple[OperationRow, ...] = (
    OperationRow("new-required-request-property", _REQUEST, _NARROWS,
                 ("request-property-removed", "request-property-forbidden"),
                 "{place}: the new property ({after}) must be sent", "="),
    OperationRow("new-optional-request-property", _REQUEST, _NONE,
                 ("request-property-removed", "request-property-forbidden"),
                 "{place}: the new property ({after}) may be sent", "=", step="minor",
                 reason="The client gains something it may send."),
    OperationRow("request-property-removed", _REQUEST, _UNKNOWN,
                 ("new-required-request-property", "new-optional-request-property"),
                 "{place}: the property ({before}) was removed", "=", reason=_UNDECIDED),
    OperationRow("request-property-forbidden", _REQUEST, _NARROWS,
                 ("new-required-request-property", "new-optional-request-property"),
                 "{place}: the property ({before}) was removed, and unlisted ones are refused", "request-property-removed",
                 reason="A closed object refuses what it does not list; an addition weighs by its being required."),
    OperationRow("request-property-became-required", _REQUEST, _NARROWS, ("request-property-became-optional",),
                 "{place}: must now be sent", "="),
    OperationRow("request-property-became-optional", _REQUEST, _WIDENS, ("request-property-became-required",),
                 "{place}: need no longer be sent", "="),
    OperationRow("response-required-property-added", _RESPONSE, _NARROWS, ("response-required-property-removed",),
                 "{place}: the new property ({after}) is always there", "=", step="minor",
                 reason="The client gains something it may read."),
    OperationRow("response-optional-property-added", _RESPONSE, _NONE, ("response-optional-property-removed",),
                 "{place}: the new property ({after}) may be there", "=", step="minor",
                 reason="Readers are assumed to pass over what they do not know, as everywhere in HTTP APIs."),
    OperationRow("response-required-property-removed", _RESPONSE, _WIDENS, ("response-required-property-added",),
                 "{place}: the property ({before}), always there until now, was removed", "="),
    OperationRow("response-optional-property-removed", _RESPONSE, _NONE, ("response-optional-property-added",),
                 "{place}: the optional property ({before}) was removed", "=", step="major", reason=_GONE),
    OperationRow("response-property-became-required", _RESPONSE, _NARROWS, ("response-property-became-optional",),
                 "{place}: is now always there", "="),
    OperationRow("response-property-became-optional", _RESPONSE, _WIDENS, ("response-property-became-required",),
                 "{place}: may now be absent", "="),
    *_mutability(),
)  # fmt: skip

_OPERATIONS: tuple[OperationRow, ...] = (
    OperationRow("endpoint-added", _REQUEST, _WIDENS,
                 ("api-removed-without-deprecation", "api-removed-with-deprecation", "api-removed-before-sunset"),
                 "the operation was added", "="),
    OperationRow("api-removed-without-deprecation", _REQUEST, _NARROWS, ("endpoint-added",),
                 "the operation was removed", "="),
    OperationRow("api-removed-before-sunset", _REQUEST, _NARROWS, ("endpoint-added",),
                 "the operation was removed before its sunset {before}", "="),
    OperationRow("api-removed-with-deprecation", _REQUEST, _NARROWS, ("endpoint-added",),
                 "the deprecated operation was removed", "=", severity=_NOTE, step="major",
                 reason=f"{_ANNOUNCED} Callers of the client still lose a function."),
    OperationRow("endpoint-deprecated", _NEITHER, _NONE, ("endpoint-reactivated",),
                 "the operation was deprecated", "=", step="minor", reason=ADVISORY),
    OperationRow("endpoint-deprecated-with-sunset", _NEITHER, _NONE, ("endpoint-reactivated",),
                 "the operation was deprecated and goes on {after}", "=", step="minor", reason=ADVISORY),
    OperationRow("endpoint-reactivated", _NEITHER, _NONE, ("endpoint-deprecated", "endpoint-deprecated-with-sunset"),
                 "the operation is no longer deprecated", "="),
    OperationRow("sunset-added", _NEITHER, _NONE, ("sunset-deleted",),
                 "the deprecated operation now has a sunset, {after}", step="minor", reason=ADVISORY),
    OperationRow("sunset-deleted", _NEITHER, _NONE, ("sunset-added",),
                 "the sunset {before} was removed while the operation stays deprecated", "=", severity=_ERROR,
                 reason=POLICY),
    OperationRow("sunset-moved-earlier", _NEITHER, _NONE, ("sunset-moved-later",),
                 "the sunset moved from {before} to the earlier {after}", "api-sunset-date-changed-too-small",
                 severity=_ERROR, reason=POLICY),
    OperationRow("sunset-moved-later", _NEITHER, _NONE, ("sunset-moved-earlier",),
                 "the sunset moved from {before} to the later {after}"),
    OperationRow("api-stability-decreased", _NEITHER, _NONE, ("api-stability-increased",),
                 "the stability fell from {before} to {after}", "=", severity=_ERROR,
                 reason=STABLE),
    OperationRow("api-stability-increased", _NEITHER, _NONE, ("api-stability-decreased",),
                 "the stability rose from {before} to {after}", "="),
    OperationRow("api-operation-id-added", _NEITHER, _NONE, ("api-operation-id-removed",),
                 "the operationId {after} was added", "=", severity=_WARNING, step="major", reason=_CLIENT),
    OperationRow("api-operation-id-removed", _NEITHER, _NONE, ("api-operation-id-added",),
                 "the operationId {before} was removed", "=", severity=_WARNING, step="major", reason=_CLIENT),
    OperationRow("api-operation-id-changed", _NEITHER, _NONE, ("api-operation-id-changed",),
                 "the operationId changed from {before} to {after}", "api-operation-id-removed",
                 severity=_WARNING, step="major", reason=_CLIENT),
    OperationRow("api-tag-added", _NEITHER, _NONE, ("api-tag-removed",), "the tag {after} was added", "="),
    OperationRow("api-tag-removed", _NEITHER, _NONE, ("api-tag-added",), "the tag {before} was removed", "="),
    OperationRow("api-first-tag-changed", _NEITHER, _NONE, ("api-first-tag-changed",),
                 "the first tag changed from {before} to {after}, and with it the module of the client",
                 severity=_WARNING, step="major", reason=_CLIENT),
    OperationRow("pagination-added", _NEITHER, _NONE, ("pagination-removed",), "the pages may be walked: {after}",
                 step="minor", reason="The client gains something it may use; without it, nothing says how to walk on."),
    OperationRow("pagination-removed", _NEITHER, _UNKNOWN, ("pagination-added",),
                 "nothing says any more how the pages are walked: {before}",
                 reason="The API may go on paging as before, but nobody promises it."),
    OperationRow("pagination-changed", _RESPONSE, _INCOMPARABLE, ("pagination-changed",),
                 "the pages are walked by {after}, no longer by {before}"),
    OperationRow("retry-added", _REQUEST, _WIDENS, ("retry-removed",), "may now be retried: {after}"),
    OperationRow("retry-removed", _REQUEST, _NARROWS, ("retry-added",), "may no longer be retried: {before}",
                 severity=_WARNING, reason="Whoever retries all the same is answered as before, or told to stop."),
    OperationRow("retry-changed", _REQUEST, _UNKNOWN, ("retry-changed",), "is retried by {after}, no longer by {before}"),
    OperationRow("id-prefix-meaning-added", _NEITHER, _NONE, ("id-prefix-meaning-removed",),
                 "the id prefix {after} is now explained"),
    OperationRow("id-prefix-meaning-removed", _NEITHER, _UNKNOWN, ("id-prefix-meaning-added",),
                 "the id prefix {before} is no longer explained",
                 reason="Ids with it may go on coming; nothing says any more what they name."),
    OperationRow("id-prefix-meaning-changed", _NEITHER, _UNKNOWN, ("id-prefix-meaning-changed",),
                 "the id prefix means {after}, no longer {before}"),
    OperationRow("reference-broken", _NEITHER, _UNKNOWN, ("reference-mended",),
                 "a reference leads nowhere: {after}, so that what it stands for was not compared"),
    OperationRow("reference-mended", _NEITHER, _UNKNOWN, ("reference-broken",),
                 "a reference that led nowhere is gone: {before}, so that what it stood for was not compared"),
    OperationRow("link-added", _NEITHER, _NONE, ("link-removed",), "the link {after} was added"),
    OperationRow("link-removed", _NEITHER, _NONE, ("link-added",), "the link {before} was removed"),
    OperationRow("link-changed", _NEITHER, _NONE, ("link-changed",), "the link {after} leads elsewhere"),
)  # fmt: skip

OPERATION_ROWS: tuple[OperationRow, ...] = (*_PROPERTIES, *_OPERATIONS)
