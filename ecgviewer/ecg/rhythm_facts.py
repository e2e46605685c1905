"""What is known of a recording's rhythm: each fact once, for whatever asks for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RhythmFacts:
    """What gates, values, criteria and the screen take the rhythm for.

    ``analysis.rhythm.rhythm_facts`` decides; nothing else compares these with limits.

    Attributes
    ----------
    rate_bpm : float or None
        60 s over the mean RR interval.
    rr_variation : float
        SD over mean of RR intervals between dominant beats, pauses left out.
    irregular : bool
        Whether RR intervals vary too much, and not by single beats alone.
    regular : bool or None
        Whether they hardly vary but for single beats; a rhythm may be neither. ``None``
        if not known.
    fast : bool
        Whether T may run into the next P.
    p_share : float or None
        Share of the dominant beats that have a P wave; ``None`` if not looked for.
    has_p : bool or None
        Whether P waves belong to the rhythm; ``None`` if nothing is known.
    p_absent : bool or None
        Whether hardly any beat has a P wave; ``None`` if that is open, as where too few
        have one for it to belong to the rhythm.
    paced : bool
        A pacemaker makes most beats, or spikes are in the recording and nothing is
        known of the beats.
    paced_atria : bool
        A pacemaker paces the atria, and the AV node conducts.
    further_p : bool
        Whether P waves are seen that no beat has.
    atrial_waves : bool
        Whether regular waves of the atria, as in flutter, go on through QRS and T.
    """

    rate_bpm: float | None = None
    rr_variation: float = 0.0
    irregular: bool = False
    regular: bool | None = None
    fast: bool = False
    p_share: float | None = None
    has_p: bool | None = None
    p_absent: bool | None = None
    paced: bool = False
    paced_atria: bool = False
    further_p: bool = False
    atrial_waves: bool = False

    @property
    def perhaps_flutter(self) -> bool:
        """Whether waves of the atria may run through ST and T: regular, and no P."""
        no_p = self.has_p is False and not (self.further_p or self.atrial_waves)
        return no_p and self.regular is not False and not self.paced
