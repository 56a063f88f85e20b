"""Documented responses: the one a good request, or its `Prefer`, asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.media_type import is_json
from driftgate.mock.answer import Answer, Asked, Refusal, problem
from driftgate.mock.negotiation import choose_media_type, concrete
from driftgate.mock.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.media_type import MediaType
    from driftgate.mock.bodies import Bodies
    from driftgate.mock.collection import Collection
    from driftgate.mock.envelopes import Envelopes
    from driftgate.mock.injector import Lapses
    from driftgate.mock.negotiation import Preference
    from driftgate.operation import DocumentedResponse, Operation


class Responses:
    """The documented responses of a contract, in bytes."""

    def __init__(self, bodies: Bodies, envelopes: Envelopes, collections: Mapping[str, Collection]) -> None:
        self._bodies = bodies
        self._envelopes = envelopes
        self._collections = collections
        self._plain: dict[tuple[str, str, int], Answer] = {}

    def preferred_error(self, operation: Operation, preference: Preference, asked: Asked) -> Answer:
        """Return the response that `Prefer: code=` names, where it is none of a success."""
        assert preference.code is not None
        response = operation.response_for(preference.code)
        if response is None:
            return _undocumented(operation, preference.code)
        if preference.example is not None or preference.is_dynamic:
            return self._documented(operation, response, preference.code, asked, preference)
        answer = self._envelopes.documented(response, preference.code, asked.headers.get("accept"))
        return _applied(answer, preference)

    def success(
        self,
        operation: Operation,
        asked: Asked,
        query: Sequence[tuple[str, str]],
        preference: Preference,
        lapses: Lapses,
    ) -> Answer:
        """Return the answer to a good request."""
        status, response = success_of(operation)
        if preference.code is not None:
            status, response = preference.code, operation.response_for(preference.code)
            if response is None:
                return _undocumented(operation, status)
        if response is None:
            return Answer(204, None, b"")  # a contract that lists no responses promises nothing
        collection = self._collections.get(operation.name)
        if (
            collection is None
            or preference.example is not None
            or collection.media_type not in response.content.values()
        ):
            return self._documented(operation, response, status, asked, preference)
        accept = asked.headers.get("accept")
        name = choose_media_type(accept, response.content)
        if name is None or response.content[name] is not collection.media_type:
            return self._documented(operation, response, status, asked, preference)
        body = collection.page(query, path=asked.path, ignore_filter=lapses.filter, ignore_limit=lapses.limit)
        if body is None:
            return self._envelopes.refuse(Refusal(400, "the cursor is none that was handed out"), operation, accept)
        headers = self._bodies.headers(response, status)
        if collection.pagination.next == "header:Link":
            link = collection.link(query, asked.path)
            headers = (*(each for each in headers if each[0] != "link"), *([("link", link)] if link else []))
        if (counted := collection.pagination.total_header) is not None:
            total = str(collection.count(query, ignore_filter=lapses.filter))
            headers = (*(each for each in headers if each[0] != counted.lower()), (counted.lower(), total))
        return _applied(Answer(status, name, body, headers), preference)

    def _documented(
        self, operation: Operation, response: DocumentedResponse, status: int, asked: Asked, preference: Preference
    ) -> Answer:
        accept = asked.headers.get("accept")
        if not response.content:
            return _applied(Answer(status, None, b"", self._bodies.headers(response, status)), preference)
        name = choose_media_type(accept, response.content)
        if name is None:
            listed = ", ".join(sorted(response.content))
            return self._envelopes.refuse(Refusal(406, f"Accept leaves none of {listed}"), operation, accept)
        media_type, shown = response.content[name], concrete(name, accept)
        if preference.example is not None:
            return self._example(media_type, response, status, shown, preference)
        if preference.is_dynamic:
            body = self._bodies.body(media_type, shown, dynamic=f"{asked.method} {asked.path}?{asked.query}")
            return _applied(Answer(status, shown, body, self._bodies.headers(response, status)), preference)
        key = (media_type.pointer, shown, status)
        found = self._plain.get(key)
        if found is None:
            body = self._bodies.body(media_type, shown)
            found = self._plain[key] = Answer(status, shown, body, self._bodies.headers(response, status))
        return _applied(found, preference)

    def _example(
        self, media_type: MediaType, response: DocumentedResponse, status: int, shown: str, preference: Preference
    ) -> Answer:
        """Answer with the example asked for by name, as documented, though it may not conform: it was asked for."""
        assert preference.example is not None
        example = media_type.examples.get(preference.example)
        if example is None:
            listed = ", ".join(media_type.examples) or "none"
            return problem(Refusal(400, f"Prefer asks for an example that is not there; documented: {listed}"))
        value: Any = example[1]
        is_text = isinstance(value, str) and is_json(shown) and value.lstrip()[:1] in {"{", "["}
        body = value.encode() if is_text else render(value, shown)
        return _applied(Answer(status, shown, body, self._bodies.headers(response, status)), preference)


def _undocumented(operation: Operation, code: int) -> Answer:
    listed = ", ".join(operation.responses) or "none"
    return problem(Refusal(400, f"Prefer asks for {code}; the contract lists {listed}"))


def _applied(answer: Answer, preference: Preference) -> Answer:
    if not preference.applied:
        return answer
    return answer._replace(headers=(*answer.headers, ("preference-applied", preference.applied)))


def success_of(operation: Operation) -> tuple[int, DocumentedResponse | None]:
    """Return the status of an answer to a good request: the lowest documented success, else what there is."""
    documented = operation.responses
    for status in sorted(documented):
        if status.isdecimal() and status.startswith("2"):
            return int(status), documented[status]
    if "2XX" in documented:
        return 200, documented["2XX"]
    if "default" in documented:
        return 200, documented["default"]
    for status in sorted(documented):
        if status[0] in "345":
            return int(status.replace("X", "0")), documented[status]
    return 200, None
