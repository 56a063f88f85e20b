"""The rule `echo-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.collection import is_page
from driftgate.finding import Severity
from driftgate.page import reach
from driftgate.pointer import MISSING
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, adds_up, view_of
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.collection import Echo
    from driftgate.contract import Promise
    from driftgate.page import PageView


def _has_echoes(promise: Promise) -> bool:
    return is_page(promise) and bool(promise.operation.pagination and promise.operation.pagination.echo)


@rule(on=Observation, severity=Severity.ERROR, when=_has_echoes, unless=adds_up)
def echo_mismatch(seen: Observation) -> Iterator[Mismatch]:
    """
    The answer repeats a request parameter with another value than was asked for.

    ## Why it matters
    The parameter was ignored or misread: a client that asks for page 2 and gets page 1 loops for ever, or processes
    the same records twice. Everything else about the answer may be right.

    ## Example
    `?PageNumber=2` is answered with `"PageNumber": 1`.

    ## To settle it
    Send the curl line to the vendor. If the place repeats something else, take it off `echo` in `x-pagination`.

    ## Source
    `x-pagination.echo` on the operation, in the overlays.
    """
    page = view_of(seen)
    for echo in page.collection.echoes:
        answered = reach(seen.body, echo.tokens)
        texts = page.texts_of(echo.asked)
        if _repeats(texts, answered) if texts else _is_unasked(page, echo, answered):
            continue
        if _is_told(page, echo, answered) or (texts and not page.conforms(echo.asked)):
            continue  # said already: of the body by another rule, or of the request
        shape = _shape(echo, answered)
        name = echo.asked.name
        yield Mismatch(
            f"is {shape}; the request asks for another {name}" if texts
            else f"is {shape}; the request asks for no {name}, which means the first",
            shape,
            f"the {name} asked for" if texts else f"the first {name}",
            pointer=echo.pointer,
            document_pointer=page.collection.document_pointer,
            value=answered,
        )  # fmt: skip


def _is_unasked(page: PageView, echo: Echo, answered: Any) -> bool:
    """Tell whether an answer is fine where the request asked for nothing."""
    absent = echo.absent
    if absent is MISSING or answered is MISSING or answered is None or not page.is_requested:
        return True
    return bool(answered == absent) or _repeats([str(absent)], answered)


def _repeats(texts: list[str], answered: Any) -> bool:
    """Tell whether an answer says what was asked, by any of its spellings: 2 and "2", `active` and `Active`."""
    if answered.__class__ is str and answered in texts:
        return True
    if isinstance(answered, list):
        parts = [part for text in texts for part in text.split(",")]
        return len(parts) == len(answered) and all(map(_is_spelling, parts, answered))
    return any(_is_spelling(text, answered) for text in texts) or _is_spelling(",".join(texts), answered)


def _is_spelling(text: str, value: Any) -> bool:
    if value.__class__ is str:
        # A server that takes `+` for itself answers it; by the rules of forms it was a space.
        if text == value or text.strip().casefold() == value.strip().casefold() or text == value.replace("+", " "):
            return True
        return text.isdecimal() and value.isdecimal() and int(text) == int(value)
    if isinstance(value, bool):
        return text.lower() == ("true" if value else "false")
    if isinstance(value, (int, float)):
        if text == str(value):
            return True
        try:
            return float(text) == value
        except ValueError:
            return False
    return not isinstance(value, (list, type(None))) and value is not MISSING  # an object repeats in its own way


def _is_told(page: PageView, echo: Echo, answered: Any) -> bool:
    """Tell whether the schema, or the lack of any records, says already what is wrong."""
    if answered is MISSING:
        return echo.required or page.records is None
    return bool(echo.types) and json_type(answered) not in echo.types


def _shape(echo: Echo, answered: Any) -> str:
    if answered is MISSING:
        return "missing"
    if answered is None:
        return "null"
    if echo.is_page and _is_spelling(str(echo.absent), answered):
        return "the first page"
    return "another page" if echo.is_page else "another value"
