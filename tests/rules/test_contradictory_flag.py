"""The rule `contradictory-flag` fires on a flag for something that a list beside it does not have."""

from __future__ import annotations

import pytest

RULE = "contradictory-flag"
RICH = {"VoiceEnabled": True, "Product": "Sms+Data+Voice"}
PLACE = "/paths/~1things/get/responses/200/content/application~1json/examples/e0/value"


@pytest.mark.parametrize("on", [True, "true", "True"])
def test_fires_where_the_list_lacks_it(drafted, answered, on):
    example = [RICH, {"VoiceEnabled": on, "Product": "Sms+Data"}]
    assert drafted(RULE, {"paths": answered({"type": "array"}, example)}) == [
        (f"{PLACE}/1/VoiceEnabled", "flag on", "flag off, or listed in Product")
    ]


def test_fires_on_the_other_way_to_name_a_flag(drafted, answered):
    example = [{"hasVoice": True, "Product": "Sms,Voice"}, {"hasVoice": True, "Product": "Sms,Data"}]
    assert [each[0] for each in drafted(RULE, {"paths": answered(None, example)})] == [f"{PLACE}/1/hasVoice"]


def test_silent_where_the_flag_is_off_or_listed(drafted, answered):
    example = [RICH, {"VoiceEnabled": False, "Product": "Sms+Data"}]
    assert drafted(RULE, {"paths": answered(None, example)}) == []


def test_silent_where_no_list_ever_names_it(drafted, answered):
    example = [{"VoiceEnabled": True, "Product": "Sms+Data"}, {"VoiceEnabled": True, "Product": "Data+Fax"}]
    assert drafted(RULE, {"paths": answered(None, example)}) == []


def test_silent_where_a_validation_judges_it(drafted, answered):
    schema = {"type": "array", "items": {"x-validations": [{"rule": "!self.VoiceEnabled || self.Product != ''"}]}}
    example = [RICH, {"VoiceEnabled": True, "Product": "Sms+Data"}]
    assert drafted(RULE, {"paths": answered(schema, example)}) == []
