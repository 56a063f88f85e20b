"""What makes an installable project of the generated package: its build file and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.client.readable import Readable

RECORD_NAME = "generated.json"
"""The file in the project's folder that says what made the client. Only a folder with it is ever replaced."""


def project_files(
    *, package_name: str, project_name: str, package_version: str, tree: Mapping[str, Any], readable: Readable
) -> dict[str, bytes]:
    """Return `pyproject.toml` and `README.md`."""
    return {
        "pyproject.toml": _PYPROJECT.format(
            project=project_name, package=package_name, version=package_version
        ).encode(),
        "README.md": _readme(project_name, package_name, tree, readable).encode(),
    }


# NOTE: `ignore-vcs`, since hatchling would leave out what an enclosing `.gitignore` names, and a tag may be called `build`.
_PYPROJECT = """\
# Generated with the client; edits are lost.
[build-system]
requires = ["hatchling>=1.27,<2"]
build-backend = "hatchling.build"

[project]
name = "{project}"
version = "{version}"
description = "A client generated from an effective contract."
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["attrs>=22.2.0", "httpx>=0.23.1,<0.29.0"]
classifiers = ["Typing :: Typed"]

[tool.hatch.build]
ignore-vcs = true

[tool.hatch.build.targets.wheel]
packages = ["{package}"]

[tool.hatch.build.targets.sdist]
include = ["{package}", "README.md", "generated.json"]
"""


def _readme(project_name: str, package_name: str, tree: Mapping[str, Any], readable: Readable) -> str:
    name, (tag, identifier) = min(readable.operations.items())
    kind = "AuthenticatedClient" if name in readable.secured else "Client"
    token = ', token="…"' if kind == "AuthenticatedClient" else ""
    rows = "\n".join(
        f"| `{each}` | `{package_name}.api.{'.'.join(module)}` |"
        for each, module in sorted(readable.operations.items())
    )
    return f"""\
# {project_name}

A typed client, generated; edits are lost. `{RECORD_NAME}` says what it was made from, what made it, and where it says
something otherwise than the contract.

```python
from {package_name} import {kind}
from {package_name}.api.{tag} import {identifier}

client = {kind}(base_url="{_server(tree)}"{token})
answer = {identifier}.sync_detailed(client=client)  # see its arguments; or `asyncio_detailed`
```

| operation | module |
|---|---|
{rows}
"""


def _server(tree: Mapping[str, Any]) -> str:
    servers = tree.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    url = first.get("url") if isinstance(first, dict) else None
    return url if isinstance(url, str) and '"' not in url and "\n" not in url else "https://api.example.com"
