"""Laws are tried on bodies that they were not learned of, and copies of one record are one."""

from __future__ import annotations

import random

from documents import document
from test_laws import kinds_of, rules, unasked

from driftgate.inference import LearnedBody, infer_overlay
from driftgate.inference.decision.instances import Instance
from driftgate.inference.laws.left_out import OF_PRESENCE, unreliable
from driftgate.inference.laws.mining import laws_of

PARAMETERS = [{"name": "id", "in": "path", "required": True, "schema": {}}]


def numbered(make, *, count=60):
    r = random.Random(3)
    return [Instance({(name,): value for name, value in make(r, body).items()}, body) for body in range(count)]


def nearly_equal(r, body, *, exceptions):
    """Fields that are the same but in one body each, of which only that body can tell."""
    found = {}
    for number in range(12):
        value = f"{number}{r.randrange(10**9):09}"
        found[f"a{number}"] = value
        found[f"b{number}"] = f"other {body}" if number < exceptions and body == 5 * number else value
    return found


def test_a_kind_of_law_that_bodies_left_out_keep_breaking_is_not_relied_on():
    instances = {1: numbered(lambda r, body: nearly_equal(r, body, exceptions=6))}
    assert unreliable(instances, {1: laws_of(instances[1])}) == {OF_PRESENCE, "Equal"}


def test_one_accident_among_many_laws_leaves_their_kind():
    instances = {1: numbered(lambda r, body: nearly_equal(r, body, exceptions=1))}
    assert unreliable(instances, {1: laws_of(instances[1])}) == {OF_PRESENCE}


def test_what_is_not_relied_on_is_proposed_to_a_person():
    turn = iter(range(10**6))
    things = kinds_of(unasked(lambda r: nearly_equal(r, next(turn), exceptions=6)))["Things"]
    assert "x-validations" not in things
    assert [each["message"] for each in things["x-proposed"]["x-validations"]] == [
        "a10 equals b10", "a11 equals b11", "a6 equals b6", "a7 equals b7", "a8 equals b8", "a9 equals b9",
    ]  # fmt: skip


def test_support_counts_different_values():
    def make(r):
        width = r.choice([2, 3, 4, 8, 15])
        return {"least": width, "most": width, "n": r.randrange(10**6)}

    (rule,) = kinds_of(unasked(make))["Things"]["x-validations"]
    assert (rule["message"], rule["support"]) == ("least equals most", 5)


def records(r, kind):
    record = {"id": r.randrange(10**9), "type": kind}
    return {**record, "season": r.randrange(9)} if kind == "Episode" else record


def test_the_kind_of_a_record_says_which_fields_it_has():
    things = kinds_of(unasked(lambda r: records(r, r.choice(["Episode", "Film"]))), count=60)["Things"]
    assert "x-validations" not in things
    assert {each["message"]: each["rule"] for each in things["x-proposed"]["x-validations"]} == {
        "where type is 'Episode', season is there": "!(self.type == 'Episode') || 'season' in self",
        "where type is 'Film', season is missing": "!(self.type == 'Film') || !('season' in self)",
    }


def test_copies_of_one_record_are_one():
    episodes = [records(random.Random(seed), "Episode") for seed in range(3)]

    def make(r):
        return {**r.choice(episodes)} if r.random() < 0.5 else records(r, "Film")

    assert "x-proposed" not in kinds_of(unasked(make), count=60)["Things"]


def test_a_total_counts_no_array_that_stands_elsewhere():
    def make(r):
        logs = [{"id": r.randrange(10**9)} for _ in range(r.randrange(1, 5))]
        return {"damage": {"total": r.randrange(50, 900), "kind": "x"}, "logs": logs}

    assert not [message for message in rules(unasked(make)) if "number of" in message]


def test_a_few_short_lists_are_in_order_by_accident():
    def make(r):
        return {"zones": r.choice([["a", "b"], ["a", "b", "c"], ["b", "c"], ["a", "c"]]), "n": r.random()}

    assert rules(unasked(make)) == {}


def test_what_two_operations_show_of_one_kind_is_said_once_and_holds_for_both():
    r = random.Random(5)
    tree = document(path="/a/{id}", parameters=PARAMETERS)
    tree["paths"]["/b/{id}"] = document(path="/b/{id}", parameters=PARAMETERS)["paths"]["/b/{id}"]
    bodies = []
    for number in range(80):
        asked = f"x{r.randrange(10**9):09}"
        title = asked if number % 2 else f"thing {r.randrange(10**9)}"  # of one operation only the parameter again
        body = {"id": asked, "title": title, "size": r.randrange(10**6), "kept": r.random() < 0.5}
        bodies.append(
            LearnedBody(f"GET /{'a' if number % 2 else 'b'}/{{id}}", "200", "application/json", body, {"id": asked})
        )
    overlay = infer_overlay(tree, exchanges=bodies, title="T", source_name="t").overlay
    (kinds,) = [
        each["update"]["components"]["schemas"] for each in overlay["actions"] if "components" in each["update"]
    ]
    (kind,) = kinds.values()
    assert [(each["message"], each["support"]) for each in kind["x-validations"]] == [
        ("id repeats the path parameter id", 80)
    ]
