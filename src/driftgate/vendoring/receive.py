"""Receiving: pages, folders, files and URLs in; one document, and where each part of it came from, out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftgate.bundle import load_bundle
from driftgate.document import PAGE_SUFFIXES, parse_tree, read_text
from driftgate.errors import DocumentError
from driftgate.fetch import fetch, is_url, shown
from driftgate.outline import check_is_whole
from driftgate.vendoring.merge import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from driftgate.bundle import Bundle
    from driftgate.bundle.files import Part

MAX_PAGES = 5_000
_PARTS = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    Something that was received, by a name that tells no path of this machine and no credentials.

    Args:
        sha256: Of the received bytes.
        files: Others that it refers to.
    """

    name: str
    sha256: str
    files: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """
    What all sources together hold.

    Args:
        tree: The document they make.
        sources: In the order they were merged in.
        notes: What was chosen on the way, and what was passed over, in sentences.
    """

    tree: dict[str, Any]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    @property
    def version(self) -> str | None:
        """`info.version`, as the vendor says it."""
        found = self.tree.get("info", {}).get("version")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """One document to be read: where, what the record calls it, and the folder whose files it may refer to."""

    location: str
    name: str
    within: Path | None


def receive(
    sources: Sequence[str], *, allow_outside: bool = False, tell: Callable[[str], None] = lambda _: None
) -> Received:
    """
    Return the one document that the sources hold.

    Args:
        sources: Markdown pages, JSON or YAML documents, http(s) URLs, or folders of them.
        allow_outside: Whether references may leave a source's folder or host.
        tell: Called with what is being done, for people who wait.

    Raises:
        DocumentError: A source cannot be read, holds no valid document, or contradicts another. Named on one line.
    """
    pages, fragments = _expanded(sources)
    bundles: list[tuple[_Page, Bundle]] = []
    for page in pages:
        tell(f"reading {shown(page.location)}")
        found = load_bundle(page.location, within=page.within, allow_outside=allow_outside)
        check_is_whole(found.document.tree, found.document.name)
        bundles.append((page, found))
    taken = _parts_of(bundles)
    bundles = [each for each in bundles if not _is_part(*each, taken)] or bundles
    tell(f"merging {len(bundles)} documents" if len(bundles) > 1 else "comparing")
    tree, chosen = merge([found.document for _, found in bundles])
    notes = [note for _, found in bundles for note in found.notes]
    return Received(
        tree=tree,
        sources=tuple(
            Source(name=page.name, sha256=found.document.sha256, files=found.parts) for page, found in bundles
        ),
        notes=(*notes, *chosen, *_passed_over(fragments, taken)),
    )


def _expanded(sources: Sequence[str]) -> tuple[list[_Page], list[Path]]:
    """Return the documents to read, and files of folders that are none by themselves."""
    pages: list[_Page] = []
    fragments: list[Path] = []
    for source in sources:
        if is_url(source) or not source or not Path(source).is_dir():
            pages.append(_Page(source, public_name(source), None))
            continue
        folder = Path(source)
        found = list(_documents(folder, fragments))
        if not found:
            raise DocumentError(
                f"{source}: holds no page and no OpenAPI document (.md, .json, .yaml). Name a folder of them."
            )
        pages += [_Page(str(path), path.relative_to(folder).as_posix(), folder) for path in found]
    if len(pages) > MAX_PAGES:
        raise DocumentError(f"{sources[0]}: {len(pages)} pages; at most {MAX_PAGES} are read.")
    return pages, fragments


def _documents(folder: Path, fragments: list[Path]) -> Iterator[Path]:
    """Yield the documents of a folder by their path; hidden files and folders are left alone."""
    try:
        paths = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts)
    except OSError as error:
        raise DocumentError(f"{folder}: cannot be read ({error.strerror}).") from None
    for path in paths:
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if path.suffix.lower() in PAGE_SUFFIXES:
            yield path
        elif path.suffix.lower() in _PARTS:
            if _is_document(path):
                yield path
            else:
                fragments.append(path)


def _is_document(path: Path) -> bool:
    text, offset = read_text(fetch(str(path)), name=str(path))
    if re.search("openapi|swagger", text) is None:
        return False
    tree = parse_tree(text, name=str(path), line_offset=offset)
    return isinstance(tree, dict) and ("openapi" in tree or "swagger" in tree)


def _parts_of(bundles: list[tuple[_Page, Bundle]]) -> set[Path]:
    """Return the files that some document refers to."""
    return {
        (Path(page.location).parent / part.name).resolve()
        for page, found in bundles
        if not is_url(page.location)
        for part in found.parts
    }


def _is_part(page: _Page, found: Bundle, taken: set[Path]) -> bool:
    """Tell whether a document is there for another only: it is referred to, and has no path of its own."""
    tree = found.document.tree
    has_own = tree.get("paths") or tree.get("webhooks")
    return not is_url(page.location) and not has_own and Path(page.location).resolve() in taken


def _passed_over(fragments: list[Path], taken: set[Path]) -> list[str]:
    return [
        f"{path}: is no OpenAPI document, and no document refers to it: passed over."
        for path in fragments
        if path.resolve() not in taken
    ]


def public_name(source: str) -> str:
    """Return a file's name, or a URL without user, query and fragment: those may hold a token."""
    return shown(source) if is_url(source) else Path(source).name
