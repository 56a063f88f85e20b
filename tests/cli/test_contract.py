"""What a judging command is given: a folder with its overlays, or one bare document."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftgate.cli.contract import DEFAULT_FOLDER, chosen_folder, load
from driftgate.errors import ConfigError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("contract", "spec", "folder"),
    [(None, None, DEFAULT_FOLDER), (Path("there"), None, Path("there")), (None, "a.json", None)],
)
def test_the_folder_is_the_default_unless_something_else_is_named(contract, spec, folder):
    assert chosen_folder(contract, spec) == folder


def test_a_folder_and_a_document_exclude_each_other():
    with pytest.raises(ConfigError, match="--spec and --contract exclude each other"):
        chosen_folder(Path("openapi"), "a.json")


def test_a_folder_has_overlays_and_a_document_has_none():
    assert load(ROOT / "openapi", None).overlays
    assert not load(None, str(ROOT / "openapi" / "openapi.json")).overlays
