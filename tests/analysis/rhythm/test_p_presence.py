"""Whether P waves belong to the rhythm, by which beats have one and where."""

from collections.abc import Sequence

import numpy as np
import pytest

from ecgviewer.ecg.fiducials import Fiducials
from tests.analysis.measuring import measured, moved, value
from tests.simulator import Simulated, simulate


def with_p_at(simulated: Simulated, pr_s: Sequence[float]) -> Fiducials:
    """Return fiducials with each beat's P so long before its QRS; NaN for none."""
    true = simulated.fiducials
    by_s = true.common("qrs_onset") - np.asarray(pr_s) - true.common("p_onset")
    fiducials = moved(true, "p_onset", by_s)
    for point in ("p_peak", "p_offset"):
        fiducials = moved(fiducials, point, by_s)
    return fiducials


@pytest.mark.parametrize(("n_without", "present"), [(5, True), (7, False)])
def test_in_a_regular_rhythm_p_belongs_if_half_of_the_beats_have_one(
    n_without, present
):
    simulated = simulate(rate_bpm=75, duration_s=10)
    n_beats = len(simulated.r_peaks)
    assert n_beats == 12
    pr_s = 0.16 + 0.06 * np.array([-1, 1, 0.8, -0.7, 0.9, -0.8] * 2)
    pr_s[:n_without] = np.nan
    found = measured(simulated, fiducials=with_p_at(simulated, pr_s))
    assert value(found, "p_present") == present


@pytest.mark.parametrize(
    ("spread_s", "without", "present"),
    [
        (0.0, range(4), True),
        (0.02, range(4), True),
        (0.06, range(4), False),  # P waves that keep no distance
        (0.0, range(7), False),  # five of twelve
        (0.06, (), True),  # each beat has one, as while PR becomes longer
    ],
)
def test_in_an_irregular_rhythm_p_belongs_if_it_keeps_its_distance(
    spread_s, without, present
):
    """Between the waves of fibrillation a delineator finds P waves that are none."""
    r_s = [0.6, 1.5, 2.1, 3.2, 3.9, 4.5, 5.6, 6.2, 7.2, 7.9, 8.5, 9.4]
    simulated = simulate(r_s, duration_s=10)
    pr_s = 0.16 + spread_s * np.array([-1, 1, 0.8, -0.7, 0.9, -0.8] * 2)
    pr_s[list(without)] = np.nan
    found = measured(simulated, fiducials=with_p_at(simulated, pr_s))
    assert value(found, "p_present") == present


def test_a_few_p_waves_at_one_distance_may_be_chance():
    simulated = simulate([0.6, 1.5, 2.1, 3.2, 3.9, 4.5], duration_s=5)
    pr_s = np.array([0.16, 0.16, 0.16, 0.16, np.nan, np.nan])
    found = measured(simulated, fiducials=with_p_at(simulated, pr_s))
    assert value(found, "p_present") == 0


def test_premature_beats_whose_p_lies_in_t_leave_the_others_p_there():
    """In fibrillation beats that come late have no more P than the others.

    P keeps no distance in either, so that does not tell them apart.
    """
    r_s = np.cumsum([0.6, *[0.8, 0.8, 0.5, 1.1] * 4])
    simulated = simulate(r_s[r_s < 13.5], duration_s=14)
    rr = np.diff(simulated.fiducials.r_peaks_s, prepend=np.nan)
    early = rr < 0.6
    assert 3 <= early.sum() < 0.3 * len(rr)
    pr_s = 0.16 + 0.06 * np.resize([-1, 1, 0.8, -0.7, 0.9, -0.8, 0.7], len(rr))
    hidden = with_p_at(simulated, np.where(early, np.nan, pr_s))
    found = measured(simulated, fiducials=hidden)
    assert 0.5 < value(found, "p_share") < 0.9
    assert value(found, "p_present") == 1
    every_third = np.arange(len(rr)) % 3 == 0
    any_beats = with_p_at(simulated, np.where(every_third, np.nan, pr_s))
    assert value(measured(simulated, fiducials=any_beats), "p_present") == 0
