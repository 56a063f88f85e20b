"""`driftgate lint`: judge the document, its examples and the overlays, without a server."""

from __future__ import annotations

from pathlib import Path

from driftgate.cli.contract import ContractOption, QuietOption, SpecOption, chosen_folder, load
from driftgate.cli.filters import OperationOption, PathOption, RuleOption, StatusOption, TagOption, scope_of
from driftgate.cli.gate import ConfigFile, FailOn, ReportOption, Today


def lint(
    contract: ContractOption = None,
    spec: SpecOption = None,
    report: ReportOption = None,
    operation: OperationOption = None,
    path: PathOption = None,
    tag: TagOption = None,
    status: StatusOption = None,
    rule: RuleOption = None,
    fail_on: FailOn = None,
    quiet: QuietOption = False,
    config: ConfigFile = Path("pyproject.toml"),
    today: Today = None,
) -> int:
    """
    Judge the document, its examples and the overlays, without a server.

    \b
    driftgate lint                   the contract in openapi/
    driftgate lint --spec page.md    one document: JSON, YAML, Markdown, URL
    driftgate lint --report html:out/lint.html --report text
    """
    from driftgate.cli.gate import prepare
    from driftgate.completion import completed
    from driftgate.lint import lint as judge

    folder = chosen_folder(contract, spec)
    scale = prepare(contract=folder, report=report, fail_on=fail_on, config=config, today=today)
    scope = scope_of(operation=operation, path=path, tag=tag, status=status, rule=rule)
    judged = load(folder, spec)
    if scope.narrows:
        scope.operations_of(judged)  # told before the work begins
    judgement = judge(judged, effective=completed(judged), disabled=scale.policy.disabled)
    return scale.conclude([judgement], document=judged.document, scope=scope, contracts=(judged,))
