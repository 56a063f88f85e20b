"""Places in a body that are secret, as a tree of tokens; `*` is any index and any key, the token "" ends a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import ANY_INDEX, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Places = Mapping[str, Any]

END = ""
NOWHERE: Places = {}


def places(pointers: Iterable[str], onto: Places = NOWHERE) -> Places:
    """Return the tree of folded pointers, with those of `onto`."""
    root: dict[str, Any] = _merged(onto, NOWHERE)
    for pointer in pointers:
        node = root
        for token in split(pointer):
            node = node.setdefault(token, {})
        node[END] = {}
    return root


def inside(tree: Places, token: str) -> Places:
    """Return what is secret below the member or item `token`."""
    if not tree:
        return tree
    named: Places = tree.get(token, NOWHERE) if token != END else NOWHERE
    anywhere: Places = tree.get(ANY_INDEX, NOWHERE)
    return named if not anywhere else anywhere if not named else _merged(named, anywhere)


def _merged(one: Places, other: Places) -> dict[str, Any]:
    return {
        token: _merged(one.get(token, NOWHERE), other.get(token, NOWHERE)) for token in dict.fromkeys([*one, *other])
    }
