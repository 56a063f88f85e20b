"""The session: what a run asks of a target, one kind of question a method."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import requests

from driftgate.suite.chains import follow_chains, has_chains
from driftgate.suite.channel import Channel, fill
from driftgate.suite.pace import SAFE_METHODS
from driftgate.suite.resources import existing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.operation import Operation
    from driftgate.suite.collection import Collection
    from driftgate.suite.generation import Generator


class Session(Channel):
    """One run of the suite against one target."""

    @cached_property
    def generator(self) -> Generator:
        from driftgate.suite.generation import Generator

        return Generator(self)

    def collection(self, operation: Operation) -> Collection:
        """Return the collection that an operation with `x-pagination` lists."""
        from driftgate.suite.collection import Collection

        return Collection(self, operation, self.values(operation))

    def values(self, operation: Operation) -> Mapping[tuple[str, str], Any]:
        """Return values for the required parameters of an operation, by (location, name)."""
        return self.generator.valid_values(operation) if any(each.required for each in operation.parameters) else {}

    def explore(self, operation: Operation) -> None:
        """
        Ask an operation with documented examples, boundary values and drawn ones, as far as its budget goes.

        Raises:
            Stopped: The run must end.
        """
        share = self.budget.shares[operation.name]
        asked = self._ask_existing(operation, share.valid // 2)
        self.generator.explore(operation, replace(share, valid=share.valid - asked))

    def _ask_existing(self, operation: Operation, budget: int) -> int:
        """Ask for records that exist, as collections name them; return how many requests that took."""
        if (
            operation.method not in SAFE_METHODS
            or budget < 2
            or not any(each.location == "path" for each in operation.parameters)
        ):
            return 0
        before = self.pace.sent
        known = existing(self, operation)
        values = self.values(operation)
        for each in islice(cycle(known), budget - (self.pace.sent - before) if known else 0):
            path, query, headers = fill(operation, {**values, **each})
            with suppress(requests.RequestException):
                self.door.request(operation.method, path, params=query, headers=headers)
        return self.pace.sent - before

    def follow_chains(self) -> bool:
        """
        Ask along the links between operations; return False where the contract has none.

        Raises:
            Stopped: The run must end.
        """
        if not self.budget.chains or not has_chains(self, self.generator):
            return False
        follow_chains(self, self.generator, self.budget.chains)
        return True

    def ask_without_credentials(self, operation: Operation) -> None:
        """
        Ask a protected operation once without credentials, where that is wanted.

        Raises:
            Stopped: The run must end.
        """
        is_protected = bool(operation.security) and {} not in operation.security
        if is_protected and self.probes_authentication:
            values = {at: value for at, value in self.values(operation).items() if not self._credentials.carries(*at)}
            path, query, headers = fill(operation, values)
            with (
                self.witness.asking_wrongly(),
                self.witness.trying("anonymous"),
                suppress(requests.RequestException),
            ):
                self.door.anonymous(operation.method, path, params=query, headers=headers)
