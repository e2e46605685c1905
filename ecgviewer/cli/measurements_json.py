"""Measured values and fiducials as objects ready for JSON.

Numbers are rounded to what they can bear, intervals outwards: milliseconds and degrees
to whole ones, rates to tenths, voltages to microvolts.
"""

import math
from collections.abc import Mapping
from typing import Any

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.reasons.reason import reason_json
from ecgviewer.ecg.reasons.text import text_of

_DIGITS = {"ms": 0, "deg": 0, "bpm": 1, "mV": 3, "mV·ms": 0, "": 3}
_OTHER_DIGITS = 2
_TIME_DIGITS = 4


def measurements_json(
    measured: Measurements, file_values: Mapping[str, Measurement] | None = None
) -> dict[str, Any]:
    """Return what was measured, by the keys of ``Measurements.values`` and the like.

    ``file_values`` are those that the file came with (``Recording.file_values``).
    """
    return {
        "measurements": values_json(measured.values),
        "file_measurements": values_json(file_values or {}),
        "lead_measurements": {
            lead: values_json(values) for lead, values in measured.per_lead.items()
        },
        "criteria": [criterion_json(criterion) for criterion in measured.criteria],
        "pauses": [
            {"start_s": _time(pause.start_s), "length_s": _time(pause.length_s)}
            for pause in measured.pauses
        ],
        "premature_beats_s": [_time(at) for at in measured.premature_s],
        "cautions": [text_of(caution) for caution in measured.cautions],
        "caution_reasons": list(map(reason_json, measured.cautions)),
    }


def measurement_json(measured: Measurement) -> dict[str, Any]:
    digits = _DIGITS.get(measured.unit, _OTHER_DIGITS)
    return {
        "value": _rounded(measured.value, digits),
        "unit": measured.unit,
        "method": measured.method,
        "low": _outwards(measured.low, digits, math.floor),
        "high": _outwards(measured.high, digits, math.ceil),
        "reason": measured.reason,
        "reasons": list(map(reason_json, measured.reasons)),
        "leads": list(measured.leads),
        "n_beats": measured.n_beats,
        "provenance": measured.provenance,
    }


def criterion_json(criterion: Criterion) -> dict[str, Any]:
    digits = _DIGITS.get(criterion.margin_unit, _OTHER_DIGITS)
    return {
        "key": criterion.key,
        "name": criterion.name,
        "met": criterion.met,
        "parts": [
            {
                "name": part.name,
                "value": _rounded(part.value, _DIGITS.get(part.unit, _OTHER_DIGITS)),
                "unit": part.unit,
                "relation": part.relation,
                "threshold": part.threshold,
                "met": part.met,
            }
            for part in criterion.parts
        ],
        "margin": _rounded(criterion.margin, digits),
        "margin_unit": criterion.margin_unit,
        "leads": list(criterion.leads),
        "source": criterion.source,
        "certain": criterion.is_certain,
        "reason": criterion.reason,
        "reasons": list(map(reason_json, criterion.reasons)),
    }


def fiducials_json(fiducials: Fiducials) -> dict[str, Any]:
    """Return each beat's fiducials in s from the start, ``None`` for none."""
    return {
        "method": fiducials.method,
        "leads": list(fiducials.leads),
        "beats": [
            {
                "r_peak_s": _time(fiducials.r_peaks_s[beat]),
                "common": _points(fiducials.common_s[beat]),
                "leads": {
                    lead: _points(fiducials.per_lead_s[beat, row])
                    for row, lead in enumerate(fiducials.leads)
                },
            }
            for beat in range(len(fiducials))
        ],
    }


def values_json(values: Mapping[str, Measurement]) -> dict[str, Any]:
    """Return each value as ``measurement_json`` does, by its key."""
    return {key: measurement_json(value) for key, value in values.items()}


def _points(times_s: Any) -> dict[str, float | None]:
    return {point: _time(at) for point, at in zip(POINTS, times_s, strict=True)}


def _time(seconds: float) -> float | None:
    at = float(seconds)
    return round(at, _TIME_DIGITS) if math.isfinite(at) else None


def _rounded(value: float | None, digits: int) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return round(value, digits) if digits else round(value)


def _outwards(value: float | None, digits: int, towards: Any) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    scale = 10**digits
    # What is a whole number but for rounding noise is not moved by a whole step.
    whole: int = towards(round(value * scale, 6))
    return whole / scale if digits else whole
