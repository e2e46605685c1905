"""The benchmark of evidence alters ECGs as it says and teaches chance as it says."""

from dataclasses import replace

import numpy as np

from benchmarks.evidence.__main__ import _players, _pointing, drawn
from benchmarks.evidence.altered import ST_MV, altered, null_recording
from benchmarks.evidence.permuted import measure, permuted_model
from benchmarks.evidence.report_limits import FEWEST, chosen
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.ai.report.card import load_limits
from ecgviewer.ai.report.report import report
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import regular_r_times, synthetic_recording
from tests.ui.fakes import make_evidence
from training.sources.entries import Entry


def an_ecg():
    recording = synthetic_recording(regular_r_times(60))
    return recording, detect_r_peaks(recording)


def test_changes_are_made_where_they_are_said_to_be() -> None:
    recording, beats = an_ecg()
    st, p, qrs = altered(recording, beats, ("II", "III", "aVF"))
    away = st.recording.whole_signal_mv - recording.whole_signal_mv
    rows = [STANDARD_12.index(lead) for lead in ("II", "III", "aVF")]
    assert st.cells[rows].all()
    assert st.cells.sum() == 3 * len(beats)
    np.testing.assert_allclose(away[rows].max(axis=1), ST_MV, atol=0.005)
    assert np.abs(np.delete(away, rows, axis=0)).max() == 0
    limits = np.round(beats.limits_s(recording.duration_s) * recording.fs).astype(int)
    for change in (p, qrs):
        away = np.abs(change.recording.whole_signal_mv - recording.whole_signal_mv)
        for beat in range(1, len(beats) - 1):
            part = away[:, limits[beat] : limits[beat + 1]].max()
            assert (part > 0.02) == change.cells[0, beat] == (beat % 2 == 1)


def test_a_widened_qrs_is_wider() -> None:
    recording, beats = an_ecg()
    wide = altered(recording, beats, ("II",))[2].recording
    peak, half = int(beats.r_peaks[3]), round(0.1 * recording.fs)
    row = STANDARD_12.index("II")

    def width(one):
        part = np.abs(one.whole_signal_mv[row, peak - half : peak + half])
        return (part > 0.5 * part.max()).sum()

    assert width(wide) > 1.5 * width(recording)


def test_a_null_record_has_no_heart_in_it() -> None:
    recording, _ = an_ecg()
    noise = null_recording(recording, 1).whole_signal_mv
    assert abs(noise.std() - 0.020) < 0.001


def test_pointing_says_whether_the_largest_lead_lies_in_the_territory() -> None:
    _, beats = an_ecg()
    item = make_evidence(beats)
    lead = max(item.leads, key=lambda name: item.leads[name])
    there = _pointing(item, (lead,))
    assert there["pointing, lead"] == 1
    assert there["pointing, lead: chance"] == 1 / 12
    others = tuple(name for name in STANDARD_12 if name != lead)
    assert _pointing(item, others)["pointing, lead"] == 0


def test_players_are_leads_or_beats() -> None:
    leads, beats = _players(4, leads=True), _players(4, leads=False)
    assert leads.shape == (12, 12, 4)
    assert beats.shape == (4, 12, 4)
    assert (leads.sum(axis=0) == 1).all()
    assert (beats.sum(axis=0) == 1).all()
    assert leads[5, 5].all()
    assert beats[2, :, 2].all()


def test_recordings_are_drawn_alike_and_of_each_code(tmp_path) -> None:
    entries = [
        Entry(tmp_path, "ptbxl", str(k), str(k), codes=frozenset({"AMI", "IMI"} - {c}))
        for k, c in enumerate(["AMI"] * 5 + ["IMI"] * 5)
    ]
    chosen = drawn(entries, frozenset({"AMI", "IMI"}), 4)
    assert chosen == drawn(entries, frozenset({"AMI", "IMI"}), 4)
    assert len(chosen) == 4
    assert sum("AMI" in e.codes for e in chosen) == 2


def test_a_map_of_permuted_statements_fails_its_card() -> None:
    ecgs = [
        synthetic_recording(regular_r_times(rate), noise_mv=0.02)
        for rate in (55, 60, 66, 72, 80, 90)
    ]
    ecgs = [
        replace(one, signal_mv=one.whole_signal_mv * gain)
        for one in ecgs
        for gain in (0.8, 1.2)
    ]
    rng = np.random.default_rng(0)
    stated = [frozenset({"MI"} if rng.random() < 0.5 else {"CD"}) for _ in ecgs]
    model = permuted_model(ecgs[:6], stated[:6])
    measure(model, ecgs[6:], stated[6:])
    beats = detect_r_peaks(ecgs[0])
    evidence = attribute(ecgs[0], beats, model)
    card = report(ecgs[0], beats, model, evidence["MI"])
    assert card.verdict != "supported"


def test_limits_of_use_wait_for_enough_recordings() -> None:
    row = dict.fromkeys(load_limits(), 0.9)
    row |= {"chance_degradation": 0.1, "chance_agreement": 0.2}
    few = chosen([row] * (FEWEST - 1))
    assert few.keys() == {"degradation", "agreement", "randomised"}
    assert (few["degradation"], few["agreement"]) == (0.1, 0.2)
    # Of 12 ranks the standard error is 1 / sqrt(11), of the mean of three less.
    assert abs(few["randomised"] - 1.96 / 33**0.5) < 0.03
    many = chosen([row] * FEWEST)
    assert many["stability"] == many["size"] == 0.9
    assert "discrimination" not in many
