"""All that is known of one recording before any network speaks, in one piece."""

from dataclasses import dataclass

from ecgviewer.ecg.beat_classes import BeatClasses
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.median_beat import Abstention, MedianBeats
from ecgviewer.ecg.quality import RecordQuality
from ecgviewer.ecg.recording import Recording


@dataclass(frozen=True, eq=False)
class EcgAnalysis:
    """What was measured, as far as it could be.

    Attributes
    ----------
    recording : Recording
    r_peaks : BeatList
        The detector's R peaks; networks are taught with these.
    beats : BeatList
        The peaks of the QRS complexes, one for each of ``r_peaks``.
    median : MedianBeats or str
        Or why there is none.
    fiducials : Fiducials or None
        Of those of ``beats`` that were delineated; ``None`` where no wave could be
        told.
    measurements : Measurements
        Values and criteria.
    quality : RecordQuality or None
        How well each lead can be read; ``None`` if that was not found out.
    classes : BeatClasses or None
        Of what kind each beat is.
    """

    recording: Recording
    r_peaks: BeatList
    beats: BeatList
    median: MedianBeats | Abstention
    fiducials: Fiducials | None
    measurements: Measurements
    quality: RecordQuality | None = None
    classes: BeatClasses | None = None
