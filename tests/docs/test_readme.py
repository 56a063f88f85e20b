"""What the README shows is what the project says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from driftgate.rule import load_rules

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def menu() -> list[str]:
    """Sessions of the noxfile with their lines in the menu, as `nox -l` prints them."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    source = (ROOT / "noxfile.py").read_text("utf-8")
    selected = re.search(r"nox.options.sessions = (\[.*\])", source)
    assert selected
    lines = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        decorator = node.decorator_list[0]
        name = node.name
        if isinstance(decorator, ast.Call):
            name = next((key.value.value for key in decorator.keywords if key.arg == "name"), name)
        mark = "*" if name in ast.literal_eval(selected[1]) else "-"
        lines.append(f"{mark} {name} -> {ast.get_docstring(node)}")
    return lines


def test_the_menu_is_that_of_the_noxfile():
    shown = re.findall(r"^[*-] [a-z-]+ -> .*$", README, re.MULTILINE)
    assert shown == menu()


def test_every_file_and_folder_that_is_linked_is_there():
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [each for each in linked if not (ROOT / each).exists()] == []


def test_every_rule_that_is_shown_exists():
    shown = set(re.findall(r"^(?:error|warning|note|  (?:error|warning|note))  ([a-z-]+)  ", README, re.MULTILINE))
    assert len(shown) >= 9
    assert shown <= set(load_rules())


def test_every_command_that_is_shown_exists():
    from typer.main import get_command

    from driftgate.cli.app import program

    shown = set(re.findall(r"`?driftgate ([a-z]+)\b", README)) - {"is", "learns"}
    known = set(get_command(program()).commands)  # type: ignore[attr-defined]
    assert shown - known == set()


def test_the_line_for_a_client_of_one_s_own_can_be_pasted(monkeypatch):
    monkeypatch.chdir(ROOT)
    (block,) = [each for each in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "ContractTransport" in each]
    names: dict[str, object] = {}
    exec(block, names)
    client = names["client"]
    assert type(client).__name__ == "Client"
    client.close()  # type: ignore[attr-defined]
