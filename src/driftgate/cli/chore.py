"""What every script shares: arguments that are refused in one line."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, with what was probably meant; it guesses no abbreviation."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and end with 2."""
        from driftgate.cli.door import NOT_JUDGED, tell

        found = message.removeprefix("unrecognized arguments: ")
        if found != message:
            options = [each for action in self._actions for each in action.option_strings]
            near = get_close_matches(found.split()[0], options, n=1)
            message = f"does not take {found}" + (f". Did you mean {near[0]}?" if near else "")
        name = self.prog.removesuffix(".py")
        tell(f"error: {message} (see {self.prog} --help)", name=name)
        raise SystemExit(NOT_JUDGED)
