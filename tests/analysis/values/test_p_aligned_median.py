"""P that keeps no distance from QRS is measured where it is seen; PR has no value."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from tests.analysis.measuring import (
    beats_of,
    covers,
    measured,
    refused,
    value,
)
from tests.simulated_noise import CLEAN, Noise
from tests.simulator import Simulated, simulate, sinus_beat

WENCKEBACH_S = (0.16, 0.24, 0.30)
NOISY = Noise(muscle_mv=0.01, wander_mv=0.1)
P_AXIS_DEG, P_MV = 35.0, 0.14
BEAT = sinus_beat(p_axis_deg=P_AXIS_DEG, p_mv=P_MV)


def with_pr(pr_s: Sequence[float], noise: Noise = CLEAN) -> Simulated:
    """Return a recording whose beats have these PR intervals in turn."""
    r_s = 0.6 + 1.0 * np.arange(12)
    turns = np.resize(pr_s, r_s.size).tolist()
    shapes = {at: replace(BEAT, pr_s=pr) for at, pr in zip(r_s, turns, strict=True)}
    return simulate([], ectopic=shapes, duration_s=12.5, noise=noise)


def alike(simulated: Simulated, **options: object) -> Measurements:
    """Measure it as the beats of one rhythm, which they are."""
    from_r_s = simulated.fiducials.common("p_onset") - simulated.fiducials.r_peaks_s
    known = from_r_s[np.isfinite(from_r_s)]
    median = median_beats(
        simulated.recording,
        beats_of(simulated),
        p_onset_s=float(np.median(known)) if known.size else 0.0,
    )
    assert isinstance(median, MedianBeats)
    classes = ("dominant",) * len(simulated.classes)
    return measured(simulated, classes=classes, median=median, **options)


@pytest.mark.parametrize("noise", [CLEAN, NOISY])
@pytest.mark.parametrize(
    "pr_s", [WENCKEBACH_S, (0.16, 0.40, 0.29, 0.46, 0.25), (0.30, 0.10, 0.2, 0.14)]
)
def test_p_is_measured_where_it_moves_and_pr_says_that_it_does(pr_s, noise):
    found = alike(with_pr(pr_s, noise))
    assert covers(found.values["p_ms"], 1000 * BEAT.p_s)
    assert "PR differs from beat to beat" in refused(found, "pr_ms")
    assert value(found, "p_axis_deg") == pytest.approx(P_AXIS_DEG, abs=10)
    p_in_ii = P_MV * np.cos(np.deg2rad(60 - P_AXIS_DEG))
    assert found.per_lead["II"]["p_mv"].value == pytest.approx(p_in_ii, abs=0.015)
    assert found.per_lead["V3"]["p_mv"].value == pytest.approx(0.08, abs=0.015)


def test_a_low_p_that_moves_is_still_too_low():
    low = replace(BEAT, p=tuple(replace(w, mv=(0.02,) * 8) for w in BEAT.p))
    r_s = 0.6 + 1.0 * np.arange(12)
    turns = np.resize(WENCKEBACH_S, 12).tolist()
    shapes = {at: replace(low, pr_s=pr) for at, pr in zip(r_s, turns, strict=True)}
    found = alike(simulate([], ectopic=shapes, duration_s=12.5))
    assert "µV high" in refused(found, "p_ms")


def test_marks_anywhere_in_noise_show_no_p():
    """As a delineator would mark P in noise: here, there and nowhere the same."""
    flat = replace(BEAT, p=())
    simulated = simulate(shape=flat, noise=Noise(muscle_mv=0.08), duration_s=12.5)
    rng = np.random.default_rng(0)
    common = simulated.fiducials.common_s.copy()
    onset_s = common[:, POINTS.index("qrs_onset")] - rng.uniform(0.12, 0.3, len(common))
    for number, point in enumerate(("p_onset", "p_peak", "p_offset")):
        common[:, POINTS.index(point)] = onset_s + 0.05 * number
    marked = replace(simulated.fiducials, common_s=common)
    found = alike(simulated, fiducials=marked)
    assert "its ends cannot be told" in refused(found, "p_ms")


def test_the_median_beat_of_a_steady_pr_stays_as_it_is():
    steady, moving = alike(with_pr((0.16,))), alike(with_pr(WENCKEBACH_S))
    for lead in ("I", "V2", "V5"):
        for key in ("r_mv", "s_mv", "t_mv", "st_j_mv", "qrs_mv"):
            one, other = (found.per_lead[lead][key].value for found in (steady, moving))
            assert other == pytest.approx(one, abs=0.01), (lead, key)
