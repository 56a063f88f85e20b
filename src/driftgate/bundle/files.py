"""The files of a document: what a reference in one of them leads to, and what may be read."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from driftgate.bundle.addresses import Addresses, anchored, base_of, joined, own_address
from driftgate.document import parse_tree, read_text
from driftgate.errors import DocumentError
from driftgate.fetch import fetch, is_url, shown
from driftgate.pointer import MISSING, join, resolve, split

MAX_FILES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that a document refers to; `name` is relative to the document, or a URL."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class File:
    """A file being read: where it is, what messages call it, and what it holds."""

    location: str
    name: str
    tree: Any


@dataclass(frozen=True, slots=True)
class Place:
    """A node: the file it stands in, its pointer there, and itself."""

    file: File
    pointer: str
    node: Any


class Dangling(Exception):  # noqa: N818 -- never leaves this module
    """A reference that cannot be followed; the message says why."""


class Files:
    """
    The files of one document, each read once.

    Args:
        root: The first of them.
        within: The folder whose files may be read; by default the first file's own. Of a URL, its host is the bound.
        allow_outside: Whether any file or host may be read.
    """

    def __init__(self, root: File, *, within: Path | None, allow_outside: bool) -> None:
        self.root = root
        self.parts: dict[str, Part] = {}
        self._allow_outside = allow_outside
        self._within = None if is_url(root.location) else (within or Path(root.location).parent).resolve()
        self._files = {root.location: root}
        self._addresses = Addresses()
        self._addresses.add(root.location, root.tree)

    def target(self, reference: str, here: File, *, at: str = "") -> Place:
        """
        Return what a reference leads to, through other references if need be.

        Args:
            at: The pointer at which it stands in the file `here`.
        """
        address, _, fragment = reference.partition("#")
        base, home = base_of(here.tree, at)
        file = here
        if address:
            file, home = self._file(address, here, base)
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            found = anchored(file.tree, pointer)
            if found is None:
                raise Dangling(f"but there is no anchor {pointer} in {file.name}")
            return Place(file, found, resolve(file.tree, found))
        if home and resolve(file.tree, f"{home}{pointer}") is not MISSING:
            pointer = f"{home}{pointer}"
        place = Place(file, "", file.tree)
        for token in split(pointer):
            place = self._stepped(place, token)
            if place.node is MISSING:
                where = "" if file is here else f" in {file.name}"
                raise Dangling(f"but there is no {pointer}{where}")
        return place

    def _stepped(self, place: Place, token: str) -> Place:
        for _ in range(20):
            found = child(place, token)
            if found.node is not MISSING or not isinstance(place.node, dict) or "$ref" not in place.node:
                return found
            if not isinstance(place.node["$ref"], str):
                return found
            place = self.target(place.node["$ref"], place.file, at=place.pointer)
        return Place(place.file, place.pointer, MISSING)

    def _file(self, address: str, here: File, base: str) -> tuple[File, str]:
        """Return the file that an address leads to, and the pointer in it of the schema that has this address."""
        known = self._addresses.find(joined(base, address))
        if known is not None:
            return self._files[known[0]], known[1]
        location = self._joined(_beside(address, own_address(here.tree)), here)
        if location not in self._files:
            if len(self._files) > MAX_FILES:
                raise Dangling(f"one of more than {MAX_FILES} files")
            name = self._name(location)
            try:
                raw = fetch(location, allow_outside=self._allow_outside)
                text, offset = read_text(raw, name=name)
                tree = parse_tree(text, name=name, line_offset=offset)
            except DocumentError as error:
                raise Dangling(f"which cannot be used: {str(error).replace(location, name).rstrip('.')}") from None
            self._files[location] = File(location, name, tree)
            self.parts[location] = Part(name=name, sha256=hashlib.sha256(raw).hexdigest())
            self._addresses.add(location, tree)
        return self._files[location], ""

    def _joined(self, address: str, here: File) -> str:
        """Return where an address leads from a file; refuse what is outside."""
        if is_url(address) or is_url(here.location):
            location = urljoin(here.location, address) if is_url(here.location) else address
            root = self.root.location
            inside = is_url(root) and urlsplit(location)[:2] == urlsplit(root)[:2]
            if not is_url(location) or not (inside or self._allow_outside):
                bound = "host" if is_url(root) else "folder"
                raise Dangling(_OUTSIDE.format(f"the {bound} of {self.root.name}"))
            return location
        if "://" in address or address.startswith("file:"):
            raise Dangling("which is no path and no http(s) URL")
        path = (Path(here.location).parent / unquote(address)).resolve()
        if self._within is not None and not path.is_relative_to(self._within) and not self._allow_outside:
            raise Dangling(_OUTSIDE.format(f"the folder of {self.root.name}"))
        return str(path)

    def _name(self, location: str) -> str:
        """Return what a file is called: relative to the first one's folder, never a path of this machine beyond it."""
        if is_url(location):
            return shown(location)
        base = Path(location).parent if is_url(self.root.location) else Path(self.root.location).parent
        return Path(os.path.relpath(location, base)).as_posix()


_OUTSIDE = "outside {}. Bring it inside, or allow it (scripts/update_spec.py --allow-outside)"


def _beside(address: str, own: str) -> str:
    """Return an address in the folder of a file's own address as a path from that file; else the address itself."""
    folder = own.rpartition("/")[0] + "/"
    return address.removeprefix(folder) if is_url(own) and address.startswith(folder) else address


def absolute(location: str) -> str:
    return location if is_url(location) else str(Path(location).resolve())


def child(place: Place, token: str | int) -> Place:
    node = resolve(place.node, join([token]))
    return Place(place.file, f"{place.pointer}{join([token])}", node)


_PLACES = re.compile(r"/(?:components/[^/]+|definitions|\$defs|parameters|responses)/([^/]+)")
_STRUCTURE = frozenset({"components", "schemas", "properties", "items", "schema", "content", "paths", "responses"})


def component_name(target: Place) -> str:
    """Return what a part is called where it comes from: by its key there, else by its file."""
    tokens = split(target.pointer)
    found = _PLACES.fullmatch(target.pointer)
    telling = tokens[-1:] if found else [token for token in tokens if token not in _STRUCTURE][-2:]
    if not telling:
        path = Path(urlsplit(target.file.location).path if is_url(target.file.location) else target.file.location)
        telling = [path.parent.name if path.stem.lower() in {"index", "_index"} else path.stem]
    return re.sub(r"[^A-Za-z0-9._-]+", "_", "_".join(telling)).strip("_") or "part"
