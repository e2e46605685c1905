"""Recordings of which all leads have the other sign."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.quality.lead_reversal import EXCHANGES
from ecgviewer.analysis.quality.polarity_inversion import polarity_inverted
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.quality import UPSIDE_DOWN
from tests.analysis.measuring import whole
from tests.simulator import (
    LBBB,
    SINUS,
    VENTRICULAR,
    BeatShape,
    Simulated,
    dipole,
    simulate,
)


def with_leads(simulated: Simulated, factors: list[tuple[str, int]]) -> Simulated:
    """Return a recording whose twelve leads are made of these ones, times a sign."""
    signal = simulated.recording.whole_signal_mv
    rows = np.stack([sign * signal[STANDARD_12.index(lead)] for lead, sign in factors])
    return replace(simulated, recording=replace(simulated.recording, signal_mv=rows))


@pytest.mark.parametrize("rate_bpm", [60, 90])
def test_a_recording_upside_down_says_so(rate_bpm):
    simulated = simulate(rate_bpm=rate_bpm, shape=SINUS.for_rate(rate_bpm))
    assert whole(simulated).cautions == ()
    found = whole(with_leads(simulated, [(lead, -1) for lead in STANDARD_12]))
    assert found.cautions == (UPSIDE_DOWN(),)
    told = {one.key: one for one in found.criteria}
    assert told["axis_extreme"].met is True
    assert UPSIDE_DOWN() in told["axis_extreme"].reasons
    assert UPSIDE_DOWN() in told["st_elevation"].reasons
    assert UPSIDE_DOWN() not in told["pr_long"].reasons


@pytest.mark.parametrize("name", ["LA/RA", "RA/LL", "V1-V6 reversed"])
def test_exchanged_electrodes_turn_not_all_leads_over(name):
    rows = [EXCHANGES[name][lead] for lead in STANDARD_12]
    assert whole(with_leads(simulate(), rows)).cautions == ()


def low_atrial() -> BeatShape:
    """Return beats whose P comes from below and from the left; QRS as usual."""
    p = replace(
        SINUS.p[0], mv=dipole(0.15, -120.0, (0.1, 0.1, 0.05, -0.05, -0.1, -0.1))
    )
    return replace(SINUS, p=(p,))


@pytest.mark.parametrize("shape", [low_atrial(), LBBB, VENTRICULAR])
def test_unusual_p_or_qrs_alone_is_not_upside_down(shape):
    assert whole(simulate(shape=shape)).cautions == ()


def test_without_p_nothing_is_said():
    simulated = simulate(shape=replace(SINUS, p=()))
    found = whole(with_leads(simulated, [(lead, -1) for lead in STANDARD_12]))
    assert polarity_inverted(found.values, found.per_lead) is None
