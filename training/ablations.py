"""What each part of an objective gives: pretrained with and without it, all else equal.

    python -m training.ablations                            # all, one after the other
    python -m training.ablations --only acl-both acl-intra
    python -m training.compare --probes ablation-acl-both=acl ablation-acl-intra=acl

Each is its system's config with one change, on a quarter of the patients and in a few
passes: about six minutes of one core. The encoder is then judged under logistic
regression by ``training.compare``, whose command is printed at the end. Killed, the
same command goes on; what is finished is not made anew.
"""

import copy
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.labels.material import Material
from training.registry import TRAINERS
from training.run.config import ending_in_a_sentence, load_config, setting

CONFIGS = Path("training/configs")
PREFIX = "ablation-"
# Of each system, by the settings of pretraining. A teacher that follows faster than in
# the whole run: in a fifth of the steps it would else hardly leave its start.
BUDGETS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "acl": {"pretrain": {"share": 0.25, "epochs": 3}},
    "physioclr": {"pretrain": {"share": 0.25, "epochs": 6}},
    "jepa": {
        "pretrain": {"share": 0.25, "epochs": 3},
        "objective": {"momentum": 0.985},
    },
}


@dataclass(frozen=True)
class Ablation:
    """A system, and what of its config is another."""

    system: str
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def _objective(system: str, **changed: Any) -> Ablation:
    return Ablation(system, {"objective": changed})


ABLATIONS: Mapping[str, Ablation] = {
    "acl-both": _objective("acl", terms="both"),
    "acl-intra": _objective("acl", terms="intra"),
    "acl-inter": _objective("acl", terms="inter"),
    "physioclr-full": Ablation("physioclr"),
    "physioclr-simclr": _objective(
        "physioclr", physiology=False, shuffle=False, rebuilt=0.0, peaks=0.0
    ),
    "physioclr-no-rebuilt": _objective("physioclr", rebuilt=0.0),
    "physioclr-no-peaks": _objective("physioclr", peaks=0.0),
    "physioclr-no-physiology": _objective("physioclr", physiology=False),
    "physioclr-no-shuffle": _objective("physioclr", shuffle=False),
    "jepa-cropa": Ablation("jepa", {"network": {"attention": "cropa"}}),
    "jepa-plain": Ablation("jepa", {"network": {"attention": "plain"}}),
}


@dataclass(frozen=True)
class AblationsConfig:
    only: tuple[str, ...] = setting((), help=f"some of {', '.join(ABLATIONS)}")
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    runs: Path = setting(Path("runs"), help="folder of the runs")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    share: float = setting(0.0, help="of the patients; 0: as the budgets say")
    epochs: int = setting(0, help="passes; 0: as the budgets say")
    seed: int = setting(0, help="of everything that is drawn")
    workers: int = setting(2, help="processes that read and measure")


def settings_of(name: str, config: AblationsConfig) -> dict[str, Any]:
    """Return the training settings of an ablation: tables of a config's ``train``."""
    ablation = ABLATIONS[name]
    path = CONFIGS / f"{ablation.system}.toml"
    settings: dict[str, Any] = copy.deepcopy(
        tomllib.loads(path.read_text(encoding="utf-8"))["train"]
    )
    given = {"share": config.share, "epochs": config.epochs}
    asked = {"seed": config.seed} | {k: v for k, v in given.items() if v}
    for changes in (BUDGETS[ablation.system], ablation.changed, {"pretrain": asked}):
        for table, values in changes.items():
            settings[table] = settings.get(table, {}) | dict(values)
    return settings


def run_of(name: str, config: AblationsConfig) -> Path:
    """Return the folder of an ablation's run; one of another seed is another run."""
    ending = f"-{config.seed}" if config.seed else ""
    return config.runs / f"{PREFIX}{name}{ending}"


def run_ablations(config: AblationsConfig) -> list[Path]:
    """Pretrain all that are asked for and not there yet; return their folders.

    Raises ``SystemExit`` for a name that is not known.
    """
    names = config.only or tuple(ABLATIONS)
    if unknown := [name for name in names if name not in ABLATIONS]:
        known = ", ".join(ABLATIONS)
        raise SystemExit(f"no ablation {', '.join(unknown)}; known: {known}")
    material = Material(config.data, config.cache, config.workers)
    folders = []
    for name in names:
        folders.append(run_of(name, config))
        print(f"{folders[-1]}", flush=True)
        pretrain = TRAINERS[ABLATIONS[name].system].pretrain
        assert pretrain is not None
        pretrain(material, settings_of(name, config), folders[-1])
    return folders


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(AblationsConfig, argv, __doc__ or "")
    folders = run_ablations(config)
    names = config.only or tuple(ABLATIONS)
    probes = " ".join(
        f"{folder.name}={ABLATIONS[name].system}"
        for folder, name in zip(folders, names, strict=True)
    )
    print(f"python -m training.compare --data {config.data} --probes {probes}")


if __name__ == "__main__":
    main()
