"""How well a recording can be read: faults of each lead, and what they come to."""

from dataclasses import dataclass
from typing import Literal, get_args

from ecgviewer.ecg.reasons.reason import Reason

FaultCode = Literal[
    "missing",  # samples the file marks as missing
    "lead_off",  # nothing of the heart in the lead, from beginning to end
    "flat",  # stretches in which nothing changes
    "saturation",  # the amplifier or converter at its limit
    "steps",  # the level jumps and stays
    "motion",  # large swings between the beats
    "baseline_wander",
    "mains",  # 50 or 60 Hz hum
    "emg",  # muscle noise, or anything else broadband
    "pacing_spikes",  # no fault of the recording, but measurements must know
]
FAULT_CODES: tuple[FaultCode, ...] = get_args(FaultCode)

# Of these nothing of the heart is left; of the others it may be told through them.
SILENCES: frozenset[FaultCode] = frozenset(
    ("missing", "lead_off", "flat", "saturation")
)
# From this score on a lead can be read and measured.
USABLE_SCORE = 0.5


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one lead, as measured.

    Attributes
    ----------
    code : FaultCode
    value, unit, limit : float, str, float
        What was measured, and from what on it counts. In units of the QRS complex's
        height (``"QRS"``) where the recording's own unit is unknown.
    stretches_s : tuple of (start, end)
        When, in s from the start of the recording, in order and apart.
    reason : Reason
        For the reader, as a sentence.
    """

    code: FaultCode
    value: float
    unit: str
    limit: float
    stretches_s: tuple[tuple[float, float], ...]
    reason: Reason

    @property
    def total_s(self) -> float:
        """How long the fault lasts, all stretches together."""
        return sum(end - start for start, end in self.stretches_s)


@dataclass(frozen=True)
class LeadQuality:
    """What is wrong with a lead; ``score`` is 0 (nothing to be read) to 1."""

    lead: str
    faults: tuple[Fault, ...]
    score: float

    @property
    def usable(self) -> bool:
        """Whether the lead can be read and measured."""
        return self.score >= USABLE_SCORE

    def fault(self, code: FaultCode) -> Fault | None:
        """Return the fault with this code, ``None`` if the lead has none."""
        return next((fault for fault in self.faults if fault.code == code), None)


@dataclass(frozen=True)
class SuspectedReversal:
    """Electrodes that seem to be exchanged; the reader decides, nothing is changed.

    ``name`` is the electrodes' names, such as ``"LA/RA"`` or ``"V1/V2"``; ``score`` is
    between 0 and 1, the higher the surer.
    """

    name: str
    score: float
    reason: Reason


@dataclass(frozen=True)
class RecordQuality:
    """The quality of a recording.

    Attributes
    ----------
    leads : tuple of LeadQuality
        In the order of the recording's leads.
    score : float
        0 to 1; how sure it is that the recording can be read.
    acceptable : bool
    reasons : tuple of Reason
        Why it is not acceptable; empty if it is.
    lead_reversals : tuple of SuspectedReversal
        The surest first.
    mains_hz : float
        50 or 60, whichever hum there is more of; 0 if there is none to speak of, or if
        the sampling frequency is too low to tell.
    lead_reversals_not_judged : Reason or None
        Why it was not asked whether electrodes are exchanged; ``None`` if it was.
    """

    leads: tuple[LeadQuality, ...]
    score: float
    acceptable: bool
    reasons: tuple[Reason, ...] = ()
    lead_reversals: tuple[SuspectedReversal, ...] = ()
    mains_hz: float = 0.0
    lead_reversals_not_judged: Reason | None = None

    def lead(self, name: str) -> LeadQuality:
        """Return one lead's quality; ``KeyError`` if it is not among the leads."""
        for quality in self.leads:
            if quality.lead == name:
                return quality
        raise KeyError(name)

    @property
    def usable_leads(self) -> tuple[str, ...]:
        return tuple(quality.lead for quality in self.leads if quality.usable)

    @property
    def measurable_leads(self) -> tuple[str, ...]:
        """The leads in which the heart shows, if only through noise, hum or wander."""
        return tuple(
            quality.lead
            for quality in self.leads
            if quality.usable or not any(f.code in SILENCES for f in quality.faults)
        )
