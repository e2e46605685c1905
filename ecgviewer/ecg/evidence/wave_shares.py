"""What the waves of a beat contribute to a statement."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecgviewer.ecg.fiducials import Point

# Segment by segment, in order of time: from which fiducial to which.
SEGMENTS: Mapping[str, tuple[Point, Point]] = {
    "P": ("p_onset", "p_offset"),
    "PR": ("p_offset", "qrs_onset"),
    "QRS": ("qrs_onset", "qrs_offset"),
    "ST": ("qrs_offset", "t_onset"),
    "T": ("t_onset", "t_offset"),
}


@dataclass(frozen=True)
class WaveShares:
    """Contributions of segments to one logit, of a beat of a lead or of all of them.

    Attributes
    ----------
    code, lead : str
    beats : tuple of int
        Positions in the recording's ``BeatList``.
    waves : mapping of segment name to contribution
        In logits; a segment without fiducials is missing.
    whole : float
        What flattening all of them takes from the logit: the sum of ``waves``.
    evidence : float or None
        The Owen value of the beat, or of the lead, if it is known.
    """

    code: str
    lead: str
    beats: tuple[int, ...]
    waves: Mapping[str, float]
    whole: float
    evidence: float | None = None

    @property
    def presence(self) -> float | None:
        """What the beat's being there says, beyond its waves.

        A beat that is flat is another thing than a beat that nobody recorded: when it
        comes, what lies between its waves, and how waves act together with other beats.
        """
        return None if self.evidence is None else self.evidence - self.whole

    @property
    def gap(self) -> float:
        """By how much the waves miss ``whole``, in logits."""
        return self.whole - sum(self.waves.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """Segments that could not be told."""
        return tuple(name for name in SEGMENTS if name not in self.waves)
