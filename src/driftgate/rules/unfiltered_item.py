"""The rule `unfiltered-item`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.collection import collection_of, is_page
from driftgate.finding import Severity
from driftgate.page import reach
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, adds_up, view_of
from driftgate.vocabulary import BOOLEAN_SPELLINGS, NULL_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.collection import Filtering
    from driftgate.contract import Promise

_WORD = re.compile(r"[A-Za-z][A-Za-z _-]{2,30}")


def _may_filter(promise: Promise) -> bool:
    return is_page(promise) and bool(collection_of(promise.contract, promise).filterings)


@rule(on=Observation, severity=Severity.WARNING, when=_may_filter, unless=adds_up)
def unfiltered_item(seen: Observation) -> Iterator[Mismatch]:
    """
    A page holds records that the request's filter leaves out.

    ## Why it matters
    The filter was ignored: the client works on records it did not ask for, and takes their number for another.

    ## Example
    `?Filter=Inactive` is answered with records whose `Status` is `Active`.

    ## To settle it
    What the filter means is an assumption until the vendor says it: ask. Then correct the server, or `x-assumed`.

    ## Source
    `x-assumed.filters` on the parameter, in the overlays: the place in a record that must equal the parameter.
    """
    page = view_of(seen)
    for filtering in page.collection.filterings:
        texts = page.texts_of(filtering.asked)
        if len(texts) != 1 or not _is_plausible(filtering, texts[0]):
            continue
        wanted = texts[0].strip().casefold()
        values = [reach(record, filtering.tokens) for record in page.records or ()]
        others = [value for value in values if isinstance(value, str) and value.strip().casefold() != wanted]
        if others:
            yield Mismatch(
                f"is not what {filtering.asked.name} asks for",
                "another value than the filter's",
                f"the {filtering.asked.name} asked for",
                pointer=filtering.pointer,
                document_pointer=filtering.asked.parameter.pointer if filtering.asked.parameter is not None else None,
                value=others[0],
                records=len(others),
            )


def _is_plausible(filtering: Filtering, text: Any) -> bool:
    """Tell whether a filter can mean a value of this place: of a reviewed enum, or else a word."""
    if filtering.allowed:
        return any(text.casefold() == str(value).casefold() for value in filtering.allowed)
    return _WORD.fullmatch(text) is not None and text.lower() not in BOOLEAN_SPELLINGS | NULL_SPELLINGS
