"""
VCR cassettes: YAML or JSON, of vcrpy, of Ruby's VCR, of betamax and go-vcr, interaction by interaction.

Source:
    vcrpy 8, "serializers"; VCR 6, "cassette format"; betamax, "Cassettes"; go-vcr v4, `cassette.Interaction`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.exchange import Exchange, Request, Response, SeenIn
from driftgate.recordings.content import UnreadableBodyError, decoded, from_base64
from driftgate.recordings.entry import RecordedHeaders, UnusableEntryError, has_no_body
from driftgate.recordings.har import json_items
from driftgate.recordings.source import BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from driftgate.recordings.entry import Complain

INTERACTIONS = ("interactions", "http_interactions")
_MAX_DEPTH = 100
_TOO_DEEP = "the YAML is nested too deep"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")


def read_json_cassette(stream: BinaryIO, recording: str, complain: Complain, *, member: str) -> Iterator[Exchange]:
    """Yield the exchanges of a JSON cassette whose interactions are the array `member`."""
    yield from _exchanges(json_items(stream, f"{member}.item"), recording, complain)


def read_yaml_cassette(stream: BinaryIO, recording: str, complain: Complain) -> Iterator[Exchange]:
    """Yield the exchanges of a YAML cassette; where it breaks off, the rest is complained about as one."""
    yield from _exchanges(_yaml_interactions(stream), recording, complain)


def _exchanges(items: Iterator[Any], recording: str, complain: Complain) -> Iterator[Exchange]:
    position = -1
    while True:
        try:
            for item in items:
                position += 1
                yield _exchange(item, recording, position, complain)
        except UnusableEntryError as error:
            complain(position, str(error))
        except BrokenStreamError as error:
            complain(position + 1, f"{error}; what follows was not read")
            return
        else:
            return


def _exchange(item: Any, recording: str, position: int, complain: Complain) -> Exchange:
    if not isinstance(item, dict) or not isinstance(item.get("request"), dict):
        raise UnusableEntryError("is no interaction: has no `request`")
    request = item["request"]
    url = request.get("uri", request.get("url"))
    method = request.get("method")
    if not isinstance(url, str) or not isinstance(method, str):
        raise UnusableEntryError("has no `request.method` or no `request.uri`")
    response = item.get("response")
    if not isinstance(response, dict):
        raise UnusableEntryError("has no `response`")
    sent = RecordedHeaders(request.get("headers"))
    received = RecordedHeaders(response.get("headers"))
    status = _status(response)
    method = method.lstrip(":").upper()  # Ruby symbols

    def told(which: str) -> Callable[[str], None]:
        return lambda reason: complain(position, f"the {which} body is {reason}")

    asked = Request(method, url, sent, _body(request.get("body"), sent, told("request")) or None)
    body = _body(response.get("body", response.get("content")), received, told("response"))
    if body is None and has_no_body(method, status):
        body = ""
    return Exchange(asked, Response(status, received, body), SeenIn(recording, position))


def _status(response: dict[str, Any]) -> int:
    status = response.get("status")
    if isinstance(status, dict):
        status = status.get("code")
    for code in (response.get("status_code"), response.get("code"), status):
        if isinstance(code, int) and 100 <= code <= 999:
            return code
        if isinstance(code, str) and re.fullmatch(r"[1-9][0-9]{2}( .*)?", code):
            return int(code[:3])
    raise UnusableEntryError("has no status code")


def _body(node: Any, headers: RecordedHeaders, told: Callable[[str], None]) -> str | bytes | None:
    try:
        if isinstance(node, dict):
            if node.get("base64_string") is not None:
                node = node["base64_string"]
                # Ruby writes the base64 of base64 where YAML calls it binary too.
                node = from_base64(node.decode("latin-1") if isinstance(node, bytes) else str(node))
            else:
                node = node.get("string")
        encoding = headers.get("content-encoding")
        if isinstance(node, str) and encoding and node.startswith("\x1f\x8b"):
            try:
                node = node.encode("latin-1")
            except UnicodeEncodeError:
                told("compressed, and was stored as text")
                return None
        if isinstance(node, bytes):
            return decoded(node, encoding=encoding, content_type=headers.get("content-type"))
    except UnreadableBodyError as error:
        told(str(error))
        return None
    return node if isinstance(node, str) else None if node is None else str(node)


def _yaml_interactions(stream: BinaryIO) -> Iterator[Any]:
    """
    Yield each item of the top-level sequence of interactions, built from libyaml's events.

    NOTE: events, because PyYAML's own composer builds the whole file, and crashes the interpreter on 100,000 nested brackets.
    """
    import yaml

    build = _Builder(yaml, _Watched(stream))
    keys: set[str] = set()
    try:
        for expected in (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.MappingStartEvent):
            if not isinstance(build.take(), expected):
                raise BrokenStreamError("the YAML holds no mapping")
        while not isinstance(event := build.take(), yaml.MappingEndEvent):
            key = build.value(event)
            keys.add(str(key))
            event = build.take()
            if key in INTERACTIONS and isinstance(event, yaml.SequenceStartEvent):
                while not isinstance(event := build.take(), yaml.SequenceEndEvent):
                    yield build.value(event)
            else:
                build.value(event)
    except yaml.YAMLError as error:
        raise BrokenStreamError(_reason(error)) from None
    if build.stream.is_cut_off and not keys - set(INTERACTIONS):
        # A block of YAML has no closing bracket: only what recorders write below tells that the end is missing.
        raise BrokenStreamError("the cassette ends within a line, and without `version` or `recorded_with`")


def _reason(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
    if "nesting" in problem:  # libyaml's own bound, since PyYAML 6.0.4
        return _TOO_DEEP
    return f"the YAML goes wrong ({problem}{f', line {mark.line + 1}' if mark is not None else ''})"


class _Watched:
    """A stream that remembers whether its last byte was a line end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = b"\n"

    def read(self, size: int) -> bytes:
        block = self._stream.read(size)
        self._last = block[-1:] or self._last
        return block

    @property
    def is_cut_off(self) -> bool:
        return self._last != b"\n"


class _Builder:
    """Builds plain values from YAML events: text, integers, null, bytes, lists and mappings; whatever the tag says."""

    def __init__(self, yaml: Any, stream: _Watched) -> None:
        self._yaml = yaml
        self.stream = stream
        self._events = yaml.CSafeLoader(stream)
        self._anchored: dict[str, Any] = {}

    def take(self) -> Any:
        event = self._events.get_event()
        if event is None:
            raise BrokenStreamError("the YAML ends early")
        return event

    def value(self, event: Any, depth: int = 0) -> Any:
        yaml = self._yaml
        if depth > _MAX_DEPTH:
            raise BrokenStreamError(_TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            return self._anchored.get(event.anchor)
        built: Any
        if isinstance(event, yaml.ScalarEvent):
            built = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            built = []
            while not isinstance(item := self.take(), yaml.SequenceEndEvent):
                built.append(self.value(item, depth + 1))
        elif isinstance(event, yaml.MappingStartEvent):
            built = {}
            while not isinstance(item := self.take(), yaml.MappingEndEvent):
                key = self.value(item, depth + 1)
                built[key if isinstance(key, (str, int)) else str(key)] = self.value(self.take(), depth + 1)
        else:
            raise BrokenStreamError("the YAML ends early")
        if event.anchor is not None:
            self._anchored[event.anchor] = built
        return built


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.tag is not None and event.tag.endswith("binary"):
        try:
            return from_base64(text)
        except UnreadableBodyError:
            return text
    if event.tag is None and event.implicit[0]:  # plain, not quoted
        if text in _NULL:
            return None
        if _INTEGER.fullmatch(text):
            return int(text)
    return text
