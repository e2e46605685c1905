"""A sentence keeps its template and values wherever it goes."""

import copy
import json
import pickle
from dataclasses import asdict, dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ecg.reasons.phrase import (
    MAX_TEMPLATE,
    MAX_VALUE,
    Phrase,
    joined_phrases,
    phrase,
    phrase_of,
    phrases_json,
)

INNER = phrase("lead {lead}", lead="V2")
WHOLE = phrase("{place}: {height:.2g} mV, {n} beats", place=INNER, height=1.26, n=3)


@dataclass(frozen=True)
class Said:
    text: str


def assert_whole(text: object) -> None:
    assert isinstance(text, Phrase)
    assert text == "lead V2: 1.3 mV, 3 beats"
    assert text.template == "{place}: {height:.2g} mV, {n} beats"
    assert dict(text.values) == {"place": "lead V2", "height": 1.26, "n": 3}
    inner = text.values["place"]
    assert isinstance(inner, Phrase)
    assert (inner.template, dict(inner.values)) == ("lead {lead}", {"lead": "V2"})


def test_copies_errors_and_processes_keep_what_a_phrase_is_made_of():
    assert_whole(WHOLE)
    assert_whole(str(ValueError(WHOLE)))
    assert_whole(copy.deepcopy(WHOLE))
    assert_whole(asdict(Said(WHOLE))["text"])
    assert_whole(pickle.loads(pickle.dumps(WHOLE)))


def test_json_keeps_it_among_other_facts():
    facts = {"a": [WHOLE, "plain"], "b": {"c": (WHOLE,)}, "n": 1.5}
    read = json.loads(json.dumps(phrases_json(facts)), object_hook=phrase_of)
    assert_whole(read["a"][0])
    assert_whole(read["b"]["c"][0])
    assert read["a"][1] == "plain"
    assert not isinstance(read["a"][1], Phrase)
    assert read["n"] == 1.5


def test_numbers_of_arrays_become_numbers_and_objects_texts():
    said = phrase(
        "{a} {b:.1f} {c} {d}", a=np.int64(3), b=np.float32(0.5), c=True, d=[1]
    )
    assert said == "3 0.5 True [1]"
    assert [type(value) for value in said.values.values()] == [int, float, str, str]


def test_braces_without_values_are_letters():
    text = 'write {"groups": {}}'
    assert phrase(text) == text
    read = json.loads(json.dumps(phrases_json(phrase(text))), object_hook=phrase_of)
    assert read == text


@given(st.lists(st.text(max_size=8), max_size=5), st.sampled_from(["; ", " {} ", ", "]))
def test_joined_phrases_read_as_joined_texts(parts, between):
    joined = joined_phrases(between, [phrase("{part}", part=part) for part in parts])
    assert joined == between.join(parts)


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("{a.__class__}", {"a": "x"}),
        ("{a[0]}", {"a": "x"}),
        ("{a!r}", {"a": "x"}),
        ("{b}", {"a": "x"}),
        ("{}", {"a": "x"}),
        ("{a:{b}}", {"a": 1, "b": 5}),
        ("{a:123456}", {"a": 1}),
        ("{a", {"a": 1}),
        ("{a}" * MAX_TEMPLATE, {"a": 1}),
        ("{a}", {"a": "x" * (MAX_VALUE + 1)}),
        (3, {}),
        ("x", [1]),
    ],
)
def test_a_template_from_outside_asks_for_its_values_only(template, values):
    stored = json.dumps({"template": template, "values": values})
    with pytest.raises(ValueError, match="phrase"):
        json.loads(stored, object_hook=phrase_of)
