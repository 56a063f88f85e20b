"""Requests: does one keep the client's side of the contract?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ContractError
from driftgate.form import MULTIPART, URLENCODED, Unreadable, read_form
from driftgate.media_type import entry_for, is_json
from driftgate.mock.answer import Refusal
from driftgate.mock.parameters import ParameterCheck
from driftgate.parameter import IGNORED_HEADERS, Values, read_cookies, read_query
from driftgate.sequence import read_sequence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.mock.answer import Asked
    from driftgate.operation import Operation


class RequestCheck:
    """The client's side of one operation: parameters, media type, body."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._contract = contract
        self._operation = operation
        self._body = operation.request_body
        self._parameters = tuple(
            ParameterCheck(contract, each)
            for each in operation.parameters
            if each.location != "header" or each.name.lower() not in IGNORED_HEADERS
        )
        self._reads_cookies = any(each.location == "cookie" for each in operation.parameters)
        # A vendor that documents 422 and no 400 for bad input means 422.
        documented = operation.responses
        self._bad = 422 if "422" in documented and "400" not in documented else 400

    def values(self, asked: Asked, path_values: Mapping[str, str]) -> Values:
        cookies = read_cookies(asked.headers.get("cookie")) if self._reads_cookies else {}
        return Values(path_values, read_query(asked.query), asked.headers, cookies)

    def refusal(self, asked: Asked, values: Values) -> Refusal | None:
        """Return why the request breaks the contract; None where it keeps it."""
        for check in self._parameters:
            reason = check.refusal(values)
            if reason is not None:
                return Refusal(self._bad, reason)
        return self._body_refusal(asked) if self._body is not None else None

    def path_refusal(self, path_values: Mapping[str, str]) -> str | None:
        """Say which path parameter does not conform; None where all do."""
        values = Values(path_values, (), {}, {})
        reasons = (check.refusal(values) for check in self._parameters if check.parameter.location == "path")
        return next((reason for reason in reasons if reason is not None), None)

    def _body_refusal(self, asked: Asked) -> Refusal | None:
        assert self._body is not None
        if not asked.body:
            return Refusal(self._bad, "the body is missing") if self._body.required else None
        if not self._body.content:
            return None
        content_type = asked.headers.get("content-type", "")
        name = content_type.partition(";")[0].strip().lower()
        media_type = entry_for(self._body.content, content_type)
        if media_type is None:
            listed = ", ".join(sorted(self._body.content))
            return Refusal(415, f"the body is {name or 'of no media type'}; documented: {listed}")
        return self._content_refusal(asked.body, name, content_type, media_type)

    def _content_refusal(self, body: bytes, name: str, content_type: str, media_type: MediaType) -> Refusal | None:
        value: Any
        if media_type.is_sequence:
            value, problem = read_sequence(body, media_type.name)
            if problem is not None:
                return Refusal(self._bad, f"the body is no {media_type.name}: {problem}")
        elif is_json(name):
            try:
                value = orjson.loads(body)
            except orjson.JSONDecodeError:
                return Refusal(self._bad, "the body is no JSON")
        elif name in {URLENCODED, MULTIPART}:
            try:
                value = read_form(self._contract, body, content_type, media_type.schema_pointer or "")
            except Unreadable as unread:
                return Refusal(self._bad, str(unread))
        else:
            return None
        if media_type.schema_pointer is None:
            return None
        try:
            validator = self._contract.validator(media_type.schema_pointer, direction="request", strict=False)
        except ContractError:
            return None
        error = next(iter(validator.iter_errors(value)), None)
        if error is None:
            return None
        place = "".join(f"/{token}" for token in error.instance_path) or "the root"
        return Refusal(self._bad, f"the body does not conform to its schema at {place}")
