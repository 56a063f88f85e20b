"""Date dialects and id prefixes: what overlays may promise beyond JSON Schema, as patterns a validator can run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)(\.[0-9]+)?)?"
_ZONE = r"([zZ]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])"
_ISO_DATE = f"[0-9]{{4}}-{_MONTH}-{_DAY}"

DATE_DIALECTS: Mapping[str, str] = {
    "date-time": f"^{_ISO_DATE}[Tt ]{_TIME}{_ZONE}$",
    "naive-date-time": f"^{_ISO_DATE}[Tt ]{_TIME}$",
    "YYYY-MM-DD": f"^{_ISO_DATE}$",
    "YYYY/MM/DD": f"^[0-9]{{4}}/{_MONTH}/{_DAY}$",
    "YYYYMMDD": f"^(19|20)[0-9]{{2}}{_MONTH}{_DAY}$",
    "MM/DD/YYYY": f"^{_MONTH}/{_DAY}/[0-9]{{4}}$",
    "DD/MM/YYYY": f"^{_DAY}/{_MONTH}/[0-9]{{4}}$",
    "MM-DD-YYYY": f"^{_MONTH}-{_DAY}-[0-9]{{4}}$",
    "DD-MM-YYYY": f"^{_DAY}-{_MONTH}-[0-9]{{4}}$",
    "DD.MM.YYYY": rf"^{_DAY}\.{_MONTH}\.[0-9]{{4}}$",
    "MM/DD/YYYY hh:mm:ss AM": f"^{_MONTH}/{_DAY}/[0-9]{{4}} (0[1-9]|1[0-2]):[0-5][0-9]:[0-5][0-9] [AP]M$",
    "rfc-2822": (
        r"^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
        r"[0-9]{4} [0-9]{2}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4}|GMT|UTC|[A-Z]{1,3})$"
    ),
    "epoch-seconds": "^1[0-9]{9}$",
    "epoch-milliseconds": "^1[0-9]{12}$",
}
"""Name of each dialect a schema may carry as `x-date-dialect`, and the pattern of its strings, most telling first."""

_COMPILED = {name: re.compile(pattern, re.ASCII) for name, pattern in DATE_DIALECTS.items()}


def date_dialects(text: str) -> list[str]:
    """Return the dialects in which `text` is a date; several where day and month cannot be told apart."""
    return [name for name, pattern in _COMPILED.items() if pattern.match(text)]


_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9]{0,15})[-_](?=[A-Za-z0-9])")


def id_prefix(text: str) -> str | None:
    """Return what stands before the first separator of something like an id (`TSUID` of `TSUID-d7b3…`), else None."""
    found = _PREFIX.match(text)
    return found[1] if found else None


def aliases_of(prefix: str, glossary: Mapping[str, str]) -> tuple[str, ...]:
    """Return the prefixes that name the same resource as `prefix`, itself included, sorted."""
    resource = glossary.get(prefix)
    if resource is None:
        return (prefix,)
    return tuple(sorted(known for known, named in glossary.items() if named == resource))


def prefix_pattern(prefixes: Iterable[str]) -> str:
    """Return the pattern of ids that carry one of `prefixes`."""
    choices = "|".join(re.escape(prefix) for prefix in sorted(prefixes))
    return f"^(?:{choices})[-_]"
