"""All that was measured of one recording, in one piece."""

from dataclasses import dataclass
from typing import Any

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.median_beat import Abstention, MedianBeats


@dataclass(frozen=True, eq=False)
class Examination:
    """What was measured, as far as it could be.

    Attributes
    ----------
    beats : BeatList
    median : MedianBeats or str
        Or why there is none.
    fiducials : Fiducials or None
        Of ``beats``; ``None`` where no wave could be told.
    measurements : Measurements
        Ours, and those that the file came with.
    quality, classes
        How well each lead can be read, and of what kind each beat is; ``None`` if that
        was not found out.
    """

    beats: BeatList
    median: MedianBeats | Abstention
    fiducials: Fiducials | None
    measurements: Measurements
    quality: Any = None
    classes: Any = None
