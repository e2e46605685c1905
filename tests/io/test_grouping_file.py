"""Groupings divide the twelve leads, and a reader's own is checked."""

import json

import pytest

from ecgviewer.ecg.leads import CABRERA, GROUPINGS, STANDARD_12
from ecgviewer.io.grouping_file import (
    MOST_REMOVALS,
    GroupingError,
    find_grouping,
    grouping_from,
)

OWN = {
    "inferior": ["II", "III", "aVF"],
    "lateral": ["I", "aVL", "V5", "V6"],
    "right": ["V1", "aVR"],
    "anterior": ["V2", "V3", "V4"],
}


def own(**changes):
    groups = {**OWN, **changes}
    return json.dumps({"groups": {k: v for k, v in groups.items() if v is not None}})


@pytest.mark.parametrize("grouping", GROUPINGS.values(), ids=GROUPINGS)
def test_each_lead_is_in_one_group(grouping):
    named = [lead for leads in grouping.leads.values() for lead in leads]
    assert sorted(named) == sorted(STANDARD_12)
    assert grouping.n_removals <= MOST_REMOVALS
    for group in grouping.groups:
        assert not set(group.reciprocal) & set(group.leads)


def test_limb_leads_in_cabrera_order_lie_side_by_side():
    """Of aVL, I, -aVR, II, aVF, III each group is an unbroken part."""
    order = ("aVL", "I", "aVR", "II", "aVF", "III")
    for group in CABRERA.groups:
        places = sorted(order.index(lead) for lead in group.leads if lead in order)
        assert places == list(range(places[0], places[-1] + 1)) if places else True


def test_a_readers_own_is_read_from_its_file(tmp_path):
    path = tmp_path / "mine.json"
    text = {"title": "Mine", "version": 3, "groups": OWN, "source": "a textbook"}
    path.write_text(json.dumps({**text, "reciprocal": {"inferior": ["aVL"]}}))
    grouping = find_grouping(str(path))
    assert grouping.leads == {name: tuple(leads) for name, leads in OWN.items()}
    assert (grouping.key, grouping.title, grouping.version) == ("mine.json", "Mine", 3)
    assert grouping.groups[0].reciprocal == ("aVL",)
    assert find_grouping("cabrera") is CABRERA


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSON"),
        ("[]", "groups"),
        ('{"groups": []}', "groups"),
        (own(right=["V1"]), "Lead aVR is in no group"),
        (own(right=["V1", "aVR", "II"]), "Lead II is named more than once"),
        (own(right=["V1", "aVR", "V9"]), "“V9” is not one of the twelve leads"),
        (own(right=["V1", "aVR", ["I"]]), "not one of the twelve leads"),
        (own(right="V1"), "“right” is no list"),
        (own(more=[]), "A group has no leads"),
        (own(right=None, anterior=["V1", "aVR", "V2", "V3", "V4"]), "4 to 6 groups"),
        (
            own(right=["V1"], a=["aVR"], lateral=["I"], b=["aVL"], c=["V5", "V6"]),
            "not 7",
        ),
        (
            own(
                lateral=[*OWN["lateral"], *OWN["anterior"], "II"],
                anterior=["III"],
                inferior=["aVF"],
            ),
            f"removals, more than {MOST_REMOVALS}",
        ),
        (json.dumps({"groups": OWN, "version": "two"}), "version"),
        (json.dumps({"groups": OWN, "title": "x" * 99}), "Names"),
        (json.dumps({"groups": OWN, "reciprocal": {"nowhere": []}}), "reciprocal"),
    ],
)
def test_a_bad_grouping_is_refused_in_one_sentence(text, said):
    with pytest.raises(GroupingError, match=said) as refused:
        grouping_from(text, "mine")
    assert str(refused.value).count("\n") == 0


def test_a_grouping_that_is_not_there_is_said(tmp_path):
    with pytest.raises(GroupingError, match="anatomic, cabrera, clear-hug"):
        find_grouping("territory")
    with pytest.raises(GroupingError, match="cannot be read"):
        find_grouping(str(tmp_path / "none.json"))
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GroupingError, match=r"bytes\.json: cannot be read"):
        find_grouping(str(tmp_path / "bytes.json"))
