import numpy as np
import pytest

from ecgviewer.analysis.delineation import reference_delineator as module
from ecgviewer.analysis.delineation.reference_delineator import second_opinion
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.recording import Recording
from tests.analysis.measuring import beats_of
from tests.simulated_noise import Noise
from tests.simulator import Simulated, simulate, sinus_beat


def asked(simulated: Simulated):
    return second_opinion(simulated.recording, beats_of(simulated))


@pytest.mark.parametrize("fs", [250, 500])
def test_intervals_are_about_those_of_the_simulated_beats(fs):
    shape = sinus_beat(pr_s=0.17, qrs_s=0.10, qt_s=0.40, p_s=0.11)
    opinion = asked(simulate(shape=shape, fs=fs, noise=Noise(muscle_mv=0.005)))
    truth = {"p_ms": 110, "pr_ms": 170, "qrs_ms": 100, "qt_ms": 400}

    assert opinion.reason is None
    assert opinion.fiducials is not None
    for key, value in opinion.intervals_ms.items():
        assert value == pytest.approx(truth[key], abs=50), key


def test_a_longer_qt_is_a_longer_qt():
    short, long = (
        asked(simulate(shape=sinus_beat(qt_s=qt_s))).intervals_ms["qt_ms"]
        for qt_s in (0.36, 0.44)
    )

    assert long - short == pytest.approx(80, abs=15)


def test_points_come_in_the_order_of_time():
    fiducials = asked(simulate(noise=Noise(muscle_mv=0.01))).fiducials
    in_order = ["p_onset", "p_offset", "qrs_onset", "r_peak", "qrs_offset", "t_offset"]
    times = np.stack([fiducials.common(point) for point in in_order])

    assert (np.diff(times[:, 1:-1], axis=0) > 0).all()


@pytest.mark.parametrize("beats", [[], [1.0, 2.0]])
def test_too_few_beats_give_no_opinion_and_a_reason(beats):
    opinion = asked(simulate(beats, duration_s=3.0))

    assert opinion.fiducials is None
    assert "too few" in text_of(opinion.reason)
    assert set(opinion.intervals_ms.values()) == {None}


def test_leads_without_signal_give_a_reason():
    dead = simulate(noise=Noise(dead=STANDARD_12))
    assert "No lead" in text_of(asked(dead).reason)


@pytest.mark.parametrize(
    "fault", [ValueError, IndexError, ZeroDivisionError, TypeError]
)
def test_what_neurokit2_raises_becomes_a_reason(monkeypatch, fault):
    import neurokit2

    def fail(*_arguments, **_options):
        raise fault("unexpected")

    monkeypatch.setattr(neurokit2, "ecg_delineate", fail)
    opinion = asked(simulate())

    assert opinion.fiducials is None
    assert "NeuroKit2" in text_of(opinion.reason)


def test_a_beat_that_neurokit2_loses_shifts_no_other(monkeypatch):
    import neurokit2

    simulated = simulate()
    places = simulated.r_peaks

    def lose_the_first(_cleaned, **_options):
        return None, {
            "ECG_R_Onsets": places[1:] - 20,
            "ECG_R_Offsets": places[1:] + 25,
        }

    monkeypatch.setattr(neurokit2, "ecg_delineate", lose_the_first)
    fiducials = asked(simulated).fiducials
    onsets = fiducials.lead("II", "qrs_onset")

    assert np.isnan(onsets[0])
    np.testing.assert_allclose(onsets[1:], (places[1:] - 20) / 500)


def test_of_a_long_recording_the_middle_is_looked_at(monkeypatch):
    monkeypatch.setattr(module, "MAX_S", 10.0)
    fiducials = asked(simulate(duration_s=30.0, leads=("II", "V5"))).fiducials
    known = np.isfinite(fiducials.common("qrs_onset"))

    assert known.sum() >= 9
    assert (np.abs(fiducials.r_peaks_s[known] - 15.0) <= 5.0).all()


def test_it_can_be_stopped():
    simulated = simulate()
    opinion = second_opinion(
        simulated.recording, beats_of(simulated), cancelled=lambda: True
    )

    assert opinion.fiducials is None
    assert "stopped" in text_of(opinion.reason)


@pytest.mark.parametrize("seed", range(6))
def test_noise_and_gaps_never_raise(seed):
    rng = np.random.default_rng(seed)
    fs = [50.0, 100.0, 250.0, 360.0, 500.0, 977.5][seed]
    signal = rng.standard_normal((2, round(4 * fs)))
    signal[:, : seed * 20] = np.nan
    recording = Recording(signal, fs, ("I", "II"), simulate().recording.source)
    places = np.unique(rng.integers(0, recording.n_samples, 8))
    opinion = second_opinion(recording, BeatList(places, fs))

    assert (opinion.fiducials is None) == bool(opinion.reason)
