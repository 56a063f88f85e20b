"""VCR cassettes, as vcrpy, Ruby's VCR, betamax and go-vcr write them."""

from __future__ import annotations

import base64
import gzip
import json
import zlib

import pytest

from driftgate.errors import RecordingError

VCRPY = """interactions:
- request:
    body: null
    headers: &id001
      Accept:
      - '*/*'
    method: GET
    uri: https://api.test/v1/things?page=1
  response:
    body:
      string: '{"a": 1, "yes": "no"}'
    headers:
      Content-Type:
      - application/json
      Set-Cookie:
      - a=1
      - b=2
    status:
      code: 200
      message: OK
- request:
    body: '{"x": true}'
    headers: *id001
    method: POST
    uri: https://api.test/v1/things
  response:
    body:
      string: ''
    headers: {}
    status:
      code: 201
      message: Created
version: 1
"""

RUBY = """---
http_interactions:
- request:
    method: :get
    uri: https://api.test/v1/things
    body:
      encoding: US-ASCII
      string: ''
    headers:
      Accept: ["application/json"]
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/json; charset=ISO-8859-1
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        eyJhIjoi6SJ9
    http_version: null
  recorded_at: Tue, 01 Nov 2011 04:58:44 GMT
recorded_with: VCR 6.1.0
"""

GO = """---
version: 2
interactions:
  - id: 0
    request:
      method: GET
      url: https://api.test/v1/things
      headers: {}
      body: ""
    response:
      headers:
        Content-Type: [application/json]
      body: '[]'
      status: 200 OK
      code: 200
      duration: 1.5ms
"""


def interaction(body, *, headers=None, **response):
    return {
        "request": {"method": "GET", "uri": "https://api.test/", "headers": {}, "body": None},
        "response": {"status": {"code": 200}, "headers": headers or {}, "body": body, **response},
    }


def cassette(*interactions, member="interactions"):
    return json.dumps({member: list(interactions), "version": 1}).encode()


def test_reads_what_vcrpy_writes(read):
    seen = read(VCRPY.encode(), "a.yaml")
    first, second = seen.exchanges
    assert first.request[:2] == ("GET", "https://api.test/v1/things?page=1")
    assert first.request.body is None
    assert first.response.status == 200
    assert first.response.body == '{"a": 1, "yes": "no"}'
    assert first.response.headers.as_dict() == {"content-type": "application/json", "set-cookie": "a=1, b=2"}
    assert second.request.body == '{"x": true}'
    assert second.request.headers == first.request.headers
    assert second.response.body == ""
    assert str(second.seen_in) == "a.yaml#1"
    assert seen.unjudged.total == 0


def test_reads_what_ruby_writes(read):
    (only,) = read(RUBY.encode(), "a.yml").exchanges
    assert only.request[:2] == ("GET", "https://api.test/v1/things")
    assert only.request.body is None
    assert only.response.body == '{"a":"é"}'


def test_reads_what_go_vcr_writes(read):
    (only,) = read(GO.encode(), "a.yaml").exchanges
    assert only.request.url == "https://api.test/v1/things"
    assert only.response[::2] == (200, "[]")


@pytest.mark.parametrize("member", ["interactions", "http_interactions"])
def test_reads_json_cassettes(read, member):
    one = interaction({"encoding": "UTF-8", "base64_string": base64.b64encode(b"[1]").decode()})
    assert read(cassette(one, interaction({"string": "{}"}), member=member), "a.json").bodies == [b"[1]", "{}"]


def test_reads_what_httpx_stubs_of_vcrpy_write(read):
    one = interaction(None, content="{}", status_code=202)
    del one["response"]["status"], one["response"]["body"]
    (only,) = read(cassette(one), "a.json").exchanges
    assert only.response[::2] == (202, "{}")


RAW_DEFLATE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(b'{"z":1}', mtime=0),
    "x-gzip": gzip.compress(b'{"z":1}', mtime=0),
    "deflate": zlib.compress(b'{"z":1}'),
    "Deflate": RAW_DEFLATE.compress(b'{"z":1}') + RAW_DEFLATE.flush(),
    "identity": b'{"z":1}',
    "deflate, gzip": gzip.compress(zlib.compress(b'{"z":1}'), mtime=0),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_compressed_bodies_are_decompressed(read, encoding):
    raw = cassette(
        interaction(
            {"base64_string": base64.b64encode(PACKED[encoding]).decode()}, headers={"Content-Encoding": [encoding]}
        )
    )
    assert read(raw, "a.json").bodies == [b'{"z":1}']


def test_a_body_that_was_decompressed_already_is_left_alone(read):
    headers = {"content-encoding": ["gzip"]}
    packed = {"base64_string": base64.b64encode(b"{}").decode()}
    assert read(cassette(interaction({"string": "{}"}, headers=headers)), "a.json").bodies == ["{}"]
    assert read(cassette(interaction(packed, headers=headers)), "a.json").bodies == [b"{}"]


@pytest.mark.parametrize(
    ("packed", "encoding", "reason"),
    [
        (b"\x8b\x03\x80{}\x03\xff\xfe", "br", "still compressed as 'br', which cannot be undone here"),
        (gzip.compress(b"{}" * 99, mtime=0)[:-10], "gzip", "gzip data that ends early"),
        (b"\x1f\x8b\x08\x00broken-and-more", "gzip", "damaged gzip data"),
        (b"\xff\xfe\xfd\xfc", "deflate", "damaged deflate data"),
    ],
)
def test_a_body_that_cannot_be_decompressed_is_absent_and_named(read, packed, encoding, reason):
    one = interaction({"base64_string": base64.b64encode(packed).decode()}, headers={"content-encoding": [encoding]})
    seen = read(cassette(one), "a.json")
    assert seen.bodies == [None]
    assert seen.reasons == [(0, f"the response body is {reason}")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (None, "is no interaction: has no `request`"),
        ({"request": {"method": "GET"}}, "has no `request.method` or no `request.uri`"),
        ({"request": {"method": "GET", "uri": "/"}}, "has no `response`"),
        ({"request": {"method": "GET", "uri": "/"}, "response": {"status": {}}}, "has no status code"),
    ],
)
def test_an_interaction_that_is_none_is_named_and_skipped(read, broken, reason):
    seen = read(cassette(interaction({"string": "1"}), broken, interaction({"string": "2"})), "a.json")
    assert seen.bodies == ["1", "2"]
    assert seen.positions == [0, 2]
    assert seen.reasons == [(1, reason)]


def test_a_cassette_that_breaks_off_yields_what_stood_before(read):
    cut = VCRPY[: VCRPY.index("    method: POST") + 12]
    seen = read(cut.encode(), "a.yaml")
    assert [each.request.method for each in seen.exchanges] == ["GET"]
    assert seen.unjudged.total >= 1
    with pytest.raises(RecordingError, match=r"a\.yaml, entry 1: "):
        read(cut.encode(), "a.yaml", strict=True)


def test_a_cassette_cut_within_its_last_line_says_so(read):
    cut = VCRPY[: VCRPY.index("      message: Created") + 18]
    seen = read(cut.encode(), "a.yaml")
    assert len(seen.exchanges) == 2
    assert seen.reasons == [
        (2, "the cassette ends within a line, and without `version` or `recorded_with`; what follows was not read")
    ]


def test_hostile_yaml_is_refused_without_a_crash(read):
    for depth in (200, 100_000):
        reasons = read(b"interactions:\n- " + b"[" * depth, "a.yaml").reasons
        assert [reason for _, reason in reasons] == ["the YAML is nested too deep; what follows was not read"]
    bomb = b"interactions:\n- &a [x,x]\n" + b"".join(b"- &b%d [*a,*a]\n" % index for index in range(50))
    assert read(bomb, "a.yaml").unjudged.total == 51
    assert read(b"interactions:\n- request: !!python/object/apply:os.system ['true']\n", "a.yaml").exchanges == []
    assert read(b"interactions:\n- &a [*a]\n", "a.yaml").unjudged.total == 1


def test_empty_cassettes_have_no_exchanges(read):
    assert read(b"interactions: []\nversion: 1\n", "a.yaml").exchanges == []
    assert read(b"interactions:\nversion: 1\n", "a.yaml").unjudged.total == 0


def test_scalars_are_what_recorders_mean(read):
    raw = b"""interactions:
- request: {method: GET, uri: https://api.test/, headers: {X-N: 5}, body: !!python/unicode 'x'}
  response: {status: "200 OK", headers: ~, body: 12}
- request: {method: GET, uri: https://api.test/, body: !!binary "!"}
  response: {status: 204, body: null}
recorded_with: x
"""
    first, second = read(raw, "a.yaml").exchanges
    assert first.request.headers.get("x-n") == "5"
    assert first.request.body == "x"
    assert first.response[::2] == (200, "12")
    assert second.request.body == "!"
    assert second.response[::2] == (204, "")


def test_compressed_bytes_that_were_stored_as_text_are_decompressed(read):
    packed = gzip.compress(b"[1]").decode("latin-1")
    headers = {"content-encoding": ["gzip"]}
    assert read(cassette(interaction({"string": packed}, headers=headers)), "a.json").bodies == [b"[1]"]
    seen = read(cassette(interaction({"string": packed + "€"}, headers=headers)), "a.json")
    assert seen.bodies == [None]
    assert seen.reasons == [(0, "the response body is compressed, and was stored as text")]
