"""What the network says of a recording, and why: findings and their evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import ANATOMIC, Grouping

# Statements that nothing is to be done about.
USUAL = frozenset({"NORM", "SR"})
# Statements that cannot wait: infarction and injury, high-degree block, tachycardia.
URGENT = frozenset(
    {
        *("MI", "AMI", "IMI", "LMI", "PMI", "ASMI", "ALMI", "ILMI", "IPMI", "IPLMI"),
        *("INJAS", "INJAL", "INJLA", "INJIN", "INJIL", "STE", "STE_"),
        *("2AVB", "3AVB", "SVTAC", "PSVT"),
    }
)
# What a statement's probability is called from here on.
NEAR_CERTAIN, LIKELY = 0.95, 0.70


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

    @property
    def rank(self) -> int:
        """Where it is read: urgent and likely, urgent, other, usual; absent last."""
        if not self.present:
            return 4
        if self.code in USUAL:
            return 3
        if self.code not in URGENT:
            return 2
        return 0 if self.probability >= LIKELY else 1


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is urgent first and what is absent last, each by probability."""
    return tuple(sorted(findings, key=lambda f: (f.rank, -f.probability)))


@dataclass(frozen=True)
class Prediction:
    """All findings of one recording, or the reason why there are none.

    ``ood_score`` is how far it is from the recordings that the network learnt from;
    98 % of recordings like those stay within 1. ``None`` where it does not say.
    ``span_s`` is the part of a long recording that was asked about, ``None`` for all.
    """

    findings: tuple[Finding, ...]
    model: str
    abstained: str | None = None
    notes: tuple[str, ...] = ()
    ood_score: float | None = None
    span_s: tuple[float, float] | None = None

    @property
    def first_to_explain(self) -> Finding | None:
        """The first to be read of what is stated: urgent, else abnormal, else usual."""
        stated = (finding for finding in self.findings if finding.present)
        return next(iter(in_reading_order(stated)), None)

    def finding(self, code: str) -> Finding:
        """Return the finding with this code; ``KeyError`` if there is none."""
        for finding in self.findings:
            if finding.code == code:
                return finding
        raise KeyError(code)


Level = Literal["group", "lead", "beat"]
LEVELS: tuple[Level, ...] = ("group", "lead", "beat")
# Sampling has come far enough when the error of all beats together is below this share
# of the sum of what they contribute, whatever its sign.
SETTLED_SHARE = 0.05


# R peaks this close to each other are one.
SAME_PEAK_S = 0.05


@dataclass(frozen=True, eq=False)
class Evidence:
    """Contributions to one finding's logit that add up at every level that is told.

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
        Contribution of each beat in each lead; rows follow ``leads``. Read-only. NaN
        where it is not known yet, as are ``leads`` before that level is told.
    beat_times_s : ndarray, shape (n_beats,)
        R-peak times of the columns.
    method : str
        How it was computed, in one sentence.
    told : Level
        The deepest level with contributions; what is below is still to come.
    exact : Level
        The deepest level whose contributions are no estimates.
    beats_se : ndarray, shape (n_leads, n_beats)
        Standard errors of ``beats``, nil where they are exact. Read-only.
    n_rounds : int
        How many rounds of questions the beats' estimates rest on.
    grouping : Grouping
        Whose groups they are.
    isoelectric : bool
        Whether ``baseline_logit`` is that of isoelectric leads, rather than of beats
        that are taken away.
    notes : tuple of str
        Sentences that a reader must know.
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
    told: Level = "beat"
    exact: Level = "beat"
    beats_se: NDArray[np.float64] = field(default_factory=lambda: np.zeros(()))
    n_rounds: int = 0
    grouping: Grouping = ANATOMIC
    isoelectric: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.leads), len(self.beat_times_s))
        if not self.beats_se.ndim:
            object.__setattr__(self, "beats_se", np.full(shape, self.beats_se))
        for name in ("beats", "beats_se"):
            array = np.array(getattr(self, name), dtype=np.float64)
            if array.shape != shape:
                raise ValueError(f"{name} are {array.shape}, not {shape}")
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def tells(self, level: Level) -> bool:
        """Return whether contributions of a level are there."""
        return LEVELS.index(level) <= LEVELS.index(self.told)

    @property
    def is_told(self) -> bool:
        """Whether there is an answer for everything, if only an estimate."""
        return self.told == LEVELS[-1] and not np.isnan(self.beats).any()

    def is_settled(self, seen_s: tuple[float, float] | None = None) -> bool:
        """Return whether sampling on would change little of the beats in a time."""
        start_s, stop_s = seen_s or (-np.inf, np.inf)
        seen = (self.beat_times_s >= start_s) & (self.beat_times_s < stop_s)
        error = np.sqrt((self.beats_se[:, seen] ** 2).sum())
        # Not so where one is NaN, which is not known yet.
        return bool(error <= SETTLED_SHARE * np.abs(self.beats[:, seen]).sum())

    @property
    def max_gap(self) -> float:
        """Largest absolute failure to add up, over what is told, in logit units."""
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
        return float(np.nanmax(gaps))

    def column_at(self, time_s: float) -> int | None:
        """Return the column of ``beats`` whose R peak is at a time, if there is one."""
        away_s = np.abs(self.beat_times_s - time_s)
        near = away_s.size > 0 and away_s.min() < SAME_PEAK_S
        return int(away_s.argmin()) if near else None

    def lead_row(self, lead: str) -> int | None:
        """Return the row of ``beats`` for a lead, ``None`` if it has none."""
        names = list(self.leads)
        return names.index(lead) if lead in names else None


@dataclass(frozen=True, eq=False)
class Explanation:
    """The evidence for every finding as far as it is known.

    Attributes
    ----------
    evidence : mapping of code to Evidence
    more : bool
        Whether another step would add something.
    state : object
        What its explainer goes on from; nobody else's business.
    """

    evidence: Mapping[str, Evidence]
    more: bool = False
    state: object = None
