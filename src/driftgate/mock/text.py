"""Strings: by format, by date dialect, by id prefix, or in the shape of a documented one."""

from __future__ import annotations

import base64
import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

_EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_SPAN_S = 2 * 365 * 86_400
_WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "iris", "juniper", "kestrel", "lumen",
    "maple", "north", "opal", "prairie", "quartz", "river", "summit", "tundra",
)  # fmt: skip


def moment(rng: Random) -> dt.datetime:
    """Return a point in 2024 or 2025, whole seconds, UTC."""
    return _EPOCH + dt.timedelta(seconds=rng.randrange(_SPAN_S))


def write_date(when: dt.datetime, dialect: str) -> str:
    """
    Return `when` as one of `driftgate.dialect.DATE_DIALECTS` writes it.

    Raises:
        KeyError: No such dialect.
    """
    return _DIALECTS[dialect](when)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _rfc_2822(when: dt.datetime) -> str:  # not strftime: its names depend on the locale
    return f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when:%Y %H:%M:%S} +0000"


def _twelve_hours(when: dt.datetime) -> str:
    return f"{when:%m/%d/%Y} {(when.hour + 11) % 12 + 1:02}:{when:%M:%S} {'PM' if when.hour >= 12 else 'AM'}"


_DIALECTS: Mapping[str, Callable[[dt.datetime], str]] = {
    "date-time": lambda when: f"{when:%Y-%m-%dT%H:%M:%S}Z",
    "loose-date-time": lambda when: f"{when:%Y-%m-%dT%H:%M:%S}+0000",
    "spaced-date-time": lambda when: f"{when:%Y-%m-%d %H:%M:%S}Z",
    "naive-date-time": lambda when: f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 10_000:02}",
    "spaced-naive-date-time": lambda when: f"{when:%Y-%m-%d %H:%M:%S}",
    "YYYY-MM-DD": lambda when: f"{when:%Y-%m-%d}",
    "YYYY/MM/DD": lambda when: f"{when:%Y/%m/%d}",
    "YYYYMMDD": lambda when: f"{when:%Y%m%d}",
    "MM/DD/YYYY": lambda when: f"{when:%m/%d/%Y}",
    "DD/MM/YYYY": lambda when: f"{when:%d/%m/%Y}",
    "MM-DD-YYYY": lambda when: f"{when:%m-%d-%Y}",
    "DD-MM-YYYY": lambda when: f"{when:%d-%m-%Y}",
    "DD.MM.YYYY": lambda when: f"{when:%d.%m.%Y}",
    "MM/DD/YYYY hh:mm:ss AM": _twelve_hours,
    "rfc-2822": _rfc_2822,
    "epoch-seconds": lambda when: str(int(when.timestamp())),
    "epoch-milliseconds": lambda when: str(int(when.timestamp() * 1000)),
}


def words(rng: Random, count: int = 2) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(count))


def random_uuid(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _hostname(rng: Random) -> str:
    return f"{rng.choice(_WORDS)}.example.com"


_FORMATS: Mapping[str, Callable[[Random], str]] = {
    "date": lambda rng: write_date(moment(rng), "YYYY-MM-DD"),
    "date-time": lambda rng: write_date(moment(rng), "date-time"),
    "time": lambda rng: f"{moment(rng):%H:%M:%S}Z",
    "duration": lambda rng: f"P{rng.randint(1, 28)}D",
    "email": lambda rng: f"{rng.choice(_WORDS)}.{rng.choice(_WORDS)}@example.com",
    "hostname": _hostname,
    "ipv4": lambda rng: f"192.0.2.{rng.randrange(256)}",
    "ipv6": lambda rng: f"2001:db8::{rng.randrange(65_536):x}",
    "uri": lambda rng: f"https://{_hostname(rng)}/{rng.choice(_WORDS)}/{rng.randrange(10_000)}",
    "uri-reference": lambda rng: f"/{rng.choice(_WORDS)}/{rng.randrange(10_000)}",
    "uri-template": lambda rng: f"/{rng.choice(_WORDS)}/{{id}}",
    "uuid": random_uuid,
    "byte": lambda rng: base64.b64encode(words(rng).encode()).decode(),
    "json-pointer": lambda rng: f"/{rng.choice(_WORDS)}/{rng.randrange(10)}",
    "relative-json-pointer": lambda rng: f"{rng.randrange(3)}/{rng.choice(_WORDS)}",
    "regex": lambda rng: f"^{rng.choice(_WORDS)}$",
    "phone": lambda rng: f"+1202555{rng.randrange(10_000):04}",
    "country-code": lambda rng: rng.choice(("DE", "FR", "GB", "IN", "JP", "US")),
    "currency": lambda rng: rng.choice(("EUR", "GBP", "JPY", "USD")),
}
_SAME = {
    "idn-email": "email", "idn-hostname": "hostname", "iri": "uri", "iri-reference": "uri-reference", "url": "uri",
    "base64": "byte", "guid": "uuid", "e164": "phone", "e.164": "phone", "datetime": "date-time", "ip": "ipv4",
}  # fmt: skip


def text_of_format(name: str, rng: Random) -> str | None:
    """Return text of a format; None where the format is not one of ours and any text will do."""
    name = name.lower()
    write = _FORMATS.get(_SAME.get(name, name))
    return write(rng) if write is not None else None


_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def text_like(sample: str, rng: Random, *, position: int) -> str:
    """
    Return text in the shape of a documented one: letters become letters, digits digits, hex stays hex.

    Long numbers count on from the sample by `position`, so that phone and card numbers stay plausible and differ.
    """
    number = re.fullmatch(r"(\D*)([0-9]{7,})", sample)
    if number is not None:
        digits = number[2]
        counted = str(int(digits) + position)
        return number[1] + counted.zfill(len(digits))[-len(digits) :]
    found = _UUID.search(sample)
    if found is not None:
        return sample[: found.start()] + random_uuid(rng) + sample[found.end() :]
    head = re.match(r"[A-Za-z]+[-_]", sample)
    kept = head.end() if head is not None else 0
    if kept and sample.count("-") >= 3:
        return sample[:kept] + random_uuid(rng)
    return sample[:kept] + "".join(_letter_like(letter, rng) for letter in sample[kept:])


def _letter_like(letter: str, rng: Random) -> str:
    for alphabet in ("0123456789", "abcdef", "ABCDEF", "ghijklmnopqrstuvwxyz", "GHIJKLMNOPQRSTUVWXYZ"):
        if letter in alphabet:
            return rng.choice(alphabet)
    return letter


def id_with_prefix(prefix: str, samples: Sequence[str], rng: Random, *, position: int) -> str:
    """Return an id that carries `prefix`, in the shape of the first documented one that does, else with a UUID."""
    for sample in samples:
        if sample.startswith((f"{prefix}-", f"{prefix}_")):
            return text_like(sample, rng, position=position)
    return f"{prefix}-{random_uuid(rng)}"


def is_telling(sample: str) -> bool:
    """Tell whether a documented string looks like an identifier or number, whose every record has its own."""
    return bool(re.search(r"[0-9]{4,}|[0-9a-f]{6,}", sample)) and not re.search(r"\s", sample)
