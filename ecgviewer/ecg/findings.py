"""What the network says of a recording, and why: findings and their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Finding:
    """One statement the network was asked about.

    ``code`` is PTB-XL's (a superclass such as ``MI`` or an SCP statement such as
    ``AFIB``). ``probability`` is the calibrated one; ``logit`` is what the evidence
    adds up to. ``threshold`` is the probability from which the statement counts as
    present, chosen as the model card says. ``members`` is, of an ensemble, how much
    each member adds to the logit.
    """

    code: str
    label: str
    probability: float
    logit: float
    threshold: float
    members: Mapping[str, float] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        return self.probability >= self.threshold


@dataclass(frozen=True)
class Prediction:
    """All findings of one recording, or the reason why there are none.

    ``ood_score`` is how far it is from the recordings that the network learnt from;
    98 % of recordings like those stay within 1. ``None`` where it does not say.
    """

    findings: tuple[Finding, ...]
    model: str
    abstained: str | None = None
    notes: tuple[str, ...] = ()
    ood_score: float | None = None

    def finding(self, code: str) -> Finding:
        """Return the finding with this code; ``KeyError`` if there is none."""
        for finding in self.findings:
            if finding.code == code:
                return finding
        raise KeyError(code)


@dataclass(frozen=True, eq=False)
class Evidence:
    """Contributions to one finding's logit that add up at every level.

    Attributes
    ----------
    code : str
        The finding explained.
    logit, baseline_logit : float
        With every beat present, and with every beat of every lead removed.
    groups : mapping of group name to contribution
    group_leads : mapping of group name to its lead names
    leads : mapping of lead name to contribution
    beats : ndarray, shape (n_leads, n_beats)
        Contribution of each beat in each lead; rows follow ``leads``. Read-only.
    beat_times_s : ndarray, shape (n_beats,)
        R-peak times of the columns.
    method : str
        How it was computed, in one sentence.
    """

    code: str
    logit: float
    baseline_logit: float
    groups: Mapping[str, float]
    group_leads: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, float]
    beats: NDArray[np.float64]
    beat_times_s: NDArray[np.float64]
    method: str

    def __post_init__(self) -> None:
        beats = np.array(self.beats, dtype=np.float64)
        if beats.shape != (len(self.leads), len(self.beat_times_s)):
            raise ValueError(
                f"beats are {beats.shape}, not "
                f"({len(self.leads)}, {len(self.beat_times_s)})"
            )
        beats.flags.writeable = False
        object.__setattr__(self, "beats", beats)

    @property
    def max_gap(self) -> float:
        """Largest absolute failure to add up, over all three levels, in logit units."""
        lead_names = list(self.leads)
        gaps = [
            abs(self.logit - self.baseline_logit - sum(self.groups.values())),
            *(
                abs(value - sum(self.leads[lead] for lead in self.group_leads[group]))
                for group, value in self.groups.items()
            ),
            *(
                abs(self.leads[name] - float(self.beats[row].sum()))
                for row, name in enumerate(lead_names)
            ),
        ]
        return max(gaps)

    def lead_row(self, lead: str) -> int | None:
        """Return the row of ``beats`` for a lead, ``None`` if it has none."""
        names = list(self.leads)
        return names.index(lead) if lead in names else None
