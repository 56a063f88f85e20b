"""
Inference: the strictest contract that examples and recordings support, as an overlay a person can review.

    bodies -> learned -> places of the document -> kinds of objects -> decisions -> overlay, conflicts, explanations

Its folders, each importing only from those before it:

    names  seen  text  shape  decision  laws  rendering
"""

from __future__ import annotations

from driftgate.inference.decision.conflict import Conflict
from driftgate.inference.infer import Inference, infer_overlay
from driftgate.inference.seen.learned import Learned, LearnedBody, learn

__all__ = ["Conflict", "Inference", "Learned", "LearnedBody", "infer_overlay", "learn"]
