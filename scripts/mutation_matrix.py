"""
Break one promise at a time in a body that keeps them all, and see which rule says so: the table in docs/mutations.md.

    python scripts/mutation_matrix.py [--check]

The operators edit the JSON text of the body by pointer and share no code with the rules. A row of the table is an
operator, a column the kind of place it is applied to, a cell the rule that fires there, at that place, and no other.
With --check nothing is written; exit code 1 if the table is not what the judge says today, or if a mutation yields
anything but its one finding.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mutation_contract import DOCUMENT, page

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path("docs/mutations.md")


class Mutation(NamedTuple):
    """
    One way to break one promise.

    Args:
        operator: A row of the table.
        place: A column.
        at: Pointer of the place that is edited.
        edit: From the value there to the new one; `DROP` drops it.
        rule, pointer: What must be found, and where; `rule` is empty where it is no drift.
    """

    operator: str
    place: str
    at: str
    edit: Callable[[Any], Any]
    rule: str
    pointer: str


DROP = object()


def mutated(text: str, pointer: str, edit: Callable[[Any], Any]) -> str:
    """Return a JSON text with the value at a pointer replaced."""
    tree = json.loads(text)
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    if not tokens:
        return json.dumps(edit(tree))
    node = tree
    for token in tokens[:-1]:
        node = node[int(token)] if isinstance(node, list) else node[token]
    key: Any = int(tokens[-1]) if isinstance(node, list) else tokens[-1]
    value = edit(node[key])
    if value is DROP:
        del node[key]
    else:
        node[key] = value
    return json.dumps(tree)


def to(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def renamed(old: str, new: str) -> Callable[[Any], Any]:
    return lambda owner: {new if key == old else key: value for key, value in owner.items()}


def added(name: str, value: Any) -> Callable[[Any], Any]:
    return lambda owner: {**owner, name: value}


FIELDS = {
    "Enabled": "boolean", "Count": "integer", "Price": "number", "Kind": "enum", "Owner": "prefixed id", "Order": "uuid",
    "Day": "date", "Moment": "time without offset", "Stamp": "date-time", "Link": "link", "Code": "pattern",
    "Name": "text", "Address": "object", "Tags": "array",
}  # fmt: skip
OPTIONAL = {
    "Device": "checksum",
    "Payload": "JSON in a string",
    "File": "base64",
    "Updated": "epoch seconds",
}
"""Property of a record, and the kind of place it stands for."""
REQUIRED = tuple(FIELDS)


def mutations() -> list[Mutation]:
    """Return every mutation of the matrix, in the order of its rows."""
    made: list[Mutation] = []

    def field(operator: str, name: str, edit: Callable[[Any], Any], rule: str, below: str = "") -> None:
        made.append(
            Mutation(
                operator, {**FIELDS, **OPTIONAL}[name], f"/Records/1/{name}{below}", edit, rule, f"/Records/*/{name}"
            )
        )

    for name in FIELDS:
        field("null", name, to(None), "unexpected-null")
    for name in ("Enabled", "Count", "Price", "Address", "Tags"):
        rule = {"Enabled": "string-typed-boolean", "Address": "stringified-json", "Tags": "stringified-json"}
        field("stringify", name, as_text, rule.get(name, "string-typed-number"))
    for name, value in {
        "Enabled": 1, "Count": True, "Price": [], "Kind": 5, "Owner": 12, "Order": {}, "Day": 20230205, "Moment": 1.5,
        "Stamp": False, "Link": ["x"], "Code": 1, "Name": {}, "Address": [], "Tags": {"0": "one"},
    }.items():  # fmt: skip
        field("another type", name, to(value), "type-mismatch")
    for name in FIELDS:
        field("drop", name, to(DROP), "missing-property")
    for name, place in FIELDS.items():
        for operator, new in (("rename: case", name.upper()), ("rename: separator", f"_{name.lower()}")):
            made.append(
                Mutation(operator, place, "/Records/1", renamed(name, new), "renamed-property", f"/Records/*/{name}")
            )
    made.append(
        Mutation(
            "add", "record", "/Records/1", added("PortInDate", "x"), "undocumented-property", "/Records/*/PortInDate"
        )
    )
    made.append(
        Mutation(
            "add",
            "object",
            "/Records/1/Address",
            added("Country", "US"),
            "undocumented-property",
            "/Records/*/Address/Country",
        )
    )
    made.append(Mutation("add", "page", "", added("Next", 3), "undocumented-property", "/Next"))
    field("swap prefix", "Owner", lambda value: value.replace("TSUID", "SID"), "id-prefix-mismatch")
    field("drop prefix", "Owner", lambda value: value.removeprefix("TSUID-"), "id-prefix-mismatch")
    field("truncate", "Owner", lambda value: value[:-3], "malformed-id")
    field("truncate", "Order", lambda value: value[:-3], "malformed-id")
    field("truncate", "Code", lambda value: value[:-1], "format-mismatch")
    field("truncate", "Name", lambda value: value[:1], "out-of-range")
    field("truncate", "Kind", lambda value: value[:-1], "unknown-enum-value")
    field("truncate", "Link", lambda value: value[8:], "format-mismatch")
    field("re-dialect", "Day", to("2023-02-05"), "date-dialect-changed")
    field("re-dialect", "Moment", lambda value: f"{value}Z", "date-dialect-changed")
    field("re-dialect", "Stamp", lambda value: value.removesuffix("Z"), "date-dialect-changed")
    field("re-dialect", "Stamp", lambda value: value.replace("T", " "), "date-dialect-changed")
    field("re-dialect", "Moment", lambda value: value.replace("T", " "), "date-dialect-changed")
    field("re-dialect", "Day", to("2/5/2023"), "date-dialect-changed")
    field("re-dialect", "Updated", to(1764885600000), "date-dialect-changed")
    field("no such day", "Day", to("02/30/2025"), "format-mismatch")
    field("no such day", "Stamp", to("2025-02-30T10:00:00Z"), "format-mismatch")
    field("another separator", "Owner", lambda value: value.replace("-", "_", 1), "malformed-id")
    field("wrong digit", "Device", to("490154203237519"), "malformed-id")
    field("misspell", "Payload", to("{'a': 1}"), "undecodable-content")
    field("misspell", "File", to("a-b_"), "undecodable-content")
    field("new value", "Kind", to("satellite"), "unknown-enum-value")
    field("misspell", "Code", lambda value: value.lower(), "format-mismatch")
    field("misspell", "Kind", lambda value: value.upper(), "unknown-enum-value")
    for name in ("Kind", "Owner", "Order", "Day", "Moment", "Stamp", "Link", "Code", "Name"):
        rule = {
            "Kind": "unknown-enum-value",
            "Owner": "id-prefix-mismatch",
            "Order": "malformed-id",
            "Name": "out-of-range",
        }
        field("empty", name, to(""), rule.get(name, "format-mismatch"))
    field("empty", "Tags", to([]), "out-of-range")
    field("too large", "Count", to(100), "out-of-range")
    field("too small", "Count", to(-1), "out-of-range")
    field("too large", "Name", lambda value: value * 5, "out-of-range")
    field("too large", "Tags", lambda value: value * 2, "out-of-range")
    made.append(
        Mutation("another type", "array item", "/Records/1/Tags/0", to(5), "type-mismatch", "/Records/*/Tags/*")
    )
    made.append(
        Mutation(
            "drop",
            "object property",
            "/Records/1/Address/City",
            to(DROP),
            "missing-property",
            "/Records/*/Address/City",
        )
    )
    made.append(Mutation("contradict", "record", "/Records/1/Count", to(0), "validation-failed", "/Records/*"))
    made.append(Mutation("repeat", "identity", "/Records/1/Id", to("R0"), "duplicate-item", "/Records/*/Id"))
    made.append(Mutation("another value", "page", "/Page", to(1), "echo-mismatch", "/Page"))
    made.append(Mutation("too small", "total", "/Total", to(2), "count-mismatch", "/Total"))
    made.append(
        Mutation("another value", "filtered", "/Records/1/Status", to("Closed"), "unfiltered-item", "/Records/*/Status")
    )
    made.append(Mutation("stringify", "total", "/Total", as_text, "string-typed-number", "/Total"))
    made.append(Mutation("wrap", "page", "", lambda tree: [tree], "type-mismatch", ""))
    made.append(Mutation("another type", "record", "/Records/1", to("R1"), "type-mismatch", "/Records/*"))
    # What is no drift.
    made.append(Mutation("alias", "prefixed id", "/Records/1/Number", to("NID-9772956561858"), "", ""))
    made.append(Mutation("drop", "optional", "/Records/1/Note", to(DROP), "", ""))
    made.append(Mutation("another value", "text", "/Records/1/Name", to("\u00c5sa \U0001f600"), "", ""))
    made.append(Mutation("empty", "records", "", to({"Total": 0, "Page": 2, "Records": []}), "", ""))
    made.append(Mutation("1.0 for 1", "integer", "/Records/1/Count", to(3.0), "", ""))
    made.append(Mutation("reverse keys", "page", "", lambda tree: dict(reversed(tree.items())), "", ""))
    return made  # fmt: skip


class Raw(NamedTuple):
    """One way to break the bytes of an answer, or what stands around them."""

    operator: str
    body: bytes
    rule: str
    status: int = 200
    content_type: str | None = "application/json"
    headers: tuple[tuple[str, str], ...] = (("X-Request", "1"),)


def raw_mutations() -> list[Raw]:
    text = page().encode()
    return [
        Raw("nothing", text, ""),
        Raw("cut off", text[:-20], "unreadable-body"),
        Raw("empty", b"", "unreadable-body"),
        Raw("NaN for a number", text.replace(b"1.5", b"NaN", 1), "unreadable-body"),
        Raw("byte order mark", b"\xef\xbb\xbf" + text, "unreadable-body"),
        Raw("Latin-1", text.replace(b"Somebody", "Zoë".encode("latin-1")), "unreadable-body"),
        Raw("encoded twice", json.dumps(text.decode()).encode(), "stringified-json"),
        Raw("HTML", b"<html>busy</html>", "unreadable-body"),
        Raw("two values", text + text, "unreadable-body"),
        Raw("a number of 400 digits", text.replace(b"1.5", b"1e400", 1), "unreadable-body"),
        Raw("a name twice", text.replace(b'"Code"', b'"Name": "Nobody", "Code"', 1), "duplicate-property"),
        Raw("as text/plain", text, "undocumented-media-type", content_type="text/plain"),
        Raw("as text/html", text, "undocumented-media-type", content_type="text/html"),
        Raw("status 206", text, "undocumented-status", status=206, headers=()),
        Raw("status 418", b"", "undocumented-status", status=418),
        Raw("header dropped", text, "missing-response-header", headers=()),
        Raw("error envelope in 200", b'{"StatusCode": 500, "Message": "down"}', "error-in-success"),
        Raw("envelope of another status", b'{"StatusCode": 500}', "envelope-status-mismatch", status=400),
        Raw("envelope with a string", b'{"StatusCode": "400"}', "string-typed-number", status=400),
        Raw("envelope in lower case", b'{"statusCode": 400}', "renamed-property", status=400),
        Raw("envelope without status", b'{"Message": "no"}', "missing-property", status=400),
        Raw("envelope with more", b'{"StatusCode": 400, "Trace": 1}', "undocumented-property", status=400),
    ]


QUERY = "?Page=2&Size=3&Status=Active"


def judge() -> Judge:
    return Judge(Contract(parse_document(json.dumps(DOCUMENT).encode(), name="records.json")))


def found(judging: Judge, raw: Raw) -> list[tuple[str, str | None]]:
    """Return rule and pointer of everything the judge says."""
    received = [*raw.headers, *([("Content-Type", raw.content_type)] if raw.content_type else [])]
    exchange = Exchange(
        Request("GET", f"https://api.example.com/records{QUERY}", Headers()),
        Response(raw.status, Headers(received), raw.body),
        SeenIn("matrix", 0),
    )
    return [(each.rule, each.pointer) for each in judging.judge(exchange).sightings]


def found_after(judging: Judge, mutation: Mutation) -> list[tuple[str, str | None]]:
    return found(judging, Raw("", mutated(page(), mutation.at, mutation.edit).encode(), ""))


def expected(mutation: Mutation) -> list[tuple[str, str | None]]:
    return [(mutation.rule, mutation.pointer)] if mutation.rule else []


def table(judging: Judge) -> tuple[str, list[str]]:
    """Return the page, and what is not as expected."""
    wrong = [
        f"{each.operator} at {each.place}: expected {expected(each)}, found {seen}"
        for each in mutations()
        if (seen := found_after(judging, each)) != expected(each)
    ]
    for raw in raw_mutations():
        rules = [rule for rule, _ in found(judging, raw)]
        if rules != ([raw.rule] if raw.rule else []):
            wrong.append(f"{raw.operator}: expected {raw.rule or 'nothing'}, found {rules}")
    rows: dict[str, dict[str, list[str]]] = {}
    for mutation in mutations():
        rule = f"`{mutation.rule}`" if mutation.rule else "nothing"
        rows.setdefault(mutation.operator, {}).setdefault(rule, []).append(mutation.place)
    lines = [
        "# Mutations",
        "",
        "Break one promise in a body that keeps them all, and one rule fires, at that place. Written by",
        "`scripts/mutation_matrix.py`; `tests/test_mutations.py` holds the judge to it. The operators edit the JSON text by",
        "pointer and share no code with the rules. What was found on documents of others stands in",
        f"[other-documents.md](other-documents.md). Here are {len(mutations())} mutations of values, {len(raw_mutations())} of answers.",
        "",
        "| operator | rule | at |",
        "|---|---|---|",
    ]
    for operator, by_rule in rows.items():
        lines.extend(f"| {operator} | {rule} | {', '.join(places)} |" for rule, places in by_rule.items())
    lines += ["", "## Answers", "", "| what is done to the answer | rule |", "|---|---|"]
    lines.extend(f"| {each.operator} | {f'`{each.rule}`' if each.rule else 'nothing'} |" for each in raw_mutations())
    return "\n".join(lines) + "\n", wrong


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if there is something to do")
    options = parser.parse_args(arguments)
    text, wrong = table(judge())
    for each in wrong:
        print(each, file=sys.stderr)
    if wrong:
        return 1
    if options.check:
        is_current = TABLE.is_file() and TABLE.read_text("utf-8") == text
        print(f"{TABLE}: {'is current' if is_current else 'is outdated. Run scripts/mutation_matrix.py'}.")
        return 0 if is_current else 1
    TABLE.write_text(text, "utf-8")
    print(
        f"{TABLE}: {len(mutations())} mutations of values, {len(raw_mutations())} of answers, each with its one finding."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
