"""What stated rhythms teach of P, on recordings made for it."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.made_sets import make_ptbxl_table, write_table
from training.delineation.delineate import N_FOLDS, rhythm_folds
from training.delineation.rhythm_examples import (
    RhythmExample,
    RhythmRecord,
    draw_rhythm,
    kind_of,
    read_rhythms,
    rhythm_loss,
)
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS

FS = 250


def stated(folder: Path, statements: list[tuple[str, int]]) -> Path:
    """Write PTB-XL with these codes in these folds."""
    make_ptbxl_table(folder, [fold for _, fold in statements])
    table = folder / "ptbxl_database.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, (codes, _) in zip(rows, statements, strict=True):
        row["scp_codes"] = str(dict.fromkeys(codes.split(), 100.0))
    write_table(table, rows)
    return folder


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("NORM SR", "usual"),
        ("STACH IMI", "usual"),
        ("SR CLBBB", "unusual"),
        ("SBRAD 1AVB", "unusual"),
        ("AFIB CLBBB", "fibrillation"),
        ("AFIB AFLT", None),
        ("AFIB PACE", None),
        ("AFIB SR", None),
        ("SR PAC", None),
        ("SR 3AVB", None),
        ("PACE", None),
        ("NORM", None),
    ],
)
def test_statements_tell_whether_each_beat_has_a_p_or_leave_it_open(
    codes: str, kind: str | None
) -> None:
    assert kind_of(frozenset(codes.split())) == kind


def test_only_training_folds_are_read(tmp_path: Path) -> None:
    folder = stated(
        tmp_path,
        [("SR", 1), ("SR CLBBB", 8), ("AFIB", 3), ("SR", CHOICE_FOLD), ("AFIB", 10)],
    )
    records = read_rhythms(folder, seed=0)
    assert sorted(record.kind for record in records) == [
        "fibrillation",
        "unusual",
        "usual",
    ]
    for record in records:
        assert record.signal.shape == (12, 10 * FS)
        # About 70 beats a minute.
        expected = 0 if record.kind == "fibrillation" else 12
        assert abs(record.r_peaks.size - expected) <= 1


def test_a_network_of_the_cross_validation_hears_nothing_of_the_folds_left_out(
    tmp_path: Path,
) -> None:
    folder = stated(tmp_path, [("SR", 1), ("SR CLBBB", 6), ("AFIB", 3)])
    (record,) = read_rhythms(folder, 0, rhythm_folds(1))
    assert record.kind == "fibrillation"
    assert len(read_rhythms(folder, 0, rhythm_folds(-1))) == 3
    left_out = [TRAIN_FOLDS - rhythm_folds(fold) for fold in range(N_FOLDS)]
    assert sorted(k for folds in left_out for k in folds) == sorted(TRAIN_FOLDS)


def test_a_folder_without_any_stated_rhythm_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no recording states a rhythm"):
        read_rhythms(stated(tmp_path, [("NORM", 1)]), seed=0)


def test_r_peaks_follow_a_stretch_that_is_slower_or_faster() -> None:
    peaks = np.arange(100.0, 2400.0, 180.0)
    signal = np.zeros((12, 10 * FS), np.float32)
    signal[:, peaks.astype(int)] = 1.0
    records = [RhythmRecord(signal, peaks, "usual")]
    rng = np.random.default_rng(1)
    for _ in range(20):
        example = draw_rhythm(records, 1024, rng)
        assert example.r_peaks is not None
        height = np.abs(example.signal[0])
        seen = [
            k
            for k in range(100, 1023)
            if height[k] >= max(0.3, *height[k - 3 : k], *height[k + 1 : k + 4])
        ]
        told = example.r_peaks[(example.r_peaks >= 100) & (example.r_peaks < 1023)]
        # A peak lies between two of the moments that are taken.
        assert len(seen) >= 4
        assert all(np.abs(told - place).min() <= 1 for place in seen)


def test_each_kind_is_drawn_as_often_as_any_other() -> None:
    signal = np.zeros((12, 10 * FS), np.float32)
    usual = [RhythmRecord(signal, np.array([500.0, 1500.0]), "usual")] * 50
    records = [*usual, RhythmRecord(signal, np.empty(0), "fibrillation")]
    rng = np.random.default_rng(0)
    none = sum(draw_rhythm(records, 1024, rng).r_peaks is None for _ in range(400))
    assert 150 < none < 250  # binomial, n 400: five SD on either side


def outputs(p_at: slice | None, leads: slice = slice(None)) -> tuple[torch.Tensor, ...]:
    """Return logits that are sure of P at these moments and of nothing elsewhere."""
    per_lead, common = torch.zeros(1, 12, 4, 1024), torch.zeros(1, 4, 1024)
    per_lead[:, :, 0], common[:, 0] = 9.0, 9.0
    if p_at is not None:
        per_lead[:, leads, 1, p_at] = 18.0
        common[:, 1, p_at] = 18.0
    return per_lead, common


def loss(
    example: RhythmExample, p_at: slice | None, leads: slice = slice(None)
) -> float:
    per_lead, common = outputs(p_at, leads)
    return float(rhythm_loss((per_lead, common), [example]))


R = 500
BEAT = RhythmExample(np.zeros((12, 1024), np.float32), np.array([R]))
FIBRILLATING = RhythmExample(np.zeros((12, 1024), np.float32), None)


def test_in_sinus_rhythm_a_p_before_each_beat_costs_nothing() -> None:
    assert loss(BEAT, slice(R - 50, R - 30)) < 0.01
    assert loss(BEAT, slice(R - 50, R - 30), leads=slice(0, 4)) < 0.01
    assert loss(BEAT, None) > 5
    assert loss(BEAT, slice(R + 20, R + 40)) > 5, "behind R"
    assert loss(BEAT, slice(R - 200, R - 120)) > 5, "long before R"
    assert loss(BEAT, slice(R - 50, R - 47)) > 1, "shorter than a P wave"
    assert loss(BEAT, slice(R - 50, R - 30), leads=slice(0, 1)) > 1, "in one lead"


def test_in_fibrillation_any_p_costs() -> None:
    assert loss(FIBRILLATING, None) < 0.01
    assert loss(FIBRILLATING, slice(R - 50, R - 30)) > 0.1


def test_the_loss_teaches_a_network_to_see_p_before_the_beat() -> None:
    torch.manual_seed(0)
    per_lead = torch.zeros(1, 12, 4, 1024, requires_grad=True)
    common = torch.zeros(1, 4, 1024, requires_grad=True)
    rhythm_loss((per_lead, common), [BEAT]).backward()
    assert common.grad is not None
    assert per_lead.grad is not None
    window = slice(R - 100, R - 15)
    for grad in (common.grad[0, 1], per_lead.grad[0, :, 1].sum(0)):
        assert (grad[window] <= 0).all()
        assert grad[window].min() < 0
        outside = torch.cat([grad[: R - 100], grad[R - 15 :]])
        assert (outside == 0).all()
