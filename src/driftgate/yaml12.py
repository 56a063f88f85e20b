"""
YAML as JSON-minded people mean it: the 1.2 core schema, duplicate keys refused, strings kept strings.

`'true'` stays text beside a bare `true`; `on`, `yes`, `2025-01-01` and `1:30` are text; `0o17` is 15.

Source:
    YAML 1.2.2, section 10.3, "Core Schema".
"""

from __future__ import annotations

import re
from typing import Any

import yaml
import yaml_rs


class YamlError(ValueError):
    """The text is not YAML that JSON could hold. `line` counts from 1; 0 where unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


# NOTE: yaml-rs 0.1.6 reads `1_000` and `0b11` as integers; in the core schema they are text. Such a file is built by
# PyYAML instead, once yaml-rs has accepted it (its depth and alias limits still apply).
_MISREAD = re.compile(r"(?<![\w.'\"])[-+]?(0b[01_]+|[0-9]+_[0-9_]*)(?![\w.'\"])")


def loads(text: str) -> Any:
    """
    Return the value of one YAML document, with every mapping key a string.

    Raises:
        YamlError: Syntax, a duplicate key, nesting beyond 255, an alias bomb, several documents, a key that is no scalar.
    """
    try:
        value = yaml_rs.loads(text, parse_datetime=False)
    except TypeError:
        raise YamlError("a mapping key is itself a mapping") from None
    except RecursionError:
        raise YamlError("nested too deeply") from None
    except ValueError as error:
        raise _told(str(error), text) from None
    if isinstance(value, list) and re.search(r"^---", text, re.MULTILINE) and _is_stream(text):
        raise YamlError("several documents in one file")
    try:
        if _MISREAD.search(text):
            value = yaml.load(text, Loader=CoreLoader)  # noqa: S506 -- CoreLoader is a safe loader
        return _plain(value)
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())) from None
    except RecursionError:
        raise YamlError("nested too deeply") from None


def _told(message: str, text: str) -> YamlError:
    """Return yaml-rs' error on one line: where, and the reason, which it gives last."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    where = re.search(r"line (\d+), column (\d+)", lines[0]) if lines else None
    if where is not None:
        reason = "nested too deeply" if lines[-1] == "recursion limit exceeded" else lines[-1]
        return YamlError(f"{reason}, column {where[2]}", int(where[1]))
    twice = re.fullmatch(r"duplicate mapping key: (.*)", lines[0]) if lines else None
    if twice is not None:
        return YamlError(f"the key {twice[1]} stands twice in one mapping; keep one", _line_of_duplicate(text))
    return YamlError(lines[0].rstrip(".") if lines else "unreadable")


def _line_of_duplicate(text: str) -> int:
    """Return the line of the first key that its mapping has already; 0 where it is not found."""
    stack = [compose(text)]
    while stack:
        node = stack.pop()
        seen: set[str] = set()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key.value, str):
                if key.value in seen:
                    return int(key.start_mark.line) + 1
                seen.add(key.value)
            stack.append(value)
        if isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
    return 0


def _is_stream(text: str) -> bool:
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return sum(isinstance(event, yaml.DocumentStartEvent) for event in events) > 1


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        mapping: dict[str, Any] = {}
        for key, value in node.items():
            if key == "<<":  # the merge key of YAML 1.1: most OpenAPI tools honour it, own keys win
                for source in value if isinstance(value, list) else [value]:
                    for merged_key, merged in _plain(source).items() if isinstance(source, dict) else ():
                        if merged_key not in node:
                            mapping.setdefault(merged_key, merged)
                continue
            name = _key(key)
            if name != key and name in node:
                raise YamlError(f"the key {name!r} stands twice in one mapping, once as text; keep one")
            mapping[name] = _plain(value)
        return mapping
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    if key is None:
        return "null"
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, (int, float)):
        return str(key)
    raise YamlError("a mapping key is not a scalar")


class CoreLoader(yaml.CSafeLoader):
    """PyYAML's C loader with the scalars of the YAML 1.2 core schema instead of those of 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- PyYAML's own shape


class CoreDumper(yaml.SafeDumper):
    """Quotes whatever a 1.1 or a 1.2 reader would not read back as the same string."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_CORE = (
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
)
for _tag, _pattern, _first in _CORE:
    CoreLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)
    CoreDumper.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


def _core_int(loader: CoreLoader, node: Any) -> int:
    text = loader.construct_scalar(node)
    if text.startswith("0o"):
        return int(text, 0)
    if text.startswith("0x"):
        return int(text, 0)
    return int(text)


CoreLoader.add_constructor("tag:yaml.org,2002:int", _core_int)


# NOTE: PyYAML breaks lines at NEL, LS and PS as YAML 1.1 does; to a reader of 1.2 they are text.
_ESCAPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _text(dumper: CoreDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not re.search(r"[ \t]\n|^\s", value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _ESCAPED.search(value) else style)


CoreDumper.add_representer(str, _text)


def dumps(value: Any) -> str:
    """Return `value` as block-style YAML: keys in their order, no aliases, the same bytes every time."""
    return yaml.dump(value, Dumper=CoreDumper, sort_keys=False, allow_unicode=True, width=110)


# libyaml refuses the surrogate escapes of JSON; for line numbers any escape of that length will do.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of YAML or JSON text that `loads` has accepted; None where libyaml disagrees."""
    try:
        return yaml.compose(_SURROGATE.sub(r"\\u003f", text), Loader=CoreLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def line_of(node: yaml.Node | None, tokens: list[str]) -> int:
    """Return the line, from 1, of the deepest node on the way along `tokens`. A mapping's member stands at its key."""
    line = 1
    for token in tokens:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == token:
                    line, node = key.start_mark.line + 1, value
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and token.isdecimal() and int(token) < len(node.value):
            node = node.value[int(token)]
            line = node.start_mark.line + 1
        else:
            break
    return line
