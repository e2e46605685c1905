"""One pass over a recording: beats, waves, median beats, values, criteria, quality.

    analysis = analyze_recording(recording, installed_models())

The window, the command line and the benchmarks all come by their values here, and by
the models of which there is one for the whole process.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.delineation.delineator import Delineator, load_delineator
from ecgviewer.ai.delineation.recording_fiducials import find_recording_fiducials
from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.beat_table import INTERVALS
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.delineation.reference_delineator import second_opinion
from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.quality.long_quality import quality_of
from ecgviewer.analysis.quality.quality import QualityModel, read_quality_model
from ecgviewer.analysis.rhythm.qrs_peaks import qrs_peaks
from ecgviewer.analysis.statistics.decision import DecisionError
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import Fiducials, Point
from ecgviewer.ecg.measurements import Measurements, no_value
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import Recording
from ecgviewer.paths import model_dir

DELINEATOR, QUALITY = "delineator", "quality"  # the folders of the bundles
# Of two jobs that ask at once, one loads and the other waits.
_LOADING = Lock()
# How far an analysis has come when each of its parts begins; of a day's 12 leads.
_PARTS = (0.0, 0.25, 0.73, 0.78, 1.0)


@dataclass(frozen=True)
class Models:
    """What a recording is measured with.

    Without a delineator there are no fiducials and no intervals; without a model of
    quality the rules for single leads decide.
    """

    delineator: Delineator | None = None
    quality: QualityModel | None = None


def installed_models() -> Models:
    """Return what is installed; raises ``BundleError`` for a damaged delineator."""
    with _LOADING:
        return Models(installed_delineator(), installed_quality_model())


@lru_cache(maxsize=1)
def installed_delineator() -> Delineator | None:
    """Return what tells waves, read once; ``None`` if none is installed.

    Raises ``BundleError`` for one that is damaged.
    """
    try:
        folder = model_dir(DELINEATOR)
    except FileNotFoundError:
        return None
    return load_delineator(folder) if (folder / "card.json").is_file() else None


@lru_cache(maxsize=1)
def installed_quality_model() -> QualityModel | None:
    """Return what judges quality and suspects swaps; ``None`` if none can be used."""
    try:
        return read_quality_model(model_dir(QUALITY))
    except (DecisionError, FileNotFoundError):
        return None


def analyze_recording(
    recording: Recording,
    models: Models,
    r_peaks: BeatList | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> EcgAnalysis:
    """Return all that can be measured of a recording; never raises for its content.

    ``r_peaks`` are the detector's if they are known already. When ``cancelled`` answers
    True, what has not been measured by then is missing.
    """
    if r_peaks is None:
        r_peaks = detect_r_peaks(recording, cancelled=cancelled)

    def part(number: int) -> Mapping[str, Any]:
        return {"cancelled": cancelled, "progress": _part(progress, number)}

    beats = qrs_peaks(recording, r_peaks, **part(0))
    classes = classify_beats(recording, r_peaks, **part(1))
    quality = quality_of(recording, r_peaks, models.quality, classes.spikes, **part(2))
    fiducials = None
    if models.delineator is not None and len(beats):
        known = recording, beats, models.delineator
        fiducials = find_recording_fiducials(*known, **part(3))
    median = median_beats(
        recording,
        r_peaks,
        classes=classes,
        t_offset_s=_usual_s(fiducials, "t_offset"),
        p_onset_s=_usual_s(fiducials, "p_onset"),
        among=_delineated(beats, fiducials),
    )
    found = EcgAnalysis(
        recording,
        r_peaks,
        beats,
        median,
        fiducials,
        Measurements(),
        quality,
        classes,
    )
    return with_values(found, models)


def _part(progress: Callable[[float], None], number: int) -> Callable[[float], None]:
    """Return how to tell the progress of one part of an analysis."""
    start, stop = _PARTS[number], _PARTS[number + 1]
    return lambda fraction: progress(start + (stop - start) * fraction)


def _delineated(
    beats: BeatList, fiducials: Fiducials | None
) -> NDArray[np.int64] | None:
    """Return the numbers of the beats with fiducials; ``None`` if there are none.

    The lines on the median beat are those of the beats that it is made of.
    """
    if fiducials is None or not len(fiducials):
        return None
    numbers: NDArray[np.int64] = np.searchsorted(beats.times_s, fiducials.r_peaks_s)
    return numbers


def _usual_s(fiducials: Fiducials | None, point: Point) -> float:
    """Return where a point usually lies, in s from R; 0 if most beats have none."""
    if fiducials is None or not len(fiducials):
        return 0.0
    from_r_s = fiducials.common(point) - fiducials.r_peaks_s
    known = from_r_s[np.isfinite(from_r_s)]
    return float(np.median(known)) if 2 * known.size > len(fiducials) else 0.0


def ask_second_opinion(
    found: EcgAnalysis,
    models: Models,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> EcgAnalysis:
    """Return an analysis whose intervals are wider where NeuroKit2 differs.

    Its values are the ``second_opinion`` of the measurements; where it has none, they
    hold the reason.
    """
    opinion = second_opinion(found.recording, found.r_peaks, cancelled=cancelled)
    if opinion.fiducials is not None:
        return with_values(found, models, opinion.fiducials)
    assert opinion.reason is not None
    none = {key: no_value("ms", opinion.reason) for key in INTERVALS}
    told = replace(found.measurements, second_opinion=none)
    return replace(found, measurements=told)


def with_values(
    found: EcgAnalysis, models: Models, second: Fiducials | None = None
) -> EcgAnalysis:
    """Return an analysis measured anew from its beats, fiducials and median beats."""
    median, classes = found.median, found.classes
    measurements = measure(
        found.recording,
        found.beats,
        classes=None if classes is None else classes.kinds,
        fiducials=found.fiducials,
        median=median if isinstance(median, MedianBeats) else None,
        quality=found.quality,
        second_opinion=second,
        error=None if models.delineator is None else models.delineator.error,
        spikes=None if classes is None else classes.spikes,
    )
    return replace(found, measurements=measurements)
