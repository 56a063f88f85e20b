"""Laws between fields, arrays and requests: each fires on what supports it, and is silent where one answer breaks it."""

from __future__ import annotations

import random

import pytest
from documents import document

from driftgate.expression import Expression
from driftgate.inference import LearnedBody, infer_overlay


def kinds_of(make, *, count=60, path="/things", parameters=()):
    r = random.Random(1)
    tree = document(
        path=path,
        parameters=[{"name": name, "in": place, "required": True, "schema": {}} for name, place in parameters],
    )
    bodies = []
    for _ in range(count):
        asked, body = make(r)
        bodies.append(LearnedBody(f"GET {path}", "200", "application/json", body, asked))
    overlay = infer_overlay(tree, exchanges=bodies, title="T", source_name="t").overlay
    return next(
        each["update"]["components"]["schemas"] for each in overlay["actions"] if "components" in each.get("update", {})
    )


def rules(make, kind="Things", **options):
    return {each["message"]: each["rule"] for each in kinds_of(make, **options)[kind].get("x-validations", ())}


def unasked(make):
    return lambda r: ({}, make(r))


def series(r, *, broken=False):
    count = r.randrange(2, 9)
    return {"time": [r.random() for _ in range(count)], "wind": [r.random() for _ in range(count + broken)]}


def test_columns_of_a_series_are_as_long_as_each_other():
    assert rules(unasked(series)) == {"time and wind have as many items": "size(self.time) == size(self.wind)"}
    once = iter([True])
    assert rules(unasked(lambda r: series(r, broken=next(once, False)))) == {}


def hits(r):
    found = [{"name": f"n{r.randrange(10**6)}", "score": r.randrange(10**4) / 7} for _ in range(r.randrange(0, 5))]
    found.sort(key=lambda each: -each["score"])
    scores = [each["score"] for each in found]
    return {
        "hits": found,
        "best": max(scores, default=None),
        "worst": min(scores, default=None),
        "latest": found[0]["name"] if found else None,
    }


def test_what_repeats_the_first_and_the_last_item_is_said():
    found = rules(unasked(hits))
    assert found["latest is that of the first of hits"] == (
        "self.latest == null || (size(self.hits) == 0 || self.hits[0].name == self.latest)"
    )
    assert found["worst is that of the last of hits"] == (
        "self.worst == null || (size(self.hits) == 0"
        " || double(self.hits[size(self.hits) - 1].score) == double(self.worst))"
    )


def test_the_greatest_of_unsorted_items_is_told_from_the_first():
    def make(r):
        values = [r.randrange(1000) for _ in range(r.randrange(1, 6))]
        return {"values": values, "peak": max(values)}

    rule = rules(unasked(make))["peak is the greatest of values"]
    assert Expression(rule).holds({"values": [3, 9, 1], "peak": 9}, {})
    assert not Expression(rule).holds({"values": [3, 9, 1], "peak": 8}, {})
    assert not Expression(rule).holds({"values": [3, 9, 1], "peak": 10}, {})
    assert Expression(rule).holds({"values": [], "peak": 0}, {})


def test_a_total_may_take_off_one_of_three():
    def make(r):
        sub, off, tax = r.randrange(1000, 9000), r.randrange(1, 500), r.randrange(1, 700)
        return {"subtotal": sub, "discount": off, "tax": tax, "total": sub - off + tax}

    assert rules(unasked(make))["total is subtotal plus tax less discount"] == (
        "double(self.subtotal) + double(self.tax) - double(self.discount) - double(self.total) < 0.006"
        " && double(self.subtotal) + double(self.tax) - double(self.discount) - double(self.total) > -0.006"
    )


def test_periods_and_units_are_constant_distances_and_multiples():
    def make(r):
        begun = r.randrange(10**9, 2 * 10**9)
        return {"begun": begun, "ends": begun + r.choice([3600, 86400]), "begunMs": begun * 1000}

    found = rules(unasked(make))
    assert found["ends is begun plus 3600 or 86400"] == (
        "self.ends - self.begun == 3600 || self.ends - self.begun == 86400"
    )
    assert found["begunMs is 1000 times begun"] == "double(self.begunMs) == double(self.begun) * 1000.0"


def test_a_number_that_counts_flagged_items():
    def make(r):
        loans = [{"late": r.random() < 0.4} for _ in range(r.randrange(6))]
        return {"loans": loans, "lateCount": sum(each["late"] for each in loans)}

    assert rules(unasked(make)) == {
        "lateCount counts the loans with late": "size(self.loans.filter(each, each.late)) == self.lateCount"
    }


def test_a_sum_reaches_into_the_objects_of_items():
    def make(r):
        rows = [{"fine": {"amount": r.randrange(10**4) / 100}} for _ in range(r.randrange(1, 5))]
        return {"rows": rows, "fines": round(sum(each["fine"]["amount"] for each in rows), 2)}

    assert "fines is the sum of fine.amount over rows" in rules(unasked(make))


def test_words_that_differ_in_capitals_only():
    def make(r):
        word = "".join(r.choice("abcdefgh") for _ in range(6))
        return {"key": word, "code": word.upper()}

    assert rules(unasked(make)) == {"code is key, but for capitals": "self.code.lowerAscii() == self.key.lowerAscii()"}


def test_what_begins_another_text_is_said_although_they_are_the_same_at_times():
    def make(r):
        title = "".join(r.choice("abcdefgh ") for _ in range(12))
        return {"title": title, "message": title if r.random() < 0.5 else f"{title}\n\nmore {r.randrange(9)}"}

    assert rules(unasked(make)) == {"message starts with title": "self.message.startsWith(self.title)"}


def test_links_of_items_hold_what_was_asked_for():
    def make(r):
        project = "".join(r.choice("abcdefgh") for _ in range(6))
        return {"project": project}, [
            {"name": (name := f"n{r.randrange(10**6)}"), "url": f"https://git.test/{project}/-/{name}"}
            for _ in range(r.randrange(1, 4))
        ]

    found = rules(make, "Thing", path="/{project}/things", parameters=[("project", "path")])
    rule = found["url is https://git.test/{the parameter project}/-/{name}"]
    assert (
        rule
        == "!('project' in request) || self.url == 'https://git.test/' + string(request.project) + '/-/' + self.name"
    )


def test_an_echo_of_one_machine_made_id_needs_no_second_one():
    def make(r):
        return {"account": "ACC-7d41f6a8"}, {"account": "ACC-7d41f6a8", "kind": "ACC-7d41f6a8", "n": r.randrange(10**6)}

    found = rules(make, path="/{account}", parameters=[("account", "path")], kind="Body")
    assert found == {
        "account equals kind": "self.account == self.kind",
        "account repeats the path parameter account": (
            "!('account' in request) || string(self.account) == string(request.account)"
        ),
        "kind repeats the path parameter account": (
            "!('account' in request) || string(self.kind) == string(request.account)"
        ),
    }


def test_a_law_of_one_object_inside_is_said_there_only():
    def make(r):
        a, b = r.randrange(1000), r.randrange(1000)
        return {"inner": {"a": a, "b": b, "sum": a + b, "more": r.randrange(9)}, "n": r.randrange(9)}

    kinds = kinds_of(unasked(make))
    assert "x-validations" not in kinds["Things"]
    assert [each["message"] for each in kinds["Inner"]["x-validations"]] == [
        "sum is a plus b",
    ]


@pytest.mark.parametrize(
    ("draw", "schema"),
    [
        (lambda r: f"/users/{r.randrange(10**6)}/parts", {"pattern": "^/users/[0-9]+/parts$"}),
        (lambda r: f"https://a.test/x/{r.randrange(10**9):09}?v=4", {"format": "uri", "pattern": "^https://a\\.test/x/[0-9]{9}\\?v=4$"}),
        (lambda r: f"u{r.randrange(10**6)}@a.test", {"format": "email", "pattern": "^[^A-Z@]+@a\\.test$"}),
        (lambda r: f"{r.choice(['ann', 'bob', 'cy'])}{r.choice(['-', '_', '.'])}{r.randrange(10**5)}", {"pattern": "^[^A-Z /:@]+$"}),
        (lambda r: "list", {"pattern": "^[a-z][a-z0-9]*([_.#/:-][a-z0-9]+)*$"}),
    ],
)  # fmt: skip
def test_how_addresses_and_words_are_written(draw, schema):
    field = kinds_of(unasked(lambda r: {"thing": draw(r), "n": r.random()}), count=120)["Things"]["properties"]["thing"]
    assert {key: value for key, value in field.items() if key not in {"x-inferred", "type"}} == schema


def test_geometries_have_the_names_of_the_standard():
    def make(r):
        return {"at": {"type": "Point", "coordinates": [r.random(), r.random()]}}

    kinds = kinds_of(unasked(make), count=20)
    assert kinds["At"]["properties"]["type"]["enum"] == [
        "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon",
    ]  # fmt: skip


def test_a_bell_that_happens_to_begin_near_zero_has_no_sign():
    def make(r):
        return {"warmth": max(0.01, round(r.gauss(12, 4.5), 2)), "rain": round(r.expovariate(1), 2)}

    said = kinds_of(unasked(make))["Things"]["properties"]
    assert said["warmth"]["minimum"] < 0
    assert said["rain"]["minimum"] == 0


def test_a_product_of_few_prices_and_few_quantities_is_one():
    def make(r):
        price, seats = r.choice([900, 2900, 9900]), r.choice([1, 3, 12])
        return {"price": price, "seats": seats, "amount": price * seats, "n": r.random()}

    assert rules(unasked(make))["amount is price times seats"] == (
        "double(self.price) * double(self.seats) - double(self.amount) < 0.006"
        " && double(self.price) * double(self.seats) - double(self.amount) > -0.006"
    )


def test_a_number_that_is_always_the_same_has_an_order_of_magnitude():
    said = kinds_of(unasked(lambda r: {"period": 1, "offset": 0, "n": r.random()}))["Things"]["properties"]
    assert (said["period"]["minimum"], said["period"]["maximum"]) == (0, 300)
    assert "maximum" not in said["offset"]


def test_no_law_speaks_of_keys_of_a_map():
    def fares(r, keys):
        price = r.randrange(100, 100000) / 100
        return {"fares": dict.fromkeys(keys, price), "day": "x"}

    codes = ["a-east-1", "b-east-2", "c-west-1", "d-west-2", "e-south-3"]
    assert rules(unasked(lambda r: fares(r, codes))) == {}
    named = rules(unasked(lambda r: fares(r, ["adult", "child"])), kind="Fares")
    assert named == {"adult equals child": "double(self.adult) == double(self.child)"}


def test_an_implication_is_not_told_again_the_other_way_round():
    def record(r, others):
        paid = r.random() < 0.5
        return {"id": r.randrange(10**9), "paid": paid, "method": "none" if not paid else r.choice(others)}

    def told(others):
        said = rules(unasked(lambda r: record(r, others)), count=300)
        return {each for each in said if each.startswith("where")}

    assert told(["card", "cash"]) == {"where paid is false, method is 'none'", "where method is 'none', paid is false"}
    assert told(["card"]) == {"where paid is false, method is 'none'", "where method is 'none', paid is false"}
