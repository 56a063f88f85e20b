"""The scope: which operations, statuses and rules a judgement is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.operation import Operation

_STATUS = re.compile(r"[1-5](?:[0-9][0-9]|XX)|DEFAULT")
MAX_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    What is judged. Empty fields admit everything; several values of one field are alternatives.

    Args:
        operations: `GET /path` or operationId.
        paths: Path templates with `*` as a wildcard.
        statuses: `200`, `4XX`; `default` for what a document says of all others.
        rules: Ids; findings of other rules are left out, the evidence stays.
        hosts: Only requests to these hosts.
        base_paths: Further base paths in front of the paths, as of a gateway.
    """

    operations: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    base_paths: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether only some operations are admitted."""
        return bool(self.operations or self.paths or self.tags)

    def operations_of(self, *contracts: Contract) -> list[Operation]:
        """
        Return the operations in scope, of one contract or of the two sides of a revision.

        Raises:
            ConfigError, ContractError: A filter that admits none. The message offers near ones.
        """
        known = list({each.name: each for contract in contracts for each in contract.operations}.values())
        named = {_operation(name, contracts) for name in self.operations}
        admitted = [
            each
            for each in known
            if (not named or each.name in named)
            and (not self.paths or any(fnmatchcase(each.path, pattern) for pattern in self.paths))
            and (not self.tags or set(self.tags) & set(each.tags))
        ]
        if not admitted:
            for option, words, there in (
                ("--path", self.paths, [each.path for each in known]),
                ("--tag", self.tags, [tag for each in known for tag in each.tags]),
            ):
                if words and not any(fnmatchcase(text, word) for text in there for word in words):
                    raise ConfigError(_nothing(f"{option} {' '.join(words)}", words[0], there))
            asked = ", ".join([*self.operations, *self.paths, *self.tags])
            raise ConfigError(f"the filters ({asked}) together admit no operation of the contract. Leave one out.")
        return admitted

    def names_among(self, names: Iterable[str]) -> frozenset[str]:
        """
        Return which operations are in scope by their names alone, where the contract is not at hand.

        Raises:
            ConfigError: None is, or a tag was named.
        """
        there = sorted(names)
        if self.tags:
            raise ConfigError(f"--tag {self.tags[0]}: only the contract knows tags. Name its folder with --contract.")
        found = frozenset(
            each
            for each in there
            if (not self.operations or each in self.operations)
            and (not self.paths or any(fnmatchcase(each.partition(" ")[2], pattern) for pattern in self.paths))
        )
        if not found:
            raise ConfigError(_nothing(self._operation_words, (*self.operations, *self.paths)[0], there))
        return found

    def admits_status(self, status: str | None) -> bool:
        """Tell whether answers with this status are in scope; what has no status is not, where one is asked for."""
        if not self.statuses:
            return True
        if not status:
            return False
        return status.upper() in self.statuses or f"{status[0]}XX" in self.statuses

    def admits(self, rule: str, operation: str | None, status: str | None, admitted: frozenset[str] | None) -> bool:
        """Tell whether a finding, waiver or baseline entry is in scope; `admitted` None are all operations."""
        return (
            (not self.rules or rule in self.rules)
            and (admitted is None or operation in admitted)
            and self.admits_status(status)
        )

    @property
    def _operation_words(self) -> str:
        options = (("--operation", self.operations), ("--path", self.paths), ("--tag", self.tags))
        return " ".join(f"{option} {value!r}" for option, values in options for value in values)

    @property
    def words(self) -> str:
        """What was asked for, as options; empty where it is everything."""
        others = (("--status", self.statuses), ("--rule", self.rules))
        said = [f"{option} {value}" for option, values in others for value in values]
        return " ".join([*([self._operation_words] if self.narrows else []), *said])


def parse_status(text: str) -> str:
    """
    Return a status as `Scope` knows it: `200`, `4XX`, `DEFAULT`.

    Raises:
        ConfigError: It is none.
    """
    status = text.strip().upper()
    if _STATUS.fullmatch(status) is None:
        raise ConfigError(f"--status {text}: not a status. Write it as in 200, 4XX or default.")
    return status


def narrowed(judgement: Judgement, scope: Scope, admitted: frozenset[str] | None) -> Judgement:
    """
    Return a judgement of what is in scope alone: its findings, evidence and expectations.

    `admitted` are the names of the operations in scope; None are all.
    """

    def is_in(operation: str, status: str) -> bool:
        return (admitted is None or operation in admitted) and scope.admits_status(status)

    expected = judgement.expected_evidence
    if expected is not None and admitted is not None:
        expected = tuple(each for each in expected if each in admitted)
    if scope.statuses and not any(each.startswith("2") for each in scope.statuses):
        expected = None  # who asks for errors alone needs no success
    return replace(
        judgement,
        findings=[
            each for each in judgement.findings if scope.admits(each.rule, each.operation, each.status, admitted)
        ],
        evidence={key: row for key, row in judgement.evidence.items() if is_in(*key)},
        expected_evidence=expected,
        collections=tuple(each for each in judgement.collections if admitted is None or each in admitted),
        fields={key: count for key, count in judgement.fields.items() if is_in(key[0], key[1])},
    )


def _operation(name: str, contracts: tuple[Contract, ...]) -> str:
    *others, last = contracts
    for contract in others:
        for each in contract.operations:
            if name in {each.name, each.operation_id}:
                return each.name
    return last.operation(name).name


def _nothing(asked: str, word: str, there: list[str]) -> str:
    known = sorted(set(there))
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"{asked}: nothing of that name. Did you mean {near[0]}?"
    if not known:
        return f"{asked}: there is none at all to choose from."
    more = f" and {len(known) - MAX_NAMED} more" if len(known) > MAX_NAMED else ""
    return f"{asked}: nothing of that name. There are {', '.join(known[:MAX_NAMED])}{more}."
