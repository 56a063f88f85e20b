"""Error answers: in the document's own envelope where it has one for the status, else as problem details."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from driftgate.errors import ContractError
from driftgate.media_type import is_json
from driftgate.mock.answer import REASON_HEADER, Answer, Refusal, header_text, problem
from driftgate.mock.negotiation import choose_media_type, concrete
from driftgate.mock.render import render
from driftgate.pointer import escape, resolve

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.mock.bodies import Bodies
    from driftgate.operation import DocumentedResponse, Operation

_STATUS_NAMES = frozenset({"status", "statuscode", "httpstatus", "httpstatuscode", "httpcode"})


class Envelopes:
    """The error answers of a contract."""

    def __init__(self, contract: Contract, bodies: Bodies) -> None:
        self.contract = contract
        self.bodies = bodies
        self._common: dict[int, DocumentedResponse | None] = {}
        self._answers: dict[tuple[str, int, str | None], Answer] = {}

    def refuse(self, refusal: Refusal, operation: Operation | None, accept: str | None) -> Answer:
        """Return a refusal in the envelope that the operation, or else most operations, document for its status."""
        response = documented_error(operation, refusal.status) if operation is not None else None
        response = response or self._common_response(refusal.status)
        if response is None:
            return problem(refusal)
        answer = self.documented(response, refusal.status, accept)
        own = {name.lower() for name, _ in refusal.headers}
        kept = tuple(each for each in answer.headers if each[0].lower() not in own)
        return answer._replace(
            headers=(*kept, *refusal.headers, (REASON_HEADER, header_text(refusal.reason))),
        )

    def documented(self, response: DocumentedResponse, status: int, accept: str | None) -> Answer:
        """Return a documented error response; the media type is what `accept` likes, or the first."""
        name = choose_media_type(accept, response.content) or next(iter(response.content), None)
        key = (response.pointer, status, name)
        found = self._answers.get(key)
        if found is None:
            headers = self.bodies.headers(response, status)
            if name is None:
                found = Answer(status, None, b"", headers)
            else:
                media_type, shown = response.content[name], concrete(name, accept)
                found = Answer(status, shown, self._body(media_type, shown, status), headers)
            self._answers[key] = found
        return found

    def _body(self, media_type: MediaType, name: str, status: int) -> bytes:
        value = self.bodies.value(media_type)
        if is_json(name) and isinstance(value, dict):
            value = self.with_status(value, status, media_type.schema_pointer)
        return render(value, name, name="error")

    def with_status(self, value: dict[str, Any], status: int, schema_pointer: str | None) -> dict[str, Any]:
        """Return the envelope with its status property set, where it has one and the schema lets it."""
        pointer = status_pointer(value)
        if pointer is None:
            return value
        changed = deepcopy(value)
        parent, key = resolve(changed, pointer.rpartition("/")[0]), pointer.rpartition("/")[2]
        name = key.replace("~1", "/").replace("~0", "~")
        parent[name] = str(status) if isinstance(parent[name], str) else status
        if schema_pointer is None:
            return changed
        try:
            return changed if self.contract.validator(schema_pointer).is_valid(changed) else value
        except ContractError:
            return changed

    def _common_response(self, status: int) -> DocumentedResponse | None:
        """Return what most operations document for a status; None where none does."""
        if status not in self._common:
            found: dict[str, DocumentedResponse] = {}
            counted: Counter[str] = Counter()
            for operation in self.contract.operations:
                response = documented_error(operation, status)
                if response is not None and response.content:
                    found.setdefault(response.pointer, response)
                    counted[response.pointer] += 1
            self._common[status] = found[counted.most_common(1)[0][0]] if counted else None
        return self._common[status]


def documented_error(operation: Operation, status: int) -> DocumentedResponse | None:
    """Return what an operation documents for an error; a `default` that is its only answer is no error."""
    response = operation.response_for(status)
    if response is None or response.status != "default":
        return response
    has_success = any(each.startswith(("2", "3")) for each in operation.responses)
    return response if has_success else None


def status_pointer(value: Any) -> str | None:
    """Return where an error envelope repeats the HTTP status; None where it does not."""
    if not isinstance(value, dict):
        return None
    for key, part in value.items():
        is_status = isinstance(part, int) and not isinstance(part, bool) and (part == 0 or 100 <= part < 600)
        is_text = isinstance(part, str) and len(part) == 3 and part.isdecimal()
        if key.lower().replace("_", "").replace("-", "") in _STATUS_NAMES and (is_status or is_text):
            return f"/{escape(key)}"
    for key, part in value.items():
        if key.lower() in {"error", "errors", "fault", "problem"}:
            first = part[0] if isinstance(part, list) and part else part
            inner = status_pointer(first)
            if inner is not None:
                return f"/{escape(key)}{'/0' if isinstance(part, list) else ''}{inner}"
    return None
