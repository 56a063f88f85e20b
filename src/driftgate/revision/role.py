"""Whose turn it is to ask: of an operation the client asks; of a callback or webhook it answers, and all turns round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """
    Which kinds the differences of an operation are, by who sends what.

    Args:
        asks: Whether the client sends the requests.
        sent, read: The words for requests and responses in the kinds of examples: what the client sends, what it reads.
        request_scope, response_scope, parameter_scope, header_scope: The scopes (`SCOPES`) of the schemas there.
        renamed: Kinds of an operation to those of this role; empty where the difference means nothing here.
    """

    asks: bool
    sent: str
    read: str
    request_scope: str
    response_scope: str
    parameter_scope: str
    header_scope: str
    renamed: Mapping[str, str] = field(default_factory=dict)

    def kind(self, name: str) -> str:
        """Return what a kind of an operation is called in this role; empty where it is none."""
        return name if self.asks else self.renamed.get(name, "")


CLIENT = Role(
    asks=True,
    sent="request",
    read="response",
    request_scope="request-body",
    response_scope="response-body",
    parameter_scope="request-parameter",
    header_scope="response-header",
)

_CALLED = {
    "request-body-added-required": "request-body-added",
    "request-body-added-optional": "request-body-added",
    "request-body-removed": "request-body-removed",
    "request-body-became-required": "request-body-became-required",
    "request-body-became-optional": "request-body-became-optional",
    "request-body-media-type-added": "request-media-type-added",
    "request-body-media-type-removed": "request-media-type-removed",
    "request-body-media-type-schema-added": "request-schema-added",
    "request-body-media-type-schema-removed": "request-schema-removed",
    "request-body-encoding-changed": "request-encoding-changed",
    "new-required-request-parameter": "request-parameter-added",
    "new-optional-request-parameter": "request-parameter-added",
    "new-request-path-parameter": "request-parameter-added",
    "request-parameter-became-required": "request-parameter-became-required",
    "request-parameter-became-optional": "request-parameter-became-optional",
    "request-parameter-style-changed": "request-parameter-style-changed",
    "request-parameter-explode-changed": "request-parameter-style-changed",
    "request-parameter-content-changed": "request-parameter-style-changed",
    "response-header-content-changed": "request-parameter-style-changed",
    "response-success-status-added": "response-status-added",
    "response-success-status-removed": "response-status-removed",
    "response-non-success-status-added": "response-non-success-status-added",
    "response-non-success-status-removed": "response-non-success-status-removed",
    "response-status-range-widened": "response-status-added",
    "response-status-range-narrowed": "response-status-removed",
    "response-media-type-added": "response-media-type-added",
    "response-media-type-removed": "response-media-type-removed",
    "response-media-type-name-generalized": "response-media-type-added",
    "response-media-type-name-specialized": "response-media-type-removed",
    "response-media-type-parameter-added": "response-media-type-changed",
    "response-media-type-parameter-removed": "response-media-type-changed",
    "response-media-type-parameter-changed": "response-media-type-changed",
    "response-body-media-type-schema-added": "response-schema-added",
    "response-body-media-type-schema-removed": "response-schema-removed",
    "response-header-became-required": "response-header-became-required",
    "response-header-became-optional": "response-header-became-optional",
    "required-response-header-removed": "response-header-removed",
    "optional-response-header-removed": "response-header-removed",
    "endpoint-deprecated": "deprecated",
    "endpoint-deprecated-with-sunset": "deprecated",
    "endpoint-reactivated": "reactivated",
}

CALLED = Role(
    asks=False,
    sent="response",
    read="request",
    request_scope="response-body",
    response_scope="request-body",
    parameter_scope="response-header",
    header_scope="request-parameter",
    renamed={name: f"callback-{called}" for name, called in _CALLED.items()},
)
