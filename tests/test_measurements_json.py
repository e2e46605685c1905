"""Measured values as JSON."""

import json

import numpy as np
import pytest

from ecgviewer.cli.measurements_json import (
    fiducials_json,
    measurement_json,
    measurements_json,
)
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.measurements import Measurement, Measurements, Pause, no_value
from ecgviewer.ecg.reasons.rhythm import NO_P
from tests.analysis.measuring import measured
from tests.reasons import because
from tests.simulator import simulate

KEYS = (
    *("heart_rate_bpm", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtcf_ms", "qtcb_ms"),
    *("qtcframingham_ms", "qtchodges_ms", "rr_sd_ms", "rmssd_ms"),
)


def test_every_key_is_there_with_everything_that_belongs_to_it() -> None:
    printed = measurements_json(measured(simulate()))
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed
    for key in KEYS:
        assert set(printed["measurements"][key]) == {
            *("value", "unit", "method", "low", "high", "reason", "reasons"),
            *("leads", "n_beats", "provenance"),
        }


def test_milliseconds_are_whole_and_intervals_are_rounded_outwards() -> None:
    printed = measurement_json(Measurement(401.5, "ms", "", 380.4, 420.2))
    assert (printed["value"], printed["low"], printed["high"]) == (402, 380, 421)
    assert isinstance(printed["value"], int)
    whole = measurement_json(Measurement(0.1, "mV", "", 0.1, 0.30000000000000004))
    assert (whole["low"], whole["high"]) == (0.1, 0.3)


def test_what_is_not_there_is_null_with_its_reason() -> None:
    printed = measurement_json(no_value("ms", NO_P()))
    assert printed["value"] is printed["low"] is printed["high"] is None
    assert printed["reason"] == "no P waves were found"


def test_the_file_s_own_values_stand_beside_ours() -> None:
    own = Measurement(402.0, "ms", "as the file says", provenance="file")
    printed = measurements_json(Measurements(), {"qt_ms": own})
    assert printed["file_measurements"]["qt_ms"]["value"] == 402
    assert printed["file_measurements"]["qt_ms"]["provenance"] == "file"
    assert measurements_json(Measurements())["file_measurements"] == {}


def test_pauses_and_criteria_are_printed() -> None:
    part = CriterionPart("QRS", 130.4, "ms", ">=", 120.0, True)
    criterion = Criterion(
        "lbbb", "LBBB", None, (part,), 10.4, "ms", (), "AHA", because("x")
    )
    printed = measurements_json(
        Measurements(criteria=(criterion,), pauses=(Pause(2.0, 2.5),))
    )
    assert printed["pauses"] == [{"start_s": 2.0, "length_s": 2.5}]
    assert printed["criteria"][0]["parts"][0]["value"] == 130
    assert printed["criteria"][0]["margin"] == 10


def test_fiducials_are_in_seconds_with_null_for_none() -> None:
    simulated = simulate(atria="fibrillation")
    printed = fiducials_json(simulated.fiducials)
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed
    beat = printed["beats"][2]
    r_peak_s = float(simulated.fiducials.r_peaks_s[2])
    assert beat["r_peak_s"] == pytest.approx(r_peak_s, abs=1e-4)
    assert beat["common"]["p_onset"] is None
    assert beat["common"]["qrs_onset"] < r_peak_s
    assert set(beat["leads"]) == set(simulated.recording.leads)
    assert np.isfinite(beat["leads"]["V2"]["t_offset"])


def test_a_value_without_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="no reason"):
        Measurement(None, "ms", "")
    with pytest.raises(ValueError, match="no reason"):
        Criterion("x", "X", None)
