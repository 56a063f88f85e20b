"""Lines for a terminal: wrapped, indented, coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

MAX_SHOWN = 50
"""Entries of a list; a log that is longer is not read, and the other formats have all of them."""

COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}


class Page:
    """Lines with an indent that wrapping keeps."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str = "", style: str = "", *, indent: int = 0) -> None:
        self.spans([(text, style)], indent=indent)

    def spans(self, spans: Sequence[tuple[str, str]], *, indent: int = 0) -> None:
        from rich.padding import Padding
        from rich.text import Text

        if not any(text for text, _ in spans):
            self._console.print()
            return
        text = Text.assemble(*spans, overflow="fold")
        self._console.print(Padding(text, (0, 0, 0, indent), expand=False), soft_wrap=False)

    def whole(self, text: str, style: str = "") -> None:
        """Print one line that nothing wraps, so that it can be copied whole."""
        from rich.text import Text

        self._console.print(Text(text, style=style), soft_wrap=True)

    def heading(self, title: str, count: int | None = None, style: str = "bold") -> None:
        self.line()
        self.line(title.upper() if count is None else f"{title.upper()} ({count:,})", style)

    @property
    def width(self) -> int:
        return self._console.width

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print rows under a head; all columns but the first are numbers."""
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
        for index, title in enumerate(head):
            if index:
                table.add_column(title, justify="right", no_wrap=True)
            else:
                table.add_column(title, overflow="fold", min_width=12)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)
