"""Which kind of recording it is: told by its first bytes, and only where they leave it open by its name."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from typing import Any

import orjson

from driftgate.errors import NoRecordingError, RecordingError
from driftgate.recordings.cassette import INTERACTIONS
from driftgate.recordings.source import HEAD_BYTES

_NDJSON_NAME = re.compile(r"\.(ndjson|jsonl|jsonlines|ldjson)(\.[a-z0-9]{1,5})?$", re.IGNORECASE)
_YAML_KEY = re.compile(r"^([A-Za-z_]+)\s*:", re.MULTILINE)
_ENTRY_MEMBERS = frozenset({"request", "response", "startedDateTime"})
_DOCUMENT_MEMBERS = frozenset({"openapi", "swagger", "asyncapi", "overlay", "paths", "$schema"})
_WANTED = "Give a HAR file, NDJSON of HAR entries, or a VCR cassette."


class Format(StrEnum):
    """What can be read. A value of `…JSON_CASSETTE` names the member that holds the interactions."""

    HAR = "har"
    NDJSON = "ndjson"
    YAML_CASSETTE = "yaml"
    JSON_CASSETTE = "interactions"
    RUBY_JSON_CASSETTE = "http_interactions"


def recognise(head: bytes, source: str) -> Format:
    """
    Return the format of a recording.

    Args:
        head: The first 64 KiB, decompressed.
        source: Path, for its name and for messages.

    Raises:
        RecordingError: It is none; says what it is instead, where that can be told.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecordingError(f"{source}: is UTF-16. Save it as UTF-8.")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\x00" in text:
        raise RecordingError(f"{source}: is a binary file, no recording. {_WANTED}")
    is_ndjson_by_name = _NDJSON_NAME.search(source) is not None
    if text.startswith(b"{"):
        found = _by_members(text, source)
        if found is not None:
            return found
    if not text.startswith(b"[") or is_ndjson_by_name:
        if _has_entry_line(text) or is_ndjson_by_name:
            return Format.NDJSON
        if not text.startswith(b"{"):
            return _by_yaml_keys(text, source)
    if text.startswith(b"["):
        raise RecordingError(f"{source}: is a JSON array; a HAR file is an object with `log`. {_WANTED}")
    raise NoRecordingError(f"{source}: is JSON, but neither a HAR file nor HAR entries. {_WANTED}")


def _by_members(text: bytes, source: str) -> Format | None:
    """Return what the members of the first JSON objects tell; None where they tell nothing."""
    import ijson

    backend = ijson.get_backend("yajl2_c")
    depth = 0
    member: str | None = None
    documents: set[str] = set()
    try:
        event: str
        value: Any
        # NOTE: without `use_float` yajl2_c goes down with the process at an integer of more digits than Python converts
        # (4,300): it leaves the ValueError set and goes on (ijson 3.6).
        for event, value in backend.basic_parse(
            io.BytesIO(text), multiple_values=True, buf_size=HEAD_BYTES, use_float=True
        ):
            if member == "log" and event == "start_map":
                return Format.HAR
            if member is not None and member in INTERACTIONS and event == "start_array":
                return Format(member)
            member = None
            if event == "map_key" and depth == 1:
                if value in _ENTRY_MEMBERS:
                    return Format.NDJSON
                if value in _DOCUMENT_MEMBERS:
                    documents.add(value)
                member = value
            elif event in {"start_map", "start_array"}:
                depth += 1
            elif event in {"end_map", "end_array"}:
                depth -= 1
                if not depth and documents:
                    break
    except (ijson.JSONError, ValueError):
        pass  # the head is cut anywhere, and a broken line is for the reader to name
    if documents & {"openapi", "swagger"}:
        raise RecordingError(f"{source}: is an OpenAPI document, no recording. Pass it as --spec.")
    if documents:
        raise RecordingError(f"{source}: is JSON, but no recording. {_WANTED}")
    return None


def _has_entry_line(text: bytes) -> bool:
    """Tell whether any whole line of the head is a HAR entry: the first may be broken."""
    for line in text.split(b"\n"):
        if line.lstrip().startswith(b"{"):
            try:
                entry = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue
            if "request" in entry:
                return True
    return False


def _by_yaml_keys(text: bytes, source: str) -> Format:
    keys = set(_YAML_KEY.findall(text.decode("utf-8", "replace")))
    if keys & set(INTERACTIONS):
        return Format.YAML_CASSETTE
    if keys & {"openapi", "swagger"}:
        raise RecordingError(f"{source}: is an OpenAPI document, no recording. Pass it as --spec.")
    raise RecordingError(f"{source}: is no recording. {_WANTED}")
