"""
Bundling: a document in several files made one, with every part where a reader would look for it.

What a relative reference leads to becomes a component, called as it was called there; what has no place among the
components (a path item, a whole map) is put where the reference stood. Pointers of the first file stay what they were.

Source:
    OpenAPI Specification 3.1, "Relative References in URIs"; RFC 3986, section 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from driftgate.document import Document, parse_document
from driftgate.fetch import fetch, shown
from driftgate.outline import check_is_openapi

if TYPE_CHECKING:
    from pathlib import Path

    from driftgate.bundle.files import Part

__all__ = ["Bundle", "bundle", "load_bundle", "load_whole"]

_LOOKS_OUTSIDE = re.compile(r"""\$ref["']?\s*:\s*(?:[|>][+-]?\s*)?["']?(?!["'#\s])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """
    A document in one piece.

    Args:
        document: With every part in its tree; `Document.line` leads to the reference a part came by.
        parts: The other files it was in, in the order they were met.
        notes: What was left as it was, in sentences.
    """

    document: Document
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()


def load_bundle(source: str | Path, *, within: Path | None = None, allow_outside: bool = False) -> Bundle:
    """
    Return the document at a path or http(s) URL in one piece.

    Args:
        within: The folder whose files may be referred to; by default the source's own.
        allow_outside: Whether references may leave that folder, or the URL's host.

    Raises:
        DocumentError: As `load_document`; or a reference leads to nothing, or outside. The message names the file and
            the pointer at which it stands.
    """
    name = str(source)
    raw = fetch(name, allow_outside=allow_outside)
    document = parse_document(raw, name=shown(name), in_parts=True)
    return bundle(document, location=name, within=within, allow_outside=allow_outside)


def load_whole(source: str | Path) -> Document:
    """
    Return the document at a path or URL, bundled if it is in several files, for judging.

    Where a reference cannot be followed it stays as it is: a defect of the document, to be found by the rules.
    """
    name = str(source)
    document = parse_document(fetch(name), name=shown(name), in_parts=True)
    return bundle(document, location=name, lenient=True).document


def bundle(
    document: Document,
    *,
    location: str,
    within: Path | None = None,
    allow_outside: bool = False,
    lenient: bool = False,
) -> Bundle:
    """Return a loaded document in one piece. `location` is the path or URL that its references are relative to."""
    if not _LOOKS_OUTSIDE.search(document.text):
        check_is_openapi(document.tree, document.name)
        return Bundle(document=document)
    from driftgate.bundle.bundler import Bundler

    bundler = Bundler(document, location, within=within, allow_outside=allow_outside, lenient=lenient)
    tree = bundler.run()
    check_is_openapi(tree, document.name)
    if bundler.parts:
        document = replace(document, tree=tree, origins=bundler.origins)
    return Bundle(document=document, parts=bundler.parts, notes=tuple(bundler.notes))
