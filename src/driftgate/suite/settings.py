"""What a run of the suite is asked for: declared in a conftest.py, overruled by the command line."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError
from driftgate.evidence import EMBEDDED_MOCK
from driftgate.suite.address import check_address, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FOLDER = "openapi"
MAX_ITEMS = 100_000
"""Records of the embedded mock: they are drawn before it starts, some thousands a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """
    A contract suite. A conftest.py that holds one as `driftgate_suite` has the suite's tests collected beside its own.

    Each field is the default of the option `--driftgate-FIELD`. Relative paths of `contract` and `spec` begin at the
    folder of the conftest.py, or, from the command line, where pytest was started; what is written begins there always.

    Args:
        contract: Folder with openapi.json, overlays, waivers.toml, baseline.json.
        spec: One bare OpenAPI document (file or URL) instead.
        base_url: What stands before the paths of the contract; None for a mock of our own.
        operation: `GET /path` or operationId; only these are asked.
        tag: Only operations with one of these tags are asked.
        recording: HAR file to write, redacted.
        report: As `--report` of the command line: `text`, `json:FILE`, …; text is always shown.
        seed: Same seed, same requests.
        max_requests: Of the whole run; None for what the number of operations suggests.
        max_time: Seconds after which no more requests are sent; None for no limit.
        token_env: Environment variable with a token to send; see `driftgate.suite.credentials` for the others.
        live: Treat the target as a live API whatever its address; None lets the address decide.
        rate: Requests a second; None for what the contract allows on a live API, else as fast as it goes.
        allow_unsafe: Send POST, PUT, PATCH and DELETE to a live API.
        undeclared_methods: Ask for methods that a path does not have; None asks everything but live APIs.
        auth_probes: Ask once without credentials; None asks everything but live APIs.
        today: `2026-11-24`: hold waivers against this day.
        items: Records of the embedded mock.
        coverage: Count which of the promised fields were seen, for the picture that the HTML report draws.
        tests: Collect the suite's own tests.
    """

    contract: str | Path | None = None
    spec: str | Path | None = None
    base_url: str | None = None
    operation: tuple[str, ...] | list[str] = ()
    tag: tuple[str, ...] | list[str] = ()
    recording: str | Path | None = None
    report: tuple[str, ...] | list[str] = ()
    seed: int = 1
    max_requests: int | None = None
    max_time: float | None = None
    token_env: str = "DRIFTGATE_TOKEN"  # noqa: S105 -- the name of a variable
    live: bool | None = None
    rate: float | None = None
    allow_unsafe: bool = False
    undeclared_methods: bool | None = None
    auth_probes: bool | None = None
    today: str | None = None
    items: int = 250
    coverage: bool = False
    tests: bool = True

    @property
    def is_live(self) -> bool:
        """Whether to be careful: the target is no address of this machine, or the caller says so."""
        if self.live is not None:
            return self.live
        return self.base_url is not None and not is_loopback(self.base_url)

    @property
    def target(self) -> str:
        """The target in words."""
        return self.base_url or EMBEDDED_MOCK


def settle(declared: Suite | None, folder: Path | None, given: Mapping[str, Any]) -> Suite:
    """
    Return what holds: the command line before the conftest.py before the defaults.

    Args:
        declared: By a conftest.py; None where there is none.
        folder: Of that conftest.py.
        given: Options of the command line by field; None where not given.

    Raises:
        ConfigError: Contract and spec at once, or a value that cannot be.
    """
    said = {name: value for name, value in given.items() if value is not None}
    suite = declared or Suite()
    if folder is not None:
        suite = replace(suite, contract=_below(folder, suite.contract), spec=_below(folder, suite.spec))
    if "contract" in said or "spec" in said:
        suite = replace(suite, contract=None, spec=None)
    read: dict[str, Any] = {
        name: _number(name, value) if name in NUMBERS and isinstance(value, str) else value
        for name, value in said.items()
    }
    suite = replace(suite, **read)
    if suite.contract is not None and suite.spec is not None:
        raise ConfigError(
            "--driftgate-contract and --driftgate-spec exclude each other: a bare document has no overlays."
        )
    if suite.contract is None and suite.spec is None:
        suite = replace(suite, contract=DEFAULT_FOLDER)
    _check(suite)
    return suite


def _below(folder: Path, place: str | Path | None) -> str | Path | None:
    if place is None or "://" in str(place):
        return place
    path = Path(place)
    return path if path.is_absolute() else _short(folder / path)


def _short(path: Path) -> Path:
    """Return a path relative to here where it lies below, so that reports read the same on every machine."""
    resolved = path.resolve()
    return resolved.relative_to(Path.cwd()) if resolved.is_relative_to(Path.cwd()) else resolved


def _check(suite: Suite) -> None:
    if suite.base_url is not None:
        check_address("--driftgate-base-url", suite.base_url)
    if not suite.token_env.strip():
        raise ConfigError("--driftgate-token-env: needs the name of a variable, as in DRIFTGATE_TOKEN.")
    for name in ("max_requests", "max_time", "rate", "items"):
        value = getattr(suite, name)
        if value is not None and not 0 < value < math.inf:  # also refuses NaN
            raise ConfigError(f"{_option(name)} {value:g}: must be more than 0, and a number.")
    if suite.items > MAX_ITEMS:
        raise ConfigError(f"--driftgate-items {suite.items}: the embedded mock draws {MAX_ITEMS:,} at most.")


def _option(name: str) -> str:
    return f"--driftgate-{name.replace('_', '-')}"


def _number(name: str, text: str) -> int | float:
    """Return the number in an option's text."""
    is_whole = name not in {"max_time", "rate"}
    try:
        return int(text) if is_whole else float(text)
    except ValueError:
        kind = "a whole number" if is_whole else "a number"
        raise ConfigError(f"{_option(name)} {text!r}: must be {kind}.") from None


FIELDS = frozenset(each.name for each in fields(Suite))
NUMBERS = frozenset({"seed", "max_requests", "max_time", "rate", "items"})
