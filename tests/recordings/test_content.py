"""Bodies as recorders leave them: compressed, in base64, in other charsets."""

from __future__ import annotations

import gzip
import zlib

import pytest

from driftgate.recordings import content
from driftgate.recordings.content import UnreadableBodyError, decoded, from_base64, in_charset
from driftgate.recordings.source import zstd

BODY = b'{"a":"' + b"x" * 500 + b'"}'
PACKED = {"gzip": gzip.compress(BODY), "deflate": zlib.compress(BODY), "zstd": zstd().compress(BODY)}


@pytest.mark.parametrize("encoding", PACKED)
def test_what_is_compressed_is_decompressed(encoding):
    assert decoded(PACKED[encoding], encoding=encoding, content_type=None) == BODY
    assert decoded(PACKED[encoding], encoding=encoding.upper(), content_type="application/json; charset=utf-8") == BODY
    assert decoded(BODY, encoding=encoding, content_type=None) == BODY
    assert decoded(b"", encoding=encoding, content_type=None) == b""


@pytest.mark.parametrize("encoding", PACKED)
def test_what_ends_early_says_so(encoding):
    with pytest.raises(UnreadableBodyError, match=f"^{encoding} data that ends early$"):
        decoded(PACKED[encoding][:-6], encoding=encoding, content_type=None)


@pytest.mark.parametrize("encoding", PACKED)
def test_a_bomb_is_not_blown_up(monkeypatch, encoding):
    monkeypatch.setattr(content, "MAX_BODY_BYTES", 100)
    with pytest.raises(UnreadableBodyError, match=f"^{encoding} data of more than"):
        decoded(PACKED[encoding], encoding=encoding, content_type=None)


def test_damaged_zstd_says_so():
    with pytest.raises(UnreadableBodyError, match="damaged zstd data"):
        decoded(PACKED["zstd"][:4] + b"\xff" * 30, encoding="zstd", content_type=None)


@pytest.mark.parametrize(
    ("raw", "kind", "body"),
    [
        (b"\xe9", "text/plain; charset=iso-8859-1", "é"),
        (b"\xe9", 'text/plain; CHARSET="ISO-8859-1"', "é"),
        (b"\x80", "text/plain;charset=windows-1252", "€"),
        ("é".encode(), "text/plain; charset=iso-8859-1", "é".encode()),
        ('{"a":1}'.encode("utf-16"), "application/json; charset=utf-16", '{"a":1}'),
        (b"\xe9", "text/plain; charset=utf-8", b"\xe9"),
        (b"\xe9", "text/plain; charset=nonsense", b"\xe9"),
        (b"\xe9", "text/plain; charset=hex", b"\xe9"),
        (b"\x80\x81", "text/plain; charset=shift_jis", b"\x80\x81"),
        (b"\xe9", "text/plain", b"\xe9"),
        (b"\xe9", None, b"\xe9"),
    ],
)
def test_bytes_become_text_only_where_their_charset_makes_text_of_them(raw, kind, body):
    assert in_charset(raw, kind) == body


@pytest.mark.parametrize("text", ["/+8=", "_-8=", "_-8", " /+\r\n8= "])
def test_both_alphabets_of_base64_are_read(text):
    assert from_base64(text) == b"\xff\xef"


@pytest.mark.parametrize("text", ["!", "é", "a", "abc%"])
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(UnreadableBodyError, match="marked as base64 and is none"):
        from_base64(text)
