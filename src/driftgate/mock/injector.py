"""The injector: edits what a mock sends, at the rate and the places asked for, the same for the same seed."""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from driftgate.errors import ConfigError, ContractError
from driftgate.media_type import is_json
from driftgate.mock.answer_edits import AnswerView
from driftgate.mock.bodies import samples_of
from driftgate.mock.edits import misses
from driftgate.mock.kinds import FORBIDDEN_BY, KINDS
from driftgate.mock.page_edits import PageView
from driftgate.mock.place import keywords_at, names_at, schema_at
from driftgate.mock.spot import spots
from driftgate.parameter import read_query
from driftgate.pointer import ANY_INDEX, fold, split
from driftgate.schema import kinds_of, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.mock.answer import Answer, Asked
    from driftgate.mock.collection import Collection
    from driftgate.mock.envelopes import Envelopes
    from driftgate.mock.injection import Injection
    from driftgate.operation import Operation


class Lapses(NamedTuple):
    """What the mock leaves out for one request."""

    authentication: bool = False
    validation: bool = False
    filter: bool = False
    limit: bool = False
    method: bool = False


NO_LAPSES = Lapses()


class Injector:
    """
    Applies injections to the answers of a contract.

    A record is hit or not by its own content and the seed, so the same record is broken on every page that shows it,
    as a bad record in a database is. Answers are hit in a sequence that the seed decides: the same requests in the
    same order give the same bytes.

    `notices` says which injections break nothing that the contract promises: no judge can notice those.

    Raises:
        ConfigError: An injection names an operation or a place that the contract has not, or one it cannot break.
    """

    def __init__(
        self,
        contract: Contract,
        injections: Sequence[Injection],
        *,
        seed: int,
        envelopes: Envelopes,
        collections: Mapping[str, Collection],
    ) -> None:
        self._contract = contract
        self._envelopes = envelopes
        self._collections = collections
        order = list(KINDS)
        self._injections = sorted(injections, key=lambda each: order.index(each.rule))
        self._seeds = [f"{seed}/{each}" for each in self._injections]
        self._chances = [Random(text) for text in self._seeds]  # noqa: S311
        self._sent = [0] * len(self._injections)
        self._lapsing = [index for index, each in enumerate(self._injections) if KINDS[each.rule].act == "lapse"]
        self.notices: list[str] = []
        for each in self._injections:
            self._check(each)

    def lapses(self, operation: Operation) -> Lapses:
        """Return what is left out for the next request."""
        if not self._lapsing:
            return NO_LAPSES
        names = {
            str(KINDS[self._injections[index].rule].edit)
            for index in self._lapsing
            if self._is_for(self._injections[index], operation, None) and self._strikes(index)
        }
        return Lapses(**dict.fromkeys(names, True))

    def takes_any_method(self) -> bool:
        """Tell whether the next request for a method that its path has not is answered as if there were one."""
        return any(
            KINDS[self._injections[index].rule].edit == "method" and self._strikes(index) for index in self._lapsing
        )

    def apply(self, answer: Answer, operation: Operation, asked: Asked) -> Answer:
        """Return the answer with every injection that strikes."""
        for index, injection in enumerate(self._injections):
            if not self._is_for(injection, operation, answer.status):
                continue
            act = KINDS[injection.rule].act
            if act == "answer":
                answer = self._edit_answer(index, answer, operation, asked)
            elif act != "lapse" and answer.content_type is not None and is_json(answer.content_type) and answer.body:
                answer = self._edit_body(index, answer, operation, asked)
        return answer

    @staticmethod
    def _is_for(injection: Injection, operation: Operation, status: int | None) -> bool:
        if injection.operation is not None and injection.operation not in {operation.name, operation.operation_id}:
            return False
        return injection.status is None or status is None or injection.status == status

    def _strikes(self, index: int) -> bool:
        return self._chances[index].random() < self._injections[index].rate

    def _hits(self, index: int, item: Any) -> bool:
        rate = self._injections[index].rate
        if rate >= 1:
            return True
        digest = hashlib.blake2b(self._seeds[index].encode() + orjson.dumps(item), digest_size=8).digest()
        return int.from_bytes(digest, "big") < rate * 2**64

    def _edit_answer(self, index: int, answer: Answer, operation: Operation, asked: Asked) -> Answer:
        injection = self._injections[index]
        edit: Any = KINDS[injection.rule].edit
        accept = asked.headers.get("accept")
        edited = edit(AnswerView(answer, operation, accept, self._envelopes, injection))
        return edited if edited is not None and self._strikes(index) else answer

    def _edit_body(self, index: int, answer: Answer, operation: Operation, asked: Asked) -> Answer:
        try:
            body = [orjson.loads(answer.body)]
        except orjson.JSONDecodeError:
            return answer
        injection = self._injections[index]
        if KINDS[injection.rule].act == "page":
            changed = self._edit_page(index, body, answer, operation, asked)
        else:
            changed = self._edit_values(index, body, answer, operation)
        return answer._replace(body=orjson.dumps(body[0])) if changed else answer

    def _edit_page(self, index: int, body: list[Any], answer: Answer, operation: Operation, asked: Asked) -> bool:
        collection = self._collections.get(operation.name)
        if collection is None or not 200 <= answer.status < 300:
            return False
        injection = self._injections[index]
        edit: Any = KINDS[injection.rule].edit
        query = read_query(asked.query)
        step = collection.pages_before(query)
        view = PageView(body, collection, dict(query), step, self._sent[index], injection, self._seeds[index])
        self._sent[index] += 1
        return self._strikes(index) and bool(edit(view))

    def _edit_values(self, index: int, body: list[Any], answer: Answer, operation: Operation) -> bool:
        injection = self._injections[index]
        kind = KINDS[injection.rule]
        edit: Any = kind.edit
        tokens = split(injection.pointer or "")
        found = spots(body, tokens, may_be_absent=kind.may_be_absent)
        if not found:
            return False
        promise = self._contract.promise(operation, answer.status, answer.content_type)
        place = schema_at(self._contract, promise.schema_pointer, tokens) if promise.schema_pointer else None
        if ANY_INDEX in tokens:
            found = [spot for spot in found if self._hits(index, spot.item)]
        elif not self._strikes(index):
            return False
        changed = False
        for spot in found:
            spot.contract, spot.schema_pointer, spot.wanted = self._contract, place, injection.value
            changed = bool(edit(spot)) or changed
        return changed

    def _check(self, injection: Injection) -> None:
        where = f"--inject {str(injection)!r}"
        operations = list(self._contract.operations)
        if injection.operation is not None:
            try:
                operations = [self._contract.operation(injection.operation)]
            except ContractError as error:
                raise ConfigError(f"{where}: {error}") from None
        kind = KINDS[injection.rule]
        if kind.act == "page" and not any(each.name in self._collections for each in operations):
            raise ConfigError(f"{where}: no operation has an `x-pagination` here. Describe one in an overlay.")
        if kind.place not in {"value", "own"} or injection.pointer is None:
            return
        tokens = split(injection.pointer)
        sought = tokens[:-1] if kind.may_be_absent else tokens
        types: frozenset[str] = frozenset()
        keywords: set[str] = set()
        is_known = is_open = False
        for media_type in _media_types(operations, injection.status):
            place = schema_at(self._contract, media_type.schema_pointer, sought) if media_type.schema_pointer else None
            if place is not None:
                tree = self._contract.translation().tree
                found = kinds_of(tree, node_at(tree, place))
                keywords |= keywords_at(self._contract, place)
                is_known, is_open, types = True, is_open or not found, types | found
            elif fold_of(sought) in samples_of(media_type):
                is_known = is_open = True
        if not is_known:
            raise ConfigError(f"{where}: no JSON response has {injection.pointer}.{self._offer(sought, operations)}")
        needed = None if is_open else misses(kind.edit, types)
        if needed is not None:
            raise ConfigError(
                f"{where}: {injection.rule} needs a {needed} and {injection.pointer} is {' or '.join(sorted(types))}."
            )

        if (forbidding := FORBIDDEN_BY.get(injection.rule)) is not None and not forbidding & keywords:
            self.notices.append(
                f"{where}: the contract promises nothing at {injection.pointer} that {injection.rule} would break "
                f"({', '.join(sorted(forbidding))}); nobody can notice it."
            )

    def _offer(self, tokens: Sequence[str], operations: Sequence[Operation]) -> str:
        """Return a sentence with places near one that is not there; empty where there are none."""
        known: dict[str, None] = {}
        for depth in range(len(tokens) - 1, -1, -1):
            for media_type in _media_types(operations, None):
                if media_type.schema_pointer is not None:
                    for name in names_at(self._contract, media_type.schema_pointer, tokens[:depth]):
                        known[fold_of([*tokens[:depth], name, *tokens[depth + 1 :]])] = None
            if known:
                near = get_close_matches(fold_of(tokens), known, n=3, cutoff=0.4)
                return f" Near: {', '.join(near or list(known)[:3])}."
        return ""


def fold_of(tokens: Sequence[str]) -> str:
    """Return the folded pointer of tokens in which an index may be a number."""
    return fold([0 if token == ANY_INDEX or token.isdecimal() else token for token in tokens])


def _media_types(operations: Sequence[Operation], status: int | None) -> Iterator[MediaType]:
    for operation in operations:
        for response in operation.responses.values():
            if status is None or response is operation.response_for(status):
                yield from (
                    each for name, each in response.content.items() if is_json(name) or each.is_sequence or "*" in name
                )
