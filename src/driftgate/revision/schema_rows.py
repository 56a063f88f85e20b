"""The rows of the table of change kinds that are about one schema keyword; `kinds` spells them out for every scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.finding import Severity
from driftgate.revision.change import Direction, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WIDENS, _NARROWS, _NONE = Effect.WIDENS, Effect.NARROWS, Effect.NONE
_INCOMPARABLE, _UNKNOWN = Effect.INCOMPARABLE, Effect.UNKNOWN
_REQUEST, _RESPONSE = Direction.REQUEST, Direction.RESPONSE
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

STABLE = "oasdiff's contract about stability: what was called stable stays so."


class SchemaRow(NamedTuple):
    """
    A change of one schema keyword; it exists once in every scope.

    `oasdiff` lists the letters of the scopes in which oasdiff has the rule, `oasdiff_as` its stem by direction where it
    is another; `severity` overrules the law for a direction or for the letter of one scope.
    """

    stem: str
    mirrors: tuple[str, ...]
    effect: Effect
    says: str
    oasdiff: str = ""
    oasdiff_as: Mapping[Direction, str] = {}
    severity: Mapping[Direction | str, Severity] = {}
    step: str = ""
    reason: str = ""


_TYPED = "BPQRbph"
_PARAMETER_DEFAULT = {"Q": _WARNING, "R": _WARNING}
_DEFAULT_REASON = "No message changes, but a call that leaves the parameter out now asks for something else."


def _bound(stem: str, word: str, *, upper: bool, changed: str) -> Iterator[SchemaRow]:
    """Yield the four rows of a bound; `changed` lists the letters of oasdiff's `increased`, `/`, its `decreased`."""
    more, less = (_WIDENS, _NARROWS) if upper else (_NARROWS, _WIDENS)
    increased, _, decreased = changed.partition("/")
    yield SchemaRow(f"{stem}-set", (f"{stem}-unset",), _NARROWS, f"{{place}}: {word} was set to {{after}}", "BPQbph")
    yield SchemaRow(f"{stem}-unset", (f"{stem}-set",), _WIDENS, f"{{place}}: {word} {{before}} was removed", "BPQbph")
    yield SchemaRow(
        f"{stem}-increased", (f"{stem}-decreased",), more,
        f"{{place}}: {word} was raised from {{before}} to {{after}}", increased,
    )  # fmt: skip
    yield SchemaRow(
        f"{stem}-decreased", (f"{stem}-increased",), less,
        f"{{place}}: {word} was lowered from {{before}} to {{after}}", decreased,
    )  # fmt: skip


def _pair(
    stem: str, added: str, removed: str, *, word: str, oasdiff: str = "", severity: Severity | None = None,
    reason: str = "",
) -> Iterator[SchemaRow]:  # fmt: skip
    """Yield the rows of a keyword whose presence narrows."""
    weighs: dict[Direction | str, Severity] = {} if severity is None else {_REQUEST: severity, _RESPONSE: severity}
    yield SchemaRow(
        f"{stem}-{added}", (f"{stem}-{removed}",), _NARROWS, f"{{place}}: {word} was added",
        oasdiff, severity=weighs, reason=reason,
    )  # fmt: skip
    yield SchemaRow(
        f"{stem}-{removed}", (f"{stem}-{added}",), _WIDENS, f"{{place}}: {word} was removed",
        oasdiff, severity=weighs, reason=reason,
    )  # fmt: skip


_NO_ANSWER = "A body that nothing satisfies leaves nothing to read: no answer keeps it, before or after."
_TO_CHANGED = {_REQUEST: "type-changed", _RESPONSE: "type-specialized"}
_TO_GENERALIZED = {_REQUEST: "type-generalized", _RESPONSE: "type-generalized"}
_WIDTH = "RFC 8259, 6: wider integers and numbers do not travel from one implementation to another as it is."
_DISPATCH = "No message changes shape, but a reader that chooses by this property chooses otherwise."

SCHEMA_ROWS: tuple[SchemaRow, ...] = (
    SchemaRow("type-changed", ("type-changed",), _INCOMPARABLE,
              "{place}: the type changed from {before} to {after}", _TYPED),
    SchemaRow("type-generalized", ("type-specialized",), _WIDENS,
              "{place}: the type was widened from {before} to {after}", _TYPED),
    SchemaRow("type-specialized", ("type-generalized",), _NARROWS,
              "{place}: the type was narrowed from {before} to {after}", _TYPED, _TO_CHANGED),
    SchemaRow("list-of-types-widened", ("list-of-types-narrowed",), _WIDENS,
              "{place}: the types were widened from {before} to {after}", "BPQRbp"),
    SchemaRow("list-of-types-narrowed", ("list-of-types-widened",), _NARROWS,
              "{place}: the types were narrowed from {before} to {after}", "BPQRbp"),
    SchemaRow("format-added", ("format-removed",), _NARROWS,
              "{place}: the format {after} was added", _TYPED, _TO_CHANGED),
    SchemaRow("format-removed", ("format-added",), _WIDENS,
              "{place}: the format {before} was removed", _TYPED, _TO_GENERALIZED),
    SchemaRow("format-changed", ("format-changed",), _INCOMPARABLE,
              "{place}: the format changed from {before} to {after}", _TYPED,
              {_REQUEST: "type-changed", _RESPONSE: "type-changed"}),
    SchemaRow("format-generalized", ("format-specialized",), _WIDENS,
              "{place}: the format was widened from {before} to {after}", _TYPED, _TO_GENERALIZED),
    SchemaRow("format-specialized", ("format-generalized",), _NARROWS,
              "{place}: the format was narrowed from {before} to {after}", _TYPED, _TO_CHANGED),
    SchemaRow("number-format-added", ("number-format-removed",), _NONE,
              "{place}: the format {after} was added", reason=_WIDTH),
    SchemaRow("number-format-removed", ("number-format-added",), _NONE,
              "{place}: the format {before} was removed", reason=_WIDTH),
    SchemaRow("became-nullable", ("became-not-nullable",), _WIDENS, "{place}: may now be null", "BPQRbph"),
    SchemaRow("became-not-nullable", ("became-nullable",), _NARROWS, "{place}: may no longer be null", "BPQRbph"),
    SchemaRow("became-enum", ("became-not-enum",), _NARROWS, "{place}: was restricted to listed values", "BPQ"),
    SchemaRow("became-not-enum", ("became-enum",), _WIDENS, "{place}: is no longer restricted to listed values", "BPQ"),
    SchemaRow("enum-value-added", ("enum-value-removed",), _WIDENS, "{place}: the value {after} was added",
              "BPQRp"),
    SchemaRow("enum-value-removed", ("enum-value-added",), _NARROWS, "{place}: the value {before} was removed",
              "BPQRp"),
    SchemaRow("const-added", ("const-removed",), _NARROWS, "{place}: must now be {after}", "BPbp"),
    SchemaRow("const-removed", ("const-added",), _WIDENS, "{place}: need no longer be {before}", "BPbp"),
    SchemaRow("const-changed", ("const-changed",), _INCOMPARABLE, "{place}: must be {after}, no longer {before}",
              "BPbp"),
    SchemaRow("extensible-enum-value-added", ("extensible-enum-value-removed",), _WIDENS,
              "{place}: the value {after} was added to an open list", severity={_RESPONSE: _NOTE},
              reason="Readers of `x-extensible-enum` were told to expect values that are not listed."),
    SchemaRow("extensible-enum-value-removed", ("extensible-enum-value-added",), _NARROWS,
              "{place}: the value {before} was removed from an open list", "PQ",
              {_REQUEST: "x-extensible-enum-value-removed"}),
    SchemaRow("pattern-added", ("pattern-removed",), _NARROWS, "{place}: the pattern {after} was added", "PQp"),
    SchemaRow("pattern-removed", ("pattern-added",), _WIDENS, "{place}: the pattern {before} was removed", "PQp"),
    SchemaRow("pattern-changed", ("pattern-changed",), _UNKNOWN,
              "{place}: the pattern changed from {before} to {after}", "PQp"),
    SchemaRow("pattern-generalized", ("pattern-specialized",), _WIDENS,
              "{place}: the pattern was widened from {before} to {after}", "PQ"),
    SchemaRow("pattern-specialized", ("pattern-generalized",), _NARROWS,
              "{place}: the pattern was narrowed from {before} to {after}", "PQ", {_REQUEST: "pattern-changed"}),
    SchemaRow("id-prefix-added", ("id-prefix-removed",), _NARROWS, "{place}: the id must now begin with {after}"),
    SchemaRow("id-prefix-removed", ("id-prefix-added",), _WIDENS, "{place}: the id need not begin with {before}"),
    SchemaRow("id-prefix-changed", ("id-prefix-changed",), _INCOMPARABLE,
              "{place}: the id begins with {after}, no longer with {before}"),
    SchemaRow("date-dialect-added", ("date-dialect-removed",), _NARROWS, "{place}: dates are now written {after}"),
    SchemaRow("date-dialect-removed", ("date-dialect-added",), _WIDENS, "{place}: dates need not be written {before}"),
    SchemaRow("date-dialect-changed", ("date-dialect-changed",), _INCOMPARABLE,
              "{place}: dates are written {after}, no longer {before}"),
    *_bound("max", "the maximum", upper=True, changed="BPQbp/BPQ"),
    *_bound("min", "the minimum", upper=False, changed="BPQ/BPQbp"),
    *_bound("exclusive-max", "the exclusive maximum", upper=True, changed="BPQbp/BPQ"),
    *_bound("exclusive-min", "the exclusive minimum", upper=False, changed="BPQ/BPQbp"),
    *_bound("max-length", "the maximum length", upper=True, changed="BPQbp/BPQ"),
    *_bound("min-length", "the minimum length", upper=False, changed="BPQ/BPQbp"),
    *_bound("max-items", "the maximum number of items", upper=True, changed="BPQbp/BPQ"),
    *_bound("min-items", "the minimum number of items", upper=False, changed="BPQ/Qbp"),
    *_bound("max-properties", "the maximum number of properties", upper=True, changed="BPbp/BP"),
    *_bound("min-properties", "the minimum number of properties", upper=False, changed="BP/bp"),
    *_bound("max-contains", "maxContains", upper=True, changed="BPbp/BPbp"),
    *_bound("min-contains", "minContains", upper=False, changed="BPbp/BPbp"),
    SchemaRow("multiple-of-set", ("multiple-of-unset",), _NARROWS, "{place}: must be a multiple of {after}", "BPQbph"),
    SchemaRow("multiple-of-unset", ("multiple-of-set",), _WIDENS, "{place}: need not be a multiple of {before}",
              "BPQbph"),
    SchemaRow("multiple-of-changed", ("multiple-of-changed",), _INCOMPARABLE,
              "{place}: must be a multiple of {after}, no longer of {before}", "BPbp"),
    SchemaRow("multiple-of-generalized", ("multiple-of-specialized",), _WIDENS,
              "{place}: must be a multiple of {after}, which includes those of {before}", "BP"),
    SchemaRow("multiple-of-specialized", ("multiple-of-generalized",), _NARROWS,
              "{place}: must be a multiple of {after}, which are fewer than those of {before}", "BPbp",
              {_REQUEST: "multiple-of-changed"}),
    SchemaRow("unique-items-set", ("unique-items-unset",), _NARROWS, "{place}: items must now be unique", "BP"),
    SchemaRow("unique-items-unset", ("unique-items-set",), _WIDENS, "{place}: items need no longer be unique", "BPbp"),
    *(
        SchemaRow(f"default-value-{verb}", (f"default-value-{mirror}",), _NONE, says, "BPQbp",
                  severity=_PARAMETER_DEFAULT, reason=_DEFAULT_REASON)
        for verb, mirror, says in (
            ("added", "removed", "{place}: the default {after} was added"),
            ("removed", "added", "{place}: the default {before} was removed"),
            ("changed", "changed", "{place}: the default changed from {before} to {after}"),
        )
    ),
    *_pair("additional-properties", "forbidden", "allowed", word="the ban on unlisted properties",
           oasdiff="", severity=None),
    *_pair("additional-properties-schema", "added", "removed", word="a schema for unlisted properties"),
    SchemaRow("one-of-added", ("one-of-removed",), _WIDENS, "{place}: the alternative {after} was added", "BPbp"),
    SchemaRow("one-of-removed", ("one-of-added",), _NARROWS, "{place}: the alternative {before} was removed", "BPbp"),
    SchemaRow("any-of-added", ("any-of-removed",), _WIDENS, "{place}: the alternative {after} was added", "BPbp"),
    SchemaRow("any-of-removed", ("any-of-added",), _NARROWS, "{place}: the alternative {before} was removed", "BPbp"),
    SchemaRow("wrapped-in-one-of", ("unwrapped-from-one-of",), _INCOMPARABLE,
              "{place}: became a choice between {after}", "Bb"),
    SchemaRow("unwrapped-from-one-of", ("wrapped-in-one-of",), _INCOMPARABLE,
              "{place}: is no longer a choice between {before}"),
    SchemaRow("one-of-became-any-of", ("any-of-became-one-of",), _WIDENS,
              "{place}: more than one alternative may now match",
              severity={_RESPONSE: _WARNING}, reason="Only a message that matches two alternatives is new."),
    SchemaRow("any-of-became-one-of", ("one-of-became-any-of",), _NARROWS,
              "{place}: no more than one alternative may now match",
              severity={_REQUEST: _WARNING}, reason="Only a message that matches two alternatives is gone."),
    SchemaRow("discriminator-added", ("discriminator-removed",), _NONE,
              "{place}: the discriminator {after} was added", "BPbp"),
    SchemaRow("discriminator-removed", ("discriminator-added",), _NONE,
              "{place}: the discriminator {before} was removed", "BPbp"),
    SchemaRow("discriminator-property-name-changed", ("discriminator-property-name-changed",), _NONE,
              "{place}: the discriminator is {after}, no longer {before}", "BPbp",
              severity={_REQUEST: _WARNING, _RESPONSE: _WARNING}, reason=_DISPATCH),
    SchemaRow("discriminator-mapping-added", ("discriminator-mapping-deleted",), _NONE,
              "{place}: the discriminator value {after} was added", "BPbp"),
    SchemaRow("discriminator-mapping-deleted", ("discriminator-mapping-added",), _NONE,
              "{place}: the discriminator value {before} was removed", "BPbp"),
    SchemaRow("discriminator-mapping-changed", ("discriminator-mapping-changed",), _NONE,
              "{place}: the discriminator value {before} means another schema", "BPbp",
              severity={_REQUEST: _WARNING, _RESPONSE: _WARNING}, reason=_DISPATCH),
    SchemaRow("prefix-items-added", ("prefix-items-removed",), _UNKNOWN, "{place}: a positional item was added"),
    SchemaRow("prefix-items-removed", ("prefix-items-added",), _UNKNOWN, "{place}: a positional item was removed"),
    *_pair("contains", "added", "removed", word="`contains`", oasdiff="BPbp"),
    *_pair("then", "added", "removed", word="`then`", oasdiff="BPbp"),
    *_pair("else", "added", "removed", word="`else`", oasdiff="BPbp"),
    *_pair("not", "added", "removed", word="`not`"),
    *_pair("property-names", "added", "removed", word="`propertyNames`", oasdiff="BPbp"),
    *_pair("pattern-property", "added", "removed", word="a pattern property", oasdiff="BPbp"),
    *_pair("dependent-required", "added", "removed", word="`dependentRequired`", oasdiff="BPbp"),
    *_pair("dependent-schema", "added", "removed", word="a dependent schema", oasdiff="BPbp"),
    *_pair("unevaluated-items", "added", "removed", word="the ban on further items", oasdiff="BPbp"),
    *_pair("content-schema", "added", "removed", word="`contentSchema`", oasdiff="BPbp"),
    SchemaRow("if-changed", ("if-changed",), _UNKNOWN, "{place}: `if` changed"),
    SchemaRow("not-changed", ("not-changed",), _UNKNOWN, "{place}: `not` changed"),
    SchemaRow("reference-changed", ("reference-changed",), _UNKNOWN,
              "{place}: refers to {after}, no longer to {before}, neither of which the document holds"),
    SchemaRow("reference-broken", ("reference-mended",), _UNKNOWN,
              "{place}: refers to {after}, which the document does not hold, so nothing of it was compared"),
    SchemaRow("reference-mended", ("reference-broken",), _UNKNOWN,
              "{place}: no longer refers to {before}, which the document did not hold, so nothing of it was compared"),
    SchemaRow("content-media-type-changed", ("content-media-type-changed",), _INCOMPARABLE,
              "{place}: the content media type changed from {before} to {after}", "BPbp"),
    SchemaRow("content-encoding-changed", ("content-encoding-changed",), _INCOMPARABLE,
              "{place}: the content encoding changed from {before} to {after}", "BPbp"),
    SchemaRow("became-unsatisfiable", ("became-satisfiable",), _NARROWS, "{place}: nothing satisfies it any more",
              severity={"b": _ERROR}, reason=_NO_ANSWER),
    SchemaRow("became-satisfiable", ("became-unsatisfiable",), _WIDENS, "{place}: is no longer impossible",
              severity={"b": _NOTE}, reason=_NO_ANSWER),
    SchemaRow("validation-added", ("validation-removed",), _NARROWS, "{place}: must now hold that {after}"),
    SchemaRow("validation-removed", ("validation-added",), _WIDENS, "{place}: need no longer hold that {before}"),
    SchemaRow("became-sensitive", ("became-not-sensitive",), _NONE, "{place}: is now kept secret"),
    SchemaRow("became-not-sensitive", ("became-sensitive",), _NONE, "{place}: is no longer kept secret",
              severity={_REQUEST: _WARNING, _RESPONSE: _WARNING},
              reason="No message changes, but from now on the value goes into reports and logs."),
    SchemaRow("stability-decreased", ("stability-increased",), _NONE,
              "{place}: the stability fell from {before} to {after}", "Pp",
              severity={_REQUEST: _ERROR, _RESPONSE: _ERROR}, reason=STABLE),
    SchemaRow("stability-increased", ("stability-decreased",), _NONE,
              "{place}: the stability rose from {before} to {after}", "Pp"),
    SchemaRow("deprecated", ("reactivated",), _NONE, "{place}: was deprecated", "Pp", step="minor",
              reason="Semantic Versioning 2.0.0, item 7: deprecating is a minor step."),
    SchemaRow("reactivated", ("deprecated",), _NONE, "{place}: is no longer deprecated", "Pp"),
)  # fmt: skip
