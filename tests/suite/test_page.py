"""docs/suite.md says what there is."""

from __future__ import annotations

import re
from pathlib import Path

from driftgate.suite import Suite, plugin
from driftgate.suite.settings import FIELDS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "suite.md").read_text("utf-8")


class Listener:
    """Stands in for pytest's parser and its group."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def getgroup(self, *_: str) -> Listener:
        return self

    def addoption(self, name: str, **_: object) -> None:
        self.names.add(name)


def options() -> set[str]:
    listener = Listener()
    plugin.pytest_addoption(listener)
    return listener.names


def test_the_page_lists_every_option() -> None:
    assert set(re.findall(r"--driftgate-[a-z-]+", PAGE)) == options()


def test_every_option_is_a_field_and_every_field_but_one_an_option() -> None:
    named = {name.removeprefix("--driftgate-").replace("-", "_") for name in options()}
    assert FIELDS - named == {"tests"}
    assert named <= FIELDS
    assert Suite() == Suite(**{name: getattr(Suite(), name) for name in FIELDS})


def test_the_page_lists_every_test_and_fixture() -> None:
    shelf = Path(plugin.__file__).parent / "tests"
    tests = {
        name for path in shelf.glob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    assert set(re.findall(r"`(test_\w+)`", PAGE)) == tests
    fixtures = set(re.findall(r"def (driftgate_\w+)", Path(plugin.__file__).read_text("utf-8")))
    assert fixtures == set(re.findall(r"`(driftgate_[a-z_]+)`", PAGE))
