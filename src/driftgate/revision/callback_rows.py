"""
The rows of the table of change kinds about callbacks and webhooks, where the client reads requests and sends responses.

Differences of the schemas there are told by the kinds of schemas, in the opposite direction.
"""

from __future__ import annotations

from driftgate.finding import Severity
from driftgate.revision.change import Direction, Effect
from driftgate.revision.operation_rows import ADVISORY, OperationRow

_WIDENS, _NARROWS, _NONE = Effect.WIDENS, Effect.NARROWS, Effect.NONE
_INCOMPARABLE, _UNKNOWN = Effect.INCOMPARABLE, Effect.UNKNOWN
_SENT, _READ, _NEITHER = Direction.REQUEST, Direction.RESPONSE, Direction.NONE
_TOLERANT = "Whoever is called is assumed to pass over what it does not know."

_REMOVED = ("callback-required-request-parameter-removed", "callback-optional-request-parameter-removed")
_HEADERS = ("callback-required-response-header-added", "callback-optional-response-header-added")

CALLBACK_ROWS: tuple[OperationRow, ...] = (
    OperationRow("callback-added", _SENT, _WIDENS, ("callback-removed",), "the callback {after} was added"),
    OperationRow("callback-removed", _SENT, _NARROWS, ("callback-added",), "the callback {before} was removed"),
    OperationRow("webhook-added", _SENT, _WIDENS, ("webhook-removed",), "the webhook {after} was added", "="),
    OperationRow("webhook-removed", _SENT, _NARROWS, ("webhook-added",), "the webhook {before} was removed", "="),
    OperationRow("callback-request-body-added", _READ, _NONE, ("callback-request-body-removed",),
                 "{place}: calls now carry a body", step="minor", reason=_TOLERANT),
    OperationRow("callback-request-body-removed", _READ, _WIDENS, ("callback-request-body-added",),
                 "{place}: calls carry no body any more", reason="What was read is gone."),
    OperationRow("callback-request-body-became-required", _READ, _NARROWS, ("callback-request-body-became-optional",),
                 "{place}: calls now always carry a body"),
    OperationRow("callback-request-body-became-optional", _READ, _WIDENS, ("callback-request-body-became-required",),
                 "{place}: calls may now come without a body"),
    OperationRow("callback-request-media-type-added", _READ, _WIDENS, ("callback-request-media-type-removed",),
                 "{place}: calls may now be {after}"),
    OperationRow("callback-request-media-type-removed", _READ, _NARROWS, ("callback-request-media-type-added",),
                 "{place}: calls are no longer {before}"),
    OperationRow("callback-request-schema-added", _READ, _NARROWS, ("callback-request-schema-removed",),
                 "{place}: calls of {after} now follow a schema"),
    OperationRow("callback-request-schema-removed", _READ, _WIDENS, ("callback-request-schema-added",),
                 "{place}: calls of {before} no longer follow a schema"),
    OperationRow("callback-request-encoding-changed", _READ, _INCOMPARABLE, ("callback-request-encoding-changed",),
                 "{place}: the encoding of the part {after} changed"),
    OperationRow("callback-request-parameter-added", _READ, _NONE, _REMOVED, "{place}: calls now carry the parameter",
                 step="minor", reason=_TOLERANT),
    OperationRow("callback-required-request-parameter-removed", _READ, _WIDENS, ("callback-request-parameter-added",),
                 "{place}: the parameter, always there until now, was removed"),
    OperationRow("callback-optional-request-parameter-removed", _READ, _NONE, ("callback-request-parameter-added",),
                 "{place}: the optional parameter was removed", severity=Severity.WARNING,
                 reason="Whoever is called had to do without it already; as of a response header, a person has to look."),
    OperationRow("callback-request-parameter-became-required", _READ, _NARROWS,
                 ("callback-request-parameter-became-optional",), "{place}: is now always there"),
    OperationRow("callback-request-parameter-became-optional", _READ, _WIDENS,
                 ("callback-request-parameter-became-required",), "{place}: may now be absent"),
    OperationRow("callback-request-parameter-style-changed", _READ, _INCOMPARABLE,
                 ("callback-request-parameter-style-changed",), "{place}: is serialised as {after}, no longer as {before}"),
    OperationRow("callback-response-status-added", _SENT, _WIDENS, ("callback-response-status-removed",),
                 "{place}: may now be answered with {after}"),
    OperationRow("callback-response-status-removed", _SENT, _NARROWS, ("callback-response-status-added",),
                 "{place}: may no longer be answered with {before}"),
    OperationRow("callback-response-non-success-status-added", _SENT, _NONE,
                 ("callback-response-non-success-status-removed",), "{place}: the status {after} was added"),
    OperationRow("callback-response-non-success-status-removed", _SENT, _NONE,
                 ("callback-response-non-success-status-added",), "{place}: the status {before} was removed",
                 reason="Whoever calls must expect any error status (RFC 9110, 15)."),
    OperationRow("callback-response-media-type-added", _SENT, _WIDENS, ("callback-response-media-type-removed",),
                 "{place}: answers may now be {after}"),
    OperationRow("callback-response-media-type-removed", _SENT, _NARROWS, ("callback-response-media-type-added",),
                 "{place}: answers may no longer be {before}"),
    OperationRow("callback-response-media-type-changed", _SENT, _INCOMPARABLE, ("callback-response-media-type-changed",),
                 "{place}: answers must be {after}, no longer {before}"),
    OperationRow("callback-response-schema-added", _SENT, _NARROWS, ("callback-response-schema-removed",),
                 "{place}: answers of {after} must now follow a schema"),
    OperationRow("callback-response-schema-removed", _SENT, _WIDENS, ("callback-response-schema-added",),
                 "{place}: answers of {before} no longer follow a schema"),
    OperationRow("callback-required-response-header-added", _SENT, _NARROWS, ("callback-response-header-removed",),
                 "{place}: answers must now carry the header"),
    OperationRow("callback-optional-response-header-added", _SENT, _NONE, ("callback-response-header-removed",),
                 "{place}: answers may now carry the header"),
    OperationRow("callback-response-header-removed", _SENT, _UNKNOWN, _HEADERS,
                 "{place}: answers no longer carry the header",
                 reason="Nothing says that the API refuses what it no longer lists; an addition weighs by its being required."),
    OperationRow("callback-response-header-became-required", _SENT, _NARROWS,
                 ("callback-response-header-became-optional",), "{place}: must now be sent"),
    OperationRow("callback-response-header-became-optional", _SENT, _WIDENS,
                 ("callback-response-header-became-required",), "{place}: need no longer be sent"),
    OperationRow("callback-security-changed", _READ, _UNKNOWN, ("callback-security-changed",),
                 "{place}: calls authenticate with {after}, no longer with {before}"),
    OperationRow("callback-deprecated", _NEITHER, _NONE, ("callback-reactivated",), "{place}: was deprecated",
                 step="minor", reason=ADVISORY),
    OperationRow("callback-reactivated", _NEITHER, _NONE, ("callback-deprecated",), "{place}: is no longer deprecated"),
)  # fmt: skip
