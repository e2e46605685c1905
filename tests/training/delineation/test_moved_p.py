"""P waves moved within recordings, against recordings simulated so."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.simulator import SINUS, Simulated, simulate
from training.delineation.ludb import AnnotatedRecord
from training.delineation.moved_p import (
    AFTER_QRS_S,
    MAX_PR_S,
    NOTHING,
    QRS,
    P,
    Waves,
    most_earlier,
    p_signal,
    runs_of,
    with_p_earlier,
    without_p,
)
from training.delineation.wave_examples import draw, prepared
from training.delineation.wave_labels import UNKNOWN, common_labels, lead_labels

FS = 500
RATE_BPM = 60.0


def annotated(simulated: Simulated) -> AnnotatedRecord:
    """Return a simulated recording as if it had been annotated in every lead."""
    fiducials, fs = simulated.fiducials, simulated.recording.fs
    waves = []
    for lead in range(12):
        marks = fiducials.per_lead_s[:, lead].reshape(-1, 3) * fs
        kinds = np.tile([0.0, 1.0, 2.0], len(fiducials))
        known = np.isfinite(marks).all(axis=1)
        waves.append(np.column_stack([kinds, np.round(marks)])[known])
    signal = simulated.recording.signal_mv.astype(np.float64)
    return AnnotatedRecord("made", fs, signal, tuple(waves), "Sinus rhythm")


def labelled(pr_s: float, p_mv: float = 1.0) -> Waves:
    """Return a simulated sinus rhythm; ``p_mv`` is a factor on P's amplitude."""
    bumps = tuple(
        replace(bump, mv=tuple(p_mv * mv for mv in bump.mv)) for bump in SINUS.p
    )
    shape = replace(SINUS, pr_s=pr_s, p=bumps)
    record = annotated(simulate(rate_bpm=RATE_BPM, shape=shape))
    signal = record.signal_mv.astype(np.float32)
    return Waves(signal, lead_labels(record), common_labels(record))


def p_of(waves: Waves) -> NDArray[np.float32]:
    return p_signal(waves.signal_mv, waves.common, FS)


def between_first_and_last_qrs(waves: Waves) -> slice:
    qrs = runs_of(waves.common, QRS)
    return slice(qrs[0][0], qrs[-1][1])


@pytest.mark.parametrize("longer_s", [0.02, 0.06, 0.1])
def test_p_moved_earlier_is_the_recording_of_a_longer_pr(longer_s: float) -> None:
    usual, long = labelled(0.16), labelled(0.16 + longer_s)
    moved = with_p_earlier(usual, p_of(usual), round(longer_s * FS), 1.0)
    inside = between_first_and_last_qrs(usual)
    np.testing.assert_allclose(
        moved.signal_mv[:, inside], long.signal_mv[:, inside], atol=1e-3
    )
    # The truth of either may be rounded to the next sample.
    differ = moved.common[inside] != long.common[inside]
    assert differ.sum() <= 2 * len(runs_of(usual.common, P))
    assert (moved.leads[:, inside] != long.leads[:, inside]).mean() < 0.01


def test_a_p_taken_out_leaves_the_recording_without_it() -> None:
    usual, flat = labelled(0.16), labelled(0.16, p_mv=0.0)
    gone = without_p(usual, p_of(usual))
    inside = between_first_and_last_qrs(usual)
    np.testing.assert_allclose(
        gone.signal_mv[:, inside], flat.signal_mv[:, inside], atol=1e-3
    )
    assert not (gone.common == P).any()
    assert not (gone.leads == P).any()
    assert ((gone.common == NOTHING) | (gone.common == usual.common)).all()


def test_what_p_adds_does_not_depend_on_the_slope_beneath_it() -> None:
    usual = labelled(0.16)
    slope = np.linspace(-2.0, 3.0, usual.common.size, dtype=np.float32)
    np.testing.assert_allclose(
        p_signal(usual.signal_mv + slope, usual.common, FS), p_of(usual), atol=1e-5
    )


def test_a_p_on_t_is_labelled_as_p_and_adds_to_t() -> None:
    usual = labelled(0.16)
    p = p_of(usual)
    earlier = round(0.5 * FS)
    moved = with_p_earlier(usual, p, earlier, 2.0)
    first, last = runs_of(usual.common, P)[3]
    place = slice(first - earlier, last - earlier + 1)
    assert (usual.common[place] > QRS).any()
    assert (moved.common[place] == P).all()
    np.testing.assert_allclose(
        moved.signal_mv[:, place],
        usual.signal_mv[:, place] + 2 * p[:, first : last + 1],
        atol=1e-6,
    )


@given(earlier=st.integers(0, 400), gain=st.floats(0.5, 2.0))
def test_qrs_and_what_is_not_known_stay_as_they_are(earlier: int, gain: float) -> None:
    usual = labelled(0.16)
    moved = with_p_earlier(usual, p_of(usual), earlier, gain)
    for before, after in ((usual.leads, moved.leads), (usual.common, moved.common)):
        for label in (QRS, UNKNOWN):
            np.testing.assert_array_equal(before == label, after == label)
    assert moved.signal_mv.dtype == np.float32
    assert np.isfinite(moved.signal_mv).all()


@pytest.mark.parametrize(("rate_bpm", "pr_s"), [(60, 0.16), (110, 0.14), (60, 0.3)])
def test_a_p_moved_as_far_as_can_be_still_follows_the_qrs_before(
    rate_bpm: float, pr_s: float
) -> None:
    record = annotated(simulate(rate_bpm=rate_bpm, shape=replace(SINUS, pr_s=pr_s)))
    common = common_labels(record)
    most = most_earlier(common, FS)
    qrs = runs_of(common, QRS)
    room_s = []
    for first, _ in runs_of(common, P):
        onset = min(own for own, _ in qrs if own > first)
        room_s.append(MAX_PR_S - (onset - first) / FS)
        before = [offset for _, offset in qrs if offset < first]
        if before:
            room_s.append((first - max(before)) / FS - AFTER_QRS_S)
    assert most > 0
    assert most / FS == pytest.approx(min(room_s), abs=1 / FS)


def test_without_p_or_room_for_it_nothing_can_be_moved() -> None:
    record = annotated(simulate(atria="fibrillation"))
    assert most_earlier(common_labels(record), FS) == 0
    long = annotated(simulate(rate_bpm=50, shape=replace(SINUS, pr_s=0.45)))
    assert most_earlier(common_labels(long), FS) == 0


def test_examples_hold_every_kind_of_p_and_the_record_stays_as_it_is() -> None:
    record = prepared(annotated(simulate(rate_bpm=RATE_BPM)))
    before = record.signal_mv.copy(), record.common.copy()
    rng = np.random.default_rng(0)
    pr_s, without = [], 0
    for _ in range(200):
        example = draw(record, 1024, rng, p_earlier=0.25, p_missing=0.06)
        common = example.common.astype(np.int8)
        p, qrs = runs_of(common, P), runs_of(common, QRS)
        without += not p and len(qrs) > 2
        pr_s += [(min(q for q, _ in qrs if q > on) - on) / 250 for on, _ in p[1:-1]]
    assert 2 <= without <= 30
    # Stretched by a quarter at most, 160 ms is never 300.
    assert 0.05 < np.mean(np.array(pr_s) > 0.3) < 0.25
    np.testing.assert_array_equal(record.signal_mv, before[0])
    np.testing.assert_array_equal(record.common, before[1])


def test_by_rule_p_stays_where_it_is() -> None:
    record = prepared(annotated(simulate(rate_bpm=RATE_BPM)))
    rng = np.random.default_rng(0)
    for _ in range(60):
        common = draw(record, 1024, rng).common.astype(np.int8)
        p, qrs = runs_of(common, P), runs_of(common, QRS)
        assert p or len(qrs) <= 2
        for first, _ in p[1:-1]:
            # Stretched as a whole and between the waves.
            assert min(onset for onset, _ in qrs if onset > first) - first < 0.3 * 250
