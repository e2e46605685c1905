"""Published results on PTB-XL, and what differs from how ours are obtained.

Macro AUROC on fold 10, all labels in the mean however rare, from the tables of the
named papers; ours leave out labels with fewer than five positives.
"""

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = ("super", "sub", "diag", "form", "rhythm", "all")


@dataclass(frozen=True)
class Published:
    """A row: ``auroc`` by label set, where it is from, and how it was obtained."""

    name: str
    auroc: Mapping[str, float]
    source: str
    differs: str = ""


def _row(
    name: str, values: tuple[float, ...], source: str, differs: str = ""
) -> Published:
    return Published(name, dict(zip(COLUMNS, values, strict=True)), source, differs)


_BENCHMARK = "ECG foundation model benchmark (Al-Masud et al. 2025)"
_TUNED = "pretrained on up to 10.7 M ECGs, fine-tuned; 2.5 s crops, averaged"
_LINEAR = "frozen, linear; pretrained on up to 10.7 M ECGs"
PUBLISHED = (
    _row(
        *("ECGFounder, fine-tuned", (0.935, 0.943, 0.950, 0.875, 0.965, 0.934)),
        *(_BENCHMARK, _TUNED),
    ),
    _row(
        *("ECG-CPC, fine-tuned", (0.934, 0.940, 0.951, 0.934, 0.959, 0.949)),
        *(_BENCHMARK, _TUNED),
    ),
    _row(
        *("ECG-JEPA, fine-tuned", (0.921, 0.935, 0.946, 0.912, 0.956, 0.940)),
        *(_BENCHMARK, "87 M weights, 174,000 ECGs, 250 Hz, 10 s"),
    ),
    _row(
        *("ECG-JEPA, linear", (0.911, 0.916, 0.925, 0.908, 0.969, 0.928)),
        *(_BENCHMARK, _LINEAR),
    ),
    _row(
        *("S4, from chance", (0.932, 0.938, 0.943, 0.919, 0.956, 0.941)),
        *(_BENCHMARK, "supervised; 100 Hz, 2.5 s crops, averaged"),
    ),
    Published(
        "xresnet1d101, from chance",
        {"super": 0.928, "sub": 0.929, "diag": 0.937, "form": 0.896, "rhythm": 0.957}
        | {"all": 0.925},
        "Strodthoff et al. 2021",
        "supervised; 100 Hz, 2.5 s crops, averaged",
    ),
)


@dataclass(frozen=True)
class Claim:
    """What a system's own paper says of it, and which of our rows test its direction.

    The first of each pair should be above the second: names of probed encoders, those
    of ``training.ablations`` among them.
    """

    system: str
    says: str
    pairs: tuple[tuple[str, str], ...]


CLAIMS = (
    Claim(
        "CLEAR-HUG",
        "6.84 % above the strongest baseline over six tasks",
        (("clear-hug-linear", "clear-hug-random"),),
    ),
    Claim(
        "PhysioCLR",
        "mean AUROC 12 % above the strongest baseline on three sets; above SimCLR",
        (
            ("ablation-physioclr-full-linear", "ablation-physioclr-simclr-linear"),
            ("ablation-physioclr-full-linear", "ablation-physioclr-no-rebuilt-linear"),
            ("ablation-physioclr-full-linear", "ablation-physioclr-no-peaks-linear"),
        ),
    ),
    Claim(
        "ACL-ECG",
        "intra and inter terms together above either (CPSC, linear: AUPRC .742, .731 "
        "intra only, .651 inter only)",
        (
            ("ablation-acl-both-linear", "ablation-acl-intra-linear"),
            ("ablation-acl-both-linear", "ablation-acl-inter-linear"),
        ),
    ),
    Claim(
        "ECG-JEPA",
        "cross-pattern attention above plain; features tell heart rate",
        (("ablation-jepa-cropa-linear", "ablation-jepa-plain-linear"),),
    ),
)
