"""`driftgate diff`: judge a revision, and say which step it asks of the client's version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from driftgate.cli.contract import DEFAULT_FOLDER, QuietOption
from driftgate.cli.door import aside
from driftgate.cli.filters import OperationOption, PathOption, RuleOption, StatusOption, TagOption, scope_of
from driftgate.cli.gate import ConfigFile, FailOn, ReportOption, Today
from driftgate.visible import visible
from driftgate.writing import check_writable, write_file

_SIDE = "A document (file, URL, or - for standard input), a contract folder, or git:REV:PATH."


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=_SIDE)],
    after: Annotated[str, typer.Argument(metavar="AFTER", help=_SIDE)],
    contract: Annotated[
        Path | None,
        typer.Option("--contract", metavar="DIR", help="Where waivers.toml and baseline.json are.  [default: openapi]"),
    ] = None,
    changelog: Annotated[
        Path | None,
        typer.Option(
            "--changelog", metavar="FILE", help="Write the changes in Markdown, for people; missing folders are made."
        ),
    ] = None,
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
    Judge a revision: what changed, whom it breaks, and the step of the client's next version.

    \b
    driftgate diff openapi new.json            what the new document changes
    driftgate diff git:v1.2:openapi openapi    what changed here since v1.2

    Where one side is a contract folder and the other a bare document, the folder's overlays amend both.
    """
    from driftgate.cli.gate import prepare
    from driftgate.cli.progress import work_progress
    from driftgate.revision import changelog as written
    from driftgate.revision import semver_step
    from driftgate.revision.run import describe, judgement_of, unread
    from driftgate.revision.source import load_revision

    folder = contract or (DEFAULT_FOLDER if DEFAULT_FOLDER.is_dir() else None)
    scale = prepare(contract=folder, report=report, fail_on=fail_on, config=config, today=today)
    scope = scope_of(operation=operation, path=path, tag=tag, status=status, rule=rule)
    if changelog is not None:
        check_writable(changelog)
    with work_progress(shown=not quiet) as say:
        revision = load_revision(before, after)
        changes = describe(revision, today=scale.today, scope=scope, say=say)
        judgement = judgement_of(changes, revision, disabled=scale.policy.disabled)
    for sentence in dict.fromkeys((*unread(revision.before), *unread(revision.after))):
        aside(visible(sentence, 1000))
    if changelog is not None:
        write_file(changelog, written(changes))
    aside(f"semver: {semver_step(changes)}")
    return scale.conclude(
        [judgement], document=revision.after.document, scope=scope, contracts=(revision.before, revision.after)
    )
