"""How much each lead usually contributes to a statement where it is true.

    python -m training.bundle.profiles --bundle resources/models/ensemble --most 10

A reader sees beside the leads of one ECG whether they are those that always count. The
command writes it into the card of a bundle that is there; of a new one it is a step of
the pipeline.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.evidence.owen import EvidenceError, explain
from ecgviewer.ai.files import CARD, write_card
from ecgviewer.ai.model import EcgModel
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.findings import Evidence, Explanation
from ecgviewer.ecg.leads import STANDARD_12
from training.labels.material import Material
from training.run.config import ending_in_a_sentence, load_config, setting
from training.sources import read_entry
from training.sources.entries import Entry

# With fewer recordings a mean is chance.
MIN_RECORDINGS = 8


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
    """Return the evidence of a recording, its leads estimated from a few unions.

    A mean of several recordings needs no exact ones.
    """
    recording = read_entry(entry)
    beats = detect_r_peaks(recording)
    told: Explanation | None = None
    while told is None or any(x.told == "group" for x in told.evidence.values()):
        told = explain(recording, beats, model, told)
    return dict(told.evidence)


@dataclass(frozen=True)
class ProfilesConfig:
    bundle: Path = setting(Path("resources/models/ensemble"), help="bundle folder")
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    out: Path = setting(Path("runs/profiles.json"), help="file of what was found")
    most: int = setting(20, help="recordings a statement")


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(ProfilesConfig, argv, __doc__ or "")
    material = Material(config.data, config.cache)
    model = load_model(config.bundle)
    codes = [label.code for label in material.labels]
    columns = [codes.index(spec.code) for spec in model.labels]
    targets, asked = (x[:, columns] for x in material.targets(material.calibration))
    what = model, material.calibration, targets & asked, config.most, config.out
    config.out.parent.mkdir(parents=True, exist_ok=True)
    found = lead_profiles(*what)
    path = config.bundle / CARD
    card = json.loads(path.read_text(encoding="utf-8"))
    write_card(config.bundle, card | {"lead_profiles": found})
    print(f"{path}: profiles of {len(found)} statements")


if __name__ == "__main__":
    main()
