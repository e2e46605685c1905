"""Waves of a beat: exact on known games, and the recording stays as it was."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ai.evidence.owen import EvidenceError, attribute
from ecgviewer.ai.evidence.waves import explain_waves
from ecgviewer.ai.model import Cancelled
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS
from ecgviewer.ecg.fiducials import POINTS
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.known_waves import Reader, fiducials_of, line_of, samples_of
from tests.ai.tiny import MAKERS
from tests.synthetic import regular_r_times, synthetic_recording


@pytest.fixture(scope="module")
def recording():
    # Raised by a whole line: the isoelectric level is not 0.
    whole = synthetic_recording(regular_r_times(60), noise_mv=0.01)
    return replace(whole, signal_mv=whole.signal_mv + np.float32(0.3))


@pytest.fixture(scope="module")
def beats(recording):
    return detect_r_peaks(recording)


@pytest.fixture(scope="module")
def fiducials(beats):
    return fiducials_of(beats)


def test_of_a_sum_over_samples_each_segment_gets_its_own(recording, beats, fiducials):
    weight = np.random.default_rng(1).standard_normal(recording.signal_mv.shape)
    model = Reader(lambda x: float((weight * x).sum()), beats)
    found = explain_waves(recording, beats, fiducials, model, "V3", [4])["MI"]
    row = STANDARD_12.index("V3")
    above = recording.signal_mv[row] - line_of(recording, beats, 4, "V3")
    for segment in SEGMENTS:
        own = samples_of(beats, 4, segment)
        expected = (weight[row] * above)[own].sum()
        assert found.waves[segment] == pytest.approx(expected, abs=1e-4)
    assert found.gap == pytest.approx(0, abs=1e-9)
    assert found.missing == ()


def test_a_raised_segment_is_taken_away_as_a_whole(recording, beats, fiducials):
    signal = recording.signal_mv.copy()
    row = STANDARD_12.index("V2")
    own = samples_of(beats, 4, "ST")
    signal[row, own] += 0.2
    raised = replace(recording, signal_mv=signal)
    model = Reader(lambda x: float(x[row, own].mean()), beats)
    before, after = (
        explain_waves(x, beats, fiducials, model, "V2", [4])["MI"].waves["ST"]
        for x in (recording, raised)
    )
    assert after - before == pytest.approx(0.2, abs=1e-5)


def test_a_bonus_for_two_waves_is_shared_alike(recording, beats, fiducials):
    row = STANDARD_12.index("II")

    def area(x, segment):
        return x[row, samples_of(beats, 2, segment)].std()

    model = Reader(lambda x: 100 * area(x, "P") * area(x, "T"), beats)
    found = explain_waves(recording, beats, fiducials, model, "II", [2])["MI"]
    assert found.waves["P"] == pytest.approx(found.whole / 2, rel=1e-3)
    assert found.waves["T"] == pytest.approx(found.whole / 2, rel=1e-3)
    others = [found.waves[name] for name in ("PR", "QRS", "ST")]
    assert np.abs(others).max() < 1e-9
    elsewhere = explain_waves(recording, beats, fiducials, model, "II", [3])["MI"]
    assert not any(elsewhere.waves.values())


def test_all_beats_of_a_lead_are_taken_away_together(recording, beats, fiducials):
    row = STANDARD_12.index("V5")
    model = Reader(lambda x: float((x[row] ** 2).sum()), beats)
    whole = explain_waves(recording, beats, fiducials, model, "V5")["MI"]
    each = [
        explain_waves(recording, beats, fiducials, model, "V5", [k])["MI"].whole
        for k in range(len(beats))
    ]
    assert whole.beats == tuple(range(len(beats)))
    assert whole.whole == pytest.approx(sum(each), rel=1e-9)


def test_the_way_from_statement_to_wave_adds_up(recording, beats, fiducials):
    for family in ("acl", "ensemble"):
        model = MAKERS[family]()
        evidence = attribute(recording, beats, model)
        asked = recording, beats, fiducials, model, "V2"
        one = explain_waves(*asked, [3], evidence)["MI"]
        item = evidence["MI"]
        row = item.lead_row("V2")
        parts = sum(one.waves.values()) + one.presence
        assert parts == pytest.approx(item.beats[row, 3], abs=1e-4)
        assert item.max_gap < 1e-4
        assert one.gap == pytest.approx(0, abs=1e-9)


def test_a_leads_waves_are_part_of_the_leads_evidence(recording, beats, fiducials):
    model = Reader(lambda x: float(x[7].sum()), beats)
    evidence = attribute(recording, beats, model)
    found = explain_waves(recording, beats, fiducials, model, "V2", None, evidence)
    assert found["MI"].evidence == evidence["MI"].leads["V2"]
    bare = explain_waves(recording, beats, fiducials, model, "V2", [1])["MI"]
    assert bare.evidence is bare.presence is None


def test_the_recording_stays_as_it_was(recording, beats, fiducials):
    before = recording.signal_mv.copy()
    explain_waves(recording, beats, fiducials, MAKERS["resnet"](), "V1", [2])
    np.testing.assert_array_equal(recording.signal_mv, before)
    assert not recording.signal_mv.flags.writeable


def test_only_the_stretch_that_holds_the_beat_counts():
    long = synthetic_recording(regular_r_times(60, duration_s=30.0), duration_s=30.0)
    beats = detect_r_peaks(long)
    model = Reader(lambda x: float(x[6].std()), beats)
    stretches = model.prepare(long, beats)
    found = explain_waves(long, beats, fiducials_of(beats), model, "V1", [15])["MI"]
    (held,) = [k for k, s in enumerate(stretches) if 15 in s.beat_index]
    flat = long.signal_mv.copy()
    own = slice(samples_of(beats, 15, "P").start, samples_of(beats, 15, "T").stop)
    flat[6, own] = line_of(long, beats, 15, "V1")[own]
    other = model.prepare(replace(long, signal_mv=flat), beats)
    change = model.logits(stretches)[held, 0] - model.logits(other)[held, 0]
    assert found.whole == pytest.approx(change / len(stretches), rel=1e-3)


def test_a_segment_that_nobody_can_tell_is_left_out(recording, beats):
    model = Reader(lambda x: float((x**2).sum()), beats)
    without_p = fiducials_of(beats, without=("p_onset", "p_peak", "p_offset"))
    found = explain_waves(recording, beats, without_p, model, "II", [2])["MI"]
    assert found.missing == ("P", "PR")
    assert list(found.waves) == ["QRS", "ST", "T"]
    nothing = fiducials_of(beats, without=POINTS)
    with pytest.raises(EvidenceError, match="no wave of these beats of II"):
        explain_waves(recording, beats, nothing, model, "II", [2])
    with pytest.raises(EvidenceError, match="has no V9"):
        explain_waves(recording, beats, without_p, model, "V9", [2])


def test_it_can_be_cancelled_between_two_recordings(recording, beats, fiducials):
    asked = []

    def cancelled():
        asked.append(None)
        return len(asked) > 11

    model = Reader(lambda x: 0.0, beats)
    with pytest.raises(Cancelled):
        explain_waves(recording, beats, fiducials, model, "II", cancelled=cancelled)
