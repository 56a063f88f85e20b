"""
Take the vendor's new document in: pages, folders of pages, JSON or YAML documents, or http(s) URLs, merged into one.

In one go the document is bundled and merged, compared with the present one, types are inferred anew, the client is
regenerated under its next version, and the changelog gets an entry: all of it, or nothing. A summary in Markdown, fit for a
pull request, says what changed and which overlay actions and waivers are affected.

Exit codes: 0 done, or with --check nothing new; 1 with --check: there is a new document, and whether it breaks us is said;
2 not judged: a source cannot be read, or the document cannot be taken in. On a failure nothing on disk has changed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate.cli.chore import Parser
from driftgate.cli.door import aside, ended
from driftgate.errors import ConfigError, DriftgateError
from driftgate.swap import changing, check_settled, swap
from driftgate.vendoring import news, plan, receive, summary
from driftgate.vendoring.summary import is_breaking
from driftgate.visible import visible
from driftgate.writing import prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from driftgate.vendoring import Received, Update

LOUD_BYTES = 1_000_000
"""From this size on people are told what is being done, on a terminal always."""


def main(arguments: list[str] | None = None) -> int:
    return ended(lambda: _run(_parser().parse_intermixed_args(arguments)), name="update_spec")


def _run(options: argparse.Namespace) -> int:
    if not options.sources and not options.recover:
        raise ConfigError("no source is named. Give the vendor's pages, a folder of them, documents or URLs.")
    if options.check:
        return _check(options)
    with changing(options.contract) as staging:
        if not options.sources:
            print(f"{options.contract}: nothing is left undecided.")
            return 0
        tell = _telling(options.sources)
        received = receive(options.sources, allow_outside=options.allow_outside, tell=tell)
        if not news(received, options.contract):
            print(f"{options.contract}: nothing to do, it holds this document already.")
            return 0
        update = plan(received, options.contract, _client_folder(options), today=today(), tell=tell)
        text = summary(update)
        with _prepared(options.summary, text) as publish:
            swap(update.files, staging=staging)
            publish()
    if options.summary is None:
        print(text)
    print(visible(f"{options.contract}: took {', '.join(_names(received))} in."))
    return 0


def _check(options: argparse.Namespace) -> int:
    """Say whether the sources hold another document, and whether it breaks us. Nothing in the tree is written."""
    check_settled(options.contract)
    tell = _telling(options.sources)
    received = receive(options.sources, allow_outside=options.allow_outside, tell=tell)
    lines = news(received, options.contract)
    if not lines:
        print(f"{options.contract}: nothing to do, it holds this document already.")
        return 0
    for line in lines:
        print(visible(line))
    command = f"Run scripts/update_spec.py {' '.join(options.sources)}"
    try:
        update = plan(received, options.contract, _client_folder(options), today=today(), tell=tell)
    except DriftgateError as error:
        print(visible(f"{options.contract}: a new document, and it breaks us: it cannot be taken in: {error}"))
        for note in getattr(error, "__notes__", ()):
            print(visible(f"  {note}"))
        return 1
    text = summary(update)
    with _prepared(options.summary, text) as publish:
        publish()
    if options.summary is None:
        print(f"\n{text}")
    print(visible(f"{options.contract}: a new document; {_meaning(update)}. {command}"))
    return 1


def _meaning(update: Update) -> str:
    if update.before is None:
        return "there was none, so nothing breaks"
    return "it breaks us" if is_breaking(update) else "it does not break us"


def _names(received: Received) -> list[str]:
    names = [source.name for source in received.sources]
    return names if len(names) <= 5 else [*names[:4], f"{len(names) - 4} more"]


def _client_folder(options: argparse.Namespace) -> Path:
    if options.client is not None:
        return Path(options.client)
    beside: Path = options.contract.parent if options.contract.name else options.contract.resolve().parent
    return beside / "generated_client"


def _prepared(summary_at: Path | None, text: str) -> AbstractContextManager[Callable[[], None]]:
    """Put the summary beside its place, so that what cannot be written is told before anything changes."""
    if summary_at is not None and not summary_at.parent.exists():
        raise ConfigError(f"--summary {summary_at}: cannot be written (No such file or directory).")
    return prepared([(summary_at, text)] if summary_at is not None else [])


def _telling(sources: list[str]) -> Callable[[str], None]:
    """Return what tells people what is being done: on a terminal, or where it takes long."""
    size = sum(_size(Path(source)) for source in sources if source and "://" not in source)
    if not sys.stderr.isatty() and size < LOUD_BYTES:
        return lambda _: None
    return lambda doing: aside(f"update_spec: {visible(doing)} …")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def today() -> dt.date:
    """Return the date here, as people write it into a record."""
    return dt.datetime.now().astimezone().date()


def _parser() -> Parser:
    parser = Parser(
        prog="update_spec.py", description=(__doc__ or "").strip(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="a page, a folder of pages, a document, or a URL")
    parser.add_argument(
        "--contract", type=Path, default=Path("openapi"), help="the folder to update (default: openapi)"
    )
    parser.add_argument(
        "--client", type=Path, help="the client's folder (default: generated_client beside the contract)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if there is a new document")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="write the summary here instead of printing it")
    parser.add_argument(
        "--allow-outside", action="store_true", help="follow references and redirects to other folders and hosts"
    )
    parser.add_argument(
        "--recover", action="store_true", help="only finish an update that was killed (any other run does so, too)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
