"""`driftgate gate`: weigh reports into one verdict. Every judging command ends as this one does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.cli.contract import QuietOption
from driftgate.cli.filters import OperationOption, PathOption, RuleOption, StatusOption, TagOption, scope_of
from driftgate.cli.known import KnownRules
from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.baseline import Baseline
    from driftgate.contract import Contract
    from driftgate.document import Document
    from driftgate.evidence import Judgement
    from driftgate.finding import RuleInfo
    from driftgate.reports import Target
    from driftgate.scope import Scope
    from driftgate.verdict import Policy, Verdict
    from driftgate.waiver import Waiver

DEFAULT_CONTRACT = Path("openapi")
DEFAULT_CONFIG = Path("pyproject.toml")

Reports = Annotated[
    list[Path], typer.Argument(metavar="REPORT.json...", help="JSON reports of lint, scan, suite, diff.")
]
ContractFolder = Annotated[
    Path,
    typer.Option("--contract", metavar="DIR", help="Folder with openapi.json, overlays, waivers.toml, baseline.json."),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT[:FILE]",
        help="Write a report, repeatable: text (the default), json, ndjson, junit, sarif, markdown, html, github, gitlab. "
        "Without FILE to standard output; missing folders are made.",
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="error|warning", help="The least severity that blocks. Default: error."),
]
MinExchanges = Annotated[
    int | None,
    typer.Option("--min-exchanges", min=0, metavar="N", help="Judged 2xx bodies each operation needs. Default: 1."),
]
MinItems = Annotated[
    int | None, typer.Option("--min-items", min=0, metavar="N", help="Records each collection needs. Default: 1.")
]
IdleWaivers = Annotated[
    bool | None, typer.Option("--fail-on-idle-waivers", help="Block on waivers that cover nothing that was judged.")
]
ConfigFile = Annotated[
    Path, typer.Option("--config", metavar="FILE", help="The pyproject.toml whose [tool.driftgate] has the settings.")
]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Hold waivers against this day, as in 2026-11-24.")
]


def gate(
    reports: Reports,
    contract: ContractFolder = DEFAULT_CONTRACT,
    report: ReportOption = None,
    operation: OperationOption = None,
    path: PathOption = None,
    tag: TagOption = None,
    status: StatusOption = None,
    rule: RuleOption = None,
    fail_on: FailOn = None,
    min_exchanges: MinExchanges = None,
    min_items: MinItems = None,
    fail_on_idle_waivers: IdleWaivers = None,
    mixed_contracts: Annotated[
        bool | None, typer.Option("--mixed-contracts", help="Weigh reports of different contracts together.")
    ] = None,
    quiet: QuietOption = False,
    config: ConfigFile = DEFAULT_CONFIG,
    today: Today = None,
) -> int:
    """
    Weigh JSON reports of lint, scan, suite and diff into one verdict: 0 passed, 1 blocked, 2 not judged.

    \b
    driftgate lint --report json:reports/lint.json
    driftgate scan traffic.har --report json:reports/scan.json
    driftgate gate reports/lint.json reports/scan.json --report html:gate.html

    Drift that openapi/waivers.toml accepts and drift that openapi/baseline.json knows does not block.
    """
    from driftgate.reports import read_json

    scale = prepare(
        contract=contract,
        report=report,
        fail_on=fail_on,
        min_exchanges=min_exchanges,
        min_items=min_items,
        fail_on_idle_waivers=fail_on_idle_waivers,
        mixed_contracts=mixed_contracts,
        config=config,
        today=today,
    )
    scope = scope_of(operation=operation, path=path, tag=tag, status=status, rule=rule)
    judgements = [judgement for path in reports for judgement in read_json(path)]
    promised = promise_of(judgements, contract)
    return scale.conclude(
        judgements,
        document=promised.document if promised else None,
        sensitive=promised.sensitive_names if promised else frozenset(),
        scope=scope,
        contracts=(promised,) if promised else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """All that weighs, read before the work begins: a wrong setting is told at once, not after an hour of scanning."""

    policy: Policy
    waivers: Sequence[Waiver]
    baseline: Baseline
    today: date
    targets: Sequence[Target]
    rules: Mapping[str, RuleInfo]
    folder: Path | None
    waivers_file: str

    def conclude(
        self,
        judgements: Sequence[Judgement],
        *,
        document: Document | None,
        sensitive: frozenset[str] | None = None,
        scope: Scope | None = None,
        contracts: Sequence[Contract] = (),
    ) -> int:
        """
        Weigh what is in scope, write the reports, and return the exit code.

        Excerpts of the document mask the values of `sensitive` fields; None asks the contract which they are. `scope` is
        about the operations of `contracts`, or where they are not at hand of the judgements; None is everything.
        """
        from driftgate.reports import write

        verdict = self._weighed(judgements, scope, contracts)
        write(
            verdict,
            self.targets,
            document=document,
            rules=self.rules,
            sensitive=self._sensitive(document) if sensitive is None else sensitive,
            waivers_file=self.waivers_file,
        )
        return verdict.exit_code

    def _weighed(self, judgements: Sequence[Judgement], scope: Scope | None, contracts: Sequence[Contract]) -> Verdict:
        from driftgate.gate import limited, weigh
        from driftgate.scope import narrowed

        if scope is None or not scope.words:
            return weigh(judgements, policy=self.policy, waivers=self.waivers, baseline=self.baseline, today=self.today)
        admitted = None
        if scope.narrows:
            named = {name for run in judgements for name in _operations_named(run)}
            admitted = (
                frozenset(each.name for each in scope.operations_of(*contracts))
                if contracts
                else scope.names_among(named)
            )
        inside = [narrowed(judgement, scope, admitted) for judgement in judgements]
        # Outside the scope nothing is idle and nothing is gone: it was not looked for.
        waivers = [
            each
            for each in self.waivers
            if scope.admits(each.rule, each.operation, each.status, admitted)
            or any(each.covers(finding) for run in inside for finding in run.findings)
        ]
        known = {
            key: each
            for key, each in self.baseline.entries.items()
            if scope.admits(each.rule, each.operation, each.status, admitted)
        }
        baseline = replace(self.baseline, entries=known)
        verdict = weigh(inside, policy=self.policy, waivers=waivers, baseline=baseline, today=self.today)
        return limited(verdict, scope)

    def _sensitive(self, document: Document | None) -> frozenset[str]:
        if document is None or all(name != "html" for name, _ in self.targets):
            return frozenset()  # no other format has excerpts
        from driftgate.contract import Contract, load_contract

        return (Contract(document) if self.folder is None else load_contract(self.folder)).sensitive_names


def prepare(
    *,
    contract: Path | None,
    report: Sequence[str] | None = None,
    fail_on: str | None = None,
    min_exchanges: int | None = None,
    min_items: int | None = None,
    fail_on_idle_waivers: bool | None = None,
    mixed_contracts: bool | None = None,
    config: Path = DEFAULT_CONFIG,
    today: str | None = None,
) -> Scale:
    """
    Return what a judging command weighs with; `contract` None (one bare document) means no waivers and no baseline.

    Raises:
        ConfigError, ReportError: A setting, waiver, baseline entry, day or format is wrong.
    """
    from driftgate.baseline import EMPTY, load_baseline
    from driftgate.config import load, with_options
    from driftgate.reports import parse_targets
    from driftgate.waiver import load_waivers

    if config != DEFAULT_CONFIG and not config.exists():
        raise ConfigError(f"--config {config}: no such file. Check the path.")
    if contract is not None and contract != DEFAULT_CONTRACT and not contract.is_dir():
        raise ConfigError(f"--contract {contract}: no such folder. It holds openapi.json, overlays, waivers.toml.")
    day = parse_day(today, option="--today") if today is not None else datetime.now(UTC).date()
    targets = parse_targets(report or ["text"])
    rules = KnownRules()
    settings = load(config, rules=rules)
    waivers: Sequence[Waiver] = ()
    baseline = EMPTY
    if contract is not None:
        waivers = load_waivers(contract / "waivers.toml", today=day, rules=rules, max_days=settings.waiver_max_days)
        baseline = load_baseline(contract / "baseline.json")
    return Scale(
        policy=with_options(
            settings.policy,
            fail_on=fail_on,
            min_exchanges=min_exchanges,
            min_items=min_items,
            fail_on_idle_waivers=fail_on_idle_waivers,
            mixed_contracts=mixed_contracts,
        ),
        waivers=waivers,
        baseline=baseline,
        today=day,
        targets=targets,
        rules=rules,
        folder=contract,
        waivers_file=((contract or DEFAULT_CONTRACT) / "waivers.toml").as_posix(),
    )


def parse_day(text: str, *, option: str) -> date:
    """Return the day in `2026-11-24`, or refuse it in the name of the option."""
    from driftgate.waiver import parse_day as parsed

    day = parsed(text)
    if day is None:
        raise ConfigError(f"{option} {text}: not a day. Write it as in 2026-11-24.")
    return day


def promise_of(judgements: Sequence[Judgement], folder: Path) -> Contract | None:
    """
    Return the contract that reports were made of: for excerpts, for the fields it keeps secret, for its operations.

    That is the contract folder's, unless the reports name another document. Where it is not at hand, or is not what it
    was, the reports do without.
    """
    from driftgate.contract import load_contract, load_spec
    from driftgate.errors import DriftgateError

    names = {judgement.document for judgement in judgements if judgement.document}
    vendored = folder / "openapi.json"
    is_own = not names or any(Path(name).resolve() == vendored.resolve() for name in names)
    if not is_own and len(names) > 1:
        return None
    name = str(vendored) if is_own else _path(names.pop())
    if "://" in name or not Path(name).is_file():
        return None
    try:
        return load_contract(folder) if is_own else load_spec(name)
    except DriftgateError:
        return None


def _path(name: str) -> str:
    """Return the path that a file URL names, as reports call a document that lies elsewhere; any other name as it is."""
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return url2pathname(urlsplit(name).path) if name.startswith("file://") else name


def _operations_named(run: Judgement) -> Iterator[str]:
    yield from (operation for operation, _ in run.evidence)
    yield from run.expected_evidence or ()
    yield from (each.operation for each in run.findings if each.operation is not None)
