"""What every judging command is given: a contract folder, or one bare document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from driftgate.contract import Contract

DEFAULT_FOLDER = Path("openapi")

ContractOption = Annotated[
    Path | None,
    typer.Option(
        "--contract",
        metavar="DIR",
        help="Folder with openapi.json, overlays, waivers.toml, baseline.json.  [default: openapi]",
        show_default=False,
    ),
]
SpecOption = Annotated[
    str | None,
    typer.Option("--spec", metavar="FILE|URL", help="One bare OpenAPI document instead: no overlays, no waivers."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but what is wrong.")]


def chosen_folder(contract: Path | None, spec: str | None) -> Path | None:
    """Return the contract folder, None where a bare document is judged."""
    if spec is not None and contract is not None:
        raise ConfigError("--spec and --contract exclude each other: a bare document has no overlays and no waivers.")
    return None if spec is not None else contract or DEFAULT_FOLDER


def load(folder: Path | None, spec: str | None) -> Contract:
    """Return the contract as people wrote it."""
    from driftgate.contract import load_contract, load_spec

    return load_contract(folder) if folder is not None else load_spec(spec or "")
