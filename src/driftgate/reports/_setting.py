"""What a report may know besides the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.document import Document
    from driftgate.finding import RuleInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    Where a report is read, as plain values: no report asks a terminal or a clock.

    Args:
        document: The vendored document as received; None where it is not at hand.
        document_uri: Its path relative to the repository, or its URL.
        rules: For help texts; findings of rules that are not in it go without.
        sensitive: Names of fields whose values are never shown, in excerpts of the document neither.
        width: Columns of the terminal.
    """

    document: Document | None = None
    document_uri: str | None = None
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    waivers_file: str = "openapi/waivers.toml"
    sensitive: frozenset[str] = frozenset()
    width: int = 100
    colour: bool = False

    @property
    def document_name(self) -> str:
        """What people call the document: its path, without the scheme that machines want."""
        return (self.document_uri or "the document").removeprefix("file://")
