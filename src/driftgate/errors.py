"""Why we cannot judge. Drift is a finding, never an exception."""

from __future__ import annotations


class DriftgateError(Exception):
    """
    We cannot judge. The message says what, where, and what next, on one line.

    The command line prints it as ``driftgate: MESSAGE`` and exits with 2.
    """


class DocumentError(DriftgateError):
    """The OpenAPI document cannot be read, or is none."""


class OverlayError(DriftgateError):
    """An overlay is malformed, or one of its actions cannot be carried out."""


class ContractError(DriftgateError):
    """Document and overlays load, but what they say together cannot be compiled."""


class RecordingError(DriftgateError):
    """A recording, or one exchange of it, cannot be read."""


class NoRecordingError(RecordingError):
    """A file holds JSON that is no recording: perhaps one bare body."""


class ConfigError(DriftgateError):
    """A setting, waiver, baseline or command-line argument is wrong."""


class ReportError(DriftgateError):
    """A report to be weighed or rendered cannot be read or written."""


class ClientError(DriftgateError):
    """The client cannot be generated without losing something."""


class TargetError(DriftgateError):
    """The API under test cannot be reached, or refuses us."""
