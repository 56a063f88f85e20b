"""Overlays: the compliance sets of the OpenAPI Initiative, and what they leave out."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import jsonpath_rfc9535
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import overlay as overlays
from driftgate.document import load_document, parse_tree
from driftgate.errors import OverlayError
from driftgate.overlay import Action, apply_actions, apply_overlays, load_overlays, parse_overlay

SETS = Path(__file__).parent / "fixtures" / "overlay"
HEAD = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\n"


def parsed(actions, *, head=HEAD):
    return parse_overlay(f"{head}actions:\n{actions}", name="o.yaml")


def applied(tree, actions):
    after, applications = apply_overlays(tree, [parsed(actions)])
    return after, [(each.touched, each.changed) for each in applications]


def refusal(call):
    with pytest.raises(OverlayError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("folder", sorted(path for path in SETS.iterdir() if path.is_dir()), ids=lambda path: path.name)
def test_the_compliance_sets(folder):
    before = load_document(folder / "openapi.yaml").tree
    untouched = copy.deepcopy(before)
    found, applications = apply_overlays(
        before, [parse_overlay((folder / "overlay.yaml").read_text("utf-8"), name="overlay.yaml")]
    )
    assert found == parse_tree((folder / "output.yaml").read_text("utf-8"), name="output.yaml")
    assert before == untouched
    assert all(each.changed for each in applications)


def test_all_eight_compliance_sets_are_here():
    assert len([path for path in SETS.iterdir() if path.is_dir()]) == 8


class TestUpdate:
    def test_objects_merge_deeply_and_arrays_concatenate(self):
        after, told = applied(
            {"a": {"b": {"c": 1}, "tags": ["x"]}}, "  - {target: $.a, update: {b: {d: 2}, tags: [y], new: [1]}}\n"
        )
        assert after == {"a": {"b": {"c": 1, "d": 2}, "tags": ["x", "y"], "new": [1]}}
        assert told == [(("/a",), True)]

    def test_an_array_takes_an_array_or_one_more_item(self):
        after, _ = applied({"a": [1]}, "  - {target: $.a, update: [2, 3]}\n  - {target: $.a, update: {b: 1}}\n")
        assert after == {"a": [1, 2, 3, {"b": 1}]}

    def test_a_primitive_is_replaced(self):
        after, _ = applied({"a": [{"b": 1}, {"b": "x"}]}, "  - {target: '$.a[*].b', update: null}\n")
        assert after == {"a": [{"b": None}, {"b": None}]}

    def test_the_root_is_merged(self):
        assert applied({"a": 1}, "  - {target: $, update: {b: 2}}\n")[0] == {"a": 1, "b": 2}

    @pytest.mark.parametrize(
        ("tree", "update", "idle"),
        [
            ({"a": {"b": 1}}, "{b: 1}", True),
            ({"a": {"b": 1}}, "{}", True),
            ({"a": {"b": 1}}, "{b: true}", False),
            ({"a": {"b": 1}}, "{b: 1.0}", False),
            ({"a": []}, "[]", True),
            ({}, "{b: 1}", True),
        ],
    )
    def test_an_action_that_changes_nothing_is_idle(self, tree, update, idle):
        assert applied(tree, f"  - {{target: $.a, update: {update}}}\n")[1][0][1] is not idle

    def test_what_is_merged_is_a_copy_each_time(self):
        after, _ = applied({"a": {}, "b": {}}, "  - {target: '$.*', update: {c: []}}\n  - {target: $.a.c, update: 1}\n")
        assert after == {"a": {"c": [1]}, "b": {"c": []}}

    @pytest.mark.parametrize(
        ("actions", "message"),
        [
            (
                "{target: $.list, update: 1}\n  - {target: $.object, update: [1]}",
                (
                    "o.yaml#1: cannot merge an array into the object at #/object. Make `update` an object, or aim the target "
                    "elsewhere."
                ),
            ),
            (
                "{target: $, update: {list: 1}}",
                (
                    "o.yaml#0: cannot merge a primitive into the array at #/list. Make `update` an array, or aim the target "
                    "elsewhere."
                ),
            ),
            (
                "{target: $.*, update: 1}",
                "o.yaml#0: `target` selects array and object and primitive nodes at once. Aim at one kind.",
            ),
        ],
    )
    def test_what_cannot_be_merged_is_refused(self, actions, message):
        tree = {"list": [], "object": {}, "primitive": 1}
        assert refusal(lambda: applied(tree, f"  - {actions}\n")) == message


class TestRemove:
    def test_several_items_of_one_array(self):
        after, told = applied({"a": [1, 2, 3, 4]}, "  - {target: '$.a[0,2]', remove: true}\n")
        assert after == {"a": [2, 4]}
        assert told == [(("/a/0", "/a/2"), True)]

    def test_a_node_and_what_is_in_it(self):
        after, _ = applied({"a": {"x": {"x": {"x": 1}}}, "b": 1}, "  - {target: $..x, remove: true}\n")
        assert after == {"a": {}, "b": 1}

    def test_more_than_ten_items(self):
        after, _ = applied({"a": list(range(12))}, "  - {target: '$.a[?@ != 5]', remove: true}\n")
        assert after == {"a": [5]}

    def test_remove_wins_over_update(self):
        assert applied({"a": 1}, "  - {target: $.a, remove: true, update: 2}\n")[0] == {}

    def test_nothing_found_is_idle(self):
        assert applied({"a": 1}, "  - {target: $.b, remove: true}\n") == ({"a": 1}, [((), False)])

    def test_not_the_whole_document(self):
        assert refusal(lambda: applied({"a": 1}, "  - {target: $, remove: true}\n")) == (
            "o.yaml#0: removes the whole document."
        )


class TestCopy:
    def test_merges_what_stands_elsewhere(self):
        after, _ = applied({"a": {"x": 1}, "b": {"y": 2}}, "  - {target: $.b, copy: $.a}\n")
        assert after == {"a": {"x": 1}, "b": {"y": 2, "x": 1}}

    @pytest.mark.parametrize(("source", "number"), [("$.gone", 0), ("$.*", 2)])
    def test_needs_exactly_one_source(self, source, number):
        assert refusal(lambda: applied({"a": {}, "b": {}}, f"  - {{target: $.a, copy: '{source}'}}\n")) == (
            f"o.yaml#0: `copy` must select one node; {source} selects {number}."
        )

    def test_is_no_companion_of_update(self):
        assert refusal(lambda: parsed("  - {target: $.a, copy: $.b, update: {}}\n")) == (
            "o.yaml, action 0: has `update` and `copy`. Make two actions of them."
        )


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[]", "o.yaml: not an overlay (an object with `overlay`, `info` and `actions`)."),
            ("", "o.yaml: not an overlay (an object with `overlay`, `info` and `actions`)."),
            ("a: b: c", "o.yaml:1: not valid YAML: mapping values are not allowed in this context, column 5."),
            ("{}", "o.yaml: declares `overlay: None`; versions 1.0 and 1.1 are understood."),
            ("overlay: 1.2.0", "o.yaml: declares `overlay: 1.2.0`; versions 1.0 and 1.1 are understood."),
            ("overlay: 1.1.0", "o.yaml: `info` needs a `title` and a `version`, both text."),
            (f"{HEAD}x: 1", "o.yaml: unknown field 'x'. Known are actions, extends, info, overlay and x-…."),
            (HEAD, "o.yaml: `actions` needs at least one action."),
            (f"{HEAD}actions: [1]", "o.yaml, action 0: must be an object with a `target`."),
            (
                f"{HEAD}actions: [{{target: paths}}]",
                "o.yaml, action 0: `target` must be a JSONPath that starts with `$`.",
            ),
            (f"{HEAD}actions: [{{target: $, remove: 1}}]", "o.yaml, action 0: `remove` must be true or false."),
            (
                f"{HEAD}actions: [{{target: $, upd: 1}}]",
                "o.yaml, action 0: unknown field 'upd'. Known are copy, description, remove, target, update and x-….",
            ),
            (f"{HEAD}actions: [{{target: $}}, {{target: $}}]", "o.yaml, action 1: stands twice. Keep one."),
        ],
    )
    def test_says_what_is_wrong_on_one_line(self, text, message):
        assert refusal(lambda: parse_overlay(text, name="o.yaml")) == message

    @pytest.mark.parametrize("target", ["$.", "$[", "$.a[?", "$.x-foo", "$['a'", "$.a b"])
    def test_a_target_that_is_no_jsonpath(self, target):
        said = refusal(lambda: applied({"a": 1}, f'  - {{target: "{target}", update: 1}}\n'))
        assert said.startswith(f"o.yaml#0: {target!r} is not a JSONPath of RFC 9535: ")

    def test_extensions_and_descriptions_are_welcome(self):
        found = parsed("  - {target: $.a, description: why, x-mine: 1}\n", head=f"x-more: 1\nextends: a.yaml\n{HEAD}")
        assert found.actions == (
            Action(label="o.yaml#0", target="$.a", description="why", change="nothing", value=None),
        )

    @pytest.mark.skipif(os.environ.get("DRIFTGATE_CORPUS") is None, reason="no corpus")
    @pytest.mark.parametrize("version", ["v1.0", "v1.1"])
    @pytest.mark.parametrize("valid", [True, False], ids=["pass", "fail"])
    def test_the_initiatives_valid_and_invalid_overlays(self, version, valid):
        folder = Path(os.environ["DRIFTGATE_CORPUS"]) / "overlay" / "documents" / version
        wrong = []
        for path in sorted((folder / ("pass" if valid else "fail")).glob("*.yaml")):
            try:
                parse_overlay(path.read_text("utf-8"), name=path.name)
                accepted = True
            except OverlayError:
                accepted = False
            if accepted is not valid:
                wrong.append(path.name)
        assert wrong == []


class TestFolder:
    def test_files_apply_in_the_order_of_their_names(self, tmp_path):
        for name in ("020-b.overlay.yml", "010-a.overlay.yaml", "030-c.overlay.json"):
            (tmp_path / name).write_text(f"{HEAD}actions: [{{target: $, update: {{}}}}]".replace("1.1.0", "1.0.0"))
        (tmp_path / "notes.yaml").write_text("no overlay")
        assert [each.name for each in load_overlays(tmp_path, shown_as="overlays")] == [
            "overlays/010-a.overlay.yaml",
            "overlays/020-b.overlay.yml",
            "overlays/030-c.overlay.json",
        ]

    def test_a_missing_folder_has_none(self, tmp_path):
        assert load_overlays(tmp_path / "gone", shown_as="overlays") == ()

    @pytest.mark.parametrize(
        ("name", "text"), [("fixes.yaml", "# ours\noverlay: 1.0.0\n"), ("fixes.json", '{"overlay": "1.0.0"}')]
    )
    def test_an_overlay_of_another_name_is_not_passed_over(self, tmp_path, name, text):
        (tmp_path / name).write_text(text)
        stem, suffix = name.split(".")
        assert (
            refusal(lambda: load_overlays(tmp_path, shown_as="o"))
            == f"o/{name}: is not read so named; call it {stem}.overlay.{suffix}."
        )

    def test_a_file_is_no_folder(self, tmp_path):
        (tmp_path / "overlays").write_text("")
        assert (
            refusal(lambda: load_overlays(tmp_path / "overlays", shown_as="o"))
            == "o: is a file. It is the folder of overlays (NAME.overlay.yaml)."
        )

    def test_what_cannot_be_read_is_named(self, tmp_path):
        (tmp_path / "a.overlay.yaml").mkdir()
        assert (
            refusal(lambda: load_overlays(tmp_path, shown_as="o"))
            == "o/a.overlay.yaml: cannot be read (Is a directory)."
        )
        (tmp_path / "a.overlay.yaml").rmdir()
        (tmp_path / "a.overlay.yaml").write_bytes(b"\xff")
        assert (
            refusal(lambda: load_overlays(tmp_path, shown_as="o"))
            == "o/a.overlay.yaml: not text (byte 0 is not UTF-8)."
        )


NAMES = st.sampled_from(["a", "b", "name", "A_1", "é", "x-y", "", "0"])
TREES = st.recursive(
    st.sampled_from(["a", "b", 0, 1, True, None, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)
STEPS = st.sampled_from(
    [
        ".a",
        ".b",
        ".name",
        ".A_1",
        "['a']",
        "['x-y']",
        '["b"]',
        "['']",
        "['a','b']",
        "['b', \"a\"]",
        "[0]",
        "[1]",
        ".*",
        "[*]",
        "[?@.a == 'b']",
        "[?@.name=='a']",
        '[?@.b == ""]',
        "['é']",
        "['0']",
    ]
)


@given(TREES, st.lists(STEPS, max_size=4))
def test_plain_paths_select_what_the_library_selects(tree, steps):
    path = "$" + "".join(steps)
    assert overlays._PLAIN_PATH.fullmatch(path)
    action = Action(label="", target=path, description="", change="nothing", value=None)
    expected = list(dict.fromkeys(tuple(node.location) for node in jsonpath_rfc9535.find(path, tree)))
    assert overlays._select(tree, path, action) == expected


@given(TREES)
def test_without_actions_nothing_changes(tree):
    assert apply_actions({"tree": tree}, [])[0] == {"tree": tree}


def test_a_deep_document_can_be_searched():
    tree = {}
    for _ in range(190):
        tree = {"a": tree}
    assert len(applied(tree, "  - {target: '$..a', update: {}}\n")[1][0][0]) == 190


def test_every_vendored_action_bites():
    root = Path(__file__).parent.parent / "openapi"
    tree, applications = apply_overlays(
        load_document(root / "openapi.json").tree, load_overlays(root / "overlays", shown_as="overlays")
    )
    assert [each.action.label for each in applications if not each.changed] == []
    assert [server["url"] for server in tree["servers"]] == ["https://api.telegent.com"]
    lists = [
        node[key]
        for node in tree["components"]["schemas"].values()
        for key in ("required", "x-validations")
        if key in node
    ]
    assert all(len(each) == len(set(map(str, each))) for each in lists)
