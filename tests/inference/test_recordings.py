"""What many recorded bodies teach beyond types."""

from __future__ import annotations

import random

import pytest
from documents import bare, contract, document, recorded

from driftgate.inference import LearnedBody, infer_overlay, learn


def infer_from(make, *, count=60, seed=1, **options):
    r = random.Random(seed)
    tree = document(**options)
    return tree, infer_overlay(tree, exchanges=recorded(*(make(r) for _ in range(count))), title="T", source_name="t")


def schema_of(make, **options):
    _, inference = infer_from(make, **options)
    return next(
        each["update"]["components"]["schemas"]
        for each in inference.overlay["actions"]
        if "components" in each.get("update", {})
    )["Things"]


def rules(make, **options):
    return {each["message"]: each["rule"] for each in schema_of(make, **options).get("x-validations", ())}


def word(r):
    return r.choice(["amber", "birch", "cedar", "delta", "ember", "flint", "grove", "heath"]) + str(r.randrange(1000))


def test_a_field_that_repeats_another_is_said_once():
    def make(r):
        stars = r.randrange(1000)
        return {"stars": stars, "watchers": stars, "forks": r.randrange(1000)}

    assert rules(make) == {"stars equals watchers": "double(self.stars) == double(self.watchers)"}


def test_a_link_that_is_built_from_an_id_is_a_template():
    def make(r):
        key = word(r)
        return {"key": key, "url": f"https://api.test/things/{key}/parts"}

    assert rules(make) == {
        "url is https://api.test/things/{key}/parts": "self.url == 'https://api.test/things/' + self.key + '/parts'"
    }


def test_totals_products_and_sizes_add_up():
    def make(r):
        lines = [
            {
                "price": (price := r.randrange(200, 900) / 100),
                "count": (count := r.randrange(2, 9)),
                "sum": round(price * count, 2),
            }
            for _ in range(r.randrange(1, 4))
        ]
        net, post = round(sum(line["sum"] for line in lines), 2), r.choice([0, 4.9])
        return {"lines": lines, "lineCount": len(lines), "net": net, "post": post, "gross": round(net + post, 2)}

    found = rules(make)
    assert found["lineCount is the number of lines"] == "self.lineCount == size(self.lines)"
    assert "gross is net plus post" in found
    assert "net is the sum of sum over lines" in found


def test_moments_that_lie_close_together_are_no_sum():
    def make(r):
        begun = r.randrange(1_600_000_000, 1_700_000_000)
        return {"begun": begun, "seats": r.randrange(1, 40), "changed": begun + r.randrange(200)}

    assert rules(make) == {}


def test_a_state_implies_what_goes_with_it():
    def make(r):
        paid = r.random() < 0.5
        return {"paid": paid, "paidAt": f"2024-05-{r.randrange(10, 28)}" if paid else None, "n": r.randrange(999)}

    found = rules(make, count=120)
    assert found["where paid is false, paidAt is null"] == "!(self.paid == false) || (self.paidAt == null)"
    assert "where paid is true, paidAt is filled" in found


def test_a_rule_with_exceptions_is_no_rule():
    def make(r):
        paid = r.random() < 0.5
        return {"paid": paid, "state": "done" if paid and r.random() < 0.9 else r.choice(["open", "done", "held"])}

    assert rules(make, count=200) == {}


def test_dates_named_start_and_end_are_ordered():
    def make(r):
        day = r.randrange(10, 20)
        return {"startsOn": f"2024-05-{day}", "endsOn": f"2024-05-{day + r.randrange(8)}"}

    assert rules(make) == {"startsOn is not after endsOn": "self.startsOn <= self.endsOn"}


def test_sorted_arrays_stay_sorted():
    def make(r):
        return {"scores": sorted((r.randrange(1000) for _ in range(r.randrange(3, 9))), reverse=True)}

    assert list(rules(make)) == ["scores is sorted, descending"]


def test_items_that_repeat_what_holds_them():
    def make(r):
        key = r.randrange(10**6)
        return {"id": key, "parts": [{"thingId": key, "size": r.randrange(9)} for _ in range(r.randrange(4))]}

    assert rules(make) == {"every parts.thingId equals id": "self.parts.all(each, each.thingId == self.id)"}


def test_a_parameter_that_comes_back_is_an_echo():
    r = random.Random(3)
    page = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    tree = document(parameters=[page])
    seen = [
        LearnedBody("GET /things", "200", "application/json", {"page": n, "left": r.randrange(99)}, {"page": str(n)})
        for n in range(1, 30)
    ]
    inference = infer_overlay(tree, exchanges=seen, title="T", source_name="t")
    schema = inference.overlay["actions"][0]["update"]["components"]["schemas"]["Things"]
    assert schema["x-validations"] == [
        {
            "rule": "!('page' in request) || string(self.page) == string(request.page)",
            "message": "page repeats the query parameter page",
            "support": 29,
        }
    ]


def test_an_echo_that_its_kind_breaks_elsewhere_is_not_promised():
    owner = {"name": "owner", "in": "path", "required": True, "schema": {"type": "string"}}

    def repo(r, name):
        return {"login": name, "stars": r.randrange(10**6), "size": r.randrange(10**6), "forks": r.randrange(10**6)}

    def echoes(elsewhere):
        r = random.Random(3)
        tree = document(path="/repos/{owner}", parameters=[owner])
        tree["paths"]["/pulls/{owner}"] = document(path="/pulls/{owner}", parameters=[owner])["paths"]["/pulls/{owner}"]
        seen = []
        for name in (f"{word(r)}-{n}" for n in range(40)):
            pull = {"title": word(r), "repo": repo(r, elsewhere(name))}
            seen += [LearnedBody("GET /repos/{owner}", "200", "application/json", repo(r, name), {"owner": name})]
            seen += [LearnedBody("GET /pulls/{owner}", "200", "application/json", pull, {"owner": name})]
        overlay = infer_overlay(tree, exchanges=seen, title="T", source_name="t").overlay
        kinds = overlay["actions"][0]["update"]["components"]["schemas"]
        (kind,) = [each for each in kinds.values() if "login" in each["properties"]]
        return [each["message"] for each in kind.get("x-validations", ()) if "parameter" in each["message"]]

    assert echoes(lambda name: name) == ["login repeats the path parameter owner"]
    assert echoes(lambda name: name[::-1]) == []


def test_what_people_leave_empty_together_is_no_rule():
    def make(r):
        is_filled = r.random() < 0.5
        return {
            "company": word(r) if is_filled else None,
            "place": word(r) if is_filled else None,
            "n": r.randrange(999),
        }

    assert rules(make, count=120) == {}


def test_a_rule_that_few_bodies_show_is_custom():
    def make(r, rarely=0.2):
        kind = "free" if r.random() < rarely else "ordered"
        return {"kind": kind, "listed": kind == "ordered", "n": r.randrange(999)}

    assert rules(make, count=60) == {}
    assert "where kind is 'ordered', listed is true" in rules(lambda r: make(r, 0.5), count=60)


@pytest.mark.parametrize(
    ("draw", "schema"),
    [
        (lambda r: r.choice(["open", "held", "done"]), {"type": "string", "enum": ["done", "held", "open"]}),
        (lambda r: f"SN{r.randrange(10**8):08}", {"type": "string", "pattern": "^SN[0-9]{8}$"}),
        (lambda r: "".join(r.choice("0123456789abcdefghij") for _ in range(12)), {"type": "string", "pattern": "^[0-9a-z]{12}$"}),
        (lambda r: r.randrange(1, 13), {"type": "integer", "minimum": 1, "maximum": 12}),
        (lambda r: r.randrange(100) * 250, {"type": "integer", "minimum": 0, "maximum": 2000000, "multipleOf": 250}),
        (lambda r: r.random() < 0.5, {"type": "boolean"}),
        (lambda r: f"https://img.test/{r.randrange(10**6)}.png", {"type": "string", "format": "uri", "pattern": "^https://img\\.test/[0-9a-z_.-]+$"}),
    ],
)  # fmt: skip
def test_values_teach_lists_layouts_and_ranges(draw, schema):
    assert bare(schema_of(lambda r: {"field": draw(r)}, count=300)["properties"]["field"]) == schema


def test_words_seen_a_few_times_are_no_list():
    assert "enum" not in schema_of(lambda r: {"state": r.choice(["open", "done"])}, count=30)["properties"]["state"]


def test_names_are_never_a_list():
    assert "enum" not in schema_of(lambda r: {"name": r.choice(["Ann", "Bob"])}, count=300)["properties"]["name"]


def test_presence_needs_many_bodies():
    assert "required" not in schema_of(lambda r: {"a": 1, "b": r.random()}, count=10)
    assert schema_of(lambda r: {"a": 1, "b": r.random()}, count=40)["required"] == ["a", "b"]


def test_recordings_outweigh_an_example_edited_by_hand():
    tree = document({"id": "xx-not-a-uuid"})
    r = random.Random(5)
    bodies = [{"id": f"{r.getrandbits(32):08x}-0000-4000-8000-{r.getrandbits(48):012x}"} for _ in range(40)]
    inference = infer_overlay(tree, exchanges=recorded(*bodies), title="T", source_name="t")
    schema = inference.overlay["actions"][0]["update"]["components"]["schemas"]["Things"]["properties"]["id"]
    assert schema == {"type": "string", "format": "uuid", "x-inferred": {"support": 40, "from": "recordings"}}


def test_secrets_take_part_in_no_rule():
    def make(r):
        secret = word(r)
        return {"secret": secret, "copy": f"x{secret}x", "n": r.randrange(9)}

    assert rules(make) == {}


def test_every_rule_holds_on_what_it_was_learned_from():
    def make(r):
        key = word(r)
        done = r.random() < 0.5
        return {
            "key": key,
            "href": f"/things/{key}",
            "done": done,
            "doneAt": "2024-01-01" if done else None,
            "tags": sorted({word(r) for _ in range(3)}),
        }

    tree, inference = infer_from(make, count=120)
    from driftgate.expression import Expression

    judge = contract(tree, inference)
    rules_found = judge.tree["components"]["schemas"]["Things"]["x-validations"]
    assert len(rules_found) >= 4
    r = random.Random(99)
    for rule in rules_found:
        expression = Expression(rule["rule"])
        assert all(expression.holds(make(r), {}) for _ in range(50)), rule


def test_statuses_are_learned_apart():
    tree = document()
    tree["paths"]["/things"]["get"]["responses"]["4XX"] = {"description": "", "content": {"application/json": {}}}
    learned = learn(
        [
            LearnedBody("GET /things", "200", "application/json", {"a": 1}, {}),
            LearnedBody("GET /things", "404", "application/json", {"error": "x"}, {}),
        ]
    )
    inference = infer_overlay(tree, learned=learned, title="T", source_name="t")
    schemas = inference.overlay["actions"][0]["update"]["components"]["schemas"]
    assert [list(schema["properties"]) for schema in schemas.values()] == [["a"], ["error"]]


def test_what_may_be_empty_keeps_its_pattern_and_loses_its_format():
    def make(r):
        return {"code": r.choice(["", f"{r.randrange(10**6):06}"]), "mail": r.choice(["", f"a{r.randrange(999)}@b.de"])}

    properties = schema_of(make, count=120)["properties"]
    assert bare(properties["code"]) == {"type": "string", "pattern": "^$|^[0-9]{6}$"}
    assert bare(properties["mail"]) == {"type": "string", "pattern": r"^$|^[^@\s]+@[^@\s]+$"}


def test_items_numbered_in_order_stay_so():
    def make(r):
        return {"lines": [{"no": index + 1, "size": r.randrange(99)} for index in range(r.randrange(2, 6))]}

    found = rules(make)
    assert (
        found["lines is numbered by no, from 1"]
        == "self.lines.map(each, each.no) == lists.range(size(self.lines)).map(i, i + 1)"
    )


def test_a_number_of_other_things_does_not_count_an_array():
    assert rules(lambda r: {"fileCount": r.randrange(50, 900), "owners": ["a"] * r.randrange(1, 4)}) == {}


def test_what_is_inside_another_part_goes_without_saying():
    def make(r):
        owner, name = word(r), word(r)
        full = f"{owner}/{name}"
        return {"owner": owner, "full": full, "url": f"https://{word(r)}.test/{full}/{word(r)}"}

    assert sorted(rules(make)) == ["full starts with owner", "url contains full"]


def test_ten_bodies_show_what_chance_cannot():
    def make(r):
        key = word(r)
        return {"key": key, "url": f"https://api.test/things/{key}", "n": r.randrange(10**6)}

    assert list(rules(make, count=10)) == ["url is https://api.test/things/{key}"]
    assert rules(make, count=9) == {}
