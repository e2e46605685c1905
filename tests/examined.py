"""Examinations with known answers, as stand-ins for the measuring engine."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.recording import Recording
from tests.reasons import because
from tests.synthetic import WAVES

_REACH = 2.5  # standard deviations from the middle of a Gaussian wave to its end


def _ends(first: str, last: str) -> tuple[float, float]:
    start, stop = WAVES[first], WAVES[last]
    return start[0] - _REACH * start[1], stop[0] + _REACH * stop[1]


_P, _QRS, _T = _ends("p", "p"), _ends("q", "s"), _ends("t", "t")
FROM_R_S: dict[Point, float] = dict(
    zip(
        POINTS,
        (_P[0], WAVES["p"][0], _P[1], _QRS[0], 0.0, _QRS[1], _T[0], 0.28, _T[1]),
        strict=True,
    )
)


def fiducials_of(
    recording: Recording, beats: BeatList, without_p: Iterable[int] = ()
) -> Fiducials:
    """Return the fiducials of synthetic beats, the same in every lead."""
    from_r_s = np.array([FROM_R_S[point] for point in POINTS])
    common_s = beats.times_s[:, None] + from_r_s
    common_s[list(without_p), :3] = np.nan
    per_lead_s = np.repeat(common_s[:, None, :], len(recording.leads), axis=1)
    return Fiducials(
        recording.leads, beats.times_s.copy(), common_s, per_lead_s, "known"
    )


def ms(value: float, spread: float = 6.0, method: str = "known truth") -> Measurement:
    return Measurement(value, "ms", method, value - spread, value + spread, n_beats=12)


CRITERIA = (
    Criterion(
        "sokolow_lyon",
        "Sokolow-Lyon voltage",
        True,
        (CriterionPart("S V1 + R V5", 3.9, "mV", ">=", 3.5, True),),
        0.4,
        "mV",
        ("V1", "V5"),
        "Sokolow and Lyon 1949",
    ),
    Criterion(
        "lbbb",
        "Left bundle branch block",
        False,
        (CriterionPart("QRS", 98.0, "ms", ">=", 120.0, False),),
        -22.0,
        "ms",
    ),
    Criterion("st", "ST elevation", None, reasons=because("the file gives no age")),
)


def measurements_of(recording: Recording, beats: BeatList) -> Measurements:
    """Return values that a synthetic recording has, and one that nobody can tell."""
    at = {point: 1000 * time_s for point, time_s in FROM_R_S.items()}
    qt = at["t_offset"] - at["qrs_onset"]
    rate = 60.0 / float(np.median(beats.rr_s)) if len(beats) > 1 else None
    values = {
        "heart_rate_bpm": Measurement(
            rate, "bpm", "median RR", reasons=because("few beats")
        )
        if rate is None
        else Measurement(rate, "bpm", "median RR", rate - 1, rate + 1),
        "qtc_rr_ms": Measurement(None, "ms", "median RR", reasons=because("few beats"))
        if rate is None
        else Measurement(60000 / rate, "ms", "median RR"),
        "p_ms": ms(at["p_offset"] - at["p_onset"]),
        "pr_ms": ms(at["qrs_onset"] - at["p_onset"]),
        "qrs_ms": ms(at["qrs_offset"] - at["qrs_onset"]),
        "qt_ms": ms(qt),
        "qtcf_ms": ms(qt * 1.06, method="Fridericia"),
        "qtcb_ms": ms(qt * 1.09, method="Bazett"),
        "qrs_axis_deg": Measurement(58.0, "deg", "areas of I and aVF", 52.0, 64.0),
        "t_axis_deg": Measurement(
            None, "deg", "areas of I and aVF", reasons=because("the T wave is too flat")
        ),
    }
    per_lead = {
        lead: {
            "r_mv": Measurement(1.04, "mV", "from the PR level", 1.0, 1.08),
            "st_j_mv": Measurement(-0.05, "mV", "at J", -0.07, -0.03),
        }
        for lead in recording.leads
    }
    # A voltage is known in millivolts only.
    criteria = CRITERIA if recording.unit_is_mv else CRITERIA[1:]
    return Measurements(values, per_lead, criteria)


def second_opinion(found: EcgAnalysis) -> EcgAnalysis:
    """Return an examination whose QT a second opinion makes 50 ms longer."""
    qt = found.measurements.values["qt_ms"]
    assert qt.value is not None
    values = {**found.measurements.values, "qt_ms": ms(qt.value, spread=26.0)}
    second = {"qt_ms": Measurement(qt.value + 50, "ms", "another delineator")}
    told = replace(found.measurements, values=values, second_opinion=second)
    return replace(found, measurements=told)


def examine(recording: Recording, beats: BeatList) -> EcgAnalysis:
    """Return everything known of a synthetic recording with these beats."""
    return EcgAnalysis(
        recording,
        beats,
        beats,
        median_beats(recording, beats),
        fiducials_of(recording, beats),
        measurements_of(recording, beats),
    )
