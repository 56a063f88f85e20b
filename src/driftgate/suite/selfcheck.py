"""
The self-check: would the suite notice, if a server answered what the document's own examples say?

    python -m driftgate.suite.selfcheck [--contract DIR]

A bare server that shares no code with driftgate answers each documented example of a success, byte for byte as it
stands in the vendored file. The suite must report exactly the drift that people have found in these examples and
accepted in waivers.toml (source `example`), and the gate must block: a waiver of an example covers no answer.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftgate.errors import DocumentError, DriftgateError
from driftgate.examples import Example, response_examples
from driftgate.finding import Severity, Source
from driftgate.pointer import MISSING, resolve, split
from driftgate.suite.channel import fill, load
from driftgate.suite.session import Session
from driftgate.suite.settings import Suite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.finding import Finding
    from driftgate.waiver import Waiver

BARE = Path(__file__).with_name("bare.py")


def selfcheck(folder: Path) -> tuple[list[str], list[str]]:
    """
    Return what was seen as it must be, and what was not, a sentence each.

    Raises:
        DriftgateError: The contract cannot be read, or there is no example to serve.
    """
    contract = load(Suite(contract=folder))
    served = [each for each in response_examples(contract) if _can_be_asked(each)]
    if not served:
        raise DocumentError(f"{folder}: documents no example of a GET's success, so there is nothing to check with.")
    waivers = _example_waivers(folder)
    right: list[str] = []
    wrong: list[str] = []
    used: set[int] = set()
    for example in served:
        judgement = _judged(contract, example)
        seen = [each for each in judgement.findings if each.severity is not Severity.NOTE]
        for finding in seen:
            covering = [each for each in waivers if each.covers(replace(finding, source=Source.EXAMPLE))]
            used.update(id(each) for each in covering)
            (right if covering else wrong).append(
                _sentence(finding, "seen" if covering else "seen, and expected by nobody")
            )
        if seen and _outcome(judgement, folder) != "blocked":
            wrong.append(f"{example.operation.name}: an answer with this drift would not be blocked")
    wrong += [
        f"{each.where}: {each.rule} at {each.pointer or 'the answer'} is waived in the example, and was not seen"
        for each in waivers
        if id(each) not in used and any(each.operation in {None, example.operation.name} for example in served)
    ]
    return right, wrong


def _can_be_asked(example: Example) -> bool:
    return example.operation.method == "GET" and example.status.startswith("2")


def _example_waivers(folder: Path) -> list[Waiver]:
    from driftgate.waiver import load_waivers

    waivers = load_waivers(folder / "waivers.toml", today=datetime.now(UTC).date())
    return [each for each in waivers if each.source is Source.EXAMPLE]


def _judged(contract: Contract, example: Example) -> Judgement:
    """Serve one example, ask for it as its own echo says it was asked for, and return what the suite says."""
    operation = contract.operation(example.operation.name)
    with serving(_raw(contract, example), example.media_type.name, operation.path) as base_url:
        session = Session(Suite(contract="", base_url=base_url, max_requests=1, auth_probes=False), contract)
        try:
            values = dict(session.values(operation))
            for name, pointer in (operation.pagination.echo if operation.pagination is not None else {}).items():
                echoed = resolve(example.value, pointer)
                if echoed is not MISSING:
                    values["query", name] = echoed
            path, query, headers = fill(operation, values)
            session.door.get(path, params=query, headers=headers)
            return session.judgement()
        finally:
            session.close()


def _outcome(judgement: Judgement, folder: Path) -> str:
    from driftgate.gate import weigh
    from driftgate.verdict import Policy
    from driftgate.waiver import load_waivers

    today = datetime.now(UTC).date()
    waivers = load_waivers(folder / "waivers.toml", today=today)
    return str(weigh([judgement], policy=Policy(), waivers=waivers, today=today).outcome)


def _raw(contract: Contract, example: Example) -> bytes:
    """
    Return the bytes of an example as they stand in the vendored file.

    Raises:
        DocumentError: The file is not JSON, so that its bytes are no answer.
    """
    path = Path(contract.document.name)
    text = path.read_text("utf-8-sig")
    if not text.lstrip().startswith("{"):
        raise DocumentError(f"{path}: is not JSON, so its examples are no answers byte for byte.")
    return slice_of(text, example.pointer).encode()


def slice_of(text: str, pointer: str) -> str:
    """Return the text of the value at a pointer of a JSON document, exactly as it stands there."""
    import yaml

    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for token in split(pointer):
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == token)
        else:
            node = node.value[int(token)]
    return text[node.start_mark.index : node.end_mark.index]


@contextlib.contextmanager
def serving(body: bytes, media_type: str, path: str) -> Iterator[str]:
    """Run a bare server in a process of its own and yield its base URL."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body"
        file.write_bytes(body)
        command = [sys.executable, "-I", str(BARE), str(file), media_type, path]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                port = process.stdout.readline().strip()
                if not port:
                    raise DriftgateError("the bare server did not start.")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.stdin.close()
                process.wait(timeout=10)


def _sentence(finding: Finding, what: str) -> str:
    return f"{finding.operation} {finding.status}: {finding.rule} at {finding.pointer or 'the answer'} ({finding.observed}): {what}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the self-check; return 0 where all is seen, 1 where something is missed or too much, 2 where it cannot be run."""
    parser = argparse.ArgumentParser(
        prog="python -m driftgate.suite.selfcheck", description=__doc__.split("\n\n", 1)[0]
    )
    parser.add_argument("--contract", type=Path, default=Path("openapi"), metavar="DIR")
    given = parser.parse_args(arguments)
    try:
        right, wrong = selfcheck(given.contract)
    except DriftgateError as error:
        sys.stderr.write(f"driftgate: self-check: {' '.join(str(error).split())}\n")
        return 2
    for line in right:
        sys.stdout.write(f"self-check:   {line}\n")
    for line in wrong:
        sys.stdout.write(f"self-check: ! {line}\n")
    said = f"failed: {len(wrong)} of {len(right) + len(wrong)} wrong" if wrong else (
        f"passed: a server that answers the document's examples would be blocked for exactly these {len(right)} drifts"
        if right
        else "passed: the document's examples keep its contract"
    )  # fmt: skip
    sys.stdout.write(f"self-check: {said}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
