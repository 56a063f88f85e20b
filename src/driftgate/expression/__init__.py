"""
Expressions: rules in CEL, as the `x-validations` of Kubernetes are written.

What rules mostly use of the language is compiled to closures (`native`): an engine has to convert a page of 100 records
before it can look at one, which takes ten times as long. The engine takes the rest. Both give the same answers; a
property test compares them.

Source:
    Common Expression Language, language definition; Kubernetes, "Common Expression Language in Kubernetes".
"""

from __future__ import annotations

from driftgate.expression.expression import Expression, defect_of
from driftgate.expression.native import Undecided

__all__ = ["Expression", "Undecided", "defect_of"]
