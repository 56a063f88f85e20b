"""Every recogniser of the shelf, by name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftgate.recognisers.recogniser import Recogniser

_MACHINERY = frozenset({"recogniser", "registry"})


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """Return the shelf, most telling kind first: by rank, then by name."""
    import driftgate.recognisers as shelf

    found = [
        importlib.import_module(f"{shelf.__name__}.{module.name}").RECOGNISER
        for module in pkgutil.iter_modules(shelf.__path__)
        if module.name not in _MACHINERY
    ]
    return tuple(sorted(found, key=lambda each: (each.rank, each.name)))


@cache
def recogniser(name: str) -> Recogniser:
    """Return one of the shelf. Raises `KeyError` where there is none of that name."""
    return {each.name: each for each in recognisers()}[name]
