"""How figures are put: counts first."""

from __future__ import annotations


def share(part: int, whole: int) -> str:
    """Return `861 of 866 (99.4 %)`; below 100 no percentage, which would pretend a precision that is not there."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole >= 100 else "")
