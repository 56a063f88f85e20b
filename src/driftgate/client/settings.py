"""What the client is called and which version it has: `client.toml` in the contract's folder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from driftgate import toml10
from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS_NAME = "client.toml"
SETTINGS = ("package_name", "package_version", "project_name")
FIRST_VERSION = "0.1.0"


def load_settings(folder: Path) -> dict[str, str]:
    """
    Return what `client.toml` in a contract's folder says; nothing where there is none.

    Raises:
        ConfigError: It cannot be read, or says something unknown.
    """
    path = folder / SETTINGS_NAME
    if not path.exists():
        return {}
    found = toml10.load(path)
    for key, value in found.tree.items():
        if key not in SETTINGS or not isinstance(value, str):
            raise ConfigError(f"{found.at(key)}: {key!r} is unknown or no text. Known are {', '.join(SETTINGS)}.")
    return found.tree


def with_settings(text: str, settings: dict[str, str]) -> str:
    """Return the text of a `client.toml` with these settings, everything else in it as it was."""
    for key, value in settings.items():
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        replaced, count = re.subn(rf"^{key}[ \t]*=.*$", lambda _: line, text, count=1, flags=re.MULTILINE)  # noqa: B023
        text = replaced if count else f"{text.rstrip()}\n{line}\n".lstrip()
    return text


def next_version(version: str, step: str) -> str:
    """
    Return the version after a `major`, `minor` or `patch` step; after `none`, the same.

    The step is taken literally, below 1.0.0 too: what breaks users is told by the first number.

    Source:
        Semantic Versioning 2.0.0, sections 6 to 8.
    """
    if step == "none":
        return version
    numbers = [int(number) for number in re.match(r"[0-9.]*", version)[0].split(".") if number]  # type: ignore[index]
    major, minor, patch = [*numbers, 0, 0, 0][:3]
    if step == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if step == "minor" else f"{major}.{minor}.{patch + 1}"
