"""No two parts of the screen contradict each other.

What values, their reasons and criteria say of one recording rests on the same facts.
"""

from collections.abc import Iterator

import pytest

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.reasons.criteria import (
    IN_LBBB,
    IN_PACED_RHYTHM,
    IRREGULAR_ALL_THE_SAME,
    SINGLE_RR_ONLY,
    WITH_HIGH_VOLTAGES,
)
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.rhythm import (
    ATRIAL_WAVES_FOR_P,
    FEW_P,
    IRREGULAR_TOO,
    NO_P,
    PERHAPS_FLUTTER,
    PERHAPS_FLUTTER_IN_QRS,
)
from ecgviewer.ecg.reasons.values import RR_VARIES
from ecgviewer.io import read_recording
from ecgviewer.pipeline import analyze_recording, installed_models
from tests.analysis.measuring import measured
from tests.simulator import LBBB, irregular_r_s, regular_r_s, simulate

# Of each folder so many recordings, evenly spread.
SAMPLED = {
    **{"ludb/data": 3, "ptbxl_raw_mv": 2, "chapman_ningbo": 4},
    **{"cpsc2018": 2, "georgia": 2, "chapman_shaoxing_ningbo": 2},
}


def codes(measurements: Measurements) -> set[str]:
    """Return the codes of all reasons, also of those that others follow from."""
    rows = (measurements.values, *measurements.per_lead.values())
    held = [one for row in rows for one in row.values()]
    every = [reason for one in held for reason in one.reasons]
    every += [reason for one in measurements.criteria for reason in one.reasons]
    return {code for reason in (*every, *measurements.cautions) for code in of(reason)}


def of(reason: Reason) -> Iterator[str]:
    yield reason.code
    for _, value in reason.params:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Reason):
                yield from of(one)


def contradictions(found: Measurements) -> list[str]:
    criteria = {one.key: one for one in found.criteria}
    values, said = found.values, codes(found)
    wrong = [*_of_rhythm(found, criteria, said), *_of_p(found, said)]
    for one in found.criteria:
        for part in one.parts:
            key = {"QRS (device-like)": "qrs_device_ms", "PR": "pr_ms",
                   "heart rate": "heart_rate_bpm"}.get(part.name)  # fmt: skip
            own = values[key].value if key else None
            if key and (own is None) != (part.value is None):
                wrong.append(f"{one.key} and {key} do not agree on {part.name}")
            if own is not None and part.value is not None:
                if abs(own - part.value) > 0.51:
                    wrong.append(f"{one.key} has {part.name} {part.value}, not {own}")
    lbbb, elevation = criteria["lbbb"], criteria["st_elevation"]
    if (IN_LBBB.code in said) != (lbbb.met is True and not _hidden(elevation)):
        wrong.append("ST is left open in a block that is not met, or the other way")
    high = {criteria[key].met for key in ("sokolow_lyon", "cornell")}
    if WITH_HIGH_VOLTAGES.code in said and True not in high:
        wrong.append("ST is left open with voltages that are not high")
    if (IN_PACED_RHYTHM.code in said) != found.rhythm.paced:
        wrong.append("criteria and the beats do not agree on pacing")
    return wrong


def _hidden(elevation: Criterion) -> bool:
    """Whether pacing or tachycardia leaves ST open before a block does."""
    known = {IN_LBBB.code, WITH_HIGH_VOLTAGES.code}
    blocks = {one.code for one in elevation.reasons if one.severity == "blocks"}
    return bool(blocks - known)


def _of_rhythm(
    found: Measurements, criteria: dict[str, Criterion], said: set[str]
) -> list[str]:
    irregular = {IRREGULAR_TOO.code, RR_VARIES.code} & said
    range_ = criteria["rr_irregular"]
    doubted = {one.code for one in range_.reasons}
    wrong = []
    if {PERHAPS_FLUTTER.code, PERHAPS_FLUTTER_IN_QRS.code} & said:
        if irregular or found.rhythm.irregular:
            wrong.append("a rhythm is regular for flutter, and irregular")
        if range_.met and SINGLE_RR_ONLY.code not in doubted:
            wrong.append("a rhythm is regular for flutter, and RR irregular is met")
    if irregular and range_.met is False and IRREGULAR_ALL_THE_SAME.code not in doubted:
        wrong.append("RR is irregular for values, and RR irregular is not met")
    wide = criteria["wide_qrs_tachycardia"]
    if wide.met and range_.met and SINGLE_RR_ONLY.code not in doubted:
        wrong.append("a tachycardia is regular, and RR irregular is met")
    return wrong


def _of_p(found: Measurements, said: set[str]) -> list[str]:
    present = found.values["p_present"].value
    none = {NO_P.code, FEW_P.code, ATRIAL_WAVES_FOR_P.code} & said
    wrong = []
    if present and none:
        wrong.append("P waves are present, and are not")
    if present == 0:
        if found.values["pr_ms"].value is not None:
            wrong.append("there is PR without P")
        if not none and not found.rhythm.paced:
            wrong.append("P waves are not present, and no value says so")
    return wrong


@pytest.mark.parametrize(
    "simulated",
    [
        simulate(),
        simulate(rate_bpm=150),
        simulate(irregular_r_s(90), atria="fibrillation"),
        simulate(regular_r_s(75), atria="flutter"),
        simulate(shape=LBBB),
        simulate(pacing="ventricular"),
    ],
    ids=["sinus", "fast", "fibrillation", "flutter", "LBBB", "paced"],
)
def test_a_simulated_recording_tells_one_story(simulated):
    assert contradictions(measured(simulated)) == []


@pytest.mark.parametrize("folder", SAMPLED)
def test_a_real_recording_tells_one_story(shared_data, folder):
    paths = sorted((shared_data / folder).rglob("*.hea"))
    n = SAMPLED[folder]
    for path in paths[:: max(1, len(paths) // n)][:n]:
        found = analyze_recording(read_recording(path), installed_models())
        assert contradictions(found.measurements) == [], path
