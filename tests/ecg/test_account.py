"""What carries a statement: leads, beats and waves, and nothing invented."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ecg.evidence.account import account_of
from ecgviewer.ecg.evidence.wave_shares import WaveShares
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import CABRERA, STANDARD_12, Grouping

N_BEATS = 10


def evidence(grouping: Grouping = CABRERA, **by_lead: float) -> Evidence:
    """Return evidence whose leads contribute so much, each beat the same."""
    leads = {lead: by_lead.get(lead, 0.0) for lead in STANDARD_12}
    groups = {g: sum(leads[x] for x in m) for g, m in grouping.leads.items()}
    return Evidence(
        *("IMI", -1.0 + sum(groups.values()), -1.0, groups, grouping.leads, leads),
        np.outer(list(leads.values()), np.full(N_BEATS, 1 / N_BEATS)),
        *(np.arange(float(N_BEATS)), "Owen values."),
        grouping=grouping,
    )


def test_the_leads_that_carry_are_named_with_what_they_come_to():
    account = account_of(evidence(III=0.8, aVF=0.6, II=0.5, V6=-0.3, V1=0.05))
    assert account.leads == ("III", "aVF", "II")
    assert account.part == pytest.approx(1.9)
    assert account.total == pytest.approx(1.65)
    assert dict(account.opposing) == {"V6": -0.3}


def test_what_speaks_against_a_statement_is_carried_by_those_that_do():
    account = account_of(evidence(V1=-1.5, V2=-0.5, I=0.4))
    assert account.leads == ("V1", "V2")
    assert account.part == pytest.approx(-2.0)
    assert dict(account.opposing) == {"I": 0.4}


def test_leads_of_the_opposite_side_stand_apart():
    account = account_of(evidence(II=0.7, III=0.8, aVF=0.6, aVL=0.5))
    assert account.leads == ("III", "II", "aVF")
    assert dict(account.reciprocal) == {"aVL": 0.5}


def test_a_null_explanation_names_nobody():
    account = account_of(evidence(**dict.fromkeys(STANDARD_12, 0.04)))
    assert account.is_null
    assert account.total == pytest.approx(0.48)
    assert account.n_beats is None


def test_where_all_do_alike_all_are_named():
    account = account_of(evidence(**dict.fromkeys(STANDARD_12, 0.3)))
    assert {*account.leads, *account.reciprocal} == set(STANDARD_12)


def test_beats_are_counted_that_carry_their_part():
    whole = evidence(V1=2.0)
    beats = whole.beats.copy()
    beats[STANDARD_12.index("V1"), 3] = 0.01
    account = account_of(replace(whole, beats=beats))
    assert (account.n_beats, account.of_beats) == (9, N_BEATS)
    unsure = replace(whole, beats_se=np.full(beats.shape, 0.1))
    assert account_of(unsure).n_beats is None


def test_nothing_is_said_before_leads_are_told():
    early = evidence(V1=2.0)
    unknown = dict.fromkeys(STANDARD_12, np.nan)
    assert account_of(replace(early, told="group", leads=unknown)) is None


def test_waves_are_those_that_were_asked_about():
    item = evidence(II=1.0, III=1.0)
    assert account_of(item).wave_leads == ()
    waves = {"P": -0.2, "QRS": 0.1, "ST": 0.6, "T": 0.4}
    asked = [
        WaveShares(code, lead, (0,), waves, sum(waves.values()))
        for code, lead in (("IMI", "II"), ("IMI", "V4"), ("CD", "III"))
    ]
    account = account_of(item, asked)
    assert account.waves == ("ST", "T")
    assert account.wave_leads == ("II",)
