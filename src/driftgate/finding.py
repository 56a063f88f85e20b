"""A finding: one way in which evidence and contract disagree, told once however often it was seen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from driftgate.redaction.secret import mask_pointer, mask_shapes


class Severity(StrEnum):
    """How much a finding weighs, in the words of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """3 for an error, 2 for a warning, 1 for a note."""
        return _WEIGHTS[self]


_WEIGHTS = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTE: 1}


class Source(StrEnum):
    """Who said what the finding is about."""

    DOCUMENT = "document"
    EXAMPLE = "example"
    REQUEST = "request"
    RESPONSE = "response"
    OVERLAY = "overlay"
    REVISION = "revision"
    CLIENT = "client"


class RuleInfo(Protocol):
    """What policy and reports need to know of a rule: `page` is its Markdown text, `aliases` are other tools' codes."""

    @property
    def id(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def summary(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    What a rule says, with everything a person needs to settle it.

    What is shaped like a secret is masked, also in a pointer: a map may be keyed by tokens.
    Texts longer than `MAX_CHARS` allows are cut and end in a digest of the whole, so that two long ones stay two;
    lone surrogates become U+FFFD, because no report can be written with them.

    Args:
        rule: The id: `string-typed-boolean`.
        operation: `GET /v1.0/numbers/inventory`; None where it has no meaning, as `status` and `media_type`.
        status: The HTTP status seen (`200`), or of an example the documented one (`4XX`, `default`).
        pointer: In the body with array indexes as `*`; `header:NAME`, `query:NAME` for the rest; None for the whole.
        document_pointer: The place in the document that promises otherwise, or is itself wrong.
        line: Of that place in the vendored file, from 1; None where it is not in that file.
        observed, expected: From the closed vocabulary of the rule (`string "true"`, `boolean`): never free text,
            never a secret.
        message: One sentence for people; not part of the identity.
        count, out_of: Sightings, and chances: items for places under a collection's items, else judged bodies.
        first_seen: `a.har#3`; None where it was not seen in traffic.
        sample: One redacted sample, as JSON text.
        curl: A command line to see it again, secrets as shell variables.
        cured_by: `FILE#ACTION` of the overlay action that mends it.
    """

    source: Source
    rule: str
    severity: Severity
    message: str
    operation: str | None = None
    status: str | None = None
    media_type: str | None = None
    pointer: str | None = None
    document_pointer: str | None = None
    line: int | None = None
    observed: str | None = None
    expected: str | None = None
    count: int = 1
    out_of: int | None = None
    first_seen: str | None = None
    sample: str | None = None
    curl: str | None = None
    cured_by: str | None = None

    def __post_init__(self) -> None:
        for name in ("pointer", "document_pointer"):
            pointer = getattr(self, name)
            if pointer is not None and (shown := mask_pointer(pointer)) != pointer:
                object.__setattr__(self, name, shown)
        for name in ("message", "observed", "expected"):
            text = getattr(self, name)
            if text is not None and len(text) >= 16 and (shown := mask_shapes(text)) != text:
                object.__setattr__(self, name, shown)
        for name, limit in MAX_CHARS.items():
            text = getattr(self, name)
            if text is not None and (len(text) > limit or not text.isascii()):
                object.__setattr__(self, name, capped(text, limit))

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that name this drift: they do not change with the message, a moved `$ref`, or array order."""
        return fingerprint(
            self.source, self.rule, self.operation, self.status, self.media_type, self.pointer, self.observed
        )


MAX_CHARS = {
    "message": 1000,
    "operation": 1000,
    "media_type": 200,
    "pointer": 1000,
    "document_pointer": 2000,
    "observed": 200,
    "expected": 200,
    "first_seen": 500,
    "sample": 2000,
    "curl": 4000,
    "cured_by": 500,
}
"""By field: a server may send property names of a megabyte, and nobody reads one."""


def capped(text: str, limit: int) -> str:
    """Return `text` as it can be written in UTF-8, in at most `limit` characters; capping twice changes nothing."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: limit - 9]}…{digest}"


def fingerprint(*identity: str | None) -> str:
    """Return 12 hex digits over the parts; an absent part differs from an empty one."""
    text = "\x1f".join("\x00" if part is None else part for part in identity)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def order(finding: Finding) -> tuple[object, ...]:
    """Sort key for people: worst first, then by place."""
    return (
        -finding.severity.weight,
        finding.operation or "",
        finding.status or "",
        finding.source,
        finding.rule,
        finding.pointer or "",
        finding.observed or "",
        finding.document_pointer or "",
        finding.media_type or "",
    )
