"""Collections whose pages lie in subtle ways: each lie is found by the rule that names it, and nothing hangs."""

from __future__ import annotations

import json

import pytest

from driftgate.suite.everything import ask_everything

SIZE = 47
KINDS = ("red", "blue", "green")


def document(style):
    page = {"page": {"type": "integer", "minimum": 1}, "offset": {"type": "integer", "minimum": 0},
            "cursor": {"type": "string"}}[style]  # fmt: skip
    pagination = {
        "style": style, "page": style, "first": 1 if style == "page" else 0, "limit": "size", "filter": "kind",
        "items": "/things", "total": "/total", "identity": "/id",
        "echo": {"size": "/size"} if style == "cursor" else {style: f"/{style}", "size": "/size"},
        **({"next": "/next"} if style == "cursor" else {}),
    }  # fmt: skip
    thing = {"type": "object", "required": ["id", "kind"],
             "properties": {"id": {"type": "string"}, "kind": {"type": "string"}}}  # fmt: skip
    whole = {"type": "integer"}
    properties = {"total": whole, "page": whole, "offset": whole, "size": whole, "next": {"type": "string"},
                  "things": {"type": "array", "items": thing}}  # fmt: skip
    schema = {"type": "object", "required": ["things", "total"], "properties": properties}
    parameters = [
        {"name": style, "in": "query", "schema": page},
        {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}},
        {"name": "kind", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/kind"}},
    ]
    responses = {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}},
                 "400": {"description": "bad"}}  # fmt: skip
    operation = {"x-pagination": pagination, "parameters": parameters, "responses": responses}
    return {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/things": {"get": operation}}}


class Things:
    """Keeps the contract of `document(style)`, but for one lie."""

    def __init__(self, answers, style, lie):
        self.answers, self.style, self.lie = answers, style, lie
        self.all = [{"id": f"t{number:02}", "kind": KINDS[number % 3]} for number in range(SIZE)]
        self.sent = 0

    def __call__(self, asked):
        if asked.method not in {"GET", "HEAD"}:
            return self.answers.raw(405, b"", {"Allow": "GET, HEAD"})
        try:
            size = self.number(asked.query.get("size", "10"))
            first = 1 if self.style == "page" else 0
            text = asked.query.get(self.style)
            number = first if text is None else self.number(text.removeprefix("c" if self.style == "cursor" else ""))
        except ValueError:
            return self.answers.raw(400)
        if not 1 <= size <= 50 or number < first or len(asked.query) > 3:
            return self.answers.raw(400)
        self.sent += 1
        return self.answers.json(200, self.page(number, size, asked.query.get("kind") or None))

    @staticmethod
    def number(text):
        if not (text.isdecimal() and text.isascii()):
            raise ValueError(text)
        return int(text)

    def page(self, number, size, kind):
        lie = self.lie
        found = [each for each in self.all if lie == "filter ignored" or kind in {None, each["kind"]}]
        if lie == "filter hides" and kind is not None:
            found = found[1:]
        total = len(found)
        shown = 10 if lie == "size ignored" else size
        start = (number - 1) * shown if self.style == "page" else number
        if lie == "page ignored":
            start = 0
        if lie == "last page for ever":
            start = min(start, max(total - 1, 0) // size * size)
        records = found[start : start + shown]
        if lie == "record on two pages" and start > 0 and records:
            records = [found[start - 1], *records[1:]]
        if lie == "record twice on a page" and len(records) > 1:
            records = [*records[:-1], records[0]]
        if lie == "order moves" and self.sent % 2:
            records = records[::-1]
        total += {"total one too many": 1, "total one too few": -1 if total else 0,
                  "total moves": self.sent % 3}.get(lie, 0)  # fmt: skip
        body = {"total": total, "size": size, "things": records}
        if self.style != "cursor":
            body[self.style] = (1 if self.style == "page" else 0) if lie == "echo of the first" else number
        elif start + shown < len(found) or lie == "last page for ever":
            body["next"] = f"c{start + shown}"
        return body


@pytest.fixture
def rules_told(serve, answers, open_session, tmp_path):
    """Return a function that runs the whole suite on a lie and returns the rules that spoke above a note."""

    def run(style, lie):
        file = tmp_path / "t.json"
        file.write_text(json.dumps(document(style)))
        server = serve(Things(answers, style, lie)) if lie != "mock" else None
        session = open_session(server.url if server else None, spec=str(file), max_requests=300, items=SIZE)
        judgement = ask_everything(session)
        assert session.pace.sent <= 300
        return {each.rule for each in judgement.findings if each.severity.value != "note"}

    return run


@pytest.mark.parametrize("style", ["page", "offset", "cursor"])
@pytest.mark.parametrize("honest", ["", "mock"])
def test_the_honest_are_told_nothing(rules_told, style, honest):
    assert rules_told(style, honest) == set()


@pytest.mark.parametrize(
    ("lie", "page", "offset", "cursor"),
    [
        ("record on two pages", "repeated-item", "repeated-item", "repeated-item"),
        ("record twice on a page", "duplicate-item", "duplicate-item", "duplicate-item"),
        ("total one too many", "incomplete-walk", "incomplete-walk", None),
        ("total one too few", "count-mismatch", "count-mismatch", "count-mismatch"),
        ("total moves", "unstable-total", "unstable-total", "unstable-total"),
        ("echo of the first", "echo-mismatch", "echo-mismatch", None),
        ("filter ignored", "unfiltered-item", "unfiltered-item", "unfiltered-item"),
        ("filter hides", "withheld-item", "withheld-item", "withheld-item"),
        ("order moves", "unstable-page", "unstable-page", "unstable-page"),
        ("size ignored", "count-mismatch", "count-mismatch", "count-mismatch"),
        ("last page for ever", "repeated-item", "repeated-item", "repeated-item"),
        ("page ignored", "repeated-item", "repeated-item", "repeated-item"),
    ],
)
def test_each_lie_is_told_by_the_rule_that_names_it(rules_told, lie, page, offset, cursor):
    for style, rule in (("page", page), ("offset", offset), ("cursor", cursor)):
        if rule is not None:
            assert rule in rules_told(style, lie), style
