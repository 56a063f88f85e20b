"""The changelog of the contract and its client: one entry a document taken in, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.revision import changelog
from driftgate.visible import block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from driftgate.revision import Change
    from driftgate.vendoring.receive import Received

CHANGELOG_NAME = "CHANGELOG.md"
HEADER = "# Changes of the contract and its client\n\nWritten by scripts/update_spec.py, newest first; may be edited.\n"


def with_entry(
    text: str, *, version: str, today: date, received: Received, changes: Sequence[Change], is_first: bool
) -> str:
    """Return the text of a changelog with an entry for a document on top of the others, once."""
    entry = _entry(version=version, today=today, received=received, changes=changes, is_first=is_first)
    if not text.strip():
        return f"{HEADER}\n{entry}"
    if entry in text:
        return text
    first = re.search(r"^## ", text, re.MULTILINE)
    if first is None:
        return f"{text.rstrip()}\n\n{entry}"
    return f"{text[: first.start()]}{entry}\n{text[first.start() :]}"


def _entry(*, version: str, today: date, received: Received, changes: Sequence[Change], is_first: bool) -> str:
    said = f", the vendor's version {received.version}" if received.version else ""
    names = ", ".join(source.name for source in received.sources[:3])
    more = f" and {len(received.sources) - 3} more" if len(received.sources) > 3 else ""
    body = "No earlier document to compare with." if is_first else demoted(changelog(changes))
    return block(f"## {version} ({today.isoformat()})\n\nFrom {names}{more}{said}. {body.lstrip()}\n", None)


def demoted(markdown: str) -> str:
    """Return a changelog without its title, and its headings one step lower."""
    body = markdown.partition("\n")[2].strip()
    return re.sub(r"^(#+) ", r"#\1 ", body, flags=re.MULTILINE)
