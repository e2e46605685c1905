"""How much each lead usually contributes to a statement where it is true.

A reader sees beside the leads of one ECG whether they are those that always count.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.evidence.owen import EvidenceError, explain
from ecgviewer.ai.model import EcgModel
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.findings import Evidence, Explanation
from ecgviewer.ecg.leads import STANDARD_12
from training.sources import read_entry
from training.sources.entries import Entry

# With fewer recordings a mean is chance.
MIN_RECORDINGS = 10


def lead_profiles(
    model: EcgModel,
    entries: Sequence[Entry],
    present: NDArray[np.bool_],
    most: int,
    path: Path,
    least: int = MIN_RECORDINGS,
) -> dict[str, Any]:
    """Return by code the mean contribution of each lead, in logits, and of how many.

    ``present`` is (n_entries, n_labels), by the model's labels; of each statement at
    most ``most`` recordings are explained. Kept in ``path``, a JSON file.
    """
    if path.exists():
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    order = np.random.default_rng(0).permutation(len(entries))
    chosen = {
        spec.code: [int(k) for k in order if present[k, column]][:most]
        for column, spec in enumerate(model.labels)
        if spec.shown
    }
    chosen = {code: rows for code, rows in chosen.items() if len(rows) >= least}
    sums: dict[str, list[NDArray[np.float64]]] = {code: [] for code in chosen}
    for row in tqdm(sorted({k for rows in chosen.values() for k in rows}), "profiles"):
        try:
            found = _leads(model, entries[row])
        except EvidenceError:
            continue
        for code, rows in chosen.items():
            if row in rows:
                leads = found[code].leads
                sums[code].append(np.array([leads[name] for name in STANDARD_12]))
    profiles = {
        code: {
            "recordings": len(each),
            "leads": [round(float(x), 4) for x in np.mean(each, axis=0)],
        }
        for code, each in sums.items()
        if len(each) >= least
    }
    path.write_text(json.dumps(profiles), encoding="utf-8")
    return profiles


def _leads(model: EcgModel, entry: Entry) -> dict[str, Evidence]:
    """Return the evidence of a recording, exact down to its leads."""
    recording = read_entry(entry)
    beats = detect_r_peaks(recording)
    told: Explanation | None = None
    while told is None or any(x.exact == "group" for x in told.evidence.values()):
        told = explain(recording, beats, model, told)
    return dict(told.evidence)
