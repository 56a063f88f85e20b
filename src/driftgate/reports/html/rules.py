"""The pages of the rules that spoke: why each matters and how to settle it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt

    from driftgate.reports._setting import Setting


def pages_of(used: Iterable[str], setting: Setting) -> list[dict[str, Any]]:
    """Return the pages of the named rules as HTML, by name; their Markdown is ours, and raw HTML in it is off."""
    return [
        {
            "id": name,
            "severity": str((rule := setting.rules[name]).severity),
            "summary": inline(rule.summary),
            "aliases": list(rule.aliases),
            "html": _markdown().render(rule.page.partition("\n")[2].replace("\n## ", "\n#### ")),
        }
        for name in sorted(set(used) & set(setting.rules))
    ]


def inline(markdown: str) -> str:
    """Return one line of Markdown as HTML."""
    return str(_markdown().renderInline(markdown))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
