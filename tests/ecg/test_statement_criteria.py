"""What is measured of a statement: one criterion met is enough, none judged says so."""

import pytest

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.statement_criteria import (
    any_met,
    criteria_of,
    rule_agrees,
    rule_verdict,
)
from tests.reasons import because


def criterion(key: str, met: bool | None) -> Criterion:
    return Criterion(
        key, key, met, reasons=because("" if met is not None else "not known")
    )


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), None),
        ((True,), True),
        ((False, False), False),
        ((False, None), None),
        ((None, True, False), True),
    ],
)
def test_one_that_is_met_is_enough_and_one_that_is_open_leaves_it_open(
    verdicts, expected
):
    criteria = [criterion(str(k), met) for k, met in enumerate(verdicts)]
    assert any_met(criteria) is expected


def test_a_statement_has_the_criteria_that_ask_for_it_and_no_others():
    judged = [criterion(key, False) for key in ("rbbb", "lbbb", "cornell")]
    assert criteria_of("CLBBB", judged) == (judged[1],)
    assert criteria_of("CD", judged) == (judged[0], judged[1])
    assert criteria_of("MI", judged) == ()


def test_rule_and_network_differ_where_only_one_of_them_says_so():
    for met in (True, False):
        judged = [criterion("rbbb", met)]
        assert rule_agrees(met, judged) is True
        assert rule_agrees(not met, judged) is False
    assert rule_agrees(True, [criterion("rbbb", None)]) is None


def test_the_rule_s_verdict_is_a_word_and_none_where_no_criterion_asks():
    judged = {met: [criterion("rbbb", met)] for met in (True, False, None)}
    assert rule_verdict(True, judged[True]) == "agrees"
    assert rule_verdict(False, judged[False]) == "agrees"
    assert rule_verdict(True, judged[False]) == "disagrees"
    assert rule_verdict(False, judged[True]) == "disagrees"
    assert rule_verdict(True, judged[None]) == "open"
    assert rule_verdict(True, []) is None
