"""Everything that is measured of a recording, in one call.

    measured = measure(recording, beats, classes=..., fiducials=..., median=...)

Never raises for a recording, whatever it holds: a value that cannot be stood behind is
``None`` with a reason. What is optional and not given costs the values that need it.
"""

from collections.abc import Sequence

import numpy as np

from ecgviewer.analysis import rhythm
from ecgviewer.analysis.circumstances import circumstances
from ecgviewer.analysis.intervals import interval_values
from ecgviewer.analysis.measured_beats import choose_beats
from ecgviewer.analysis.qtc_values import qtc_values
from ecgviewer.analysis.uncertainty import DelineatorError, Doubt
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import Recording


def measure(
    recording: Recording,
    beats: BeatList,
    *,
    classes: Sequence[str] | None = None,
    fiducials: Fiducials | None = None,
    median: MedianBeats | None = None,
    second_opinion: Fiducials | None = None,
    error: DelineatorError | None = None,
) -> Measurements:
    """Measure a recording.

    Parameters
    ----------
    classes : sequence of str or None
        ``dominant``, ``ectopic``, ``paced`` or ``artefact``, one for each beat.
    second_opinion : Fiducials or None
        Another delineator's; where it differs the values are less sure.
    error : DelineatorError or None
        Of the delineator that found ``fiducials``.
    """
    error = error or DelineatorError()
    chosen = choose_beats(recording, beats, classes, median)
    known = classes is not None
    state = circumstances(recording, chosen, fiducials, classes_known=known)
    doubt = Doubt(noise_share(median), 1000.0 / recording.fs)
    early, paused = rhythm.premature(chosen), rhythm.pauses(chosen)
    values = rhythm.rate_values(chosen, doubt)
    values |= rhythm.variability_values(chosen)
    values |= rhythm.pause_values(paused, chosen)
    values["premature_beats"] = rhythm.premature_value(early, chosen)
    values |= interval_values(chosen, fiducials, state, doubt, error, second_opinion)
    values |= qtc_values(values["qt_ms"], values["qrs_ms"], chosen, fiducials, state)
    premature_s = () if early is None else tuple(chosen.times_s[early].tolist())
    return Measurements(values=values, pauses=paused, premature_s=premature_s)


def noise_share(median: MedianBeats | None) -> float:
    """Return the SD of beat from beat over the height of QRS, in the usual lead."""
    if median is None or not median.n_dominant:
        return 0.0
    rest = median.beats[median.dominant] - median.median
    height = np.ptp(np.nan_to_num(median.median), axis=1)
    # By the usual deviation: what jitters on a steep QRS is not noise.
    usual = np.median(np.nan_to_num(np.abs(rest)), axis=(0, 2))
    shares = 1.4826 * usual[height > 0] / height[height > 0]
    return float(np.median(shares)) if shares.size else 0.0
