"""Single random edits of a body, uniform over its values."""

from __future__ import annotations

import copy
import json
import string
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where an edit can be made: every scalar that is not null, and every array."""
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += places(part, (*path, key))
    elif isinstance(value, list):
        if value:
            found.append(path)
        for index, part in enumerate(value):
            found += places(part, (*path, index))
    elif value is not None:
        found.append(path)
    return found


_LETTERS = string.ascii_letters + string.digits + " -_./:@"


def edited(value: Any, r: random.Random) -> tuple[str, Any]:
    """Return a kind of edit and the value after it; the value differs."""
    for _ in range(50):
        kind, after = _edit(value, r)
        if json.dumps(after) != json.dumps(value):
            return kind, after
    return "none", value


def _edit(value: Any, r: random.Random) -> tuple[str, Any]:
    if isinstance(value, bool):
        return "boolean flipped", not value
    if isinstance(value, (int, float)):
        if r.random() < 0.5:
            return "number moved by one", value + r.choice([1, -1])
        return "number replaced", r.randrange(-(10**6), 10**6) if isinstance(value, int) else r.uniform(-(10**6), 10**6)
    if isinstance(value, str):
        kind = r.choice(["string replaced", "character inserted", "character deleted", "character changed"])
        place = r.randrange(len(value)) if value else 0
        letter = r.choice(_LETTERS)
        if kind == "string replaced":
            return kind, "".join(r.choice(_LETTERS) for _ in range(r.randint(1, 20)))
        if kind == "character inserted":
            return kind, value[:place] + letter + value[place:]
        if not value:
            return "string replaced", "".join(r.choice(_LETTERS) for _ in range(8))
        if kind == "character deleted":
            return kind, value[:place] + value[place + 1 :]
        return kind, value[:place] + letter + value[place + 1 :]
    kind = r.choice(["array emptied", "array shortened", "array reordered"])
    if kind == "array emptied":
        return kind, []
    if kind == "array shortened":
        return kind, value[:-1]
    return kind, r.sample(value, len(value))


def changed(body: Any, r: random.Random) -> tuple[str, Any, str]:
    body = copy.deepcopy(body)
    candidates = places(body)
    if not candidates:
        return "none", body, ""
    place = r.choice(candidates)
    holder = body
    for token in place[:-1]:
        holder = holder[token]
    if not place:
        kind, body = edited(body, r)
        return kind, body, "/"
    kind, holder[place[-1]] = edited(holder[place[-1]], r)
    return kind, body, "/".join("*" if isinstance(token, int) else token for token in place)
