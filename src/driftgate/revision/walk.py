"""What a comparison carries along: both documents, what they plainly share, and what has been found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING
from driftgate.revision.pair import PairKey

if TYPE_CHECKING:
    from datetime import date

    from driftgate.revision.clean import Clean
    from driftgate.revision.collect import Collection, Place
    from driftgate.revision.schemas import Schemas
    from driftgate.revision.side import Side
    from driftgate.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """
    One comparison of two documents.

    Args:
        today: For what was to stay until a sunset; None takes every sunset as passed.
        scope: Which answers are looked at; None is all.
        admitted: Names of the operations that are looked at; None is all.
    """

    before: Side
    after: Side
    clean: Clean
    schemas: Schemas
    found: Collection
    today: date | None
    scope: Scope | None = None
    admitted: frozenset[str] | None = None

    def admits(self, operation: str) -> bool:
        """Tell whether an operation, named as in `GET /pets`, is looked at."""
        return self.admitted is None or operation in self.admitted

    def admits_status(self, status: str) -> bool:
        """Tell whether answers with a status, written as in the document, are looked at."""
        return self.scope is None or self.scope.admits_status(status)

    def tell(self, kind: str, place: Place, before: Any = None, after: Any = None) -> None:
        """Record a change, unless its kind is empty: then the difference means nothing where it stands."""
        if kind:
            self.found.add(kind, place, before, after)

    def compare_schema(self, scope: str, place: Place, *, is_loose: bool = False, is_required: bool = False) -> None:
        """Compare the schemas at the two pointers of `place`, which both exist."""
        assert place.before is not None
        assert place.after is not None
        key = PairKey((place.before,), (place.after,), scope, is_loose, is_required=is_required)
        self.found.add_schema(self.schemas.add(key), place)

    def compare_schemas_of(
        self,
        scope: str,
        place: Place,
        *,
        added: str = "",
        removed: str = "",
        is_loose: bool = False,
        is_required: bool = False,
    ) -> None:
        """Compare the `schema` members of the objects at `place`; one alone is of kind `added` or `removed`."""
        inner = place.at(f"{place.before}/schema", f"{place.after}/schema")
        raws = self.before.at(inner.before or ""), self.after.at(inner.after or "")
        has_b, has_a = (raw is not MISSING for raw in raws)
        if any(raw is True or raw == {} for raw in raws) and has_b != has_a:
            return  # an empty schema is as good as none
        if has_b and has_a:
            self.compare_schema(scope, inner, is_loose=is_loose, is_required=is_required)
        elif has_b and removed:
            self.found.add(removed, place, place.media_type, None)
        elif has_a and added:
            self.found.add(added, place, None, place.media_type)

    def values(self, place: Place, key: str, default: Any = None) -> tuple[Any, Any]:
        """Return the members `key` of the objects at `place`."""
        return (
            self.before.object_at(place.before or "").get(key, default),
            self.after.object_at(place.after or "").get(key, default),
        )
