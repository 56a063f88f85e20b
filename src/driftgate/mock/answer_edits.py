"""Edits of an answer as a whole: its status, media type, headers and bytes, and the faults of a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from driftgate.media_type import is_json
from driftgate.mock.answer import Answer, Refusal, problem
from driftgate.mock.envelopes import documented_error, status_pointer
from driftgate.mock.render import render
from driftgate.mock.spot import spots
from driftgate.pointer import split

if TYPE_CHECKING:
    from driftgate.mock.envelopes import Envelopes
    from driftgate.mock.injection import Injection
    from driftgate.operation import Operation


class AnswerView(NamedTuple):
    """An answer that is about to be sent."""

    answer: Answer
    operation: Operation
    accept: str | None
    envelopes: Envelopes
    injection: Injection


def foreign_status(view: AnswerView) -> Answer | None:
    """Answer a status that is not listed; an error envelope says the same one, so that only the status is wrong."""
    listed = view.operation.response_for
    status = int(view.injection.value or next((each for each in (418, 206, 299, 520) if listed(each) is None), 0))
    if not status:
        return None  # `default` documents them all
    answer = view.answer
    if answer.status >= 400 and answer.body and answer.content_type is not None and is_json(answer.content_type):
        value = orjson.loads(answer.body)
        pointer = status_pointer(value)
        found = spots([value], split(pointer)) if pointer is not None else []
        if found and found[0].put(str(status) if isinstance(found[0].value, str) else status):
            answer = answer._replace(body=orjson.dumps(value))
    return answer._replace(status=status)


def foreign_media_type(view: AnswerView) -> Answer | None:
    if view.answer.content_type is None:
        return None
    name = view.injection.value or ("text/html" if view.answer.content_type != "text/html" else "text/plain")
    return view.answer._replace(content_type=None if name == "none" else name)


def unreadable(view: AnswerView) -> Answer | None:
    answer = view.answer
    if not answer.body or answer.content_type is None or not is_json(answer.content_type):
        return None
    way = view.injection.value or "truncated"
    body = answer.body
    if way == "truncated":
        body = body[: max(1, len(body) * 2 // 3)]
    elif way == "empty":
        body = b""
    elif way == "bom":
        body = b"\xef\xbb\xbf" + body
    elif way == "html":
        body = b"<!doctype html><title>Bad Gateway</title><p>Try again later."
    elif way == "double-encoded":
        body = orjson.dumps(body.decode())
    elif way == "latin-1":
        body = re.sub(rb'"([^"\\]*)"(\s*[,}\]])', b'"\xe9"\\2', body, count=1)
    elif way == "nan":
        body = re.sub(rb"(:\s*)(-?[0-9][0-9.eE+-]*|true|false|null|\"[^\"\\]*\")", rb"\1NaN", body, count=1)
    return answer._replace(body=body) if body != answer.body else None


def twice(view: AnswerView) -> Answer | None:
    """Write the first property of the body twice, with null first."""
    answer = view.answer
    if answer.content_type is None or not is_json(answer.content_type):
        return None
    value = orjson.loads(answer.body or b"null")
    if not isinstance(value, dict) or not value:
        return None
    name = orjson.dumps(next(iter(value)))
    return answer._replace(body=answer.body.replace(b"{", b"{" + name + b":null,", 1))


def wrong_envelope_status(view: AnswerView) -> Answer | None:
    answer = view.answer
    if answer.status < 400 or answer.content_type is None or not is_json(answer.content_type):
        return None
    value = orjson.loads(answer.body)
    pointer = view.injection.pointer or status_pointer(value)
    found = spots([value], split(pointer)) if pointer is not None else []
    if not found:
        return None
    claimed = int(view.injection.value or (500 if answer.status != 500 else 400))
    if not found[0].put(str(claimed) if isinstance(found[0].value, str) else claimed):
        return None
    return answer._replace(body=orjson.dumps(value))


def error_as_success(view: AnswerView) -> Answer | None:
    answer = view.answer
    if not 200 <= answer.status < 300:
        return None
    for status in (500, 400, 404, 401, 403, 429, 503, 422, 409):
        response = documented_error(view.operation, status)
        if response is not None and response.content:
            error = view.envelopes.documented(response, status, view.accept)
            return answer._replace(body=error.body, content_type=error.content_type)
    value = {"status": 500, "error": "Internal Server Error"}
    return answer._replace(body=render(value, "application/json"), content_type="application/json")


def failure(view: AnswerView) -> Answer | None:
    """Answer another status in the envelope that the document has for it, else as problem details."""
    status = int(view.injection.value or (500 if view.injection.rule == "server-error" else 400))
    response = documented_error(view.operation, status)
    if response is not None:
        return view.envelopes.documented(response, status, view.accept)
    return problem(Refusal(status, "an injected fault"))


def refuse(view: AnswerView) -> Answer | None:
    return failure(view) if 200 <= view.answer.status < 300 else None


def drop_header(view: AnswerView) -> Answer | None:
    name = str(view.injection.pointer).lower()
    if name == "content-type":
        return view.answer._replace(content_type=None) if view.answer.content_type is not None else None
    kept = tuple(each for each in view.answer.headers if each[0].lower() != name)
    return view.answer._replace(headers=kept) if len(kept) != len(view.answer.headers) else None


def spoil_header(view: AnswerView) -> Answer | None:
    name, value = str(view.injection.pointer).lower(), view.injection.value or "not what was promised"
    spoilt = tuple((each, value if each.lower() == name else own) for each, own in view.answer.headers)
    return view.answer._replace(headers=spoilt) if spoilt != view.answer.headers else None


def wrap(view: AnswerView) -> Answer | None:
    """Send the object of a success as `data` of another one."""
    answer = view.answer
    if not 200 <= answer.status < 300 or answer.content_type is None or not is_json(answer.content_type):
        return None
    value = orjson.loads(answer.body or b"null")
    return answer._replace(body=orjson.dumps({"data": value})) if isinstance(value, dict) else None


def delay(view: AnswerView) -> Answer | None:
    return view.answer._replace(delay_s=view.answer.delay_s + seconds(view.injection.value or "1s"))


def seconds(text: str) -> float:
    """Return the seconds in a text such as `250ms` or `1.5s`."""
    number = float(re.sub("[a-z]", "", text))
    return number / 1000 if text.endswith("ms") else number


def cut(view: AnswerView) -> Answer | None:
    body = view.answer.body
    return view.answer._replace(body=body[: len(body) // 2]) if len(body) > 1 else None


def drop(view: AnswerView) -> Answer | None:
    return view.answer._replace(is_dropped=True)
