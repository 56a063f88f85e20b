"""`driftgate diff`: judge a revision, and say which step it asks of the client's version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from driftgate.cli.contract import DEFAULT_FOLDER
from driftgate.cli.gate import ConfigFile, FailOn, ReportOption, Today
from driftgate.errors import ReportError

_SIDE = "A document (file or URL), a contract folder, or git:REV:PATH."


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=_SIDE)],
    after: Annotated[str, typer.Argument(metavar="AFTER", help=_SIDE)],
    contract: Annotated[
        Path | None,
        typer.Option("--contract", metavar="DIR", help="Where waivers.toml and baseline.json are.  [default: openapi]"),
    ] = None,
    changelog: Annotated[
        Path | None, typer.Option("--changelog", metavar="FILE", help="Write the changes in Markdown, for people.")
    ] = None,
    report: ReportOption = None,
    fail_on: FailOn = None,
    config: ConfigFile = Path("pyproject.toml"),
    today: Today = None,
) -> int:
    """
    Judge a revision: what changed, whom it breaks, and the step of the client's next version.

    driftgate diff openapi new.json                        what the vendor's new document changes

    driftgate diff git:v1.2:openapi openapi                what changed in our contract since v1.2

    Where one side is a contract folder and the other a bare document, the folder's overlays amend both.
    """
    from driftgate.cli.gate import prepare
    from driftgate.revision import changelog as written
    from driftgate.revision import semver_step
    from driftgate.revision.run import describe, judgement_of
    from driftgate.revision.source import load_revision

    folder = contract or (DEFAULT_FOLDER if DEFAULT_FOLDER.is_dir() else None)
    scale = prepare(contract=folder, report=report, fail_on=fail_on, config=config, today=today)
    revision = load_revision(before, after)
    changes = describe(revision, today=scale.today)
    if changelog is not None:
        _write(changelog, written(changes))
    typer.echo(f"semver: {semver_step(changes)}", err=True)
    judgement = judgement_of(changes, revision, disabled=scale.policy.disabled)
    return scale.conclude([judgement], document=revision.after.document)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise ReportError(f"{path}: cannot be written ({error.strerror}).") from None
