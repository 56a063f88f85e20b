"""What is marked as a secret: by its name, by its shape, and as an address that lets in whoever knows it."""

from __future__ import annotations

import json
import random

import pytest
from documents import fields, infer

from driftgate.inference.explain import explain

SIGNATURE = "oGKFW4XCbT6IyPs0uxsYd9mBtfGHAbUnLLPE"


def is_marked(name, *values):
    return fields(*({name: value, "other": 1} for value in values))[name].get("x-sensitive", False)


@pytest.mark.parametrize(
    "address",
    [
        f"https://blob.example/disk?sv=2017-04-17&sr=b&sig={SIGNATURE}%3D",
        f"https://files.example/a.csv?X-Amz-Date=20240101&X-Amz-Signature={SIGNATURE}",
        "https://files.example/a.csv?Expires=1&token=a8f3",
        "https://files.example/a.csv#access_token=a8f3",
        "https://ann:hunter2@files.example/a.csv",
        "https://subs.example/download/163EEDF905A7BF3A9C6EE2DA777A91CF/file.srt",
        "https://app.example/invite/q7Vx2Kd9Pm4Rt8Zb",
        "sftp://ann:hunter2@files.example/",
    ],
)
@pytest.mark.parametrize("name", ["href", "accessSAS"])
def test_addresses_that_let_in_are_marked_whatever_they_are_called(name, address):
    assert is_marked(name, address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("S3CredentialsDocumentationURL", "https://data.example/s3credentialsREADME"),
        ("token_url", "https://auth.example/oauth/token"),
        ("passwordPolicy", "https://app.example/policy?lang=en&page=2"),
        ("image", "https://cdn.example/images/163EEDF905A7BF3A9C6EE2DA777A91CF.png"),
        ("href", "https://files.example/download/2024-01-01-report.pdf"),
        ("href", "https://files.example/download/0b8f3a52-6f0e-4c27-9d5f-1f5c7a1e9b11"),
        ("href", "https://files.example/list?pageToken=q7Vx2Kd9Pm4Rt8Zb&signed="),
        ("repository", "ssh://git@code.example/a.git"),
    ],
)
def test_public_addresses_are_none_by_the_name_of_their_field(name, address):
    assert not is_marked(name, address)


def test_an_address_for_one_person_is_marked_by_its_name():
    assert is_marked("activationLink", "https://app.example/a/17")
    assert is_marked("magic_link", "https://app.example/a/17")
    assert is_marked("accessToken", "https://app.example/a?t=48112093a")
    assert is_marked("clientSecret", "https://app.example/a/17", "hunter2")


@pytest.mark.parametrize("name", ["pin", "PortOutPin", "cvv", "puk", "otp", "password", "verification_code"])
def test_secrets_may_be_digits(name):
    assert is_marked(name, 4711)
    assert is_marked(name, "4711")


@pytest.mark.parametrize(
    ("name", "value"), [("sig", 43), ("tokens", 812), ("signature", 3), ("pin", True), ("pin", 4.5)]
)
def test_what_is_counted_measured_or_switched_is_no_secret(name, value):
    assert not is_marked(name, value)


def test_no_output_shows_an_address_that_lets_in():
    draw = random.Random(1)
    bodies = [
        {"id": f"disk-{n}x{draw.randrange(9**9)}", "href": f"https://blob.example/disk-{n}?sig={SIGNATURE}", "n": n}
        for n in range(60)
    ]
    for body in bodies:
        body["copy"] = body["href"]
        body["page"] = f"{body['href']}&part={body['n']}"
    inference = infer(bodies=bodies)
    assert SIGNATURE not in json.dumps(inference.overlay)
    for place in ("/href", "/copy", "/page"):
        lines = "\n".join(explain(inference, place))
        assert "values: not shown, the field is sensitive" in lines
        assert SIGNATURE not in lines
