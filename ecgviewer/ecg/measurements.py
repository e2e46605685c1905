"""Measured values, each with how it was come by and how sure it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.reason import Reason, blocking
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.rhythm_facts import RhythmFacts

if TYPE_CHECKING:
    from ecgviewer.ecg.criteria import Criterion

# Who measured: the device that wrote the file, this program, or the reader's hand.
Provenance = Literal["file", "ours", "reader"]


@dataclass(frozen=True)
class Measurement:
    """One value, or the reason why there is none.

    Attributes
    ----------
    value : float or None
        ``None`` where no number can be stood behind; then ``reasons`` say why.
    unit : str
        ``"ms"``, ``"bpm"``, ``"deg"``, ``"mV"``, or ``""`` for a count or a ratio.
    method : str
        How, in a few words: definition, formula, delineator.
    low, high : float or None
        The interval that holds the true value with about 95 % confidence.
    reasons : tuple of Reason
        Why there is no value, or what limits the one there is; else empty.
    leads : tuple of str
        The leads that were used.
    n_beats : int
        How many beats were used.
    provenance : str
    """

    value: float | None
    unit: str
    method: str
    low: float | None = None
    high: float | None = None
    reasons: tuple[Reason, ...] = ()
    leads: tuple[str, ...] = ()
    n_beats: int = 0
    provenance: Provenance = "ours"

    def __post_init__(self) -> None:
        if self.value is None and not self.reasons:
            raise ValueError("no value and no reason for it")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"interval from {self.low} to {self.high}")

    @property
    def reason(self) -> str:
        """The text of ``reasons`` in English, to be printed; code asks ``reasons``."""
        return text_of(self.reasons)


def shown_digits(unit: str) -> int:
    """Return with how many decimals a value of this unit is written."""
    return {"mV": 2, "mV/s": 2, "": 2}.get(unit, 0)


def as_shown(value: float, unit: str) -> float:
    """Return a value as it is written: a share or count without unit to hundredths."""
    return round(value, shown_digits(unit)) + 0.0


def no_value(
    unit: str, reasons: Reason | Iterable[Reason], method: str = ""
) -> Measurement:
    """Return a value that is not there, and why."""
    return Measurement(None, unit, method, reasons=blocking(reasons))


@dataclass(frozen=True)
class Pause:
    """A long RR interval: the R peak it begins at, and how long it lasts, in s.

    At the ends of a recording what is left of one, from its beginning or up to its end.
    """

    start_s: float
    length_s: float


@dataclass(frozen=True)
class Measurements:
    """All values of one recording.

    ``values`` are those of the recording as a whole, under the keys that
    ``ecgviewer analyze`` prints (``heart_rate_bpm``, ``pr_ms``, ``qtcf_ms``, ...);
    ``per_lead`` those of each lead (``r_mv``, ``st_j_mv``, ...), lead name first.
    ``pauses`` are the RR intervals longer than 2 s, ``premature_s`` the R peaks of
    premature beats in s, ``rhythm`` what the rhythm is taken for.
    ``second_opinion`` are another delineator's values, where it was asked.
    ``rr_s`` is the RR interval in s before each beat of the recording's list that rate
    and pauses are told from, NaN where it is not known; empty if none was looked for.
    ``cautions`` say what of the recording makes its values doubtful as a whole.
    """

    values: Mapping[str, Measurement] = field(default_factory=dict)
    per_lead: Mapping[str, Mapping[str, Measurement]] = field(default_factory=dict)
    criteria: "tuple[Criterion, ...]" = ()
    pauses: tuple[Pause, ...] = ()
    premature_s: tuple[float, ...] = ()
    rhythm: RhythmFacts = field(default_factory=RhythmFacts)
    second_opinion: Mapping[str, Measurement] = field(default_factory=dict)
    rr_s: NDArray[np.float64] = field(
        default_factory=lambda: np.empty(0), compare=False
    )
    cautions: tuple[Reason, ...] = ()
