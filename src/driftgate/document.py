"""The vendored document: what the vendor published, exactly as received."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate import yaml12
from driftgate.errors import DocumentError
from driftgate.fetch import fetch, shown
from driftgate.lines import Lines
from driftgate.outline import check_is_openapi
from driftgate.pointer import ancestry, split

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_DEPTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    An OpenAPI 3.0, 3.1 or 3.2 document as received.

    Args:
        name: What messages and reports call it: the path or URL as given.
        tree: The parsed document. Treat as read-only.
        text: The OpenAPI text it was parsed from (of a page: the fenced block).
        line_offset: Lines of the page above `text`; 0 for a plain file.
        sha256: Of the received bytes, the whole page included.
        origins: Of what came from other files: its pointer here, and where in `text` the reference to it stands.
    """

    name: str
    tree: dict[str, Any]
    text: str
    line_offset: int
    sha256: str
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_3_0(self) -> bool:
        return str(self.tree["openapi"]).startswith("3.0")

    @property
    def title(self) -> str:
        info = self.tree.get("info")
        return str(info.get("title", "")) if isinstance(info, dict) else ""

    def line(self, pointer: str) -> int:
        """
        Return the line, counted from 1 in the received file, where `pointer` stands.

        Where the pointer leads to nothing, its nearest existing ancestor is taken; for what another file holds, the
        reference to that file.
        """
        if self.origins:
            pointer = next((self.origins[each] for each in ancestry(pointer) if each in self.origins), pointer)
        return _lines(self.text).of(split(pointer)) + self.line_offset


def load_document(source: str | Path) -> Document:
    """
    Return the document at a path or http(s) URL: JSON, YAML, or a Markdown page with one fenced OpenAPI block.

    Raises:
        DocumentError: Nothing there, unreadable, not OpenAPI 3.0, 3.1 or 3.2. The message names the source, and the
            line where there is one.
    """
    name = str(source)
    return parse_document(fetch(name), name=shown(name))


def parse_document(raw: bytes, *, name: str, in_parts: bool = False) -> Document:
    """
    Return the document in `raw`. Markdown, JSON and YAML are told apart by their text, not by the file's name.

    Args:
        in_parts: Whether it may still refer to other files where its outline is to be: see `driftgate.bundle`.

    Raises:
        DocumentError: See `load_document`.
    """
    text, line_offset = read_text(raw, name=name)
    tree = parse_tree(text, name=name, line_offset=line_offset)
    check_is_openapi(tree, name, in_parts=in_parts)
    return Document(name=name, tree=tree, text=text, line_offset=line_offset, sha256=hashlib.sha256(raw).hexdigest())


def read_text(raw: bytes, *, name: str) -> tuple[str, int]:
    """
    Return the JSON or YAML text in `raw`, and how many lines of a Markdown page stand above it.

    Raises:
        DocumentError: It is no text, empty, HTML, or a page without exactly one fenced OpenAPI block.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: not text (byte {error.start} is not UTF-8). An OpenAPI document is JSON or YAML."
        ) from None
    if "\0" in text:
        raise DocumentError(f"{name}: not text (it has NUL bytes). An OpenAPI document is JSON or YAML.")
    if not text.strip():
        raise DocumentError(f"{name}: is empty.")
    if _is_page(text, name):
        return _openapi_block(text, name)
    if text.lstrip()[:1] == "<":
        raise DocumentError(
            f"{name}: holds HTML or XML, not an OpenAPI document (an object with `openapi` and `paths`)."
        )
    return text, 0


def parse_tree(text: str, *, name: str, line_offset: int = 0) -> Any:
    """
    Return the JSON or YAML value in `text`. Mapping keys become strings (`200:` is `"200"`).

    Raises:
        DocumentError: A syntax error, a duplicate key, an alias bomb, nesting deeper than 200, a value JSON cannot hold.
    """
    if text.lstrip()[:1] in {"{", "["}:
        tree = _parse_json(text, name)
    else:
        try:
            tree = yaml12.loads(text)
        except yaml12.YamlError as error:
            where = f"{name}:{error.line + line_offset}" if error.line else name
            raise DocumentError(f"{where}: not valid YAML: {error}.") from None
    _check_values(tree, name)
    return tree


def _parse_json(text: str, name: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            doubled.append(len(pairs))
        return mapping

    doubled: list[int] = []

    try:
        tree = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        # A flow mapping of YAML also starts with a brace.
        try:
            return yaml12.loads(text)
        except yaml12.YamlError:
            raise DocumentError(
                f"{name}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}. Is the file cut off?"
            ) from None
    except RecursionError:
        raise DocumentError(f"{name}: nested too deeply.") from None
    except ValueError:  # Python's own limit for turning digits into an integer
        raise DocumentError(f"{name}: holds a number of thousands of digits.") from None
    if doubled:
        from driftgate.doubled import doubled_in_json, told

        found = doubled_in_json(text)
        each = " of each" if len(found) > 1 else ""
        raise DocumentError(f"{name}:{found[0].line}: {told(found, 'object')}. Keep one{each}.")
    return tree


MAX_INTEGER_BITS = 4096
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON = (str, bool, int, float, type(None))


def _check_values(tree: Any, name: str) -> None:
    layer = [tree]
    depth = 0
    while layer:
        depth += 1
        if depth > MAX_DEPTH:
            raise DocumentError(f"{name}: nested deeper than {MAX_DEPTH} levels.")
        deeper: list[Any] = []
        for node in layer:
            if isinstance(node, str):
                if not node.isascii() and _LONE_SURROGATE.search(node):
                    raise DocumentError(
                        f"{name}: holds half of a surrogate pair (\\ud800 to \\udfff), which no text is."
                    )
            elif isinstance(node, dict):
                deeper.extend(node)
                deeper.extend(node.values())
            elif isinstance(node, list):
                deeper.extend(node)
            elif isinstance(node, float) and not math.isfinite(node):
                raise DocumentError(f"{name}: holds {node}, which JSON cannot.")
            elif isinstance(node, int) and node.bit_length() > MAX_INTEGER_BITS:
                raise DocumentError(f"{name}: holds a number of thousands of digits.")
            elif not isinstance(node, _JSON):
                raise DocumentError(f"{name}: holds a {type(node).__name__}, which JSON cannot.")
        layer = deeper


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
_DECLARES = re.compile(r"""^\s*\{?\s*["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)
PAGE_SUFFIXES = (".md", ".mdx", ".markdown")


def _is_page(text: str, name: str) -> bool:
    if name.lower().partition("?")[0].endswith(PAGE_SUFFIXES):
        return True
    # In a YAML or JSON document a fence can only stand indented, inside a description.
    return text.lstrip()[:1] not in {"{", "["} and re.search(r"^(`{3,}|~{3,})", text, re.MULTILINE) is not None


def _openapi_block(page: str, name: str) -> tuple[str, int]:
    """Return the one fenced OpenAPI block of a Markdown page, and how many lines stand above it."""
    from markdown_it import MarkdownIt

    fences = [
        (token, token.map)
        for token in MarkdownIt("commonmark").parse(page)
        if token.type == "fence" and token.map and _DECLARES.search(token.content)
    ]
    lines = page.splitlines()
    for token, (start, end) in fences:
        # To CommonMark a fence that is never closed ends with the page; to us the page was cut off.
        if end - start < 2 or not lines[end - 1].strip(" \t>").startswith(token.markup):
            raise DocumentError(f"{name}:{start + 1}: the fenced OpenAPI block is not closed. Is the page cut off?")
    blocks = [(token.content, start + 1) for token, (start, _) in fences]
    if not blocks:
        raise DocumentError(f"{name}: the page has no fenced OpenAPI block (```yaml … openapi: …).")
    if len(blocks) > 1:
        where = ", ".join(str(line) for _, line in blocks)
        raise DocumentError(
            f"{name}: the page has {len(blocks)} fenced OpenAPI blocks (lines {where}); one is needed. Split the page."
        )
    return blocks[0]


@lru_cache(maxsize=4)
def _lines(text: str) -> Lines:
    return Lines(text)
