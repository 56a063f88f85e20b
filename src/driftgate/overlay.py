"""
Overlays: what people and inference add to a document without editing it.

Source:
    OpenAPI Overlay Specification 1.1.0 (and 1.0, of which 1.1 is a superset); JSONPath of RFC 9535.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.document import MAX_DEPTH, parse_tree
from driftgate.errors import DocumentError, OverlayError
from driftgate.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """
    One change of an overlay.

    Args:
        label: Where it stands: `openapi/overlays/010-corrections.overlay.yaml#0`, counted from 0.
        change: `update`, `copy`, `remove`, or `nothing` (only a description).
        value: The value to merge, or for `copy` the JSONPath it comes from.
    """

    label: str
    target: str
    description: str
    change: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """An overlay document. `name` is its path as given."""

    name: str
    title: str
    version: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """
    What one action did to the document.

    Args:
        touched: Pointers, in the document as it was before the action, of the nodes it selected.
        changed: Whether the document differs from before: an action that changes nothing is idle.
    """

    action: Action
    touched: tuple[str, ...]
    changed: bool


def load_overlays(folder: Path, *, shown_as: str) -> tuple[Overlay, ...]:
    """
    Return the overlays in `folder` (`*.overlay.yaml`, `.yml`, `.json`), by file name. A missing folder has none.

    Raises:
        OverlayError: One of them cannot be read, is malformed, or is an overlay by another name; the folder is a file.
    """
    if folder.is_file():
        raise OverlayError(f"{shown_as}: is a file. It is the folder of overlays (NAME.overlay.yaml).")
    overlays = []
    for path in sorted(path for path in folder.glob("*") if re.search(r"\.(ya?ml|json)$", path.name)):
        try:
            if path.stem.endswith(".overlay"):
                overlays.append(parse_overlay(path.read_text("utf-8-sig"), name=f"{shown_as}/{path.name}"))
            else:
                _refuse_an_overlay(path, shown_as)
        except OSError as error:
            raise OverlayError(f"{shown_as}/{path.name}: cannot be read ({error.strerror}).") from None
        except UnicodeDecodeError as error:
            raise OverlayError(f"{shown_as}/{path.name}: not text (byte {error.start} is not UTF-8).") from None
    return tuple(overlays)


def _refuse_an_overlay(path: Path, shown_as: str) -> None:
    """Raise where a file that is not called so says it is an overlay: it would be passed over without a word."""
    if path.is_file() and re.search(rb"""^[{\s]*["']?overlay["']?\s*:""", path.read_bytes(), re.MULTILINE):
        raise OverlayError(f"{shown_as}/{path.name}: is not read so named; call it {path.stem}.overlay{path.suffix}.")


def parse_overlay(text: str, *, name: str) -> Overlay:
    """
    Return the overlay in `text` (YAML or JSON).

    Raises:
        OverlayError: Not an overlay 1.0 or 1.1. The message names the field at fault.
    """
    try:
        tree = parse_tree(text, name=name)
    except DocumentError as error:
        raise OverlayError(str(error)) from None
    return overlay_of(tree, name=name)


def overlay_of(tree: Any, *, name: str) -> Overlay:
    """
    Return the overlay that a parsed value is.

    Raises:
        OverlayError: See `parse_overlay`.
    """
    if not isinstance(tree, dict):
        raise OverlayError(f"{name}: not an overlay (an object with `overlay`, `info` and `actions`).")
    version = tree.get("overlay")
    if not isinstance(version, str) or not re.fullmatch(r"1\.[01]\.\d+", version):
        raise OverlayError(f"{name}: declares `overlay: {version}`; versions 1.0 and 1.1 are understood.")
    info = tree.get("info")
    if not isinstance(info, dict) or not all(isinstance(info.get(field), str) for field in ("title", "version")):
        raise OverlayError(f"{name}: `info` needs a `title` and a `version`, both text.")
    _refuse_unknown(tree, {"overlay", "info", "extends", "actions"}, name)
    _refuse_unknown(info, {"title", "version", "description"}, f"{name}, info")
    for field, value in (("extends", tree.get("extends", "")), ("info, description", info.get("description", ""))):
        if not isinstance(value, str):
            raise OverlayError(f"{name}: `{field}` must be text.")
    actions = tree.get("actions")
    if not isinstance(actions, list) or not actions:
        raise OverlayError(f"{name}: `actions` needs at least one action.")
    for index, action in enumerate(actions):
        if action in actions[:index]:
            raise OverlayError(f"{name}, action {index}: stands twice. Keep one.")
    return Overlay(
        name=name,
        title=info["title"],
        version=info["version"],
        actions=tuple(_action(raw, index, name) for index, raw in enumerate(actions)),
    )


def _action(raw: Any, index: int, name: str) -> Action:
    where = f"{name}, action {index}"
    if not isinstance(raw, dict):
        raise OverlayError(f"{where}: must be an object with a `target`.")
    _refuse_unknown(raw, {"target", "description", "update", "copy", "remove"}, where)
    target = raw.get("target")
    if not isinstance(target, str) or not target.startswith("$"):
        raise OverlayError(f"{where}: `target` must be a JSONPath that starts with `$`.")
    if not isinstance(raw.get("remove", False), bool):
        raise OverlayError(f"{where}: `remove` must be true or false.")
    for field in ("copy", "description"):
        if not isinstance(raw.get(field, ""), str):
            raise OverlayError(f"{where}: `{field}` must be text.")
    change, value = "nothing", None
    if raw.get("remove"):
        change = "remove"
    elif "update" in raw and "copy" in raw:
        raise OverlayError(f"{where}: has `update` and `copy`. Make two actions of them.")
    elif "update" in raw:
        change, value = "update", raw["update"]
    elif "copy" in raw:
        change, value = "copy", raw["copy"]
    return Action(
        label=f"{name}#{index}",
        target=target,
        description=raw.get("description", ""),
        change=change,
        value=value,
    )


def _refuse_unknown(mapping: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(key for key in mapping if key not in known and not key.startswith("x-"))
    if unknown:
        raise OverlayError(f"{where}: unknown field {unknown[0]!r}. Known are {', '.join(sorted(known))} and x-….")


def apply_overlays(tree: dict[str, Any], overlays: Iterable[Overlay]) -> tuple[dict[str, Any], tuple[Application, ...]]:
    """
    Return the document after all actions, in order, and what each did. `tree` stays as it was.

    Raises:
        OverlayError: A JSONPath is malformed, or a value cannot be merged where it is aimed.
    """
    return apply_actions(tree, [action for overlay in overlays for action in overlay.actions])


def apply_actions(tree: dict[str, Any], actions: Sequence[Action]) -> tuple[dict[str, Any], tuple[Application, ...]]:
    """Return the document after `actions`, and what each did. See `apply_overlays`."""
    amended: Any = copy.deepcopy(tree) if actions else tree
    applications = []
    for action in actions:
        amended, application = _apply(amended, action)
        applications.append(application)
    return amended, tuple(applications)


def _apply(tree: Any, action: Action) -> tuple[Any, Application]:
    locations = _select(tree, action.target, action)
    changed = False
    if action.change == "remove":
        for location in sorted(locations, key=_removal_order, reverse=True):
            if not location:
                raise OverlayError(f"{action.label}: removes the whole document.")
            holder = _at(tree, location[:-1])
            del holder[location[-1]]
            changed = True
    elif action.change in {"update", "copy"}:
        value = action.value if action.change == "update" else _copied(tree, action)
        kinds = {_kind(_at(tree, location)) for location in locations}
        if len(kinds) > 1:
            raise OverlayError(
                f"{action.label}: `target` selects {' and '.join(sorted(kinds))} nodes at once. Aim at one kind."
            )
        for location in locations:
            before = _at(tree, location)
            after, differs = _merged(before, value, location, action, aimed=True)
            changed = changed or differs
            if not location:
                tree = after
            elif after is not before:
                _at(tree, location[:-1])[location[-1]] = after
    touched = tuple(join(location) for location in locations)
    return tree, Application(action=action, touched=touched, changed=changed)


_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_TEXT = r"""'[^'\\\x00-\x1f]*'|"[^"\\\x00-\x1f]*\""""
_STEP = re.compile(
    rf"""\.(?P<name>{_NAME})|(?P<every>\.\*|\[\*])|\[(?P<names>(?:{_TEXT})(?:, ?(?:{_TEXT}))*)]"""
    rf"""|\[(?P<index>0|[1-9][0-9]{{0,8}})]|\[\?@\.(?P<member>{_NAME}) ?== ?(?P<text>{_TEXT})]"""
)
_PLAIN_PATH = re.compile(rf"\$(?:{re.sub('P<[a-z]+>', ':', _STEP.pattern)})*")
"""Paths of names, indexes, wild cards and `[?@.name == 'text']`: nearly all there are. They are followed here."""

Location = tuple[str | int, ...]


def _select(tree: Any, path: str, action: Action) -> list[Location]:
    """Return the locations a JSONPath selects, each once."""
    if _PLAIN_PATH.fullmatch(path):  # spares the 70 ms that importing a JSONPath library takes
        locations: list[Location] = [()]
        for step in _STEP.finditer(path):
            locations = [(*at, token) for at in locations for token in _followed(_at(tree, at), step)]
        return list(dict.fromkeys(locations))
    import jsonpath_rfc9535

    environment = jsonpath_rfc9535.JSONPathEnvironment()
    environment.max_recursion_depth = 2 * MAX_DEPTH  # its own limit of 100 is below what a document may have
    try:
        nodes = environment.find(path, tree)
    except jsonpath_rfc9535.JSONPathError as error:
        reason = str(error).splitlines()[0]
        raise OverlayError(f"{action.label}: {path!r} is not a JSONPath of RFC 9535: {reason}.") from None
    return list(dict.fromkeys(tuple(node.location) for node in nodes))


def _followed(node: Any, step: re.Match[str]) -> Iterator[str | int]:
    """Yield the keys or indexes that one step of a plain path selects in `node`."""
    kind = step.lastgroup
    if kind in {"name", "names"}:
        names = [step[kind]] if kind == "name" else [text[1:-1] for text in re.findall(_TEXT, step["names"])]
        yield from (name for name in names if isinstance(node, dict) and name in node)
    elif kind == "index":
        if isinstance(node, list) and int(step["index"]) < len(node):
            yield int(step["index"])
    else:
        for token, value in (
            node.items() if isinstance(node, dict) else enumerate(node if isinstance(node, list) else ())
        ):
            if kind == "every" or (isinstance(value, dict) and value.get(step["member"]) == step["text"][1:-1]):
                yield token


def _at(tree: Any, location: Location) -> Any:
    for token in location:
        tree = tree[token]
    return tree


def _removal_order(location: Location) -> tuple[tuple[int, int | str], ...]:
    """Later array items and deeper nodes sort last, so that removing in reverse shifts nothing still to be removed."""
    return tuple((0, token) if isinstance(token, int) else (1, token) for token in location)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "primitive"


def _copied(tree: Any, action: Action) -> Any:
    sources = _select(tree, action.value, action)
    if len(sources) != 1:
        raise OverlayError(f"{action.label}: `copy` must select one node; {action.value} selects {len(sources)}.")
    return copy.deepcopy(_at(tree, sources[0]))


def _merged(target: Any, value: Any, location: Location, action: Action, *, aimed: bool) -> tuple[Any, bool]:
    """Return `target` after merging `value` into it (objects and arrays in place), and whether anything changed."""
    if isinstance(target, dict) and isinstance(value, dict):
        changed = False
        for key, part in value.items():
            if key not in target:
                target[key] = copy.deepcopy(part)
                changed = True
                continue
            merged, differs = _merged(target[key], part, (*location, key), action, aimed=False)
            target[key] = merged
            changed = changed or differs
        return target, changed
    if isinstance(target, list) and (aimed or isinstance(value, list)):
        added = copy.deepcopy(value) if isinstance(value, list) else [copy.deepcopy(value)]
        target.extend(added)
        return target, bool(added)
    if _kind(target) == _kind(value) == "primitive":
        return value, type(target) is not type(value) or target != value
    raise OverlayError(
        f"{action.label}: cannot merge {_article(value)} into the {_kind(target)} at #{join(location)}. "
        f"Make `update` {_article(target)}, or aim the target elsewhere."
    )


def _article(value: Any) -> str:
    kind = _kind(value)
    return f"an {kind}" if kind[0] in "ao" else f"a {kind}"
