from pathlib import Path

import numpy as np
import pytest
import wfdb

from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from tests.analysis.measuring import beats_of
from tests.simulated_noise import Noise
from tests.simulator import (
    LBBB,
    VENTRICULAR,
    Simulated,
    irregular_r_s,
    simulate,
    ventricular_beat,
)

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LUDB = DATA / "ludb"
NOISE = Noise(muscle_mv=0.03, wander_mv=0.3)

needs_ludb = pytest.mark.skipif(not LUDB.exists(), reason="LUDB is not here")


def classified(simulated: Simulated):
    return classify_beats(simulated.recording, beats_of(simulated))


def spoilt(simulated: Simulated, change) -> Recording:
    recording = simulated.recording
    signal = recording.signal_mv.copy()
    change(signal)
    return Recording(signal, recording.fs, recording.leads, recording.source)


@pytest.mark.parametrize(
    ("fs", "pacing"), [(250, ""), (1000, ""), (500, "ventricular")]
)
def test_each_beat_is_of_the_kind_it_was_made(fs, pacing):
    simulated = simulate(
        ectopic={2.3: ventricular_beat(120.0), 6.7: ventricular_beat(120.0)},
        fs=fs,
        pacing=pacing,
        noise=NOISE,
    )
    classes = classified(simulated)

    assert classes.kinds == simulated.classes
    assert list(classes.of_kind("ectopic")) == [
        kind == "ectopic" for kind in simulated.classes
    ]


def test_two_foci_are_two_groups_and_the_largest_is_the_first():
    simulated = simulate(
        ectopic={2.3: VENTRICULAR, 5.2: ventricular_beat(120.0), 8.1: VENTRICULAR}
    )
    classes = classified(simulated)
    odd = classes.groups[classes.of_kind("ectopic")]

    assert (classes.groups[classes.of_kind("dominant")] == 0).all()
    assert classes.usual.sum() == classes.kinds.count("dominant")
    assert list(odd) == [1, 2, 1]


@pytest.mark.parametrize(("fs", "coupling_s"), [(250, 0.45), (500, 0.65)])
def test_premature_beats_are_not_the_usual_ones_if_they_are_the_larger_half(
    fs, coupling_s
):
    sinus_s = 1.0 + 1.6 * np.arange(6)
    ectopic = [0.2, *(sinus_s + coupling_s)]
    simulated = simulate(sinus_s, duration_s=10.6, ectopic=ectopic, fs=fs, noise=NOISE)
    classes = classified(simulated)

    assert simulated.classes.count("ectopic") > simulated.classes.count("dominant")
    dominant = np.array(simulated.classes) == "dominant"
    assert (classes.of_kind("dominant") == dominant).all()
    assert (classes.usual == dominant).all()
    assert (classes.correlation[dominant] > classes.correlation[~dominant].max()).all()
    median = median_beats(simulated.recording, beats_of(simulated), classes=classes)
    assert set(median.numbers[median.dominant]) <= set(np.flatnonzero(dominant))


def test_the_larger_of_two_shapes_is_the_usual_one_if_neither_comes_early():
    wide = dict.fromkeys(0.5 + 1.8 * np.arange(6), VENTRICULAR)
    simulated = simulate(1.4 + 1.8 * np.arange(5), duration_s=10.5, ectopic=wide)
    classes = classified(simulated)

    assert simulated.classes.count("ectopic") == 6
    assert list(classes.usual) == [kind == "ectopic" for kind in simulated.classes]


def test_wide_beats_after_longer_intervals_are_not_the_usual_ones():
    """Bradycardia-dependent block: of three beats the one after the longest RR."""
    first_s = 0.4 + 2.55 * np.arange(4)
    wide = dict.fromkeys(first_s + 1.75, VENTRICULAR)
    usual_s = np.sort([*first_s, *(first_s + 0.8)])
    classes = classified(simulate(usual_s, duration_s=10.8, ectopic=wide))

    assert classes.kinds.count("dominant") == 8
    assert classes.kinds.count("ectopic") == 4


def test_a_few_late_beats_do_not_make_the_others_premature():
    """Each RR is longer than the one before, until an escape beat ends the last."""
    slower_s = np.cumsum([0.0, 0.45, 0.56, 0.70, 0.88])
    usual_s = [*(0.4 + slower_s), *(4.8 + slower_s)]
    late = dict.fromkeys([4.2, 8.6], VENTRICULAR)
    classes = classified(simulate(usual_s, duration_s=9.4, ectopic=late))

    assert classes.kinds.count("ectopic") == 2
    assert classes.kinds.count("dominant") == len(usual_s)


@pytest.mark.parametrize(("n_alike", "n_ectopic"), [(3, 0), (8, 9)])
def test_where_hardly_two_beats_are_alike_none_is_said_to_be_ectopic(
    n_alike, n_ectopic
):
    first_s = 0.5 + 0.8 * np.arange(9)
    odd = {
        at_s: ventricular_beat(40.0 * k, qrs_s=0.12 + 0.01 * k, qt_s=0.44 + 0.01 * k)
        for k, at_s in enumerate(first_s)
    }
    usual_s = first_s[-1] + 0.8 * np.arange(1, 1 + n_alike)
    duration_s = usual_s[-1] + 0.6
    classes = classified(simulate(usual_s, duration_s=duration_s, ectopic=odd))

    assert classes.kinds.count("dominant") == n_alike
    assert classes.kinds.count("ectopic") == n_ectopic


@pytest.mark.parametrize("away_s", [-0.07, 0.1])
def test_beats_whose_r_peak_is_on_another_notch_are_of_the_usual_shape(away_s):
    simulated = simulate(shape=LBBB, ectopic={5.2: VENTRICULAR}, noise=NOISE)
    peaks = simulated.r_peaks
    peaks[1:-1:3] += round(away_s * simulated.recording.fs)
    beats = BeatList(peaks, simulated.recording.fs)

    assert classify_beats(simulated.recording, beats).kinds == simulated.classes


def test_early_beats_of_the_usual_shape_are_dominant_and_closely_coupled():
    classes = classified(simulate([0.5, 1.3, 2.1, 2.6, 3.7, 4.5, 5.3, 6.1, 6.9]))

    assert set(classes.kinds) == {"dominant"}
    assert np.isnan(classes.coupling[0])
    assert classes.coupling[3] == pytest.approx(0.5 / 0.8, abs=0.01)
    np.testing.assert_allclose(classes.coupling[[1, 2, 5, 6]], 1.0, atol=0.01)


@pytest.mark.parametrize("atria", ["fibrillation", "flutter"])
def test_an_irregular_rhythm_or_flutter_waves_make_no_beat_ectopic(atria):
    simulated = simulate(irregular_r_s(), atria=atria, noise=Noise(muscle_mv=0.02))

    assert "ectopic" not in classified(simulated).kinds


def test_paced_beats_whose_spikes_are_unseen_are_known_by_their_shape():
    simulated = simulate(pacing="ventricular")

    def hide_most_spikes(signal):
        for spike in simulated.spikes_s[3:]:
            first = round(spike * 500)
            signal[:, first] = signal[:, first - 1]

    recording = spoilt(simulated, hide_most_spikes)
    classes = classify_beats(recording, beats_of(simulated))

    assert np.unique(classes.spikes.beats).tolist() == [0, 1, 2]
    assert set(classes.kinds) == {"paced"}


def test_atrial_pacing_leaves_the_shape_to_tell_the_others():
    simulated = simulate(pacing="atrial", ectopic=(4.3,))

    assert classified(simulated).kinds == simulated.classes


def test_a_burst_of_noise_taken_for_a_beat_is_an_artefact():
    simulated = simulate()
    place, rng = 2150, np.random.default_rng(0)

    def burst(signal):
        signal[:, place - 60 : place + 110] = 2 * rng.standard_normal((12, 170))

    peaks = np.sort(np.append(simulated.r_peaks, place))
    peaks = peaks[(np.abs(peaks - place) > 180) | (peaks == place)]
    beats = BeatList(peaks, 500.0)
    classes = classify_beats(spoilt(simulated, burst), beats)

    number = int(np.flatnonzero(peaks == place)[0])
    assert classes.kinds[number] == "artefact"
    assert classes.kinds.count("dominant") == len(beats) - 1


def test_a_small_swing_between_beats_taken_for_a_beat_is_an_artefact():
    simulated = simulate(rate_bpm=50)
    place = int(simulated.r_peaks[4]) + 360

    def swing(signal):
        signal[:, place - 50 : place + 50] += 0.1 * np.sin(np.linspace(0, 7, 100))

    peaks = np.sort(np.append(simulated.r_peaks, place))
    classes = classify_beats(spoilt(simulated, swing), BeatList(peaks, 500.0))

    assert classes.kinds[5] == "artefact"
    assert classes.kinds.count("dominant") == simulated.r_peaks.size


def test_beats_cut_off_or_without_samples_are_unclassified():
    simulated = simulate([0.05, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.97])

    def lose_a_second(signal):
        signal[:, 2200:2700] = np.nan

    recording = spoilt(simulated, lose_a_second)
    classes = classify_beats(recording, beats_of(simulated))
    lost = [k for k, kind in enumerate(classes.kinds) if kind == "unclassified"]

    assert lost == [0, 5, 9]


def test_noise_alone_has_no_dominant_beat():
    rng = np.random.default_rng(0)
    simulated = simulate()
    recording = spoilt(
        simulated, lambda signal: np.copyto(signal, rng.standard_normal(signal.shape))
    )
    classes = classify_beats(recording, beats_of(simulated))

    assert not {"dominant", "ectopic", "paced"} & set(classes.kinds)


def test_no_beats_one_beat_and_one_lead():
    none = BeatList(np.array([], dtype=np.int64), 500.0)
    assert len(classify_beats(simulate().recording, none)) == 0
    assert classified(simulate([1.0], duration_s=2.0)).kinds == ("dominant",)
    one_lead = simulate(leads=("II",), ectopic=(4.3,))
    assert classified(one_lead).kinds == one_lead.classes


def test_groups_are_carried_from_stretch_to_stretch():
    simulated = simulate(
        duration_s=150.0, fs=250, ectopic=(30.2, 140.4), leads=("I", "V1", "V5")
    )
    fractions = []
    classes = classify_beats(
        simulated.recording, beats_of(simulated), progress=fractions.append
    )

    assert classes.kinds == simulated.classes
    assert classes.groups.max() == 1
    assert fractions[-1] == 1.0


def test_a_cancelled_search_leaves_beats_unclassified():
    simulated = simulate()
    classes = classify_beats(
        simulated.recording, beats_of(simulated), cancelled=lambda: True
    )

    assert set(classes.kinds) == {"unclassified"}


def test_median_beats_are_of_the_whole_recordings_largest_group():
    # Bigeminy with more ectopic beats in this stretch than others.
    odd = {1.0 + 0.7 * k: LBBB for k in range(8)}
    simulated = simulate(rate_bpm=80, duration_s=30.0, ectopic=odd)
    classes = classified(simulated)
    first = BeatList(simulated.r_peaks[:10], 500.0)
    with_classes = median_beats(simulated.recording, first, classes=classes)
    alone = median_beats(simulated.recording, first)

    assert alone.n_dominant == 8
    assert with_classes == "no_dominant"
    whole = median_beats(simulated.recording, beats_of(simulated), classes=classes)
    assert (whole.dominant == classes.usual[whole.numbers]).all()


@needs_ludb
@pytest.mark.parametrize(
    ("record", "odd"),
    [(34, {"paced"}), (45, {"paced", "ectopic"}), (38, {"ectopic"}), (83, {"ectopic"})],
)
def test_paced_and_ectopic_beats_of_real_records_are_found(record, odd):
    recording = read_recording(LUDB / "data" / f"{record}.hea")
    kinds = classify_beats(recording, detect_r_peaks(recording)).kinds

    assert {"paced", "ectopic"} & set(kinds) == odd


@pytest.mark.skipif(not (DATA / "formats").exists(), reason="MIT-BIH 100 is not here")
def test_the_one_ventricular_beat_of_mit_bih_100_is_the_only_ectopic_one():
    path = DATA / "formats" / "wfdb" / "100"
    truth = wfdb.rdann(str(path), "atr")
    (ventricular,) = truth.sample[np.array(truth.symbol) == "V"]
    recording = read_recording(path.with_suffix(".hea"))
    fs = recording.fs
    start = int(ventricular - 60 * fs)
    part = Recording(
        recording.signal_mv[:, start : start + int(120 * fs)],
        fs,
        recording.leads,
        recording.source,
    )
    beats = detect_r_peaks(part)
    odd = np.flatnonzero(classify_beats(part, beats).of_kind("ectopic"))

    assert odd.size == 1
    assert abs(beats.r_peaks[odd[0]] + start - ventricular) < 0.1 * fs
