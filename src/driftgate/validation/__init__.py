"""
Validations: the `x-validations` of a contract's schemas, compiled for one kind of answer.

Each stands at a schema and speaks of whatever value that schema describes: `self`. `request` is a map of the query
parameters, each as the JSON value its schema makes of it. A rule that has no answer (a field is missing, an operand is
of the wrong type) says nothing: whatever made it so is a finding of another rule.
"""

from __future__ import annotations

from driftgate.validation.defects import unusable_validations
from driftgate.validation.graph import Validation
from driftgate.validation.validations import Broken, Validations, validations_of

__all__ = ["Broken", "Validation", "Validations", "unusable_validations", "validations_of"]
