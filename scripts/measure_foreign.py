"""
Measure false alarms and recall on other people's documents: draw bodies, judge them, break one promise, judge again.

    python scripts/measure_foreign.py DOCUMENT... [--bodies N] [--mutations N] [--seed N] [--output FILE] [--show N]

For every JSON answer that a document describes, bodies are drawn from its declared schema. Each is first checked by an
independent validator (`jsonschema`, formats included); what that refuses is discarded and counted. The judge must be silent
on the rest. Then one promise is broken at a time, and the right rule must speak, at the right place, and no other. What is
told of a clean body on purpose does not count: a secret by its name, a documented 5xx, an envelope that claims another status.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from foreign_bodies import Drawer, UndrawableError
from foreign_checks import declared, validator
from foreign_mutations import Mutation, mutations

from driftgate.contract import load_spec
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.pointer import resolve
from driftgate.server import server_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.media_type import MediaType
    from driftgate.operation import HeaderPromise, Operation

PAGE = """# Other people's documents

Is the judge silent on what a document allows, and does it tell what it forbids? Bodies are drawn from the response schemas
of documents that were not made for this, and each is first checked by an independent validator (`jsonschema`, formats
included). What that refuses is discarded; on the rest the judge must be silent. Then one promise is broken at a time, by
operators that edit the JSON and share no code with the rules: the right rule must speak, at the right place, and no other.
*In an alternative* is every operator below an `anyOf` or `oneOf`, where it must be told which branch was meant.

    nox -s measure -- foreign DOCUMENT... --output docs/other-documents.md
"""
MEANT = frozenset({"server-error", "sensitive-value-exposed", "envelope-status-mismatch"})


@dataclass
class Score:
    """What came of one document."""

    drawn: int = 0
    undrawable: int = 0
    refused: int = 0
    judged: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    idle: int = 0
    seen: list[str] = field(default_factory=list)


class Measure:
    """Draws, judges and breaks the answers of one document."""

    def __init__(self, source: str, options: argparse.Namespace) -> None:
        self.contract = load_spec(source)
        self.judge = Judge(self.contract)
        self.rng = Random(f"{options.seed} {Path(source).name}")  # noqa: S311 - reproducible on purpose
        self.drawer = Drawer(self.contract.tree, self.rng)
        self.registry = declared(self.contract.tree)
        self.options = options
        self.score = Score()
        self.headers: dict[str, str] = {}

    def run(self) -> Score:
        for operation in self.contract.operations:
            for status, response in operation.responses.items():
                for media_type in response.content.values():
                    if media_type.schema_pointer is not None and "json" in media_type.name:
                        code = {"default": 418}.get(status) or int(status.replace("X", "0"))
                        self._answer(operation, code, media_type)
        return self.score

    def _answer(self, operation: Operation, status: int, media_type: MediaType) -> None:
        pointer = media_type.schema_pointer or ""
        check = validator(self.registry, pointer)
        for _ in range(self.options.bodies):
            self.score.drawn += 1
            try:
                body = self.drawer.draw(self.drawer.resolve(f"#{pointer}"))
                url = self._url(operation)
            except UndrawableError:
                self.score.undrawable += 1
                continue
            if not _accepts(check, body):
                self.score.refused += 1
                continue
            self.score.judged += 1
            found = self._found(operation, url, status, media_type, body)
            if found:
                self.score.alarms.update(rule for rule, _ in found)
                self.score.seen.append(f"false alarm: {operation.name} {status}: {found}: {json.dumps(body)[:400]}")
                continue
            for mutation in mutations(body, self.drawer.places, self.rng, self.options.mutations):
                self._break(operation, url, status, media_type, mutation, check)

    def _break(
        self, operation: Operation, url: str, status: int, media_type: MediaType, mutation: Mutation, check: Any
    ) -> None:
        if mutation.breaks and _accepts(check, mutation.body):
            self.score.idle += 1
            return
        found = self._found(operation, url, status, media_type, mutation.body)
        self.score.tried[mutation.operator] += 1
        if found == [(mutation.rule, mutation.pointer)]:
            self.score.exact[mutation.operator] += 1
        else:
            self.score.seen.append(
                f"{mutation.operator}: {operation.name} {status}: expected {mutation.rule} at {mutation.pointer}, "
                f"found {found[:4]}: {json.dumps(mutation.body)[:300]}"
            )

    def _found(
        self, operation: Operation, url: str, status: int, media_type: MediaType, body: Any
    ) -> list[tuple[str, str | None]]:
        name = media_type.name.replace("*", "vnd.any+json") if "*" in media_type.name else media_type.name
        described = operation.responses.get(str(status)) or operation.response_for(status)
        headers = [(each.name, self._header(each)) for each in (described.headers if described is not None else ())]
        response = Response(status, Headers([*headers, ("Content-Type", name)]), json.dumps(body).encode())
        exchange = Exchange(Request(operation.method, url, Headers()), response, SeenIn("drawn", 0))
        found = {(each.rule, each.pointer) for each in self.judge.judge(exchange).sightings if each.rule not in MEANT}
        return sorted(found, key=str)

    def _header(self, header: HeaderPromise) -> str:
        """Return a value that the header's schema allows, the same one each time."""
        known = self.headers.get(header.pointer)
        if known is None:
            schema = resolve(self.contract.tree, header.schema_pointer) if header.schema_pointer is not None else {}
            try:
                drawn = self.drawer.draw(schema)
            except UndrawableError:
                drawn = 1
            parts = drawn if isinstance(drawn, list) else [drawn]
            known = self.headers[header.pointer] = ",".join(
                each if isinstance(each, str) else json.dumps(each) for each in parts
            )
        return known

    def _url(self, operation: Operation) -> str:
        servers = self.contract.tree.get("servers") or [{"url": "https://api.example.com"}]
        path, query = operation.path, []
        drawer = Drawer(self.contract.tree, self.rng)
        for parameter in operation.parameters:
            if parameter.schema_pointer is None or not (parameter.required or parameter.location == "path"):
                continue
            value = drawer.draw(self.drawer.resolve(f"#{parameter.schema_pointer}"))
            if not _accepts(validator(self.registry, parameter.schema_pointer), value):
                raise UndrawableError("a parameter")
            text = ",".join(map(_text, value)) if isinstance(value, list) else _text(value)
            if parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", quote(text, safe="") or "x")
            elif parameter.location == "query":
                query.append(f"{quote(parameter.name)}={quote(text, safe='')}")
        root = server_url(servers[0]).rstrip("/")
        return f"{root}{path}{'?' if query else ''}{'&'.join(query)}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _accepts(check: Any, value: Any) -> bool:
    try:
        return bool(check.is_valid(value))
    except Exception:  # noqa: BLE001 - a pattern that `re` cannot read, a reference that leads nowhere
        return False


def table(scores: dict[str, Score]) -> Iterator[str]:
    """Yield the lines of the two tables: by document, by operator."""
    yield "| document | drawn | undrawable | refused | judged | false alarms | promises broken | exactly told |"
    yield "|---|---|---|---|---|---|---|---|"
    total = Score()
    for name, each in scores.items():
        alarms = sum(each.alarms.values())
        yield (
            f"| {name} | {each.drawn:,} | {each.undrawable:,} | {each.refused:,} | {each.judged:,} | {alarms:,} "
            f"| {sum(each.tried.values()):,} | {sum(each.exact.values()):,} |"
        )
        total.tried.update(each.tried)
        total.exact.update(each.exact)
    yield ""
    yield "| operator | promises broken | exactly told |"
    yield "|---|---|---|"
    for operator in sorted(total.tried):
        yield f"| {operator} | {total.tried[operator]:,} | {total.exact[operator]:,} |"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("documents", nargs="+")
    parser.add_argument("--bodies", type=int, default=5, help="drawn for each kind of answer")
    parser.add_argument("--mutations", type=int, default=6, help="of each body")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, help="write the tables there")
    parser.add_argument("--show", type=int, default=20, help="misses and false alarms told of each document")
    options = parser.parse_args(arguments)
    scores = {}
    for source in options.documents:
        scores[Path(source).name] = score = Measure(source, options).run()
        for line in score.seen[: options.show]:
            print(line, file=sys.stderr)
    text = "\n".join(table(scores)) + "\n"
    print(text)
    if options.output is not None:
        asked = f"{options.bodies} bodies of each kind of answer, {options.mutations} mutations of each, seed {options.seed}"
        options.output.write_text(f"{PAGE}\n{asked[0].upper()}{asked[1:]}.\n\n{text}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
