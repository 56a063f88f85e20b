"""How figures are put: counts first."""

from __future__ import annotations


def share(part: int, whole: int) -> str:
    """Return `861 of 866 (99.4 %)`; below 100 no percentage, which would pretend a precision that is not there."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole >= 100 else "")


TRAFFIC_HEADING = "## Recorded traffic"


def section(page: str, heading: str) -> str:
    """Return a section of a page, heading included, up to the next of its level; empty where there is none."""
    start = page.find(f"{heading}\n")
    if start < 0:
        return ""
    end = page.find("\n## ", start)
    return page[start:] if end < 0 else page[start : end + 1]


def with_section(page: str, heading: str, text: str) -> str:
    """Return a page with a section replaced, or added at the end."""
    before = section(page, heading)
    after = f"{heading}\n\n{text.rstrip()}\n"
    if before:
        return page.replace(before, after if page.endswith(before) else f"{after}\n")
    return f"{page.rstrip()}\n\n{after}"
