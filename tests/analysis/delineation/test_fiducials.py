"""Waves sorted into beats: fiducials from probabilities that are known."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.analysis.delineation.fiducials import find_fiducials
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.waves import WAVES, WaveProbabilities
from tests.simulator import simulate

NET_FS = 250.0
COLUMNS = {"P": (0, 2), "QRS": (3, 5), "T": (6, 8)}


def said_of(truth: Fiducials, duration_s: float) -> WaveProbabilities:
    """What a perfect delineator says: the truth, as certain as can be."""
    n_moments = round(duration_s * NET_FS)

    def row(points_s: np.ndarray) -> np.ndarray:
        time_s = np.arange(n_moments) / NET_FS
        said = np.zeros((4, n_moments), dtype=np.float32)
        for k, wave in enumerate(WAVES):
            for onset, offset in points_s[:, COLUMNS[wave]]:
                rise = (time_s - onset) * NET_FS + 0.5
                fall = (offset - time_s) * NET_FS + 0.5
                inside = np.clip(np.minimum(rise, fall), 0, 1)
                said[k + 1] = np.maximum(said[k + 1], np.nan_to_num(inside))
        said[0] = 1 - said[1:].sum(axis=0)
        return said

    leads = [row(truth.per_lead_s[:, k]) for k in range(len(truth.leads))]
    return WaveProbabilities(truth.leads, NET_FS, np.stack(leads), row(truth.common_s))


def found_in(recording: Recording, truth: Fiducials) -> Fiducials:
    beats = BeatList(np.round(truth.r_peaks_s * recording.fs), recording.fs)
    waves = said_of(truth, recording.duration_s)
    return find_fiducials(waves, beats, recording.signal_mv, recording.leads, "test")


def test_every_boundary_comes_back_within_a_sample():
    simulated = simulate()
    found = found_in(simulated.recording, simulated.fiducials)
    boundaries = [k for k, point in enumerate(POINTS) if "peak" not in point]
    # A beat that the recording cuts has waves of which only a part was there.
    inner = slice(1, -1)
    one_sample_s = 1 / NET_FS
    for ours, true in (
        (found.common_s, simulated.fiducials.common_s),
        (found.per_lead_s, simulated.fiducials.per_lead_s),
    ):
        np.testing.assert_allclose(
            ours[inner][..., boundaries],
            true[inner][..., boundaries],
            atol=one_sample_s,
        )


def test_each_p_wave_has_the_probability_of_its_surest_moment():
    simulated = simulate()
    recording, truth = simulated.recording, simulated.fiducials
    waves = said_of(truth, recording.duration_s)
    common = waves.common.copy()
    sureness = np.linspace(0.55, 0.95, len(truth))
    for beat, sure in enumerate(sureness):
        onset, offset = (truth.common(p)[beat] for p in ("p_onset", "p_offset"))
        near = slice(
            max(0, round((onset - 0.02) * NET_FS)), round((offset + 0.02) * NET_FS)
        )
        common[1, near] *= sure
    beats = BeatList(np.round(truth.r_peaks_s * recording.fs), recording.fs)

    def with_common(said: np.ndarray) -> Fiducials:
        changed = replace(waves, common=said.copy())
        return find_fiducials(
            changed, beats, recording.signal_mv, recording.leads, "test"
        )

    found = with_common(common)
    np.testing.assert_allclose(found.p_probability[1:], sureness[1:], atol=1e-6)
    common[1] = 0.0
    none = with_common(common)
    assert none.p_probability is not None
    assert np.isnan(none.p_probability).all()


def test_a_lead_that_was_not_shown_has_no_fiducials():
    simulated = simulate()
    truth, recording = simulated.fiducials, simulated.recording
    waves = said_of(truth, recording.duration_s)
    fewer = WaveProbabilities(
        waves.leads[1:], waves.fs, waves.per_lead[1:].copy(), waves.common.copy()
    )
    beats = BeatList(np.round(truth.r_peaks_s * recording.fs), recording.fs)
    found = find_fiducials(fewer, beats, recording.signal_mv, recording.leads, "test")
    assert np.isnan(found.lead(recording.leads[0], "qrs_onset")).all()
    assert not np.isnan(found.lead(recording.leads[1], "qrs_onset")).all()


def test_an_r_peak_without_qrs_has_no_fiducials():
    simulated = simulate()
    truth, recording = simulated.fiducials, simulated.recording
    invented_s = (truth.r_peaks_s[2] + truth.r_peaks_s[3]) / 2
    peaks = np.sort(np.append(truth.r_peaks_s, invented_s))
    beats = BeatList(np.round(peaks * recording.fs), recording.fs)
    waves = said_of(truth, recording.duration_s)
    found = find_fiducials(waves, beats, recording.signal_mv, recording.leads, "test")
    assert np.isnan(found.common_s[3]).all()
    assert found.common("qrs_onset")[4] == pytest.approx(
        truth.common("qrs_onset")[3], abs=0.004
    )


def test_a_p_wave_that_is_not_conducted_is_not_the_next_beats():
    simulated = simulate()
    truth, recording = simulated.fiducials, simulated.recording
    waves = said_of(truth, recording.duration_s)
    alone = np.array(waves.common)
    # Only the P wave of the fourth beat stays, 0.6 s before its QRS.
    shift = round(0.6 * NET_FS)
    alone[1] = np.roll(alone[1], -shift)
    alone[0] = 1 - np.minimum(alone[1:].sum(axis=0), 1)
    moved = WaveProbabilities(waves.leads, waves.fs, waves.per_lead.copy(), alone)
    beats = BeatList(np.round(truth.r_peaks_s * recording.fs), recording.fs)
    found = find_fiducials(moved, beats, recording.signal_mv, recording.leads, "test")
    pr_s = found.common("qrs_onset") - found.common("p_onset")
    assert np.isnan(pr_s).all() or np.nanmax(pr_s) < 0.5


def with_p_between(by_s: float, length_s: float, sure: float) -> Fiducials:
    """Return what is found where a P lies so long behind each P that has a beat."""
    simulated = simulate(rate_bpm=40)
    recording, truth = simulated.recording, simulated.fiducials
    waves = said_of(truth, recording.duration_s)
    common = waves.common.copy()
    for onset in truth.common("p_onset") + by_s:
        first, last = (round(at * NET_FS) for at in (onset, onset + length_s))
        common[1, max(0, first) : max(0, last)] = sure
    beats = BeatList(np.round(truth.r_peaks_s * recording.fs), recording.fs)
    said = replace(waves, common=common)
    return find_fiducials(said, beats, recording.signal_mv, recording.leads, "test")


def test_p_waves_that_no_beat_has_are_kept_apart():
    """Those between two beats: what follows the last one may have a QRS of its own."""
    truth = simulate(rate_bpm=40).fiducials
    expected = truth.common("p_onset")[:-1] + 0.75
    found = with_p_between(0.75, 0.1, 0.9)
    np.testing.assert_allclose(found.other_p_s[:, 0], expected, atol=1 / NET_FS)
    np.testing.assert_allclose(np.ptp(found.other_p_s, axis=1), 0.1, atol=1 / NET_FS)
    own = found.common("p_onset")[1:]
    np.testing.assert_allclose(own, truth.common("p_onset")[1:], atol=1 / NET_FS)


@pytest.mark.parametrize(
    ("length_s", "sure"), [(0.1, 0.7), (0.04, 0.9)], ids=["not sure", "short"]
)
def test_what_is_hardly_a_p_is_none_of_them(length_s, sure):
    assert len(with_p_between(0.75, length_s, sure).other_p_s) == 0


def test_p_before_a_qrs_that_is_no_beat_of_the_list_is_none_of_them():
    simulated = simulate(rate_bpm=80)
    recording, truth = simulated.recording, simulated.fiducials
    every_second = truth.r_peaks_s[::2]
    beats = BeatList(np.round(every_second * recording.fs), recording.fs)
    waves = said_of(truth, recording.duration_s)
    found = find_fiducials(waves, beats, recording.signal_mv, recording.leads, "test")
    assert len(found.other_p_s) == 0
