"""Waves of known place: labels, F1 and the layers that find them."""

from dataclasses import replace

import numpy as np
import torch

from ecgviewer.ai.delineation.delineator import load_delineator
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.paths import resources_dir
from tests.ai.tiny import tiny_jepa
from tests.synthetic import WAVES, regular_r_times, synthetic_signal
from training.delineation.delineate import N_FOLDS, is_left_out
from training.delineation.ludb import AnnotatedRecord
from training.delineation.wave_labels import UNKNOWN
from training.evaluation.results import Draws
from training.probes.waves import (
    WaveLayer,
    at_rate,
    counts,
    delineator_labels,
    f1_results,
    marked,
    neurokit_labels,
    patch_labels,
)

FS = 500.0
# Centre and half width in s of what a reader would mark.
MARKED = {0: ("p", 2.2), 1: ("qrs", 0.0), 2: ("t", 2.2)}


def record(k: int) -> AnnotatedRecord:
    times = regular_r_times(55 + 3 * k)
    signal = synthetic_signal(times, noise_mv=0.01, seed=k)
    rows = []
    for r_time in times[1:-1]:
        for wave, (name, widths) in MARKED.items():
            centre, sd, _ = WAVES[name] if name in WAVES else (0.0, 0.02, ())
            half = widths * sd if widths else 0.05
            at = r_time + centre
            rows.append([wave, FS * (at - half), FS * at, FS * (at + half)])
    waves = np.round(np.array(rows))
    return AnnotatedRecord(str(k), FS, signal, (waves,) * len(STANDARD_12), "sinus")


RECORDS = [marked(record(k)) for k in range(N_FOLDS)]


def test_samples_are_counted_by_wave_where_something_is_known():
    truth = np.array([[UNKNOWN, 0, 1, 1, 2, 2, 0, 3]], dtype=np.int8)
    said = np.array([[1, 1, 1, 0, 2, 2, 0, 0]], dtype=np.int8)
    found = counts(said, truth)
    np.testing.assert_array_equal(found, [[1, 1, 1], [2, 0, 0], [0, 0, 1]])
    f1 = f1_results([found, found], Draws(5))
    assert [f1[name]["value"] for name in ("P", "QRS", "T", "mean")] == [0.5, 1, 0, 0.5]


def test_labels_survive_patches_and_come_back_at_their_rate():
    record = RECORDS[0]
    cut = patch_labels(record.labels, FS, 100.0, 20)
    assert cut.shape == (8, 50, 20)
    back = at_rate(cut.flatten(1).numpy(), 100.0, record)
    known = record.labels != UNKNOWN
    assert (back[known] == record.labels[known]).mean() > 0.95


def test_a_layer_on_patches_finds_the_waves_of_subjects_it_has_not_seen():
    torch.manual_seed(0)
    layer = WaveLayer(tiny_jepa().network, RECORDS)
    found = {}
    for fold in range(N_FOLDS):
        said = layer.said(RECORDS, fold)
        assert set(said) == {k for k in range(N_FOLDS) if is_left_out(k, fold)}
        found |= {k: counts(x, RECORDS[k].labels) for k, x in said.items()}
    assert f1_results([*found.values()], Draws(2))["QRS"]["value"] > 0.5


def test_nothing_is_learnt_from_what_is_scored():
    torch.manual_seed(0)
    network = tiny_jepa().network
    wrong = replace(RECORDS[0], labels=np.where(RECORDS[0].labels == 2, 3, 0))
    records = [replace(wrong, labels=wrong.labels.astype(np.int8)), *RECORDS[1:]]
    own, other = (WaveLayer(network, x).said(x, 0)[0] for x in (RECORDS, records))
    np.testing.assert_array_equal(own, other)


def test_our_delineator_and_neurokit_are_judged_by_the_same_samples():
    net = load_delineator(resources_dir() / "models" / "delineator").net
    ours = [counts(delineator_labels(net, r), r.labels) for r in RECORDS[:2]]
    theirs = [counts(neurokit_labels(r), r.labels) for r in RECORDS[:2]]
    assert f1_results(ours, Draws(2))["QRS"]["value"] > 0.7
    assert f1_results(theirs, Draws(2))["QRS"]["value"] > 0.5
    known = [(row[:, 0] + row[:, 2]).tolist() for row in (ours[0], theirs[0])]
    assert known[0] == known[1]
