"""What worlds are made of: words of many languages, moments, ids; a world and what it answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


class Answered(NamedTuple):
    """One answer, with the parameters it answers: `path` and `query` together, by name."""

    parameters: dict[str, str]
    body: Any


class World(NamedTuple):
    """An operation: its path, parameters by location, and a maker of its answers."""

    path: str
    parameters: dict[str, str]
    begin: Callable[[Random], Callable[[], Answered]]


FIRST = [
    "Ana",
    "Liam",
    "Noah",
    "Emma",
    "Zoë",
    "José",
    "Yuki",
    "Chloé",
    "Ivan",
    "Fatima",
    "Omar",
    "Li",
    "Wei",
    "Søren",
    "Björn",
    "Łukasz",
    "Aisha",
    "Priya",
    "Ravi",
    "Mary-Jane",
    "Tom",
    "Kim",
    "Eva",
    "Otto",
    "Nia",
    "Hugo",
    "Ines",
    "Max",
    "Ida",
    "Leo",
]
LAST = [
    "Smith",
    "García",
    "O'Brien",
    "Müller",
    "Nguyen",
    "Kowalski",
    "Rossi",
    "da",
    "Silva",
    "Tanaka",
    "Ivanova",
    "Jensen",
    "Dubois",
    "Haddad",
    "Cohen",
    "Park",
    "Andersson",
    "Okafor",
    "Singh",
    "Lopez",
    "Weber",
    "Novák",
    "Sato",
    "Kaya",
    "Brown",
]
WORDS = [
    "river",
    "stone",
    "cloud",
    "amber",
    "quick",
    "silent",
    "north",
    "paper",
    "glass",
    "iron",
    "maple",
    "copper",
    "velvet",
    "harbor",
    "signal",
    "meadow",
    "canyon",
    "ember",
    "frost",
    "lantern",
    "orbit",
    "pixel",
    "quartz",
    "ridge",
    "sable",
    "tidal",
    "umbra",
    "vivid",
    "willow",
    "zephyr",
]
CITIES = [
    "Berlin",
    "Lyon",
    "São Paulo",
    "Osaka",
    "Austin",
    "Kraków",
    "Nairobi",
    "Lima",
    "Leeds",
    "Aarhus",
    "Porto",
    "Zürich",
    "Toronto",
    "Hà Nội",
    "Izmir",
]
COUNTRIES = ["DE", "FR", "BR", "JP", "US", "PL", "KE", "PE", "GB", "DK", "PT", "CH", "CA", "VN", "TR"]


def some_moment(r: Random, *, around: int = 1_700_000_000, spread: int = 40_000_000) -> dt.datetime:
    return dt.datetime.fromtimestamp(around + r.randrange(-spread, spread), dt.UTC)


def iso(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sentence(r: Random, low: int, high: int) -> str:
    words = [r.choice(WORDS) for _ in range(r.randint(low, high))]
    text = " ".join(words).capitalize()
    return text + r.choice(["", ".", "!", "?", f" ({r.randrange(100)})", f" \u2013 {r.choice(WORDS)}"])


def hexid(r: Random, size: int) -> str:
    return "".join(r.choice("0123456789abcdef") for _ in range(size))


def base62(r: Random, size: int) -> str:
    return "".join(r.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") for _ in range(size))


def skewed(r: Random, most: int) -> int:
    """Return a count that is mostly small, sometimes zero, and now and then large; below `most`."""
    return min(most - 1, int(r.paretovariate(0.8)) - 1)
