"""
The client: a typed Python package generated from the effective contract.

`generate` writes it, `check` says where the one on disk is not what the contract gives. Whatever the generator would
leave out in silence is a `ClientError` that names the operation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.client.folder import ClientFile, render_diff, replace_folder, stale_files
from driftgate.client.generation import GeneratedClient, contract_sha256, generate_files
from driftgate.client.package import RECORD_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = [
    "RECORD_NAME",
    "ClientFile",
    "GeneratedClient",
    "check",
    "contract_sha256",
    "default_names",
    "generate",
    "generate_files",
    "render_diff",
]


def generate(
    tree: Mapping[str, Any],
    destination: Path,
    *,
    package_name: str | None = None,
    project_name: str | None = None,
    package_version: str = "0.1.0",
) -> GeneratedClient:
    """
    Return the client of an effective document, after writing it to `destination`, whole or not at all.

    Names left out come from the document's title: see `default_names`.

    Raises:
        ClientError: Something of the contract would be missing, the generator is not installed, or `destination`
            cannot be written or holds something else. Nothing on disk has changed.
    """
    project, package = default_names(tree)
    client = generate_files(
        tree,
        package_name=package_name or package,
        project_name=project_name or project,
        package_version=package_version,
    )
    replace_folder(destination, client.files)
    return client


def check(
    tree: Mapping[str, Any],
    destination: Path,
    *,
    package_name: str | None = None,
    project_name: str | None = None,
    package_version: str = "0.1.0",
) -> tuple[ClientFile, ...]:
    """
    Return the files at `destination` that are not what an effective document gives; none where it is fresh.

    Raises:
        ClientError: As `generate`.
    """
    project, package = default_names(tree)
    client = generate_files(
        tree,
        package_name=package_name or package,
        project_name=project_name or project,
        package_version=package_version,
    )
    return stale_files(client.files, destination)


def default_names(tree: Mapping[str, Any]) -> tuple[str, str]:
    """Return project and package name for a document: (`pet-store-client`, `pet_store_client`) of "Pet Store"."""
    info = tree.get("info")
    title = str(info.get("title") or "") if isinstance(info, dict) else ""
    words = re.findall(r"[a-z0-9]+", title.lower().encode("ascii", "ignore").decode())
    name = "_".join([*(words or ["api"]), "client"])
    package = f"api_{name}" if name[0].isdigit() else name
    return package.replace("_", "-"), package
