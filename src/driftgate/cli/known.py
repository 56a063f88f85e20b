"""Every rule a setting, a waiver or `explain` may name: those of the shelf, and the kinds of change that `diff` judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from driftgate.rule import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.finding import RuleInfo


class KnownRules(Mapping[str, "RuleInfo"]):
    """Rules by id. The kinds of change are a large table, loaded only when a name is none of the shelf's."""

    def __init__(self) -> None:
        self._shelf: Mapping[str, RuleInfo] = load_rules()
        self._all: dict[str, RuleInfo] | None = None

    def _everything(self) -> dict[str, RuleInfo]:
        if self._all is None:
            from driftgate.revision import KINDS

            self._all = {**KINDS, **self._shelf}
        return self._all

    def __getitem__(self, name: str) -> RuleInfo:
        found = self._shelf.get(name)
        return found if found is not None else self._everything()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._shelf or name in self._everything()

    def __bool__(self) -> bool:
        return True  # without counting, which would load the table

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._everything()))

    def __len__(self) -> int:
        return len(self._everything())
