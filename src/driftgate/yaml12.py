"""
YAML as JSON-minded people mean it: the 1.2 core schema, duplicate keys refused, strings kept strings.

`'true'` stays text beside a bare `true`; `on`, `yes`, `2025-01-01` and `1:30` are text; `0o17` is 15.

Source:
    YAML 1.2.2, section 10.3, "Core Schema".
"""

from __future__ import annotations

import re
from typing import Any

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
    if isinstance(value, list) and re.search(r"^---", text, re.MULTILINE):
        from driftgate import pyyaml

        if pyyaml.is_stream(text):
            raise YamlError("several documents in one file")
    try:
        if _MISREAD.search(text):
            from driftgate import pyyaml

            value = pyyaml.build(text)
        return _plain(value)
    except YamlError:
        raise
    except ValueError as error:
        raise YamlError(str(error)) from None
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
        from driftgate.doubled import doubled_in_yaml, told

        found = doubled_in_yaml(text)
        if not found:
            return YamlError(f"the key {twice[1]} stands twice in one mapping; keep one")
        return YamlError(f"{told(found, 'mapping')}; keep one{' of each' if len(found) > 1 else ''}", found[0].line)
    return YamlError(lines[0].rstrip(".") if lines else "unreadable")


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
