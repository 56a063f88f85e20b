"""Secrets go, shapes stay: in bodies, URLs, headers, text, samples and command lines."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import time
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.redaction import MASK, Redactor, is_masked, is_secret_name, secret_shape
from driftgate.redaction.curl import curl
from driftgate.redaction.secret import is_opaque, mask

REDACTOR = Redactor()

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N"
PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
RANDOM = "aG9tZSBzd2VldCBob21l0A9xQ2zLk7PpR3sT"


@pytest.mark.parametrize(
    "name",
    [
        "PortOutPin", "port_out_pin", "pin", "PIN", "pins", "QrActivationLink", "activation_code", "accessToken",
        "access_token", "accesstoken", "X-Api-Key", "apiKey", "apikey", "clientSecret", "AccountKey", "AccountSecret",
        "password", "userPassword", "Passwd", "passphrase", "Authorization", "Set-Cookie", "sessionId", "session",
        "JSESSIONID", "PHPSESSID", "signature", "X-Amz-Signature", "sig", "otp", "cvv", "card_cvc", "ssn", "privateKey",
        "credentials", "X-Auth-Token", "refresh_token", "csrf_token", "puk", "verificationCode", "user[password]",
    ],
)  # fmt: skip
def test_a_secret_is_told_by_its_name(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "PhoneNumber", "Tnid", "shipping", "spinner", "pinned", "opinion", "author", "tokenType", "token_expiry",
        "expires_in", "passwordChangedAt", "PasswordPolicy", "SessionCount", "sessionNotes", "nextPageToken", "key",
        "primaryKey", "sortKey", "signatureAlgorithm", "cookiePolicy", "secretary", "compass", "sid", "", "123", "*",
        "description", "tokenized", "MessageEnabled", "assigned",
    ],
)  # fmt: skip
def test_a_name_that_only_resembles_one_is_none(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (JWT, "JWT"),
        (f"see {JWT}, please", "JWT"),
        (PEM, "PEM block"),
        (PEM[:60], "PEM block"),
        ("Bearer 8f14e45fceea167a", "bearer credentials"),
        ("basic dXNlcjpwYXNzd29yZA==", "bearer credentials"),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "payment service key"),
        ("AKIAIOSFODNN7EXAMPLE", "cloud access key"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "source forge token"),
        ("xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy", "chat token"),
        ("LPA:1$sm-v4-065-a-gtm.pr.go-esim.com$8DACAFA7DA25C5AD", "eSIM activation code"),
        (RANDOM, "random text"),
    ],
)
def test_a_secret_is_told_by_its_shape(text, kind):
    assert secret_shape(text) == kind
    assert secret_shape(REDACTOR.text(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "active", "TSUID-d7b34696-8f1e-4c1b-9a7e-1f2e3d4c5b6a", "d7b34696-8f1e-4c1b-9a7e-1f2e3d4c5b6a",
        "token expired", "basic authentication required", "2025-12-04T22:09:41.56", "+14155550123",
        "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "8901260000000000000",
        "Numbers-Inventory-Overview-2025-Q3-final-version", "application/vnd.github.v3+json",
        "https://api.example.com/v1.0/numbers/inventory?PageNumber=1&TotalNumbersRequested=100",
        "The quick brown fox jumps over the lazy dog, 42 times", "/PhoneNumbers/*/AssignedSubscriberId",
    ],
)  # fmt: skip
def test_harmless_text_stays_as_it_is(text):
    assert secret_shape(text) is None
    assert REDACTOR.text(text) == text
    assert REDACTOR.body({"a": [text]}) == {"a": [text]}


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("TSUID-d7b3-4696", "TSUID-****"),
        ("https://vendor.test/activate/8841", "https://****"),
        ("LPA:1$x$y", "LPA:****"),
        ("1234", "****"),
        ("hunter-2", "****"),
        ("correct horse", "****"),
        ("", "****"),
    ],
)
def test_a_mask_keeps_only_the_prefix_that_says_what_it_is(secret, shown):
    assert mask(secret) == shown
    assert is_masked(shown)
    assert mask(shown) == shown


def test_bodies_keep_their_shape():
    body = {
        "PortOutPin": "8841",
        "Pin": 8841,
        "rate": {"password": 1.5, "hasPassword": True, "password_hint": None, "total_tokens": 1200},
        "tokens": ["a", {"b": "c", "n": 5, "t": True}],
        "AssignedSubscriberId": "TSUID-1",
        "empty_token": "",
    }
    assert REDACTOR.body(body) == {
        "PortOutPin": "****",
        "Pin": 0,
        "rate": {"password": 0.0, "hasPassword": True, "password_hint": None, "total_tokens": 1200},
        "tokens": ["****", {"b": "****", "n": 0, "t": False}],
        "AssignedSubscriberId": "TSUID-1",
        "empty_token": "",
    }


def test_a_body_without_secrets_is_returned_itself():
    body = {"a": [1, 2.5, None, True, "x"], "b": {"c": "d" * 50}}
    assert REDACTOR.body(body) is body


def test_what_the_contract_marks_by_name_is_secret():
    redactor = Redactor(sensitive_names=["birth_date", "IsFlagged"])
    assert redactor.body({"BirthDate": "1970-01-01", "IsFlagged": True}) == {"BirthDate": "****", "IsFlagged": False}
    assert redactor.url("/x?birthDate=1970-01-01&b=1") == "/x?birthDate=****&b=1"
    assert redactor.headers({"Birth-Date": "1970"}) == {"birth-date": "****"}
    assert redactor.text('birth_date: 1970-01-01, "birthDate": "1970"') == 'birth_date: ****, "birthDate": "****"'


def test_what_the_contract_marks_by_place_is_secret_there_only():
    redactor = Redactor(pointers=["/rows/*/id", "/by_name/*/x"])
    body = {"rows": [{"id": "A-1"}, {"id": 7}], "id": "A-2", "by_name": {"k": {"x": "v", "y": "w"}}, "plain": "v"}
    assert redactor.body(body) == {
        "rows": [{"id": "****"}, {"id": 0}],
        "id": "A-2",
        "by_name": {"k": {"x": "****", "y": "w"}},
        "plain": "v",
    }
    assert redactor.body(body, pointers=["/plain"])["plain"] == "****"
    assert redactor.body(body)["plain"] == "v"
    assert redactor.sample("A-1", "/rows/*/id") == '"****"'
    assert redactor.sample("A-1", "/id") == '"A-1"'


def test_an_object_that_names_what_it_holds_is_understood():
    body = [{"name": "Authorization", "value": "abc"}, {"name": "Accept", "value": "x"}, {"key": "api_key", "value": 5}]
    assert REDACTOR.body(body) == [
        {"name": "Authorization", "value": "****"},
        {"name": "Accept", "value": "x"},
        {"key": "api_key", "value": 0},
    ]


def test_json_inside_a_string_is_looked_into():
    inner = json.dumps({"password": "hunter2", "deep": json.dumps({"pin": "8841"})})
    assert REDACTOR.body({"Message": inner}) == {
        "Message": '{"password":"****","deep":"{\\"pin\\":\\"****\\"}"}',
    }


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ('{"pin": "1", "big": 12345678901234567890123, "f": 1.0}', '{"pin":"****","big":12345678901234567890123,"f":1.0}'),
        ('{"a" : 1}', '{"a" : 1}'),
        ('{"password": "hunter2", "x', '{"password": "****", "x'),
        ('{"password": "hunt', '{"password": "****'),
        ("user=a&password=b+c&x=%41", "user=a&password=****&x=%41"),
        ("<r><password>x</password><a:Pin t='1'>2</a:Pin><b>c</b></r>", "<r><password>****</password><a:Pin t='1'>****</a:Pin><b>c</b></r>"),
        ('<input name="csrf_token" type="hidden" value="abc">', '<input name="csrf_token" type="hidden" value="****">'),
        (
            '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--B--',
            '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\n****\r\n--B--',
        ),
        ("plain text", "plain text"),
        ("", ""),
        (None, None),
        (b'{"pin":"\xc3\xa9"}', b'{"pin":"****"}'),
        (b"\xff\xfe binary", b"\xff\xfe binary"),
        (b"\xff password=hunter2", b"\xff password=****"),
    ],
)  # fmt: skip
def test_bodies_are_redacted_as_sent(raw, shown):
    assert REDACTOR.body_text(raw) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@a.test:8080/x", "https://****@a.test:8080/x"),
        ("https://a.test/x?token=abc&page=2#top", "https://a.test/x?token=****&page=2#top"),
        ("https://a.test/x?user%5Bpassword%5D=1&q=%20%2F", "https://a.test/x?user%5Bpassword%5D=****&q=%20%2F"),
        ("https://a.test/cb#access_token=abc&state=1", "https://a.test/cb#access_token=****&state=1"),
        ("https://a.test/a;jsessionid=1F2E;v=1/b", "https://a.test/a;jsessionid=****;v=1/b"),
        ("https://a.test/reset-password/8f3a1c77", "https://a.test/reset-password/****"),
        ("https://a.test/tokens/list/5", "https://a.test/tokens/list/5"),
        (f"https://a.test/invite/{JWT}", "https://a.test/invite/****"),
        (f"https://a.test/x?next={quote('https://b.test/?sig=abc', safe='')}", "https://a.test/x?next=https://b.test/%3Fsig%3D****"),
        ("/v1.0/numbers?token=", "/v1.0/numbers?token="),
        ("/x?a&b=c&&d", "/x?a&b=c&&d"),
        ("", ""),
    ],
)  # fmt: skip
def test_urls_lose_secrets_and_nothing_else(url, shown):
    assert REDACTOR.url(url) == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abc", "Bearer ****"),
        ("Authorization", "abc", "****"),
        ("Authorization", "", ""),
        ("Proxy-Authorization", "Basic dTpw", "Basic ****"),
        ("Cookie", "sid=abc; theme=dark; flag", "sid=****; theme=****; ****"),
        ("Set-Cookie", "sid=abc; Path=/; HttpOnly; Max-Age=60", "sid=****; Path=/; HttpOnly; Max-Age=60"),
        ("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "a=****; Expires=Wed, 21 Oct 2015 07:28:00 GMT"),
        ("Set-Cookie", "a=1; Path=/, b=2; Secure", "a=****; Path=/, ****; Secure"),
        ("X-Api-Key", "abc", "****"),
        ("Api-Key", "abc", "****"),
        ("X-CSRF-Token", "abc", "****"),
        ("X-Amz-Security-Token", "abc", "****"),
        ("Location", "https://a.test/?code=1&token=abc", "https://a.test/?code=1&token=****"),
        ("Accept", "application/json", "application/json"),
        ("X-Custom", JWT, "****"),
    ],
)
def test_headers_keep_what_is_harmless(name, value, shown):
    assert REDACTOR.header(name, value) == shown
    assert REDACTOR.headers(Headers([(name, value)])) == {name.lower(): shown}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc", "Authorization: Bearer ****"),
        ("{'Authorization': 'Bearer abc', 'a': 'b'}", "{'Authorization': 'Bearer ****', 'a': 'b'}"),
        ("[('authorization', 'Bearer abc')]", "[('authorization', 'Bearer ****')]"),
        ("GET https://u:p@h.test/x?api_key=3: 500", "GET https://****@h.test/x?api_key=****: 500"),
        ("password=foo, other=bar", "password=****, other=bar"),
        ('password="a b\\"c" next', 'password="****" next'),
        ("Cookie: a=b; c=d\nnext", "Cookie: a=****; c=****\nnext"),
        (r"body: \"password\": \"ab\\\"c\", \"n\": 1", r"body: \"password\": \"****\", \"n\": 1"),
        ("password: required", "password: required"),
        ("the token has expired", "the token has expired"),
    ],
)
def test_text_is_searched_for_pairs(text, shown):
    assert REDACTOR.text(text) == shown


@pytest.mark.parametrize("secret", ["hunter2", "p@ss w/rd&é\"<'", "x1", "ein|Geheimnis\\n", "1234"])
def test_a_known_secret_is_found_however_it_is_spelled(secret):
    redactor = Redactor(secrets=[secret, ""])
    spellings = [
        secret, quote(secret), quote(secret, safe=""), json.dumps(secret), json.dumps(secret, ensure_ascii=False),
        repr(secret), f"(see {secret})",
    ]  # fmt: skip
    if len(secret) >= 4:
        spellings.append(base64.b64encode(secret.encode()).decode())
    for spelling in spellings:
        shown = redactor.text(f"a: {spelling} z")
        assert secret not in shown
        assert spelling.strip("\"'") not in shown
    assert secret not in redactor.url(f"https://a.test/{quote(secret, safe='')}?q={quote(secret, safe='')}")
    assert redactor.body({"note": secret, secret: 1}) == {"note": "****", "****": 1}


def test_a_known_secret_that_is_a_number_is_told_in_a_body():
    assert Redactor(secrets=["8841"]).body({"a": 8841, "b": 88410}) == {"a": 0, "b": 88410}


def test_a_very_short_secret_is_told_only_where_it_stands_alone():
    assert Redactor(secrets=["7"]).text("7 of 17, code 7") == "**** of 17, code ****"


def test_samples_are_json_of_at_most_120_characters():
    assert REDACTOR.sample("true", "/MessageEnabled") == '"true"'
    assert REDACTOR.sample(None, "/a") == "null"
    assert REDACTOR.sample(True, "/hasPin") == "true"
    assert REDACTOR.sample({"Tnid": "TNID-1", "PortOutPin": "8841"}, "/PhoneNumbers/*") == '{"Tnid":"TNID-1","PortOutPin":"****"}'  # fmt: skip
    assert REDACTOR.sample("8841", "/PhoneNumbers/*/PortOutPin") == '"****"'
    assert REDACTOR.sample(8841, "/PhoneNumbers/*/PortOutPin") == "0"
    assert REDACTOR.sample("TSUID-1", "/id", sensitive=True) == '"TSUID-****"'
    assert REDACTOR.sample("abc", "header:X-Api-Key") == '"****"'
    assert REDACTOR.sample("abc", "query:PageNumber") == '"abc"'
    long = REDACTOR.sample("x" * 500, "/a")
    assert len(long) == 120
    assert long.endswith("x…")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("abc", "<string>"), (5, "<integer>"), (0.5, "<number>"), (True, "<boolean>"), (None, "null"),
        ([1, 2], "<array of 2>"), ({"a": 1}, "<object of 1>"),
    ],
)  # fmt: skip
def test_a_field_that_nobody_documented_is_shown_by_its_type(value, shown):
    assert REDACTOR.sample(value, "/Surprise", documented=False) == shown


# The command line.


def words(command: str, **variables: str) -> list[str]:
    """Return the arguments that a POSIX shell would give to curl."""
    script = f'curl() {{ for each; do printf "%s\\0" "$each"; done; }}; {command}'
    run = subprocess.run(
        ["/bin/sh", "-c", script], env={**os.environ, **variables}, capture_output=True, check=True, timeout=10
    )
    assert run.stderr == b""
    return run.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


def line(exchange, redactor=REDACTOR):
    return curl(exchange.request, redactor)


def asked(method="GET", url="https://a.test/x", headers=(), body=None):
    return Exchange(Request(method, url, Headers(headers), body), None, SeenIn("a.har", 0))


def test_a_plain_request_is_a_short_command():
    headers = [
        ("Accept", "application/json"),
        ("User-Agent", "x"),
        ("Host", "a.test"),
        (":path", "/x"),
        ("Sec-Ch", "1"),
    ]
    assert line(asked(headers=headers)) == "curl -sS -H 'accept: application/json' https://a.test/x"


def test_secrets_become_shell_variables():
    headers = [("Authorization", "Bearer abc"), ("X-Api-Key", "k1"), ("Cookie", "a=b; c=d"), ("Content-Type", "x/y")]
    body = '{"PortOutPin":"8841","pin":5,"text":"it\'s $HOME `id`"}'
    command = line(asked("POST", "https://u:p@a.test/?token=abc&q=it's", headers, body))
    assert words(command, TOKEN="T T", X_API_KEY="K", COOKIE="c=1", PORT_OUT_PIN="P", PIN="6", USERINFO="me:pw") == [
        "-sS", "-X", "POST",
        "-H", "authorization: Bearer T T", "-H", "content-type: x/y", "-H", "cookie: c=1", "-H", "x-api-key: K",
        "--data-raw", '{"PortOutPin":"P","pin":6,"text":"it\'s $HOME `id`"}',
        "https://me:pw@a.test/?token=T T&q=it's",
    ]  # fmt: skip


def test_odd_requests_are_asked_the_same_way():
    assert line(asked("HEAD")) == "curl -sS --head https://a.test/x"
    assert line(asked("DELETE")) == "curl -sS -X DELETE https://a.test/x"
    assert line(asked(body="x")) == "curl -sS -X GET --data-raw x https://a.test/x"
    assert line(asked(body=b"\xff")) == "curl -sS -X GET --data-binary @body https://a.test/x"
    assert line(asked(body=b'{\n "a": 1\n}')) == """curl -sS -X GET --data-raw '{"a":1}' https://a.test/x"""
    assert line(asked(url="/a[1]{b} c")) == "curl -sS -g '/a[1]{b}%20c'"
    assert line(asked(headers=[("X-Empty", ""), ("Accept-Encoding", "gzip")])) == (
        "curl -sS -H 'x-empty;' --compressed https://a.test/x"
    )


@given(
    url=st.text(max_size=20),
    value=st.text(max_size=20),
    body=st.text(max_size=20) | st.binary(max_size=20),
    method=st.text(max_size=5),
)
def test_no_request_breaks_out_of_its_quotes(url, value, body, method):
    command = line(asked(method, "https://a.test/" + url, [("x-one", value), (value, "x")], body))
    assert "\n" not in command
    tokens = re.sub(r"""'[^']*'|"[^"$`\\]*"|"\$[A-Z][A-Z0-9_]*\"""", "", command)
    assert re.fullmatch(r"[A-Za-z0-9 ;_@%+=:,./-]*", tokens), command


@pytest.mark.parametrize(
    "hostile",
    [
        "'; touch /tmp/x; '",
        "$(id)",
        "`id`",
        '"$HOME"',
        "\\'",
        "\ue000HOME\ue001",
        "é😀",
        "--output=/x",
        "@/etc/passwd",
    ],
)
def test_a_shell_gives_curl_what_was_recorded(hostile):
    given_ = words(line(asked("POST", headers=[("x-one", hostile)], body=hostile)))
    shown = hostile.replace("\ue000", "?").replace("\ue001", "?")
    assert given_[:3] == ["-sS", "-X", "POST"]
    assert given_[4] == f"x-one: {shown}"
    assert given_[6] == shown


# The promise.

SECRETS = st.from_regex(r"[A-Za-z0-9]{4}[A-Za-z0-9!$%&/()=?+#*~é\"'<>\\ -]{2,16}[A-Za-z0-9]{4}", fullmatch=True)


def _planted(secret: str) -> Exchange:
    """Return an exchange with the secret wherever a secret goes."""
    encoded = quote(secret, safe="")
    headers = Headers([
        ("authorization", f"Bearer {secret}"), ("cookie", f"sid={encoded}; b={secret.replace(';', '')}"), ("x-api-key", secret),
        ("referer", f"https://a.test/?token={encoded}"),
    ])  # fmt: skip
    answered = Headers(
        [("set-cookie", f"sid={encoded}; Path=/, other={encoded}"), ("location", f"/x?access_token={encoded}")]
    )
    body = json.dumps({
        "password": secret, "rows": [{"PortOutPin": secret, "ok": 1}], "session": {"a": secret},
        "headers": [{"name": "X-Auth-Token", "value": secret}], "nested": json.dumps({"apiKey": secret}),
    })  # fmt: skip
    url = f"https://{encoded}:{encoded}@a.test/v1?api_key={encoded}&user%5Bpassword%5D={encoded}#id_token={encoded}"
    return Exchange(
        Request("POST", url, headers, f"password={encoded}&a=b"), Response(200, answered, body), SeenIn("a.har", 0)
    )


def _everything_shown(exchange: Exchange, redactor: Redactor) -> list[str]:
    shown = redactor.exchange(exchange)
    response = shown.response
    assert response is not None
    assert exchange.response is not None
    body = json.loads(str(exchange.response.body))
    return [
        shown.request.url,
        *shown.request.headers.as_dict().values(),
        str(shown.request.body),
        *response.headers.as_dict().values(),
        str(response.body),
        line(exchange, redactor),
        redactor.sample(body, ""),
        *(redactor.sample(value, f"/{name}") for name, value in body.items()),
        redactor.sample(body, "/x", documented=False),
    ]


def _stands_in(secret: str, text: str) -> bool:
    spellings = {
        secret,
        quote(secret, safe=""),
        quote(secret),
        json.dumps(secret)[1:-1],
        json.dumps(json.dumps(secret))[2:-2],
    }
    return any(spelling in text for spelling in spellings)


@given(secret=SECRETS)
def test_a_planted_secret_is_never_shown(secret):
    for text in _everything_shown(_planted(secret), REDACTOR):
        assert not _stands_in(secret, text), text


@given(secret=SECRETS, places=st.integers(0, 5))
def test_a_secret_that_is_known_is_never_shown_wherever_it_stands(secret, places):
    redactor = Redactor(secrets=[secret])
    encoded = quote(secret, safe="")
    texts = [
        redactor.text(f"failed: {secret}!"),
        redactor.text(f"failed: {secret!r} in {json.dumps({'x': secret})}"),
        redactor.url(f"https://a.test/{encoded}/x?q={encoded}#{encoded}"),
        str(redactor.body({"note": f"{secret}!", "list": [secret], secret: 1})),
        str(redactor.headers({"x-note": secret, "accept": f"a, {secret}"})),
        str(redactor.body_text(json.dumps({"m": f"<{secret}>"}))),
        redactor.sample(f"see {secret}", "/message"),
        line(asked("POST", f"https://a.test/{encoded}?q={encoded}", [("x-note", secret)], json.dumps([secret])), redactor),
    ]  # fmt: skip
    for text in texts:
        assert not _stands_in(secret, text), text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "pin", "token", "b"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(body=JSON)
def test_redaction_keeps_every_type_and_every_key(body):
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(each) for key, each in value.items()}
        return [shape(each) for each in value] if isinstance(value, list) else type(value)

    redacted = REDACTOR.body(body)
    assert shape(redacted) == shape(body)
    assert REDACTOR.body(redacted) == redacted


@given(text=st.text(st.sampled_from("pin token:='\"\\{}[]<>/&?;, \n*abc1"), max_size=60))
def test_redacting_twice_changes_nothing_more(text):
    once = REDACTOR.text(text)
    assume("****" not in text)
    assert once.count(MASK) >= 0
    assert REDACTOR.text(once).count(MASK) >= once.count(MASK)


@pytest.mark.parametrize(
    "unit",
    [
        '"', 'a="', "<a>", "\\", "a:", 'pin="', "pin=\\'", "Bearer ", "eyJ", 'Content-Disposition: name="pin"\n', "http://", "a-",
        "[", "-----BEGIN A-----", "cookie: ", "a=&", "\\\\:", "pin:\\\\\\", 'name="', "LPA:1$", "?#",
    ],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(unit):
    hostile = unit * (60_000 // len(unit))
    began = time.process_time()
    REDACTOR.text(hostile)
    REDACTOR.body_text(hostile)
    REDACTOR.url(hostile)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.test/cb?code=SplxlOBeZQQYbYS6WxSbIA", "https://a.test/cb?code=****"),
        ("https://a.test/cb?code=123456&state=x", "https://a.test/cb?code=****&state=x"),
        ("https://a.test/zip?code=10115&country=DE", "https://a.test/zip?code=10115&country=DE"),
        ("https://a.test/map?key=AbC1dE2fG3", "https://a.test/map?key=****"),
        ("https://a.test/map?key=customer-2024", "https://a.test/map?key=customer-2024"),
        ("https://a.test/sso?SAMLResponse=PHNhbWxwOlJlc3BvbnNl1", "https://a.test/sso?SAMLResponse=****"),
    ],
)
def test_a_name_that_may_hold_a_secret_does_by_its_value_or_by_those_beside_it(url, shown):
    assert REDACTOR.url(url) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"Key": "abc", "Secret": "def"}, {"Key": "****", "Secret": "****"}),
        ({"Key": "abc", "Value": "def"}, {"Key": "abc", "Value": "def"}),
        ({"key": "a3f9c2e1b04d"}, {"key": "****"}),
        ({"code": "x1", "grant_type": "authorization_code"}, {"code": "****", "grant_type": "authorization_code"}),
        ({"code": 404, "message": "none"}, {"code": 404, "message": "none"}),
    ],
)
def test_half_of_the_credentials_is_secret_too(body, shown):
    assert REDACTOR.body(body) == shown


def test_segments_of_secret_path_parameters_are_hidden_below_any_base():
    redactor = Redactor(sensitive_names=["account"], paths=["/accounts/{account}/pets/{id}", "/pets/{id}"])
    assert redactor.url("https://a.test/v1/accounts/47/pets/11?x=1") == "https://a.test/v1/accounts/****/pets/11?x=1"
    assert redactor.url("/pets/11") == "/pets/11"


@pytest.mark.parametrize("text", ["iphone15pro", "customer-2024", "DE", "2025-12-04T22:09:41", "", "v1.0.8",
                                  "d7b34696-8f1e-4c1b-9a7e-1f2e3d4c5b6a", "numbers"])  # fmt: skip
def test_what_a_person_chose_is_not_opaque(text):
    assert not is_opaque(text)
