"""The shelf of rules: one file each, found by `driftgate.rule.load_rules`. Nothing else needs editing to add one."""

from __future__ import annotations
