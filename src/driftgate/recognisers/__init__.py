"""
Recognisers: what a string looks like, one kind a file. The folder is the registry.

Each says which strings it recognises and how likely a *random* string of the same length and alphabet would be
recognised too, so that a format is asserted only where the evidence outweighs chance.
"""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser
from driftgate.recognisers.registry import recogniser, recognisers

__all__ = ["Recogniser", "recogniser", "recognisers"]
