"""How tests come by measured values: simulated recordings with their own fiducials."""

from dataclasses import replace
from functools import cache

import numpy as np

from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.quality.quality import QualityModel, read_quality_model
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, ReaderEdits
from ecgviewer.ecg.recording import Recording
from ecgviewer.paths import model_dir
from tests.simulator import Simulated, simulate


def measured(simulated: Simulated, **options: object) -> Measurements:
    """Measure a simulated recording by its true beats, classes and fiducials.

    Without a median beat, which takes its time, if none is given.
    """
    given = {"classes": simulated.classes, "fiducials": simulated.fiducials} | options
    recording = given.pop("recording", simulated.recording)
    return measure(recording, beats_of(simulated), **given)


def beats_of(simulated: Simulated) -> BeatList:
    return BeatList(simulated.r_peaks, simulated.recording.fs)


def bigeminy() -> Simulated:
    """Return a sinus beat 1 s after each ectopic one, which comes 0.6 s after it."""
    sinus_s = 0.6 + 1.6 * np.arange(12)
    return simulate(sinus_s, duration_s=20, ectopic=(sinus_s + 0.6).tolist())


def medians(recording: Recording, beats: BeatList) -> MedianBeats | None:
    found = median_beats(recording, beats)
    return found if isinstance(found, MedianBeats) else None


def whole(simulated: Simulated, **options: object) -> Measurements:
    """Measure it with its median beat, or that of the recording that is given."""
    recording = options.get("recording", simulated.recording)
    median = medians(recording, beats_of(simulated))
    return measured(simulated, **{"median": median} | options)


def value(measurements: Measurements, key: str) -> float:
    """Return a value that must be there."""
    found = measurements.values[key]
    assert found.value is not None, f"{key}: {found.reason}"
    return found.value


def refused(measurements: Measurements, key: str) -> str:
    """Return the reason of a value that must not be there."""
    found = measurements.values[key]
    assert found.value is None, f"{key}: {found.value}"
    return found.reason


def moved(fiducials: Fiducials, point: Point, by_s: float | np.ndarray) -> Fiducials:
    """Return fiducials with one point of each beat moved, in all leads."""
    column = POINTS.index(point)
    common, per_lead = fiducials.common_s.copy(), fiducials.per_lead_s.copy()
    common[:, column] += by_s
    per_lead[:, :, column] += np.reshape(by_s, (-1, 1))
    return replace(fiducials, common_s=common, per_lead_s=per_lead)


def covers(found: Measurement, truth: float) -> bool:
    return found.low <= truth <= found.high


@cache
def quality_model() -> QualityModel:
    """Return the decisions that are shipped."""
    return read_quality_model(model_dir("quality"))


def half(found: Measurement) -> float:
    """Return half the width of a value's interval."""
    return (found.high - found.low) / 2


def examined_exactly(simulated: Simulated) -> EcgAnalysis:
    """Return the examination that finds the true beats and fiducials."""
    median = medians(simulated.recording, beats_of(simulated))
    assert median is not None
    values = measured(simulated, median=median)
    beats = beats_of(simulated)
    return EcgAnalysis(
        simulated.recording, beats, beats, median, simulated.fiducials, values
    )


def line_moved(
    found: EcgAnalysis, lead: str | None, point: Point, by_s: float
) -> ReaderEdits:
    """Return the edit that moves a line from where it stands for all leads."""
    assert found.fiducials is not None
    assert isinstance(found.median, MedianBeats)
    time_s = median_lines(found.fiducials, found.median).time_s(Line(None, point))
    assert time_s is not None
    return ReaderEdits({Line(lead, point): time_s + by_s})
