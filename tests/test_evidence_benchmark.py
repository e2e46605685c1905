"""The benchmark of evidence alters ECGs as it says and teaches chance as it says."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.evidence.__main__ import _players, _pointing, _rivals, drawn
from benchmarks.evidence.altered import (
    ST_MV,
    USUAL_RATE_PER_MIN,
    altered,
    null_beats,
    null_recording,
)
from benchmarks.evidence.kept import Kept
from benchmarks.evidence.permuted import measure, permuted_model
from benchmarks.evidence.report_limits import (
    FEWEST,
    chosen,
    size_of_nothing,
    verdicts,
)
from benchmarks.evidence.seeds import agreement
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.ai.report.card import load_limits
from ecgviewer.ai.report.question import question
from ecgviewer.ai.report.report import report
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import LABELS, Worths, tiny_clear, tiny_resnet, tiny_rr
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


def test_beats_of_a_null_record_have_one_usual_rate() -> None:
    recording, _ = an_ecg()
    rates = []
    for seed in range(8):
        beats = null_beats(recording, seed)
        steps_s = np.diff(beats.times_s)
        assert np.ptp(steps_s) < 0.003
        assert beats.r_peaks[-1] < recording.n_samples
        rates.append(60 / steps_s.mean())
    low, high = USUAL_RATE_PER_MIN
    assert low <= min(rates) < max(rates) <= high


def test_what_there_is_to_explain_of_nothing_is_of_the_statement_made_first() -> None:
    """Worths add up, so it is a cell's worth times the cells of the null record."""
    recording, _ = an_ecg()
    nothing, beats = null_recording(recording, 5), null_beats(recording, 5)
    for worths, size in (((0.05, -0.02, 0), 0.05), ((-0.05, -0.02, -0.09), 0.02)):
        model = Worths(np.tile(np.array(worths), (12, 30, 1)), LABELS)
        n_cells = question(nothing, beats, model, "MI").valid.sum()
        assert n_cells > 50
        assert abs(size_of_nothing(recording, model, 5) - size * n_cells) < 1e-9


def test_what_was_found_is_not_found_again(tmp_path) -> None:
    path, asked = tmp_path / "kept.jsonl", []

    def find():
        asked.append(None)
        return {"size": 0.5} if len(asked) == 1 else None

    kept = Kept(path)
    assert [kept.found(name, find) for name in "aab"] == [{"size": 0.5}] * 2 + [None]
    again = Kept(path)
    assert [again.found(name, find) for name in "ab"] == [{"size": 0.5}, None]
    assert len(asked) == 2


def test_pointing_says_whether_the_largest_lead_lies_in_the_territory() -> None:
    _, beats = an_ecg()
    item = make_evidence(beats)
    lead = max(item.leads, key=lambda name: item.leads[name])
    cells = np.zeros((12, len(beats)))
    cells[STANDARD_12.index("V3"), 1] = 1.0
    there = _pointing(item, (lead,), {})
    assert there["pointing, lead"] == 1
    assert there["pointing, lead: chance"] == 1 / 12
    others = tuple(name for name in STANDARD_12 if name != lead)
    assert _pointing(item, others, {})["pointing, lead"] == 0
    for territory in (("V3", "V4"), ("II", "III")):
        found = _pointing(item, territory, {"one cell": cells})
        assert found["pointing, lead, one cell"] == ("V3" in territory)
        assert found["pointing, group, one cell"] == ("V3" in territory)


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
    model = permuted_model(ecgs[:6], stated[:6], 34)
    measure(model, ecgs[6:], stated[6:])
    beats = detect_r_peaks(ecgs[0])
    evidence = attribute(ecgs[0], beats, model)
    card = report(ecgs[0], beats, model, evidence["MI"])
    assert card.verdict != "supported"


def test_limits_of_use_wait_for_enough_recordings() -> None:
    row = dict.fromkeys(load_limits(), 0.9)
    row |= {"chance_degradation": 0.1, "chance_agreement": 0.2, "chance_size": 0.3}
    few = chosen([row] * (FEWEST - 1))
    assert few.keys() == {"degradation", "agreement", "randomised", "size"}
    assert (few["degradation"], few["agreement"]) == (0.1, 0.2)
    # Of 12 ranks the standard error is 1 / sqrt(11), of the mean of three less.
    assert abs(few["randomised"] - 1.96 / 33**0.5) < 0.03
    many = chosen([row] * FEWEST)
    assert many["stability"] == many["sampling"] == 0.9
    assert "discrimination" not in many


def test_enough_to_explain_is_more_than_nothing_has_however_strong_maps_are() -> None:
    """A weak map passes where strong ones were drawn, and one of noise does not."""
    row = dict.fromkeys(load_limits(), 0.9)
    row |= {"chance_degradation": 0.1, "chance_agreement": 0.2}
    rows = [row | {"size": 5.0, "chance_size": k / 100} for k in range(101)]
    limit = replace(load_limits()["size"], value=chosen(rows)["size"])
    assert abs(limit.value - 0.95) < 1e-9
    assert limit.passes(1.0)
    assert not limit.passes(0.9)


def test_verdicts_are_those_of_the_limits_chosen() -> None:
    row = {key: 0.9 if x.at_least else 0.0 for key, x in load_limits().items()}
    row |= {"chance_degradation": 0.1, "chance_agreement": 0.2, "chance_size": 0.3}
    small, unstable = row | {"size": 0.2}, row | {"stability": 0.1}
    rows = [row] * FEWEST + [small, unstable]
    said = {"supported": FEWEST, "do not use": 1, "weak": 1}
    assert verdicts(rows) == said


@pytest.mark.parametrize(
    ("made", "methods"),
    [
        (tiny_rr, set()),
        (tiny_resnet, {"integrated gradients", "saliency"}),
        (tiny_clear, {"integrated gradients", "saliency", "rollout"}),
    ],
)
def test_rivals_are_the_methods_that_a_model_allows(made, methods) -> None:
    recording, beats = an_ecg()
    model = made()
    code = model.labels[0].code
    told = _rivals(recording, beats, model, code, 1.0)
    assert told.keys() == methods
    assert {cells.shape for cells in told.values()} <= {(12, len(beats))}
    turned = _rivals(recording, beats, model, code, -1.0)
    for method in methods:
        sign = -1 if method == "integrated gradients" else 1  # the others have none
        np.testing.assert_allclose(turned[method], sign * told[method])


def test_maps_of_networks_taught_alike_agree_as_far_as_they_are_alike() -> None:
    rng = np.random.default_rng(3)
    one = rng.normal(size=(12, 8))
    moved = np.roll(one, 1, axis=1)  # the same leads, other beats
    other = rng.normal(size=(12, 8))
    same = agreement([one, 2 * one, one], [one, one, one])
    np.testing.assert_allclose(list(same.values()), 1.0)
    assert same.keys() == {"leads", "beats", "leads: chance"}
    leads = agreement([one, moved])
    assert leads["leads"] > 0.999
    assert leads["beats"] < 0.9
    assert leads.keys() == {"leads", "beats"}
    against = agreement([one, -one, one])  # of three pairs two are opposite
    assert abs(against["beats"] + 1 / 3) < 1e-9
    elsewhere = agreement([one, one], [other, other])
    assert abs(elsewhere["leads: chance"]) < 0.9
