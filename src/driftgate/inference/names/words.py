"""The words of a name: `AssignedSubscriberId` is assigned, subscriber, id."""

from __future__ import annotations

import re
from functools import lru_cache

from driftgate.spelling import words


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """Return a name without case and separators: `order_id`, `OrderId` and `orderID` are one."""
    return "".join(words(name))


_SAME = frozenset(
    {"status", "news", "series", "address", "access", "progress", "process", "business", "class", "sms", "mms"}
)


_IRREGULAR = {
    "children": "child", "people": "person", "indices": "index", "vertices": "vertex", "matrices": "matrix", "movies": "movie",
    "cookies": "cookie", "calories": "calorie", "aliases": "alias", "canvases": "canvas", "statuses": "status", "bonuses": "bonus",
    "campuses": "campus", "viruses": "virus", "buses": "bus", "analyses": "analysis", "diagnoses": "diagnosis",
}  # fmt: skip


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """Return one of what an English plural names: `entries` is `entry`, `PhoneNumbers` is `PhoneNumber`."""
    low = word.lower()
    irregular = next((each for each in _IRREGULAR if low.endswith(each)), None)
    if irregular is not None:
        one = _IRREGULAR[irregular]
        start = len(word) - len(irregular)
        return word[:start] + (one.title() if word[start : start + 1].isupper() else one)
    if low in _SAME or low.endswith(("ss", "us", "is")) or len(low) < 4:
        return word
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if low.endswith("s"):
        return word[:-1]
    return word


def pascal(name: str) -> str:
    """Return a name as a class is named: `phone_numbers` is `PhoneNumbers`."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+", name)
    return "".join(
        part[0].upper()
        + (part[1:] if len(part) > 1 and not part.isupper() else part[1:].lower() if len(part) > 3 else part[1:])
        for part in parts
    )


_VERBS = frozenset({
    "get", "list", "read", "fetch", "retrieve", "find", "search", "query", "create", "add", "post", "put", "update", "patch", "delete",
    "remove", "replace", "set", "new", "show", "view", "cancel", "return", "returns", "a", "an", "the", "all", "by", "for", "of", "your",
})  # fmt: skip


def resource_words(text: str) -> list[str]:
    """Return the words of an operation's name without what is done: `list all phone numbers` is phone, numbers."""
    return [word for word in words(text) if word not in _VERBS]


COUNTING = frozenset({
    "count", "page", "size", "limit", "offset", "index", "position", "number", "num", "remaining", "results", "items",
    "records", "pages", "version", "year", "month", "day", "hour", "minute", "second", "port", "code", "status", "attempts",
    "retries", "age", "id", "ttl", "seconds", "ms", "millis", "bytes", "length", "order", "rank", "level", "sequence", "seq", "step",
    "days", "timestamp", "epoch", "skip", "take", "per", "hits", "entries", "rows", "priority", "revision", "nonce", "timeout",
})  # fmt: skip
MEASURING = frozenset({
    "amount", "price", "rate", "total", "balance", "cost", "tax", "ratio", "percent", "percentage", "latitude", "longitude", "lat", "lon",
    "lng", "score", "weight", "width", "height", "discount", "fee", "subtotal", "value", "quantity", "credit", "debit", "paid",
    "applied", "net", "gross", "sum", "average", "avg", "mean", "confidence", "probability", "duration", "distance", "temperature",
    "volume", "charge", "salary", "budget", "spend", "allocated", "remaining_credit", "depth", "speed", "factor", "usage",
})  # fmt: skip


_MONEY = frozenset({
    "amount", "price", "cost", "fee", "total", "subtotal", "balance", "tax", "discount", "charge", "paid", "net", "gross", "credit", "debit", "refunded",
})  # fmt: skip
_UNITS = frozenset(
    {
        "cm",
        "mm",
        "m",
        "km",
        "kg",
        "g",
        "mg",
        "lb",
        "lbs",
        "oz",
        "ft",
        "inch",
        "inches",
        "mi",
        "miles",
        "ml",
        "l",
        "kwh",
        "celsius",
    }
)


def names_money(name: str) -> bool:
    return bool(_MONEY & set(words(name)))


def counts_things(name: str) -> bool | None:
    """Tell whether a number of this name counts (true), measures (false), or could do either (None)."""
    named = words(name)
    if not named:
        return None
    if named[-1] in _UNITS and len(named) > 1:  # `lengthCm` is no length of a list
        return False
    if any(word in COUNTING for word in named):
        return True
    if any(word in MEASURING for word in named):
        return False
    return None
