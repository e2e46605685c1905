"""Beat tokens: what is cut where, and what does not change them."""

from dataclasses import fields, replace

import numpy as np
import pytest

from ecgviewer.ai.clear.tokens import N_UNITLESS, TokenConfig, tokenise
from ecgviewer.ai.inputs import ModelAbstains, prepare_signal
from ecgviewer.ai.raw.unit import USUAL_SD_MV
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import regular_r_times, synthetic_recording

CONFIG = TokenConfig()


def beats_at(times_s, fs=500.0):
    return BeatList(np.round(np.asarray(times_s) * fs).astype(int), fs)


def test_the_r_peak_lies_on_the_middle_sample():
    truth = regular_r_times(70)
    (tokens,) = tokenise(synthetic_recording(truth), beats_at(truth), CONFIG)
    middle = CONFIG.length // 2
    lead_ii = tokens.beats[STANDARD_12.index("II")]
    assert (np.abs(lead_ii.argmax(axis=1) - middle) <= 1).all()


def test_valid_beats_have_mean_zero_and_sd_one_over_their_own_samples():
    truth = regular_r_times(150)  # RR 0.4 s: each token has zeros outside its beat
    (tokens,) = tokenise(synthetic_recording(truth), beats_at(truth), CONFIG)
    for beat in tokens.beats[:, 3]:
        own = beat[beat != 0]
        assert own.size <= 0.4 * CONFIG.fs + 1
        assert abs(own.mean()) < 1e-5
        assert abs(own.std(ddof=1) - 1) < 1e-4


def test_no_beat_of_a_fast_rhythm_is_dropped():
    truth = regular_r_times(190)
    beats = beats_at(truth)
    stretches = tokenise(synthetic_recording(truth), beats, CONFIG)
    index = np.concatenate([s.beat_index for s in stretches])
    assert sorted(index) == list(range(len(beats)))


def test_a_long_recording_is_read_in_stretches_that_share_no_beat():
    truth = regular_r_times(60, duration_s=37.0)
    recording = synthetic_recording(truth, duration_s=37.0)
    stretches = tokenise(recording, beats_at(truth), CONFIG)
    assert len(stretches) == 4
    index = np.concatenate([s.beat_index for s in stretches])
    assert sorted(index) == list(range(truth.size))
    assert all(0 <= s.time_s.min() and s.time_s.max() <= 10.0 for s in stretches)


def test_gain_and_offset_of_a_lead_change_nothing():
    truth = regular_r_times(70)
    # without noise it would stand still after its last beat, and end there
    recording = synthetic_recording(truth, noise_mv=0.01)
    signal = recording.signal_mv * np.linspace(0.5, 8, 12)[:, None] + 0.3
    other = replace(recording, signal_mv=signal.astype(np.float32), unit_is_mv=False)
    (a,) = tokenise(recording, beats_at(truth), CONFIG)
    (b,) = tokenise(other, beats_at(truth), CONFIG)
    # the offset leaves an edge of the high-pass filter in the first and last beat
    assert np.abs(a.beats - b.beats)[:, 1:-1].max() < 2e-2
    unitless = [x.amplitude[:, 1:-1, :N_UNITLESS] for x in (a, b)]
    assert np.abs(unitless[0] - unitless[1]).max() < 2e-2


def test_voltage_is_the_beats_sd_in_mv_and_a_gain_is_seen():
    truth = regular_r_times(70)
    recording = synthetic_recording(truth, noise_mv=0.01)
    double = replace(recording, signal_mv=2 * recording.signal_mv)
    (a,) = tokenise(recording, beats_at(truth), CONFIG)
    (b,) = tokenise(double, beats_at(truth), CONFIG)
    np.testing.assert_allclose(
        b.amplitude[..., 2] - a.amplitude[..., 2], np.log(2), atol=1e-4
    )
    np.testing.assert_array_equal(a.amplitude[..., 3], 1)
    signal = prepare_signal(recording, CONFIG.fs, CONFIG.low_hz, CONFIG.high_hz)
    k, half = 3, CONFIG.length // 2
    peak = round(truth[k] * CONFIG.fs)
    sd_mv = signal[1, peak - half : peak + half].std(ddof=1)  # RR is 0.86 s
    assert a.amplitude[1, k, 2] == pytest.approx(np.log(sd_mv / USUAL_SD_MV), abs=0.1)


def test_a_recording_without_a_unit_has_no_voltage():
    truth = regular_r_times(70)
    recording = replace(synthetic_recording(truth), unit_is_mv=False)
    (tokens,) = tokenise(recording, beats_at(truth), CONFIG)
    assert not tokens.amplitude[..., N_UNITLESS:].any()
    assert tokens.amplitude[..., :N_UNITLESS].any()


@pytest.mark.parametrize("fs", [100.0, 240.0, 250.0, 257.0, 1000.0])
def test_tokens_do_not_depend_on_the_sampling_rate(fs):
    truth = np.round(regular_r_times(66) * 100) / 100
    (a,) = tokenise(synthetic_recording(truth), beats_at(truth), CONFIG)
    (b,) = tokenise(synthetic_recording(truth, fs=fs), beats_at(truth, fs), CONFIG)
    flat_a, flat_b = a.beats[:, 1:-1].ravel(), b.beats[:, 1:-1].ravel()
    # a quarter of a 10 ms sample of interpolation error on the steepest slope
    assert np.corrcoef(flat_a, flat_b)[0, 1] > 0.99


def test_a_flat_lead_gives_invalid_tokens_not_zeros():
    truth = regular_r_times(70)
    recording = synthetic_recording(truth)
    signal = recording.signal_mv.copy()
    signal[4] = 0.25
    (tokens,) = tokenise(replace(recording, signal_mv=signal), beats_at(truth), CONFIG)
    assert not tokens.valid[4].any()
    assert tokens.valid[np.arange(12) != 4].all()


def test_rr_intervals_are_given_where_they_are_known():
    truth = [1.0, 1.8, 2.4, 3.6]
    (tokens,) = tokenise(synthetic_recording(truth), beats_at(truth), CONFIG)
    np.testing.assert_allclose(
        tokens.timing[:, 0], np.log([1, 1, 0.75, 1.5]), atol=1e-6
    )
    np.testing.assert_allclose(
        tokens.timing[:, 1], np.log([1, 0.75, 1.5, 1]), atol=1e-6
    )
    np.testing.assert_array_equal(tokens.timing[:, 2], [0, 1, 1, 1])
    np.testing.assert_array_equal(tokens.timing[:, 3], [1, 1, 1, 0])


def test_missing_leads_no_beats_and_dead_leads_are_refused_with_a_reason():
    truth = regular_r_times(70)
    some = synthetic_recording(truth, leads=("I", "II", "V1"))
    with pytest.raises(ModelAbstains, match=r"no III, aVR"):
        tokenise(some, beats_at(truth), CONFIG)
    with pytest.raises(ModelAbstains, match="only 2 heart beats"):
        tokenise(synthetic_recording(truth), beats_at(truth[:2]), CONFIG)
    with pytest.raises(ModelAbstains, match="no heart beat"):
        tokenise(synthetic_recording(truth), beats_at([]), CONFIG)
    recording = synthetic_recording(truth)
    signal = recording.signal_mv.copy()
    signal[5:10] = 0
    with pytest.raises(ModelAbstains, match="aVF, V1, V2, V3, V4"):
        tokenise(replace(recording, signal_mv=signal), beats_at(truth), CONFIG)


def test_the_prepared_signal_has_the_networks_rate_and_keeps_time():
    recording = synthetic_recording([2.0, 9.7], fs=500.0)
    signal = prepare_signal(recording, CONFIG.fs, CONFIG.low_hz, CONFIG.high_hz)
    assert signal.shape == (12, 1000)
    assert abs(int(signal[1, :500].argmax()) - 200) <= 1


@pytest.mark.parametrize("duration_s", [9.3, 31.0])
@pytest.mark.parametrize("level", [0.0, np.nan, "kept"])
@pytest.mark.parametrize("silence_s", [0.1, 1.5, 20.0])
def test_silence_appended_to_a_recording_changes_nothing(duration_s, level, silence_s):
    """Beats, tokens and into which stretches they are sorted, to the last bit."""
    truth = regular_r_times(67, duration_s=duration_s)
    recording = synthetic_recording(truth, duration_s=duration_s, noise_mv=0.01)
    signal = recording.signal_mv
    n_silent = round(silence_s * recording.fs)
    silence = np.repeat(signal[:, -1:], n_silent, axis=1)
    if level != "kept":
        silence[:] = level
    longer = np.concatenate([signal, silence], axis=1)
    found = [
        tokenise(made, detect_r_peaks(made), CONFIG)
        for made in (replace(recording, signal_mv=s) for s in (signal, longer))
    ]
    assert len(found[0]) == len(found[1])
    for one, other in zip(*found, strict=True):
        for part in fields(one):
            np.testing.assert_array_equal(
                getattr(one, part.name), getattr(other, part.name)
            )


def test_leads_are_taken_by_name():
    shuffled = (7, 3, 11, 0, 5, 1, 9, 2, 10, 4, 8, 6)
    truth = regular_r_times(70)
    recording = synthetic_recording(truth)
    other = replace(
        recording,
        signal_mv=recording.signal_mv[list(shuffled)],
        leads=tuple(STANDARD_12[k] for k in shuffled),
    )
    (a,) = tokenise(recording, beats_at(truth), CONFIG)
    (b,) = tokenise(other, beats_at(truth), CONFIG)
    np.testing.assert_array_equal(a.beats, b.beats)
    np.testing.assert_array_equal(a.amplitude, b.amplitude)


def test_a_large_beat_shows_in_the_amplitude():
    truth = regular_r_times(60)
    recording = synthetic_recording(truth)
    signal = recording.signal_mv.copy()
    middle = slice(round((truth[4] - 0.4) * 500), round((truth[4] + 0.5) * 500))
    signal[:, middle] *= 2
    (tokens,) = tokenise(replace(recording, signal_mv=signal), beats_at(truth), CONFIG)
    scale = tokens.amplitude[:, :, 0]
    assert np.abs(scale[:, 4] - np.log(2)).max() < 0.05
    assert np.abs(scale[:, 2]).max() < 0.05


@pytest.mark.parametrize("off", [np.nan, 0.0, 1.5])
def test_beats_of_a_lead_that_went_off_are_invalid(off):
    truth = regular_r_times(70)
    recording = synthetic_recording(truth, noise_mv=0.01)
    signal = recording.signal_mv.copy()
    signal[6, 2500:] = off
    (tokens,) = tokenise(replace(recording, signal_mv=signal), beats_at(truth), CONFIG)
    times = tokens.time_s
    assert tokens.valid[6, times < 4.4].all()
    assert not tokens.valid[6, times > 5.5].any()
    assert np.delete(tokens.valid, 6, axis=0).all()


@pytest.mark.parametrize("level", [5.0, -9.99, 1000.0, 1e5])
def test_dead_leads_are_dead_at_any_level(level):
    truth = regular_r_times(70)
    recording = synthetic_recording(truth)
    signal = recording.signal_mv.copy()
    signal[4:] = level
    with pytest.raises(ModelAbstains, match="too many leads without signal"):
        tokenise(replace(recording, signal_mv=signal), beats_at(truth), CONFIG)
