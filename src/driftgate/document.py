"""The vendored document: what the vendor published, exactly as received."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from driftgate import yaml12
from driftgate.errors import DocumentError
from driftgate.lines import Lines
from driftgate.pointer import split

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200
FETCH_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    An OpenAPI 3.0 or 3.1 document as received.

    Args:
        name: What messages and reports call it: the path or URL as given.
        tree: The parsed document. Treat as read-only.
        text: The OpenAPI text it was parsed from (of a page: the fenced block).
        line_offset: Lines of the page above `text`; 0 for a plain file.
        sha256: Of the received bytes, the whole page included.
    """

    name: str
    tree: dict[str, Any]
    text: str
    line_offset: int
    sha256: str

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

        Where the pointer leads to nothing, its nearest existing ancestor is taken.
        """
        return _lines(self.text).of(split(pointer)) + self.line_offset


def load_document(source: str | Path) -> Document:
    """
    Return the document at a path or http(s) URL: JSON, YAML, or a Markdown page with one fenced OpenAPI block.

    Raises:
        DocumentError: Nothing there, unreadable, not OpenAPI 3.0 or 3.1. The message names the source, and the
            line where there is one.
    """
    name = str(source)
    return parse_document(fetch(name), name=name)


def fetch(source: str) -> bytes:
    """
    Return the bytes at a path or http(s) URL.

    Raises:
        DocumentError: Missing, a directory, unreadable, unreachable, or larger than 64 MiB.
    """
    if source.startswith(("http://", "https://")):
        return _download(source)
    if not source:
        raise DocumentError("no document is named. Give a path or an http(s) URL.")
    path = Path(source)
    try:
        if path.is_dir():
            raise DocumentError(f"{source}: is a directory. Name the OpenAPI document in it.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DocumentError(f"{source}: no such file. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{source}: cannot be read ({reason}).") from None
    return _checked_size(raw, source)


def _download(url: str) -> bytes:
    import httpx

    chunks: list[bytes] = []
    size_bytes = 0
    try:
        with httpx.stream("GET", url, timeout=FETCH_TIMEOUT_S, follow_redirects=True) as response:
            if response.status_code != 200:
                raise DocumentError(f"{url}: answered {response.status_code}. Check the address.")
            for chunk in response.iter_bytes():
                chunks.append(chunk)
                size_bytes += len(chunk)
                if size_bytes > MAX_BYTES:
                    break
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DocumentError(f"{url}: cannot be fetched ({error or type(error).__name__}).") from None
    return _checked_size(b"".join(chunks), url)


def _checked_size(raw: bytes, name: str) -> bytes:
    if len(raw) > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES // 2**20} MiB. No OpenAPI document is.")
    return raw


def parse_document(raw: bytes, *, name: str) -> Document:
    """
    Return the document in `raw`. Markdown, JSON and YAML are told apart by their text, not by the file's name.

    Raises:
        DocumentError: See `load_document`.
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
    line_offset = 0
    if _is_page(text, name):
        text, line_offset = _openapi_block(text, name)
    tree = parse_tree(text, name=name, line_offset=line_offset)
    _check_is_openapi(tree, name)
    return Document(name=name, tree=tree, text=text, line_offset=line_offset, sha256=hashlib.sha256(raw).hexdigest())


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
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise DocumentError(f"{name}: the key {twice!r} stands twice in one object. Keep one.")
        return mapping

    try:
        return json.loads(text, object_pairs_hook=unique)
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
_PAGE_SUFFIXES = (".md", ".mdx", ".markdown")


def _is_page(text: str, name: str) -> bool:
    if name.lower().partition("?")[0].endswith(_PAGE_SUFFIXES):
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


def _check_is_openapi(tree: Any, name: str) -> None:
    if not isinstance(tree, dict):
        kind = "an array" if isinstance(tree, list) else "nothing" if tree is None else "a single value"
        if isinstance(tree, str) and tree.lstrip().startswith("<"):
            kind = "HTML or XML"
        raise DocumentError(f"{name}: holds {kind}, not an OpenAPI document (an object with `openapi` and `paths`).")
    if "swagger" in tree:
        raise DocumentError(
            f"{name}: is a Swagger {tree['swagger']} document. Convert it to OpenAPI 3 first, "
            "for example with swagger2openapi."
        )
    version = tree.get("openapi")
    if version is None:
        raise DocumentError(f"{name}: has no `openapi` field, so it is not an OpenAPI document.")
    if isinstance(version, float):
        raise DocumentError(f"{name}: `openapi: {version}` is a number. Write the version as text: '{version}.0'.")
    if not isinstance(version, str) or not re.match(r"3\.[01](\.|$)", version):
        raise DocumentError(f"{name}: declares `openapi: {version}`; versions 3.0 and 3.1 are understood.")
    if "paths" not in tree and version.startswith("3.0"):
        raise DocumentError(f"{name}: has no `paths`, so it promises nothing.")
    _check_shape(tree, name)


def _check_shape(tree: dict[str, Any], name: str) -> None:
    """Refuse what would make every later question meaningless: a path, operation or response that is no object."""

    def need(value: Any, kind: type[Any], place: str) -> None:
        if not isinstance(value, kind):
            wanted = "an object" if kind is dict else "an array"
            raise DocumentError(f"{name}: {place} must be {wanted}, not {_json_type(value)}.")

    need(tree.get("info", {}), dict, "#/info")
    need(tree.get("paths", {}), dict, "#/paths")
    need(tree.get("components", {}), dict, "#/components")
    need(tree.get("servers", []), list, "#/servers")
    for path, item in tree.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        need(item, dict, f"the path {path}")
        need(item.get("parameters", []), list, f"the path {path}, parameters")
        for method in METHODS:
            if method in item:
                place = f"{method.upper()} {path}"
                operation = item[method]
                need(operation, dict, place)
                need(operation.get("parameters", []), list, f"{place}, parameters")
                need(operation.get("responses", {}), dict, f"{place}, responses")
                for status, response in operation.get("responses", {}).items():
                    if not status.startswith("x-"):
                        need(response, dict, f"{place}, response {status}")
    for group, members in tree.get("components", {}).items():
        if not group.startswith("x-"):
            need(members, dict, f"#/components/{group}")


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The fixed fields of a Path Item that hold operations, in the order of the OpenAPI Specification."""


@lru_cache(maxsize=4)
def _lines(text: str) -> Lines:
    return Lines(text)
