"""
PyYAML with the scalars of YAML 1.2, for what yaml-rs cannot do: written text, line numbers, `1_000` as text.

Apart from `yaml12`, because most documents and overlays are read without it, and it takes as long to load as they do.

Source:
    YAML 1.2.2, section 10.3, "Core Schema".
"""

from __future__ import annotations

import re
from typing import Any

import yaml


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


def build(text: str) -> Any:
    """
    Return the value of one YAML document; mapping keys are what they are.

    Raises:
        ValueError: Syntax; the message is one line.
    """
    try:
        return yaml.load(text, Loader=CoreLoader)  # noqa: S506 -- CoreLoader is a safe loader
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def dumps(value: Any) -> str:
    """Return `value` as block-style YAML: keys in their order, no aliases, the same bytes every time."""
    return yaml.dump(value, Dumper=CoreDumper, sort_keys=False, allow_unicode=True, width=110)


# libyaml refuses the surrogate escapes of JSON; for line numbers any escape of that length will do.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of YAML or JSON text that `yaml12.loads` has accepted; None where libyaml disagrees."""
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


def members(node: object) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Return the members of a mapping whose keys are scalars; nothing of any other node."""
    listed = node.value if isinstance(node, yaml.MappingNode) else ()
    return [(key, value) for key, value in listed if isinstance(key, yaml.ScalarNode)]


def items(node: object) -> list[yaml.Node]:
    """Return the items of a sequence; nothing of any other node."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def is_stream(text: str) -> bool:
    """Tell whether text that `build` would accept is several documents."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return sum(isinstance(event, yaml.DocumentStartEvent) for event in events) > 1
