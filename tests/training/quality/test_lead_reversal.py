"""Exchanged electrodes: a weighted sum, odd and limited; from whom is learnt."""

import csv

import numpy as np
import pytest

from ecgviewer.analysis.quality.lead_reversal import differences
from ecgviewer.analysis.quality.lead_reversal_features import BEAT_S
from ecgviewer.analysis.statistics.decision import Decision
from tests.training.made_sets import ecg, make_ptbxl_table, write_table, write_wfdb
from training.fitting.boosting import log_odds_of
from training.quality import lead_reversal as lead_reversals
from training.quality.lead_reversal import (
    MOST_SIZE,
    Clean,
    _clean_files,
    cross_validate,
    fit_linear,
)


@pytest.fixture
def as_is():
    """Features of which the second is usually positive, and one never changes."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 4))
    x[:, 1] += 1.5
    x[:, 3] = 0.0
    return x


def test_exchanged_ones_are_told_by_the_other_sign(as_is):
    fit = fit_linear(as_is)
    np.testing.assert_allclose(fit(as_is), -fit(-as_is))
    assert (fit(-as_is) > 0).mean() > 0.85
    assert fit.weights[1] < 0
    assert fit.weights[3] == 0


def test_one_feature_does_not_decide_alone_however_large(as_is):
    fit = fit_linear(as_is)
    size = np.sqrt((as_is**2).mean(axis=0))
    huge = np.array([[0.0, 1e6, 0.0, 1e6]])
    assert fit(huge)[0] == pytest.approx(MOST_SIZE * size[1] * fit.weights[1])


def test_untrusted_leads_teach_no_exchange_that_they_are_part_of(monkeypatch):
    """And they are never counted, nor is anything learnt of a patient it judges."""
    rng = np.random.default_rng(1)
    beats = rng.standard_normal((25, 12, BEAT_S.size))
    cinc2011 = rng.standard_normal((7, 12, BEAT_S.size))
    ludb = rng.standard_normal((5, 12, BEAT_S.size))
    patients = np.array([str(k) for k in range(25)])
    clean = Clean(beats, patients, np.repeat("made", 25), cinc2011, ludb)
    learnt = []

    def grown(name, as_is, seed):
        learnt.append((name, as_is))
        return Decision(0.0, (), 0.5)

    monkeypatch.setattr(lead_reversals, "_grown", grown)
    taught_by = {
        "LA/RA": [],
        "LA/LL": [cinc2011],
        "RA/LL": [],
        "V1/V2": [cinc2011, ludb],
    }
    monkeypatch.setattr(lead_reversals, "EXCHANGES", dict.fromkeys(taught_by))
    results = cross_validate(clean, seed=0)
    assert [result.n_recordings for result, _ in results.values()] == [25] * 4
    for name, as_is in learnt:
        others = [differences(beats, name) for beats in taught_by[name]]
        assert len(as_is) == 20 + sum(map(len, others))
        for row in (row for rows in others for row in rows):
            assert (as_is == row).all(axis=1).any()


def test_an_exchange_undone_is_told_from_one_done(as_is):
    """Alike, in training and in the program."""
    decision = lead_reversals._grown("V1/V2", as_is, seed=0)
    said = log_odds_of(decision, as_is)
    np.testing.assert_allclose(said, -log_odds_of(decision, -as_is), atol=1e-12)
    assert (said < 0).mean() > 0.85
    in_program = [decision.probability(row) for row in as_is]
    np.testing.assert_allclose(in_program, 1 / (1 + np.exp(-said)), rtol=1e-9)


def test_fold_10_is_not_learnt_from_wherever_its_recordings_are(tmp_path):
    """Nor a recording with electrode problems; all others are, listed or not."""
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10, 2])
    table = ptbxl / "ptbxl_database.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["electrodes_problems"] = "V6" if row["ecg_id"] == "4" else ""
    write_table(table, rows)
    copies = tmp_path / "ptbxl_raw_mv"
    for name in ("00003_hr", "HR00003", "HR00002", "HR00099"):
        write_wfdb(copies, name, ecg(1))
    found = [(source, path.stem) for source, _, path in _clean_files(tmp_path)]
    assert found == [
        ("ptbxl", "00001_hr"),
        ("ptbxl", "00002_hr"),
        ("ptbxl_raw_mv", "HR00002"),
        ("ptbxl_raw_mv", "HR00099"),
    ]
