"""
Inference: the strictest contract that examples and recordings support, as an overlay a person can review.

    bodies -> learned -> places of the document -> kinds of objects -> decisions -> overlay, conflicts, explanations
"""

from __future__ import annotations

from driftgate.inference.conflict import Conflict
from driftgate.inference.infer import Inference, infer_overlay
from driftgate.inference.learned import Learned, LearnedBody, learn

__all__ = ["Conflict", "Inference", "Learned", "LearnedBody", "infer_overlay", "learn"]
