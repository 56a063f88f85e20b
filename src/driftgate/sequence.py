"""
Sequences: bodies that are many JSON values one after another, read as the array of them, and written again.

Source:
    OpenAPI Specification 3.2.0, "Sequential Media Types" and "Special Considerations for Server-Sent Events"; JSON Lines;
    RFC 7464 (JSON text sequences); WHATWG HTML, 9.2.6, "Interpreting an event stream".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.body import EMPTY, WRONG_CHARSET, Body, read_json
from driftgate.pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = "text/event-stream"
_LINES = re.compile(r"(application|text)/([^;]+[+.])?(x-)?(jsonl|ndjson|json-?lines)")
_RECORDS = re.compile(r"application/([^;]+\+)?json-seq")
_SEPARATOR = "\x1e"


def is_sequential(media_type: str) -> bool:
    """Tell whether a bare media type, in lower case, is one of JSON values one after another, or of events."""
    return media_type == EVENTS or bool(_LINES.fullmatch(media_type) or _RECORDS.fullmatch(media_type))


def read_sequence(raw: bytes | str, media_type: str) -> Body:
    """
    Return the values of a sequence as a list, in order; of events, objects with `data`, `event`, `id` and `retry`.

    What is wrong with one value is told, and the others are returned; `MISSING` where nothing can be read. A stream
    without any value is an empty list.
    """
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError:
        return Body(MISSING, WRONG_CHARSET)
    if media_type == EVENTS:
        return Body(list(_events(text)), None)
    separator = _SEPARATOR if _RECORDS.fullmatch(media_type) else "\n"
    values: list[Any] = []
    problem = None
    for part in text.split(separator):
        read = read_json(part)
        if read.value is not MISSING:
            values.append(read.value)
        if read.problem != EMPTY:
            problem = problem or read.problem
    return Body(MISSING if problem is not None and not values else values, problem)


def write_sequence(values: list[Any], media_type: str) -> bytes:
    """Return values in the bytes of a sequential media type; of events, what is no object becomes the data of one."""
    if media_type == EVENTS:
        return b"".join(_written(value) for value in values)
    begin = _SEPARATOR.encode() if _RECORDS.fullmatch(media_type) else b""
    return b"".join(begin + orjson.dumps(value) + b"\n" for value in values)


def _events(text: str) -> Iterator[dict[str, Any]]:
    """Yield the events of a stream. One without data is none; the last may lack the empty line at its end."""
    event: dict[str, Any] = {}
    for line in (*re.split("\r\n|\r|\n", text), ""):
        if not line:
            if "data" in event:
                yield event
            event = {}
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            event["data"] = f"{event['data']}\n{value}" if "data" in event else value
        elif name == "event" or (name == "id" and "\0" not in value):
            event[name] = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            event["retry"] = int(value)


def _written(event: Any) -> bytes:
    fields = event if isinstance(event, dict) and "data" in event else {"data": event}
    lines = []
    for name in ("event", "id", "retry", "data"):
        if name in fields:
            value = fields[name]
            text = value if isinstance(value, str) else orjson.dumps(value).decode()
            lines += [f"{name}: {line}\n" for line in re.split("\r\n|\r|\n", text)]
    return ("".join(lines) + "\n").encode()
