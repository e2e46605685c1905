"""Whether the ends of QRS are ones."""

import pytest

from ecgviewer.ecg.measurements import Measurements
from tests.analysis.judging import found
from tests.analysis.measuring import moved, refused, value, whole
from tests.simulated_noise import Noise
from tests.simulator import (
    LBBB,
    SINUS,
    VENTRICULAR,
    Simulated,
    simulate,
    tachycardia_beat,
)

NOISE = Noise(white_mv=0.01)


def tachycardia(qrs_s: float = 0.16) -> Simulated:
    beat = tachycardia_beat(180.0, form="notched", qrs_s=qrs_s)
    return simulate(rate_bpm=180.0, shape=beat, noise=NOISE)


def measured_with(simulated: Simulated, offset_early_s: float) -> Measurements:
    fiducials = moved(simulated.fiducials, "qrs_offset", -offset_early_s)
    return whole(simulated, fiducials=fiducials)


@pytest.mark.parametrize("early_s", [0.04, 0.10])
def test_a_slurred_qrs_whose_end_is_marked_within_it_is_not_measured_narrow(early_s):
    one = measured_with(tachycardia(), early_s)
    reason = refused(one, "qrs_ms")
    assert reason == (
        "QRS runs into T without a J point at 180/min: its width cannot be told"
    )
    wide = found(one.criteria, "wide_qrs_tachycardia")
    assert (wide.met, wide.reason) == (
        None,
        "could not be measured: QRS (device-like)",
    )
    assert found(one.criteria, "tachycardia_without_p").met is True


def test_what_is_measured_wide_is_said_with_a_reservation():
    one = measured_with(tachycardia(qrs_s=0.2), 0.03)
    assert value(one, "qrs_ms") == pytest.approx(170, abs=1)
    assert one.values["qrs_ms"].reason == (
        "QRS runs into T without a J point at 180/min: its width is not certain"
    )
    assert found(one.criteria, "wide_qrs_tachycardia").met is True


@pytest.mark.parametrize(("onset_s", "offset_s"), [(0.20, 0.16), (-0.2, -0.2)])
def test_ends_elsewhere_than_the_beats_are_none(onset_s, offset_s):
    """As where T is marked as QRS."""
    simulated = tachycardia()
    fiducials = moved(simulated.fiducials, "qrs_onset", onset_s)
    fiducials = moved(fiducials, "qrs_offset", offset_s)
    one = whole(simulated, fiducials=fiducials)
    said = one.values["qrs_ms"]
    assert "without a J point" in said.reason
    assert said.value is None or said.value >= 140


@pytest.mark.parametrize("rate_bpm", [112, 150, 210])
def test_a_narrow_qrs_keeps_its_value_at_any_rate(rate_bpm):
    noise = Noise(white_mv=0.02, wander_mv=0.1, mains_mv=0.05)
    shape = SINUS.for_rate(rate_bpm)
    one = measured_with(simulate(rate_bpm=rate_bpm, shape=shape, noise=noise), 0.0)
    assert value(one, "qrs_ms") == pytest.approx(90, abs=3)
    assert "J point" not in one.values["qrs_ms"].reason


@pytest.mark.parametrize(("rate_bpm", "early_s"), [(50, 0.08), (90, 0.10)])
def test_nor_is_a_slurred_qrs_measured_narrow_in_a_slow_rhythm(rate_bpm, early_s):
    """As in the sine wave of hyperkalaemia."""
    beat = tachycardia_beat(rate_bpm, form="notched", qrs_s=0.2, t_share=1.0)
    one = measured_with(simulate(rate_bpm=rate_bpm, shape=beat, noise=NOISE), early_s)
    expected = f"QRS runs into T without a J point at {rate_bpm}/min: "
    assert refused(one, "qrs_ms") == expected + "its width cannot be told"
    assert refused(one, "qt_ms") == expected + "where it begins cannot be told"
    assert found(one.criteria, "qrs_long").met is None


@pytest.mark.parametrize("rate_bpm", [40, 100])
@pytest.mark.parametrize("shape", [SINUS, LBBB, VENTRICULAR])
def test_a_j_point_that_is_there_is_seen_in_a_slow_rhythm(rate_bpm, shape):
    noise = Noise(white_mv=0.02, wander_mv=0.1, mains_mv=0.05)
    one = measured_with(simulate(rate_bpm=rate_bpm, shape=shape, noise=noise), 0.0)
    assert value(one, "qrs_ms") == pytest.approx(1000 * shape.qrs_s, abs=3)
    assert "J point" not in one.values["qrs_ms"].reason
