"""`driftgate infer`: the strictest contract that examples and recordings support, as an overlay to review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.cli.contract import ContractOption, QuietOption, SpecOption, chosen_folder, load
from driftgate.cli.door import aside
from driftgate.errors import ConfigError
from driftgate.evidence import counted
from driftgate.pointer import parent
from driftgate.visible import visible
from driftgate.writing import check_writable, write_file

if TYPE_CHECKING:
    from driftgate.inference import Inference
    from driftgate.inference.decision.conflict import Conflict
    from driftgate.inference.seen.reading import Lesson


def infer(
    recordings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RECORDING...]",
            help="Learn from these too: HAR, NDJSON of HAR entries (.gz, .zst too), VCR cassette; - is standard input.",
            show_default=False,
        ),
    ] = None,
    contract: ContractOption = None,
    spec: SpecOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here instead of to standard output; missing folders are made."
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="POINTER",
            help="Say what a decision rests on: #/components/schemas/… or a place in a body.",
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Of the overlay.")] = "What the evidence says",
    quiet: QuietOption = False,
) -> int:
    """
    Print the overlay that types what the document leaves untyped, from its examples and from recordings.

    \b
    driftgate infer --spec page.md                     from its examples
    driftgate infer a.har b.ndjson.gz -o types.yaml    from traffic too
    driftgate infer --explain '/pets/*/id'             why it has that type
    """
    from driftgate.completion import split_overlays
    from driftgate.contract import Contract
    from driftgate.inference import infer_overlay
    from driftgate.inference.seen.reading import learn_from

    if (recordings or []).count("-") > 1:
        raise ConfigError("infer: standard input can be read once only.")
    if output is not None:
        check_writable(output)
    judged = load(chosen_folder(contract, spec), spec)
    base = Contract(judged.document, split_overlays(judged)[0])
    lesson = learn_from(base, recordings or ())
    inference = infer_overlay(base.tree, title=title, source_name=Path(base.document.name).name, learned=lesson.learned)
    if explain is not None:
        from driftgate.inference.explain import explain as lines

        for line in lines(inference, explain):
            typer.echo(visible(line, 4000))
        return 0
    if recordings and not lesson.bodies:
        for line in _reasons(lesson):
            aside(visible(line, 1000))
        raise ConfigError("the recordings hold no JSON body of an operation of the contract: nothing to learn from.")
    for line in [*_passed_over(inference), *_unmet(inference), *_habits(inference)]:
        aside(visible(line, 1000))
    _write(inference, output)
    if not quiet:
        for line in _summary(inference, lesson, with_recordings=bool(recordings)):
            aside(visible(line, 1000))
    return 0


def _write(inference: Inference, output: Path | None) -> None:
    from driftgate import pyyaml

    if inference.overlay is None:
        raise ConfigError("nothing to infer: every response that has examples or recordings has a type already.")
    text = pyyaml.dumps(inference.overlay)
    if output is None:
        sys.stdout.write(text)
        return
    write_file(output, text)


NAMED = 10
"""Things of a kind that teach nothing that are named; the rest is counted."""


def _passed_over(inference: Inference) -> list[str]:
    """Return what is said of examples that teach nothing, `--quiet` or not: nobody would miss them."""
    named = [f"not learned from #{each.pointer}: {each.reason}." for each in inference.unlearned[:NAMED]]
    more = len(inference.unlearned) - NAMED
    return [*named, *([f"and not from {counted(more, 'more example')}."] if more > 0 else [])]


def _unmet(inference: Inference) -> list[str]:
    """Return what is said of promised objects and arrays that are none, `--quiet` or not: a scan would refuse each of them."""
    said = []
    for each in inference.unmet[:NAMED]:
        others = f" and {counted(len(each.answers) - 1, 'more answer')}" if len(each.answers) > 1 else ""
        where = f"{each.answers[0]}{others}" if each.answers else f"#{each.pointer}"
        kinds = " and ".join(
            f"{count:,} of {each.out_of:,} {'bodies' if each.answers else 'values'} are {kind}s"
            for kind, count in each.seen
        )
        verb = "promise" if others else "promises"
        article = "an" if each.promised[0] in "ao" else "a"
        said.append(
            f"{where} {verb} {article} {each.promised}; {kinds}. Say what it is in an overlay, and infer again."
        )
    more = len(inference.unmet) - NAMED
    return [*said, *([f"and so {counted(more, 'more place')}."] if more > 0 else [])]


def _reasons(lesson: Lesson) -> list[str]:
    """Return a line for each reason why exchanges teach nothing, the most frequent first."""
    ranked = sorted(lesson.passed_over.items(), key=lambda each: (-each[1], each[0]))
    said = [f"passed over {counted(count, 'exchange')}: {why}." for why, count in ranked[:NAMED]]
    more = sum(count for _, count in ranked[NAMED:])
    return [*said, *([f"passed over {counted(more, 'more exchange')}."] if more else [])]


def _summary(inference: Inference, lesson: Lesson, *, with_recordings: bool) -> list[str]:
    shared = sum(parent(place) == "/components/schemas" for place in inference.decisions)
    among = f", among them {counted(shared, 'object')} in components.schemas" if shared else ""
    found = [f"{counted(len(inference.decisions), 'place')} typed{among}."]
    if with_recordings:
        found.append(
            f"learned from {counted(lesson.bodies, 'body', 'bodies')}; {counted(lesson.passed_over.total(), 'exchange')} passed over, "
            f"{lesson.unread.total:,} unreadable."
        )
        found += _reasons(lesson)
    return [*found, *(_contradiction(each) for each in inference.conflicts if not each.is_habit)]


def _habits(inference: Inference) -> list[str]:
    """Return what is said of values in two forms, of which bodies have the losing one so often, `--quiet` or not."""
    from driftgate.inference.decision.conflict import json_path

    return [
        f"{_contradiction(each)} A scan will tell each of them. If both are meant, say so in an overlay after this one, "
        f"at {json_path(each.place)}."
        for each in inference.conflicts
        if each.is_habit
    ]


def _contradiction(each: Conflict) -> str:
    settled = "a person must decide" if each.settled == "open" else f"settled by {each.settled}"
    among = f", in {each.bodies} of {counted(each.of_bodies, 'body', 'bodies')}" if each.bodies else ""
    return (
        f"{each.operation} {each.status} {each.pointer}: {each.observed} where {each.expected} belongs "
        f"({each.count} of {each.count + each.against}{among}), {settled}."
    )
