"""Score a bundle again after a change of what measures for its trees.

    python -m training.bundle.renew_bundle --data ../shared/data/ptbxl \
        --external ../shared/data

The tree term reads what ``ecgviewer.analysis`` measures, so each improvement there
moves the network's logits a little, and the program refuses a bundle whose probe no
longer gives what the card promises. This leaves the weights and temperatures as they
are, and makes anew what follows from them and from the measured numbers: the
probe's logits, fold 9 and other sets in the card, and the thresholds that fold 9 gives.
The card then names the commit. If logits of the probe move by more than ``--most``,
trees must be grown anew on the new numbers (``training.heads.tree_term``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ecgviewer.ai.clear.bundle import load_bundle, probe_logits, read_probe, save_bundle
from training.bundle.export_bundle import NAME, with_thresholds, without_rhythm_term
from training.evaluation.evaluate import score_fold
from training.evaluation.external import external_results
from training.evaluation.results import MIN_POSITIVES, Draws, all_results
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.models import Trained, trained_of
from training.sources.entries import CHOICE_FOLD


@dataclass(frozen=True)
class RenewConfig:
    data: Path = setting(help="the PTB-XL folder")
    bundle: Path = setting(Path("resources/models/clear-hug"), help="bundle folder")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    external: str = setting("", help="folder of other sets, scored for the card")
    most: float = setting(0.2, help="how far the probe's logits may have moved")
    draws: int = setting(500, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    seed: int = setting(0, help="seed of the bootstrap")
    workers: int = setting(2, help="processes that tokenise")


def renew(config: RenewConfig) -> float:
    """Write the bundle again; return how far the logits of its probe have moved.

    Raises ``SystemExit`` with a sentence if they moved too far, or if the card has
    results that would stay what they were.
    """
    bundle = load_bundle(config.bundle, verify=False)
    trained, card = trained_of(bundle, config.bundle), dict(bundle.card)
    if card.get("other_sets") and not config.external:
        raise SystemExit(
            f"{config.bundle}: its card has results on other sets; --external must "
            "name their folder"
        )
    was = np.array(card["probe"]["logits"])
    moved = float(np.abs(probe_logits(config.bundle, bundle) - was).max())
    if not moved <= config.most:
        raise SystemExit(
            f"{config.bundle}: the probe's logits moved by {moved:.3f}, more than "
            f"{config.most:g}: grow the trees anew on what is measured now"
        )
    draws = Draws(config.draws, config.seed, config.min_positives)
    scores = _fold_9(trained, config)
    specs = with_thresholds(trained.labels, scores)
    silent = replace(trained, model=without_rhythm_term(trained.model))
    ablation = all_results(_fold_9(silent, config), replace(draws, n=0))
    card["fold_9"] = {
        **card["fold_9"],
        **all_results(replace(scores, model=NAME), draws),
        "ablation_without_rhythm_term": {
            task: row["macro_auroc"]["value"] for task, row in ablation["tasks"].items()
        },
    }
    if config.external:
        found = external_results(
            replace(trained, name=NAME),
            *(Path(config.external), config.data, config.cache, config.workers, draws),
        )
        card["other_sets"] = {**(card.get("other_sets") or {}), **found}
    renewed = {"at_commit": source_revision(), "probe_moved_by": round(moved, 4)}
    card["training"] = {**card["training"], "renewed": renewed}
    save_bundle(
        config.bundle,
        *(trained.model, trained.encoder, trained.head, trained.tokens),
        *(specs, read_probe(config.bundle, bundle), _without_what_is_written(card)),
    )
    return moved


def _fold_9(trained: Trained, config: RenewConfig) -> Any:
    return score_fold(trained, config.data, CHOICE_FOLD, config.cache, config.workers)


def _without_what_is_written(card: dict[str, Any]) -> dict[str, Any]:
    """Return the card without what is written from the network itself."""
    own = ("format", "config", "labels", "probe")
    return {key: value for key, value in card.items() if key not in own}


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(RenewConfig, argv, __doc__ or "")
    moved = renew(config)
    print(f"{config.bundle} renewed; the probe's logits moved by at most {moved:.4f}")


if __name__ == "__main__":
    main()
