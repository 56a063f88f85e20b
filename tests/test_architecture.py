"""Reading order is import order, and the page that says so tells the truth."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "driftgate"


def reading_order() -> dict[str, int]:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")
    block = page.split("## The package, in reading order")[1].split("## ")[0]
    ranks = {}
    for rank, line in enumerate(line for line in block.splitlines() if line.startswith("    ")):
        names = re.split(r" {3,}", line.strip())[0]
        ranks.update(dict.fromkeys((name.rstrip("/") for name in names.split()), rank))
    return ranks


ORDER = reading_order()
MODULES = sorted(PACKAGE.rglob("*.py"))


def top_level(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """Every part of the package that is imported for use; what only type checkers import is no dependency."""
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    names = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "driftgate":
            parts = node.module.split(".")
            names.update({parts[1]} if len(parts) > 1 else {alias.name for alias in node.names})
        elif isinstance(node, ast.Import):
            names.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("driftgate."))
    return names - {"__version__"}


def test_every_part_of_the_package_stands_in_the_reading_order() -> None:
    parts = {top_level(path) for path in MODULES} - {"__init__"}
    assert parts == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_what_was_read_before(path: Path) -> None:
    own = ORDER.get(top_level(path), 99)
    late = {name for name in imported(ast.parse(path.read_text("utf-8"))) if ORDER[name] > own}
    assert late == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_small_enough_to_hold_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 330


def test_nothing_in_the_toolkit_knows_the_vendor() -> None:
    knows = [path.name for path in MODULES if re.search(r"telegent|mpaas", path.read_text("utf-8"), re.IGNORECASE)]
    assert knows == []


def test_the_folders_of_inference_import_only_from_those_before_them() -> None:
    package = PACKAGE / "inference"
    described = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    order = described.splitlines()[-1].split()
    assert set(order) == {path.name for path in package.iterdir() if (path / "__init__.py").exists()}
    for path in sorted(package.glob("*/*.py")):
        used = re.findall(r"^from driftgate\.inference\.(\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert [name for name in used if order.index(name) > order.index(path.parent.name)] == [], path
