"""How two documents differ in who may call: security requirements of each operation, and the schemes they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.outline import operations_in
from driftgate.pointer import escape
from driftgate.revision.collect import Place
from driftgate.revision.reading import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

Requirement = dict[str, frozenset[str]]
"""Scheme to the scopes needed of it: all of them at once. Requirements are alternatives; an empty one asks nothing."""

TOKENS = "x-token-endpoint"
_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl")


def compare_security(walk: Walk, place: Place) -> None:
    """Record how the alternatives to authenticate differ. Reordering is no difference."""
    where_b, raw_b = _effective(walk.before, place.before or "")
    where_a, raw_a = _effective(walk.after, place.after or "")
    if raw_b == raw_a:
        return
    renamed = _renamed(walk.before, walk.after)
    before, after = _requirements(raw_b, renamed), _requirements(raw_a, {})
    inner = place.at(where_b, where_a)
    if {} in before and {} not in after:
        walk.found.add("api-security-became-required", inner, None, _shown_all(after))
    elif {} not in before and {} in after:
        walk.found.add("api-security-became-optional", inner, _shown_all(before), None)
    if before != [{}] and after != [{}]:
        _alternatives(walk, inner, [item for item in before if item], [item for item in after if item])


def shown_security(side: Side, operation: str) -> str:
    """Return in words what an operation itself asks of callers; `nothing` where it asks nothing."""
    raw = side.at(f"{operation}/security")
    return _shown_all(_requirements(raw, {})) if isinstance(raw, list) else "nothing"


def _effective(side: Side, operation: str) -> tuple[str, Any]:
    for pointer in (f"{operation}/security", "/security"):
        raw = side.at(pointer)
        if isinstance(raw, list):
            return pointer, raw
    return "/security", []


def _requirements(raw: Sequence[Any], renamed: Mapping[str, str]) -> list[Requirement]:
    found = [
        {
            renamed.get(name, name): frozenset(map(str, scopes if isinstance(scopes, list) else ()))
            for name, scopes in item.items()
        }
        for item in raw
        if isinstance(item, dict)
    ]
    return found or [{}]


def _alternatives(walk: Walk, place: Place, before: list[Requirement], after: list[Requirement]) -> None:
    left = list(after)
    for one in before:
        partner = next((other for other in left if other.keys() == one.keys()), None)
        partner = partner or next((other for other in left if other.keys() < one.keys()), None)
        partner = partner or next((other for other in left if other.keys() > one.keys()), None)
        if partner is None:
            walk.found.add("api-security-removed", place, _shown(one), None)
            continue
        left.remove(partner)
        for name in sorted(one.keys() - partner.keys()):
            walk.found.add("api-security-scheme-removed", place, name, _shown(partner))
        for name in sorted(partner.keys() - one.keys()):
            walk.found.add("api-security-scheme-added", place, _shown(one), name)
        for name in sorted(one.keys() & partner.keys()):
            for scope in sorted(one[name] - partner[name]):
                walk.found.add("api-security-scope-removed", place, f"{name}:{scope}", None)
            for scope in sorted(partner[name] - one[name]):
                walk.found.add("api-security-scope-added", place, None, f"{name}:{scope}")
    for other in left:
        walk.found.add("api-security-added", place, None, _shown(other))


def _shown(requirement: Requirement) -> str:
    return " + ".join(sorted(requirement)) or "nothing"


def _shown_all(requirements: list[Requirement]) -> str:
    return " or ".join(sorted(_shown(item) for item in requirements))


def _schemes(side: Side) -> dict[str, str]:
    return dict(side.members("/components/securitySchemes"))


def _renamed(before: Side, after: Side) -> dict[str, str]:
    """Return the schemes that only changed their name: earlier to later."""
    schemes_b, schemes_a = _schemes(before), _schemes(after)
    lost = {name: _essence(before.object_at(schemes_b[name])) for name in schemes_b.keys() - schemes_a.keys()}
    new = {_essence(after.object_at(schemes_a[name])): name for name in sorted(schemes_a.keys() - schemes_b.keys())}
    return {name: new[text] for name, text in sorted(lost.items()) if text in new}


def _essence(scheme: Mapping[str, Any]) -> str:
    return canonical({key: value for key, value in scheme.items() if key != "description"})


def compare_schemes(walk: Walk) -> None:
    """Record how the security schemes differ; of a scheme that no operation names, nothing weighs."""
    before, after = _schemes(walk.before), _schemes(walk.after)
    renamed = _renamed(walk.before, walk.after)
    used = _used(walk.before)
    for name in sorted(before):
        later = name if name in after else renamed.get(name)
        if later is None:
            walk.found.add("security-scheme-removed", Place("", before[name], None), name, None)
            continue
        one, other = walk.before.object_at(before[name]), walk.after.object_at(after[later])
        place = Place("", walk.before.follow(before[name]), walk.after.follow(after[later]), pointer=None)
        _scheme(walk, place, one, other, is_void=name not in used)
    for name in sorted(after.keys() - before.keys() - set(renamed.values())):
        walk.found.add("security-scheme-added", Place("", None, after[name]), None, name)


def _used(side: Side) -> frozenset[str]:
    names: set[str] = set()
    for _, item in side.members("/paths", is_extensible=True):
        for _, place, _ in operations_in(side.object_at(item)):
            _, raw = _effective(side, f"{side.follow(item)}/{place}")
            names.update(name for requirement in raw if isinstance(requirement, dict) for name in requirement)
    return frozenset(names)


def _scheme(walk: Walk, place: Place, one: dict[str, Any], other: dict[str, Any], *, is_void: bool) -> None:
    kind_b, kind_a = _kind(one), _kind(other)
    if kind_b != kind_a:
        walk.found.add("security-scheme-type-changed", place, kind_b, kind_a, is_void=is_void)
        return
    if one.get("type") == "apiKey":
        before, after = (f"{raw.get('in')}:{raw.get('name')}" for raw in (one, other))
        if before.lower() != after.lower() or (before != after and not before.startswith("header:")):
            walk.found.add("security-scheme-place-changed", place, before, after, is_void=is_void)
    if one.get("bearerFormat") != other.get("bearerFormat"):
        walk.found.add(
            "security-scheme-bearer-format-changed", place, one.get("bearerFormat"), other.get("bearerFormat")
        )
    _urls(walk, place, one, other, is_void=is_void)
    terms_b, terms_a = (canonical(_without_url(_object(raw.get(TOKENS)))) for raw in (one, other))
    if terms_b != terms_a:
        inner = place.at(f"{place.before}/{TOKENS}", f"{place.after}/{TOKENS}")
        is_new = not _object(one.get(TOKENS))
        walk.found.add("security-scheme-tokens-changed", inner, terms_b, terms_a, is_void=is_void or is_new)
    flows_b, flows_a = _object(one.get("flows")), _object(other.get("flows"))
    for name in sorted(flows_b.keys() | flows_a.keys()):
        inner = place.at(f"{place.before}/flows/{escape(name)}", f"{place.after}/flows/{escape(name)}")
        if name not in flows_a:
            walk.found.add("security-scheme-flow-removed", place.at(inner.before, None), name, None, is_void=is_void)
        elif name not in flows_b:
            walk.found.add("security-scheme-flow-added", place.at(None, inner.after), None, name)
        else:
            _urls(walk, inner, _object(flows_b[name]), _object(flows_a[name]), is_void=is_void)
            scopes_b = _object(_object(flows_b[name]).get("scopes"))
            scopes_a = _object(_object(flows_a[name]).get("scopes"))
            for scope in sorted(scopes_b.keys() - scopes_a.keys()):
                walk.found.add("security-scheme-scope-removed", inner, scope, None)
            for scope in sorted(scopes_a.keys() - scopes_b.keys()):
                walk.found.add("security-scheme-scope-added", inner, None, scope)


def _kind(scheme: Mapping[str, Any]) -> str:
    kind = str(scheme.get("type"))
    return f"{kind} {str(scheme.get('scheme', '')).lower()}".strip() if kind == "http" else kind


def _urls(walk: Walk, place: Place, one: Mapping[str, Any], other: Mapping[str, Any], *, is_void: bool) -> None:
    for key, before, after in _url_pairs(one, other):
        if before != after:
            inner = place.at(f"{place.before}/{key}", f"{place.after}/{key}")
            walk.found.add("security-scheme-url-changed", inner, before, after, is_void=is_void or before is None)


def _url_pairs(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in _URLS:
        yield key, one.get(key), other.get(key)
    yield f"{TOKENS}/url", _object(one.get(TOKENS)).get("url"), _object(other.get(TOKENS)).get("url")


def _without_url(terms: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in terms.items() if key not in {"url", "description"}}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
