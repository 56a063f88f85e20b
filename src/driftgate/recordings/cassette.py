"""VCR cassettes, of Python's vcrpy and of Ruby's VCR, in YAML or JSON."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING, Any

from driftgate.errors import RecordingError
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.recordings.entry import UnusableEntryError

if TYPE_CHECKING:
    import io

MAX_BYTES = 512 * 1024 * 1024


def interactions(stream: io.BufferedReader, source: str) -> list[Any]:
    """
    Return the interactions of a cassette. It is read whole: YAML has no line to stop at.

    Raises:
        RecordingError: Not YAML or JSON, no list of interactions, larger than 512 MiB.
    """
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise RecordingError(f"{source}: larger than {MAX_BYTES // 2**20} MiB. Split the cassette.")
    try:
        tree = _parse(raw.decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        reason = next(iter(str(error).splitlines()), "")
        raise RecordingError(f"{source}: is no VCR cassette ({reason}).") from None
    if isinstance(tree, dict):
        for name in ("interactions", "http_interactions"):
            if isinstance(tree.get(name), list):
                return list(tree[name])
    raise RecordingError(f"{source}: is no VCR cassette (no list of `interactions`).")


def _parse(text: str) -> Any:
    import yaml
    import yaml_rs

    if text.lstrip()[:1] == "{":
        import orjson

        return orjson.loads(text)
    try:
        # NOTE: yaml-rs drops the tag `!!binary`, PyYAML crashes on deep nesting: the one guards, the other builds.
        yaml_rs.loads(text, parse_datetime=False)
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, TypeError) as error:
        raise ValueError(error) from None


def exchange_of(interaction: Any, seen_in: SeenIn) -> Exchange:
    """
    Return the exchange of an interaction. A body compressed by gzip or deflate is decompressed.

    Raises:
        UnusableEntryError: No request, no URI, no status, a body in a compression we cannot read.
    """
    try:
        asked, answered = interaction["request"], interaction["response"]
        request = Request(str(asked["method"]).upper(), str(asked["uri"]), _headers(asked), _body(asked.get("body")))
        status = answered["status"]
        code = int(status["code"] if isinstance(status, dict) else status)
    except (TypeError, KeyError, ValueError):
        raise UnusableEntryError("the interaction has no request, no uri or no status") from None
    headers = _headers(answered)
    body = _decompressed(_body(answered.get("body")), headers.get("content-encoding"))
    return Exchange(request, Response(code, headers, "" if body is None else body), seen_in)


def _headers(message: dict[str, Any]) -> Headers:
    raw = message.get("headers")
    pairs = []
    for name, values in raw.items() if isinstance(raw, dict) else ():
        for value in values if isinstance(values, list) else [values]:
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            pairs.append((str(name), text))
    return Headers(pairs)


def _body(raw: Any) -> bytes | str | None:
    if isinstance(raw, dict):
        encoded = raw.get("base64_string")
        if isinstance(encoded, (str, bytes)):
            try:
                return base64.b64decode(encoded)
            except (binascii.Error, ValueError):
                raise UnusableEntryError("the interaction's body is no base64") from None
        raw = raw.get("string")
    return raw if isinstance(raw, (bytes, str)) else None


def _decompressed(body: bytes | str | None, encoding: str | None) -> bytes | str | None:
    if not isinstance(body, bytes) or not encoding or encoding.strip().lower() == "identity":
        return body
    kind = encoding.strip().lower()
    try:
        if kind in {"gzip", "x-gzip"}:
            return zlib.decompress(body, 31) if body.startswith(b"\x1f\x8b") else body
        if kind == "deflate":
            return zlib.decompress(body) if body[:1] == b"\x78" else zlib.decompress(body, -15)
    except zlib.error:
        raise UnusableEntryError(f"the interaction's {kind} body is damaged") from None
    raise UnusableEntryError("the interaction's body is compressed in a way that we cannot read")
