"""Write the delineator's bundle, and the networks of its cross-validation.

    python -m training.delineation.export_delineator --runs runs/delineate

``--runs`` is the folder of the runs of ``training.delineation.delineate``: ``0`` to
``4`` (with ``--fold``) and ``all``. The bundle goes to ``resources/models/delineator``,
the others to ``benchmarks/delineator_folds``, where ``benchmarks.measure`` finds them.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from ecgviewer.ai.delineation.delineator import save_delineator
from ecgviewer.ai.delineation.wave_net import WaveNetConfig
from training.delineation.delineate import N_FOLDS
from training.run.config import ending_in_a_sentence
from training.sources.licences import DATA_SETS

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "resources" / "models" / "delineator"
FOLDS = ROOT / "benchmarks" / "delineator_folds"

# With these, nine of ten stated intervals or more hold the reference, cross-validated:
# python -m benchmarks.measure --only waves
ERROR_SD_MS = {"p_ms": 8.0, "pr_ms": 6.0, "qrs_ms": 8.5, "qt_ms": 10.0}
EVALUATION = (
    "python -m benchmarks.measure, python -m benchmarks.p_waves, "
    "python -m benchmarks.moved_p (cross-validation by record and by fold of PTB-XL, "
    "with networks that were trained 2,800 steps less)"
)
DATA = {
    "name": "LUDB (Lobachevsky University Electrocardiography Database) 1.0.1",
    "licence": "ODC-By 1.0",
    "citation": "Kalyakulina et al. 2020, IEEE Access 8:186181; Goldberger et al. 2000",
    "part": "the 150 records whose number is not divisible by 4",
}
_NAME, _LICENCE, _CITATION = DATA_SETS["ptbxl"]
RHYTHMS = {
    "name": _NAME,
    "licence": _LICENCE,
    "citation": _CITATION,
    "part": "of folds 1-8 those in sinus rhythm or atrial fibrillation, without marks: "
    "whether there are P waves",
}


def export(run: Path, folder: Path, card: dict[str, Any]) -> None:
    """Write one run's network as a bundle."""
    trained = torch.load(run / "wave_net.pt", map_location="cpu", weights_only=True)
    settings = json.loads((run / "config.json").read_text(encoding="utf-8"))
    network = trained["config"] | {"channels": tuple(trained["config"]["channels"])}
    kept = (
        "rhythm_weight",
        "p_earlier",
        "p_missing",
        "start_from",
        "fold",
        "steps",
        "batch",
        "moments",
        "rate",
        "seed",
        "commit",
        "recordings",
        "rhythm_recordings",
    )
    training = {name: settings[name] for name in kept if name in settings}
    if training.get("start_from"):
        training["start_from"] = Path(training["start_from"]).name
    training["last_loss"] = round(trained["history"][-1]["loss"], 4)
    said = {**card, "data": DATA, "training": training}
    if settings.get("rhythms"):
        said["rhythms"] = RHYTHMS
    save_delineator(folder, WaveNetConfig(**network), trained["net"], said)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=Path, required=True)
    runs = parser.parse_args(argv).runs
    for fold in range(N_FOLDS):
        card = {
            "name": f"LUDB delineator, fold {fold}",
            "error_sd_ms": ERROR_SD_MS,
        }
        export(runs / str(fold), FOLDS / str(fold), card)
    card = {
        "name": "LUDB delineator",
        "intended_use": "research and teaching; not for diagnosis",
        "what": "P, QRS and T of each lead, and of all leads together",
        "error_sd_ms": ERROR_SD_MS,
        "evaluation": EVALUATION,
    }
    export(runs / "all", BUNDLE, card)
    print(f"written: {BUNDLE} and {N_FOLDS} folds in {FOLDS}")


if __name__ == "__main__":
    main()
